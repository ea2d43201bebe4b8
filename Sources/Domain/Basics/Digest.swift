/// A SHA-256 (FIPS 180-4), written as 64 small hexadecimal digits.
package struct Digest: Hashable, Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  package static let byteCount = 32

  /// Nothing but zeros.
  package init() {}

  /// `fill` writes all of the bytes.
  package init(_ fill: (UnsafeMutableRawBufferPointer) -> Void) {
    unsafe withUnsafeMutableBytes(of: &words) { unsafe fill($0) }
  }

  /// Nil for any other number of bytes.
  package init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount else { return nil }
    unsafe self.init { unsafe $0.copyMemory(from: bytes) }
  }

  /// Nil for what is not 64 small hexadecimal digits.
  package init?(hex text: some Collection<UInt8>) {
    guard text.count == Self.byteCount * 2 else { return nil }
    var isHex = true
    unsafe self.init { bytes in
      for (place, digit) in text.enumerated() {
        let value: UInt8
        switch digit {
        case 0x30...0x39: value = digit - 0x30
        case 0x61...0x66: value = digit - 0x57
        default: (value, isHex) = (0, false)
        }
        unsafe bytes[place / 2] = bytes[place / 2] << 4 | value
      }
    }
    if !isHex { return nil }
  }

  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe withUnsafeBytes(of: words) { unsafe body($0) }
  }

  package static func == (a: Digest, b: Digest) -> Bool { a.words == b.words }

  /// Its bits are as good as those of any hash.
  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension Digest: CustomStringConvertible {
  package var description: String { withBytes { unsafe String(hex: $0) } }
}

extension String {
  /// Two small hexadecimal digits for each byte.
  package init(hex bytes: UnsafeRawBufferPointer) {
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
    self = unsafe String(unsafeUninitializedCapacity: bytes.count * 2) { text in
      for place in 0..<bytes.count {
        unsafe text[place * 2] = digit(bytes[place] >> 4)
        unsafe text[place * 2 + 1] = digit(bytes[place] & 15)
      }
      return bytes.count * 2
    }
  }
}

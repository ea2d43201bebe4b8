import Domain

/// Rows as the paper trail seals them: arrays as SQLite's `json_array` prints them, byte for byte.
/// The seals of every book rest on it, so what is printed for a row never changes.
struct SealedText {
  private(set) var bytes: [UInt8] = []
  private var isFirst = true

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// An array of what `body` adds.
  mutating func array(_ body: (inout SealedText) throws -> Void) rethrows {
    bytes.append(UInt8(ascii: "["))
    isFirst = true
    try body(&self)
    bytes.append(UInt8(ascii: "]"))
  }

  /// An array of columns.
  mutating func array(_ row: BulkRow, _ places: Range<Int32>) throws {
    try array { try $0.add(row, places) }
  }

  mutating func add(_ row: BulkRow, _ places: Range<Int32>) throws {
    for place in places { try add(row, place) }
  }

  /// A column; a digest as its hexadecimal digits.
  mutating func add(_ row: BulkRow, _ place: Int32) throws {
    switch row.kind(place) {
    case .null: add(nil as String?)
    case .integer: add(row.integer(place))
    case .bytes: add(try row.digest(place).description)
    case .text:
      separate()
      unsafe row.withText(place) { unsafe quote($0.span) }
    }
  }

  mutating func add(_ number: Int64) {
    separate()
    bytes.append(contentsOf: String(number).utf8)
  }

  mutating func add(_ text: String?) {
    separate()
    guard var text else { return bytes.append(contentsOf: "null".utf8) }
    text.makeContiguousUTF8()
    quote(text.utf8.span)
  }

  private mutating func separate() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
  }

  private mutating func quote(_ text: Span<UInt8>) {
    bytes.append(Self.quotes)
    for place in text.indices {
      let byte = text[place]
      if byte >= 0x20, byte != Self.quotes, byte != Self.backslash {
        bytes.append(byte)
      } else {
        escape(byte)
      }
    }
    bytes.append(Self.quotes)
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(Self.backslash)
    switch byte {
    case Self.quotes, Self.backslash: bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 0xF)])
    }
  }

  private static let quotes = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
}

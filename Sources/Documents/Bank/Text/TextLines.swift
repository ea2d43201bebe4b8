import Domain

/// The lines of a text one after the other, whatever ends them: CR LF, LF or CR.
struct TextLines {
  let bytes: [UInt8]
  /// Of the line that `next` returned last; 1-based.
  private(set) var number = 0
  private var position: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.utf8MarkCount
  }

  /// Where the next line stands, without its end; nil behind the last. The last line may lack an
  /// end, and what follows the last end is a line only if it holds something.
  mutating func next() -> Range<Int>? {
    guard position < bytes.count else { return nil }
    number += 1
    let bytes = bytes
    let all = bytes.span
    var end = position
    while end < all.count, all[end] != 0x0A, all[end] != 0x0D { end += 1 }
    let line = position..<end
    position = end
    if end < all.count {
      let isPair = all[end] == 0x0D && end + 1 < all.count && all[end + 1] == 0x0A
      position += isPair ? 2 : 1
    }
    return line
  }
}

extension ArraySlice<UInt8> {
  /// Without white space and control characters at its ends.
  var trimmed: ArraySlice<UInt8> {
    guard let first = firstIndex(where: { $0 > 0x20 }), let last = lastIndex(where: { $0 > 0x20 })
    else { return self[startIndex..<startIndex] }
    return self[first...last]
  }

  /// Decoded, and white space collapsed.
  var words: String {
    let text = trimmed
    var wasSpace = false
    var isCollapsed = true
    for byte in text {
      let isSpace = byte <= 0x20
      // What leads in other white space, such as one that does not break.
      if isSpace && (wasSpace || byte != 0x20) || byte == 0xC2 || (0xE1...0xE3).contains(byte) {
        isCollapsed = false
        break
      }
      wasSpace = isSpace
    }
    let decoded = String(decoding: text, as: UTF8.self)
    return isCollapsed ? decoded : decoded.collapsed
  }

  var isDigits: Bool { !isEmpty && allSatisfy(\.isDigit) }

  /// The whole number that the digits are; nil for anything else and beyond 18 digits.
  var number: Int64? {
    guard isDigits, count <= 18 else { return nil }
    return reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }
}

extension UInt8 {
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isCapital: Bool { (0x41...0x5A).contains(self) }
}

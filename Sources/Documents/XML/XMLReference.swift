/// A reference to a character or to one of XML's five entities, as it stands in a document.
struct XMLReference {
  /// What it stands for, UTF-8.
  let text: [UInt8]
  /// The position after its semicolon.
  let end: Int

  /// Nil for any other entity, and for what is no character of XML 1.0. `start` is the ampersand.
  init?(at start: Int, in bytes: Span<UInt8>, end: Int) {
    var position = start + 1
    // The longest that is taken: &#x0010FFFF;
    let limit = min(end, start + 12)
    while position < limit, bytes[position] != UInt8(ascii: ";") { position += 1 }
    guard position < limit, position > start + 1 else { return nil }
    let name = bytes.extracting(start + 1..<position).array
    self.end = position + 1
    if name[0] == UInt8(ascii: "#") {
      guard let scalar = Self.scalar(name.dropFirst()) else { return nil }
      text = Array(String(Character(scalar)).utf8)
    } else {
      guard let known = Self.entities.first(where: { $0.name == name }) else { return nil }
      text = [known.character]
    }
  }

  private static let entities: [(name: [UInt8], character: UInt8)] = [
    (Array("amp".utf8), UInt8(ascii: "&")), (Array("lt".utf8), UInt8(ascii: "<")),
    (Array("gt".utf8), UInt8(ascii: ">")), (Array("quot".utf8), UInt8(ascii: "\"")),
    (Array("apos".utf8), UInt8(ascii: "'")),
  ]

  private static func scalar(_ digits: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let isHex = digits.first == UInt8(ascii: "x")
    let digits = isHex ? digits.dropFirst() : digits
    // Int's own parser would take a sign.
    guard let first = digits.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-"),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10),
      isCharacter(value)
    else { return nil }
    return Unicode.Scalar(value)
  }

  /// Production 2 of XML 1.0.
  static func isCharacter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}

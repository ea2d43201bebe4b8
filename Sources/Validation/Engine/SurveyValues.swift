internal import Documents
internal import Domain

/// Values: texts, codes, yes and no, numbers.
extension Survey {
  func text(_ element: Int) -> Range<Int> {
    let row = rows[element]
    return Int(row.textStart)..<Int(row.textEnd)
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  func isBlank(_ element: Int) -> Bool {
    let row = rows[element]
    for index in Int(row.textStart)..<Int(row.textEnd) where !Self.isSpace(bytes[index]) {
      return false
    }
    return true
  }

  /// Whether an element that may be absent has more than white space in it.
  func isFilled(_ element: Int?) -> Bool { element.map { !isBlank($0) } ?? false }

  func isFilled(_ element: Int, _ a: XMLName) -> Bool { isFilled(only(element, a)) }

  func isFilled(_ element: Int, _ a: XMLName, _ b: XMLName) -> Bool {
    isFilled(only(element, a, b))
  }

  func isSameText(_ a: Int, _ b: Int) -> Bool {
    bytes[text(a)].elementsEqual(bytes[text(b)])
  }

  /// Whether an attribute's value is exactly the text of an element.
  func isSameText(_ attribute: Range<Int>, _ element: Int) -> Bool {
    attributeBytes[attribute].elementsEqual(bytes[text(element)])
  }

  /// The text with white space at its ends dropped and runs of it made one space.
  func code(_ element: Int) -> Code { Self.normalized(bytes, text(element), toUpper: false) }

  func upperCode(_ element: Int) -> Code { Self.normalized(bytes, text(element), toUpper: true) }

  /// As `code`, and empty for an absent element.
  func code(_ element: Int, _ name: XMLName) -> Code {
    only(element, name).map { code($0) } ?? .empty
  }

  func attributeCode(_ element: Int, _ name: XMLName) -> Code? {
    attribute(element, name).map { Self.normalized(attributeBytes, $0, toUpper: false) }
  }

  /// The text exactly as printed.
  func exactCode(_ element: Int) -> Code { Self.exact(bytes, text(element), toUpper: false) }

  func exactUpperCode(_ element: Int) -> Code { Self.exact(bytes, text(element), toUpper: true) }

  func exactAttributeCode(_ element: Int, _ name: XMLName, toUpper: Bool = false) -> Code? {
    attribute(element, name).map { Self.exact(attributeBytes, $0, toUpper: toUpper) }
  }

  private static func normalized(_ bytes: [UInt8], _ range: Range<Int>, toUpper: Bool) -> Code {
    var packer = Code.Packer()
    var isPending = false
    var isEmpty = true
    for index in range {
      let byte = bytes[index]
      if isSpace(byte) {
        isPending = !isEmpty
        continue
      }
      if isPending { packer.append(0x20) }
      isPending = false
      isEmpty = false
      packer.append(toUpper ? upper(byte) : byte)
    }
    return packer.code
  }

  private static func exact(_ bytes: [UInt8], _ range: Range<Int>, toUpper: Bool) -> Code {
    guard range.count <= 8 else { return .tooLong }
    var packer = Code.Packer()
    for index in range { packer.append(toUpper ? upper(bytes[index]) : bytes[index]) }
    return packer.code
  }

  private static func upper(_ byte: UInt8) -> UInt8 {
    byte >= 0x61 && byte <= 0x7A ? byte & 0xDF : byte
  }

  /// Whether any child of a name is exactly this code.
  func any(_ element: Int, _ name: XMLName, is code: Code) -> Bool {
    var found = false
    each(element, name) { if exactCode($0) == code { found = true } }
    return found
  }

  /// The characters of the text once white space is normalised.
  func normalizedLength(_ element: Int) -> Int {
    var length = 0
    var isPending = false
    for byte in bytes[text(element)] {
      if Self.isSpace(byte) {
        isPending = length > 0
      } else if byte & 0xC0 != 0x80 {
        length += isPending ? 2 : 1
        isPending = false
      }
    }
    return length
  }

  /// The number of characters in UTF-8.
  static func characters(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.count { $0 & 0xC0 != 0x80 }
  }

  /// The first two characters of the text as printed.
  func twoCharacters(_ element: Int) -> ArraySlice<UInt8> {
    let whole = bytes[text(element)]
    var seen = 0
    for index in whole.indices where whole[index] & 0xC0 != 0x80 {
      seen += 1
      if seen == 3 { return whole[..<index] }
    }
    return whole
  }

  /// The characters of the text as printed; 0 for an absent element.
  func length(_ element: Int?) -> Int {
    guard let element else { return 0 }
    return Self.characters(bytes[text(element)])
  }

  /// Whether no more than two characters follow the first dot. White space counts.
  func hasTwoDecimals(_ element: Int) -> Bool {
    let range = text(element)
    guard let dot = bytes[range].firstIndex(of: 0x2E) else { return true }
    if range.upperBound - dot <= 3 { return true }
    return Self.characters(bytes[(dot + 1)..<range.upperBound]) <= 2
  }

  func hasTwoDecimals(_ element: Int, _ name: XMLName) -> Bool {
    only(element, name).map { hasTwoDecimals($0) } ?? true
  }

  /// Whether an indicator among the children says `wanted`: true, false, 1 or 0.
  func indicator(_ element: Int, is wanted: Bool) -> Bool {
    var next = element + 1
    let end = Int(rows[element].end)
    while next < end {
      if rows[next].name == .chargeIndicator {
        guard let value = boolean(next) else {
          isUndecidable = true
          return false
        }
        if value == wanted { return true }
      }
      next = Int(rows[next].end)
    }
    return false
  }

  private func boolean(_ element: Int) -> Bool? {
    switch code(element).packed {
    case 0x6575_7274, 0x31: true  // true, 1
    case 0x65_736C_6166, 0x30: false  // false, 0
    default: nil
    }
  }

  /// The element's text as an exact number; anything else makes the test undecidable.
  func decimal(_ element: Int) -> ExactDecimal? {
    let range = text(element)
    let bytes = bytes
    do {
      return try ExactDecimal(parsing: bytes.span.extracting(range))
    } catch {
      isUndecidable = true
      return nil
    }
  }

  /// The number of a child; nil where there is none.
  func decimal(_ element: Int, _ name: XMLName) -> ExactDecimal? {
    guard let child = only(element, name) else { return nil }
    return decimal(child)
  }
}

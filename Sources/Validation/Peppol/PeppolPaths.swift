internal import Documents
internal import Domain

/// Paths and texts as the national rules ask for them: rarely, so plain strings will do.
extension Survey {
  /// The elements a path leads to, in document order.
  func all(_ element: Int, _ path: XMLName...) -> [Int] { all(element, at: path) }

  /// The elements a path leads to, in document order.
  func all(_ element: Int, at path: [XMLName]) -> [Int] {
    var found = [element]
    for name in path {
      var next: [Int] = []
      for parent in found { each(parent, name) { next.append($0) } }
      found = next
    }
    return found
  }

  /// The one element a path leads to; a second makes the test undecidable.
  func only(_ element: Int, at path: [XMLName]) -> Int? { sole(all(element, at: path)) }

  /// The number at the end of a path; nil without one.
  func decimal(_ element: Int, at path: [XMLName]) -> ExactDecimal? {
    only(element, at: path).flatMap { decimal($0) }
  }

  /// Whether any element a path leads to has more than white space in it.
  func isAnyFilled(_ element: Int, at path: [XMLName]) -> Bool {
    all(element, at: path).contains { !isBlank($0) }
  }

  /// The one element of a list; a second makes the test undecidable.
  func sole(_ elements: [Int]) -> Int? {
    if elements.count > 1 { isUndecidable = true }
    return elements.first
  }

  /// The text as printed; empty for an absent element.
  func string(_ element: Int?) -> String {
    guard let element else { return "" }
    return String(decoding: bytes[text(element)], as: UTF8.self)
  }

  /// The text with white space at its ends dropped and runs of it made one space.
  func normalized(_ element: Int?) -> String { Self.normalized(string(element)) }

  static func normalized(_ text: String) -> String {
    text.utf8.split(whereSeparator: isSpace).map { String(decoding: $0, as: UTF8.self) }
      .joined(separator: " ")
  }

  /// The value of an attribute as printed; nil without one.
  func attributeString(_ element: Int, _ name: XMLName) -> String? {
    attribute(element, name).map { String(decoding: attributeBytes[$0], as: UTF8.self) }
  }

  /// Whether any child of a name has more than white space in it.
  func isAnyFilled(_ element: Int, _ name: XMLName) -> Bool {
    all(element, name).contains { !isBlank($0) }
  }

  /// The tax registrations of a party whose scheme is exactly this one.
  func registrations(_ party: Int, _ scheme: Code) -> [Int] {
    all(party, .partyTaxScheme).filter { registration in
      all(registration, .taxScheme, .id).contains { exactCode($0) == scheme }
    }
  }

  /// As `registrations`, white space around the scheme aside.
  func looseRegistrations(_ party: Int, _ scheme: Code) -> [Int] {
    var found: [Int] = []
    for registration in all(party, .partyTaxScheme) where isOf(registration, scheme) {
      found.append(registration)
    }
    return found
  }

  /// Whether a registration is of a scheme, white space aside.
  func isOf(_ registration: Int, _ scheme: Code) -> Bool {
    only(registration, .taxScheme, .id).map { code($0) } == scheme
  }
}

extension StringProtocol {
  /// Whether there are digits and nothing else.
  var isAllDigits: Bool { !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } }

  /// Whether XPath takes the text for a whole number.
  var isWholeNumber: Bool {
    let trimmed = Survey.normalized(String(self))
    let unsigned = trimmed.first == "-" || trimmed.first == "+" ? trimmed.dropFirst() : trimmed[...]
    return unsigned.isAllDigits
  }

  /// The number XPath sees in the text; nil where the text is not a number.
  var number: Double? {
    let trimmed = Survey.normalized(String(self))
    let isPlain = trimmed.utf8.allSatisfy {
      (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0)
    }
    return isPlain ? Double(trimmed) : nil
  }

  /// `count` characters from the `start`th on, counted from 1.
  func part(_ start: Int, _ count: Int = .max) -> String {
    String(dropFirst(start - 1).prefix(count))
  }
}

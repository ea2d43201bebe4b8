import Domain

/// Numbers that carry their own proof: the check digits of public identifiers.
///
/// Each is true of a well-formed number only. All take the text with its white space normalised.
extension StringProtocol {
  private var digits: [Int] { utf8.map { Int($0) - 0x30 } }

  /// A GS1 number of any length: weights 3 and 1 from the right.
  var isGLN: Bool {
    guard isAllDigits else { return false }
    var sum = 0
    for (index, digit) in digits.dropLast().reversed().enumerated() {
      sum += digit * (index % 2 == 0 ? 3 : 1)
    }
    return (10 - sum % 10) % 10 == digits.last
  }

  /// A Norwegian organisation number: nine digits, weights 2 to 7 from the right, modulo 11.
  var isNorwegianNumber: Bool { utf8.count == 9 && isAllDigits && hasModulo11Digit }

  private var hasModulo11Digit: Bool {
    guard isAllDigits, digits.contains(where: { $0 > 0 }) else { return false }
    var sum = 0
    for (index, digit) in digits.dropLast().reversed().enumerated() {
      sum += digit * (index % 6 + 2)
    }
    return (11 - sum % 11) % 11 == digits.last
  }

  /// A Danish CVR number, with or without the country before it.
  var isDanishNumber: Bool {
    let number = utf8.count == 10 && hasPrefix("DK") ? part(3) : String(self)
    return number.utf8.count == 8 && number.isAllDigits
  }

  /// A Belgian enterprise number: ten digits, the last two the complement of the others modulo 97.
  var isBelgianNumber: Bool {
    guard utf8.count == 10, isAllDigits, let body = Int(part(1, 8)), let check = Int(part(9)) else {
      return false
    }
    return 97 - body % 97 == check
  }

  /// An Australian business number: eleven digits, modulo 89.
  var isAustralianNumber: Bool {
    guard utf8.count == 11, isAllDigits else { return false }
    let weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]
    let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } - 10
    return sum % 89 == 0
  }

  /// The Luhn digit of a Swedish organisation number, the tenth; what follows is not looked at.
  var hasSwedishCheckDigit: Bool {
    guard isAllDigits, utf8.count >= 10 else { return false }
    var sum = 0
    for (index, digit) in digits.prefix(9).enumerated() {
      let weighted = digit * (index % 2 == 0 ? 2 : 1)
      sum += weighted % 10 + weighted / 10
    }
    return (10 - sum % 10) % 10 == digits[9]
  }

  /// A Greek tax number: the ninth digit proves the eight before it; more is not looked at.
  var isGreekNumber: Bool {
    guard prefix(9).count == 9, prefix(9).isAllDigits else { return false }
    var sum = 0
    for (index, digit) in digits.prefix(8).enumerated() { sum += digit << (8 - index) }
    return sum % 11 % 10 == digits[8]
  }

  /// Exactly so many digits.
  func isDigits(_ count: Int) -> Bool { utf8.count == count && isAllDigits }

  /// NL, nine digits, B and two digits.
  var isDutchVATNumber: Bool {
    guard utf8.count == 14, hasPrefix("NL") else { return false }
    return part(3, 9).isAllDigits && part(12, 1) == "B" && part(13).isAllDigits
  }

  private var isAlphanumeric: Bool {
    utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
  }

  private var isLetters: Bool {
    utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
  }

  /// The code of an Italian public office: six letters or digits.
  var isItalianOffice: Bool { utf8.count == 6 && isAlphanumeric }

  /// An Italian tax code: of a person, 16 letters and digits, or of a firm, 11 digits.
  var isItalianTaxCode: Bool {
    if count == 11 { return isWholeNumber }
    return count == 16 && part(1, 6).isLetters && part(7, 2).isWholeNumber && part(9, 1).isLetters
      && part(10, 2).isWholeNumber && part(15, 1).isWholeNumber && part(16).isLetters
  }

  /// An Italian VAT number with its Luhn digit; one of another country passes.
  var isItalianVATNumber: Bool {
    guard hasPrefix("IT") || hasPrefix("it") else { return true }
    let number = part(3)
    guard number.count == 11, number.isAllDigits else { return false }
    var sum = 0
    for (index, digit) in number.digits.enumerated() {
      let weighted = digit * (index % 2 == 0 ? 1 : 2)
      sum += weighted / 10 + weighted % 10
    }
    return sum % 10 == 0
  }

  /// An IBAN as the rules of EN 16931 test it, white space aside: shorter ones than any country
  /// has and small letters are let through to the check digits.
  var isIBAN: Bool {
    let text = utf8.filter { !Survey.isSpace($0) }
    let plain = String(decoding: text, as: UTF8.self)
    guard (4...34).contains(text.count), plain.isAlphanumeric, plain.part(3, 2).isAllDigits,
      text.prefix(2).allSatisfy({ (0x41...0x5A).contains($0) })
    else { return false }
    return text.remainderBy97 == 1
  }
}

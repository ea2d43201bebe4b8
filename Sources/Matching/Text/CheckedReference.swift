import Domain

/// A reference of digits whose last ones are check digits, as invoices in some countries bear them:
/// the number that stands before them may be an invoice's.
struct CheckedReference {
  /// What may stand before the check digits, without leading zeros; the longest first.
  let bodies: [String]

  /// How check digits are reckoned.
  enum Scheme: CaseIterable, Sendable {
    /// Modulus 10 with weights 2 and 1 (Luhn): Swedish OCR, Norwegian KID, Danish FIK.
    case luhn
    /// Modulus 11 with weights 2 to 7: Norwegian KID.
    case modulus11
    /// Weights 7, 3, 1: Finnish reference number.
    case weights731
    /// Modulus 10, recursive: Swiss QR reference, ESR.
    case recursive
    /// The remainder by 97 in two digits: Belgian structured communication.
    case modulus97
    /// One digit in front, modulus 11 with weights 2 4 8 5 10 9 7 3 6 1: Dutch payment reference.
    case dutch

    /// The schemes in use where money of a currency is paid.
    static func used(for currency: Currency) -> [Scheme] {
      switch currency.code {
      case "SEK", "DKK": [.luhn]
      case "NOK": [.luhn, .modulus11]
      case "CHF": [.recursive]
      case "EUR": [.weights731, .modulus97, .recursive, .dutch]
      default: []
      }
    }

    /// How many digits such a reference has, all told.
    var lengths: ClosedRange<Int> {
      switch self {
      case .luhn, .modulus11: 4...25
      case .weights731: 4...20
      case .recursive: 26...27
      case .modulus97: 12...12
      case .dutch: 16...16
      }
    }
  }

  /// Nil where the text is no such reference of the country's, or its check digits are wrong.
  init?(key: String, _ currency: Currency) {
    let digits = key.utf8.map { Int($0) - 0x30 }
    guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let count = digits.count
    let schemes = Scheme.used(for: currency).filter {
      $0.lengths.contains(count) && $0.isValid(digits)
    }
    guard !schemes.isEmpty else { return nil }
    var bodies: [String] = []
    for scheme in schemes {
      let body = scheme.body(of: digits)
      bodies.append(Self.text(body))
      // Some Swedish ones have a digit for their length before the check digit.
      if scheme == .luhn, body.last == count % 10 { bodies.append(Self.text(body.dropLast())) }
    }
    self.bodies = bodies.filter { $0.utf8.count >= 3 }
    guard !self.bodies.isEmpty else { return nil }
  }

  private static func text(_ digits: some Sequence<Int>) -> String {
    digits.drop { $0 == 0 }.map { "\($0)" }.joined()
  }
}

extension CheckedReference.Scheme {
  fileprivate func body(of digits: [Int]) -> ArraySlice<Int> {
    switch self {
    case .modulus97: digits.dropLast(2)
    case .dutch: digits.dropFirst(2)
    default: digits.dropLast()
    }
  }

  fileprivate func isValid(_ digits: [Int]) -> Bool {
    guard let last = digits.last else { return false }
    let body = digits.dropLast().reversed()
    switch self {
    case .luhn:
      let sum = body.enumerated().reduce(0) { sum, next in
        let part = next.element * (next.offset.isMultiple(of: 2) ? 2 : 1)
        return sum + part / 10 + part % 10
      }
      return (10 - sum % 10) % 10 == last
    case .modulus11:
      let sum = body.enumerated().reduce(0) { $0 + $1.element * (2 + $1.offset % 6) }
      return (11 - sum % 11) % 11 == last
    case .weights731:
      let sum = body.enumerated().reduce(0) { $0 + $1.element * [7, 3, 1][$1.offset % 3] }
      return (10 - sum % 10) % 10 == last
    case .recursive:
      let carried = digits.dropLast().reduce(0) { Self.carry[($0 + $1) % 10] }
      return (10 - carried) % 10 == last
    case .modulus97:
      let number = digits.dropLast(2).reduce(0) { $0 * 10 + $1 }
      let rest = number % 97 == 0 ? 97 : number % 97
      return rest == digits[digits.count - 2] * 10 + last
    case .dutch:
      let weights = [2, 4, 8, 5, 10, 9, 7, 3, 6, 1]
      let sum = digits.dropFirst().reversed().enumerated()
        .reduce(0) { $0 + $1.element * weights[$1.offset % 10] }
      let check = 11 - sum % 11
      return (check > 9 ? check == 10 ? 1 : 0 : check) == digits[0]
    }
  }

  private static let carry = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5]
}

package import Domain

extension Money {
  /// An amount greater than zero as it is typed on the command line, such as 120.00. Nil for
  /// anything else, for more decimals than the currency has, be they zeros, and beyond `limit`.
  init?(typed text: String, _ currency: Currency) {
    guard let number = try? ExactDecimal(text), number.scale <= currency.decimals else {
      return nil
    }
    self.init(number, currency)
    guard isPositive else { return nil }
  }

  /// The same, of which an invalid request says what is wrong, or `expected` in general.
  init(
    typed text: String, _ currency: Currency, expected: @autoclosure () -> String
  ) throws(InvalidRequest) {
    guard let amount = Money(typed: text, currency) else {
      throw InvalidRequest(Money.doubt(typed: text, currency) ?? expected())
    }
    self = amount
  }

  /// Where a text is no amount only for its decimals, what is wrong with it and how to write it:
  /// in half of the world 1.000 is a thousand.
  private static func doubt(typed text: String, _ currency: Currency) -> String? {
    guard let number = try? ExactDecimal(text), number.scale > currency.decimals,
      let small = Money(number, currency), small.isPositive,
      let large = Money(ExactDecimal(coefficient: number.coefficient, scale: 0), currency)
    else { return nil }
    return "'\(text)' has \(number.scale) decimals, and amounts in \(currency) have "
      + "\(currency.decimals): write \(small.plain) or \(large.plain), whichever is meant."
  }
}

extension Currency {
  /// A currency that anybody pays in, by its code.
  package init(payable code: String) throws(InvalidRequest) {
    guard let currency = Currency(typed: code) else {
      throw InvalidRequest(
        "'\(code.printable)' is no currency to pay in; expected a code such as EUR.")
    }
    self = currency
  }
}

import Domain

extension Money {
  /// An amount greater than zero as it is typed on the command line, such as 120.00. Nil for
  /// anything else, for more decimals than the currency has, and beyond `limit`.
  init?(typed text: String, _ currency: Currency) {
    guard let number = try? ExactDecimal(text), number.fits(scale: currency.decimals) else {
      return nil
    }
    self.init(number, currency)
    guard isPositive else { return nil }
  }
}

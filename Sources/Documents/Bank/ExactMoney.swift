import Domain

extension Money {
  /// The amount as it is printed. Nil where it has more decimals than its currency, zeros aside,
  /// and beyond `limit`: a bank's amount is never rounded.
  init?(exactly printed: ExactDecimal, _ currency: Currency) {
    guard !printed.isFiner(than: currency) else { return nil }
    self.init(printed, currency)
  }
}

extension ExactDecimal {
  /// Whether it has more decimals than the currency, zeros aside.
  func isFiner(than currency: Currency) -> Bool {
    var power: Int128 = 1
    for _ in 0..<max(0, scale - currency.decimals) { power *= 10 }
    return coefficient % power != 0
  }
}

extension Currency {
  /// What is wrong with an amount that `isFiner`.
  var tooFine: String {
    let places = decimals == 0 ? "no decimals" : "\(decimals) decimals"
    return "the amount has more decimals than \(self) allows, which has \(places)"
  }
}

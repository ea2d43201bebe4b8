extension EarlyPaymentDiscount {
  /// What may be kept back from `amount`.
  package func amount(of amount: Money) -> Money {
    min(base ?? amount, amount).share(rate, .halfAwayFromZero)
  }
}

extension [EarlyPaymentDiscount] {
  /// The most that may be kept back from `amount` by a payment of `day`.
  package func most(on day: Day, issued: Day, of amount: Money) -> Money {
    guard !isEmpty else { return .zero(amount.currency) }
    return filter { day <= issued + $0.days }
      .map { $0.amount(of: amount) }
      .max() ?? .zero(amount.currency)
  }
}

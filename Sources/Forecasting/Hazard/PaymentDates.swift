package import Domain

/// When one open item will be paid, as probabilities of the days ahead.
package struct PaymentDates: Sendable {
  /// How far ahead is forecast. What is not paid by then counts as lost.
  package static let horizonDays = 400

  /// The last day whose facts are known.
  package let asOf: Day
  /// The probability of being paid on as-of + 1, as-of + 2 … as-of + 400.
  package let daily: [Double]

  /// The share of the money expected on each of these days: `daily`, corrected by how the client's
  /// money came in earlier months. Sums of many items are best made from it.
  package let cashDaily: [Double]

  /// Both have 400 probabilities, none negative, that add up to 1 or less. Without `cashDaily`
  /// the money is expected as the days are.
  package init(asOf: Day, daily: [Double], cashDaily: [Double]? = nil) {
    let cash = cashDaily ?? daily
    precondition(daily.count == Self.horizonDays, "\(daily.count) days of probabilities")
    precondition(cash.count == Self.horizonDays, "\(cash.count) days of cash")
    self.asOf = asOf
    self.daily = daily
    self.cashDaily = cash
  }

  /// The probability of not being paid by as-of + 400.
  package var unpaid: Double { max(0, 1 - daily.reduce(0, +)) }

  /// The share of the money expected from `first` to `last`, both included.
  package func cash(from first: Day, through last: Day) -> Double {
    let from = max(0, min(first - asOf - 1, cashDaily.count))
    let to = max(from, min(last - asOf, cashDaily.count))
    return cashDaily[from..<to].reduce(0, +)
  }

  /// The first day by whose end the item is paid with probability `share`; as-of + 400 where that
  /// is later or never.
  package func quantile(_ share: Double) -> Day {
    var paid = 0.0
    for (index, probability) in daily.enumerated() {
      paid += probability
      if paid >= share { return asOf + (index + 1) }
    }
    return asOf + Self.horizonDays
  }

  package var p10: Day { quantile(0.1) }
  package var p50: Day { quantile(0.5) }
  package var p90: Day { quantile(0.9) }
}

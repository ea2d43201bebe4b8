package import Domain

/// When one open item will be paid, as probabilities of the days ahead.
package struct PaymentDates: Sendable {
  /// How far ahead is forecast. What is not paid by then counts as lost.
  package static let horizonDays = 400

  /// The last day whose facts are known.
  package let asOf: Day
  /// The probability of being paid on as-of + 1, as-of + 2 … as-of + 400.
  package let daily: [Double]

  /// From the chance of each day, as-of + 1 first, given that the item is unpaid the day before.
  init(asOf: Day, hazard: [Double]) {
    var unpaid = 1.0
    self.init(
      asOf: asOf,
      daily: hazard.map { chance in
        let paid = unpaid * chance
        unpaid -= paid
        return paid
      })
  }

  /// `daily` has 400 probabilities, none negative, that add up to 1 or less.
  package init(asOf: Day, daily: [Double]) {
    precondition(daily.count == Self.horizonDays, "\(daily.count) days of probabilities")
    self.asOf = asOf
    self.daily = daily
  }

  /// The probability of not being paid by as-of + 400.
  package var unpaid: Double { max(0, 1 - daily.reduce(0, +)) }

  /// The probability of being paid by the end of `day`: 0 up to as-of, and no more than by
  /// as-of + 400 for any later day.
  package func probability(paidBy day: Day) -> Double {
    daily.prefix(max(0, min(day - asOf, daily.count))).reduce(0, +)
  }

  /// The probability of being paid from `first` to `last`, both included.
  package func probability(paidFrom first: Day, through last: Day) -> Double {
    let from = max(0, min(first - asOf - 1, daily.count))
    let to = max(from, min(last - asOf, daily.count))
    return daily[from..<to].reduce(0, +)
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

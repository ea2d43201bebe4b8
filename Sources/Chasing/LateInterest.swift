package import Domain

/// The interest on one late debt, line by line: a new line begins wherever the rate or the balance
/// changes.
///
/// Interest is counted in actual days over 365, from the day after the due date, the last day
/// included, on the gross amount. Each line is rounded half away from zero to the minor unit, so
/// that a letter's lines add up to its total. A payment stops interest on its part from the day
/// after it.
package struct LateInterest: Hashable, Sendable {
  package let lines: [InterestLine]
  package let total: Money

  /// Interest on a debt of `principal` through the end of `last`, less what was paid by then.
  package init(
    on principal: Money, due: Day, through last: Day, payments: [PartPayment] = [],
    under law: LateLaw, rates: StatutoryRates = .builtIn
  ) throws(StatutoryRates.Missing) {
    let start = due + 1
    // What was paid on a day that nobody knows may have been paid in time.
    let payments = payments.map { $0.isDated ? $0 : PartPayment($0.amount, on: due) }
    var lines: [InterestLine] = []
    var total = Money.zero(principal.currency)
    var owed = principal - payments.filter { $0.day <= due }.map(\.amount).sum(principal.currency)
    var compounded = Money.zero(principal.currency)
    let cuts = Self.cuts(from: start, through: last, payments: payments, under: law, rates)
    for (index, first) in cuts.enumerated() {
      for payment in payments where payment.day + 1 == first && first > start {
        owed -= payment.amount
      }
      if law.compoundsYearly, first > start, Self.isAnniversary(first, of: start) {
        compounded = total
      }
      let end = index + 1 < cuts.count ? cuts[index + 1] - 1 : last
      let balance = owed + compounded
      guard balance.isPositive else { continue }
      let reference = try law.reference.map { name throws(StatutoryRates.Missing) in
        try rates.rate(name, on: law.isFloating ? first : start)
      }
      let annual = (reference?.annual ?? BasisPoints(0)) + law.margin
      let interest = balance.interest(annual, days: end - first + 1, .halfAwayFromZero)
      lines.append(
        InterestLine(
          first: first, last: end, balance: balance, annual: annual,
          isRateDerived: reference?.isDerived ?? false, interest: interest))
      total += interest
    }
    self.lines = lines
    self.total = total
  }

  /// The first days of all lines, sorted; empty where nothing is late yet.
  private static func cuts(
    from start: Day, through last: Day, payments: [PartPayment], under law: LateLaw,
    _ rates: StatutoryRates
  ) -> [Day] {
    guard start <= last else { return [] }
    var cuts: Set<Day> = [start]
    cuts.formUnion(payments.map { $0.day + 1 })
    if law.isFloating, let reference = law.reference {
      cuts.formUnion(rates.changes(of: reference, in: start...last))
    }
    if law.compoundsYearly {
      cuts.formUnion((start.year...last.year).map { anniversary(of: start, in: $0) })
    }
    return cuts.filter { (start...last).contains($0) }.sorted()
  }

  /// The same day of another year; of 29 February the 28th.
  private static func anniversary(of start: Day, in year: Int) -> Day {
    Month(year: year, month: start.month).day(start.dayOfMonth)
  }

  private static func isAnniversary(_ day: Day, of start: Day) -> Bool {
    day == anniversary(of: start, in: day.year)
  }
}

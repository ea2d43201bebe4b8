package import Domain

/// The cash of invoices that are usual but not written yet: a line of its own beside `CashFlow`,
/// whose figures never hold any of it.
package struct RetainerCash: Sendable {
  package let retainers: [Retainer]
  /// By currency, then month; none of a currency without retainers.
  package let months: [Row]
  /// By currency, then week.
  package let weeks: [Row]

  /// One period in the currency of `expectedIn`.
  package struct Row: Hashable, Sendable {
    package let period: CashPeriod
    /// What comes in of them on average, the doubt included whether they are written at all.
    package let expectedIn: Money
  }

  /// For the periods of `flow`, whose scenario holds here too.
  package init(_ retainers: [Retainer], hazard: PaymentHazard, flow: CashFlow) {
    precondition(flow.asOf == hazard.asOf, "a flow and a hazard of different days")
    self.retainers = retainers
    let (months, weeks) = (flow.monthPeriods, flow.weekPeriods)
    var sums: [Currency: [Double]] = [:]
    let effects = ScenarioEffects(flow.scenario, asOf: flow.asOf)
    var curve = PaidCurve(asOf: flow.asOf, periods: months + weeks)
    let days = max(
      PaidCurve.days(of: months, asOf: flow.asOf), PaidCurve.days(of: weeks, asOf: flow.asOf))
    for retainer in retainers {
      var number = 1
      while retainer.day(ofNumber: number) <= flow.asOf + days {
        let item = retainer.item(number)
        curve.fill(from: hazard.dates(of: item))
        effects.change(&curve, of: item)
        let amount = Double(retainer.amount.minorUnits) * retainer.chance(ofNumber: number)
        let currency = retainer.amount.currency
        let before = sums[currency] ?? Array(repeating: 0, count: PaidCurve.days)
        sums[currency] = zip(before, curve.cash).map { $0 + amount * $1 }
        number += 1
      }
    }
    func rows(_ periods: [CashPeriod]) -> [Row] {
      sums.sorted { $0.key < $1.key }.flatMap { currency, come in
        Self.rows(periods, come, currency, asOf: flow.asOf)
      }
    }
    self.months = rows(months)
    self.weeks = rows(weeks)
  }

  private static func rows(
    _ periods: [CashPeriod], _ come: [Double], _ currency: Currency, asOf: Day
  ) -> [Row] {
    var before = Money.zero(currency)
    return periods.map { period in
      let units = come[PaidCurve.place(of: period.last, asOf: asOf)]
      let now = Money(
        minorUnits: Int64(units.rounded(.toNearestOrAwayFromZero)), currency: currency)
      defer { before = now }
      return Row(period: period, expectedIn: now - before)
    }
  }
}

extension Retainer {
  /// The invoice that will be written, as an open item.
  fileprivate func item(_ number: Int) -> OpenItem {
    let issued = day(ofNumber: number)
    return OpenItem(
      id: ID(-1), number: InvoiceNumber("not written"), client: client, issueDate: issued,
      due: DueDate(issued + termDays, .document), total: amount, open: amount)
  }
}

extension PaidCurve {
  /// Days from as-of to the end of the last of the periods, at most 400.
  fileprivate static func days(of periods: [CashPeriod], asOf: Day) -> Int {
    periods.last.map { place(of: $0.last, asOf: asOf) + 1 } ?? 0
  }
}

package import Domain

/// The cash of all currencies in the business's own, at the rates known on as-of.
package struct BusinessCash: Sendable {
  package let currency: Currency
  package let months: [CashFlow.Row]
  package let weeks: [CashFlow.Row]
  /// The currencies that are in it, each with the day its rate is from; nil for the business's own.
  package let included: [(currency: Currency, rateFrom: Day?)]
  /// Currencies that are not, because no rate is known.
  package let missing: [Currency]

  package init(_ flow: CashFlow, rates: ExchangeRates) {
    currency = rates.target
    let known = flow.sums.filter { rates.rate(of: $0.currency, on: flow.asOf) != nil }
    missing = flow.sums.map(\.currency).filter { rates.rate(of: $0, on: flow.asOf) == nil }
    included = known.compactMap { sum in
      rates.rate(of: sum.currency, on: flow.asOf).map { (sum.currency, $0.from) }
    }
    func rows(_ rows: [CashFlow.Row], _ sums: (CashSum) -> PeriodSums) -> [CashFlow.Row] {
      guard let first = known.first else { return [] }
      let periods = sums(first)
      return periods.periods.indices.map { index in
        let mine = rows.filter { row in
          row.period == periods.periods[index] && known.contains { $0.currency == row.currency }
        }
        let spread = Self.sum(known.map { ($0.currency, sums($0).spreads[index]) }, rates, flow)
        let running = Self.sum(
          known.map { ($0.currency, $0.running[periods.ends[index]]) }, rates, flow)
        return Self.row(mine, spread, running, rates, on: flow.asOf)
      }
    }
    months = rows(flow.months, \.months)
    weeks = rows(flow.weeks, \.weeks)
  }

  /// Spreads added up in minor units of the business's currency.
  private static func sum(
    _ spreads: [(Currency, CashSpread)], _ rates: ExchangeRates, _ flow: CashFlow
  ) -> CashSpread {
    // A round sum large enough that rounding to whole units does not matter.
    let probe: Int64 = 1_000_000_000
    var sum = CashSpread()
    for (currency, spread) in spreads {
      let money = Money(minorUnits: probe, currency: currency)
      guard let worth = rates.convert(money, on: flow.asOf) else { continue }
      sum.add(spread, rate: Double(worth.minorUnits) / Double(probe))
    }
    return sum
  }

  /// Amounts are those of the currencies' rows, each converted and rounded by itself.
  private static func row(
    _ rows: [CashFlow.Row], _ spread: CashSpread, _ running: CashSpread, _ rates: ExchangeRates,
    on day: Day
  ) -> CashFlow.Row {
    let currency = rates.target
    func total(_ value: (CashFlow.Row) -> Money) -> Money {
      rows.compactMap { rates.convert(value($0), on: day) }.sum(currency)
    }
    func money(_ units: Double) -> Money {
      Money(minorUnits: Int64(units.rounded()), currency: currency)
    }
    let (expected, out) = (total(\.expectedIn), total(\.outgoings))
    let balance = total(\.balanceExpected)
    return CashFlow.Row(
      period: rows[0].period, currency: currency, contractualIn: total(\.contractualIn),
      expectedIn: expected, lowIn: min(money(spread.ends.low), expected),
      highIn: max(money(spread.ends.high), expected), outgoings: out, net: expected - out,
      balanceLow: balance + min(money(running.ends.low - running.mean), .zero(currency)),
      balanceExpected: balance,
      balanceHigh: balance + max(money(running.ends.high - running.mean), .zero(currency)))
  }
}

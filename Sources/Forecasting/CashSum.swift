import Domain

/// The sums of one currency: by month, by week, and day by day.
struct CashSum {
  let currency: Currency
  private(set) var months: PeriodSums
  private(set) var weeks: PeriodSums
  private(set) var running: DailySpread

  init(_ currency: Currency, months: [CashPeriod], weeks: [CashPeriod], asOf: Day) {
    self.currency = currency
    self.months = PeriodSums(currency, months, asOf: asOf)
    self.weeks = PeriodSums(currency, weeks, asOf: asOf)
    let last = max(self.months.ends.last ?? 0, self.weeks.ends.last ?? 0)
    running = DailySpread(days: last + 1)
  }

  /// Adds an item of the client at hand, of which `open` is expected.
  mutating func add(_ open: Money, due: Day, _ curve: PaidCurve) {
    months.add(open, due: due, curve)
    weeks.add(open, due: due, curve)
    running.add(Double(open.minorUnits), by: curve.cash)
  }

  /// Ends a client: what is added next is another's.
  mutating func endClient() {
    months.endClient()
    weeks.endClient()
    running.endClient()
  }

  func rows(weekly: Bool, outgoings: Outgoings, opening: Money) -> [CashFlow.Row] {
    let sums = weekly ? weeks : months
    let paidOut = outgoings.sums(currency, in: sums.periods)
    let spreads = sums.ends.map { running[$0] }
    return sums.rows(running: spreads, outgoings: paidOut, opening: opening)
  }
}

/// What falls due and what comes in each of some periods.
struct PeriodSums {
  let currency: Currency
  let periods: [CashPeriod]
  /// Places of the periods' last days on a curve.
  let ends: [Int]
  var contractual: [Money]
  var expected: [Money]
  var spreads: [CashSpread]

  init(_ currency: Currency, _ periods: [CashPeriod], asOf: Day) {
    self.currency = currency
    self.periods = periods
    ends = periods.map { PaidCurve.place(of: $0.last, asOf: asOf) }
    contractual = periods.map { _ in .zero(currency) }
    expected = contractual
    spreads = periods.map { _ in CashSpread() }
  }

  mutating func add(_ open: Money, due: Day, _ curve: PaidCurve) {
    if let index = periods.firstIndex(where: { due <= $0.last }) { contractual[index] += open }
    let amount = Double(open.minorUnits)
    var before = (cash: 0.0, rounded: 0.0)
    for (index, end) in ends.enumerated() {
      let cash = curve.cash[end]
      let rounded = (amount * cash).rounded(.toNearestOrAwayFromZero)
      expected[index] += Money(minorUnits: Int64(rounded - before.rounded), currency: currency)
      spreads[index].add(amount, probability: cash - before.cash)
      before = (cash, rounded)
    }
  }

  mutating func endClient() {
    for index in spreads.indices { spreads[index].endClient() }
  }

  /// `running` is what has come by each period's end.
  func rows(running: [CashSpread], outgoings: [Money], opening: Money) -> [CashFlow.Row] {
    var (paidIn, paidOut) = (Money.zero(currency), Money.zero(currency))
    return periods.indices.map { index in
      paidIn += expected[index]
      paidOut += outgoings[index]
      let single = ends(of: spreads[index], around: expected[index])
      let all = ends(of: running[index], around: paidIn)
      let before = opening - paidOut
      return CashFlow.Row(
        period: periods[index], currency: currency, contractualIn: contractual[index],
        expectedIn: expected[index], lowIn: single.low, highIn: single.high,
        outgoings: outgoings[index], net: expected[index] - outgoings[index],
        balanceLow: before + all.low, balanceExpected: before + paidIn,
        balanceHigh: before + all.high)
    }
  }

  /// In whole minor units, and around the sum of the rounded parts.
  private func ends(of spread: CashSpread, around expected: Money) -> (low: Money, high: Money) {
    let (low, high) = spread.ends
    return (
      min(Money(minorUnits: Int64(low.rounded()), currency: currency), expected),
      max(Money(minorUnits: Int64(high.rounded()), currency: currency), expected)
    )
  }
}

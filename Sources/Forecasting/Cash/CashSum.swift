import Domain

/// The sums of one currency: by month, by week, and day by day.
struct CashSum {
  let currency: Currency
  private(set) var months: PeriodSums
  private(set) var weeks: PeriodSums
  private(set) var running: DailySpread
  /// Those of the client at hand that follow the same curve.
  private var alike = AlikeAmounts()

  init(_ currency: Currency, months: [CashPeriod], weeks: [CashPeriod], asOf: Day) {
    self.currency = currency
    self.months = PeriodSums(currency, months, asOf: asOf)
    self.weeks = PeriodSums(currency, weeks, asOf: asOf)
    let last = max(self.months.ends.last ?? 0, self.weeks.ends.last ?? 0)
    running = DailySpread(days: last + 1)
  }

  /// Adds an item of the client at hand, of which `units` are expected as `months` and `weeks` say,
  /// in minor units. Its doubt is added by `end(_:)`.
  mutating func add(_ units: Int64, due: Day, months: ArraySlice<Int64>, weeks: ArraySlice<Int64>) {
    self.months.add(units, due: due, months)
    self.weeks.add(units, due: due, weeks)
    alike.add(Double(units))
  }

  /// Ends items that are paid alike: what is added next follows another curve.
  mutating func end(_ curve: PaidCurve) {
    guard alike.amount > 0 else { return }
    months.add(alike, curve)
    weeks.add(alike, curve)
    running.add(alike, by: curve.cash)
    alike = AlikeAmounts()
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
  /// In minor units.
  private var contractual: [Int64]
  private var expected: [Int64]
  private(set) var spreads: [CashSpread]

  init(_ currency: Currency, _ periods: [CashPeriod], asOf: Day) {
    self.currency = currency
    self.periods = periods
    ends = periods.map { PaidCurve.place(of: $0.last, asOf: asOf) }
    contractual = periods.map { _ in 0 }
    expected = contractual
    spreads = periods.map { _ in CashSpread() }
  }

  mutating func add(_ units: Int64, due: Day, _ parts: ArraySlice<Int64>) {
    if let index = periods.firstIndex(where: { due <= $0.last }) { contractual[index] += units }
    for index in expected.indices { expected[index] += parts[parts.startIndex + index] }
  }

  mutating func add(_ amounts: AlikeAmounts, _ curve: PaidCurve) {
    var before = 0.0
    for (index, end) in ends.enumerated() {
      let cash = curve.cash[end]
      spreads[index].add(amounts, probability: cash - before)
      before = cash
    }
  }

  mutating func endClient() {
    for index in spreads.indices { spreads[index].endClient() }
  }

  /// `running` is what has come by each period's end.
  func rows(running: [CashSpread], outgoings: [Money], opening: Money) -> [CashFlow.Row] {
    var (paidIn, paidOut) = (Money.zero(currency), Money.zero(currency))
    return periods.indices.map { index in
      let expected = Money(minorUnits: expected[index], currency: currency)
      paidIn += expected
      paidOut += outgoings[index]
      let single = ends(of: spreads[index], around: expected)
      let all = ends(of: running[index], around: paidIn)
      let before = opening - paidOut
      return CashFlow.Row(
        period: periods[index], currency: currency,
        contractualIn: Money(minorUnits: contractual[index], currency: currency),
        expectedIn: expected, lowIn: single.low, highIn: single.high,
        outgoings: outgoings[index], net: expected - outgoings[index],
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

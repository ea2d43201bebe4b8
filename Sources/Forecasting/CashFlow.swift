package import Domain

/// The cash expected by month and by week, with a likely range, and the balances it leads to.
package struct CashFlow: Sendable {
  package let asOf: Day
  /// One for each open item, in the order of the receivables.
  package let invoices: [InvoiceForecast]
  /// By currency, then month.
  package let months: [Row]
  /// By currency, then week.
  package let weeks: [Row]

  /// One period in one currency.
  package struct Row: Hashable, Sendable {
    package let period: CashPeriod
    package let currency: Currency
    /// What falls due in the period. What was due before it began, on as-of or earlier, is put
    /// into the first period: it should have come already.
    package let contractualIn: Money
    package let expectedIn: Money
    /// With 10 % probability less comes in.
    package let lowIn: Money
    /// With 10 % probability more comes in.
    package let highIn: Money
    package let outgoings: Money
    /// `expectedIn` − `outgoings`.
    package let net: Money
    /// The balance at the period's end. Low and high are the 10 % and 90 % points of all that
    /// comes in from as-of to then, which is more certain than the sum of the periods' own.
    package let balanceLow: Money
    package let balanceExpected: Money
    package let balanceHigh: Money
  }

  /// Forecasts what `receivables` will bring, and takes off `outgoings`, from the balances at the
  /// end of as-of, which are zero where `opening` has none.
  ///
  /// A client's credits on account are set against its oldest open items of that currency first:
  /// most are payments of those that could not be matched. The rows by period reckon with what
  /// is left; `invoices` with the whole of what is open. A credit larger than what is open is not
  /// expected to be paid back.
  package init(
    of receivables: Receivables, hazard: PaymentHazard, months: Int = 6, weeks: Int = 13,
    outgoings: Outgoings = Outgoings(), opening: [Currency: Money] = [:]
  ) {
    precondition(receivables.asOf == hazard.asOf, "receivables and hazard of different days")
    let monthPeriods = CashPeriod.months(months, after: receivables.asOf)
    let weekPeriods = CashPeriod.weeks(weeks, after: receivables.asOf)
    let invoices = receivables.items.map {
      InvoiceForecast($0, hazard.dates(of: $0), months: monthPeriods, weeks: weekPeriods)
    }
    let due = receivables.openAfterCredits
    let currencies = Set(receivables.currencies).union(outgoings.currencies).union(opening.keys)
    func rows(_ periods: [CashPeriod], weekly: Bool) -> [Row] {
      currencies.sorted().flatMap { currency in
        CashSum(currency, periods, of: zip(invoices, due), weekly: weekly).rows(
          outgoings: outgoings.sums(currency, in: periods),
          opening: opening[currency] ?? .zero(currency))
      }
    }
    asOf = receivables.asOf
    self.invoices = invoices
    self.months = rows(monthPeriods, weekly: false)
    self.weeks = rows(weekPeriods, weekly: true)
  }
}

extension Receivables {
  /// What is open of each item once its client's credits on account are set against the client's
  /// items of that currency, the earliest due first.
  package var openAfterCredits: [Money] {
    struct Account: Hashable {
      let client: ID<Client>
      let currency: Currency
    }
    var left: [Account: Money] = [:]
    for credit in credits {
      let account = Account(client: credit.client, currency: credit.amount.currency)
      left[account, default: .zero(account.currency)] += credit.amount
    }
    var open = items.map(\.open)
    guard !left.isEmpty else { return open }
    let oldest = items.indices.sorted {
      (items[$0].due.day, items[$0].number, $0) < (items[$1].due.day, items[$1].number, $1)
    }
    for index in oldest {
      let account = Account(client: items[index].client, currency: open[index].currency)
      guard let credit = left[account], credit.isPositive else { continue }
      let used = min(credit, open[index])
      open[index] -= used
      left[account] = credit - used
    }
    return open
  }
}

/// The sums of one currency by period.
private struct CashSum {
  let periods: [CashPeriod]
  let currency: Currency
  private var contractual: [Money]
  private var expected: [Money]
  private var single: [CashSpread]
  private var running: [CashSpread]

  init(
    _ currency: Currency, _ periods: [CashPeriod],
    of invoices: some Sequence<(InvoiceForecast, Money)>, weekly: Bool
  ) {
    self.periods = periods
    self.currency = currency
    contractual = periods.map { _ in .zero(currency) }
    expected = contractual
    single = periods.map { _ in CashSpread() }
    running = single
    let mine = invoices.filter { $0.1.currency == currency && $0.1.isPositive }.sorted {
      ($0.0.item.client, $0.0.item.id) < ($1.0.item.client, $1.0.item.id)
    }
    for (place, (invoice, open)) in mine.enumerated() {
      if place > 0, mine[place - 1].0.item.client != invoice.item.client { endClient() }
      let cash =
        weekly
        ? invoice.dates.differences(open, among: periods)
        : invoice.dates.split(open, among: periods)
      add(invoice, open, cash)
    }
    endClient()
  }

  private mutating func add(_ invoice: InvoiceForecast, _ open: Money, _ cash: [Money]) {
    let due = invoice.item.due.day
    if let index = periods.firstIndex(where: { due <= $0.last }) { contractual[index] += open }
    var paid = 0.0
    for (index, period) in periods.enumerated() {
      expected[index] += cash[index]
      let chance = invoice.dates.cash(from: period.first, through: period.last)
      paid += chance
      single[index].add(Double(open.minorUnits), probability: chance)
      running[index].add(Double(open.minorUnits), probability: paid)
    }
  }

  private mutating func endClient() {
    for index in periods.indices {
      single[index].endClient()
      running[index].endClient()
    }
  }

  func rows(outgoings: [Money], opening: Money) -> [CashFlow.Row] {
    var (paidIn, paidOut) = (Money.zero(currency), Money.zero(currency))
    return periods.indices.map { index in
      paidIn += expected[index]
      paidOut += outgoings[index]
      let (low, high) = ends(single[index], around: expected[index])
      let (lowRunning, highRunning) = ends(running[index], around: paidIn)
      let before = opening - paidOut
      return CashFlow.Row(
        period: periods[index], currency: currency, contractualIn: contractual[index],
        expectedIn: expected[index], lowIn: low, highIn: high, outgoings: outgoings[index],
        net: expected[index] - outgoings[index], balanceLow: before + lowRunning,
        balanceExpected: before + paidIn, balanceHigh: before + highRunning)
    }
  }

  /// In whole minor units, and around the sum of the rounded parts.
  private func ends(_ spread: CashSpread, around expected: Money) -> (low: Money, high: Money) {
    let (low, high) = spread.ends
    return (
      min(Money(minorUnits: Int64(low.rounded()), currency: currency), expected),
      max(Money(minorUnits: Int64(high.rounded()), currency: currency), expected)
    )
  }
}

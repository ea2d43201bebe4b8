package import Domain

/// The cash expected by month and by week, with a likely range, and the balances it leads to.
package struct CashFlow: Sendable {
  package let asOf: Day
  package let monthPeriods: [CashPeriod]
  package let weekPeriods: [CashPeriod]
  package let scenario: Scenario
  /// One for each open item and each order of the scenario, by client.
  package let invoices: InvoiceForecasts
  /// By currency, then month.
  package let months: [Row]
  /// By currency, then week.
  package let weeks: [Row]
  /// The balance day by day in each currency.
  package let balances: [CashBalance]
  /// What the ranges were simulated with; nil where they are analytic.
  package let paths: CashPaths.Options?

  let sums: [CashSum]

  /// One period in one currency.
  package struct Row: Hashable, Sendable {
    package let period: CashPeriod
    package let currency: Currency
    /// What falls due in the period; of a plan of instalments each on its day. What was due before
    /// it began, on as-of or earlier, is put into the first period: it should have come already.
    package let contractualIn: Money
    package let expectedIn: Money
    /// With 10 % probability less comes in.
    package var lowIn: Money
    /// With 10 % probability more comes in.
    package var highIn: Money
    package let outgoings: Money
    /// `expectedIn` − `outgoings`.
    package let net: Money
    /// The balance at the period's end. Low and high are the 10 % and 90 % points of all that
    /// comes in from as-of to then, which is more certain than the sum of the periods' own.
    package var balanceLow: Money
    package let balanceExpected: Money
    package var balanceHigh: Money
  }

  /// Forecasts what `receivables` will bring, and takes off `outgoings`, from the balances at the
  /// end of as-of, which are zero where `opening` has none.
  ///
  /// A client's credits on account are set against its oldest open items of that currency first:
  /// most are payments of those that could not be matched. The rows by period reckon with what
  /// is left; `invoices` with the whole of what is open. A credit larger than what is open is not
  /// expected to be paid back. With `paths` the ranges are those of simulated futures; so are those
  /// of few items, whose sums no smooth distribution is like.
  /// `unpaidAfter` are days ahead, 1 to 400, for `InvoiceForecast.unpaid(after:)`.
  ///
  /// `months` and `weeks` are numbers of periods from the day after as-of on, as `CashPeriod` cuts
  /// them. Nothing is expected later than as-of + 400: periods after it have outgoings only.
  package init(
    of receivables: Receivables, hazard: PaymentHazard, months: Int = 6, weeks: Int = 13,
    outgoings: Outgoings = Outgoings(), opening: [Currency: Money] = [:],
    scenario: Scenario = Scenario(), paths: CashPaths.Options? = nil, unpaidAfter: [Int] = []
  ) {
    precondition(receivables.asOf == hazard.asOf, "receivables and hazard of different days")
    let asOf = receivables.asOf
    let entries = CashEntries(of: receivables, and: scenario)
    let isFew = (1...Self.fewItems).contains(entries.items.count)
    let futures = paths ?? (isFew ? CashPaths.Options(count: 2_000) : nil)
    let outgoings = outgoings.adding(scenario.costs)
    monthPeriods = CashPeriod.months(months, after: asOf)
    weekPeriods = CashPeriod.weeks(weeks, after: asOf)
    var walk = CashWalk(
      hazard, scenario, monthPeriods, weekPeriods,
      currencies: entries.currencies.union(receivables.credits.map(\.amount.currency))
        .union(outgoings.currencies).union(opening.keys), unpaidAfter: unpaidAfter,
      isSampling: futures != nil)
    walk.add(entries)
    let simulated = futures.map { CashPaths(walk.samples, days: walk.days, $0) }
    func rows(weekly: Bool) -> [Row] {
      walk.sums.flatMap { sum in
        let opening = opening[sum.currency] ?? .zero(sum.currency)
        let rows = sum.rows(weekly: weekly, outgoings: outgoings, opening: opening)
        return simulated?.ranges(rows, asOf: asOf) ?? rows
      }
    }
    self.asOf = asOf
    self.scenario = scenario
    self.paths = paths
    invoices = walk.invoices
    sums = walk.sums
    self.months = rows(weekly: false)
    self.weeks = rows(weekly: true)
    balances = walk.sums.map { sum in
      CashBalance(
        sum, outgoings: outgoings, opening: opening[sum.currency], asOf: asOf, paths: simulated)
    }
  }
}

extension CashFlow {
  /// So many open items have futures that are quickly simulated, and sums that jump.
  static let fewItems = 60

  /// What is expected of all items in a currency after the last of the months, and what may never
  /// come.
  package func rest(in currency: Currency) -> (beyond: Money, loss: Money) {
    var (beyond, loss) = (Money.zero(currency), Money.zero(currency))
    for place in invoices.indices where invoices[place].item.open.currency == currency {
      beyond += invoices[place].beyond
      loss += invoices[place].expectedLoss
    }
    return (beyond, loss)
  }
}

/// Items with what is expected of them, a client's together: those of the receivables and a
/// scenario's orders.
private struct CashEntries {
  let items: [OpenItem]
  /// What is open of each item once credits are set against it.
  let open: [Money]

  init(of receivables: Receivables, and scenario: Scenario) {
    let orders = scenario.orders(after: receivables.asOf)
    let effects = ScenarioEffects(scenario, asOf: receivables.asOf)
    var receivables = receivables
    // Of what is financed only the rest comes to us; the advance came already. It comes when the
    // client has paid all.
    for index in receivables.items.indices {
      guard let rest = effects.rest(of: receivables.items[index]) else { continue }
      receivables.items[index].open = min(rest, receivables.items[index].open)
      if case .plan(let plan) = receivables.items[index].hold {
        receivables.items[index].hold = .promised(by: plan.last)
      }
    }
    let items = orders.isEmpty ? receivables.items : receivables.items + orders
    let open = receivables.openAfterCredits + orders.map(\.open)
    let isSorted = items.indices.dropFirst().allSatisfy {
      items[$0 - 1].client <= items[$0].client
    }
    // Most are sorted, and 100,000 are not moved for nothing.
    let order =
      isSorted
      ? []
      : items.indices.sorted {
        (items[$0].client, $0) < (items[$1].client, $1)
      }
    self.items = isSorted ? items : order.map { items[$0] }
    self.open = isSorted ? open : order.map { open[$0] }
  }

  var currencies: Set<Currency> {
    var currencies: Set<Currency> = []
    var last: Currency?
    // Looked up when it changes only: most are the same as the one before.
    for amount in open where amount.currency != last {
      last = amount.currency
      currencies.insert(amount.currency)
    }
    return currencies
  }
}

/// One pass over all items, client by client.
private struct CashWalk {
  private let hazard: PaymentHazard
  private let effects: ScenarioEffects
  private let currencies: [Currency]
  private let unpaidAfter: [Int]
  private var curve: PaidCurve
  private var habits: PaymentHazard.Habits
  /// The client at hand, and what its curve depends on.
  private var client: ID<Client>?
  private var key: PaymentHazard.CurveKey?
  private(set) var sums: [CashSum]
  private(set) var invoices = InvoiceForecasts()
  /// By currency; none where nothing is simulated.
  private(set) var samples: [CashPaths.Samples] = []

  init(
    _ hazard: PaymentHazard, _ scenario: Scenario, _ months: [CashPeriod], _ weeks: [CashPeriod],
    currencies: Set<Currency>, unpaidAfter: [Int], isSampling: Bool
  ) {
    self.unpaidAfter = unpaidAfter
    self.hazard = hazard
    effects = ScenarioEffects(scenario, asOf: hazard.asOf)
    self.currencies = currencies.sorted()
    curve = PaidCurve(
      asOf: hazard.asOf, periods: months + weeks, days: unpaidAfter.max() ?? 0,
      isWhole: scenario.isDelaying)
    habits = hazard.habits(of: nil)
    sums = self.currencies.map {
      CashSum($0, months: months, weeks: weeks, asOf: hazard.asOf)
    }
    if isSampling { samples = sums.map { CashPaths.Samples($0.currency, days: $0.running.days) } }
  }

  /// How many days are reckoned with.
  var days: Int { sums.first?.running.days ?? 0 }

  mutating func add(_ entries: CashEntries) {
    let items = entries.items
    var parts = CashParts(
      monthEnds: sums.first?.months.ends ?? [], weekEnds: sums.first?.weeks.ends ?? [],
      unpaidAfter: unpaidAfter, items: items.count)
    var quantiles: [PaidCurve.Quantiles] = []
    quantiles.reserveCapacity(items.count)
    var days = curve.quantileDays(after: hazard.asOf)
    for index in items.indices {
      if case .plan = items[index].hold {
        quantiles.append(add(items[index].plannedParts, entries.open[index], &parts))
        continue
      }
      if turn(to: items[index]) { days = curve.quantileDays(after: hazard.asOf) }
      quantiles.append(days)
      let whole = items[index].open.minorUnits
      parts.split(whole, curve)
      parts.append(curve)
      let open = entries.open[index]
      guard open.isPositive else { continue }
      if open.minorUnits != whole { parts.split(open.minorUnits, curve) }
      add(open, of: items[index].client, due: items[index].due.day, parts)
    }
    endCurve()
    endClient()
    invoices = InvoiceForecasts(items, quantiles, parts)
  }

  /// Adds an item in its parts, each of which comes by itself. `open` is what is open of all of
  /// them once credits are set against the item. Returns when the last one is paid.
  private mutating func add(
    _ planned: [PlannedPart], _ open: Money, _ parts: inout CashParts
  ) -> PaidCurve.Quantiles {
    let whole = planned.map(\.item.open).sum(open.currency)
    let left = planned.open(lessOnAccount: whole - open)
    for (place, part) in planned.enumerated() {
      _ = turn(to: part.item)
      parts.split(part.item.open.minorUnits, curve)
      if place == 0 { parts.append(curve) } else { parts.extend(curve) }
      guard left[place].isPositive else { continue }
      if left[place] != part.item.open { parts.split(left[place].minorUnits, curve) }
      add(left[place], of: part.item.client, due: part.due, parts)
    }
    return curve.quantileDays(after: hazard.asOf)
  }

  /// Fills the curve for an item; false where it is that of the item before.
  private mutating func turn(to item: OpenItem) -> Bool {
    let itemKey = hazard.curveKey(of: item)
    guard client != item.client || key == nil || itemKey != key else { return false }
    endCurve()
    if client != item.client {
      endClient()
      client = item.client
      habits = hazard.habits(of: item.client)
    }
    key = itemKey
    hazard.fill(&curve, for: item, itemKey, habits)
    effects.change(&curve, of: item)
    return true
  }

  private mutating func add(
    _ open: Money, of client: ID<Client>, due: Day, _ parts: CashParts
  ) {
    let place = currencies.firstIndex(of: open.currency)!
    sums[place].add(
      open.minorUnits, due: due, months: parts.lastMonths, weeks: parts.lastWeeks)
    if !samples.isEmpty { samples[place].add(open, of: client, curve) }
  }

  private mutating func endCurve() {
    for place in sums.indices { sums[place].end(curve) }
    for place in samples.indices { samples[place].endCurve() }
  }

  private mutating func endClient() {
    for place in sums.indices { sums[place].endClient() }
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

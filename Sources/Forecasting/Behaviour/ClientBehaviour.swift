package import Domain

/// How one client pays and what it owes, with the figures a decision about it rests on.
package struct ClientBehaviour: Sendable {
  package let client: Client
  /// Of paid invoices: days after the due date; before it they count as below zero.
  package let delays: Delays?
  package let trend: Trend
  /// Share of paid invoices that were paid after the due date; nil without any.
  package let shareLate: Double?
  /// By how many days the money of the last 12 months came after the due date, weighted by amount,
  /// early payments as 0; what is overdue counts as if it came today. Nil where nothing was due.
  package let daysBeyondTerms: Double?
  /// By currency.
  package let open: [Money]
  package let overdue: [Money]
  /// Of the oldest open item; 0 where none is overdue.
  package let overdueDaysMost: Int
  /// The next job as the history lets expect it; nil for a client without history.
  package let nextJob: NextJob?
  package let rating: ClientRating

  /// Days after the due date on which payments came; negative before it.
  package struct Delays: Hashable, Sendable {
    package let count: Int
    package let p10: Int
    package let median: Int
    package let p90: Int
    /// Payments by class of delay, as `Delays.classes` names them.
    package let classes: [Int]

    /// The last day of each class but the last, which is open: early, on the day or up to a week
    /// late, and so on.
    package static let classEnds = [-1, 0, 7, 14, 30, 60, 90]

    fileprivate init?(_ days: [Int]) {
      guard !days.isEmpty else { return nil }
      let sorted = days.sorted()
      count = sorted.count
      p10 = sorted[(sorted.count - 1) / 10]
      median = sorted[(sorted.count - 1) / 2]
      p90 = sorted[(sorted.count - 1) * 9 / 10]
      var classes = [Int](repeating: 0, count: Self.classEnds.count + 1)
      for day in sorted {
        classes[Self.classEnds.firstIndex { day <= $0 } ?? Self.classEnds.count] += 1
      }
      self.classes = classes
    }
  }

  /// The median delay of the newest payments against that of those before them.
  package enum Trend: Hashable, Sendable {
    /// Fewer than six payments.
    case unknown
    case steady
    /// By so many days.
    case slower(Int)
    case faster(Int)
  }

  /// A job as big as usual, on the usual terms, done now.
  package struct NextJob: Hashable, Sendable {
    /// The median of the last invoices in the currency of the newest.
    package let amount: Money
    package let termDays: Int
    /// By how many days the payment is likely to be late (p50); 0 where it is not.
    package let daysLate: Int
    /// Interest on the amount for these days.
    package let costOfWaiting: Money
    /// The probability of no payment within 400 days.
    package let chanceOfLoss: Double
  }
}

extension ClientBehaviour {
  /// All clients that owe or have paid something, by name. `waiting` is what money costs a year.
  package static func all(
    _ receivables: Receivables, history: PayHistory, hazard: PaymentHazard, waiting: BasisPoints,
    stopped: Set<ID<Client>> = []
  ) -> [ClientBehaviour] {
    let entries = Dictionary(uniqueKeysWithValues: history.clients.map { ($0.client, $0.places) })
    let items = Dictionary(grouping: receivables.items.runs(of: \.client), by: \.key)
    return receivables.clients.values
      .filter { entries[$0.id] != nil || items[$0.id] != nil }
      .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
      .map { client in
        ClientBehaviour(
          client, entries: history.entries[entries[client.id] ?? 0..<0],
          items: (items[client.id] ?? []).flatMap { receivables.items[$0.places] },
          hazard: hazard, waiting: waiting, isStopped: stopped.contains(client.id))
      }
  }

  private init(
    _ client: Client, entries: ArraySlice<PayHistory.Entry>, items: [OpenItem],
    hazard: PaymentHazard, waiting: BasisPoints, isStopped: Bool
  ) {
    self.client = client
    let asOf = hazard.asOf
    let paid = entries.filter { $0.settled != nil }.sorted {
      ($0.settled ?? asOf, $0.dueDate) < ($1.settled ?? asOf, $1.dueDate)
    }
    let days = paid.map { ($0.settled ?? asOf) - $0.dueDate }
    delays = Delays(days)
    trend = Self.trend(days)
    shareLate = days.isEmpty ? nil : Double(days.count { $0 > 0 }) / Double(days.count)
    daysBeyondTerms = Self.daysBeyondTerms(entries, asOf: asOf)
    let currencies = Set(items.map(\.open.currency)).sorted()
    let late = items.filter { $0.daysOverdue(on: asOf) > 0 }
    func sums(_ items: [OpenItem]) -> [Money] {
      currencies.map { currency in
        items.map(\.open).filter { $0.currency == currency }.sum(currency)
      }
    }
    open = sums(items)
    overdue = sums(late).filter(\.isPositive)
    overdueDaysMost = max(0, items.map { $0.daysOverdue(on: asOf) }.max() ?? 0)
    nextJob = Self.nextJob(entries, hazard: hazard, waiting: waiting)
    rating = ClientRating(
      daysBeyondTerms: daysBeyondTerms, trend: trend, paidCount: days.count,
      usualTermDays: nextJob?.termDays, lateDays: delays?.p90, overdueDaysMost: overdueDaysMost,
      chanceOfLoss: nextJob?.chanceOfLoss,
      isInsolvent: items.contains { if case .insolvent = $0.hold { true } else { false } },
      isStopped: isStopped)
  }

  /// The newest third of the payments, at least 3 and at most 12, against as many times two before.
  private static func trend(_ days: [Int]) -> Trend {
    guard days.count >= 6 else { return .unknown }
    let count = min(12, max(3, days.count / 3))
    let (newer, older) = (days.suffix(count), days.dropLast(count).suffix(2 * count))
    let change = median(newer) - median(older)
    return change >= 4 ? .slower(change) : change <= -4 ? .faster(-change) : .steady
  }

  private static func median(_ days: ArraySlice<Int>) -> Int {
    days.sorted()[(days.count - 1) / 2]
  }

  private static func daysBeyondTerms(
    _ entries: ArraySlice<PayHistory.Entry>, asOf: Day
  ) -> Double? {
    // A client's currencies are few; days are weighted within each and the largest one tells.
    var sums: [Currency: (days: Double, amount: Double)] = [:]
    for entry in entries where entry.dueDate <= asOf && asOf - (entry.settled ?? asOf) < 365 {
      let late = Double(max(0, (entry.settled ?? asOf) - entry.dueDate))
      let amount = Double(entry.total.minorUnits)
      let before = sums[entry.total.currency] ?? (0, 0)
      sums[entry.total.currency] = (before.days + late * amount, before.amount + amount)
    }
    let largest = sums.max { ($0.value.amount, $1.key) < ($1.value.amount, $0.key) }?.value
    return largest.flatMap { $0.amount > 0 ? $0.days / $0.amount : nil }
  }

  private static func nextJob(
    _ entries: ArraySlice<PayHistory.Entry>, hazard: PaymentHazard, waiting: BasisPoints
  ) -> NextJob? {
    let newest = entries.sorted { $0.issueDate < $1.issueDate }
    guard let last = newest.last else { return nil }
    let alike = newest.filter { $0.total.currency == last.total.currency }.suffix(12)
    let amount = alike.map(\.total).sorted()[(alike.count - 1) / 2]
    let termDays = max(0, median(alike.map { $0.dueDate - $0.issueDate }[...]))
    let issued = hazard.asOf + 1
    let due = issued + termDays
    let dates = hazard.dates(
      of: OpenItem(
        id: ID(-1), number: InvoiceNumber("next"), client: last.client, issueDate: issued,
        due: DueDate(due, .clientTerms), total: amount, open: amount))
    let daysLate = max(0, dates.p50 - due)
    return NextJob(
      amount: amount, termDays: termDays, daysLate: daysLate,
      costOfWaiting: amount.interest(waiting, days: daysLate, .halfAwayFromZero),
      chanceOfLoss: dates.unpaid)
  }
}

package import Domain

/// Who gets a notice on one day, and why every other open invoice is in none.
///
/// A client gets one notice a currency. Once something of it is to be raised, the notice lists all
/// that is overdue and not held back; what is not due yet is not asked for in the same breath, so
/// that the total is what should be on its way today. Upcoming invoices get a notice of their own,
/// if nothing overdue goes out to the client in that currency.
///
/// The worst stage to which an invoice is raised that day leads. What the words say has to be true
/// of every invoice they are about: those that have not come so far stand beside them, each at its
/// own stage, and those that were asked for at that stage or a worse one are not asked for again,
/// as what was said of them stands. Before the day that the last notice gave to pay has passed,
/// only what was never reminded is raised, in a friendly notice of its own, and once. An invoice
/// past the last stage is in no later notice; a person decides.
package struct ChasePlan: Sendable {
  /// In the order of the open items.
  package let notices: [Notice]
  /// Every open item that no notice names, in the order of the open items.
  package let skipped: [Skipped]

  /// An open item that is in no notice, and why.
  package struct Skipped: Hashable, Sendable {
    package let item: OpenItem
    package let reason: SkipReason
  }

  /// Decides the notices of `day`. `sent` is every notice given so far; the same plan made again
  /// with what it gave recorded gives nothing. `staleBankDays` are the last days of bank data in
  /// the currencies where they are too old to trust: nothing is sent there. An invoice for which
  /// money may be `waiting` is in no notice. `answers` are what clients said up to the day, and
  /// `paymentsKnownThrough` the days on which bank data end. `businessDays` is asked once a
  /// country.
  package init(
    receivables: Receivables, sent: [NoticeRecord], policy: ChasePolicy, day: Day,
    staleBankDays: [Currency: Day] = [:], waiting: WaitingMoney.ByInvoice = [:],
    answers: [ID<Client>: [ClientAnswer]] = [:], paymentsKnownThrough: [Currency: Day] = [:],
    rates: StatutoryRates = .builtIn, businessDays: (_ country: String) -> BusinessDays
  ) {
    let items = receivables.items
    let desk = Desk(policy: policy, clients: receivables.clients)
    let history = NoticeHistory(sent, of: items, policy: desk.policy)
    var calendars: [String: BusinessDays] = [:]
    var notices: [Notice] = []
    var reasons: [SkipReason?] = Array(repeating: nil, count: items.count)
    var credits: [ChaseGroup.Key: [AccountCredit]] = [:]
    for credit in receivables.credits {
      credits[.init(client: credit.client, currency: credit.amount.currency), default: []]
        .append(credit)
    }
    for (key, places) in Self.groups(of: items) {
      guard let client = receivables.clients[key.client] else {
        preconditionFailure("an open item of an unknown client")
      }
      let country = client.address.country
      let calendar = calendars[country] ?? businessDays(country)
      calendars[country] = calendar
      var group = ChaseGroup(
        client: client, currency: key.currency, credits: credits[key] ?? [],
        own: policy.clients[client.externalID] ?? .init(),
        ladder: Ladder(
          policy: desk.policy(of: key.client), day: day, calendar: calendar,
          areBankDataFresh: staleBankDays[key.currency] == nil),
        staleBankDay: staleBankDays[key.currency], waiting: waiting[key.client] ?? [:],
        answers: answers[key.client] ?? [],
        paymentsKnownThrough: paymentsKnownThrough[key.currency], rates: rates)
      group.decide(items, at: places, history: history)
      if let notice = group.notice { notices.append(notice) }
      for (place, reason) in group.reasons { reasons[place] = reason }
    }
    self.notices = notices
    skipped = zip(items, reasons).compactMap { item, reason in
      reason.map { Skipped(item: item, reason: $0) }
    }
  }

  /// The policy of each client.
  private struct Desk {
    let policy: ChasePolicy
    let clients: [ID<Client>: Client]

    func policy(of client: ID<Client>) -> ChasePolicy {
      guard !policy.clients.isEmpty, let name = clients[client]?.externalID,
        let own = policy.clients[name]
      else { return policy }
      return policy.tailored(by: own)
    }
  }

  /// Places of the items by client and currency, in the order in which these first come.
  private static func groups(of items: [OpenItem]) -> [(key: ChaseGroup.Key, places: [Int])] {
    var known: [ChaseGroup.Key: Int] = [:]
    var groups: [(key: ChaseGroup.Key, places: [Int])] = []
    var current: (key: ChaseGroup.Key, group: Int)?
    for (place, item) in items.enumerated() {
      let key = ChaseGroup.Key(client: item.client, currency: item.open.currency)
      // Items come sorted as a rule: then each group is looked up once.
      if let current, current.key == key {
        groups[current.group].places.append(place)
        continue
      }
      if let group = known[key] {
        groups[group].places.append(place)
        current = (key, group)
      } else {
        current = (key, groups.count)
        known[key] = groups.count
        groups.append((key, [place]))
      }
    }
    return groups
  }
}

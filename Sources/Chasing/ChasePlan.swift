package import Domain

/// Who gets a notice on one day, and why every other open invoice is in none.
///
/// A client gets one notice a currency. Once something of it is to be raised, the notice lists all
/// that is overdue and not held back; what is not due yet is not asked for in the same breath, so
/// that the total is what should be on its way today. Upcoming invoices get a notice of their own,
/// if nothing overdue goes out to the client in that currency.
package struct ChasePlan: Sendable {
  /// In the order of the open items.
  package let notices: [Notice]
  /// Every open item that no notice names, in the order of the open items.
  package let skipped: [Skipped]

  package struct Skipped: Hashable, Sendable {
    package let item: OpenItem
    package let reason: SkipReason
  }

  /// Decides the notices of `day`. `sent` is every notice given so far; the same plan made again
  /// with what it gave recorded gives nothing. `businessDays` is asked once a country.
  package init(
    receivables: Receivables, sent: [NoticeRecord], policy: ChasePolicy, day: Day,
    rates: StatutoryRates = .builtIn, businessDays: (_ country: String) -> BusinessDays
  ) throws(StatutoryRates.Missing) {
    let history = NoticeHistory(
      sent, of: receivables.items, firstOverdueLevel: policy.firstOverdueLevel)
    var calendars: [String: BusinessDays] = [:]
    var notices: [Notice] = []
    var reasons: [SkipReason?] = Array(repeating: nil, count: receivables.items.count)
    var credits: [ChaseGroup.Key: [AccountCredit]] = [:]
    for credit in receivables.credits {
      credits[.init(client: credit.client, currency: credit.amount.currency), default: []]
        .append(credit)
    }
    for (key, indices) in Self.groups(of: receivables.items) {
      guard let client = receivables.clients[key.client] else {
        preconditionFailure("an open item of an unknown client")
      }
      let country = client.address.country
      let calendar = calendars[country] ?? businessDays(country)
      calendars[country] = calendar
      var group = ChaseGroup(
        client: client, currency: key.currency, credits: credits[key] ?? [],
        ladder: Ladder(policy: policy, day: day, calendar: calendar), rates: rates)
      try group.decide(
        indices.map { ($0, receivables.items[$0]) }, history: history)
      if let notice = group.notice { notices.append(notice) }
      for (index, reason) in group.reasons { reasons[index] = reason }
    }
    self.notices = notices
    skipped = zip(receivables.items, reasons).compactMap { item, reason in
      reason.map { Skipped(item: item, reason: $0) }
    }
  }

  /// Indices of the items by client and currency, in the order in which these first come.
  private static func groups(of items: [OpenItem]) -> [(key: ChaseGroup.Key, items: [Int])] {
    var places: [ChaseGroup.Key: Int] = [:]
    var groups: [(key: ChaseGroup.Key, items: [Int])] = []
    for (index, item) in items.enumerated() {
      let key = ChaseGroup.Key(client: item.client, currency: item.open.currency)
      if let place = places[key] {
        groups[place].items.append(index)
      } else {
        places[key] = groups.count
        groups.append((key, [index]))
      }
    }
    return groups
  }
}

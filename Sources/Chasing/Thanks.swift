package import Domain

/// That a client is thanked for paying: after reminders, or for the first time.
package struct Thanks: Hashable, Sendable {
  package let client: Client
  package let kind: Kind
  /// Sorted by number.
  package let invoices: [PaidInvoice]
  /// Of a first invoice all that was paid on it, else what came with the last payment of each.
  package let amount: Money

  package enum Kind: Sendable {
    /// It was reminded, and nothing of it is overdue any more.
    case afterReminders
    case firstPayment
  }

  /// How long after a payment thanks are still worth a letter.
  package static let daysMax = 14

  /// Whom to thank on the day of `receivables`: one letter a client and currency about all of
  /// `paid`, which holds what was paid in the last `daysMax` days and not thanked for. Nobody is
  /// thanked who still owes something overdue in any currency, or gets no letters, or gets a notice
  /// the same day, or on a day that is no business day in its country.
  package static func due(
    for paid: [PaidInvoice], receivables: Receivables, beside notices: [Notice],
    policy: ChasePolicy, businessDays: (_ country: String) -> BusinessDays
  ) -> [Thanks] {
    struct Key: Hashable {
      let client: ID<Client>
      let currency: Currency
    }
    let day = receivables.asOf
    var busy = Set(notices.map(\.client.id))
    for item in receivables.items where item.daysOverdue(on: day) > 0 { busy.insert(item.client) }
    var calendars: [String: BusinessDays] = [:]
    let groups = Dictionary(grouping: paid) {
      Key(client: $0.client, currency: $0.paid.currency)
    }
    return groups.compactMap { key, invoices in
      guard !busy.contains(key.client), let client = receivables.clients[key.client],
        policy.clients[client.externalID]?.isStopped != true
      else { return nil }
      let reminded = invoices.filter(\.wasReminded)
      let thanked = reminded.isEmpty ? invoices.filter(\.isFirst) : reminded
      guard !thanked.isEmpty else { return nil }
      let country = client.address.country
      let calendar = calendars[country] ?? businessDays(country)
      calendars[country] = calendar
      guard calendar.isBusinessDay(day) else { return nil }
      return Thanks(
        client: client, kind: reminded.isEmpty ? .firstPayment : .afterReminders,
        invoices: thanked.sorted { $0.number < $1.number },
        amount: thanked.map(reminded.isEmpty ? \.paid : \.lastAmount).sum(key.currency))
    }.sorted { ($0.client.id, $0.amount.currency) < ($1.client.id, $1.amount.currency) }
  }
}

/// Open items by how long they are overdue, per client and currency.
package struct Ageing: Sendable {
  package let asOf: Day
  /// Sorted by currency, then the client's name and id.
  package let rows: [Row]

  /// Days overdue: none (not yet due, the due date itself included), 1–30, 31–60, 61–90, over 90.
  package enum Bucket: Int, CaseIterable, Sendable {
    case notDue, to30, to60, to90, over90

    package init(daysOverdue: Int) {
      switch daysOverdue {
      case ...0: self = .notDue
      case ...30: self = .to30
      case ...60: self = .to60
      case ...90: self = .to90
      default: self = .over90
      }
    }

    package var label: String {
      switch self {
      case .notDue: "not due"
      case .to30: "1-30"
      case .to60: "31-60"
      case .to90: "61-90"
      case .over90: "over 90"
      }
    }
  }

  /// One client in one currency.
  package struct Row: Sendable {
    package let client: Client
    package let currency: Currency
    /// By `Bucket.rawValue`.
    package fileprivate(set) var buckets: [Money]
    /// Credits not set against an invoice, as a positive amount.
    package fileprivate(set) var onAccount: Money

    /// The sum of all buckets: what is open before credits on account.
    package var open: Money { buckets.sum(currency) }
    /// What is owed after credits on account.
    package var balance: Money { open - onAccount }

    package subscript(bucket: Bucket) -> Money { buckets[bucket.rawValue] }
  }

  package init(of receivables: Receivables) {
    struct Key: Hashable {
      let client: ID<Client>
      let currency: Currency
    }
    var rows: [Key: Row] = [:]
    func row(_ client: ID<Client>, _ currency: Currency) -> Row {
      guard let known = receivables.clients[client] else {
        preconditionFailure("a receivable of an unknown client")
      }
      return Row(
        client: known, currency: currency,
        buckets: Bucket.allCases.map { _ in .zero(currency) }, onAccount: .zero(currency))
    }
    for item in receivables.items {
      let bucket = Bucket(daysOverdue: item.daysOverdue(on: receivables.asOf))
      let key = Key(client: item.client, currency: item.open.currency)
      rows[key, default: row(key.client, key.currency)].buckets[bucket.rawValue] += item.open
    }
    for credit in receivables.credits {
      let key = Key(client: credit.client, currency: credit.amount.currency)
      rows[key, default: row(key.client, key.currency)].onAccount += credit.amount
    }
    asOf = receivables.asOf
    self.rows = rows.values.sorted {
      ($0.currency, $0.client.name, $0.client.id) < ($1.currency, $1.client.name, $1.client.id)
    }
  }

  /// The column sums of one currency.
  package func total(_ currency: Currency) -> (buckets: [Money], onAccount: Money) {
    var buckets = Bucket.allCases.map { _ in Money.zero(currency) }
    var onAccount = Money.zero(currency)
    for row in rows where row.currency == currency {
      for index in buckets.indices { buckets[index] += row.buckets[index] }
      onAccount += row.onAccount
    }
    return (buckets, onAccount)
  }

  package var currencies: [Currency] { Set(rows.map(\.currency)).sorted() }
}

import Accounting
package import Domain
import GRDB

/// What letters other than reminders tell of: plans, goodwill, payments.
extension Ledger {
  /// The instalments of the last plan agreed about an invoice or its client as a whole, or about a
  /// client or any of its invoices; none where there is no plan, or it was ended.
  package func instalments(of target: Target, asOf day: Day) throws(Problem) -> [PartPayment] {
    try reading { db in
      let (invoice, client): (ID<Invoice>?, ID<Client>) =
        switch target {
        case .invoice(let invoice, let client, _): (invoice, client)
        case .client(let client): (nil, client)
        }
      let last = try ActiveEvents(db, asOf: day, client: client)
        .plans(about: invoice, of: client).max { $0.day < $1.day }
      return (last?.instalments ?? []).sorted { $0.day < $1.day }.map {
        PartPayment($0.amount, on: $0.day)
      }
    }
  }

  /// The last goodwill credit, with the number of its invoice.
  package func lastGoodwill(
    of target: Target, asOf day: Day
  ) throws(Problem) -> (amount: Money, invoice: InvoiceNumber?)? {
    let (condition, id) = Self.condition(of: target)
    return try reading { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT amount, event.currency, number FROM event
          LEFT JOIN document ON document.id = document_id
          WHERE \(condition) AND day <= ? AND event.kind = 'goodwill' AND amount IS NOT NULL
          ORDER BY day DESC, event.id DESC LIMIT 1
          """, arguments: [id, day.description]
      ).map { row in
        (try row.money("amount"), (row["number"] as String?).map { InvoiceNumber($0) })
      }
    }
  }

  /// What came in on the last day on which money came, in a currency; nil where none did.
  package func lastPayment(
    of target: Target, in currency: Currency, asOf day: Day
  ) throws(Problem) -> Money? {
    try reading { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT SUM(came) FROM (SELECT first, SUM(CASE WHEN day = first THEN amount END) AS came
            FROM (SELECT *, MIN(day) OVER (PARTITION BY source, source_id) AS first
              FROM allocation
              WHERE \(target.isAllocated("?1")) AND currency = ?2 AND day <= ?3
                AND \(Allocation.isMoney()))
            GROUP BY source, source_id HAVING SUM(amount) > 0)
          GROUP BY first ORDER BY first DESC LIMIT 1
          """, arguments: [target.id, currency.code, day.description]
      ).map { Money(minorUnits: $0, currency: currency) }
    }
  }

  /// Events about an invoice or its client as a whole, or about a client or any of its invoices.
  private static func condition(of target: Target) -> (String, Int64) {
    switch target {
    case .invoice(let invoice, let client, _):
      (
        "event.client_id = \(client.rawValue) AND (document_id = ? OR document_id IS NULL)",
        invoice.rawValue
      )
    case .client(let client): ("event.client_id = ?", client.rawValue)
    }
  }
}

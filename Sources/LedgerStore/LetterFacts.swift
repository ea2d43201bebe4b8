package import Domain
import GRDB

/// What letters other than reminders tell of: plans, goodwill, payments.
extension Ledger {
  /// The instalments of the last plan agreed about an invoice or its client as a whole, or about a
  /// client or any of its invoices; none where there is no plan, or it was ended.
  package func instalments(of target: Target, asOf day: Day) throws(Problem) -> [PartPayment] {
    let (condition, id) = Self.condition(of: target)
    return try reading { db in
      let last = try Row.fetchOne(
        db,
        sql: """
          SELECT day, kind, document_id FROM event WHERE \(condition) AND day <= ?
            AND kind IN ('plan', 'release') ORDER BY day DESC, id DESC LIMIT 1
          """, arguments: [id, day.description])
      guard let last, last["kind"] == ClientEvent.Kind.plan.rawValue else { return [] }
      return try Row.fetchAll(
        db,
        sql: """
          SELECT until, amount, currency FROM event WHERE \(condition) AND day = ?
            AND kind = 'plan' AND document_id IS ? AND until IS NOT NULL AND amount IS NOT NULL
          ORDER BY until, id
          """, arguments: [id, last["day"] as String, last["document_id"] as Int64?]
      ).map { PartPayment(try $0.money("amount"), on: try $0.day("until")) }
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
          SELECT SUM(amount) FROM allocation
          WHERE \(target.column) = ? AND currency = ? AND day <= ?
            AND source IN ('bank', 'register', 'recorded') AND amount > 0
          GROUP BY day ORDER BY day DESC LIMIT 1
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

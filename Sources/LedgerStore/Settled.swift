package import Domain
import GRDB

extension Ledger {
  /// Invoices of which the last was paid with money from `first` through `day`, and of which
  /// nothing is open at the end of it; without those that a thank-you letter is noted about,
  /// whenever, or that a letter to the client as a whole covers, and those of insolvent clients.
  package func settledInvoices(
    from first: Day, through day: Day
  ) throws(Problem) -> [SettledInvoice] {
    try reading { db in
      try Row.fetchAll(
        db, sql: Self.settledQuery,
        arguments: [
          "first": first.description, "day": day.description, "thanks": "letter: thanks",
          "firstThanks": "letter: first-thanks",
        ]
      ).map { row in
        SettledInvoice(
          id: row.id("id"), number: InvoiceNumber(row["number"]), client: row.id("client_id"),
          paid: try row.money("paid"), settled: try row.day("settled"),
          wasReminded: row["was_reminded"], isFirst: row["is_first"])
      }
    }
  }

  private static let settledQuery = """
    SELECT document.id, number, document.client_id, document.currency,
      SUM(CASE WHEN allocation.source IN ('bank', 'register', 'recorded') THEN amount ELSE 0 END)
        AS paid,
      MAX(CASE WHEN allocation.source IN ('bank', 'register', 'recorded') THEN allocation.day END)
        AS settled,
      EXISTS (SELECT 1 FROM notice_line JOIN notice ON notice.id = notice_id
        WHERE notice_line.document_id = document.id AND notice.day > due_date
          AND notice.day <= :day) AS was_reminded,
      NOT EXISTS (SELECT 1 FROM document AS other WHERE other.client_id = document.client_id
        AND other.kind = 'invoice' AND (other.issue_date, other.id) < (document.issue_date,
          document.id)) AS is_first
    FROM document JOIN allocation ON allocation.document_id = document.id
    WHERE document.kind = 'invoice' AND effect > 0 AND allocation.day <= :day
      AND document.id IN (SELECT document_id FROM allocation
        WHERE day BETWEEN :first AND :day AND source IN ('bank', 'register', 'recorded'))
      AND NOT EXISTS (SELECT 1 FROM event WHERE event.client_id = document.client_id
        AND event.kind = 'note' AND note IN (:thanks, :firstThanks) AND (document_id = document.id
          OR document_id IS NULL AND event.day BETWEEN :first AND :day))
      AND NOT EXISTS (SELECT 1 FROM event WHERE event.client_id = document.client_id
        AND event.kind = 'insolvent')
    GROUP BY document.id
    HAVING SUM(amount) >= effect AND NOT MAX(allocation.source IN ('write-off', 'void'))
      AND settled >= :first AND paid > 0
    ORDER BY document.client_id, number
    """

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
    let column: String
    let id: Int64
    switch target {
    case .invoice(let invoice, _, _): (column, id) = ("document_id", invoice.rawValue)
    case .client(let client): (column, id) = ("client_id", client.rawValue)
    }
    return try reading { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT SUM(amount) FROM allocation WHERE \(column) = ? AND currency = ? AND day <= ?
            AND source IN ('bank', 'register', 'recorded') AND amount > 0
          GROUP BY day ORDER BY day DESC LIMIT 1
          """, arguments: [id, currency.code, day.description]
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

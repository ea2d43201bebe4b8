import Accounting
package import Domain
import GRDB

/// A phone call that a notice asked for, as it was recorded.
package struct CallGiven: Hashable, Sendable {
  package var client: ID<Client>
  package var currency: Currency
  package var day: Day
  package var level: Int
  package var stage: String
  package var payBy: Day
  package var language: String
  /// What was asked for, with what of interest and fees beside each.
  package var charges: [ID<Invoice>: Money]
}

extension Ledger {
  /// Calls that were asked for, and whose date to pay by has not passed at the end of `day`; the
  /// last of each client and currency, unless a later notice took its place.
  package func callsGiven(asOf day: Day) throws(Problem) -> [CallGiven] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM notice
          WHERE channel = 'phone' AND day <= :day AND pay_by >= :day
            AND NOT EXISTS (SELECT 1 FROM notice AS later WHERE later.client_id = notice.client_id
              AND later.currency = notice.currency AND later.day > notice.day AND later.day <= :day)
          ORDER BY client_id, currency
          """, arguments: ["day": day.description]
      ).map { row in
        let currency = try row.currency()
        var charges: [ID<Invoice>: Money] = [:]
        let lines = try Row.fetchAll(
          db, sql: "SELECT document_id, charges FROM notice_line WHERE notice_id = ?",
          arguments: [row["id"] as Int64])
        for line in lines {
          charges[line.id("document_id")] = Money(minorUnits: line["charges"], currency: currency)
        }
        return CallGiven(
          client: row.id("client_id"), currency: currency, day: try row.day("day"),
          level: row["level"], stage: row["stage"], payBy: try row.day("pay_by"),
          language: row["language"], charges: charges)
      }
    }
  }

  /// What clients promised, oldest first. One that names an amount is kept if so much came in by
  /// its day, on its invoice or from the client; any other, if by then nothing was open of what it
  /// was about: its invoice, or all that was due when it was given.
  package func promises(asOf day: Day) throws(Problem) -> [ID<Client>: [Promise]] {
    try reading { db in
      let rows = try Row.fetchAll(
        db, sql: Self.promisesQuery, arguments: ["day": day.description])
      var promises: [ID<Client>: [Promise]] = [:]
      for row in rows {
        let until = try row.day("until")
        let isKept: Bool = row["is_kept"]
        promises[row.id("client_id"), default: []].append(
          Promise(
            day: try row.day("day"), until: until,
            amount: row["amount"] == nil ? nil : try row.money("amount"),
            invoice: (row["number"] as String?).map { InvoiceNumber($0) },
            outcome: isKept ? .kept : until >= day ? .running : .broken))
      }
      return promises
    }
  }

  private static let promisesQuery = """
    SELECT event.client_id, event.day, until, event.amount, event.currency, document.number,
      CASE WHEN event.amount IS NULL THEN NOT EXISTS (SELECT 1 FROM document AS owed
          WHERE owed.client_id = event.client_id AND owed.kind = 'invoice'
            AND CASE WHEN event.document_id IS NULL THEN owed.due_date <= event.day
              ELSE owed.id = event.document_id END
            AND owed.effect > (SELECT COALESCE(SUM(amount), 0) FROM allocation
              WHERE document_id = owed.id AND allocation.day <= MIN(until, :day)))
        ELSE event.amount <= (SELECT COALESCE(SUM(amount), 0) FROM allocation AS paid
          WHERE paid.client_id = event.client_id AND paid.currency = event.currency
            AND (event.document_id IS NULL OR paid.document_id = event.document_id)
            AND paid.day BETWEEN event.day AND MIN(until, :day)
            AND \(Allocation.isMoney(in: "paid"))) END AS is_kept
    FROM event LEFT JOIN document ON document.id = event.document_id
    WHERE event.kind = 'promise' AND event.day <= :day AND until IS NOT NULL
    ORDER BY event.day, event.id
    """
}

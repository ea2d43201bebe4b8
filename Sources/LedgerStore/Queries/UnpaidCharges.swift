import Accounting
package import Domain
import GRDB

extension Ledger {
  /// What the last letter about each open invoice of a client asked for beside it, by the end of
  /// `day`, less what was paid of that.
  package func chargesAsked(
    of client: ID<Client>, asOf day: Day
  ) throws(Problem) -> [ID<Invoice>: Money] {
    try reading { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT id, currency, amount FROM (SELECT document.id, document.currency,
            ROW_NUMBER() OVER (PARTITION BY document.id
              ORDER BY notice.day DESC, notice.id DESC) AS place,
            charges + COALESCE((SELECT SUM(amount) FROM allocation
              WHERE document_id = document.id AND source = 'charge'
                AND allocation.day <= :day), 0) AS amount
          FROM document JOIN notice_line ON notice_line.document_id = document.id
            JOIN notice ON notice.id = notice_id
          WHERE document.client_id = :client AND notice.day <= :day
            AND NOT EXISTS (SELECT 1 FROM message WHERE message.notice_id = notice.id
              AND state = 'withdrawn')) AS asked
          WHERE place = 1 AND amount > 0 ORDER BY id
          """, arguments: ["client": client.rawValue, "day": day.description])
      var charges: [ID<Invoice>: Money] = [:]
      for row in rows { charges[row.id("id")] = try row.money("amount") }
      return charges
    }
  }

  /// What a client left unpaid of the charges of invoices that it paid after a reminder, by the end
  /// of `day`. What was waived since, credited or replaced is not among it.
  package func unpaidCharges(
    of client: ID<Client>, asOf day: Day
  ) throws(Problem) -> [UnpaidCharge] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM (SELECT number, document.currency, notice.day AS day,
            ROW_NUMBER() OVER (PARTITION BY document.id
              ORDER BY notice.day DESC, notice.id DESC) AS place,
            charges + COALESCE((SELECT SUM(amount) FROM allocation
              WHERE document_id = document.id AND source = 'charge'
                AND allocation.day <= :day), 0) AS amount
          FROM document JOIN notice_line ON notice_line.document_id = document.id
            JOIN notice ON notice.id = notice_id
          WHERE document.client_id = :client AND notice.day <= :day AND charges > 0
            AND NOT EXISTS (SELECT 1 FROM message WHERE message.notice_id = notice.id
              AND state = 'withdrawn')
            AND effect <= (SELECT SUM(amount) FROM allocation
              WHERE document_id = document.id AND day <= :day)
            AND EXISTS (SELECT 1 FROM allocation AS later WHERE document_id = document.id
              AND day > notice.day AND day <= :day AND amount > 0 AND source <> 'charge')
            AND NOT EXISTS (SELECT 1 FROM allocation AS later WHERE document_id = document.id
              AND day > notice.day AND day <= :day AND NOT \(Allocation.isMoney(in: "later"))
              AND source <> 'charge')) AS asked
          WHERE place = 1 AND amount > 0 ORDER BY day, number
          """, arguments: ["client": client.rawValue, "day": day.description]
      ).map { row in
        UnpaidCharge(
          invoice: InvoiceNumber(row["number"]), amount: try row.money("amount"),
          asked: try row.day("day"))
      }
    }
  }
}

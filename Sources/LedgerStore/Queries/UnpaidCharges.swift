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
      let rows = try db.chargesAsked(of: client, asOf: day)
      return Dictionary(
        uniqueKeysWithValues: try rows.map { (ID<Invoice>($0["id"]), try $0.money("amount")) })
    }
  }

  /// What a client left unpaid of the charges of invoices that it paid after a reminder, by the end
  /// of `day`. What was waived since, credited or replaced is not among it.
  package func unpaidCharges(
    of client: ID<Client>, asOf day: Day
  ) throws(Problem) -> [UnpaidCharge] {
    try reading { db in
      try db.chargesAsked(
        of: client, asOf: day,
        where: """
          charges > 0
          AND effect <= (SELECT SUM(amount) FROM allocation
            WHERE document_id = document.id AND day <= :day)
          AND EXISTS (SELECT 1 FROM allocation AS later WHERE document_id = document.id
            AND day > notice.day AND day <= :day AND amount > 0 AND source <> 'charge')
          AND NOT EXISTS (SELECT 1 FROM allocation AS later WHERE document_id = document.id
            AND day > notice.day AND day <= :day AND NOT \(Allocation.isMoney(in: "later"))
            AND source <> 'charge')
          """
      ).map { row in
        UnpaidCharge(
          invoice: InvoiceNumber(row["number"]), amount: try row.money("amount"),
          asked: try row.day("day"))
      }
    }
  }
}

extension Database {
  /// What the last letter about each invoice of a client asked for beside it, less what was paid of
  /// that, by the day of the letter and the number. Letters that were called back do not count.
  fileprivate func chargesAsked(
    of client: ID<Client>, asOf day: Day, where condition: String = "TRUE"
  ) throws -> [Row] {
    try Row.fetchAll(
      self,
      sql: """
        SELECT * FROM (SELECT document.id, number, document.currency, notice.day AS day,
          ROW_NUMBER() OVER (PARTITION BY document.id
            ORDER BY notice.day DESC, notice.id DESC) AS place,
          charges + COALESCE((SELECT SUM(amount) FROM allocation
            WHERE document_id = document.id AND source = 'charge'
              AND allocation.day <= :day), 0) AS amount
        FROM document JOIN notice_line ON notice_line.document_id = document.id
          JOIN notice ON notice.id = notice_id
        WHERE document.client_id = :client AND notice.day <= :day
          AND NOT EXISTS (SELECT 1 FROM message WHERE message.notice_id = notice.id
            AND state = 'withdrawn')
          AND (\(condition))) AS asked
        WHERE place = 1 AND amount > 0 ORDER BY day, number
        """, arguments: ["client": client.rawValue, "day": day.description])
  }
}

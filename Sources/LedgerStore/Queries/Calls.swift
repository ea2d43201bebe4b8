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
}

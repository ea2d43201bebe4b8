import Domain
import GRDB

@testable import LedgerStore

/// A part of a bank line, and what it is set against at the end of a day.
struct Booking: Hashable, Sendable {
  var line: ID<BankLine>
  var client: ID<Client>
  /// Nil: it is on the client's account.
  var invoice: InvoiceNumber?
  /// Below zero where money went back.
  var amount: Money
}

extension Ledger {
  /// What bank lines are set against at the end of `day`, by line. Lines that are nobody's are not
  /// among them.
  func bookings(asOf day: Day) throws(Problem) -> [Booking] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT source_id, allocation.client_id, document.number, allocation.currency,
            SUM(amount) AS amount
          FROM allocation LEFT JOIN document ON document.id = document_id
          WHERE allocation.source = 'bank' AND day <= ?
          GROUP BY source_id, allocation.client_id, document_id HAVING SUM(amount) <> 0
          ORDER BY source_id, document.number
          """, arguments: [day.description]
      ).map { row in
        Booking(
          line: row.id("source_id"), client: row.id("client_id"),
          invoice: (row["number"] as String?).map { InvoiceNumber($0) },
          amount: try row.money("amount"))
      }
    }
  }

  /// All movements of our accounts that count, by the end of `day`, in the order of their days.
  func bankLines(asOf day: Day) throws(Problem) -> [BankLine] {
    try reading { db in
      try db.bankLines("WHERE same_as IS NULL AND booked <= ? ORDER BY booked, id") {
        $0.set(1, day)
      }
    }
  }
}

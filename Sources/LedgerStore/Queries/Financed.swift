package import Domain
import GRDB

extension Ledger {
  /// The advances that run at the end of `day`, by invoice: those that came by then and were
  /// neither settled with the financier nor given back.
  package func financed(asOf day: Day) throws(Problem) -> [ID<Invoice>: FinancedInvoice] {
    try reading { db in
      var financed: [ID<Invoice>: FinancedInvoice] = [:]
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT * FROM event WHERE document_id IS NOT NULL AND day <= ?
            AND kind IN ('finance', 'finance-release', 'recourse') ORDER BY day, id
          """, arguments: [day.description])
      while let row = try rows.next() {
        let kind: ClientEvent.Kind = try row.value("kind")
        let invoice: ID<Invoice> = row.id("document_id")
        guard kind == .finance else {
          financed[invoice] = nil
          continue
        }
        financed[invoice] = FinancedInvoice(
          financier: row["financier"] ?? "", since: try row.day("day"),
          advance: try row.money("amount"),
          recourseDay: (row["until"] as String?).flatMap { Day(iso: $0) })
      }
      return financed
    }
  }

  /// What we owe clients at the end of `day`, by client.
  package func owedToClients(asOf day: Day) throws(Problem) -> [ID<Client>: [Money]] {
    try reading { db in
      var owed: [ID<Client>: [Money]] = [:]
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT * FROM (SELECT client_id, document.currency,
              SUM(effect - (SELECT COALESCE(SUM(amount), 0) FROM allocation
                WHERE document_id = document.id AND day <= ?1)) AS open
            FROM document WHERE kind = 'bill' AND effect > 0 AND issue_date <= ?1
            GROUP BY client_id, document.currency) AS owed
          WHERE open > 0 ORDER BY client_id, currency
          """, arguments: [day.description])
      while let row = try rows.next() {
        owed[row.id("client_id"), default: []].append(try row.money("open"))
      }
      return owed
    }
  }
}

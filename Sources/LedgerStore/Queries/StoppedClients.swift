import Accounting
package import Domain
import GRDB

/// An invoice for a client that was to get no further credit by then.
package struct StoppedJob: Hashable, Sendable {
  package var invoice: String
  package var client: String
  /// `stop`, `blacklist` or `insolvent`.
  package var kind: ClientEvent.Kind
  package var since: Day
  package var note: String
}

extension Ledger {
  /// Invoices of an import that were issued after their client was stopped and before it was
  /// released.
  package func jobsOfStoppedClients(import number: Int64) throws(Problem) -> [StoppedJob] {
    try reading { db in
      // Few books have any, and an import may have a million invoices.
      let isAnyStopped = try Bool.fetchOne(
        db,
        sql: "SELECT EXISTS (SELECT 1 FROM event WHERE kind IN ('stop', 'blacklist', 'insolvent'))")
      guard isAnyStopped == true else { return [] }
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT number, client.id, client.name, issue_date
          FROM \(filesWithDocuments)
            JOIN client ON client.id = document.client_id
          WHERE import_id = ? AND document.kind = 'invoice'
            AND EXISTS (SELECT 1 FROM event WHERE event.client_id = client.id
              AND event.kind IN ('stop', 'blacklist', 'insolvent'))
          ORDER BY number
          """, arguments: [number])
      var stops: [Issue: ActiveEvents.Active?] = [:]
      return try rows.compactMap { row in
        let issue = Issue(client: row.id("id"), day: try row.day("issue_date"))
        let stop =
          try stops[issue]
          ?? ActiveEvents(db, asOf: issue.day, client: issue.client)
          .stop(of: issue.client, day: issue.day)
        stops[issue] = .some(stop)
        return stop.map { stop in
          StoppedJob(
            invoice: row["number"], client: row["name"], kind: stop.kind, since: stop.begins,
            note: stop.note)
        }
      }
    }
  }

  private struct Issue: Hashable {
    let client: ID<Client>
    let day: Day
  }

  /// The day since which a client is insolvent at the end of `day`, or nil.
  package func insolvency(of client: ID<Client>, asOf day: Day) throws(Problem) -> Day? {
    try reading { db in
      let hold = try ActiveEvents(db, asOf: day, client: client).hold(on: client, day: day)
      guard case .insolvent(let since) = hold else { return nil }
      return since
    }
  }
}

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
      return try Row.fetchAll(
        db,
        sql: """
          SELECT number, client.name AS client, event.kind, event.day, event.note
          FROM source_file JOIN document ON document.file_id = source_file.id
            JOIN client ON client.id = document.client_id
            JOIN event ON event.id = (SELECT id FROM event AS last
              WHERE last.client_id = client.id AND last.document_id IS NULL
                AND last.day <= issue_date
                AND last.kind IN ('stop', 'blacklist', 'insolvent', 'release')
              ORDER BY day DESC, id DESC LIMIT 1)
          WHERE import_id = ? AND document.kind = 'invoice' AND event.kind <> 'release'
          ORDER BY number
          """, arguments: [number]
      ).map { row in
        StoppedJob(
          invoice: row["number"], client: row["client"], kind: try row.value("kind"),
          since: try row.day("day"), note: row["note"])
      }
    }
  }

  /// The day since which a client is insolvent at the end of `day`, or nil.
  package func insolvency(of client: ID<Client>, asOf day: Day) throws(Problem) -> Day? {
    try reading { db in
      let last = try Row.fetchOne(
        db,
        sql: """
          SELECT kind, day FROM event WHERE client_id = ? AND document_id IS NULL AND day <= ?
            AND kind IN ('insolvent', 'release') ORDER BY day DESC, id DESC LIMIT 1
          """, arguments: [client.rawValue, day.description])
      guard let last, last["kind"] == ClientEvent.Kind.insolvent.rawValue else { return nil }
      return try last.day("day")
    }
  }
}

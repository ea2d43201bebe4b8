package import Domain
import GRDB

/// An identifier of a client, and how many documents were told to be the client's by it.
package struct Recognition: Hashable, Sendable {
  package var identifier: Party.Identifier
  /// Documents in whose case nothing better was known.
  package var documents: Int
}

extension Ledger {
  /// The identifiers of a client, best first, with the documents known by the end of `day` that
  /// each of them merged; and how many documents of the client there are.
  package func recognitions(
    of client: ID<Client>, asOf day: Day
  ) throws(Problem) -> (documents: Int, by: [Recognition]) {
    try reading { db in
      let known = try Row.fetchAll(
        db,
        sql: """
          SELECT known_by, COUNT(*) AS n FROM document WHERE client_id = ? AND issue_date <= ?
          GROUP BY known_by
          """, arguments: [client.rawValue, day.description])
      let counts = Dictionary(
        uniqueKeysWithValues: known.map { ($0["known_by"] as String, $0["n"] as Int) })
      let keys = try Row.fetchAll(
        db,
        sql: "SELECT scheme, value FROM client_key WHERE client_id = ? ORDER BY scheme, value",
        arguments: [client.rawValue])
      let recognitions = keys.compactMap { row in
        Party.Identifier.Scheme(rawValue: row["scheme"]).map { scheme in
          let identifier = Party.Identifier(scheme, row["value"])
          return Recognition(
            identifier: identifier, documents: counts[identifier.stored] ?? 0)
        }
      }
      return (counts.values.reduce(0, +), recognitions)
    }
  }
}

extension Party.Identifier {
  /// The scheme's number and the value.
  var stored: String { "\(scheme.rawValue) \(value)" }
}

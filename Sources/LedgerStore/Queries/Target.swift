import Accounting
package import Domain
import GRDB

extension Ledger {
  /// What a name on the command line can mean.
  package enum Target: Hashable, Sendable {
    case invoice(ID<Invoice>, client: ID<Client>, currency: Currency)
    case client(ID<Client>)
  }

  /// The invoices of this number; where there is none, the clients of this id, exact name or
  /// identifier, as a list of clients may name them. More than one where the name is not enough.
  package func targets(named name: String) throws(Problem) -> [Target] {
    try reading { db in
      let invoices = try db.documents("effect > 0", numbered: name)
      guard invoices.isEmpty else { return invoices }
      return try db.clients(matching: name).map { Target.client(ID($0)) }
    }
  }

  /// Clients and documents whose names contain the letters and digits of `name`, or are the same
  /// but for signs and capitals: for people to choose from. `exact` is what commands take. The
  /// shortest names come first.
  package func similar(to name: String) throws(Problem) -> [(shown: String, exact: String)] {
    let key = Self.key(name)
    guard key.count > 1 else { return [] }
    return try reading { db in
      var found: [(shown: String, exact: String)] = []
      let clients = try Row.fetchAll(
        db, sql: "SELECT name, external_id FROM client WHERE merged_into IS NULL ORDER BY id")
      for row in clients {
        let (name, id): (String, String) = (row["name"], row["external_id"])
        if Self.key(name).contains(key) { found.append((name, id.isEmpty ? name : id)) }
      }
      guard found.isEmpty else { return found.sorted { $0.shown.count < $1.shown.count } }
      let numbers = try String.fetchAll(
        db,
        sql: """
          SELECT DISTINCT number FROM document WHERE kind IN ('invoice', 'credit-note')
          ORDER BY number
          """)
      let same = numbers.filter { Self.key($0) == key }
      let parts = same.isEmpty ? numbers.filter { Self.key($0).contains(key) } : same
      return parts.sorted { ($0.count, $0) < ($1.count, $1) }.map { ($0, $0) }
    }
  }

  private static func key(_ name: String) -> String {
    Party.folded(name).filter { $0.isLetter || $0.isNumber }
  }

  /// The documents of this number on which nothing is to be paid: credit notes, and invoices of
  /// zero or less. Nothing is recorded about them.
  package func documentsOwingNothing(numbered number: String) throws(Problem) -> [Target] {
    try reading { db in try db.documents("effect <= 0", numbered: number) }
  }
}

extension Database {
  fileprivate func documents(
    _ condition: String, numbered number: String
  ) throws -> [Ledger.Target] {
    // A number that several documents have means all of them that count.
    try Row.fetchAll(
      self,
      sql: """
        SELECT id, client_id, currency FROM document
        WHERE (number = ?1 OR own_number = ?1 AND number NOT LIKE '%@void%')
          AND kind IN ('invoice', 'credit-note') AND \(condition) ORDER BY id
        """, arguments: [number]
    ).map { row in
      Ledger.Target.invoice(row.id("id"), client: row.id("client_id"), currency: try row.currency())
    }
  }
}

/// Where rows of the tables name a target.
extension Ledger.Target {
  var id: Int64 {
    switch self {
    case .invoice(let invoice, _, _): invoice.rawValue
    case .client(let client): client.rawValue
    }
  }

  /// The column of events that holds its id.
  var column: String {
    switch self {
    case .invoice: "document_id"
    case .client: "client_id"
    }
  }

  /// The condition on entries to be about it; a parameter holds its id.
  func isAllocated(_ id: String) -> String {
    switch self {
    case .invoice: "allocation.document_id = \(id)"
    case .client: Allocation.isOf(client: id)
    }
  }

  /// The column of documents that holds its id.
  var documentColumn: String {
    switch self {
    case .invoice: "document.id"
    case .client: "document.client_id"
    }
  }
}

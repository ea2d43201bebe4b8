package import Domain
import GRDB

extension Ledger {
  /// What a list of clients brought.
  package struct ClientListSummary: Sendable {
    /// New facts; what was known word for word is not counted.
    package var facts = 0
    package var clients = 0
    package var faults: [Fault] = []
    /// The number that `undo` takes; nil where nothing was new.
    package var number: Int64?
  }

  /// Takes in what a list says of clients, in one transaction. A row that names no client of the
  /// book, or several, is a fault and keeps no other from being taken.
  package func add(_ list: ClientList, on day: Day) throws(Problem) -> ClientListSummary {
    try writing { db in
      var summary = ClientListSummary()
      summary.faults = list.faults
      var file: Int64?
      for row in list.rows {
        let clients = try db.clients(matching: row.client)
        guard let client = clients.first, clients.count == 1 else {
          summary.faults.append(Self.unknown(row, clients.count, list.path))
          continue
        }
        var isNews = false
        for fact in row.facts {
          let from = row.from ?? day
          guard try db.fact(fact.field, of: client, on: from) != fact.value else { continue }
          let id = try file ?? db.newFile(of: list, on: day)
          file = id
          try db.run(
            "INSERT INTO client_fact (day, client_id, field, value, file_id) VALUES (?, ?, ?, ?, ?)",
            [from.description, client, fact.field.rawValue, fact.value, id])
          summary.facts += 1
          isNews = true
        }
        summary.clients += isNews ? 1 : 0
      }
      guard let file else { return summary }
      summary.number = try Int64.fetchOne(
        db, sql: "SELECT import_id FROM source_file WHERE id = ?", arguments: [file])
      try db.seal(.file, file, on: day)
      try db.seal(.facts, file, on: day)
      return summary
    }
  }

  private static func unknown(_ row: ClientList.Row, _ count: Int, _ path: String) -> Fault {
    Fault(
      .csvClient, file: path, line: row.line,
      count == 0
        ? "the row names no client of the book" : "the row may mean \(count) clients of the book",
      remedy: "Name the client's id, VAT number or exact name, as `dunlin clients` shows them; "
        + "this row was not imported, the others were.")
  }

  /// Agreed days to pay by the end of `day`, by every identifier and name of the clients.
  package func agreedTermDays(asOf day: Day) throws(Problem) -> [String: Int] {
    try reading { db in
      var days: [String: Int] = [:]
      // Of two clients with one name, the later one's days hold.
      for (client, facts) in try db.clientFacts(asOf: day).sorted(by: { $0.key < $1.key }) {
        guard let text = facts[.termDays], let count = Int(text) else { continue }
        let names = try String.fetchAll(
          db,
          sql: """
            SELECT name FROM client WHERE id = ?1 UNION SELECT external_id FROM client WHERE id = ?1
            UNION SELECT value FROM client_key WHERE client_id = ?1
            """, arguments: [client])
        for name in names { days[name] = count }
      }
      return days
    }
  }
}

extension Database {
  /// Clients by id or exact name (`?1`); of one that was merged, the one it became in the end.
  private static let namedClients = """
    WITH RECURSIVE chain(id, next) AS (
      SELECT id, merged_into FROM client WHERE external_id = ?1 OR name = ?1
      UNION SELECT client.id, merged_into FROM client JOIN chain ON client.id = next)
    SELECT id FROM chain WHERE next IS NULL
    """

  /// Clients by id, exact name, or an identifier of any kind: a VAT number as people write it, a
  /// company number with its country or without.
  func clients(matching text: String) throws -> [Int64] {
    let vat = Party.Identifier(normalising: .vat, text).value
    let bare = text.filter { !$0.isWhitespace }
    let ids = try Int64.fetchAll(
      self,
      sql: """
        \(Self.namedClients)
        UNION SELECT client_id FROM client_key WHERE scheme < 5
          AND (value IN (?1, ?2) OR scheme = 2 AND value = ?3
            OR scheme = 3 AND substr(value, 3, 1) = '/' AND substr(value, 4) = ?2)
        """, arguments: [text, bare, vat])
    return ids.sorted()
  }

  /// Latest facts of every client by the end of a day.
  func clientFacts(asOf day: Day) throws -> [Int64: [ClientFact.Field: String]] {
    var facts: [Int64: [ClientFact.Field: String]] = [:]
    let rows = try Row.fetchCursor(
      self,
      sql:
        "SELECT client_id, field, value FROM client_fact WHERE day <= ? AND value <> '' ORDER BY day, id",
      arguments: [day.description])
    while let row = try rows.next() {
      facts[row["client_id"], default: [:]][try row.value("field")] = row["value"]
    }
    return facts
  }

  fileprivate func fact(_ field: ClientFact.Field, of client: Int64, on day: Day) throws -> String?
  {
    try String.fetchOne(
      self,
      sql: """
        SELECT value FROM client_fact WHERE client_id = ? AND field = ? AND day <= ?
        ORDER BY day DESC, id DESC LIMIT 1
        """, arguments: [client, field.rawValue, day.description])
  }

  fileprivate func newFile(of list: ClientList, on day: Day) throws -> Int64 {
    let known = try BulkStatement(
      self, "SELECT id FROM source_file WHERE digest = ? AND NOT is_undone")
    known.set(1, list.digest)
    if let known = try known.first({ $0.integer(0) }) { return known }
    try run("INSERT INTO import (day) VALUES (?)", [day.description])
    let new = try BulkStatement(
      self, "INSERT INTO source_file (path, digest, imported, import_id) VALUES (?, ?, ?, ?)")
    new.set(1, list.path)
    new.set(2, list.digest)
    new.set(3, day)
    new.set(4, lastInsertedRowID)
    try new.run()
    return lastInsertedRowID
  }
}

extension Client {
  /// Puts what the business was told over what documents say.
  mutating func complete(with facts: [ClientFact.Field: String]) {
    contact.email = facts[.email] ?? contact.email
    contact.phone = facts[.phone] ?? contact.phone
    contact.person = facts[.person] ?? contact.person
    language = facts[.language] ?? language
    address.country = facts[.country] ?? address.country
    termDays = facts[.termDays].flatMap { Int($0) } ?? termDays
    isConsumer = facts[.kind].map { $0 == "consumer" } ?? isConsumer
    group = facts[.group] ?? group
    policy = facts[.policy] ?? policy
  }
}

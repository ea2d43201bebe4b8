package import Domain
import GRDB

/// A merge or split of clients, as it was recorded.
package struct ClientMove: Hashable, Sendable {
  package var number: Int64
  package var day: Day
  /// `merge` or `split`.
  package var kind: String
  package var from: String
  package var into: String
  package var documents: Int
  package var note: String
  package var who: String
  /// The day on which it was taken back.
  package var undone: Day?
}

extension Ledger {
  /// Says that two clients are one: everything of `other` becomes that of `kept`, and documents to
  /// come that name `other` are `kept`'s. Letters sent stay as they were. `split` takes it back.
  package func merge(
    _ other: ID<Client>, into kept: ID<Client>, on day: Day, note: String = "", who: String = ""
  ) throws(Problem) {
    guard other != kept else {
      throw .refused("both are the same client", remedy: "Nothing was changed.")
    }
    try writing { db in
      let move = try db.newMove("merge", other.rawValue, kept.rawValue, on: day, note, who)
      for kind in MoveRow.Kind.allCases { try db.noteRows(kind, of: other.rawValue, in: move) }
      try db.run(
        "UPDATE client SET merged_into = ? WHERE id = ?", [kept.rawValue, other.rawValue])
      try db.carryOut(move, from: other.rawValue, to: kept.rawValue, on: day, policy)
    }
  }

  /// Takes the last merge into a client back. Documents that came since and are known by an
  /// identifier of the other client go with it. Returns its name.
  package func unmerge(_ kept: ID<Client>, on day: Day) throws(Problem) -> String {
    try writing { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT id, from_client FROM client_move
          WHERE to_client = ? AND kind = 'merge' AND undone IS NULL ORDER BY id DESC LIMIT 1
          """, arguments: [kept.rawValue])
      guard let row else {
        throw Problem.refused(
          "nothing was merged into this client",
          remedy: "Name the invoices that are another client's; nothing was changed.")
      }
      let (move, other): (Int64, Int64) = (row["id"], row["from_client"])
      try db.run("UPDATE client_move SET undone = ? WHERE id = ?", [day.description, move])
      try db.run("UPDATE client SET merged_into = NULL WHERE id = ?", [other])
      try db.noteLaterDocuments(of: kept.rawValue, in: move)
      try db.noteLaterEvents(in: move)
      try db.carryOut(move, from: kept.rawValue, to: other, on: day, policy)
      return try String.fetchOne(
        db, sql: "SELECT name FROM client WHERE id = ?", arguments: [other]) ?? ""
    }
  }

  /// Says that documents were told to be a client's wrongly: they become those of a client of their
  /// own, and so do the identifiers that only they have. `told` is what the documents say of it:
  /// its address goes before that of the client they were told to be of, and its contact is the new
  /// client's, unless the data of the old one were removed.
  package func split(
    _ numbers: [String], from client: ID<Client>, named name: String, told: Party? = nil,
    on day: Day, note: String = "", who: String = ""
  ) throws(Problem) {
    try writing { db in
      let id = client.rawValue
      let documents = try numbers.map { try db.document(numbered: $0, of: id) }
      let other = try db.newClient(named: name, like: id, told)
      let move = try db.newMove("split", id, other, on: day, note, who)
      for document in documents {
        try db.note(.document, document, in: move)
        let events = try Int64.fetchAll(
          db, sql: "SELECT id FROM event WHERE document_id = ? ORDER BY id",
          arguments: [document])
        for event in events { try db.note(.event, event, in: move) }
      }
      try db.noteOwnKeys(of: id, in: move)
      try db.carryOut(move, from: id, to: other, on: day, policy)
    }
  }

  /// Every merge and split that a client was part of.
  package func moves(of client: ID<Client>) throws(Problem) -> [ClientMove] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT client_move.*, before.name AS from_name, after.name AS into_name,
            (SELECT COUNT(*) FROM client_move_row WHERE move_id = client_move.id
              AND kind = 'document') AS documents
          FROM client_move JOIN client AS before ON before.id = from_client
            JOIN client AS after ON after.id = to_client
          WHERE ? IN (from_client, to_client) ORDER BY client_move.id
          """, arguments: [client.rawValue]
      ).map { row in
        ClientMove(
          number: row["id"], day: try row.day("day"), kind: row["kind"], from: row["from_name"],
          into: row["into_name"], documents: row["documents"], note: row["note"],
          who: row["who"], undone: row["undone"] == nil ? nil : try row.day("undone"))
      }
    }
  }
}

extension Database {
  /// Whether a person joined or parted two clients, also by way of others: what says that it is of
  /// one of them may be of the other, as the person said.
  func wereMoved(between client: Int64, _ other: Int64) throws -> Bool {
    try Bool.fetchOne(
      cachedStatement(
        sql: """
          WITH RECURSIVE near(id) AS (VALUES (?1)
            UNION SELECT CASE WHEN from_client = near.id THEN to_client ELSE from_client END
            FROM near JOIN client_move ON near.id IN (from_client, to_client))
          SELECT EXISTS (SELECT 1 FROM near WHERE id = ?2)
          """), arguments: [client, other]) ?? false
  }
}

/// What a move takes along.
private struct MoveRow {
  enum Kind: String, CaseIterable {
    case document, event, fact, key
  }
}

extension Database {
  fileprivate func newMove(
    _ kind: String, _ from: Int64, _ to: Int64, on day: Day, _ note: String, _ who: String
  ) throws -> Int64 {
    try run(
      """
      INSERT INTO client_move (day, kind, from_client, to_client, note, who)
      VALUES (?, ?, ?, ?, ?, ?)
      """, [day.description, kind, from, to, note, who])
    return lastInsertedRowID
  }

  /// A client that is like another where nothing is told of it.
  fileprivate func newClient(named name: String, like client: Int64, _ told: Party?) throws -> Int64
  {
    let (address, contact) = (told?.address ?? Party.Address(), told?.contact ?? Party.Contact())
    let isPlaced =
      !(address.lines.isEmpty && address.postcode.isEmpty && address.city.isEmpty
      && address.country.isEmpty)
    try run(
      """
      INSERT INTO client (external_id, name, street, postcode, city, country, person, email,
        phone, language)
      SELECT ?2, ?2, CASE WHEN ?3 THEN ?4 ELSE street END,
        CASE WHEN ?3 THEN ?5 ELSE postcode END, CASE WHEN ?3 THEN ?6 ELSE city END,
        CASE WHEN ?3 THEN ?7 ELSE country END, CASE WHEN forgotten IS NULL THEN ?8 ELSE '' END,
        CASE WHEN forgotten IS NULL THEN ?9 ELSE '' END,
        CASE WHEN forgotten IS NULL THEN ?10 ELSE '' END, language
      FROM client WHERE id = ?1
      """,
      [
        client, name, isPlaced, address.lines.joined(separator: "\n"), address.postcode,
        address.city, address.country, contact.person, contact.email, contact.phone,
      ])
    return lastInsertedRowID
  }

  fileprivate func note(_ kind: MoveRow.Kind, _ subject: Int64, in move: Int64) throws {
    try run(
      "INSERT INTO client_move_row (move_id, kind, subject) VALUES (?, ?, ?)",
      [move, kind.rawValue, subject])
  }

  fileprivate func noteRows(_ kind: MoveRow.Kind, of client: Int64, in move: Int64) throws {
    let rows =
      switch kind {
      case .document: "id, '' FROM document"
      case .event: "id, '' FROM event"
      case .fact: "id, '' FROM client_fact"
      case .key: "scheme, value FROM client_key"
      }
    try run(
      """
      INSERT INTO client_move_row (move_id, kind, subject, value)
      SELECT ?, ?, \(rows) WHERE client_id = ?
      """, [move, kind.rawValue, client])
  }

  /// Documents that came after a merge and are known by an identifier that it took along.
  fileprivate func noteLaterDocuments(of client: Int64, in move: Int64) throws {
    try run(
      """
      INSERT INTO client_move_row (move_id, kind, subject)
      SELECT ?1, 'document', id FROM document WHERE client_id = ?2 AND known_by IN
        (SELECT subject || ' ' || value FROM client_move_row WHERE move_id = ?1 AND kind = 'key')
      ON CONFLICT DO NOTHING
      """, [move, client])
  }

  /// What was recorded after a merge about documents that it took along.
  fileprivate func noteLaterEvents(in move: Int64) throws {
    try run(
      """
      INSERT INTO client_move_row (move_id, kind, subject)
      SELECT ?1, 'event', id FROM event WHERE document_id IN
        (SELECT subject FROM client_move_row WHERE move_id = ?1 AND kind = 'document')
      ON CONFLICT DO NOTHING
      """, [move])
  }

  /// Identifiers by which none of the documents that stay is known. None while a document stays by
  /// which the client was made: it is known by nothing, and what it taught is its own.
  fileprivate func noteOwnKeys(of client: Int64, in move: Int64) throws {
    try run(
      """
      INSERT INTO client_move_row (move_id, kind, subject, value)
      SELECT ?1, 'key', scheme, value FROM client_key WHERE client_id = ?2
        AND EXISTS (SELECT 1 FROM document JOIN client_move_row ON move_id = ?1 AND subject = id
          AND client_move_row.kind = 'document' WHERE known_by = scheme || ' ' || client_key.value)
        AND NOT EXISTS (SELECT 1 FROM document WHERE client_id = ?2
          AND known_by IN ('', scheme || ' ' || client_key.value) AND id NOT IN
            (SELECT subject FROM client_move_row WHERE move_id = ?1 AND kind = 'document'))
      """, [move, client])
  }

  fileprivate func document(numbered number: String, of client: Int64) throws -> Int64 {
    let ids = try Int64.fetchAll(
      self, sql: "SELECT id FROM document WHERE number = ? AND client_id = ? ORDER BY id",
      arguments: [number, client])
    guard let id = ids.first, ids.count == 1 else {
      throw Ledger.Problem.refused(
        ids.isEmpty
          ? "the client has no document \(number)"
          : "\(number) is the number of \(ids.count) documents",
        remedy: "`dunlin history CLIENT` lists them; nothing was changed.")
    }
    return id
  }

  /// Moves the rows, matches and allocates anew, and seals whatever changed.
  fileprivate func carryOut(
    _ move: Int64, from: Int64, to: Int64, on day: Day, _ policy: MatchPolicy
  ) throws {
    func rows(_ kind: MoveRow.Kind) -> String {
      "(SELECT subject FROM client_move_row WHERE move_id = ?1 AND kind = '\(kind.rawValue)')"
    }
    for client in [from, to] { try removeAllocations(client: client) }
    for (table, kind) in [
      ("document", MoveRow.Kind.document), ("event", .event), ("client_fact", .fact),
    ] {
      try run(
        "UPDATE \(table) SET client_id = ?2 WHERE client_id = ?3 AND id IN \(rows(kind))",
        [move, to, from])
    }
    try run(
      """
      UPDATE client_key SET client_id = ?2 WHERE client_id = ?3 AND EXISTS (
        SELECT 1 FROM client_move_row WHERE move_id = ?1 AND kind = 'key' AND subject = scheme
          AND client_move_row.value = client_key.value)
      """, [move, to, from])
    let news = try matchBankLines(since: "", PresentFactKinds(), policy)
    for client in news.clients.union([from, to]).sorted() { try allocate(client: client) }
    for client in [from, to] { try seal(.client, client, on: day) }
    let files = try Int64.fetchSet(
      self,
      sql: """
        SELECT file_id FROM document WHERE id IN \(rows(.document))
        UNION SELECT file_id FROM event WHERE id IN \(rows(.event)) AND file_id IS NOT NULL
        """, arguments: [move])
    for file in files.sorted() { try seal(.file, file, on: day) }
    let events = try Int64.fetchAll(
      self,
      sql: "SELECT id FROM event WHERE id IN \(rows(.event)) AND file_id IS NULL ORDER BY id",
      arguments: [move])
    for event in events { try seal(.event, event, on: day) }
    let lists = try Int64.fetchAll(
      self,
      sql: """
        SELECT DISTINCT file_id FROM client_fact WHERE id IN \(rows(.fact)) ORDER BY file_id
        """,
      arguments: [move])
    for file in lists { try seal(.facts, file, on: day) }
    for file in news.files.sorted() { try seal(.match, file, on: day) }
    try seal(.move, move, on: day)
  }
}

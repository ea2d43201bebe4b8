import Accounting
package import Domain
import GRDB
import Matching

extension Ledger {
  /// How many entries the paper trail has, and the last link of its chain: a note of it proves
  /// later that nothing before it was changed or cut off.
  package func journalHead() throws(Problem) -> (entries: Int, chain: Digest) {
    try reading { db in
      let last = try Row.fetchOne(
        db, sql: "SELECT id, chain FROM journal ORDER BY id DESC LIMIT 1")
      return try (last?["id"] ?? 0, last?.digest("chain") ?? Journal.start)
    }
  }
}

extension Database {
  /// Sentences about entries that do not follow from one another, rows that are not as they were
  /// sealed, and rows that no entry seals.
  func journalViolations() throws -> [String] {
    try brokenLinks() + brokenSeals() + unsealed()
  }

  private func brokenLinks() throws -> [String] {
    var broken: [String] = []
    var last = Journal.start
    var expected: Int64 = 1
    let rows = try Row.fetchCursor(self, sql: "SELECT * FROM journal ORDER BY id")
    while let row = try rows.next() {
      let number: Int64 = row["id"]
      let chain = try Journal.chained(
        after: last, number, row["day"], row["kind"], row["subject"], row.digest("digest"))
      if try chain != row.digest("chain") || number != expected {
        broken.append("the paper trail is broken at entry \(number)")
        break
      }
      last = chain
      expected += 1
    }
    return broken
  }

  private func brokenSeals() throws -> [String] {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT id, kind, subject, salt, digest FROM journal WHERE id IN
          (SELECT MAX(id) FROM journal GROUP BY kind, subject) ORDER BY id
        """)
    var broken: [String] = []
    var sealers: [Journal.Kind: Sealer] = [:]
    for row in rows {
      let name: String = row["kind"]
      let subject: Int64 = row["subject"]
      guard let kind = Journal.Kind(rawValue: name) else {
        broken.append("the paper trail has an entry of unknown kind: \(name)")
        continue
      }
      let sealer = try sealers[kind] ?? Sealer(self, kind)
      sealers[kind] = sealer
      guard let salt: String = row["salt"],
        try sealer.digest(subject, salt: salt) == row.digest("digest")
      else {
        broken.append(
          "\(kind.rawValue) \(subject) is not as it was recorded (entry \(row["id"] as Int64))")
        continue
      }
    }
    return broken
  }

  /// Rows that were put in past the ledger.
  private func unsealed() throws -> [String] {
    let tables: [(kind: Journal.Kind, rows: String)] = [
      (.file, "SELECT id FROM source_file"),
      (.match, "SELECT DISTINCT file_id AS id FROM bank_line"),
      (.event, "SELECT id FROM event WHERE file_id IS NULL"),
      (.decision, "SELECT id FROM decision"),
      (.notice, "SELECT id FROM notice"),
      (.message, "SELECT id FROM message WHERE day IS NOT NULL"),
      (.client, "SELECT id FROM client"),
      (.undo, "SELECT id FROM import WHERE undone IS NOT NULL"),
      (.facts, "SELECT DISTINCT file_id AS id FROM client_fact"),
      (.move, "SELECT id FROM client_move"),
    ]
    return try tables.flatMap { table in
      try Int64.fetchAll(
        self,
        sql: """
          SELECT id FROM (\(table.rows)) AS subjects WHERE NOT EXISTS
            (SELECT 1 FROM journal WHERE kind = ? AND subject = subjects.id) ORDER BY id
          """, arguments: [table.kind.rawValue]
      ).map { "\(table.kind.rawValue) \($0) is not in the paper trail" }
    }
  }

  /// Clients whose entries are not what follows from the facts.
  func derivationViolations() throws -> [String] {
    let clients = try Int64.fetchAll(
      self,
      sql: """
        SELECT id FROM client ORDER BY id
        """)
    return try pairViolations()
      + clients.compactMap { client in
        let stored = try Row.fetchAll(
          cachedStatement(
            sql: """
              SELECT day, currency, source, source_id, document_id, amount FROM allocation
              WHERE \(Allocation.isOf(client: "?1")) ORDER BY id
              """), arguments: [client]
        ).map(AllocationRow.init)
        let derived = try allocationRows(client: client)
        // Words of a register alone have no order: see `PlainAccounts`.
        let isSame = stored == derived || stored.isPlain && stored.sorted() == derived.sorted()
        return isSame
          ? nil : "the allocations of client \(client) do not follow from the facts"
      }
  }

  /// Lines that are kept from counting, or not, against what follows from the facts.
  private func pairViolations() throws -> [String] {
    try twofoldAccounts().sorted().compactMap { account in
      let dropped = try samePayments(in: account).flatMap(\.dropped).sorted()
      let stored = try Int64.fetchAll(
        self,
        sql: "SELECT id FROM bank_line WHERE account = ? AND same_as IS NOT NULL ORDER BY id",
        arguments: [account])
      return dropped == stored
        ? nil : "payments told twice of one account do not follow from the facts"
    }
  }
}

extension [AllocationRow] {
  fileprivate var isPlain: Bool {
    allSatisfy { $0.source == "register" && $0.sourceID == $0.document }
  }

  /// In the order of the documents' ids, where all are plain.
  fileprivate func sorted() -> Self { sorted { $0.sourceID < $1.sourceID } }
}

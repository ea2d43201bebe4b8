import Domain
import GRDB
import Support
import Testing

@testable import LedgerStore

/// Takes step 10 back, where no document's own file says what was paid: the words of a register
/// are all in rows of their own, and files do not know their documents.
private let before10 = """
  DROP VIEW settlement;
  ALTER TABLE later_settlement RENAME TO settlement;
  ALTER TABLE document DROP COLUMN told_day;
  ALTER TABLE document DROP COLUMN told_paid;
  ALTER TABLE source_file DROP COLUMN first_document;
  ALTER TABLE source_file DROP COLUMN last_document;
  CREATE INDEX document_file ON document(file_id);
  DROP INDEX allocation_account;
  CREATE INDEX allocation_client ON allocation(client_id);
  DELETE FROM grdb_migrations WHERE identifier LIKE '10 %';
  """

/// A row of a register.
private func told(
  _ number: String, _ cents: Int64? = nil, on iso: String? = nil
) -> FileContents.Record {
  var row = record(number, issued: "2026-05-01", due: "2026-05-31", euros(10_000))
  row.source = .csv
  row.settlement = cents.map { FileContents.Settlement(paid: euros($0), day: iso.map(day)) }
  return row
}

private var rules: Import { Import(day: day("2026-06-05"), business: business) }

@Test("a book with a register's words from before step 10 has them after it, as they were sealed")
func wordsOfBefore() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/book.sqlite"
  let open = ["R-1": Int64(9_900), "R-2": 7_000, "R-3": 10_000]
  do {
    let ledger = try Ledger(path: path)
    _ = try ledger.add(
      [
        file("a", [told("R-1"), told("R-2")]),
        file("a again", [told("R-1", 100, on: "2026-05-20"), told("R-2", 2_000)]),
        file("b", [record("R-3", issued: "2026-05-01", due: "2026-05-31", euros(10_000))]),
        file("c", [told("R-2", 3_000, on: "2026-06-02")]),
      ], by: rules)
    #expect(try ledger.open(asOf: "2026-06-30") == open)
    try ledger.database.write { try $0.execute(sql: before10) }
  }
  let ledger = try Ledger(path: path)
  #expect(try ledger.violations() == [])
  #expect(try ledger.open(asOf: "2026-06-30") == open)
  let rows = try ledger.database.read { db in
    try ["later_settlement", "settlement"].map {
      try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \($0)")
    }
  }
  #expect(rows == [3, 3])
  // What later files say of documents from before, and taking imports back.
  _ = try ledger.add([file("d", [told("R-1", 10_000, on: "2026-06-04")])], by: rules)
  #expect(try ledger.open(asOf: "2026-06-30") == ["R-2": 7_000, "R-3": 10_000])
  #expect(try ledger.imports().map(\.documents) == [3, 0])
  try ledger.undo(2, on: day("2026-06-06"))
  #expect(try ledger.open(asOf: "2026-06-30") == open)
  try ledger.undo(1, on: day("2026-06-06"))
  #expect(try ledger.open(asOf: "2026-06-30").isEmpty)
  #expect(try ledger.violations() == [])
}

@Test("a known file that brings a document after all has it among its own")
func documentOfKnownFile() throws {
  let ledger = try Ledger()
  let first = record("R-1", issued: "2026-05-01", due: "2026-05-31", euros(10_000))
  var other = first
  other.invoice.payable = euros(700)
  _ = try ledger.add([file("a", [first])], by: rules)
  // Refused, as another document has its number.
  let known = file("b", [record("R-2", issued: "2026-05-02", euros(500)), other])
  _ = try ledger.add([known], by: rules)
  try ledger.undo(1, on: day("2026-06-06"))
  _ = try ledger.add([known], by: rules)
  #expect(try ledger.open(asOf: "2026-06-30") == ["R-1": 700, "R-2": 500])
  #expect(try ledger.violations() == [])
  #expect(try ledger.imports().map(\.documents) == [0, 2])
  try ledger.undo(2, on: day("2026-06-06"))
  #expect(try ledger.open(asOf: "2026-06-30").isEmpty)
  #expect(try ledger.violations() == [])
}

@Test("a row that names another which is not there is found by the check")
func brokenReference() throws {
  let ledger = try Ledger()
  _ = try ledger.add([file("a", [told("R-1", 100, on: "2026-05-20")])], by: rules)
  try ledger.withoutReferenceChecks {
    try ledger.database.write { try $0.execute(sql: "UPDATE source_file SET import_id = 9") }
  }
  #expect(try ledger.violations().contains { $0.contains("source_file: its import is not there") })
  #expect(throws: DatabaseError.self) {
    try ledger.database.write { try $0.execute(sql: "UPDATE source_file SET import_id = 8") }
  }
}

@Test("a book from before step 11, with digests as texts, has the same paper trail after it")
func digestsOfBefore() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/book.sqlite"
  let head: (entries: Int, chain: Digest)
  let files: [Digest]
  do {
    let ledger = try Ledger(path: path)
    _ = try ledger.add(
      [file("a", [told("R-1"), told("R-2", 100)]), file("b", [told("R-3")])], by: rules)
    try ledger.undo(1, on: day("2026-06-06"))
    _ = try ledger.add([file("a", [told("R-1")])], by: rules)
    head = try ledger.journalHead()
    files = try ledger.sourceFiles().map(\.digest)
    try ledger.database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF")
      for (table, columns) in [("source_file", ["digest"]), ("journal", ["digest", "chain"])] {
        try Migrations.rebuild(
          db, table,
          changed: { sql in
            sql.replacing("BLOB NOT NULL", with: "TEXT NOT NULL").replacing("= 32)", with: "= 64)")
          }, value: { columns.contains($0) ? "lower(hex(\($0)))" : $0 })
      }
      try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '11 %'")
    }
    let text = try ledger.database.read { db in
      try String.fetchOne(db, sql: "SELECT typeof(chain) || length(chain) FROM journal")
    }
    #expect(text == "text64")
  }
  let ledger = try Ledger(path: path)
  #expect(try ledger.violations() == [])
  let after = try ledger.journalHead()
  #expect(after.entries == head.entries && after.chain == head.chain)
  #expect(try ledger.sourceFiles().map(\.digest) == files)
  // What was read is known, what was taken back is not.
  let again = try ledger.add(
    [file("a", [told("R-1")]), file("b", [told("R-3")])], by: rules)
  #expect(again.alreadyKnown == 1 && again.invoices == 1)
  #expect(try ledger.violations() == [])
}

@Test("a digest that is none keeps a book from being brought forward, and the book as it was")
func wrongDigestOfBefore() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/book.sqlite"
  let queue = try DatabaseQueue(path: path)
  let steps = Migrations.migrator.migrations
  let last = try #require(steps.firstIndex { $0.hasPrefix("11 ") })
  try Migrations.migrator.migrate(queue, upTo: steps[last - 1])
  try queue.write { db in
    try db.execute(
      sql: """
        INSERT INTO import (id, day) VALUES (1, '2026-05-01');
        INSERT INTO source_file (id, path, digest, imported, import_id)
          VALUES (1, 'a', printf('%064s', 'x'), '2026-05-01', 1);
        """)
  }
  try queue.close()
  #expect(throws: Ledger.Problem.self) { try Ledger(path: path) }
  let left = try DatabaseQueue(path: path).read { db in
    try String.fetchAll(db, sql: "SELECT typeof(digest) FROM source_file")
  }
  #expect(left == ["text"])
}

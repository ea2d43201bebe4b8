import Domain
import Foundation
import GRDB
import Support
import Testing

@testable import LedgerStore

private var rules: Import { Import(day: day("2026-06-30"), business: business) }
private let some = file("a", [record("RE-1001", issued: "2026-05-01", euros(10_000))])
private let more = file(
  "b", (0..<200).map { record("N-\(2_000 + $0)", issued: "2026-05-01", euros(1)) })

extension TemporaryFolder {
  /// A file's bytes, as far as they are text.
  func bytes(of name: String) throws -> String {
    try String(decoding: Data(contentsOf: URL(filePath: path + "/" + name)), as: UTF8.self)
  }
}

@Test("a backup made while another program writes is a whole book of its own")
func backupInUse() throws {
  let folder = try TemporaryFolder()
  let ledger = try Ledger(path: folder.path + "/book.sqlite")
  _ = try ledger.add([some], by: rules)
  let writer = try Ledger(path: folder.path + "/book.sqlite")
  try writer.transaction {
    _ = try writer.add([more], by: rules)
    try ledger.backup(to: folder.path + "/copy.sqlite")
  }
  let copy = try Ledger(path: folder.path + "/copy.sqlite")
  #expect(try copy.open(asOf: "2026-06-30") == ["RE-1001": 10_000])
  #expect(try copy.violations() == [])
  #expect(throws: Ledger.Problem.self) { try ledger.backup(to: folder.path + "/copy.sqlite") }
  #expect(throws: Ledger.Problem.self) { try ledger.backup(to: folder.path + "/no/copy.sqlite") }
}

@Test("an older book is copied before it is brought forward")
func migrationBackup() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/book.sqlite"
  _ = try Ledger(path: path).add([some], by: rules)
  var migrator = Migrations.migrator
  migrator.registerMigration("later") { try $0.execute(sql: "ALTER TABLE client ADD extra TEXT") }
  let newer = try Ledger(path: path, migrator: migrator)
  #expect(try newer.open(asOf: "2026-06-30") == ["RE-1001": 10_000])
  let step = Migrations.migrator.migrations.count
  let copy = try Ledger(path: Ledger.backupPath(of: path, step: step))
  #expect(try copy.open(asOf: "2026-06-30") == ["RE-1001": 10_000])
  #expect(throws: Ledger.Problem.newer(path: path)) { _ = try Ledger(path: path) }
}

@Test("a second writer is told that the book is busy, and a reader is not kept waiting")
func busy() throws {
  let folder = try TemporaryFolder()
  let first = try Ledger(path: folder.path + "/book.sqlite")
  let second = try Ledger(path: folder.path + "/book.sqlite")
  try first.transaction {
    _ = try first.add([some], by: rules)
    #expect(throws: Ledger.Problem.busy) { try second.add([more], by: rules) }
    #expect(try second.open(asOf: "2026-06-30").isEmpty)
  }
  #expect(try second.open(asOf: "2026-06-30") == ["RE-1001": 10_000])
}

@Test("a full disk leaves the book as it was, with a clear message")
func fullDisk() throws {
  let folder = try TemporaryFolder()
  let ledger = try Ledger(path: folder.path + "/book.sqlite")
  _ = try ledger.add([some], by: rules)
  let chain = try ledger.journalHead().chain
  try ledger.database.write { db in
    let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
    try db.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
  }
  #expect(throws: Ledger.Problem.failed("database or disk is full")) {
    try ledger.add([more], by: rules)
  }
  #expect(try ledger.journalHead().chain == chain)
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1001": 10_000])
  #expect(try ledger.violations() == [])
  // With room again, the same import completes: nothing of the failed attempt was kept in mind.
  try ledger.database.write { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
  _ = try ledger.add([more], by: rules)
  #expect(try ledger.violations() == [])
  #expect(try ledger.open(asOf: "2026-06-30").count > 1)
}

@Test("a book from before the checks were written without lists has the same rows, and its checks")
func unrolledChecks() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/book.sqlite"
  let queue = try DatabaseQueue(path: path)
  let steps = Migrations.migrator.migrations
  let last = try #require(steps.firstIndex { $0.hasPrefix("6 ") })
  try Migrations.migrator.migrate(queue, upTo: steps[last - 1])
  try queue.write { db in
    try db.execute(
      sql: """
        INSERT INTO import (id, day) VALUES (1, '2026-05-01');
        INSERT INTO source_file (id, path, digest, imported, import_id)
          VALUES (1, 'a', printf('%064d', 1), '2026-05-01', 1);
        INSERT INTO client (id, external_id, name, street, postcode, city, country, person, email,
          phone, language) VALUES (1, '', 'Tern', '', '', '', '', '', '', '', '');
        INSERT INTO document (id, seller, kind, number, client_id, type_code, issue_date, due_date,
          due_source, currency, effect, payable_printed, payment_reference, collection,
          credited_number, discounts, verdict, source, file_id, known_by)
          VALUES (7, '', 'invoice', 'R-7', 1, '380', '2026-05-01', '2026-05-31', 'document', 'EUR',
            900, '9.00', '', 'transfer', '', '', NULL, 'ubl', 1, '4:x');
        INSERT INTO allocation VALUES (3, '2026-05-02', 1, 'EUR', 'register', 7, 7, 400);
        INSERT INTO settlement (document_id, day, paid, file_id) VALUES (7, '2026-05-02', 400, 1);
        """)
  }
  func contents(_ db: Database) throws -> [[Row]] {
    try ["document", "allocation", "message", "pending"].map {
      try Row.fetchAll(db, sql: "SELECT * FROM \($0)")
    }
  }
  func indices(_ db: Database) throws -> [String] {
    try String.fetchAll(
      db,
      sql: """
        SELECT name FROM sqlite_schema WHERE type = 'index' AND name <> 'bank_line_reversal'
        ORDER BY name
        """)
  }
  let before = try queue.read { (try contents($0), try indices($0)) }
  let copy = try DatabaseQueue()
  try queue.backup(to: copy)
  try queue.close()
  try Migrations.migrator.migrate(copy, upTo: steps[last])
  let after = try copy.read { (try contents($0), try indices($0)) }
  let ledger = try Ledger(path: path)
  #expect(before.0[0] == after.0[0] && before.0[2...] == after.0[2...])
  #expect(before.1 == after.1)
  #expect(try ledger.open(asOf: "2026-06-30") == ["R-7": 500])
  for wrong in [
    "UPDATE document SET kind = 'letter'", "UPDATE allocation SET source = 'wish'",
    "INSERT INTO pending VALUES ('x', 1, '2026-05-01')",
  ] {
    #expect(throws: DatabaseError.self) { try ledger.database.write { try $0.execute(sql: wrong) } }
  }
  #expect(throws: DatabaseError.self) {
    try ledger.database.write { try $0.execute(sql: "DELETE FROM document") }
  }
  #expect(FileManager.default.fileExists(atPath: Ledger.backupPath(of: path, step: 5)))
}

import Domain
import Foundation
import GRDB
import Support
import Testing

@testable import LedgerStore

private var rules: Import { Import(day: day("2026-06-30"), house: house) }
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

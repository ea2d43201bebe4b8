import Domain
import Foundation
import GRDB
import Support
import Testing

@testable import LedgerStore

private func files(_ numbers: Range<Int>) -> [FileContents] {
  numbers.map { number in
    file(
      "f-\(number)",
      [
        record(
          "R-\(number)", client: "Client \(number % 90)", issued: "2026-05-01", due: "2026-05-31",
          euros(Int64(number)))
      ])
  }
}

/// How many documents are in the book's own file, without its log.
private func written(_ folder: TemporaryFolder) throws -> Int {
  let copy = folder.path + "/copy-\(UUID()).sqlite"
  try FileManager.default.copyItem(atPath: folder.path + "/book.sqlite", toPath: copy)
  var configuration = Configuration()
  configuration.readonly = true
  return try DatabaseQueue(path: copy, configuration: configuration).read { db in
    try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM document") ?? 0
  }
}

@Test("what an import of many files adds is written back beside it, and none of it is lost")
func writesBack() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/book.sqlite"
  let rules = Import(day: day("2026-06-05"), business: business)
  do {
    let ledger = try Ledger(path: path)
    try ledger.withoutForeignKeyChecks(logBytesMin: 1) {
      for start in stride(from: 0, to: 2_000, by: 500) {
        _ = try ledger.taking(by: rules) { try $0([files(start..<start + 500)]) }
      }
      try ledger.derivePending()
    }
    // The last of them began before it returned, and it waited for that.
    #expect(try written(folder) >= 500)
    #expect(try ledger.violations() == [])
    let log = try #require(
      FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int)
    #expect(log > 0)
    // From now on whoever adds to the log writes it back.
    let pages = try ledger.database.read { db in
      try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint")
    }
    #expect(pages == Ledger.logPages)
  }
  #expect(try written(folder) == 2_000)
  #expect(try Ledger(path: path).violations() == [])
}

@Test("a log of a few pages is not written back for them")
func fewPages() throws {
  let folder = try TemporaryFolder()
  let ledger = try Ledger(path: folder.path + "/book.sqlite")
  let rules = Import(day: day("2026-06-05"), business: business)
  let book = URL(fileURLWithPath: folder.path + "/book.sqlite")
  let before = try Data(contentsOf: book)
  try ledger.withoutForeignKeyChecks {
    _ = try ledger.taking(by: rules) { try $0([files(0..<10)]) }
  }
  #expect(try Data(contentsOf: book) == before)
}

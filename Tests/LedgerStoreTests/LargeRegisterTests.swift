import Domain
import GRDB
import Support
import Testing

@testable import LedgerStore

/// A register with so many rows that the index of documents by clients is made anew.
private func register(_ count: Int, from start: Int, email: Bool) -> [FileContents.Record] {
  (start..<start + count).map { number in
    var one = record(
      "N-\(number)", client: "Client \(number % 50)", issued: "2026-01-05",
      Money(minorUnits: Int64(100 + number), currency: .euro))
    one.source = .csv
    one.line = number + 2
    if email { one.invoice.buyer.contact.email = "c\(number % 50)@x.example" }
    return one
  }
}

private func indices(_ ledger: Ledger) throws -> [String] {
  try ledger.database.read { db in
    try String.fetchAll(
      db, sql: "SELECT name FROM sqlite_schema WHERE tbl_name = 'document' AND type = 'index'")
  }
}

@Test("a large register has its index of documents by clients, once it is in and when it is not")
func indexByClients() throws {
  let ledger = try Ledger()
  let rules = Import(day: day("2026-06-30"), business: business)
  let large = file("large", register(10_050, from: 0, email: true))
  _ = try? ledger.withoutEffect { _ = try ledger.add([large], by: rules) }
  #expect(try indices(ledger).contains("document_client"))
  _ = try ledger.add([large], by: Import(day: day("2026-06-30"), business: business))
  #expect(try indices(ledger).contains("document_client"))
  #expect(try ledger.open(asOf: "2026-06-30").count == 10_050)
  #expect(try ledger.violations() == [])
}

@Test("a register brings e-mails of clients whose contacts nobody knows the days of")
func contactsOfUncertainDays() throws {
  let ledger = try Ledger()
  let rules = Import(day: day("2026-06-30"), business: business)
  _ = try ledger.add([file("first", register(60, from: 0, email: true))], by: rules)
  try ledger.database.write {
    try $0.execute(sql: "UPDATE client SET contact_days = '', email = 'old@x.example'")
  }
  let isUncertain = try ledger.database.read { try ReachedClients.areUncertain($0) }
  #expect(isUncertain)
  let later = Import(day: day("2026-06-30"), business: business)
  _ = try ledger.add([file("large", register(10_050, from: 60, email: true))], by: later)
  let emails = try ledger.database.read {
    try String.fetchSet($0, sql: "SELECT email FROM client")
  }
  #expect(emails.count == 50)
  let isStill = try ledger.database.read { try ReachedClients.areUncertain($0) }
  #expect(!isStill)
}

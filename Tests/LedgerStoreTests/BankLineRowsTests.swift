import Domain
import GRDB
import Support
import Testing

@testable import LedgerStore

@Test("a bank line is read back as its statement said, but for what the ledger does not keep")
func bankLineRoundTrip() throws {
  var said = line("2026-05-20", euros(4_000), text: "RE-1001", from: "Pay Office")
  said.accountHolder = "Alder Pay Office Ltd"
  said.instructed = Money(minorUnits: 4_500, currency: .pound)
  said.counterpartyAccount = "DE02120300000000202051"
  said.references = ["RF18 5390", "E-7"]
  said.account = "OURS"
  let ledger = try ledger(file("a", bank: [said]))
  let found = try #require(ledger.unmatchedReceipts(asOf: day("2026-06-30")).first)
  said.id = found.id
  #expect(found == said)
  #expect(try ledger.violations() == [])
}

@Test("what a person said a line pays of each document, and that it is not ours, is read back")
func decisionFacts() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1", issued: "2026-05-01", euros(10_000)),
        record("RE-2", issued: "2026-05-02", euros(10_000)),
      ], bank: [line("2026-05-20", euros(4_000), text: "thanks", from: "Somebody")]))
  let found = try #require(ledger.unmatchedReceipts(asOf: day("2026-06-30")).first?.id)
  try ledger.decide(found, pays: ["RE-2", "RE-1"], on: day("2026-05-21"))
  let plain = try #require(ledger.database.read { try $0.decisions("1") }.first)
  #expect(plain.documents.count == 2 && plain.amounts.isEmpty && !plain.isNotOurs)
  try ledger.database.write { db in
    try db.execute(
      sql: """
        UPDATE decision_document SET amount = 1500, currency = 'EUR' WHERE document_id = 2;
        UPDATE decision SET is_not_ours = 1;
        """)
  }
  let said = try #require(ledger.database.read { try $0.decisions("1") }.first)
  #expect(said.amounts == [ID(2): euros(1_500)] && said.isNotOurs)
  #expect(said.documents == plain.documents)
}

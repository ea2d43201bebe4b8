import Domain
import LedgerStore
import Support
import Testing

private func twoClients() throws -> Ledger {
  try ledger(
    file(
      "a",
      [
        record("RE-1001", client: "Alder", issued: "2026-05-01", euros(10_000)),
        record("RE-2001", client: "Birch", issued: "2026-05-01", euros(10_000)),
        record("RE-2002", client: "Birch", issued: "2026-05-02", euros(4_000)),
      ]),
    file(
      "b",
      bank: [
        line("2026-05-20", euros(10_000), text: "RE-1001", account: "X1"),
        line("2026-05-25", euros(4_000), text: "thanks", from: "Someone", account: "X2"),
        line("2026-06-20", euros(10_000), text: "again", from: "Someone", account: "X2"),
      ]))
}

private func lineID(_ ledger: Ledger, asOf iso: String) throws -> ID<BankLine> {
  try #require(ledger.unmatchedReceipts(asOf: day(iso)).first?.id)
}

@Test("a line settled by hand pays from the decision's day on; days before are told as they were")
func settling() throws {
  let ledger = try twoClients()
  let line = try lineID(ledger, asOf: "2026-05-31")
  try ledger.decide(line, pays: ["RE-2002"], on: day("2026-06-03"))
  #expect(try ledger.open(asOf: "2026-06-02") == ["RE-2001": 10_000, "RE-2002": 4_000])
  #expect(try ledger.unmatchedReceipts(asOf: day("2026-06-02")).count == 1)
  #expect(try ledger.open(asOf: "2026-06-03") == ["RE-2001": 10_000])
  #expect(try ledger.unmatchedReceipts(asOf: day("2026-06-03")).isEmpty)
  #expect(try ledger.violations() == [])
}

@Test("what a person decided teaches the account of the payer to later lines")
func learning() throws {
  let ledger = try twoClients()
  #expect(try ledger.unmatchedReceipts(asOf: day("2026-06-30")).count == 2)
  try ledger.decide(
    try lineID(ledger, asOf: "2026-05-31"), pays: ["RE-2002"], on: day("2026-06-03"))
  #expect(try ledger.open(asOf: "2026-06-30") == [:], "the line of 2026-06-20 pays RE-2001")
  #expect(try ledger.violations() == [])
}

@Test("an undone decision leaves the line to the rules again, and both entries stay")
func undoingASettlement() throws {
  let ledger = try twoClients()
  let line = try lineID(ledger, asOf: "2026-05-31")
  try ledger.decide(line, pays: ["RE-2002"], on: day("2026-06-03"))
  let entries = try ledger.journalHead().entries
  try ledger.withdrawDecision(on: line, on: day("2026-06-05"))
  #expect(try ledger.open(asOf: "2026-06-04") == ["RE-2001": 10_000])
  #expect(try ledger.open(asOf: "2026-06-05") == ["RE-2001": 10_000, "RE-2002": 4_000])
  #expect(try ledger.unmatchedReceipts(asOf: day("2026-06-05")).map(\.id) == [line])
  #expect(try ledger.journalHead().entries > entries)
  #expect(try ledger.violations() == [])
}

@Test("a line the rules booked can be given to another client")
func movingAMatch() throws {
  let ledger = try twoClients()
  let line = ID<BankLine>(1)
  try ledger.decide(line, pays: ["RE-2001"], on: day("2026-06-01"))
  #expect(try ledger.open(asOf: "2026-05-31") == ["RE-2001": 10_000, "RE-2002": 4_000])
  #expect(try ledger.open(asOf: "2026-06-01") == ["RE-1001": 10_000, "RE-2002": 4_000])
  #expect(try ledger.onAccount(asOf: "2026-06-01") == 0)
  #expect(try ledger.violations() == [])
}

@Test(
  "what cannot be is refused, and nothing is changed",
  arguments: [["RE-9999"], ["RE-1001", "RE-2001"]])
func refusedSettlements(numbers: [String]) throws {
  let ledger = try twoClients()
  let line = try lineID(ledger, asOf: "2026-05-31")
  let before = try ledger.journalHead().chain
  #expect(throws: Ledger.Problem.self) {
    try ledger.decide(line, pays: numbers, on: day("2026-06-03"))
  }
  #expect(throws: Ledger.Problem.self) {
    try ledger.decide(line, pays: ["RE-2002"], on: day("2026-05-24"))
  }
  #expect(throws: Ledger.Problem.self) {
    try ledger.withdrawDecision(on: line, on: day("2026-06-03"))
  }
  #expect(try ledger.journalHead().chain == before)
}

@Test("money recorded by hand pays its invoice and its correction, whatever becomes of other money")
func handPaymentsStay() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1001", client: "Alder", issued: "2026-05-01", euros(10_000)),
        record(
          "RE-1001K", client: "Alder", issued: "2026-05-27", euros(4_000), credits: "RE-1001",
          type: "384"),
      ]),
    file("b", bank: [line("2026-05-20", euros(10_000), text: "thanks", from: "Alder")]))
  let line = try #require(ledger.bankLines(asOf: day("2026-05-31")).first?.id)
  try ledger.record(.payment, "RE-1001", on: "2026-05-22", 3_000)
  #expect(try ledger.receivables(asOf: day("2026-05-23")).credits.map(\.amount) == [euros(3_000)])
  try ledger.decide(line, pays: ["RE-1001"], on: day("2026-05-25"))
  #expect(try ledger.open(asOf: "2026-05-28") == [:])
  try ledger.withdrawDecision(on: line, on: day("2026-05-29"))
  #expect(try ledger.open(asOf: "2026-05-29") == ["RE-1001K": 1_000])
  #expect(
    try ledger.receivables(asOf: day("2026-05-29")).credits.map(\.amount) == [euros(10_000)])
  #expect(try ledger.violations() == [])
}

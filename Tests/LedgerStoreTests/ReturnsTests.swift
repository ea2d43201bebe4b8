import Domain
import LedgerStore
import Support
import Testing

/// Money that goes out, and credit notes that a register calls used.

private func used(_ note: FileContents.Record, _ cents: Int64, on iso: String?)
  -> FileContents.Record
{
  var note = note
  note.settlement = FileContents.Settlement(paid: euros(cents), day: iso.map(day))
  return note
}

private let invoice = record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(50_000))
private let note = record("GU-1", .creditNote, issued: "2026-04-01", euros(10_000))

@Test("a credit note that the register calls used is used no more, from the day of its word")
func usedNote() throws {
  let ledger = try ledger(file("a", [used(note, 10_000, on: "2026-04-20"), invoice]))
  #expect(try ledger.onAccount(asOf: "2026-04-19") == 10_000)
  #expect(try ledger.onAccount(asOf: "2026-04-20") == 0)
  #expect(try ledger.open(asOf: "2026-06-01") == ["RE-1001": 50_000])
  #expect(try ledger.violations() == [])
}

@Test("of a credit note that is used in part the rest lessens the next invoice")
func partlyUsedNote() throws {
  let ledger = try ledger(file("a", [used(note, 6_000, on: "2026-04-20"), invoice]))
  #expect(try ledger.onAccount(asOf: "2026-04-20") == 4_000)
  #expect(try ledger.open(asOf: "2026-06-01") == ["RE-1001": 46_000])
  #expect(try ledger.violations() == [])
}

@Test("a used credit note and the invoice it settled a part of count once")
func usedForAnotherInvoice() throws {
  // Set against the older invoice as no better one is known; the register's word moves it.
  let older = record("RE-1000", issued: "2026-03-01", due: "2026-03-31", euros(20_000))
  let ledger = try ledger(
    file(
      "a",
      [
        older, used(note, 10_000, on: "2026-05-10"), used(invoice, 10_000, on: "2026-05-10"),
      ]))
  #expect(try ledger.open(asOf: "2026-05-09") == ["RE-1000": 10_000, "RE-1001": 50_000])
  #expect(try ledger.open(asOf: "2026-05-10") == ["RE-1000": 20_000, "RE-1001": 40_000])
  #expect(try ledger.violations() == [])
}

@Test(
  "a credit note that is paid out lessens no invoice, whoever tells of it first",
  arguments: [nil, "2026-04-20", "2026-04-30"])
func paidOutNote(told: String?) throws {
  let told = told.map { used(note, 10_000, on: $0) } ?? note
  let bank = line("2026-04-25", euros(-10_000), text: "GU-1 refund", from: "Client")
  let ledger = try ledger(file("a", [told, invoice]), file("b", bank: [bank]))
  #expect(try ledger.onAccount(asOf: "2026-04-30") == 0)
  #expect(try ledger.open(asOf: "2026-06-01") == ["RE-1001": 50_000])
  #expect(try ledger.violations() == [])
}

@Test("a credit note paid out that was set against an invoice opens it again")
func paidOutUsedNote() throws {
  let bank = line("2026-06-05", euros(-10_000), references: ["GU-1"], from: "Client")
  let ledger = try ledger(file("a", [note, invoice]), file("b", bank: [bank]))
  #expect(try ledger.open(asOf: "2026-06-04") == ["RE-1001": 40_000])
  #expect(try ledger.open(asOf: "2026-06-05") == ["RE-1001": 50_000])
  #expect(try ledger.violations() == [])
}

/// An invoice that was paid twice.
private func paidTwice(back: BankLine) throws -> Ledger {
  let payments = [
    line("2026-05-20", euros(50_000), text: "RE-1001", from: "Client"),
    line("2026-05-21", euros(50_000), text: "RE-1001", from: "Client"),
  ]
  return try ledger(file("a", [invoice]), file("b", bank: payments + [back]))
}

@Test("a refund that names the invoice takes back what was paid beyond it, and opens nothing")
func refund() throws {
  let back = line("2026-05-28", euros(-50_000), text: "Refund RE-1001", from: "Client")
  let ledger = try paidTwice(back: back)
  #expect(try ledger.onAccount(asOf: "2026-05-27") == 50_000)
  #expect(try ledger.onAccount(asOf: "2026-05-28") == 0)
  #expect(try ledger.open(asOf: "2026-05-28") == [:])
  #expect(try ledger.violations() == [])
}

@Test("money to somebody else that names a number of ours is no refund")
func supplier() throws {
  let back = line("2026-05-28", euros(-50_000), text: "RE-1001", from: "Supplier Ltd")
  let ledger = try paidTwice(back: back)
  #expect(try ledger.onAccount(asOf: "2026-05-28") == 50_000)
}

@Test("a returned debit takes back the second payment of an invoice before it opens it")
func returnedTwice() throws {
  let back = line(
    "2026-05-28", euros(-60_000), text: "RE-1001", from: "Client", isReversal: true)
  let ledger = try paidTwice(back: back)
  #expect(try ledger.onAccount(asOf: "2026-05-28") == 0)
  #expect(try ledger.open(asOf: "2026-05-28") == ["RE-1001": 10_000])
  #expect(try ledger.violations() == [])
}

@Test("money that went out is said to be a return of an invoice, and that is taken back")
func decidedReturn() throws {
  let ledger = try ledger(
    file("a", [invoice]),
    file(
      "b",
      bank: [
        line("2026-05-20", euros(50_000), text: "RE-1001", from: "Client"),
        line("2026-05-28", euros(-50_000), text: "bounced", from: "Bank"),
      ]))
  let back = ID<BankLine>(2)
  try ledger.decide(back, pays: ["RE-1001"], on: day("2026-05-30"))
  #expect(try ledger.open(asOf: "2026-05-29") == [:])
  #expect(try ledger.open(asOf: "2026-05-30") == ["RE-1001": 50_000])
  try ledger.withdrawDecision(on: back, on: day("2026-06-02"))
  #expect(try ledger.open(asOf: "2026-06-02") == [:])
  #expect(try ledger.violations() == [])
}

@Test("a recorded return opens the invoice again, and no more goes back than had come in")
func recordedReturn() throws {
  let ledger = try ledger(file("a", [invoice]))
  try ledger.record(.payment, "RE-1001", on: "2026-05-20", 30_000)
  #expect(throws: Ledger.Problem.self) {
    try ledger.record(.returned, "RE-1001", on: "2026-05-25", 30_001)
  }
  try ledger.record(.returned, "RE-1001", on: "2026-05-25", 30_000)
  #expect(try ledger.open(asOf: "2026-05-24") == ["RE-1001": 20_000])
  #expect(try ledger.open(asOf: "2026-05-25") == ["RE-1001": 50_000])
  #expect(try ledger.violations() == [])
}

@Test("a file that calls less paid than an earlier one changes nothing, and is told of")
func lessPaid() throws {
  let ledger = try ledger(file("a", [used(invoice, 50_000, on: "2026-05-20")]))
  let rules = Import(day: day("2026-06-30"), business: business)
  let summary = try ledger.add([file("b", [used(invoice, 0, on: nil)])], by: rules)
  #expect(summary.faults.map(\.code) == [.csvOpen])
  #expect(try ledger.open(asOf: "2026-06-30") == [:])
}

@Test(
  "a payment that came back is told by its reference, its payer, or a number as the invoice has it",
  arguments: [
    line("2026-05-28", euros(-50_000), references: ["E2E-77"], from: "Bank", isReversal: true),
    line("2026-05-28", euros(-50_000), text: "no cover", from: "Client", isReversal: true),
    line("2026-05-28", euros(-50_000), text: "2026-1011 back", from: "x", isReversal: true),
  ])
func returns(back: BankLine) throws {
  let owed = record("2026-1011", issued: "2026-05-01", euros(50_000))
  let payment = line(
    "2026-05-20", euros(50_000), text: "2026-1011", references: ["E2E-77"], from: "Client")
  let ledger = try ledger(file("a", [owed]), file("b", bank: [payment, back]))
  #expect(try ledger.open(asOf: "2026-05-27") == [:])
  #expect(try ledger.open(asOf: "2026-05-28") == ["2026-1011": 50_000])
}

@Test(
  "a number of year and count is taken at its word where it is written as the invoice has it",
  arguments: [("2026-1014 first part", "2026-1014"), ("2026/0011 part", "2026/0011")])
func yearAndCount(text: String, number: String) throws {
  let owed = record(number, client: "Juno", issued: "2026-05-01", euros(100_000))
  let part = line("2026-05-20", euros(40_000), text: text, from: "Juno")
  let ledger = try ledger(file("a", [owed]), file("b", bank: [part]))
  #expect(try ledger.open(asOf: "2026-05-20") == [number: 60_000])
}

@Test("a number of another client is left to a person where the payer owes as much itself")
func numberOfAnother() throws {
  let owed = [
    record("RE-2026-1012", client: "Hazel", issued: "2026-05-01", euros(45_000)),
    record("RE-2026-1013", client: "Ivy", issued: "2026-05-01", euros(45_000)),
  ]
  let money = line("2026-05-20", euros(45_000), text: "RE-2026-1012", from: "Ivy")
  let ledger = try ledger(file("a", owed), file("b", bank: [money]))
  #expect(try ledger.unmatchedReceipts(asOf: day("2026-05-20")).count == 1)
  let waiting = try ledger.moneyWaiting(for: ledger.receivables(asOf: day("2026-05-20"))) { _ in
    false
  }
  #expect(
    Set(waiting.values.flatMap(\.keys).map(\.text)) == ["RE-2026-1012", "RE-2026-1013"])
}

@Test("what a register says was used of a credit note is no payment, in history and in letters")
func usedIsNoPayment() throws {
  let ledger = try ledger(
    file("a", [used(note, 10_000, on: "2026-04-20")]),
    file("b", bank: [line("2026-04-25", euros(-10_000), text: "GU-1", from: "Client")]))
  let client = try #require(try ledger.targets(named: "Client").first)
  let history = try ledger.history(of: client, asOf: day("2026-04-30"))
  #expect(
    history.filter { $0.what == "credit used" }.map(\.amount?.minorUnits) == [-10_000, 10_000])
  #expect(!history.contains { $0.what == "paid" })
  #expect(try ledger.lastPayment(of: client, in: .euro, asOf: day("2026-04-30")) == nil)
}

import Domain
import LedgerStore
import Support
import Testing

private func statement(
  _ name: String, closing cents: Int64, on iso: String, _ lines: BankLine...
) -> FileContents {
  var file = file(name, bank: lines)
  file.statements[0].closing = euros(cents)
  file.statements[0].closingDay = day(iso)
  return file
}

private let newYear = day("2026-01-01")
private let january = statement(
  "1", closing: 100_100, on: "2026-01-31", line("2026-01-15", euros(10_000), text: "a"))
private let march = statement(
  "3", closing: 160_100, on: "2026-03-31", line("2026-03-10", euros(10_000), text: "c"))
private let february = statement(
  "2", closing: 150_100, on: "2026-02-28", line("2026-02-10", euros(50_000), text: "b"))

@Test("a statement that is missing between two others is told of with what it must hold")
func gap() throws {
  let ledger = try ledger(january, march)
  #expect(
    try ledger.bankGaps(since: newYear, asOf: day("2026-03-31")) == [
      BankGap(
        account: "OURS", after: day("2026-01-31"), through: day("2026-03-31"),
        missing: euros(50_000))
    ])
  #expect(try ledger.bankGaps(since: newYear, asOf: day("2026-03-30")).isEmpty)
}

@Test("gaps of several accounts come by their days, those that ended before the first day not")
func gapsInOrder() throws {
  func other(_ name: String, closing cents: Int64, on iso: String) -> FileContents {
    let moved = line(iso, euros(50), text: name)
    var file = statement(name, closing: cents, on: iso, moved)
    file.statements[0].account = "ANOTHER"
    return file
  }
  let ledger = try ledger(
    january, march, other("4", closing: 100, on: "2026-02-28"),
    other("5", closing: 200, on: "2026-04-30"))
  let days = { try ledger.bankGaps(since: $0, asOf: day("2026-04-30")).map(\.through) }
  #expect(try days(newYear) == [day("2026-03-31"), day("2026-04-30")])
  #expect(try days(day("2026-04-01")) == [day("2026-04-30")])
}

@Test("statements that follow on one another have no gap, in whatever order they came")
func noGap() throws {
  let ledger = try ledger(march, january, february)
  #expect(try ledger.bankGaps(since: newYear, asOf: day("2026-04-30")).isEmpty)
}

@Test("movements of a balance's own day that another file tells are no gap")
func closingDay() throws {
  let late = statement(
    "3", closing: 160_100, on: "2026-03-31",
    line("2026-01-31", euros(50_000), text: "evening"), line("2026-03-10", euros(10_000)))
  #expect(try ledger(january, late).bankGaps(since: newYear, asOf: day("2026-03-31")).isEmpty)
}

@Test(
  "a payment that was recorded by hand and that the bank tells of is told, until it is returned")
func twofold() throws {
  let ledger = try ledger(file("a", [record("RE-1001", issued: "2026-05-01", euros(100_000))]))
  try ledger.record(.payment, "RE-1001", on: "2026-05-06", 40_000)
  let rules = Import(day: day("2026-06-30"), business: business)
  let bank = line("2026-05-08", euros(40_000), text: "RE-1001 part", from: "Client")
  let number = try #require(try ledger.add([file("b", bank: [bank])], by: rules).number)
  let found = try ledger.twofoldPayments(import: number)
  #expect(found.map(\.invoice.text) == ["RE-1001"] && found.map(\.amount) == [euros(40_000)])
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1001": 20_000])
  try ledger.record(.returned, "RE-1001", on: "2026-06-30", 40_000)
  #expect(try ledger.twofoldPayments(import: number).isEmpty)
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1001": 60_000])
}

@Test("a due date that changed is told of, and the earlier one kept")
func changedDue() throws {
  let first = record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(10_000))
  let later = record("RE-1001", issued: "2026-05-01", due: "2026-06-30", euros(10_000))
  let ledger = try ledger(file("a", [first]))
  let summary = try ledger.add(
    [file("b", [later])], by: Import(day: day("2026-06-01"), business: business))
  #expect(summary.faults.map(\.code) == [.docDueDate])
  #expect(
    try ledger.receivables(asOf: day("2026-06-01")).items.map(\.due.day) == [day("2026-05-31")])
}

@Test("money that went to a client with as much on account, naming nothing, is told of")
func possibleRefunds() throws {
  let invoice = record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(50_000))
  let bank = [
    line("2026-05-20", euros(60_000), text: "RE-1001", from: "Client"),
    line("2026-05-25", euros(-10_000), text: "thank you", from: "CLIENT"),
    line("2026-05-26", euros(-10_001), text: "rent", from: "Client"),
    line("2026-05-27", euros(-10_000), text: "wages", from: "Somebody"),
  ]
  let ledger = try ledger(file("a", [invoice]))
  let rules = Import(day: day("2026-06-30"), business: business)
  let number = try #require(try ledger.add([file("b", bank: bank)], by: rules).number)
  func told(_ iso: String) throws -> [PossibleRefund] {
    try ledger.possibleRefunds(import: number, asOf: day(iso))
  }
  #expect(try told("2026-05-24") == [])
  let refunds = try told("2026-06-30")
  #expect(refunds.map(\.booked) == [day("2026-05-25")])
  #expect(refunds.map(\.onAccount) == [euros(10_000)])
  try ledger.decide(try #require(refunds.first?.line), pays: ["RE-1001"], on: day("2026-06-01"))
  #expect(try told("2026-06-30") == [])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
  #expect(try ledger.open(asOf: "2026-06-30") == [:])
}

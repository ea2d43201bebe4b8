import Domain
import LedgerStore
import Support
import Testing

/// Two invoices of 640.00 and of 90.00, a payment of 640.00 that a person recorded of the first,
/// and a bank line, which comes before the record or after it.
private func book(
  _ line: BankLine, recorded: String = "2026-03-06", cents: Int64 = 64_000, isBankFirst: Bool
) throws -> Ledger {
  let invoices = file(
    "invoices",
    [
      record("DE-71", issued: "2026-02-01", euros(64_000)),
      record("DE-72", issued: "2026-02-02", euros(9_000)),
    ])
  let bank = file("bank", bank: [line])
  let ledger = try isBankFirst ? ledger(invoices, bank) : ledger(invoices)
  try ledger.record(.payment, "DE-71", on: recorded, cents, again: true)
  if !isBankFirst {
    _ = try ledger.add([bank], by: Import(day: day("2026-06-30"), business: business))
  }
  #expect(try ledger.violations().isEmpty)
  return ledger
}

private func named(_ iso: String, _ cents: Int64 = 64_000) -> BankLine {
  line(iso, euros(cents), text: "DE-71", from: "Client")
}

@Test(
  "a payment that was recorded by hand and that the bank reports counts once",
  arguments: ["2026-02-20", "2026-03-05", "2026-03-06", "2026-03-20"], [false, true])
func countsOnce(booked: String, isBankFirst: Bool) throws {
  let ledger = try book(named(booked), isBankFirst: isBankFirst)
  #expect(try ledger.open(asOf: "2026-06-30") == ["DE-72": 9_000])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
  let told = try ledger.twofoldPayments(import: isBankFirst ? 1 : 2)
  #expect(told.map(\.isOne) == [true])
}

@Test(
  "money that names nothing but its payer is the recorded payment where it fits nothing else",
  arguments: [false, true])
func byPayer(isBankFirst: Bool) throws {
  let half = line("2026-03-07", euros(31_000), text: "thanks", from: "Client")
  let ledger = try book(half, cents: 31_000, isBankFirst: isBankFirst)
  #expect(try ledger.open(asOf: "2026-06-30") == ["DE-71": 33_000, "DE-72": 9_000])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
}

@Test("what fits beside the record is other money", arguments: [false, true])
func fitsBoth(isBankFirst: Bool) throws {
  let half = try book(named("2026-03-07", 32_000), cents: 32_000, isBankFirst: isBankFirst)
  #expect(try half.open(asOf: "2026-06-30") == ["DE-72": 9_000])
  #expect(try half.twofoldPayments(import: isBankFirst ? 1 : 2).map(\.isOne) == [false])
  // Another invoice of the amount of this payment is open.
  let other = line("2026-03-07", euros(9_000), text: "thanks", from: "Client")
  let second = try book(other, cents: 9_000, isBankFirst: isBankFirst)
  #expect(try second.open(asOf: "2026-06-30") == ["DE-71": 55_000])
}

@Test("another amount or a day weeks away is other money, and is kept", arguments: [false, true])
func otherMoney(isBankFirst: Bool) throws {
  for (line, kept) in [(named("2026-03-21"), 64_000), (named("2026-03-07", 63_999), 63_999)] {
    let ledger = try book(line, isBankFirst: isBankFirst)
    let onAccount = try ledger.onAccount(asOf: "2026-06-30")
    #expect(onAccount == Int64(kept))
  }
}

@Test("one record is one movement: the second of the bank is kept")
func onlyOnce() throws {
  let ledger = try ledger(
    file("invoices", [record("DE-71", issued: "2026-02-01", euros(64_000))]))
  try ledger.record(.payment, "DE-71", on: "2026-03-06", 64_000)
  let bank = file("bank", bank: [named("2026-03-05"), named("2026-03-09")])
  _ = try ledger.add([bank], by: Import(day: day("2026-06-30"), business: business))
  #expect(try ledger.open(asOf: "2026-06-30") == [:])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 64_000)
}

@Test("a person who says what the bank's money pays is heard, and the record counts beside it")
func decided() throws {
  for booked in ["2026-03-05", "2026-03-08"] {
    let ledger = try book(named(booked), isBankFirst: true)
    let line = try #require(try ledger.bankLines(asOf: day("2026-06-30")).first?.id)
    try ledger.decide(line, pays: ["DE-72"], on: day("2026-06-01"))
    #expect(try ledger.open(asOf: "2026-06-30") == [:])
    #expect(try ledger.onAccount(asOf: "2026-06-30") == 55_000)
    try ledger.withdrawDecision(on: line, on: day("2026-06-02"))
    #expect(try ledger.open(asOf: "2026-06-30") == ["DE-72": 9_000])
    #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
    #expect(try ledger.violations().isEmpty)
  }
}

@Test("money that goes back opens the invoice again, whichever of the two counts")
func returned() throws {
  for booked in ["2026-03-05", "2026-03-08"] {
    let ledger = try book(named(booked), isBankFirst: true)
    let back = line("2026-03-20", euros(-64_000), text: "DE-71", isReversal: true)
    _ = try ledger.add(
      [file("back", bank: [back])], by: Import(day: day("2026-06-30"), business: business))
    #expect(try ledger.open(asOf: "2026-06-30") == ["DE-71": 64_000, "DE-72": 9_000])
    // What is paid anew is no recorded payment any more.
    let anew = named("2026-03-21")
    _ = try ledger.add(
      [file("anew", bank: [anew])], by: Import(day: day("2026-06-30"), business: business))
    #expect(try ledger.open(asOf: "2026-06-30") == ["DE-72": 9_000])
    #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
  }
}

@Test("a record that was taken back by hand leaves the bank's money where it was")
func takenBack() throws {
  let ledger = try book(named("2026-03-05"), isBankFirst: false)
  try ledger.record(.returned, "DE-71", on: "2026-03-10", 64_000)
  #expect(try ledger.open(asOf: "2026-06-30") == ["DE-72": 9_000])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
}

@Test("the rest of what a person said later was paid is known, in whatever order it came")
func restOfDecision() throws {
  let invoices = file(
    "invoices",
    [
      record("INV-77", client: "Fennel", issued: "2026-02-01", euros(90_000)),
      record("INV-78", client: "Fennel", issued: "2026-02-02", euros(5_500)),
    ])
  func deposit(_ iso: String, _ cents: Int64) -> BankLine {
    line(iso, euros(cents), text: "deposit", from: "Fennel")
  }
  let ledger = try ledger(
    invoices, file("bank", bank: [deposit("2026-03-02", 40_000), deposit("2026-04-02", 50_000)]))
  #expect(try ledger.open(asOf: "2026-06-30") == ["INV-77": 90_000, "INV-78": 5_500])
  let first = try #require(
    try ledger.bankLines(asOf: day("2026-06-30")).first { $0.amount == euros(40_000) }?.id)
  try ledger.decide(first, pays: ["INV-77"], on: day("2026-04-03"))
  #expect(try ledger.open(asOf: "2026-06-30") == ["INV-78": 5_500])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
  try ledger.withdrawDecision(on: first, on: day("2026-04-05"))
  #expect(try ledger.open(asOf: "2026-06-30") == ["INV-77": 90_000, "INV-78": 5_500])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 90_000)
  #expect(try ledger.violations().isEmpty)
}

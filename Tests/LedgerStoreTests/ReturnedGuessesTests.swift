import Domain
import LedgerStore
import Support
import Testing

/// Payments that came back of which the bank names payer and amount, and nothing else.
private func back(_ booked: String, _ cents: Int64) -> BankLine {
  line(booked, euros(-cents), text: "returned", from: "Client", isReversal: true)
}

@Test("a returned payment that was on account is on account no longer")
func returnedFromAccount() throws {
  let ledger = try ledger(
    file("r", [record("RE-1001", issued: "2026-05-01", euros(10_000))]),
    file(
      "l",
      bank: [line("2026-05-10", euros(2_500), from: "Client"), back("2026-05-20", 2_500)]))
  #expect(try ledger.onAccount(asOf: "2026-05-19") == 2_500)
  #expect(try ledger.onAccount(asOf: "2026-05-20") == 0)
  #expect(try ledger.open(asOf: "2026-05-20") == ["RE-1001": 10_000])
  #expect(try ledger.violations() == [])
}

@Test("a returned payment of an invoice that was corrected since reopens the correction")
func returnedAfterCorrection() throws {
  let ledger = try ledger(
    file(
      "r",
      [
        record("RE-1001", issued: "2026-05-01", euros(10_000)),
        record("RE-1002", issued: "2026-05-15", euros(10_000), credits: "RE-1001", type: "384"),
      ]),
    file(
      "l",
      bank: [line("2026-05-10", euros(10_000), from: "Client"), back("2026-05-20", 10_000)]))
  #expect(try ledger.open(asOf: "2026-05-19") == [:])
  #expect(try ledger.open(asOf: "2026-05-20") == ["RE-1002": 10_000])
  #expect(try ledger.violations() == [])
}

@Test("what a return takes from several invoices is the same in every replay")
func returnedOfSeveral() throws {
  // The one that is due first was imported last; a part of the money is on account by then.
  let ledger = try ledger(
    file(
      "r",
      [
        record("RE-1001", issued: "2026-05-01", due: "2026-06-30", euros(10_000)),
        record("RE-1002", issued: "2026-05-01", due: "2026-05-15", euros(5_100)),
      ]),
    file(
      "l",
      bank: [
        line("2026-05-10", euros(15_100), from: "Client"),
        line("2026-05-12", euros(3_000), references: ["RE-1001"], from: "somebody"),
        back("2026-05-20", 15_100),
      ]))
  #expect(try ledger.violations() == [])
  #expect(try ledger.open(asOf: "2026-05-20").values.reduce(0, +) == 12_100)
}

@Test("a letter of a past day is known to the money of later days")
func letterOfPastDay() throws {
  let ledger = try ledger(
    file(
      "r",
      [
        record("RE-1001", issued: "2026-05-01", due: "2026-05-10", euros(10_000)),
        record("RE-1002", issued: "2026-05-01", due: "2026-05-12", euros(7_000)),
      ]),
    file("l", bank: [line("2026-06-10", euros(7_400), from: "Client")]))
  #expect(try ledger.onAccount(asOf: "2026-06-10") == 7_400)
  let receivables = try ledger.receivables(asOf: day("2026-06-01"))
  let item = try #require(receivables.items.first { $0.number.text == "RE-1002" })
  try ledger.give(
    item, to: receivables.clients[item.client], on: day("2026-06-01"), charges: 400)
  #expect(try ledger.open(asOf: "2026-06-10") == ["RE-1001": 10_000])
}

import Domain
import LedgerStore
import Support
import Testing

/// Payments that a list tells of without a day, and credits that it calls open.

private func row(
  _ number: String, issued: String = "2026-03-01", _ amount: Int64 = 10_000, paid: Int64? = nil,
  on iso: String? = nil
) -> FileContents.Record {
  var row = record(number, issued: issued, due: "2026-03-31", euros(amount))
  row.source = .csv
  row.settlement = paid.map { FileContents.Settlement(paid: euros($0), day: iso.map(day)) }
  return row
}

private func credit(
  _ number: String, issued: String, _ amount: Int64, used: Int64?, names invoice: String? = nil
) -> FileContents.Record {
  var row = record(number, .creditNote, issued: issued, euros(amount), credits: invoice)
  row.source = .csv
  row.settlement = used.map { FileContents.Settlement(paid: euros($0), day: nil) }
  return row
}

@Test("a payment of unknown day counts as paid, but in no history and for no thanks")
func undated() throws {
  let ledger = try ledger(
    file("a", [row("U-1", paid: 10_000), row("D-1", paid: 10_000, on: "2026-04-20"), row("O-1")]),
    on: "2026-06-30")
  #expect(try ledger.open(asOf: "2026-06-30") == ["O-1": 10_000])
  let history = try ledger.payHistory(asOf: day("2026-06-30")).entries
  #expect(history.compactMap(\.settled) == [day("2026-04-20")])
  #expect(history.count == 2)
  let thanks = try ledger.paidInvoices(from: day("2026-01-01"), through: day("2026-06-30"))
  #expect(thanks.map(\.number.text) == ["D-1"])
  #expect(try ledger.violations() == [])
}

@Test("a later file that tells of a payment without a day tells nothing of the day either")
func undatedLater() throws {
  let ledger = try ledger(file("a", [row("U-1")]), on: "2026-05-01")
  _ = try ledger.add(
    [file("b", [row("U-1", paid: 10_000)])], by: Import(day: day("2026-06-01"), business: business))
  #expect(try ledger.open(asOf: "2026-06-01") == [:])
  #expect(try ledger.payHistory(asOf: day("2026-06-30")).entries.isEmpty)
  #expect(try ledger.paidInvoices(from: day("2026-05-01"), through: day("2026-06-30")).isEmpty)
}

@Test("money of the bank says the day after all")
func bankTells() throws {
  var line = BankLine(account: "OURS", booked: day("2026-04-10"), amount: euros(10_000))
  line.text = "U-1"
  let ledger = try ledger(
    file("a", [row("U-1", paid: 10_000)]), file("b", bank: [line]), on: "2026-06-30")
  let history = try ledger.payHistory(asOf: day("2026-06-30")).entries
  #expect(history.map(\.settled) == [day("2026-04-10")])
}

@Test("of a part that came on an unknown day the item says so, and interest counts it as in time")
func undatedPart() throws {
  let ledger = try ledger(file("a", [row("U-1", paid: 4_000)]), on: "2026-06-30")
  let item = try #require(try ledger.receivables(asOf: day("2026-06-30")).items.first)
  #expect(item.payments == [PartPayment(euros(4_000), on: day("2026-06-30"), isDated: false)])
}

@Test("an open credit goes to what is still open, not to what the list calls paid")
func openCredit() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        row("P-17", issued: "2025-11-03", 72_000, paid: 72_000),
        row("P-18", issued: "2025-11-04", 5_000, paid: 5_000, on: "2026-05-20"),
        row("P-25", issued: "2026-03-12", 96_000, paid: 42_000),
        credit("CN-4", issued: "2026-05-06", 9_000, used: 0),
      ]), on: "2026-06-30")
  #expect(try ledger.open(asOf: "2026-06-30") == ["P-25": 45_000])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
  #expect(try ledger.violations() == [])
}

@Test("what a later list says of a known credit's use counts as well, until it is taken back")
func openCreditLater() throws {
  let paid = row("P-1", paid: 10_000)
  let other = row("P-2", issued: "2026-03-02")
  let ledger = try ledger(
    file("a", [paid, other, credit("CN", issued: "2026-05-06", 9_000, used: nil)]),
    on: "2026-06-29")
  #expect(try ledger.open(asOf: "2026-06-30") == ["P-2": 10_000])
  let later = file("b", [paid, other, credit("CN", issued: "2026-05-06", 9_000, used: 0)])
  let summary = try ledger.add([later], by: Import(day: day("2026-06-30"), business: business))
  #expect(summary.faults == [])
  #expect(try ledger.open(asOf: "2026-06-30") == ["P-2": 1_000])
  #expect(try ledger.violations() == [])
  try ledger.undo(try #require(ledger.imports().last?.number), on: day("2026-06-30"))
  #expect(try ledger.open(asOf: "2026-06-30") == ["P-2": 10_000])
  #expect(try ledger.violations() == [])
}

@Test("a credit with nothing left to go to is kept for the client")
func keptCredit() throws {
  let ledger = try ledger(
    file("a", [row("P-1", paid: 10_000), credit("CN-4", issued: "2026-05-06", 9_000, used: 0)]),
    on: "2026-06-30")
  #expect(try ledger.open(asOf: "2026-06-30") == [:])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 9_000)
  #expect(try ledger.violations() == [])
}

@Test("a credit that is used, names its invoice or is of no list pays what it paid before")
func usedCredit() throws {
  let paid = row("P-1", paid: 10_000)
  let other = row("P-2", issued: "2026-03-02")
  func open(_ credit: FileContents.Record) throws -> [String: Int64] {
    let ledger = try ledger(file("a", [paid, other, credit]), on: "2026-06-30")
    #expect(try ledger.violations() == [])
    return try ledger.open(asOf: "2026-06-30")
  }
  #expect(
    try open(credit("CN", issued: "2026-05-06", 9_000, used: 9_000)) == ["P-2": 10_000])
  #expect(
    try open(credit("CN", issued: "2026-05-06", 9_000, used: 0, names: "P-1")) == ["P-2": 10_000])
  #expect(try open(credit("CN", issued: "2026-05-06", 9_000, used: nil)) == ["P-2": 10_000])
  #expect(
    try open(credit("CN", issued: "2026-05-06", 9_000, used: 4_000)) == ["P-2": 5_000])
}

@Test("several payments of one file count each on its day")
func several() throws {
  var record = row("P-1", paid: 2_500, on: "2026-04-02")
  record.laterSettlements = [FileContents.Settlement(paid: euros(5_500), day: day("2026-04-20"))]
  let ledger = try ledger(file("a", [record]), on: "2026-06-30")
  #expect(try ledger.open(asOf: "2026-04-01") == ["P-1": 10_000])
  #expect(try ledger.open(asOf: "2026-04-02") == ["P-1": 7_500])
  #expect(try ledger.open(asOf: "2026-06-30") == ["P-1": 4_500])
  let again = try ledger.add(
    [file("a", [record])], by: Import(day: day("2026-07-01"), business: business))
  #expect(again.payments == 0)
  #expect(try ledger.violations() == [])
}

@Test("a list's own sum of what is open is compared with the book's")
func sums() throws {
  let ledger = try Ledger()
  func take(_ name: String, _ rows: [FileContents.Record]) throws -> [(
    stated: Money, booked: Money
  )] {
    var file = file(name, rows)
    file.statedOpen = file.records.openByRows
    let summary = try ledger.add([file], by: Import(day: day("2026-06-30"), business: business))
    return try summary.lists.flatMap { try ledger.openDifferences(of: $0, asOf: day("2026-06-30")) }
  }
  #expect(
    try take(
      "a",
      [
        row("P-1", paid: 10_000), row("P-2", issued: "2026-03-02", paid: 0),
        credit("CN", issued: "2026-05-06", 9_000, used: 0),
      ]
    ).isEmpty)
  // An older list, which does not know of the payment.
  let old = try take("b", [row("P-1", paid: 0)])
  #expect(old.map(\.stated) == [euros(10_000)] && old.map(\.booked) == [euros(0)])
  // A row that is there twice is owed once.
  let twice = row("P-3", issued: "2026-03-03", paid: 2_000)
  #expect(try take("d", [twice, twice]).isEmpty)
  // What the bank brought explains that less is open.
  try ledger.record(.payment, "P-2", on: "2026-06-01", 1_000)
  #expect(try take("c", [row("P-2", issued: "2026-03-02", paid: 0)]).isEmpty)
}

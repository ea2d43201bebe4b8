import Domain
import LedgerStore
import Support
import Testing

/// What a register says beside its figures, and says otherwise later.

private func row(
  _ number: String = "R-1", isDisputed: Bool? = nil, isLost: Bool = false, paid: Int64? = nil,
  on iso: String? = nil
) -> FileContents.Record {
  var row = record(number, issued: "2026-03-01", due: "2026-03-31", euros(10_000))
  row.source = .csv
  (row.isDisputed, row.isLost) = (isDisputed, isLost)
  row.settlement = paid.map { FileContents.Settlement(paid: euros($0), day: iso.map(day)) }
  return row
}

private func take(_ ledger: Ledger, _ row: FileContents.Record, on iso: String) throws
  -> Import.Summary
{
  try ledger.add([file("export of \(iso)", [row])], by: Import(day: day(iso), business: business))
}

private func hold(_ ledger: Ledger, on iso: String) throws -> Hold? {
  try ledger.receivables(asOf: day(iso)).items.first?.hold
}

@Test("an invoice that a register gives up is written off from the day of the import on, once")
func givenUp() throws {
  let ledger = try ledger(file("a", [row()]), on: "2026-03-05")
  #expect(try take(ledger, row(isLost: true), on: "2026-05-05").lost == 1)
  #expect(try ledger.open(asOf: "2026-05-04") == ["R-1": 10_000])
  #expect(try ledger.open(asOf: "2026-05-05") == [:])
  #expect(try take(ledger, row(isLost: true), on: "2026-05-06").lost == 0)
  #expect(try ledger.violations() == [])
}

@Test("what was given up and is paid after all counts as paid")
func paidAfterAll() throws {
  let ledger = try ledger(file("a", [row(isLost: true)]), on: "2026-05-05")
  _ = try take(ledger, row(paid: 10_000, on: "2026-06-01"), on: "2026-06-02")
  #expect(try ledger.open(asOf: "2026-06-02") == [:])
  let history = try ledger.payHistory(asOf: day("2026-06-30"))
  #expect(history.entries.map(\.settled) == [day("2026-06-01")])
  #expect(try ledger.violations() == [])
}

@Test("a dispute that a register calls over is over, and may come again")
func disputeOver() throws {
  let ledger = try ledger(file("a", [row(isDisputed: true)]), on: "2026-05-05")
  _ = try take(ledger, row(), on: "2026-05-10")
  #expect(try hold(ledger, on: "2026-05-10") == .disputed(since: day("2026-05-05")))
  _ = try take(ledger, row(isDisputed: false), on: "2026-05-12")
  #expect(try hold(ledger, on: "2026-05-11") == .disputed(since: day("2026-05-05")))
  #expect(try hold(ledger, on: "2026-05-12") == nil)
  _ = try take(ledger, row(isDisputed: true), on: "2026-05-20")
  #expect(try hold(ledger, on: "2026-05-20") == .disputed(since: day("2026-05-20")))
  #expect(try ledger.violations() == [])
}

@Test("a register ends neither a dispute that a person recorded nor a hold after its own")
func personsWord() throws {
  let ledger = try ledger(file("a", [row()]), on: "2026-05-05")
  try ledger.record(.dispute, "R-1", on: "2026-05-06")
  _ = try take(ledger, row(isDisputed: false), on: "2026-05-12")
  #expect(try hold(ledger, on: "2026-05-12") == .disputed(since: day("2026-05-06")))

  let other = try Ledger()
  _ = try take(other, row(isDisputed: true), on: "2026-05-05")
  try other.record(.hold, "R-1", on: "2026-05-06", until: "2026-06-06")
  _ = try take(other, row(isDisputed: false), on: "2026-05-12")
  _ = try take(other, row(isDisputed: false), on: "2026-06-10")
  #expect(try hold(other, on: "2026-05-12") != nil)
  #expect(try hold(other, on: "2026-06-10") == nil)
}

@Test("a folder that is read again says nothing anew, in whatever order its files are")
func readAgain() throws {
  func file(_ name: String, _ isDisputed: Bool) -> FileContents {
    LedgerStoreTests.file(name, [row(isDisputed: isDisputed)])
  }
  let rules = Import(day: day("2026-05-20"), business: business)
  let ledger = try ledger(file("z-april", false), on: "2026-04-20")
  _ = try ledger.add([file("a-may", true)], by: rules)
  #expect(try hold(ledger, on: "2026-05-20") != nil)
  for _ in 0..<2 {
    _ = try ledger.add([file("a-may", true), file("z-april", false)], by: rules)
    #expect(try hold(ledger, on: "2026-05-20") != nil)
  }
  #expect(try ledger.violations() == [])
}

@Test("a dispute that a person ended, and a register called over, may come again")
func disputeAgain() throws {
  let ledger = try ledger(file("a", [row(isDisputed: true)]), on: "2026-05-05")
  try ledger.record(.release, "R-1", on: "2026-05-06")
  _ = try take(ledger, row(isDisputed: true), on: "2026-05-07")
  #expect(try hold(ledger, on: "2026-05-07") == nil)
  _ = try take(ledger, row(isDisputed: false), on: "2026-05-08")
  _ = try take(ledger, row(isDisputed: true), on: "2026-05-09")
  #expect(try hold(ledger, on: "2026-05-09") == .disputed(since: day("2026-05-09")))
}

@Test("an import that told of a dispute is not taken back before the one that called it over")
func undoOfDispute() throws {
  let ledger = try ledger(file("a", [row()]), on: "2026-05-05")
  let told = try take(ledger, row(isDisputed: true), on: "2026-05-06").number
  let over = try take(ledger, row(isDisputed: false), on: "2026-05-07").number
  #expect(throws: Ledger.Problem.self) {
    try ledger.undo(try #require(told), on: day("2026-05-08"))
  }
  try ledger.undo(try #require(over), on: day("2026-05-08"))
  try ledger.undo(try #require(told), on: day("2026-05-08"))
  #expect(try hold(ledger, on: "2026-05-08") == nil)
}

@Test("what is called open again after it was given up is told of; what is left of it is given up")
func openAgain() throws {
  let ledger = try ledger(file("a", [row(isLost: true)]), on: "2026-05-05")
  #expect(try take(ledger, row(), on: "2026-05-09").faults.isEmpty)
  let faults = try take(ledger, row(paid: 0), on: "2026-05-10").faults
  #expect(faults.map(\.code) == [.csvOpen])

  let partly = try Ledger()
  _ = try take(partly, row(), on: "2026-05-05")
  try partly.record(.writeOff, "R-1", on: "2026-05-06", 1_000)
  #expect(try take(partly, row(isLost: true), on: "2026-05-10").lost == 1)
  #expect(try partly.open(asOf: "2026-05-10") == [:])
  #expect(try take(partly, row(isLost: true, paid: 10_000), on: "2026-05-11").lost == 0)
}

@Test("a write-off that money displaced holds again when that money was for something else")
func writeOffAgain() throws {
  let other = record("R-2", issued: "2026-03-01", due: "2026-03-31", euros(10_000))
  let ledger = try ledger(file("a", [row("RE-2001", isLost: true), other]), on: "2026-05-05")
  let paid = line("2026-05-10", euros(10_000), text: "RE-2001", from: "Client")
  _ = try ledger.add(
    [file("b", bank: [paid])], by: Import(day: day("2026-05-11"), business: business))
  #expect(try ledger.open(asOf: "2026-05-11") == ["R-2": 10_000])
  let id = try #require(try ledger.bankLines(asOf: day("2026-05-11")).first?.id)
  try ledger.decide(id, pays: ["R-2"], on: day("2026-05-12"))
  #expect(try ledger.open(asOf: "2026-05-12") == [:])
  #expect(try ledger.violations() == [])
}

@Test("each of two payments that came after all, and were for something else, gives its part back")
func twoWriteOffsAgain() throws {
  let other = record("RE-2002", issued: "2026-03-01", due: "2026-03-31", euros(10_000))
  let ledger = try ledger(file("a", [row("RE-2001", isLost: true), other]), on: "2026-05-05")
  let lines = [6_000, 4_000].map {
    line("2026-05-10", euros($0), text: "RE-2001", from: "Client")
  }
  _ = try ledger.add(
    [file("b", bank: lines)], by: Import(day: day("2026-05-11"), business: business))
  for id in try ledger.bankLines(asOf: day("2026-05-11")).compactMap(\.id) {
    try ledger.decide(id, pays: ["RE-2002"], on: day("2026-05-12"))
  }
  #expect(try ledger.open(asOf: "2026-05-12") == [:])
  #expect(try ledger.violations() == [])
}

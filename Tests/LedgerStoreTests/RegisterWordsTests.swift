import Domain
import LedgerStore
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
  try ledger.add([file("export of \(iso)", [row])], by: Import(day: day(iso), house: house))
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

import Domain
import LedgerStore
import Support
import Testing

private func owed(_ number: String, client: String = "Client") -> FileContents.Record {
  var owed = record(number, client: client, issued: "2026-03-01", due: "2026-03-31", euros(10_000))
  owed.source = .csv
  return owed
}

private func voiding(
  _ number: String, client: String = "Client", beside living: [FileContents.Record] = []
) -> FileContents {
  var file = file("april", living)
  file.voided = [
    FileContents.Voided(
      kind: .invoice, number: InvoiceNumber(number), seller: party("House"),
      client: party(client, account: client))
  ]
  return file
}

private var rules: Import { Import(day: day("2026-04-05"), business: business) }

@Test("an invoice that a later file calls void is owed no more from the day of its import on")
func voidedLater() throws {
  let ledger = try ledger(file("march", [owed("R-1"), owed("R-2")]), on: "2026-03-05")
  let summary = try ledger.add([voiding("R-1", beside: [owed("R-2")])], by: rules)
  #expect(summary.voided == 1)
  #expect(try ledger.open(asOf: "2026-04-04") == ["R-1": 10_000, "R-2": 10_000])
  #expect(try ledger.open(asOf: "2026-04-05") == ["R-2": 10_000])
  #expect(try ledger.add([voiding("R-1")], by: rules).voided == 0)
  #expect(try ledger.violations() == [])
}

@Test("taking that import back makes it owed again")
func voidTakenBack() throws {
  let ledger = try ledger(file("march", [owed("R-1")]), on: "2026-03-05")
  let number = try ledger.add([voiding("R-1")], by: rules).number
  try ledger.undo(try #require(number), on: day("2026-04-06"))
  #expect(try ledger.open(asOf: "2026-04-06") == ["R-1": 10_000])
  #expect(try ledger.violations() == [])
}

@Test("a number of another client, or in use again in the same file, ends nothing")
func otherVoid() throws {
  let ledger = try ledger(file("march", [owed("R-1")]), on: "2026-03-05")
  #expect(try ledger.add([voiding("R-1", client: "Other")], by: rules).voided == 0)
  let again = voiding("R-1", beside: [owed("R-1")])
  #expect(try ledger.add([again], by: rules).voided == 0)
  #expect(try ledger.open(asOf: "2026-04-06") == ["R-1": 10_000])
}

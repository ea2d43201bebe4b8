import Domain
import Support
import Testing

@testable import LedgerStore

@Test("what was read of a state that was taken back, or written over, answers no later question")
func owedTableIsFresh() throws {
  let ledger = try ledger(
    file("a", [record("RE-1001", issued: "2026-05-01", euros(10_000))]))
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1001": 10_000])
  let second = file("b", [record("RE-1002", issued: "2026-05-02", euros(500))])
  let rules = Import(day: day("2026-06-30"), business: business)
  try ledger.withoutEffect {
    _ = try ledger.add([second], by: rules)
    #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1001": 10_000, "RE-1002": 500])
  }
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1001": 10_000])
  _ = try ledger.add([second], by: Import(day: day("2026-06-30"), business: business))
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1001": 10_000, "RE-1002": 500])
}

@Test("what another program writes is seen")
func owedTableSeesOthers() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/book.sqlite"
  let (one, other) = (try Ledger(path: path), try Ledger(path: path))
  let rules = Import(day: day("2026-06-30"), business: business)
  #expect(try one.open(asOf: "2026-06-30") == [:])
  _ = try other.add([file("a", [record("RE-1001", issued: "2026-05-01", euros(700))])], by: rules)
  #expect(try one.open(asOf: "2026-06-30") == ["RE-1001": 700])
}

@Test("the totals owed are those of the items, for every day")
func totalOwed() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1001", issued: "2026-05-01", euros(10_000)),
        record("RE-1002", issued: "2026-05-10", Money(minorUnits: 900, currency: .dollar)),
        record("GS-1", .creditNote, issued: "2026-05-12", euros(-2_000), credits: "RE-1001"),
      ]),
    file("b", bank: [line("2026-05-20", euros(3_000), text: "RE-1001", account: "X1")]))
  for asOf in [day("2026-04-30"), day("2026-05-01"), day("2026-05-12"), day("2026-05-20")] {
    let items = try ledger.receivables(asOf: asOf).items
    let totals = Dictionary(grouping: items, by: \.open.currency).mapValues { items in
      items.map(\.open).sum(items[0].open.currency)
    }
    #expect(try ledger.totalOwed(asOf: asOf) == totals, "\(asOf)")
  }
}

import Domain
import LedgerStore
import Support
import Testing

@Test("importing twice is importing once")
func twiceIsOnce() throws {
  let invoices = file(
    "a", [record("1", issued: "2026-05-01", euros(10_000))],
    bank: [line("2026-05-20", euros(4_000), text: "1", from: "Client")])
  let ledger = try ledger(invoices)
  let rules = Import(day: day("2026-07-01"), business: business)
  let again = try ledger.add([invoices], by: rules)
  #expect(again.isNothingNew)
  #expect(again.alreadyKnown == 2)
  #expect(again.faults.isEmpty)
  #expect(try ledger.open(asOf: "2026-06-30") == ["1": 6_000])
}

@Test("the same number with other content is a conflict, and the first one stays")
func conflict() throws {
  let ledger = try ledger(file("a", [record("1", issued: "2026-05-01", euros(10_000))]))
  let other = file("b", [record("1", issued: "2026-05-01", euros(10_001))])
  let summary = try ledger.add([other], by: Import(day: day("2026-06-30"), business: business))
  #expect(summary.faults.map(\.code) == [.docConflict])
  #expect(summary.refused == 1)
  #expect(summary.invoices == 0)
  #expect(try ledger.open(asOf: "2026-06-30") == ["1": 10_000])
}

@Test("an invoice and a credit note may share a number")
func kindIsPartOfIdentity() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        record("1", issued: "2026-05-01", euros(10_000)),
        record("1", .creditNote, issued: "2026-05-02", euros(2_500), credits: "1"),
      ]))
  #expect(try ledger.open(asOf: "2026-06-30") == ["1": 7_500])
}

@Test("two equal movements of one statement are two payments, the statement read again is not")
func equalPayments() throws {
  let twin = line("2026-05-20", euros(5_000), text: "for 1", from: "Client")
  let statement = file("s", bank: [twin, twin])
  let ledger = try ledger(
    file("a", [record("1", issued: "2026-05-01", euros(10_000))]), statement)
  #expect(try ledger.open(asOf: "2026-06-30") == [:])
  // A longer statement that holds both again, under another name.
  let longer = file("s2", bank: [twin, twin, line("2026-05-21", euros(1), text: "x")])
  let summary = try ledger.add([longer], by: Import(day: day("2026-06-30"), business: business))
  #expect(summary.payments == 1)
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
}

@Test("an import without effect leaves the ledger as it was")
func dryRun() throws {
  let ledger = try ledger(file("a", [record("1", issued: "2026-05-01", euros(10_000))]))
  let more = file("b", [record("2", issued: "2026-05-01", euros(500))])
  let summary = try ledger.withoutEffect {
    try ledger.add([more], by: Import(day: day("2026-06-30"), business: business))
  }
  #expect(summary.invoices == 1)
  #expect(try ledger.open(asOf: "2026-06-30") == ["1": 10_000])
}

@Test("a due date comes from the document, else the client's terms, else the house's")
func dueDates() throws {
  let ledger = try Ledger()
  let rules = Import(
    day: day("2026-06-30"), business: business, termDays: { $0.name == "Agreed" ? 14 : nil })
  _ = try ledger.add(
    [
      file(
        "a",
        [
          record("stated", issued: "2026-05-01", due: "2026-05-05", euros(1)),
          record("agreed", client: "Agreed", issued: "2026-05-01", euros(1)),
          record("house", issued: "2026-05-01", euros(1)),
        ])
    ], by: rules)
  let due = try ledger.receivables(asOf: day("2026-06-30")).items.map {
    [$0.number.text, $0.due.day.description, $0.due.source.rawValue]
  }
  #expect(
    Set(due) == [
      ["stated", "2026-05-05", "document"], ["agreed", "2026-05-15", "client-terms"],
      ["house", "2026-05-31", "house-terms"],
    ])
}

@Test("two firms with one number of two countries' registers stay two clients")
func companyNumbersOfTwoCountries() throws {
  func invoice(_ number: String, _ name: String, country: String) -> FileContents.Record {
    var one = record(number, issued: "2026-05-01", euros(100))
    one.invoice.buyer = Party(name: name)
    one.invoice.buyer.identifiers = [Party.Identifier(.company, "00041207")]
    one.invoice.buyer.address.country = country
    return one
  }
  let ledger = try ledger(
    file(
      "a",
      [
        invoice("1", "Dutch", country: "NL"), invoice("2", "British", country: "GB"),
        invoice("3", "Dutch again", country: "NL"),
      ]))
  let items = try ledger.receivables(asOf: day("2026-06-30")).items
  let clients = Dictionary(uniqueKeysWithValues: items.map { ($0.number.text, $0.client) })
  #expect(clients["1"] != clients["2"])
  #expect(clients["1"] == clients["3"])
}

@Test("a better identifier that differs keeps clients apart, whatever else they share")
func betterIdentifierWins() throws {
  func invoice(_ number: String, vat: String) -> FileContents.Record {
    var one = record(number, client: "K-1", issued: "2026-05-01", euros(100))
    one.invoice.buyer.identifiers.append(Party.Identifier(.vat, vat))
    return one
  }
  let ledger = try ledger(file("a", [invoice("1", vat: "DE1"), invoice("2", vat: "DE2")]))
  let clients = try Set(ledger.receivables(asOf: day("2026-06-30")).items.map(\.client))
  #expect(clients.count == 2)
}

@Test("a register's dispute is dated at its import")
func disputeOfRegister() throws {
  var disputed = record("1", issued: "2026-05-01", euros(100))
  disputed.isDisputed = true
  let ledger = try ledger(file("a", [disputed]), on: "2026-06-10")
  #expect(try ledger.receivables(asOf: day("2026-06-09")).items.map(\.hold) == [nil])
  #expect(
    try ledger.receivables(asOf: day("2026-06-10")).items.map(\.hold)
      == [.disputed(since: day("2026-06-10"))])
}

@Test("what merged a client's documents is kept")
func recognitions() throws {
  func invoice(_ number: String, _ identifiers: [Party.Identifier]) -> FileContents.Record {
    var one = record(number, client: "Tern Lane", issued: "2026-05-01", euros(100))
    one.invoice.buyer.identifiers = identifiers
    return one
  }
  let vat = Party.Identifier(.vat, "GB1")
  let account = Party.Identifier(.account, "K-7")
  let ledger = try ledger(
    file(
      "a",
      [
        invoice("1", [vat, account]), invoice("2", [vat]), invoice("3", [account]),
        invoice("4", [account]), invoice("5", []),
      ]))
  guard case .client(let client) = try ledger.targets(named: "Tern Lane").first else {
    Issue.record("no client")
    return
  }
  let known = try ledger.recognitions(of: client, asOf: day("2026-06-30"))
  #expect(known.documents == 5)
  #expect(known.by.map(\.identifier.scheme) == [.vat, .account, .nameAndPostcode])
  #expect(known.by.map(\.documents) == [1, 2, 1])
  #expect(try ledger.recognitions(of: client, asOf: day("2026-04-30")).documents == 0)
  #expect(try ledger.violations() == [])
}

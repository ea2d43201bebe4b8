import Domain
import LedgerStore
import Support
import Testing

/// What documents say across each other: numbers, references, clients.
@Suite("facts of e-invoices in the ledger")
struct EInvoiceFactsTests {
  private static var rules: Import { Import(day: day("2026-06-30"), business: business) }

  private func buyer(
    _ name: String, _ identifiers: [Party.Identifier], town: String = "", street: String = ""
  ) -> Party {
    var party = Party(name: name)
    party.identifiers = identifiers
    party.address.city = town
    party.address.postcode = town.isEmpty ? "" : "\(town.utf8.count)0000"
    party.address.lines = street.isEmpty ? [] : [street]
    return party
  }

  private func clients(of buyers: [Party]) throws -> Int {
    let records = buyers.enumerated().map { place, buyer in
      var one = record("R-\(place + 1)", issued: "2026-05-01", euros(100))
      one.invoice.buyer = buyer
      return one
    }
    let items = try ledger(file("a", records)).receivables(asOf: day("2026-06-30")).items
    return Set(items.map(\.client)).count
  }

  @Test("a VAT number goes before a shared endpoint; names and towns part those without one")
  func sharedEndpoint() throws {
    let scan = Party.Identifier(.endpoint, "EM:scan@service.example")
    #expect(
      try clients(of: [
        buyer("Larch", [scan, .init(.vat, "DE1")], town: "Kiel"),
        buyer("Spruce", [scan, .init(.vat, "DE2")], town: "Bremen"),
      ]) == 2)
    #expect(
      try clients(of: [
        buyer("Larch", [scan], town: "Kiel"), buyer("Spruce", [scan], town: "Bremen"),
      ]) == 2)
    #expect(
      try clients(of: [
        buyer("Larch OHG", [scan], town: "Kiel"), buyer("Larch GmbH", [scan], town: "Kiel"),
      ]) == 1)
  }

  @Test("a VAT group is told by register, name and address together")
  func group() throws {
    let vat = Party.Identifier(.vat, "NL800123456B01")
    func member(_ name: String, _ number: String, _ town: String, _ street: String) -> Party {
      buyer(name, [vat, .init(.company, number)], town: town, street: street)
    }
    let first = member("Ekster Logistiek", "0106:111", "Venlo", "Kade 1")
    let second = member("Ekster Vastgoed", "0106:222", "Arnhem", "Plein 2")
    #expect(try clients(of: [first, second, first, second]) == 2)
    #expect(try clients(of: [first, member("Ekster", "0106:222", "Venlo", "Kade 1")]) == 1)
    #expect(
      try clients(of: [first, member("Ekster Logistiek", "0106:111 B", "Arnhem", "Plein 2")]) == 1)
    #expect(
      try clients(of: [first, buyer("Ekster Nieuw", [vat], town: "Arnhem", street: "Plein 2")])
        == 1)
  }

  @Test("a new electronic address is the same client's where VAT number or name and street agree")
  func changedEndpoint() throws {
    let vat = Party.Identifier(.vat, "BE0123456789")
    #expect(
      try clients(of: [
        buyer("Abeel", [.init(.endpoint, "9925:BE0123456789"), vat], town: "Gent"),
        buyer("Abeel", [.init(.endpoint, "0208:0123456789"), vat], town: "Gent"),
      ]) == 1)
    #expect(
      try clients(of: [
        buyer("Abeel", [.init(.endpoint, "EM:a@b.example")], town: "Gent", street: "Markt 1"),
        buyer("Abeel", [.init(.endpoint, "EM:c@d.example")], town: "Gent", street: "Markt 1"),
      ]) == 1)
  }

  @Test("a number of another year is another document, and both are named by their years")
  func years() throws {
    let ledger = try ledger(
      file("a", [record("12", client: "Larch", issued: "2025-02-10", euros(59_500))]),
      file("b", [record("12", client: "Spruce", issued: "2026-02-10", euros(95_200))]))
    #expect(try ledger.open(asOf: "2026-06-30") == ["12@2025": 59_500, "12@2026": 95_200])
    let again = try ledger.add(
      [
        file("c", [record("12", client: "Larch", issued: "2025-02-10", euros(59_500))]),
        file("d", [record("12", client: "Spruce", issued: "2026-02-11", euros(95_200))]),
      ], by: Self.rules)
    #expect(again.alreadyKnown == 1)
    #expect(again.faults.map(\.code) == [.docConflict])
    #expect(try ledger.targets(named: "12").count == 2)
    #expect(try ledger.targets(named: "12@2026").count == 1)
    #expect(try ledger.violations().isEmpty)
  }

  @Test("after a void the same number may come in again")
  func afterVoid() throws {
    let ledger = try ledger(file("a", [record("R-1", issued: "2026-05-01", euros(119_000))]))
    guard case .invoice(let id, let client, _)? = try ledger.targets(named: "R-1").first else {
      Issue.record("R-1 is there")
      return
    }
    _ = try ledger.record(
      ClientEvent(kind: .void, day: day("2026-05-10"), client: client, invoice: id))
    let corrected = record("R-1", issued: "2026-05-11", euros(107_100), type: "384")
    let summary = try ledger.add([file("b", [corrected])], by: Self.rules)
    #expect(summary.faults.isEmpty && summary.invoices == 1)
    #expect(try ledger.open(asOf: "2026-06-30") == ["R-1": 107_100])
    let first = file("c", [record("R-1", issued: "2026-05-01", euros(119_000))])
    #expect(try ledger.add([first], by: Self.rules).alreadyKnown == 1)
  }

  @Test("the same document with a greater prepaid amount tells of a payment")
  func prepaid() throws {
    func export(_ name: String, payable: Int64, prepaid: Int64) -> FileContents {
      var one = record("R-1", issued: "2026-05-01", euros(payable))
      one.invoice.prepaid = euros(prepaid)
      return file(name, [one])
    }
    let ledger = try ledger(export("a", payable: 119_000, prepaid: 0))
    let second = try ledger.add([export("b", payable: 50_000, prepaid: 69_000)], by: Self.rules)
    #expect(second.faults.isEmpty && second.payments == 1)
    #expect(try ledger.open(asOf: "2026-06-30") == ["R-1": 50_000])
    let third = try ledger.add([export("c", payable: 20_000, prepaid: 99_000)], by: Self.rules)
    #expect(third.faults.isEmpty)
    #expect(try ledger.open(asOf: "2026-06-30") == ["R-1": 20_000])
    let other = try ledger.add([export("d", payable: 10_000, prepaid: 1_000)], by: Self.rules)
    #expect(other.faults.map(\.code) == [.docConflict])
  }

  @Test("a credited number is compared without marks where it is not there exactly")
  func looseNumbers() throws {
    let ledger = try ledger(
      file(
        "a",
        [
          record("2026/001", issued: "2026-05-01", due: "2026-06-20", euros(1_190)),
          record("2026/002", issued: "2026-05-02", due: "2026-05-20", euros(476)),
          record("G-1", .creditNote, issued: "2026-05-10", euros(1_190), credits: "2026-001"),
        ]))
    #expect(try ledger.open(asOf: "2026-06-30") == ["2026/002": 476])
  }

  @Test("a credit note with a minus that names a negative invoice takes that back")
  func cancelledCredit() throws {
    var cancels = record("G-2", .creditNote, issued: "2026-05-12", euros(119), credits: "R-2")
    cancels.invoice.payablePrinted = "-1.19"
    let ledger = try ledger(
      file(
        "a",
        [
          record("R-1", issued: "2026-05-01", euros(1_190)),
          record("R-2", issued: "2026-05-10", euros(-119)), cancels,
        ]))
    #expect(try ledger.open(asOf: "2026-06-30").values.reduce(0, +) == 1_190)
  }

  @Test("credits that name an unknown invoice, or one of another client, are reported")
  func references() throws {
    let ledger = try Ledger()
    let summary = try ledger.add(
      [
        file(
          "a",
          [
            record("R-1", client: "Larch", issued: "2026-05-01", euros(1_190)),
            record("R-2", client: "Spruce", issued: "2026-05-01", euros(357)),
            record(
              "G-1", .creditNote, client: "Spruce", issued: "2026-05-10", euros(1_190),
              credits: "R-1"),
            record(
              "G-2", .creditNote, client: "Larch", issued: "2026-05-10", euros(10), credits: "R-9"),
            record(
              "G-3", .creditNote, client: "Larch", issued: "2026-05-10", euros(10), credits: "R-1"),
          ])
      ], by: Self.rules)
    let number = try #require(summary.number)
    let faults = try ledger.doubtfulReferences(import: number)
    #expect(faults.map { String($0.message.prefix(3)) } == ["G-1", "G-2"])
  }

  @Test("a payer is known by the trading name, and an invoice by any of its references")
  func payers() throws {
    var shop = record("R-2", client: "Verwaltung", issued: "2026-05-01", euros(1_190))
    shop.invoice.buyer.tradeName = "Seestern Apotheke"
    var referenced = record("R-3", client: "Holding", issued: "2026-05-01", euros(777))
    referenced.invoice.otherReferences = ["+++090/9337/55493+++"]
    let ledger = try ledger(
      file(
        "a", [record("R-1", client: "Other", issued: "2026-05-01", euros(1_190)), shop, referenced]),
      file(
        "s",
        bank: [
          line("2026-05-20", euros(1_190), text: "", from: "SEESTERN APOTHEKE"),
          line("2026-05-21", euros(777), text: "+++090/9337/55493+++", from: "Somebody"),
        ]))
    #expect(try ledger.open(asOf: "2026-06-30") == ["R-1": 1_190])
  }
}

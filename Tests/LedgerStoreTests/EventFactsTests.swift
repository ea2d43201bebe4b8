import Domain
import LedgerStore
import Support
import Testing

/// What an event says beside a person's words.

/// A ledger with one paid invoice of a client.
private func paidBook() throws -> (ledger: Ledger, client: ID<Client>, invoice: ID<Invoice>) {
  let ledger = try ledger(file("a", [record("RE-1", issued: "2026-05-01", euros(10_000))]))
  guard case .invoice(let invoice, let client, _) = try ledger.targets(named: "RE-1").first else {
    preconditionFailure("no invoice")
  }
  try ledger.record(.payment, "RE-1", on: "2026-06-05", 10_000)
  return (ledger, client, invoice)
}

extension Ledger {
  fileprivate func forget(_ client: ID<Client>) throws {
    _ = try forget(client, on: day("2026-06-10"), retention: Retention(country: "DE"))
  }

  fileprivate func thanked(asOf iso: String) throws -> [String] {
    let first = day("2026-06-01")
    return try paidInvoices(from: first, through: day(iso)).map(\.number.text)
  }
}

@Test("who financed an invoice is known when its client is forgotten, and the words are not")
func financierStays() throws {
  let (ledger, client, invoice) = try paidBook()
  var advance = ClientEvent(
    kind: .finance, day: day("2026-06-06"), client: client, invoice: invoice)
  (advance.amount, advance.financier) = (euros(8_000), "Open Funds; Ltd")
  (advance.note, advance.who) = ("spoke to Ms Ray", "Ann")
  try ledger.record(advance)
  #expect(try !ledger.record(advance))
  advance.financier = "Quiet Funds"
  #expect(try ledger.record(advance), "another's advance is not the same")
  try ledger.forget(client)
  let financed = try ledger.financed(asOf: day("2026-06-11"))
  #expect(financed[invoice]?.financier == "Quiet Funds")
  #expect(try ledger.violations() == [])
  let target = try #require(ledger.targets(named: "RE-1").first)
  let history = try ledger.history(of: target, asOf: day("2026-06-11")).map(\.detail)
  #expect(history.contains("Open Funds; Ltd") && !history.contains { $0.contains("Ray") })
}

@Test("an invoice that was given thanks for is given none again when its client is forgotten")
func thankedOnce() throws {
  let (ledger, client, invoice) = try paidBook()
  #expect(try ledger.thanked(asOf: "2026-06-08") == ["RE-1"])
  var letter = ClientEvent(kind: .note, day: day("2026-06-08"), client: client, invoice: invoice)
  (letter.letter, letter.who) = (.thanks, "chase")
  try ledger.record(letter)
  #expect(try ledger.thanked(asOf: "2026-06-09") == [])
  try ledger.forget(client)
  #expect(try ledger.thanked(asOf: "2026-06-11") == [])
  #expect(try ledger.violations() == [])
}

@Test("a person's own note is no letter, whatever its words, and its seal tells it from one")
func noteIsNoLetter() throws {
  let (ledger, client, invoice) = try paidBook()
  var note = ClientEvent(kind: .note, day: day("2026-06-08"), client: client, invoice: invoice)
  note.note = "letter: thanks"
  try ledger.record(note)
  #expect(try ledger.thanked(asOf: "2026-06-09") == ["RE-1"])
  #expect(try ledger.violations() == [])
  note.note = ""
  note.letter = .thanks
  #expect(try ledger.record(note))
  #expect(try ledger.thanked(asOf: "2026-06-09") == [])
  #expect(try ledger.violations() == [])
}

@Test("the discounts of an import that is taken back go with it")
func undoneFacts() throws {
  var early = record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(10_000))
  early.invoice.discounts = [EarlyPaymentDiscount(days: 10, rate: .percent(10))]
  let ledger = try ledger(file("a", [early]), on: "2026-05-02")
  let paid = file("b", bank: [line("2026-05-08", euros(9_000), text: "RE-1001")])
  _ = try ledger.add([paid], by: Import(day: day("2026-05-09"), business: business))
  #expect(try ledger.open(asOf: "2026-05-09") == [:])
  try ledger.undo(2, on: day("2026-05-10"))
  try ledger.undo(1, on: day("2026-05-10"))
  #expect(try ledger.violations() == [])
  // Its row's number is used again by a document without any.
  let other = record("RE-1002", issued: "2026-05-01", due: "2026-05-31", euros(10_000))
  _ = try ledger.add(
    [file("c", [other]), file("d", bank: [line("2026-05-08", euros(9_000), text: "RE-1002")])],
    by: Import(day: day("2026-05-11"), business: business))
  let open = try ledger.open(asOf: "2026-05-11")
  #expect(open == ["RE-1002": 1_000], "\(open)")
  #expect(try ledger.violations() == [])
}

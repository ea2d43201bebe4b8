import Domain
import Matching
import Support
import Testing

private func candidate(
  _ id: Int64, _ number: String, client: Int64 = 1, name: String = "Client Ltd",
  reference: String = "", _ cents: Int64 = 10_000, issued: String = "2026-05-01"
) -> Matching.Candidate {
  Matching.Candidate(
    id: ID(id), client: ID(client), clientName: name, number: number, reference: reference,
    claim: euros(cents), issueDate: day(issued), due: day(issued) + 30)
}

private func outcome(
  _ line: BankLine, _ candidates: Matching.Candidate...
) throws -> Matching.Outcome {
  var matching = Matching(candidates)
  return try matching.outcomes([line])[0]
}

@Test(
  "a number is found as a whole token only",
  arguments: [
    ("INV-1", "payment INV-10", false), ("INV-10", "payment INV-10", true),
    ("BS-2026-0006", "order BS-2026-00067-3", false), ("BS-2026-0018", "XBS-2026-00188", false),
    ("BS-2026-0041", "Invoice BS-2026-0041, thank you", true),
    ("BS-2026-0041", "Re.Nr.:BS-2026-0041.", true), ("BS-2026-0041", "bs 2026 0041 merci", true),
    ("BS-2026-0041", "BS20260041", true), ("2026/17", "INV 2026/17", true),
  ])
func wholeTokens(number: String, text: String, isFound: Bool) throws {
  let found = try outcome(
    line("2026-05-20", euros(10_000), text: text), candidate(1, number))
  #expect(found == (isFound ? .sure([ID(1)], .invoiceNumber) : .nothing))
}

@Test("a structured reference goes before anything in the text")
func structuredReference() throws {
  let found = try outcome(
    line("2026-05-20", euros(10_000), text: "RE-1002", references: ["RF18 5390 0754 7034"]),
    candidate(1, "RE-1001", reference: "RF18539007547034"), candidate(2, "RE-1002"))
  #expect(found == .sure([ID(1)], .structuredReference))
}

@Test("several numbers in one text name several invoices")
func severalNumbers() throws {
  let found = try outcome(
    line("2026-05-20", euros(20_000), text: "RE-1001/RE-1002 and RE-1003 RE-1002"),
    candidate(1, "RE-1001"), candidate(2, "RE-1002"), candidate(3, "RE-1003"))
  #expect(found == .sure([ID(1), ID(2), ID(3)], .invoiceNumber))
}

@Test("an equal amount alone never matches: a tax refund is not the payment")
func amountAlone() throws {
  let found = try outcome(
    line("2026-05-20", euros(10_000), text: "refund", from: "Tax Office"), candidate(1, "RE-1001"))
  #expect(found == .nothing)
}

@Test("a payer's name and exact amount match, the oldest invoice first, each once")
func payerAndAmount() throws {
  var matching = Matching([
    candidate(1, "RE-1001", issued: "2026-05-03"), candidate(2, "RE-1002", issued: "2026-05-01"),
  ])
  let paid = line("2026-05-20", euros(10_000), text: "thanks", from: "CLIENT LTD.")
  #expect(
    try matching.outcomes([paid, paid, paid]) == [
      Matching.Outcome(guesses: [ID(2)], payer: ID(1), reason: .payerAndAmount),
      Matching.Outcome(guesses: [ID(1)], payer: ID(1), reason: .payerAndAmount),
      Matching.Outcome(payer: ID(1), reason: .payer),
    ])
}

@Test("a payer's name does not match an invoice of a later day")
func noMatchBeforeIssue() throws {
  let early = line("2026-04-20", euros(10_000), from: "Client Ltd")
  let known = candidate(2, "RE-0900", 70, issued: "2026-04-01")
  #expect(try outcome(early, candidate(1, "RE-1001")) == .nothing)
  #expect(
    try outcome(early, known, candidate(1, "RE-1001"))
      == Matching.Outcome(payer: ID(1), reason: .payer))
}

@Test("a number that several clients use is decided by the payer, or not at all")
func sharedNumber() throws {
  let candidates = [
    candidate(1, "RE-1001", client: 1, name: "North"),
    candidate(2, "RE-1001", client: 2, name: "South"),
  ]
  let unclear = line("2026-05-20", euros(10_000), text: "RE-1001", from: "Someone")
  let clear = line("2026-05-20", euros(10_000), text: "RE-1001", from: "South")
  var matching = Matching(candidates)
  #expect(
    try matching.outcomes([unclear, clear]) == [
      Matching.Outcome(reason: .severalClients), .sure([ID(2)], .invoiceNumber),
    ])
}

@Test("a short number in a text is only believed with the payer or the exact amount")
func shortNumber() throws {
  let one = candidate(1, "12")
  #expect(
    try outcome(line("2026-05-20", euros(300), text: "12 chairs"), one)
      == Matching.Outcome(reason: .shortNumber))
  #expect(
    try outcome(line("2026-05-20", euros(10_000), text: "12"), one)
      == .sure([ID(1)], .invoiceNumber))
}

@Test(
  "a part payment that begins with digits is believed from the client itself, if they are many",
  arguments: [
    ("2026-002", "2026-002 first part", "Client", true),
    ("2026-002", "2026-002 first part", "Somebody else", false),
    ("20260402", "20260402 first part", "Client", false), ("1202", "1202 tiles", "Client", false),
  ])
func digitsOfTheClient(number: String, text: String, payer: String, isSure: Bool) throws {
  let found = try outcome(
    line("2026-05-20", euros(300), text: text, from: payer), candidate(1, number))
  #expect((found == .sure([ID(1)], .invoiceNumber)) == isSure)
}

@Test("money in another currency that names an invoice waits for a person")
func currencies() throws {
  let dollars = line(
    "2026-05-20", Money(minorUnits: 10_000, currency: .dollar), text: "RE-1001")
  #expect(
    try outcome(dollars, candidate(1, "RE-1001")) == Matching.Outcome(reason: .otherCurrency))
}

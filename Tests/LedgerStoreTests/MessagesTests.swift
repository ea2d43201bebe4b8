import Domain
import GRDB
import Support
import Testing

@testable import LedgerStore

private let today = day("2026-06-05")

/// Records a notice about all that the only client owes, mailed or not.
private func give(
  _ ledger: Ledger, on day: Day, isMailed: Bool, without number: String = "",
  interest: Money = .zero(.euro)
) throws {
  let receivables = try ledger.receivables(asOf: day)
  let client = try #require(receivables.clients.values.first)
  let lines = receivables.items.filter { $0.number.text != number }.map {
    Notice.Line(item: $0, level: 2, daysOverdue: 5, interest: interest, fee: .zero(.euro))
  }
  let notice = Notice(
    client: client, currency: .euro, day: day, level: 2, stage: "reminder", lines: lines,
    credits: [], total: lines[0].item.open, payBy: day + 7, language: "en", channel: .email)
  _ = try ledger.give([notice]) { _ in
    .init(files: ["\(day).txt"], mail: isMailed ? ("a@alder.example", "Reminder") : nil)
  }
}

/// A ledger with one invoice that was reminded of by mail.
private func mailed() throws -> (ledger: Ledger, message: Int64, invoice: ID<Invoice>) {
  let ledger = try Ledger()
  let invoice = record("RE-1", issued: "2026-05-01", due: "2026-05-31", euros(10_000))
  _ = try ledger.add([file("a", [invoice])], by: Import(day: today, business: business))
  try give(ledger, on: today, isMailed: true)
  let message = try #require(ledger.messages(in: [.ready]).first?.number)
  let item = try #require(ledger.receivables(asOf: today).items.first)
  return (ledger, message, item.id)
}

@Test("a message that was final and becomes unsettled again is sealed anew each time")
func sealedAgain() throws {
  let (ledger, message, invoice) = try mailed()
  func expectSound(_ what: String) throws { #expect(try ledger.violations() == [], "\(what)") }
  #expect(try ledger.claim(message, now: 1, on: today))
  try ledger.mark(message, .uncertain, on: today)
  try ledger.resolve(uncertain: message, wasSent: false, on: today)
  try expectSound("to be sent again")
  #expect(try ledger.claim(message, now: 1, on: today))
  try expectSound("claimed")
  try ledger.unclaim(message, on: today)
  try expectSound("not tried")
  #expect(try ledger.claim(message, now: 1, on: today))
  try ledger.mark(message, .postponed, on: today, next: 2)
  try expectSound("postponed")
  #expect(try ledger.claim(message, now: 2, on: today))
  try ledger.tidyOutbox(on: today)
  try expectSound("left claimed by a run that died")
  _ = try ledger.resend(invoice, on: today)
  #expect(try ledger.claim(message, now: 2, on: today))
  try ledger.mark(message, .postponed, on: today, next: 3)
  try expectSound("sent once more, and postponed")
}

@Test("a letter that a person wants mailed once more is not called back for a later one")
func resentBesideLater() throws {
  let (ledger, message, invoice) = try mailed()
  try give(ledger, on: today + 14, isMailed: false)
  try ledger.tidyOutbox(on: today + 14)
  #expect(try ledger.messages(in: [.withdrawn]).map(\.number) == [message])
  #expect(try ledger.resend(invoice, on: today + 14) == message)
  try ledger.tidyOutbox(on: today + 15)
  #expect(try ledger.messages(in: [.ready]).map(\.number) == [message])
}

@Test("a letter is not called back for a later one that does not ask for its invoices")
func laterAboutOthers() throws {
  let (ledger, message, _) = try mailed()
  let newer = record("RE-2", issued: "2026-05-10", due: "2026-06-09", euros(500))
  _ = try ledger.add([file("b", [newer])], by: Import(day: today, business: business))
  try give(ledger, on: today + 7, isMailed: false, without: "RE-1")
  try ledger.tidyOutbox(on: today + 7)
  #expect(try ledger.messages(in: [.ready]).map(\.number) == [message])
  try give(ledger, on: today + 14, isMailed: false)
  try ledger.tidyOutbox(on: today + 14)
  #expect(try ledger.messages(in: [.withdrawn]).map(\.number) == [message])
}

@Test("the letters of a client are those about its debts, also where another was written to")
func lettersOfMerged() throws {
  let (ledger, _, _) = try mailed()
  let other = record("RE-2", client: "Other", issued: "2026-05-01", euros(700))
  _ = try ledger.add([file("b", [other])], by: Import(day: today, business: business))
  let clients = try ledger.receivables(asOf: today).clients.values
  let kept = try #require(clients.first { $0.name == "Other" }?.id)
  let gone = try #require(clients.first { $0.name != "Other" }?.id)
  #expect(try ledger.letterFiles(of: .client(kept), asOf: today).isEmpty)
  try ledger.merge(gone, into: kept, on: today)
  #expect(
    try ledger.letterFiles(of: .client(kept), asOf: today).map(\.files) == [["\(today).txt"]])
}

@Test("charges of a letter that was called back before it went were never asked for")
func chargesCalledBack() throws {
  let ledger = try Ledger()
  let invoice = record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(10_000))
  _ = try ledger.add([file("a", [invoice])], by: Import(day: today, business: business))
  try give(ledger, on: today, isMailed: true, interest: euros(500))
  let paid = line("2026-06-08", euros(10_500), text: "RE-1001", from: "Client")
  _ = try ledger.add([file("b", bank: [paid])], by: Import(day: today + 4, business: business))
  #expect(try ledger.onAccount(asOf: "2026-06-09") == 0)
  try ledger.tidyOutbox(on: today + 4)
  #expect(try ledger.messages(in: [.withdrawn]).count == 1)
  #expect(try ledger.onAccount(asOf: "2026-06-09") == 500)
  #expect(try ledger.violations() == [])
  let item = try #require(ledger.receivables(asOf: today).items.first)
  _ = try ledger.resend(item.id, on: today + 4)
  #expect(try ledger.onAccount(asOf: "2026-06-09") == 0)
  #expect(try ledger.violations() == [])
}

@Test("a letter that is called back was a letter until that day: what paid it stays matched")
func matchedAfterRecall() throws {
  let ledger = try Ledger()
  let invoice = record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(10_000))
  func rules() -> Import { Import(day: today + 4, business: business) }
  _ = try ledger.add([file("a", [invoice])], by: rules())
  try give(ledger, on: today, isMailed: true, interest: euros(500))
  let paid = line("2026-06-08", euros(10_500), text: "your letter", from: "Client")
  _ = try ledger.add([file("b", bank: [paid])], by: rules())
  #expect(try ledger.open(asOf: "2026-06-08") == [:])
  try ledger.tidyOutbox(on: today + 4)
  let other = record("RE-2001", client: "Other", issued: "2026-05-01", euros(70))
  _ = try ledger.add([file("c", [other])], by: rules())
  #expect(try ledger.open(asOf: "2026-06-08") == ["RE-2001": 70])
  #expect(try ledger.violations() == [])
}

@Test("why a message was withdrawn, and that it was wanted once more, are sealed")
func sealedReason() throws {
  for change in ["reason = 'changed'", "reason = NULL", "is_resend = 1"] {
    let (ledger, message, _) = try mailed()
    try ledger.record(.payment, "RE-1", on: "2026-06-06", 10_000)
    try ledger.tidyOutbox(on: today + 1)
    let withdrawn = try ledger.messages(in: [.withdrawn])
    #expect(withdrawn.map(\.number) == [message] && withdrawn.map(\.reason) == [.outOfDate])
    #expect(try ledger.violations() == [])
    try ledger.database.write { try $0.execute(sql: "UPDATE message SET \(change)") }
    #expect(try !ledger.violations().isEmpty, "\(change)")
  }
  let (ledger, _, invoice) = try mailed()
  _ = try ledger.resend(invoice, on: today)
  #expect(try ledger.violations() == [])
  try ledger.database.write { try $0.execute(sql: "UPDATE message SET is_resend = 0") }
  #expect(try !ledger.violations().isEmpty)
}

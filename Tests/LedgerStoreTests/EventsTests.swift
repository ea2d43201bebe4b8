import Domain
import LedgerStore
import Support
import Testing

extension Ledger {
  /// Records an event on the invoice of this number.
  func record(
    _ kind: ClientEvent.Kind, _ number: String, on iso: String, until: String? = nil,
    _ cents: Int64? = nil, again: Bool = false
  ) throws {
    guard case .invoice(let id, let client, _) = try targets(named: number).first else {
      preconditionFailure("no invoice \(number)")
    }
    var event = ClientEvent(kind: kind, day: day(iso), client: client, invoice: id)
    event.until = until.map(day)
    event.amount = cents.map(euros)
    try record(event, again: again)
  }

  /// Records an event on the client as a whole.
  func recordOfClient(_ kind: ClientEvent.Kind, on iso: String) throws {
    guard case .client(let id) = try targets(named: "Client").first else {
      preconditionFailure("no client")
    }
    try record(ClientEvent(kind: kind, day: day(iso), client: id))
  }

  func holds(asOf iso: String) throws -> [Hold?] {
    try receivables(asOf: day(iso)).items.map(\.hold)
  }
}

private func oneInvoice() throws -> Ledger {
  try ledger(file("a", [record("RE-1001", issued: "2026-05-01", euros(10_000))]))
}

@Test("a promise holds through its day, and a broken one holds no longer")
func promise() throws {
  let ledger = try oneInvoice()
  try ledger.record(.promise, "RE-1001", on: "2026-06-05", until: "2026-06-10")
  #expect(try ledger.holds(asOf: "2026-06-04") == [nil])
  #expect(try ledger.holds(asOf: "2026-06-10") == [.promised(by: day("2026-06-10"))])
  #expect(try ledger.holds(asOf: "2026-06-11") == [nil])
}

@Test("a release ends a dispute from its own day on")
func release() throws {
  let ledger = try oneInvoice()
  try ledger.record(.dispute, "RE-1001", on: "2026-06-05")
  try ledger.record(.release, "RE-1001", on: "2026-06-08")
  #expect(try ledger.holds(asOf: "2026-06-07") == [.disputed(since: day("2026-06-05"))])
  #expect(try ledger.holds(asOf: "2026-06-08") == [nil])
}

@Test("insolvency stops every invoice of the client, whatever else is recorded")
func insolvency() throws {
  let ledger = try oneInvoice()
  try ledger.record(.promise, "RE-1001", on: "2026-06-05", until: "2026-07-10")
  try ledger.recordOfClient(.insolvent, on: "2026-06-06")
  #expect(try ledger.holds(asOf: "2026-06-06") == [.insolvent(since: day("2026-06-06"))])
  #expect(try ledger.stoppedClients(asOf: day("2026-06-05")).isEmpty)
  #expect(try ledger.stoppedClients(asOf: day("2026-06-06")).count == 1)
}

@Test("a recorded payment pays, its surplus is on account")
func recordedPayment() throws {
  let ledger = try oneInvoice()
  try ledger.record(.payment, "RE-1001", on: "2026-06-05", 12_000)
  #expect(try ledger.open(asOf: "2026-06-04") == ["RE-1001": 10_000])
  #expect(try ledger.open(asOf: "2026-06-05") == [:])
  #expect(try ledger.onAccount(asOf: "2026-06-05") == 2_000)
  #expect(
    try ledger.payHistory(asOf: day("2026-06-30")).entries.map(\.settled) == [day("2026-06-05")])
}

@Test("a write-off closes what is open and is no payment in the history")
func writeOff() throws {
  let ledger = try oneInvoice()
  try ledger.record(.payment, "RE-1001", on: "2026-06-01", 4_000)
  try ledger.record(.writeOff, "RE-1001", on: "2026-06-05", 1_000)
  #expect(try ledger.open(asOf: "2026-06-05") == ["RE-1001": 5_000])
  try ledger.record(.writeOff, "RE-1001", on: "2026-06-06")
  #expect(try ledger.open(asOf: "2026-06-06") == [:])
  #expect(try ledger.payHistory(asOf: day("2026-06-30")).entries.map(\.settled) == [nil])
}

@Test("a void invoice is owed no more, and what was paid for it is on account")
func void() throws {
  let ledger = try oneInvoice()
  try ledger.record(.payment, "RE-1001", on: "2026-06-01", 4_000)
  try ledger.record(.void, "RE-1001", on: "2026-06-05")
  #expect(try ledger.open(asOf: "2026-06-04") == ["RE-1001": 6_000])
  #expect(try ledger.open(asOf: "2026-06-05") == [:])
  #expect(try ledger.onAccount(asOf: "2026-06-05") == 4_000)
  #expect(try ledger.violations().isEmpty)
}

@Test("goodwill lowers what is owed")
func goodwill() throws {
  let ledger = try oneInvoice()
  try ledger.record(.goodwill, "RE-1001", on: "2026-06-05", 1_500)
  #expect(try ledger.open(asOf: "2026-06-05") == ["RE-1001": 8_500])
}

@Test("history tells everything of an invoice in the order of its days")
func history() throws {
  let ledger = try ledger(
    file("a", [record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(10_000))]),
    file("b", bank: [line("2026-06-12", euros(10_000), text: "RE-1001")]))
  try ledger.record(.promise, "RE-1001", on: "2026-06-05", until: "2026-06-10")
  let target = try #require(try ledger.targets(named: "RE-1001").first)
  let whole = try ledger.history(of: target, asOf: day("2026-06-30"))
  #expect(whole.map(\.what) == ["issued", "promise", "paid"])
  #expect(whole.map(\.day) == [day("2026-05-01"), day("2026-06-05"), day("2026-06-12")])
  #expect(try ledger.history(of: target, asOf: day("2026-06-05")).count == 2)
}

@Test("a name that means nothing has no target, one that means two has two")
func targets() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1001", issued: "2026-05-01", euros(10_000)),
        record("RE-1002", client: "Client", issued: "2026-05-01", euros(10_000)),
      ]))
  #expect(try ledger.targets(named: "nobody").isEmpty)
  #expect(try ledger.targets(named: "Client").count == 1)
  #expect(try ledger.targets(named: "RE-1001").count == 1)
}

@Test("documents on which nothing is owed are no targets, and are found apart")
func owingNothing() throws {
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1001", issued: "2026-05-01", euros(10_000)),
        record("GU-1", .creditNote, issued: "2026-05-25", euros(6_000)),
      ]))
  #expect(try ledger.targets(named: "GU-1").isEmpty)
  let found = try ledger.documentsOwingNothing(numbered: "GU-1")
  #expect(found.count == 1)
  #expect(try ledger.documentsOwingNothing(numbered: "RE-1001").isEmpty)
  let history = try ledger.history(of: try #require(found.first), asOf: day("2026-06-30"))
  #expect(history.map(\.what) == ["credit-note"])
  #expect(history.first?.amount == euros(-6_000))
}

@Test("what is recorded of an invoice is in its currency, but for what a financier pays")
func otherCurrency() throws {
  let ledger = try oneInvoice()
  let client = try #require(try ledger.receivables(asOf: day("2026-06-30")).items.first)
  func event(_ kind: ClientEvent.Kind) -> ClientEvent {
    var event = ClientEvent(
      kind: kind, day: day("2026-06-05"), client: client.client, invoice: client.id)
    event.amount = Money(minorUnits: 1_000, currency: .pound)
    return event
  }
  for kind in [.payment, .writeOff, .goodwill, .plan, .promise] as [ClientEvent.Kind] {
    #expect(throws: Ledger.Problem.self) { try ledger.record(event(kind)) }
  }
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1001": 10_000])
  try ledger.record(event(.finance))
}

@Test("a client is found by an identifier as people type it")
func typedIdentifier() throws {
  var invoice = record("RE-1", issued: "2026-05-01", euros(100))
  invoice.invoice.buyer.identifiers = [Party.Identifier(.vat, "DE123456789")]
  let ledger = try ledger(file("a", [invoice]))
  for typed in ["DE123456789", "DE 123 456 789", "de123456789"] {
    #expect(try ledger.targets(named: typed).count == 1, "\(typed)")
  }
  #expect(try ledger.targets(named: "DE12345678").isEmpty)
}

@Test("a plan holds while its instalments come in, and no longer once one is missed")
func plan() throws {
  let ledger = try oneInvoice()
  try ledger.record(.payment, "RE-1001", on: "2026-06-01", 1_000)
  for (until, cents) in [("2026-07-01", 4_000), ("2026-08-01", 5_000)] as [(String, Int64)] {
    try ledger.record(.plan, "RE-1001", on: "2026-06-05", until: until, cents)
  }
  #expect(try ledger.holds(asOf: "2026-06-04") == [nil])
  #expect(
    try ledger.holds(asOf: "2026-07-01")
      == [instalments((4_000, "2026-07-01"), (5_000, "2026-08-01"))])
  #expect(try ledger.holds(asOf: "2026-07-02") == [nil], "the first was missed")
  try ledger.record(.payment, "RE-1001", on: "2026-07-03", 4_700)
  #expect(try ledger.holds(asOf: "2026-07-03") == [instalments((4_300, "2026-08-01"))])
  try ledger.record(.release, "RE-1001", on: "2026-07-04")
  #expect(try ledger.holds(asOf: "2026-07-04") == [nil])
}

private func instalments(_ parts: (Int64, String)...) -> Hold {
  .plan(PaymentPlan(parts.map { .init(euros($0.0), by: day($0.1)) }))
}

@Test("the instalments of a client's plan are for what was due first, and for its currency alone")
func sharedPlan() throws {
  let yen = Money(minorUnits: 900, currency: .yen)
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1", issued: "2026-05-01", due: "2026-06-20", euros(10_000)),
        record("RE-2", issued: "2026-05-01", due: "2026-05-20", euros(5_000)),
        record("RE-3", issued: "2026-05-01", yen),
      ]))
  let client = try #require(try ledger.receivables(asOf: day("2026-06-30")).items.first).client
  for (until, cents) in [("2026-07-01", 6_000), ("2026-08-01", 7_000)] as [(String, Int64)] {
    var event = ClientEvent(kind: .plan, day: day("2026-06-05"), client: client)
    (event.until, event.amount) = (day(until), euros(cents))
    try ledger.record(event)
  }
  let items = try ledger.receivables(asOf: day("2026-06-30")).items
  let shares = items.map { item -> [String] in
    guard case .plan(let plan) = item.hold else { return ["no plan"] }
    #expect(plan.next == day("2026-07-01") && plan.last == day("2026-08-01"))
    return plan.instalments.map { "\($0.day) \($0.amount.minorUnits)" }
  }
  #expect(items.map(\.number.text) == ["RE-2", "RE-1", "RE-3"])
  #expect(shares == [["2026-07-01 5000"], ["2026-07-01 1000", "2026-08-01 7000"], []])
}

@Test("an open item tells the money that came in on it, and not the credits")
func partPayments() throws {
  let ledger = try oneInvoice()
  try ledger.record(.payment, "RE-1001", on: "2026-06-01", 4_000)
  try ledger.record(.goodwill, "RE-1001", on: "2026-06-02", 1_000)
  let item = try #require(try ledger.receivables(asOf: day("2026-06-03")).items.first)
  #expect(item.payments == [PartPayment(euros(4_000), on: day("2026-06-01"))])
  #expect(item.principal == euros(9_000))
}

@Test("the bank data of an account reach to its last movement or closing balance")
func bankDataEnd() throws {
  let ledger = try ledger(file("b", bank: [line("2026-06-12", euros(10_000), text: "x")]))
  #expect(try ledger.bankDataEnd(of: "OURS") == day("2026-06-12"))
  #expect(try ledger.bankDataEnd(of: "OTHER") == nil)
}

@Test("a plan is kept by money of its own currency only, and insolvency outlasts whatever follows")
func plansOfClients() throws {
  let dollars = Money(minorUnits: 90_000, currency: Currency(code: "USD")!)
  let ledger = try ledger(
    file(
      "a",
      [
        record("RE-1", issued: "2026-05-01", euros(10_000)),
        record("RE-2", issued: "2026-05-01", dollars),
      ]))
  let client = try #require(try ledger.receivables(asOf: day("2026-06-30")).items.first).client
  func say(_ kind: ClientEvent.Kind, _ iso: String, until: String? = nil, _ cents: Int64? = nil)
    throws
  {
    var event = ClientEvent(kind: kind, day: day(iso), client: client)
    event.until = until.map { day($0) }
    event.amount = cents.map { euros($0) }
    try ledger.record(event)
  }
  try say(.plan, "2026-06-01", until: "2026-06-10", 500)
  try say(.plan, "2026-06-01", until: "2026-07-10", 500)
  var paid = ClientEvent(kind: .payment, day: day("2026-06-05"), client: client)
  (paid.invoice, paid.amount) = (
    try ledger.receivables(asOf: day("2026-06-30")).items[1].id, dollars
  )
  try ledger.record(paid)
  #expect(try ledger.holds(asOf: "2026-06-11").allSatisfy { $0 == nil })
  try say(.insolvent, "2026-06-12")
  try say(.plan, "2026-06-13", until: "2026-06-14", 500)
  #expect(
    try ledger.holds(asOf: "2026-06-20").allSatisfy { $0 == .insolvent(since: day("2026-06-12")) })
  try say(.release, "2026-06-21")
  #expect(try ledger.holds(asOf: "2026-06-22").allSatisfy { $0 == nil })
}

@Test("nobody is thanked for a debt of which a part was written off")
func noThanksForWriteOffs() throws {
  let ledger = try oneInvoice()
  try ledger.record(.payment, "RE-1001", on: "2026-06-05", 4_000)
  try ledger.record(.writeOff, "RE-1001", on: "2026-06-06", 6_000)
  let (first, last) = (day("2026-06-01"), day("2026-06-10"))
  #expect(try ledger.paidInvoices(from: first, through: last).isEmpty)
  let paid = try oneInvoice()
  try paid.record(.payment, "RE-1001", on: "2026-06-05", 10_000)
  #expect(try paid.paidInvoices(from: first, through: last).count == 1)
}

@Test("a voided invoice was never owed: it counts in no history of payment")
func voided() throws {
  let ledger = try oneInvoice()
  try ledger.record(.void, "RE-1001", on: "2026-07-20")
  #expect(try ledger.payHistory(asOf: day("2026-07-19")).entries.count == 1)
  #expect(try ledger.payHistory(asOf: day("2026-07-20")).entries.isEmpty)
}

@Test("a paid invoice tells what came on its last day")
func lastAmount() throws {
  let ledger = try oneInvoice()
  try ledger.record(.payment, "RE-1001", on: "2026-06-01", 4_000)
  try ledger.record(.payment, "RE-1001", on: "2026-06-09", 6_000)
  let paid = try ledger.paidInvoices(from: day("2026-06-05"), through: day("2026-06-10"))
  #expect(paid.map(\.paid) == [euros(10_000)])
  #expect(paid.map(\.lastAmount) == [euros(6_000)])
}

@Test(
  "a promise that was kept stays kept when an invoice of a later day was due before its own day")
func promiseBeforeCorrection() throws {
  let ledger = try ledger(
    file(
      "r",
      [
        record("RE-1001", issued: "2026-05-01", due: "2026-05-10", euros(10_000)),
        record(
          "RE-1002", issued: "2026-06-01", due: "2026-05-10", euros(12_000), credits: "RE-1001",
          type: "384"),
      ]),
    file("l", bank: [line("2026-05-18", euros(10_000), from: "Client")]))
  guard case .client(let client) = try ledger.targets(named: "Client").first else { return }
  var promise = ClientEvent(kind: .promise, day: day("2026-05-15"), client: client)
  promise.until = day("2026-05-20")
  try ledger.record(promise)
  #expect(try ledger.promises(asOf: day("2026-05-20"))[client]?.map(\.outcome) == [.kept])
  #expect(try ledger.promises(asOf: day("2026-06-30"))[client]?.map(\.outcome) == [.kept])
}

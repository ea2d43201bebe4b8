import Domain
import LedgerStore
import Support
import Testing

/// What is paid of the interest and fees that reminders asked for.

private let invoice = record("RE-1001", issued: "2026-03-01", due: "2026-03-31", euros(100_000))

/// An invoice, reminded with charges of 52.00 on 10 May, and what the bank tells.
private func reminded(_ lines: BankLine..., and others: FileContents.Record...) throws -> Ledger {
  let ledger = try ledger(file("a", [invoice] + others))
  let on = day("2026-05-10")
  let receivables = try ledger.receivables(asOf: on)
  let item = try #require(receivables.items.first { $0.number.text == "RE-1001" })
  try ledger.give(item, to: receivables.clients[item.client], on: on, charges: 5_200)
  _ = try ledger.add(
    [file("b", bank: lines)], by: Import(day: day("2026-06-30"), business: business))
  return ledger
}

private func charges(_ ledger: Ledger, asOf iso: String) throws -> [Int64] {
  let client = try #require(try ledger.receivables(asOf: day(iso)).clients.keys.first)
  return try ledger.history(of: .client(client), asOf: day(iso))
    .filter { ["charges paid", "charges back"].contains($0.what) }
    .map { $0.amount?.minorUnits ?? 0 }
}

@Test("who pays what a reminder asked for has paid its charges, too: nothing is on account")
func paidWithCharges() throws {
  let ledger = try reminded(line("2026-05-15", euros(105_200), text: "RE-1001", from: "Client"))
  #expect(try ledger.open(asOf: "2026-05-31") == [:])
  #expect(try ledger.onAccount(asOf: "2026-05-31") == 0)
  #expect(try charges(ledger, asOf: "2026-05-31") == [5_200])
  #expect(try ledger.violations() == [])
  let client = try #require(try ledger.receivables(asOf: day("2026-05-31")).clients.keys.first)
  let history = try ledger.history(of: .client(client), asOf: day("2026-05-31"))
  #expect(
    history.map(\.what) == ["issued", "reminded", "charges asked", "paid", "paid", "charges paid"])
}

@Test("charges may be paid later than the invoice; more than was asked for is on account")
func chargesLater() throws {
  let ledger = try reminded(
    line("2026-05-15", euros(100_000), text: "RE-1001", from: "Client"),
    line("2026-06-02", euros(6_000), text: "RE-1001 interest", from: "Client"))
  #expect(try ledger.onAccount(asOf: "2026-06-01") == 0)
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 800)
  #expect(try charges(ledger, asOf: "2026-06-30") == [5_200])
  // It was paid on the day of the first payment.
  let history = try ledger.payHistory(asOf: day("2026-06-30"))
  #expect(history.entries.map(\.settled) == [day("2026-05-15")])
  #expect(try ledger.violations() == [])
}

@Test("money that came before the reminder, or on its day, pays no charges")
func beforeReminder() throws {
  let ledger = try reminded(line("2026-05-10", euros(103_000), text: "RE-1001", from: "Client"))
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 3_000)
  #expect(try charges(ledger, asOf: "2026-06-30") == [])
}

@Test("money for another invoice pays no charges of this one")
func otherInvoice() throws {
  let other = record("RE-1002", issued: "2026-05-01", due: "2026-05-31", euros(20_000))
  let ledger = try reminded(
    line("2026-05-15", euros(25_000), text: "RE-1002", from: "Client"), and: other)
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1001": 100_000])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 5_000)
  #expect(try charges(ledger, asOf: "2026-06-30") == [])
}

@Test("a returned payment gives its charges back before it opens the invoice")
func returnedWithCharges() throws {
  let ledger = try reminded(
    line("2026-05-15", euros(105_200), text: "RE-1001", from: "Client"),
    line("2026-05-18", euros(-105_200), text: "RE-1001", from: "Client", isReversal: true))
  #expect(try ledger.open(asOf: "2026-05-17") == [:])
  #expect(try ledger.open(asOf: "2026-05-31") == ["RE-1001": 100_000])
  #expect(try ledger.onAccount(asOf: "2026-05-31") == 0)
  #expect(try charges(ledger, asOf: "2026-05-31") == [5_200, -5_200])
  #expect(try ledger.violations() == [])
}

@Test("charges paid back are no longer paid, and the invoice stays paid")
func chargesRefunded() throws {
  let ledger = try reminded(
    line("2026-05-15", euros(105_200), text: "RE-1001", from: "Client"),
    line("2026-05-20", euros(-5_200), text: "RE-1001 refund of charges", from: "Client"))
  #expect(try ledger.open(asOf: "2026-05-31") == [:])
  #expect(try ledger.onAccount(asOf: "2026-05-31") == 0)
  #expect(try charges(ledger, asOf: "2026-05-31") == [5_200, -5_200])
  #expect(try ledger.violations() == [])
}

@Test("a credit note after the reminder makes its charges wrong: what is paid beyond is on account")
func creditedAfterReminder() throws {
  let note = record("GU-1", .creditNote, issued: "2026-05-12", euros(40_000), credits: "RE-1001")
  let ledger = try reminded(
    line("2026-05-15", euros(65_200), text: "RE-1001", from: "Client"), and: note)
  #expect(try ledger.open(asOf: "2026-06-30") == [:])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 5_200)
  #expect(try charges(ledger, asOf: "2026-06-30") == [])
}

@Test("the charges of an invoice that a later one corrects are money for the correction")
func correctedAfterCharges() throws {
  let correction = record(
    "RE-1001K", issued: "2026-05-20", due: "2026-06-20", euros(104_000), credits: "RE-1001",
    type: "384")
  let ledger = try reminded(
    line("2026-05-15", euros(105_200), text: "RE-1001", from: "Client"), and: correction)
  #expect(try charges(ledger, asOf: "2026-05-19") == [5_200])
  #expect(try ledger.open(asOf: "2026-06-30") == [:])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 1_200)
  #expect(try ledger.violations() == [])
}

private func unpaid(_ ledger: Ledger, asOf iso: String) throws -> [Int64] {
  let client = try #require(try ledger.receivables(asOf: day(iso)).clients.keys.first)
  return try ledger.unpaidCharges(of: client, asOf: day(iso)).map(\.amount.minorUnits)
}

@Test("charges outlast the invoice: what of them did not come is told until it comes")
func unpaidCharges() throws {
  let ledger = try reminded(
    line("2026-05-15", euros(101_000), text: "RE-1001", from: "Client"),
    line("2026-06-02", euros(4_200), text: "RE-1001 interest", from: "Client"))
  #expect(try unpaid(ledger, asOf: "2026-05-14") == [])
  #expect(try unpaid(ledger, asOf: "2026-05-31") == [4_200])
  #expect(try unpaid(ledger, asOf: "2026-06-02") == [])
}

@Test("charges of an invoice that was credited, or paid before the reminder, are owed no more")
func waivedCharges() throws {
  let note = record("GU-1", .creditNote, issued: "2026-05-12", euros(100_000), credits: "RE-1001")
  #expect(try unpaid(reminded(and: note), asOf: "2026-06-30") == [])
  let crossed = try reminded(line("2026-05-10", euros(100_000), text: "RE-1001", from: "Client"))
  #expect(try unpaid(crossed, asOf: "2026-06-30") == [])
}

// MARK: Money that is for something else

@Test("more than the letter asks is for another open invoice, and pays no charges")
func moreThanAsked() throws {
  let other = record("RE-1002", issued: "2026-04-10", due: "2026-05-10", euros(50_000))
  let ledger = try reminded(
    line("2026-05-15", euros(150_000), text: "RE-1001 and next", from: "Client"), and: other)
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1002": 50_000])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 50_000)
  #expect(try charges(ledger, asOf: "2026-06-30") == [])
}

@Test("money for an invoice that is still to come waits for it, and pays no charges first")
func forLaterInvoice() throws {
  let later = record("RE-1002", issued: "2026-05-20", due: "2026-06-20", euros(50_000))
  let ledger = try reminded(
    line("2026-05-15", euros(150_000), text: "RE-1001 RE-1002", from: "Client"), and: later)
  #expect(try ledger.onAccount(asOf: "2026-05-16") == 50_000)
  #expect(try ledger.open(asOf: "2026-06-30") == [:])
  #expect(try charges(ledger, asOf: "2026-06-30") == [])
  #expect(try ledger.violations() == [])
}

@Test("money that was only guessed to be for the invoice pays none of its charges when displaced")
func displacedGuess() throws {
  let ledger = try reminded(
    line("2026-05-12", euros(100_000), text: "deposit for next project", from: "Client"),
    line("2026-05-20", euros(100_000), text: "RE-1001", from: "Client"))
  #expect(try ledger.open(asOf: "2026-06-30") == [:])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 100_000)
  #expect(try charges(ledger, asOf: "2026-06-30") == [])
}

@Test("a full credit note gives back the charges of an invoice that was never owed")
func fullCreditAfterwards() throws {
  let note = record("GU-1", .creditNote, issued: "2026-05-20", euros(100_000), credits: "RE-1001")
  let ledger = try reminded(
    line("2026-05-15", euros(105_200), text: "RE-1001", from: "Client"), and: note)
  #expect(try ledger.onAccount(asOf: "2026-05-19") == 0)
  #expect(try ledger.onAccount(asOf: "2026-05-20") == 105_200)
  #expect(try ledger.violations() == [])
}

@Test("a payment that came back with its charges was money for the whole of its days")
func paymentsOfReturned() throws {
  let ledger = try reminded(
    line("2026-05-12", euros(60_000), text: "RE-1001", from: "Client"),
    line("2026-05-20", euros(45_200), text: "RE-1001", from: "Client"),
    line("2026-05-28", euros(-45_200), text: "RE-1001", from: "Client", isReversal: true))
  let item = try #require(try ledger.receivables(asOf: day("2026-06-30")).items.first)
  #expect(item.open == euros(40_000))
  #expect(item.principal == euros(100_000))
  let payments = item.payments.filter { !$0.amount.isZero }.map { "\($0.day) \($0.amount.plain)" }
  #expect(payments == ["2026-05-12 600.00", "2026-05-20 400.00", "2026-05-28 -400.00"])
}

@Test("the last payment is what came last, whatever was taken back or told twice since")
func lastPaymentNet() throws {
  let ledger = try reminded(
    line("2026-05-15", euros(105_200), text: "RE-1001", from: "Client"),
    line("2026-05-20", euros(-2_000), text: "RE-1001 refund", from: "Client"))
  let client = try #require(try ledger.receivables(asOf: day("2026-06-30")).clients.keys.first)
  let last = try ledger.lastPayment(of: .client(client), in: .euro, asOf: day("2026-06-30"))
  #expect(last == euros(105_200))
  let paid = try ledger.paidInvoices(from: day("2026-05-01"), through: day("2026-06-30"))
  #expect(paid.map(\.lastAmount) == [euros(105_200)])
  #expect(paid.map(\.lastPaid) == [day("2026-05-15")])
}

@Test("a register's word that the bank's money displaced is no payment of its own")
func toldAndPaid() throws {
  var told = record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(50_000))
  told.settlement = FileContents.Settlement(paid: euros(50_000), day: day("2026-05-19"))
  let paid = line("2026-05-20", euros(50_000), text: "RE-1001", from: "Client")
  let ledger = try ledger(file("a", [told]), file("b", bank: [paid]))
  let invoices = try ledger.paidInvoices(from: day("2026-05-20"), through: day("2026-06-30"))
  #expect(invoices.map(\.lastAmount) == [euros(50_000)])
}

@Test("who pays what a letter asked, without a number, has paid its invoices and charges")
func letterTotal() throws {
  let other = record("RE-1002", issued: "2026-05-01", due: "2026-05-31", euros(20_000))
  let ledger = try reminded(
    line("2026-05-15", euros(105_200), text: "your letter", from: "Client"), and: other)
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1002": 20_000])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
  #expect(try charges(ledger, asOf: "2026-06-30") == [5_200])
  #expect(try ledger.violations() == [])
  // Of somebody else, or before the letter, the amount says nothing.
  let before = try reminded(line("2026-05-09", euros(105_200), text: "thanks", from: "Client"))
  #expect(try before.open(asOf: "2026-06-30") == ["RE-1001": 100_000])
  let stranger = try reminded(line("2026-05-15", euros(105_200), text: "thanks", from: "Someone"))
  #expect(try stranger.open(asOf: "2026-06-30") == ["RE-1001": 100_000])
}

@Test("what bounced and was paid again was paid once")
func bouncedAndPaid() throws {
  let ledger = try reminded(
    line("2026-05-12", euros(100_000), text: "RE-1001", from: "Client"),
    line("2026-05-15", euros(-100_000), text: "RE-1001", from: "Client", isReversal: true),
    line("2026-05-20", euros(100_000), text: "RE-1001", from: "Client"))
  let paid = try ledger.paidInvoices(from: day("2026-05-01"), through: day("2026-06-30"))
  #expect(paid.map(\.paid) == [euros(100_000)])
  #expect(paid.map(\.lastPaid) == [day("2026-05-20")])
}

@Test("the sum of what is open now goes before what an older letter had asked for")
func olderLetter() throws {
  let other = record("RE-1002", issued: "2026-05-01", due: "2026-05-31", euros(65_200))
  let ledger = try reminded(
    line("2026-05-12", euros(60_000), text: "RE-1001", from: "Client"),
    line("2026-05-20", euros(105_200), text: "thanks", from: "Client"), and: other)
  #expect(try ledger.open(asOf: "2026-06-30") == [:])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
}

@Test("the charges that a displaced guess had paid are on account with the rest of it")
func displacedWithCharges() throws {
  let ledger = try reminded(
    line("2026-05-15", euros(105_200), text: "your letter", from: "Client"),
    line("2026-05-20", euros(100_000), text: "RE-1001", from: "Client"))
  #expect(try charges(ledger, asOf: "2026-05-19") == [5_200])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 105_200)
  #expect(try charges(ledger, asOf: "2026-06-30") == [5_200, -5_200])
  #expect(try ledger.violations() == [])
}

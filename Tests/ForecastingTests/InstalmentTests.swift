import Domain
import Support
import Testing

@testable import Forecasting

private let today = Day.on("2026-03-11")

private func plan(_ instalments: (Int64, String)...) -> Hold {
  .plan(PaymentPlan(instalments.map { .init(.euros($0.0), by: .on($0.1)) }))
}

/// A client that pays three days late, and one more invoice of it.
private func book(open: Int64, _ hold: Hold) -> Book {
  var book = Book(asOf: today)
  for due in stride(from: -730, through: -10, by: 9) {
    book.invoice(1, due: today + due, paid: today + due + 3)
  }
  book.invoice(1, due: today - 40, paid: nil, amount: .euros(open), hold: hold)
  return book
}

private let thirds = plan((300, "2026-03-25"), (300, "2026-04-24"), (300, "2026-05-25"))

@Test("what is open under a plan comes instalment by instalment, each on its day")
func instalments() throws {
  let book = book(open: 900, thirds)
  let flow = CashFlow(of: book.receivables, hazard: PaymentHazard(book), unpaidAfter: [30])
  let row = try #require(flow.invoices.first)
  #expect(row.months.sum(.euro) + row.beyond + row.expectedLoss == .euros(900))
  #expect(flow.months.map(\.expectedIn) == row.months)
  for month in row.months.prefix(3) { #expect(month > .euros(250) && month < .euros(330)) }
  #expect(row.months[3...].sum(.euro) < .euros(90))
  let due = flow.months.prefix(4).map(\.contractualIn)
  #expect(due == [.euros(300), .euros(300), .euros(300), .euros(0)])
  // All of it is paid when the last instalment is.
  #expect(row.p10 >= .on("2026-05-23") && row.p50 <= .on("2026-05-30"))
  #expect(row.unpaid(after: 30) == 1)
  // Nothing near 900 comes in a good March, in which one of three instalments is due.
  #expect(flow.months[0].highIn < .euros(450))
}

@Test("in simulated futures each instalment comes by itself")
func simulatedInstalments() {
  let book = book(open: 900, thirds)
  let flow = CashFlow(
    of: book.receivables, hazard: PaymentHazard(book), paths: .init(count: 1000, seed: 5))
  for month in flow.months.prefix(3) { #expect(month.highIn <= .euros(600), "\(month)") }
  #expect(flow.months[0].highIn == .euros(300))
}

@Test("a plan of more than is open ends sooner; what it leaves out has time until its last day")
func unequalPlans() {
  func parts(_ open: Int64) -> [PlannedPart] {
    book(open: open, thirds).items[0].plannedParts
  }
  #expect(parts(400).map(\.item.open) == [.euros(300), .euros(100)])
  #expect(parts(400).map(\.due) == [.on("2026-03-25"), .on("2026-04-24")])
  let more = parts(1000)
  #expect(more.map(\.item.open) == [.euros(300), .euros(300), .euros(300), .euros(100)])
  #expect(more.last?.item.hold == .held(until: .on("2026-05-25")))
  #expect(more.last?.due == today - 40)
}

@Test("money on account covers what a plan leaves out, then its earliest instalments")
func instalmentsOnAccount() {
  var book = book(open: 1000, thirds)
  let parts = book.items[0].plannedParts
  let left = parts.open(lessOnAccount: .euros(450))
  #expect(left == [.euros(0), .euros(250), .euros(300), .euros(0)])
  book.credits = [AccountCredit(client: ID(1), amount: .euros(450), day: today)]
  let flow = CashFlow(of: book.receivables, hazard: PaymentHazard(book))
  let due = flow.months.prefix(3).map(\.contractualIn)
  #expect(due == [.euros(0), .euros(250), .euros(300)])
  #expect(flow.months[0].expectedIn.isZero)
  #expect(flow.months.map(\.expectedIn).sum(.euro) > .euros(450))
}

@Test("a financier pays the rest when the last instalment is paid")
func financedInstalments() throws {
  var book = book(open: 900, thirds)
  book.items[0].financed = FinancedInvoice(
    financier: "F", since: today - 9, advance: .euros(800), recourseDay: nil)
  book.items[0].financed?.release = .euros(90)
  let flow = CashFlow(of: book.receivables, hazard: PaymentHazard(book))
  let row = try #require(flow.invoices.first)
  #expect(row.months.prefix(2).sum(.euro).isZero)
  #expect(row.months[2] > .euros(75))
}

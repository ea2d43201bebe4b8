import Domain
import Support
import Testing

@testable import Forecasting

private let today = Day.on("2026-03-11")

@Test("months, beyond and expected loss add up to what is open, to the cent", arguments: 1...15)
func invoiceRowsAddUp(seed: UInt64) {
  var random = Seeded(seed)
  let book = Book.random(&random)
  let flow = CashFlow(
    of: book.receivables, hazard: PaymentHazard(book),
    months: Int.random(in: 1...18, using: &random), weeks: Int.random(in: 1...60, using: &random))
  #expect(flow.invoices.map(\.item) == book.receivables.items)
  for row in flow.invoices {
    let currency = row.item.open.currency
    #expect(row.months.sum(currency) + row.beyond + row.expectedLoss == row.item.open)
    #expect((row.months + row.weeks).allSatisfy { !$0.isNegative }, "seed \(seed)")
    #expect(!row.beyond.isNegative && !row.expectedLoss.isNegative, "seed \(seed)")
    #expect(row.weeks.sum(currency) <= row.item.open, "seed \(seed)")
  }
}

@Test("low, expected and high are in order, within what is open", arguments: 1...15)
func rangesAreOrdered(seed: UInt64) {
  var random = Seeded(seed)
  let book = Book.random(&random)
  let flow = CashFlow(of: book.receivables, hazard: PaymentHazard(book))
  for row in flow.months + flow.weeks {
    let total = zip(book.receivables.items, book.receivables.openAfterCredits)
      .filter { $0.0.open.currency == row.currency }.map(\.1).sum(row.currency)
    #expect(!row.lowIn.isNegative, "seed \(seed)")
    #expect(row.lowIn <= row.expectedIn && row.expectedIn <= row.highIn, "seed \(seed)")
    #expect(row.highIn <= total, "seed \(seed)")
    #expect(row.balanceLow <= row.balanceExpected && row.balanceExpected <= row.balanceHigh)
    #expect(row.net == row.expectedIn - row.outgoings)
  }
}

@Test("without credits the periods' cash is the sum of the invoices' cash", arguments: 1...5)
func periodsAreSums(seed: UInt64) {
  var random = Seeded(seed)
  var book = Book.random(&random)
  book.credits = []
  let flow = CashFlow(of: book.receivables, hazard: PaymentHazard(book))
  for currency in book.receivables.currencies {
    let rows = flow.invoices.filter { $0.item.open.currency == currency }
    for (index, month) in flow.months.filter({ $0.currency == currency }).enumerated() {
      #expect(month.expectedIn == rows.map { $0.months[index] }.sum(currency), "seed \(seed)")
    }
    for (index, week) in flow.weeks.filter({ $0.currency == currency }).enumerated() {
      #expect(week.expectedIn == rows.map { $0.weeks[index] }.sum(currency), "seed \(seed)")
    }
  }
}

@Test(
  "month 1 is the rest of the month, or the whole next one on a month's last day",
  arguments: [
    ("2026-03-11", "2026-03-12", "2026-03-31"), ("2026-03-30", "2026-03-31", "2026-03-31"),
    ("2026-03-31", "2026-04-01", "2026-04-30"), ("2026-12-31", "2027-01-01", "2027-01-31"),
    ("2028-02-28", "2028-02-29", "2028-02-29"), ("2028-02-29", "2028-03-01", "2028-03-31"),
  ])
func firstMonth(asOf: String, first: String, last: String) {
  let months = CashPeriod.months(3, after: .on(asOf))
  #expect(months[0] == CashPeriod(first: .on(first), last: .on(last)))
  #expect(months[1].first == months[0].last + 1)
  #expect(months[2].first == months[1].last + 1)
  let weeks = CashPeriod.weeks(2, after: .on(asOf))
  #expect(weeks[0] == CashPeriod(first: .on(asOf) + 1, last: .on(asOf) + 7))
  #expect(weeks[1] == CashPeriod(first: .on(asOf) + 8, last: .on(asOf) + 14))
}

@Test("contractual cash is that of the due date; overdue items fall into the first period")
func contractualCash() {
  var book = Book(asOf: today)
  book.invoice(1, due: today - 200, paid: nil, amount: .euros(1))
  book.invoice(1, due: today, paid: nil, amount: .euros(10), termDays: 5)
  book.invoice(1, due: .on("2026-03-31"), paid: nil, amount: .euros(100))
  book.invoice(1, due: .on("2026-04-01"), paid: nil, amount: .euros(1000))
  book.invoice(1, due: .on("2026-09-01"), paid: nil, amount: .euros(10_000), termDays: 180)
  let flow = CashFlow(of: book.receivables, hazard: PaymentHazard(book), months: 3)
  #expect(flow.months.map(\.contractualIn) == [.euros(111), .euros(1000), .euros(0)])
}

@Test("credits on account are set against the client's oldest items of that currency")
func creditsOnAccount() {
  var book = Book(asOf: today)
  book.invoice(1, due: today + 5, paid: nil, amount: .euros(100))
  book.invoice(1, due: today - 50, paid: nil, amount: .euros(40))
  book.invoice(2, due: today - 90, paid: nil, amount: .euros(70))
  book.invoice(1, due: today - 99, paid: nil, amount: Money(minorUnits: 500, currency: .yen))
  book.credits = [
    AccountCredit(client: ID(1), amount: .euros(55), day: today),
    AccountCredit(client: ID(3), amount: .euros(1000), day: today),
  ]
  let after = book.receivables.openAfterCredits
  let numbers = book.receivables.items.map(\.number.text)
  #expect(numbers == ["R2", "R1", "R4", "R3"])
  #expect(after == [.euros(0), .euros(85), Money(minorUnits: 500, currency: .yen), .euros(70)])
  let hazard = PaymentHazard(book)
  let with = CashFlow(of: book.receivables, hazard: hazard)
  book.credits = []
  let without = CashFlow(of: book.receivables, hazard: hazard)
  #expect(with.months[0].expectedIn < without.months[0].expectedIn)
  #expect(with.invoices.map(\.months) == without.invoices.map(\.months))
  #expect(with.months[0].contractualIn == .euros(155))
}

@Test("balances run from the opening one, and are surer than the periods' ranges added up")
func balances() {
  var book = Book(asOf: today)
  for client in 1...8 as ClosedRange<Int64> { book.habit(client, delay: Int(client) * 9) }
  let rent = Outgoings.Recurring(name: "Rent", amount: .euros(300), rhythm: .monthly(31))
  let flow = CashFlow(
    of: book.receivables, hazard: PaymentHazard(book), months: 4,
    outgoings: Outgoings(recurring: [rent]), opening: [.euro: .euros(5000)])
  var balance = Money.euros(5000)
  for row in flow.months {
    #expect(row.outgoings == .euros(300))
    balance += row.net
    #expect(row.balanceExpected == balance)
  }
  let width = flow.months.map { $0.highIn - $0.lowIn }.sum(.euro)
  #expect(flow.months[3].balanceHigh - flow.months[3].balanceLow < width)
}

@Test("a client's items hang together: many of one client spread wider than one each of many")
func clientsHangTogether() {
  var (one, many) = (CashSpread(), CashSpread())
  for _ in 0..<50 {
    one.add(100, probability: 0.5)
    many.add(100, probability: 0.5)
    many.endClient()
  }
  one.endClient()
  #expect(one.mean == many.mean)
  #expect(one.ends.high - one.ends.low > 2 * (many.ends.high - many.ends.low))
}

@Test("the range of a sum holds about 80 % of what random payments come to")
func rangesAreHonest() {
  var random = Seeded(3)
  let items = (0..<60).map { _ in
    (Double.random(in: 10...500, using: &random), Double.random(in: 0.02...0.98, using: &random))
  }
  var spread = CashSpread()
  for (amount, chance) in items {
    spread.add(amount, probability: chance)
    spread.endClient()
  }
  let inside = (0..<4000).count { _ in
    let sum = items.reduce(0) {
      $0 + (Double.random(in: 0..<1, using: &random) < $1.1 ? $1.0 : 0)
    }
    return spread.ends.low <= sum && sum <= spread.ends.high
  }
  #expect((0.77...0.83).contains(Double(inside) / 4000), "\(inside)")
}

@Test("nothing owed and nothing known forecast nothing")
func emptyBook() {
  let book = Book(asOf: today)
  let flow = CashFlow(of: book.receivables, hazard: PaymentHazard(book))
  #expect(flow.invoices.isEmpty && flow.months.isEmpty && flow.weeks.isEmpty)
}

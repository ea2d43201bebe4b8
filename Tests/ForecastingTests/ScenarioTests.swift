import Domain
import Support
import Testing

@testable import Forecasting

private let today = Day.on("2026-03-11")

private func scenarios(_ random: inout Seeded, _ asOf: Day) -> [Scenario] {
  let order = Money(minorUnits: .random(in: 1...9_999_999, using: &random), currency: .euro)
  let changes: [Scenario.Change] = [
    .stops(ID(2)), .later(days: .random(in: 1...90, using: &random), nil),
    .later(days: 30, ID(3)), .order(order, invoiced: asOf + 40, termDays: 30, ID(1)),
    .order(order, invoiced: asOf - 9, termDays: 0, nil), .cost(.euros(70), on: asOf + 9),
  ]
  return changes.map { Scenario(name: "one", changes: [$0]) }
    + [Scenario(name: "all", changes: changes)]
}

@Test(
  "nothing twice, nothing past, nothing lost: also in scenarios, and with usual invoices beside",
  arguments: 1...10)
func nothingIsLost(seed: UInt64) {
  var random = Seeded(seed)
  var book = Book.random(&random)
  for month in 0...13 {
    let issued = (Month(book.asOf) + -month).day(3)
    book.invoice(5, due: issued + 14, paid: issued + 20, amount: .euros(900), termDays: 14)
  }
  let hazard = PaymentHazard(book)
  let months = Int.random(in: 1...18, using: &random)
  let base = CashFlow(of: book.receivables, hazard: hazard, months: months)
  for scenario in [Scenario()] + scenarios(&random, book.asOf) {
    let flow = CashFlow(of: book.receivables, hazard: hazard, months: months, scenario: scenario)
    let orders = scenario.orders(after: book.asOf)
    #expect(flow.invoices.count == book.items.count + orders.count, "seed \(seed)")
    #expect(Set(flow.invoices.map(\.item.id)).count == flow.invoices.count, "seed \(seed)")
    for row in flow.invoices {
      let parts = row.months + [row.beyond, row.expectedLoss]
      #expect(parts.sum(row.item.open.currency) == row.item.open, "seed \(seed)")
      #expect((parts + row.weeks).allSatisfy { !$0.isNegative }, "seed \(seed)")
      #expect(row.p10 > book.asOf && row.p10 <= row.p50 && row.p50 <= row.p90, "seed \(seed)")
    }
    for currency in Set(flow.months.map(\.currency)) where book.credits.isEmpty {
      let mine = flow.invoices.filter { $0.item.open.currency == currency }
      let rest = mine.map { $0.beyond + $0.expectedLoss }.sum(currency)
      let come = flow.months.filter { $0.currency == currency }.map(\.expectedIn).sum(currency)
      #expect(come + rest == mine.map(\.item.open).sum(currency), "seed \(seed)")
    }
    let usual = RetainerCash(book.history.retainers, hazard: hazard, flow: flow)
    #expect(!usual.retainers.isEmpty, "seed \(seed)")
    #expect(usual.retainers.allSatisfy { $0.next > book.asOf }, "seed \(seed)")
    #expect(usual.months.allSatisfy { !$0.expectedIn.isNegative }, "seed \(seed)")
    guard scenario.changes.isEmpty else { continue }
    #expect(flow.months == base.months && flow.weeks == base.weeks, "seed \(seed)")
  }
}

private func twoClients() -> Book {
  var book = Book(asOf: today)
  book.habit(1, delay: 5)
  book.habit(2, delay: 20)
  return book
}

@Test("a client that stops pays nothing, the others as before")
func stops() {
  let book = twoClients()
  let flow = CashFlow(
    of: book.receivables, hazard: PaymentHazard(book),
    scenario: Scenario(name: "", changes: [.stops(ID(2))]))
  for row in flow.invoices {
    let isStopped = row.item.client == ID(2)
    #expect((row.expectedLoss == row.item.open) == isStopped)
    #expect((row.p10 == today + 400) == isStopped)
  }
}

@Test("a week later is a week later: what came by a day comes by that day next week")
func later() {
  let book = twoClients()
  let hazard = PaymentHazard(book)
  let base = CashFlow(of: book.receivables, hazard: hazard)
  let flow = CashFlow(
    of: book.receivables, hazard: hazard,
    scenario: Scenario(name: "", changes: [.later(days: 7, nil)]))
  #expect(flow.weeks[0].expectedIn.isZero)
  #expect(zip(base.weeks, flow.weeks.dropFirst()).allSatisfy { $0.expectedIn == $1.expectedIn })
  #expect(zip(base.invoices, flow.invoices).allSatisfy { $1.p50 - $0.p50 == 7 })
}

@Test("an order is paid after it is invoiced, and a cost leaves on its day")
func ordersAndCosts() {
  let book = twoClients()
  let hazard = PaymentHazard(book)
  let base = CashFlow(of: book.receivables, hazard: hazard)
  let order = Scenario.Change.order(
    .euros(5000), invoiced: .on("2026-05-04"), termDays: 30, ID(1))
  let cost = Scenario.Change.cost(.euros(800), on: .on("2026-04-30"))
  let flow = CashFlow(
    of: book.receivables, hazard: hazard, scenario: Scenario(name: "", changes: [order, cost]))
  #expect(flow.months.prefix(2).map(\.expectedIn) == base.months.prefix(2).map(\.expectedIn))
  let more = zip(flow.months, base.months).map { $0.expectedIn - $1.expectedIn }
  #expect(more.sum(.euro) > .euros(4500))
  #expect(flow.months[1].outgoings == .euros(800))
  #expect(flow.invoices.filter { $0.item.id < ID(0) }.allSatisfy { $0.p10 > .on("2026-05-03") })
}

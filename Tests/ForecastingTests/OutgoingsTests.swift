import Domain
import Testing

@testable import Forecasting

@Test(
  "a monthly cost falls on its day, or the last of a shorter month",
  arguments: [
    (asOf: "2026-01-30", day: 31, euros: [1, 1, 1]),
    (asOf: "2026-01-31", day: 31, euros: [1, 1, 1]),
    (asOf: "2026-01-15", day: 15, euros: [0, 1, 1]),
    (asOf: "2026-01-14", day: 15, euros: [1, 1, 1]),
  ])
func recurringCosts(asOf: String, day: Int, euros: [Int64]) {
  let costs = Outgoings(recurring: [.init(name: "Rent", amount: .euros(1), rhythm: .monthly(day))])
  let months = CashPeriod.months(3, after: .on(asOf))
  #expect(costs.sums(.euro, in: months) == euros.map(Money.euros))
  #expect(costs.sums(.pound, in: months).allSatisfy { $0.isZero })
}

@Test("by week a monthly cost falls once a month")
func recurringCostsByWeek() {
  let costs = Outgoings(recurring: [.init(name: "Rent", amount: .euros(1), rhythm: .monthly(1))])
  let weeks = CashPeriod.weeks(10, after: .on("2026-01-27"))
  let sums = costs.sums(.euro, in: weeks)
  #expect(sums.sum(.euro) == .euros(3))
  #expect(sums[0] == .euros(1))
}

@Test("a cost outside its months is none")
func limitedCosts() {
  let cost = Outgoings.Recurring(
    name: "Loan", amount: .euros(1), rhythm: .monthly(10), first: .on("2026-02-01"),
    last: .on("2026-03-31"))
  let months = CashPeriod.months(4, after: .on("2025-12-31"))
  let sums = Outgoings(recurring: [cost]).sums(.euro, in: months)
  #expect(sums == ([0, 1, 1, 0] as [Int64]).map(Money.euros))
}

@Test("bills fall on their due day, overdue ones into the first period, later ones nowhere")
func bills() {
  let days = ["2025-11-01", "2026-01-11", "2026-02-01", "2026-02-28", "2026-07-01"]
  let bills = days.map { Outgoings.Bill(name: "B", amount: .euros(1), due: .on($0)) }
  let months = CashPeriod.months(3, after: .on("2026-01-10"))
  let sums = Outgoings(bills: bills).sums(.euro, in: months)
  #expect(sums == ([2, 2, 0] as [Int64]).map(Money.euros))
}

@Test(
  "what leaves every so many days or months falls on its days, counted from its first",
  arguments: [
    (.days(7, from: .on("2026-01-02")), [3, 4, 4]),
    (.days(14, from: .on("2026-01-02")), [2, 2, 2]),
    (.days(14, from: .on("2026-02-20")), [0, 1, 2]),
    (.months(3, from: Month(year: 2025, month: 11), day: 10), [0, 1, 0]),
    (.months(3, from: Month(year: 2026, month: 3), day: 31), [0, 0, 1]),
    (.months(12, from: Month(year: 2020, month: 1), day: 15), [1, 0, 0]),
  ] as [(Outgoings.Rhythm, [Int64])])
func rhythms(rhythm: Outgoings.Rhythm, euros: [Int64]) {
  let costs = Outgoings(recurring: [.init(name: "Tax", amount: .euros(1), rhythm: rhythm)])
  let months = CashPeriod.months(3, after: .on("2026-01-10"))
  #expect(costs.sums(.euro, in: months) == euros.map(Money.euros))
}

extension Outgoings.Rhythm {
  static func monthly(_ day: Int) -> Self {
    .months(1, from: Month(year: 2000, month: 1), day: day)
  }
}

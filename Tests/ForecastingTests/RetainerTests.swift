import Domain
import Support
import Testing

@testable import Forecasting

private let today = Day.on("2026-03-20")

private func retainers(_ days: [Day], euros: [Int64] = [900]) -> [Retainer] {
  var book = Book(asOf: today)
  for (index, day) in days.enumerated() {
    book.invoice(
      1, due: day + 14, paid: day + 20, amount: .euros(euros[index % euros.count]), termDays: 14)
  }
  return book.history.retainers
}

private func months(_ count: Int, day: Int, step: Int = 1, last: Month = Month(today)) -> [Day] {
  (0..<count).map { (last + -step * $0).day(day) }
}

@Test(
  "invoices of the same amount at the same distance are a retainer, with its next day",
  arguments: [
    (months(5, day: 3), .months(1), "2026-04-03"),
    (months(6, day: 31, last: Month(today) + -1), .months(1), "2026-03-31"),
    (months(4, day: 15, step: 3, last: Month(year: 2026, month: 1)), .months(3), "2026-04-15"),
    ((0..<6).map { today - 3 - 7 * $0 }, .weeks(1), "2026-03-24"),
    ((0..<5).map { today - 3 - 28 * $0 }, .weeks(4), "2026-04-14"),
  ] as [([Day], Retainer.Rhythm, String)])
func recognised(days: [Day], rhythm: Retainer.Rhythm, next: String) throws {
  let found = retainers(days)
  let retainer = try #require(found.first)
  #expect(found.count == 1)
  #expect(retainer.rhythm == rhythm)
  #expect(retainer.next == .on(next))
  #expect(retainer.count == days.count)
  #expect(retainer.amount == .euros(900))
  #expect(retainer.termDays == 14)
}

@Test(
  "too few, irregular, of different amounts, or ended: no retainer",
  arguments: [
    (months(3, day: 3), [900]), (months(8, day: 3), [900, 400, 1500, 2500]),
    ([-2, -20, -75, -90, -160].map { today + $0 }, [900]),
    (months(8, day: 3, last: Month(year: 2025, month: 12)), [900]),
  ] as [([Day], [Int64])])
func notRecognised(days: [Day], euros: [Int64]) {
  #expect(retainers(days, euros: euros).isEmpty)
}

@Test("one that is due to be written is expected the day after as-of, and never before")
func overdueToBeWritten() {
  let found = retainers(months(6, day: 12, last: Month(today) + -1))
  #expect(found.map(\.next) == [today + 1])
}

@Test("its cash comes after it is written, and the further ahead, the more doubtful")
func retainerCash() throws {
  var book = Book(asOf: today)
  for day in months(12, day: 3) {
    book.invoice(1, due: day + 14, paid: day + 14, amount: .euros(1000), termDays: 14)
  }
  let hazard = PaymentHazard(book)
  let flow = CashFlow(of: book.receivables, hazard: hazard, months: 6)
  let cash = RetainerCash(book.history.retainers, hazard: hazard, flow: flow)
  let rows = cash.months.map(\.expectedIn)
  #expect(rows[0].isZero)
  #expect(rows[1] > .euros(500) && rows[1] < .euros(1000))
  #expect(rows[5] < .euros(850))
  #expect(flow.months.map(\.expectedIn).sum(.euro) <= .euros(1000))
}

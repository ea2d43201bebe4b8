import Domain
import Support
import Testing

@testable import Forecasting

private let today = Day.on("2026-03-11")

@Test("a book without payments cannot be judged, and says so")
func noHistory() {
  let backtest = Backtest(replaying: PayHistory(asOf: today, entries: []))
  #expect(backtest.shortage == .payments(0))
  #expect(backtest.scores.isEmpty)
}

@Test("a book of two months has no three months after any origin")
func shortHistory() {
  var book = Book(asOf: today)
  for due in -60...0 { book.invoice(1, due: today + due, paid: today + due) }
  #expect(Backtest(replaying: book.history).shortage == .months)
}

@Test("clients with habits are forecast better by the model than by their due dates")
func habitsAreForecast() throws {
  var random = Seeded(11)
  var book = Book(asOf: today)
  for due in -900...30 {
    let client = Int64(due.magnitude % 7)
    let delay = Int(client) * 8 + Int.random(in: -3...6, using: &random)
    book.invoice(client, due: today + due, paid: today + due + delay)
  }
  let backtest = Backtest(replaying: book.history)
  #expect(backtest.shortage == nil)
  #expect(backtest.origins.count == 12)
  #expect(backtest.origins.allSatisfy { $0.dayOfMonth == 1 })
  #expect(Month(backtest.origins.last!) == Month(year: 2025, month: 12))
  let scores = backtest.scores
  #expect(scores.map(\.method) == Backtest.Method.allCases)
  #expect(scores[0].meanErrorDays < 6)
  #expect(scores[1].meanErrorDays > 15)
  #expect(scores[0].cashError[.euro]! < scores[1].cashError[.euro]!)
  let coverage = try #require(scores[0].coverage)
  #expect((0.6...0.99).contains(coverage))
}

@Test("a forecast of the past knows nothing of what came later")
func noHindsight() {
  // All pay on the due date, until at the last origin all begin to pay 50 days late.
  let change = Day.on("2025-12-01")
  var book = Book(asOf: today)
  for due in -900...0 {
    let day = today + due
    book.invoice(Int64(due.magnitude % 5), due: day, paid: day < change ? day : day + 50)
  }
  let scores = Backtest(replaying: book.history).scores
  #expect(scores[0].meanErrorDays > 0.7 * scores[1].meanErrorDays)
}

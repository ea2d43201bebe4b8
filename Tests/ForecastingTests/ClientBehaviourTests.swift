import Domain
import Support
import Testing

@testable import Forecasting

private let today = Day.on("2026-03-11")

func behaviour(
  _ book: Book, of client: Int64 = 1, stopped: Set<ID<Client>> = []
) throws -> ClientBehaviour {
  let all = ClientBehaviour.all(
    book.receivables, history: book.history, hazard: PaymentHazard(book), waiting: .percent(7),
    stopped: stopped)
  return try #require(all.first { $0.client.id == ID(client) })
}

/// Twenty invoices of 1,000 euros, each `delay` days late, and one that is not due yet.
private func regular(_ delay: (Int) -> Int) -> Book {
  var book = Book(asOf: today)
  for number in 0..<20 {
    let due = today - 400 + number * 15
    book.invoice(1, due: due, paid: due + delay(number), amount: .euros(1000))
  }
  book.invoice(1, due: today + 10, paid: nil, amount: .euros(250))
  return book
}

@Test(
  "the grade follows the days beyond terms, and what to do the grade",
  arguments: [
    (-2, .a, .keep), (0, .a, .keep), (9, .b, .keep), (23, .c, .shortenTerms), (45, .d, .deposit),
    (80, .e, .creditStop),
  ] as [(Int, ClientRating.Grade, ClientRating.Recommendation)])
func grades(delay: Int, grade: ClientRating.Grade, advice: ClientRating.Recommendation) throws {
  let behaviour = try behaviour(regular { _ in delay })
  #expect(behaviour.rating.grade == grade)
  #expect(behaviour.rating.recommendation == advice)
  #expect(behaviour.delays?.median == delay)
  #expect(behaviour.shareLate == (delay > 0 ? 1 : 0))
  #expect(behaviour.daysBeyondTerms == Double(max(0, delay)))
  #expect(behaviour.delays?.classes.reduce(0, +) == 20)
  #expect(behaviour.trend == .steady)
  #expect(behaviour.open == [.euros(250)] && behaviour.overdue.isEmpty)
}

@Test("the next job's cost of waiting is the interest on it for the days it is likely late")
func costOfWaiting() throws {
  let job = try #require(try behaviour(regular { _ in 23 }).nextJob)
  #expect(job.amount == .euros(1000))
  #expect(job.termDays == 30)
  #expect((20...26).contains(job.daysLate), "\(job.daysLate)")
  let cents = Int64((1000.0 * 100 * 0.07 * Double(job.daysLate) / 365).rounded())
  #expect(job.costOfWaiting.minorUnits == cents)
  #expect(try #require(try behaviour(regular { _ in -3 }).nextJob).costOfWaiting.isZero)
}

@Test("a client that slows down is graded worse, and the reason is given")
func slowingDown() throws {
  let behaviour = try behaviour(regular { $0 < 12 ? 2 : 25 })
  let steady = try ForecastingTests.behaviour(regular { $0 % 5 < 3 ? 2 : 25 })
  #expect(behaviour.trend == .slower(23))
  #expect(behaviour.rating.reasons.contains(.slowingDown(23)))
  #expect(behaviour.rating.grade > steady.rating.grade)
}

@Test("insolvent, stopped and long overdue clients get no further credit")
func gravest() throws {
  var insolvent = regular { _ in 1 }
  insolvent.invoice(1, due: today + 5, paid: nil, hold: .insolvent(since: today - 3))
  #expect(try behaviour(insolvent).rating.recommendation == .letGo)
  #expect(try behaviour(insolvent).rating.reasons.first == .insolvent)
  let stopped = try behaviour(regular { _ in 1 }, stopped: [ID(1)])
  #expect(stopped.rating.recommendation == .creditStop)
  #expect(stopped.rating.grade == .e)
  var overdue = regular { _ in 1 }
  overdue.invoice(1, due: today - 95, paid: nil)
  #expect(try behaviour(overdue).rating.recommendation == .creditStop)
  #expect(try behaviour(overdue).rating.reasons.contains(.unusuallyOverdue(95)))
  #expect(try behaviour(overdue).overdueDaysMost == 95)
}

@Test("a client without a due invoice has no grade, and keeps its terms")
func unrated() throws {
  var book = Book(asOf: today)
  book.invoice(1, due: today + 5, paid: nil)
  let behaviour = try behaviour(book)
  #expect(behaviour.rating.grade == .unrated)
  #expect(behaviour.rating.reasons == [.nothingDueYet])
  #expect(behaviour.rating.recommendation == .keep)
  #expect(behaviour.delays == nil && behaviour.trend == .unknown)
}

@Test("days sales outstanding, the best possible, delinquency and effectiveness")
func collection() throws {
  // 90 days ago 1,000 were owed; 9,000 were invoiced since; now 3,000 are, 1,000 of it overdue.
  func receivables(_ asOf: Day, _ euros: [(Int64, Int)]) -> Receivables {
    var book = Book(asOf: asOf)
    for (amount, due) in euros {
      book.invoice(1, due: asOf + due, paid: nil, amount: .euros(amount), termDays: 60)
    }
    return book.receivables
  }
  let sold = (1...9).map { number in
    PayHistory.Entry(
      client: ID(1), issueDate: today - number * 10 + 1, dueDate: today, total: .euros(1000),
      settled: nil)
  }
  let figures = CollectionFigures.all(
    receivables(today, [(2000, 10), (1000, -10)]), before: [.euro: .euros(1000)],
    history: PayHistory(asOf: today, entries: sold))
  let euro = try #require(figures.first)
  #expect(figures.count == 1)
  #expect(euro.daysSalesOutstanding == 30)
  #expect(euro.bestPossible == 20)
  #expect(euro.averageDaysDelinquent == 10)
  #expect(euro.effectiveness == 7.0 / 8)
}

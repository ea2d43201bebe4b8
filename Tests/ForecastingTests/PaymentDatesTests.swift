import Domain
import Support
import Testing

@testable import Forecasting

private let today = Day.on("2026-03-11")

extension PaymentDates {
  /// The probability of being paid from `first` to `last`, both included.
  func probability(paidFrom first: Day, through last: Day) -> Double {
    zip(1..., daily).filter { first <= asOf + $0.0 && asOf + $0.0 <= last }.map(\.1).reduce(0, +)
  }

  /// The same of all days up to `day`.
  func probability(paidBy day: Day) -> Double { probability(paidFrom: asOf, through: day) }
}

private func book() -> Book {
  var book = Book(asOf: today)
  book.habit(1, delay: 20)
  book.habit(2, delay: 3)
  return book
}

@Test("odds are a distribution: not negative, at most 1, quantiles in order", arguments: 1...12)
func oddsAreADistribution(seed: UInt64) {
  var random = Seeded(seed)
  let book = Book.random(&random)
  let hazard = PaymentHazard(book)
  for item in book.items {
    let dates = hazard.dates(of: item)
    #expect(dates.daily.allSatisfy { $0.isFinite && $0 >= 0 }, "seed \(seed)")
    #expect(dates.daily.reduce(0, +) <= 1 + 1e-9, "seed \(seed)")
    #expect(book.asOf < dates.p10 && dates.p10 <= dates.p50 && dates.p50 <= dates.p90)
    #expect(dates.p90 <= book.asOf + 400)
    #expect(dates.cashDaily.allSatisfy { $0.isFinite && $0 >= 0 }, "seed \(seed)")
    #expect(dates.cashDaily.reduce(0, +) <= 1 + 1e-9, "seed \(seed)")
    let after = dates.probability(paidFrom: book.asOf + 51, through: book.asOf + 999)
    let sum = dates.probability(paidBy: book.asOf + 50) + after + dates.unpaid
    #expect(abs(sum - 1) < 1e-9, "seed \(seed)")
  }
}

@Test("nothing comes by as-of, and no more after as-of + 400")
func endsOfTheHorizon() {
  let dates = PaymentHazard(book()).dates(1, due: today - 5)
  #expect(dates.cash(from: today - 100, through: today) == 0)
  #expect(
    dates.cash(from: today, through: today + 400) == dates.cash(from: today, through: today + 4000))
  #expect(dates.cash(from: today + 401, through: today + 4000) == 0)
}

@Test("a promise moves the odds to its day, more so for a client that pays in time")
func promises() {
  let hazard = PaymentHazard(book())
  let promised = today + 40
  func near(_ dates: PaymentDates) -> Double {
    dates.probability(paidFrom: promised - 2, through: promised + 7)
  }
  for client in [1, 2] as [Int64] {
    let plain = hazard.dates(client, due: today - 10)
    let dates = hazard.dates(client, due: today - 10, hold: .promised(by: promised))
    #expect(near(dates) > near(plain) + 0.25)
    #expect(dates.probability(paidBy: promised - 3) == 0)
  }
  let (slow, prompt) = ([1, 2] as [Int64]).map {
    near(hazard.dates($0, due: today - 10, hold: .promised(by: promised)))
  }.pair
  #expect(prompt > slow)
  #expect(prompt > 0.8)
}

@Test("a promise whose day is past changes nothing")
func brokenPromise() {
  let hazard = PaymentHazard(book())
  let plain = hazard.dates(1, due: today - 10)
  #expect(hazard.dates(1, due: today - 10, hold: .promised(by: today)).daily == plain.daily)
}

@Test("a dispute and time given delay payment")
func delays() {
  let hazard = PaymentHazard(book())
  let plain = hazard.dates(2, due: today)
  let disputed = hazard.dates(2, due: today, hold: .disputed(since: today - 9))
  #expect(disputed.p50 > plain.p50 + 14)
  let held = hazard.dates(2, due: today, hold: .held(until: today + 30))
  #expect(abs(held.p50 - (plain.p50 + 30)) <= 3)
  let over = hazard.dates(2, due: today, hold: .held(until: today - 30))
  #expect(over.daily == plain.daily)
}

@Test("a direct debit comes on the due date, the next day where that is past, not on a weekend")
func directDebits() {
  let hazard = PaymentHazard(book())
  func day(due: String) -> Day {
    let dates = hazard.dates(1, due: .on(due), hold: .directDebit)
    #expect(dates.p10 == dates.p90)
    return dates.p50
  }
  #expect(day(due: "2026-03-20") == .on("2026-03-20"))
  #expect(day(due: "2026-02-01") == today + 1)
  #expect(day(due: "2026-03-21") == .on("2026-03-23"))
  #expect(day(due: "2026-03-22") == .on("2026-03-23"))
}

@Test("days due or promised beyond the horizon leave the item unpaid within it")
func farAway() {
  let hazard = PaymentHazard(book())
  for hold in [.promised(by: today + 700), .held(until: today + 700), .directDebit] as [Hold] {
    let dates = hazard.dates(2, due: today + 600, hold: hold)
    #expect(dates.unpaid > 0.5, "\(hold)")
    #expect(dates.p90 == today + 400)
  }
}

extension Array {
  fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}

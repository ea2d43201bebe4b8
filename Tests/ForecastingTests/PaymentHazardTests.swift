import Domain
import Support
import Testing

@testable import Forecasting

private let today = Day.on("2026-03-11")

@Test("without any history a not yet due invoice is expected around its due date")
func priorIsSane() {
  let dates = PaymentHazard(Book(asOf: today)).dates(1, due: today + 30)
  #expect(dates.p10 > today + 5)
  #expect((today + 28...today + 40).contains(dates.p50))
  #expect((today + 45...today + 150).contains(dates.p90))
  #expect((0.005...0.06).contains(dates.unpaid))
}

@Test("with hardly any history the forecast stays near the prior", arguments: [1, 2, 3, 5])
func tinyHistory(count: Int) {
  var book = Book(asOf: today)
  let prior = PaymentHazard(book).dates(1, due: today + 10)
  for number in 0..<count { book.invoice(1, due: today - 60 * number - 50, paid: today - 45) }
  let dates = PaymentHazard(book).dates(1, due: today + 10)
  #expect(abs(dates.p50 - prior.p50) <= 6)
  #expect(dates.daily.allSatisfy { $0.isFinite && $0 >= 0 })
}

@Test("a list of open items without any payment says nothing of how clients pay")
func neverPaid() {
  var book = Book(asOf: today)
  let prior = PaymentHazard(book).dates(1, due: today + 10)
  for number in 0..<200 { book.invoice(Int64(number % 5), due: today - 4 * number, paid: nil) }
  let dates = PaymentHazard(book).dates(1, due: today + 10)
  #expect(abs(dates.p50 - prior.p50) <= 1 && abs(dates.unpaid - prior.unpaid) < 0.01)
  #expect(dates.daily.allSatisfy { $0 > 0 })
  let old = PaymentHazard(book).dates(1, due: today - 400)
  #expect(old.unpaid > dates.unpaid * 5)
}

@Test("one payment is evidence of all that stayed unpaid since")
func paidOnce() {
  var book = Book(asOf: today)
  for number in 0..<200 { book.invoice(Int64(number % 5), due: today - 4 * number, paid: nil) }
  book.invoice(7, due: today - 800, paid: today - 810)
  #expect(PaymentHazard(book).dates(1, due: today + 10).unpaid > 0.3)
}

@Test("a client that pays 20 days late is forecast to, beside one that pays on the day")
func habitsAreLearnt() {
  var book = Book(asOf: today)
  book.habit(1, delay: 20)
  book.habit(2, delay: 0)
  let hazard = PaymentHazard(book)
  #expect(abs(hazard.dates(1, due: today + 10).p50 - (today + 30)) <= 3)
  #expect(abs(hazard.dates(2, due: today + 10).p50 - (today + 10)) <= 3)
}

@Test("of two habits the newer one counts more")
func newerHabitsCountMore() {
  var book = Book(asOf: today)
  for due in stride(from: -1500, through: -60, by: 9) {
    book.invoice(1, due: today + due, paid: today + due + (due < -400 ? 5 : 40))
  }
  #expect(PaymentHazard(book).dates(1, due: today + 20).p50 > today + 20 + 25)
}

@Test("what has not happened by today cannot happen: later odds follow from being unpaid now")
func conditioningOnElapsedTime() {
  var book = Book(asOf: today)
  book.habit(1, delay: 10)
  book.habit(2, delay: 60)
  let hazard = PaymentHazard(book)
  // The unknown client may be like the one or the other; 30 days late it is like the second.
  let early = hazard.dates(3, due: today)
  let late = hazard.dates(3, due: today - 30)
  #expect(early.p50 < today + 20)
  #expect(abs(late.p50 - (today + 30)) <= 8)
  #expect(late.p10 > today)
}

@Test("invoices from before the first known payment do not make clients look slow")
func leftTruncation() {
  // Of the invoices before the ledger starts only those still unpaid then are in it.
  var full = Book(asOf: today)
  var random = Seeded(7)
  for due in -900...0 {
    full.invoice(1, due: today + due, paid: today + due + Int.random(in: 0...120, using: &random))
  }
  var started = full
  started.entries.removeAll { ($0.settled ?? today) < today - 300 }
  let (whole, cut) = (PaymentHazard(full), PaymentHazard(started))
  #expect(abs(whole.dates(1, due: today).p50 - cut.dates(1, due: today).p50) <= 6)
}

@Test("payments on Fridays only are forecast for Fridays")
func paymentRuns() {
  var book = Book(asOf: today)
  for due in stride(from: -700, through: 40, by: 3) {
    let late = today + due + 8
    book.invoice(
      Int64(due.magnitude % 4), due: today + due, paid: late + (12 - late.weekday.rawValue) % 7)
  }
  let dates = PaymentHazard(book).dates(1, due: today + 20)
  var byWeekday = [Double](repeating: 0, count: 8)
  for (index, probability) in dates.daily.enumerated() {
    byWeekday[(today + index + 1).weekday.rawValue] += probability
  }
  #expect(byWeekday[5] > 0.6, "\(byWeekday)")
}

@Test("payments after as-of are not known to the model")
func futureIsUnknown() {
  var book = Book(asOf: today)
  book.habit(1, delay: 12)
  var leaking = book
  for index in leaking.entries.indices where leaking.entries[index].settled == nil {
    leaking.entries[index].settled = today + 3
  }
  let (honest, told) = (PaymentHazard(book), PaymentHazard(leaking))
  #expect(honest.dates(1, due: today + 4).daily == told.dates(1, due: today + 4).daily)
}

@Test("the same history gives the same odds, whatever the order of its entries", arguments: 1...5)
func deterministic(seed: UInt64) {
  var random = Seeded(seed)
  var book = Book.random(&random)
  let first = PaymentHazard(book)
  book.entries.shuffle(using: &random)
  let second = PaymentHazard(book)
  for item in book.items {
    let (a, b) = (first.dates(of: item), second.dates(of: item))
    #expect(zip(a.daily, b.daily).allSatisfy { abs($0 - $1) < 1e-9 }, "seed \(seed)")
  }
  let again = PaymentHazard(book)
  #expect(book.items.allSatisfy { again.dates(of: $0).daily == second.dates(of: $0).daily })
}

@Test("money of a client whose monthly run clears all that is open is expected with that run")
func paceOfRuns() {
  let asOf = Day.on("2026-02-28")
  var book = Book(asOf: asOf)
  for issue in stride(from: -720, through: -1, by: 4) {
    let issued = asOf + issue
    let run = Month(issued).day(24)
    book.invoice(1, due: issued + 30, paid: issued < run ? run : (Month(issued) + 1).day(24))
  }
  // Others pay at all times.
  var random = Seeded(5)
  for due in -720...20 {
    let paid = asOf + due + Int.random(in: -5...60, using: &random)
    book.invoice(Int64.random(in: 2...20, using: &random), due: asOf + due, paid: paid)
  }
  let dates = PaymentHazard(book).dates(1, due: asOf + 27)
  let march = dates.cash(from: asOf + 1, through: asOf + 31)
  #expect(march > dates.probability(paidBy: asOf + 31))
  #expect(march > 0.85, "\(march)")
}

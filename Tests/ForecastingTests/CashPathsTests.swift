import Domain
import Support
import Testing

@testable import Forecasting

private let today = Day.on("2026-03-31")

/// Sixty open items of twenty clients with habits.
private func book() -> Book {
  var book = Book(asOf: today)
  var random = Seeded(4)
  for client in 1...20 as ClosedRange<Int64> {
    for due in stride(from: -700, through: 25, by: 20) {
      let delay = Int(client) + Int.random(in: -8...25, using: &random)
      let amount = Money(minorUnits: .random(in: 10_000...90_000, using: &random), currency: .euro)
      book.invoice(client, due: today + due, paid: today + due + delay, amount: amount)
    }
  }
  return book
}

@Test("the same seed gives the same futures on any number of threads, another seed others")
func reproducible() {
  let book = book()
  let hazard = PaymentHazard(book)
  func rows(_ seed: UInt64, _ threads: Int) -> [CashFlow.Row] {
    CashFlow(
      of: book.receivables, hazard: hazard,
      paths: .init(count: 500, seed: seed, threads: threads)
    ).months
  }
  #expect(rows(7, 1) == rows(7, 3))
  #expect(rows(7, 1) != rows(8, 1))
}

@Test("simulated ranges agree with the analytic ones, and leave what is expected alone")
func agreesWithAnalytic() {
  let book = book()
  let hazard = PaymentHazard(book)
  let flow = CashFlow(of: book.receivables, hazard: hazard)
  let simulated = CashFlow(of: book.receivables, hazard: hazard, paths: .init(count: 4000, seed: 3))
  for (row, other) in zip(flow.months.prefix(2), simulated.months) {
    #expect(row.expectedIn == other.expectedIn)
    let width = Double((row.highIn - row.lowIn).minorUnits)
    let simulatedWidth = Double((other.highIn - other.lowIn).minorUnits)
    #expect((0.8...1.25).contains(simulatedWidth / width), "\(row) \(other)")
    #expect(abs(Double((row.lowIn - other.lowIn).minorUnits)) < 0.2 * width)
    #expect(abs(Double((row.highIn - other.highIn).minorUnits)) < 0.2 * width)
  }
}

@Test("items of one client hang together in a future: their sum spreads wider")
func clientsHangTogetherInFutures() {
  func width(_ clients: Int64) -> Double {
    var book = Book(asOf: today)
    for client in 1...60 as ClosedRange<Int64> {
      book.invoice(client % clients + 1, due: today + 20, paid: nil)
    }
    let flow = CashFlow(
      of: book.receivables, hazard: PaymentHazard(book), paths: .init(count: 2000, seed: 9))
    return Double((flow.months[0].highIn - flow.months[0].lowIn).minorUnits)
  }
  #expect(width(1) > 2 * width(60))
}

@Test("the day the low balance turns negative, and how likely that is")
func lowBalance() throws {
  let book = book()
  let rent = Outgoings.Bill(name: "Tax", amount: .euros(9000), due: .on("2026-04-20"))
  func balance(_ opening: Int64) throws -> CashBalance {
    try #require(
      CashFlow(
        of: book.receivables, hazard: PaymentHazard(book), outgoings: Outgoings(bills: [rent]),
        opening: [.euro: .euros(opening)], paths: .init(count: 2000, seed: 1)
      ).balances.first)
  }
  #expect(try balance(9000).firstLow == nil)
  #expect(try balance(9000).chanceOnAnyDay == 0)
  let short = try balance(100)
  let low = try #require(short.firstLow)
  #expect(low.day == .on("2026-04-20"))
  let any = try #require(short.chanceOnAnyDay)
  #expect(abs(low.chance - any) < 0.1, "\(low) \(any)")
  let never = try balance(-90_000)
  #expect(never.firstLow?.day == today + 1)
  #expect(never.worst?.chance == 1)
}

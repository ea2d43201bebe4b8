import Domain
import Support
import Testing

@testable import Forecasting

private let today = Day.on("2026-03-11")

private func rates(_ from: String) throws -> ExchangeRates {
  var rates = ExchangeRates(to: .euro)
  rates.add(.pound, from: .on(from), rate: try ExactDecimal("1.20"))
  return rates
}

@Test("the house's currency has what the currencies with a rate have, and names the others")
func houseSums() throws {
  var book = Book(asOf: today)
  for client in 1...4 as ClosedRange<Int64> { book.habit(client, delay: 5) }
  for (number, currency) in [Currency.pound, .pound, .yen].enumerated() {
    let amount = Money(minorUnits: 10_000, currency: currency)
    book.invoice(Int64(number + 5), due: today + 9, paid: nil, amount: amount)
  }
  let flow = CashFlow(
    of: book.receivables, hazard: PaymentHazard(book), opening: [.pound: Money(.pound, 500)])
  let business = BusinessCash(flow, rates: try rates("2026-01-01"))
  #expect(business.missing == [.yen])
  #expect(business.included.map(\.currency) == [.euro, .pound])
  #expect(business.months.count == 6 && business.weeks.count == 13)
  for (index, row) in business.months.enumerated() {
    let euro = flow.months.filter { $0.currency == .euro }[index]
    let pound = flow.months.filter { $0.currency == .pound }[index]
    func worth(_ money: Money) -> Money { money.converted(to: .euro, rate: ExactDecimal(12)) }
    let tenfold = euro.expectedIn.minorUnits * 10 + worth(pound.expectedIn).minorUnits
    #expect(abs(row.expectedIn.minorUnits * 10 - tenfold) <= 10)
    #expect(row.lowIn <= row.expectedIn && row.expectedIn <= row.highIn)
    #expect(row.balanceLow <= row.balanceExpected && row.balanceExpected <= row.balanceHigh)
    // What two currencies bring together is surer than each by itself, as far as the ranges of few
    // items, which are simulated, compare with the business's, which are reckoned.
    let least = min(euro.lowIn, row.expectedIn).share(.percent(90), .towardsZero)
    #expect(row.lowIn >= least)
  }
}

@Test("a rate that begins later is not known yet, and never taken for 1")
func laterRate() throws {
  var book = Book(asOf: today)
  book.invoice(1, due: today + 9, paid: nil, amount: Money(minorUnits: 900, currency: .pound))
  let flow = CashFlow(of: book.receivables, hazard: PaymentHazard(book))
  let business = BusinessCash(flow, rates: try rates("2026-03-12"))
  #expect(business.missing == [.pound])
  #expect(business.months.isEmpty && business.weeks.isEmpty)
}

extension Money {
  fileprivate init(_ currency: Currency, _ whole: Int64) {
    self.init(minorUnits: whole * 100, currency: currency)
  }
}

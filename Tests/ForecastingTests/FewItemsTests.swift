import Domain
import Forecasting
import Testing

private let today = Day.on("2026-02-05")

@Test("of one invoice the range of a month is nothing or all of it")
func oneInvoice() throws {
  var book = Book(asOf: today)
  for number in 1...60 {
    let due = today - 60 - 7 * number
    book.invoice(Int64(2 + number % 5), due: due, paid: due + number % 40)
  }
  book.invoice(1, due: today + 10, paid: nil, amount: Money(minorUnits: 1_200_000, currency: .euro))
  let flow = CashFlow(of: book.receivables, hazard: PaymentHazard(book))
  let whole = Money(minorUnits: 1_200_000, currency: .euro)
  #expect(flow.months.contains { (2_000_00...10_000_00).contains($0.expectedIn.minorUnits) })
  for row in flow.months {
    let share = Double(row.expectedIn.minorUnits) / 1_200_000
    if share > 0.15, share < 0.85 { #expect(row.lowIn.isZero && row.highIn == whole) }
    if share < 0.05 { #expect(row.highIn == row.expectedIn || row.highIn.isZero) }
  }
  #expect(flow.paths == nil)
}

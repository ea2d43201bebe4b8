package import Domain

/// How fast the business collects in one currency, over the last 90 days.
///
/// With sales S of the window, receivables R₀ before and R₁ after it, of which C₁ are not due yet:
/// days sales outstanding R₁/S × 90; the best possible C₁/S × 90; average days delinquent, the
/// difference; collection effectiveness (R₀ + S − R₁) / (R₀ + S − C₁), 100 % where nothing overdue
/// is left. Credit Research Foundation's definitions. Sales are the invoices of the window but
/// those that credit notes settled.
package struct CollectionFigures: Sendable {
  package static let windowDays = 90

  package let currency: Currency
  package let sales: Money
  package let receivables: Money
  package let overdue: Money
  /// Nil where nothing was sold.
  package let daysSalesOutstanding: Double?
  package let bestPossible: Double?
  /// A share: 0.97 is 97 %. Nil where nothing was to be collected.
  package let effectiveness: Double?

  package var averageDaysDelinquent: Double? {
    daysSalesOutstanding.flatMap { days in bestPossible.map { days - $0 } }
  }

  /// One for each currency with sales or receivables. `before` is what was owed 90 days earlier.
  package static func all(
    _ receivables: Receivables, before: [Currency: Money], history: PayHistory
  ) -> [CollectionFigures] {
    let start = receivables.asOf - windowDays
    let sold = history.entries.filter { start < $0.issueDate && $0.issueDate <= history.asOf }
    return Set(receivables.currencies).union(sold.map(\.total.currency)).sorted().map { currency in
      CollectionFigures(currency, receivables, before[currency] ?? .zero(currency), sold)
    }
  }

  private init(
    _ currency: Currency, _ now: Receivables, _ before: Money, _ sold: [PayHistory.Entry]
  ) {
    func open(_ isMeant: (OpenItem) -> Bool = { _ in true }) -> Money {
      now.items.reduce(into: .zero(currency)) { sum, item in
        if item.open.currency == currency && isMeant(item) { sum += item.open }
      }
    }
    self.currency = currency
    sales = sold.lazy.map(\.total).filter { $0.currency == currency }.sum(currency)
    receivables = open()
    overdue = open { $0.daysOverdue(on: now.asOf) > 0 }
    let (sold, end) = (Double(sales.minorUnits), Double(receivables.minorUnits))
    let current = end - Double(overdue.minorUnits)
    let start = Double(before.minorUnits)
    let days = Double(Self.windowDays)
    daysSalesOutstanding = sold > 0 ? end / sold * days : nil
    bestPossible = sold > 0 ? current / sold * days : nil
    let collectable = start + sold - current
    effectiveness = collectable > 0 ? min(1, max(0, (start + sold - end) / collectable)) : nil
  }
}

package import Domain

/// When the money of one open item is expected: a row of `forecast --per-invoice`.
package struct InvoiceForecast: Sendable {
  package let item: OpenItem
  package let dates: PaymentDates
  /// Expected cash of each month. With `beyond` and `expectedLoss` it adds up to `item.open`.
  package let months: [Money]
  /// Expected after the last of the months, by as-of + 400.
  package let beyond: Money
  /// Expected not to be paid by as-of + 400.
  package let expectedLoss: Money
  /// Expected cash of each week: differences of the rounded cash expected by its end, so that the
  /// weeks add up to the cash of their whole span.
  package let weeks: [Money]

  init(_ item: OpenItem, _ dates: PaymentDates, months: [CashPeriod], weeks: [CashPeriod]) {
    self.item = item
    self.dates = dates
    let parts = dates.split(item.open, among: months)
    self.months = Array(parts.prefix(months.count))
    beyond = parts[months.count]
    expectedLoss = parts[months.count + 1]
    self.weeks = dates.differences(item.open, among: weeks)
  }
}

extension PaymentDates {
  /// The amount by period, then what comes after the last of them, then what is not paid by
  /// as-of + 400; it adds up exactly. The periods follow one another from as-of + 1 on.
  package func split(_ amount: Money, among periods: [CashPeriod]) -> [Money] {
    let byPeriod = periods.map { cash(from: $0.first, through: $0.last) }
    let after = (periods.last?.last ?? asOf) + 1
    let beyond = cash(from: after, through: max(after, asOf + Self.horizonDays))
    return amount.split(by: byPeriod + [beyond, cashLost])
  }

  /// The expected cash of each period as the difference of what is expected by its end and by its
  /// beginning, each rounded half away from zero: none is negative.
  package func differences(_ amount: Money, among periods: [CashPeriod]) -> [Money] {
    var paid = 0.0
    var before = Money.zero(amount.currency)
    return periods.map { period in
      paid += cash(from: period.first, through: period.last)
      let units = (Double(amount.minorUnits) * min(paid, 1)).rounded(.toNearestOrAwayFromZero)
      let now = Money(minorUnits: Int64(units), currency: amount.currency)
      defer { before = now }
      return now - before
    }
  }
}

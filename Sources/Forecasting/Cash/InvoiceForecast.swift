package import Domain

/// When the money of one open item is expected: a row of `forecast --per-invoice`. Of a financed
/// item it is the money that the financier still pays.
package struct InvoiceForecast: Sendable {
  package let item: OpenItem
  /// The days by which it is paid with 10, 50 and 90 % probability; as-of + 400 where that is later
  /// or never.
  package let p10: Day
  package let p50: Day
  package let p90: Day
  private let parts: CashParts
  /// Its place in `parts`.
  private let place: Int

  /// Expected cash of each month. With `beyond` and `expectedLoss` it adds up to `item.open`.
  package var months: [Money] { money(parts.months(place)) }
  /// Expected after the last of the months, by as-of + 400.
  package var beyond: Money {
    Money(minorUnits: parts.beyond(place), currency: item.open.currency)
  }
  /// Expected not to be paid by as-of + 400.
  package var expectedLoss: Money {
    let expected = parts.months(place).reduce(parts.beyond(place), +)
    return item.open - Money(minorUnits: expected, currency: item.open.currency)
  }
  /// Expected cash of each week.
  package var weeks: [Money] { money(parts.weeks(place)) }

  /// The probability that the item is unpaid at the end of so many days after as-of: one of those
  /// the forecast was asked for.
  package func unpaid(after days: Int) -> Double { parts.unpaid(place, after: days) }

  init(_ item: OpenItem, _ days: PaidCurve.Quantiles, _ parts: CashParts, place: Int) {
    self.item = item
    (p10, p50, p90) = (days.p10, days.p50, days.p90)
    self.parts = parts
    self.place = place
  }

  private func money(_ units: ArraySlice<Int64>) -> [Money] {
    units.map { Money(minorUnits: $0, currency: item.open.currency) }
  }
}

/// The forecasts of many items, each made when it is asked for: the items are those of the
/// receivables, which are many, and are not copied.
package struct InvoiceForecasts: RandomAccessCollection, Sendable {
  private let items: [OpenItem]
  private let quantiles: [PaidCurve.Quantiles]
  private let parts: CashParts

  init(_ items: [OpenItem], _ quantiles: [PaidCurve.Quantiles], _ parts: CashParts) {
    precondition(items.count == quantiles.count, "quantiles of \(quantiles.count) items")
    (self.items, self.quantiles, self.parts) = (items, quantiles, parts)
  }

  /// Of no items.
  init() {
    self.init([], [], CashParts(monthEnds: [], weekEnds: [], unpaidAfter: [], items: 0))
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { items.count }

  package subscript(place: Int) -> InvoiceForecast {
    InvoiceForecast(items[place], quantiles[place], parts, place: place)
  }
}

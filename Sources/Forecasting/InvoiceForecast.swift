package import Domain

/// When the money of one open item is expected: a row of `forecast --per-invoice`.
package struct InvoiceForecast: Sendable {
  package let item: OpenItem
  /// The days by which it is paid with 10, 50 and 90 % probability; as-of + 400 where that is later
  /// or never.
  package let p10: Day
  package let p50: Day
  package let p90: Day
  /// Expected cash of each month. With `beyond` and `expectedLoss` it adds up to `item.open`.
  package let months: [Money]
  /// Expected after the last of the months, by as-of + 400.
  package let beyond: Money
  /// Expected not to be paid by as-of + 400.
  package let expectedLoss: Money
  /// Expected cash of each week.
  package let weeks: [Money]

  /// `months` and `weeks` are the places of the periods' last days on the curve.
  init(_ item: OpenItem, _ curve: PaidCurve, asOf: Day, months: [Int], weeks: [Int]) {
    self.item = item
    (p10, p50, p90) = (
      asOf + (curve.quantile(0.1) + 1), asOf + (curve.quantile(0.5) + 1),
      asOf + (curve.quantile(0.9) + 1)
    )
    var parts = curve.differences(item.open, ends: months + [PaidCurve.days - 1])
    beyond = parts.removeLast()
    self.months = parts
    self.weeks = curve.differences(item.open, ends: weeks)
    expectedLoss = parts.reduce(item.open - beyond, -)
  }
}

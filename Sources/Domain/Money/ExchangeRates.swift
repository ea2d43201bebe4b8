/// What currencies are worth in the business's currency, each rate from a day on.
///
/// A rate that is not known is nil: it is never taken for 1.
package struct ExchangeRates: Hashable, Sendable {
  package let target: Currency
  private var rates: [Currency: [Dated]] = [:]

  private struct Dated: Hashable, Sendable {
    var from: Day
    var rate: ExactDecimal
  }

  package init(to target: Currency) {
    self.target = target
  }

  /// One unit of `currency` is worth `rate` units of `target` from `day` on.
  package mutating func add(_ currency: Currency, from day: Day, rate: ExactDecimal) {
    rates[currency, default: []].append(Dated(from: day, rate: rate))
    rates[currency]?.sort { $0.from < $1.from }
  }

  /// The amount in the target currency at the rate of `day`, or nil where none is known.
  package func convert(_ amount: Money, on day: Day) -> Money? {
    if amount.currency == target { return amount }
    return rate(of: amount.currency, on: day).map { amount.converted(to: target, rate: $0.rate) }
  }

  /// The rate of a currency on `day` and the day it is from, or nil where none is known. The target
  /// itself is worth 1 at all times (`from` is nil).
  package func rate(of currency: Currency, on day: Day) -> (rate: ExactDecimal, from: Day?)? {
    if currency == target { return (ExactDecimal(1), nil) }
    return rates[currency]?.last { $0.from <= day }.map { ($0.rate, $0.from) }
  }
}

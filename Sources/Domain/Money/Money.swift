/// An exact amount of one currency, counted in its smallest unit.
///
/// A value stays within plus or minus `limit`, so that a million of them can be added without
/// overflow; documents with larger amounts are refused where they are read.
package struct Money: Hashable, Sendable {
  package let minorUnits: Int64
  package let currency: Currency

  /// The largest amount one document may name, in minor units: 90 billion whole euros.
  package static let limit: Int64 = 9_000_000_000_000

  package init(minorUnits: Int64, currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  package static func zero(_ currency: Currency) -> Money {
    Money(minorUnits: 0, currency: currency)
  }

  /// The amount a document prints, rounded half away from zero where it is finer than the currency
  /// allows. Nil beyond `limit`.
  package init?(_ printed: ExactDecimal, _ currency: Currency) {
    let units = printed.coefficient(atScale: currency.decimals)
    guard units.magnitude <= UInt128(Self.limit) else { return nil }
    self.init(minorUnits: Int64(units), currency: currency)
  }

  package var isZero: Bool { minorUnits == 0 }
  package var isPositive: Bool { minorUnits > 0 }
  package var isNegative: Bool { minorUnits < 0 }
  package var magnitude: Money { minorUnits < 0 ? -self : self }

  /// Adds two amounts. Mixing currencies is a bug in the caller, so it traps; so does overflow,
  /// which no sum of a ledger can reach.
  package static func + (a: Money, b: Money) -> Money {
    precondition(a.currency == b.currency, "adding \(b.currency) to \(a.currency)")
    return Money(minorUnits: a.minorUnits + b.minorUnits, currency: a.currency)
  }

  package static func - (a: Money, b: Money) -> Money { a + -b }

  package static prefix func - (a: Money) -> Money {
    Money(minorUnits: -a.minorUnits, currency: a.currency)
  }

  package static func += (a: inout Money, b: Money) { a = a + b }
  package static func -= (a: inout Money, b: Money) { a = a - b }

  /// The sum, or nil where it would leave 64 bits. For sums of unchecked input.
  package func adding(checked other: Money) -> Money? {
    guard currency == other.currency else { return nil }
    let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
    return overflow ? nil : Money(minorUnits: sum, currency: currency)
  }

  /// `rate` of the amount.
  package func share(_ rate: BasisPoints, _ rounding: Rounding) -> Money {
    scaled(by: Int128(rate.value), over: 10_000, rounding)
  }

  /// Simple interest at `rate` a year for `days` days, actual/365.
  package func interest(_ rate: BasisPoints, days: Int, _ rounding: Rounding) -> Money {
    scaled(by: Int128(rate.value) * Int128(days), over: 10_000 * 365, rounding)
  }

  /// `amount × numerator / denominator`. Traps where the result leaves 64 bits.
  package func scaled(
    by numerator: Int128, over denominator: Int128, _ rounding: Rounding
  ) -> Money {
    let units = (Int128(minorUnits) * numerator).divided(by: denominator, rounding)
    return Money(minorUnits: Int64(units), currency: currency)
  }

  /// Converts at `rate`: whole units of `target` for one whole unit of this currency.
  package func converted(to target: Currency, rate: ExactDecimal) -> Money {
    let shift = target.decimals - currency.decimals - rate.scale
    let product = Int128(minorUnits) * rate.coefficient
    let units =
      shift >= 0
      ? product * ExactDecimal.powerOfTen(shift)
      : product.divided(by: ExactDecimal.powerOfTen(-shift), .halfAwayFromZero)
    return Money(minorUnits: Int64(units), currency: target)
  }

  /// Splits the amount in proportion to `weights` so that the parts add up to it exactly. Cents
  /// left over go to the parts with the largest remainders, the earlier part first.
  ///
  /// Weights are finite and not negative; where all are zero, the last part gets everything.
  package func split(by weights: [Double]) -> [Money] {
    precondition(!weights.isEmpty, "splitting into no parts")
    let sum = weights.reduce(0, +)
    guard sum > 0 else {
      return weights.indices.map { $0 == weights.count - 1 ? self : .zero(currency) }
    }
    let size = minorUnits.magnitude
    let exact = weights.map { Double(size) * ($0 / sum) }
    var parts = exact.map { UInt64(max(0, $0.rounded(.down))) }
    while parts.reduce(0, +) > size {
      guard let largest = parts.indices.max(by: { parts[$0] < parts[$1] }) else { break }
      parts[largest] -= min(parts[largest], parts.reduce(0, +) - size)
    }
    let left = size - parts.reduce(0, +)
    let order = parts.indices.sorted {
      let (a, b) = (exact[$0] - Double(parts[$0]), exact[$1] - Double(parts[$1]))
      return a == b ? $0 < $1 : a > b
    }
    let (each, extra) = left.quotientAndRemainder(dividingBy: UInt64(parts.count))
    for (rank, index) in order.enumerated() {
      parts[index] += each + (UInt64(rank) < extra ? 1 : 0)
    }
    return parts.map {
      Money(minorUnits: minorUnits < 0 ? -Int64($0) : Int64($0), currency: currency)
    }
  }
}

extension Money: Comparable {
  /// Compares two amounts of one currency; of two currencies it traps, as `+` does.
  package static func < (a: Money, b: Money) -> Bool {
    precondition(a.currency == b.currency, "comparing \(a.currency) with \(b.currency)")
    return a.minorUnits < b.minorUnits
  }
}

extension Money: CustomStringConvertible {
  /// The plain decimal of machine formats: a dot, no group marks, no currency.
  package var plain: String { ExactDecimal.text(Int128(minorUnits), scale: currency.decimals) }

  package var description: String { "\(plain) \(currency)" }
}

extension Sequence<Money> {
  /// The sum; `currency` says what a sum of nothing is.
  package func sum(_ currency: Currency) -> Money { reduce(.zero(currency), +) }
}

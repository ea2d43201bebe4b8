/// How much less than what is open a payment may be and still be meant as the whole of it, because
/// banks on the way kept a fee.
package struct MatchTolerance: Hashable, Sendable {
  /// The most that may be missing, in whole units of the payment's currency.
  package var feeUnitsMax: Int64
  /// The most that may be missing, as a part of what is open.
  package var feeShareMax: BasisPoints

  package init(feeUnitsMax: Int64, feeShareMax: BasisPoints) {
    self.feeUnitsMax = feeUnitsMax
    self.feeShareMax = feeShareMax
  }

  /// What correspondent banks usually take.
  package static let usual = MatchTolerance(feeUnitsMax: 30, feeShareMax: .percent(3))

  /// The most that may be missing from `amount`.
  package func fee(of amount: Money) -> Money {
    let units = feeUnitsMax * amount.currency.minorUnitsPerUnit
    return min(
      Money(minorUnits: units, currency: amount.currency),
      amount.share(feeShareMax, .halfAwayFromZero))
  }
}

/// What matching knows of the business: how much less than what is open a payment may be and still
/// be meant as the whole of it, because banks on the way kept a fee; and the names of its own.
package struct MatchPolicy: Hashable, Sendable {
  /// The most that may be missing, in whole units of the payment's currency.
  package var feeUnitsMax: Int64
  /// The most that may be missing, as a part of what is open.
  package var feeShareMax: BasisPoints
  /// Money from these comes from an account of our own.
  package var ownNames: [String]

  package init(feeUnitsMax: Int64, feeShareMax: BasisPoints, ownNames: [String] = []) {
    self.feeUnitsMax = feeUnitsMax
    self.feeShareMax = feeShareMax
    self.ownNames = ownNames
  }

  /// What correspondent banks usually take.
  package static let usual = MatchPolicy(feeUnitsMax: 30, feeShareMax: .percent(3))

  /// The most that may be missing from `amount`.
  package func fee(of amount: Money) -> Money {
    let units = feeUnitsMax * amount.currency.minorUnitsPerUnit
    return min(
      Money(minorUnits: units, currency: amount.currency),
      amount.share(feeShareMax, .halfAwayFromZero))
  }
}

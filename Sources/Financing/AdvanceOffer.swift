package import Domain

/// What one invoice brings when it is advanced today and paid on the expected day.
///
/// Each figure is rounded half away from zero to whole minor units, one after the other.
package struct AdvanceOffer: Hashable, Sendable {
  package let item: OpenItem
  package let advance: Money
  package let serviceFee: Money
  /// Simple interest on the advance, actual/365, to `expectedPaid`.
  package let discountFee: Money
  package let expectedPaid: Day
  /// What comes when the client has paid: open − advance − fees, or zero.
  package let release: Money
  /// What the fees take beyond the rest of the invoice, and the house owes back.
  package let shortfall: Money
  /// Simple yearly cost in percent of the advance; not a statutory APR.
  package let annualCost: BasisPoints
  /// Unpaid after this day, the advance goes back.
  package let recourseDay: Day

  package init(for item: OpenItem, under terms: AdvanceTerms, on day: Day, expectedPaid: Day) {
    self.item = item
    self.expectedPaid = expectedPaid
    let days = max(1, expectedPaid - day)
    advance = item.open.share(terms.advanceRate, .halfAwayFromZero)
    serviceFee = max(item.open.share(terms.serviceRate, .halfAwayFromZero), terms.serviceMinimum)
    discountFee = advance.interest(terms.discountRate, days: days, .halfAwayFromZero)
    let rest = item.open - advance - serviceFee - discountFee
    let nothing = Money.zero(item.open.currency)
    release = max(rest, nothing)
    shortfall = max(-rest, nothing)
    recourseDay = day + terms.recourseDays
    annualCost = Self.annualCost(serviceFee + discountFee, of: advance, days: days)
  }

  private static func annualCost(_ cost: Money, of advance: Money, days: Int) -> BasisPoints {
    guard advance.isPositive else { return BasisPoints(0) }
    let numerator = Int128(cost.minorUnits) * 10_000 * 365
    return BasisPoints(
      Int(numerator.divided(by: Int128(advance.minorUnits) * Int128(days), .halfAwayFromZero)))
  }

  /// Everything the financing costs.
  package var cost: Money { serviceFee + discountFee }
}

package import Domain

/// What one invoice brings when it is advanced today: if it is paid on the likely day, and on an
/// early or late one.
///
/// Each figure is rounded half away from zero to whole minor units, one after the other.
package struct AdvanceOffer: Hashable, Sendable {
  package let item: OpenItem
  /// Who offers it.
  package let financier: String
  /// What is open, in the financier's currency.
  package let gross: Money
  /// The part of it that is advanced on.
  package let eligible: Money
  package let advance: Money
  package let serviceFee: Money
  /// Simple yearly cost in percent of the advance; not a statutory APR.
  package let annualCost: BasisPoints
  /// The day the advance comes.
  package let payoutDay: Day
  /// Unpaid after this day, which is counted from `payoutDay`, the advance goes back.
  package let recourseDay: Day
  /// The probability of that.
  package let recourseChance: Double
  package let early: Outcome
  package let likely: Outcome
  package let late: Outcome
  /// The item's place among the open items.
  var place = 0

  /// What follows when the client pays on a certain day.
  package struct Outcome: Hashable, Sendable {
    package let paid: Day
    /// Simple interest on the advance, actual/365, up to that day.
    package let discountFee: Money
    /// For the time after the recourse day.
    package let additionalFee: Money
    /// What comes when the client has paid: open − advance − fees, or zero.
    package let release: Money
    /// What the fees take beyond the rest of the invoice, and the business owes back.
    package let shortfall: Money
  }

  /// An offer on the whole of what is open, certain to be paid on a day.
  package init(for item: OpenItem, under terms: AdvanceTerms, on day: Day, expectedPaid: Day) {
    self.init(
      for: item, gross: item.open, eligible: item.open, under: terms, on: day,
      outlook: PaidOutlook(expectedPaid))
  }

  /// `gross` and `eligible` are in the currency of the terms.
  package init(
    for item: OpenItem, gross: Money, eligible: Money, under terms: AdvanceTerms, on day: Day,
    outlook: PaidOutlook
  ) {
    self.item = item
    financier = terms.name
    self.gross = gross
    self.eligible = eligible
    let advance = eligible.share(terms.advanceRate, .halfAwayFromZero)
    let service = max(gross.share(terms.serviceRate, .halfAwayFromZero), terms.serviceMinimum)
    func outcome(_ paid: Day) -> Outcome {
      Outcome(gross, advance, service, paid, under: terms, on: day)
    }
    let likely = outcome(outlook.likely)
    self.likely = likely
    early = outlook.early == outlook.likely ? likely : outcome(outlook.early)
    late = outlook.late == outlook.likely ? likely : outcome(outlook.late)
    (self.advance, serviceFee) = (advance, service)
    payoutDay = day + terms.payoutDays
    recourseDay = terms.recourseDay(paidOut: payoutDay)
    recourseChance = outlook.unpaidAtRecourse
    annualCost = Self.annualCost(
      service + likely.discountFee + likely.additionalFee, of: advance,
      days: max(1, likely.paid - payoutDay))
  }

  private static func annualCost(_ cost: Money, of advance: Money, days: Int) -> BasisPoints {
    guard advance.isPositive else { return BasisPoints(0) }
    let numerator = Int128(cost.minorUnits) * 10_000 * 365
    return BasisPoints(
      Int(numerator.divided(by: Int128(advance.minorUnits) * Int128(days), .halfAwayFromZero)))
  }

  package var expectedPaid: Day { likely.paid }
  package var discountFee: Money { likely.discountFee }
  package var additionalFee: Money { likely.additionalFee }
  package var release: Money { likely.release }
  package var shortfall: Money { likely.shortfall }
  /// Everything the financing costs, if the client pays on the likely day.
  package var cost: Money { serviceFee + discountFee + additionalFee }
  /// What the release is of the invoice, in its own currency.
  package var openReleased: Money { item.open.part(release.minorUnits, of: gross.minorUnits) }
  /// Everything the business has in the end.
  package var totalReceived: Money { advance + release - shortfall }
}

extension AdvanceOffer.Outcome {
  fileprivate init(
    _ gross: Money, _ advance: Money, _ service: Money, _ paid: Day, under terms: AdvanceTerms,
    on day: Day
  ) {
    let payout = day + terms.payoutDays
    self.paid = paid
    discountFee = terms.discount(on: advance, from: payout, days: max(1, paid - payout))
    additionalFee = terms.additionalFee(
      on: gross, after: terms.recourseDay(paidOut: payout), paid: paid)
    let rest = gross - advance - service - discountFee - additionalFee
    let nothing = Money.zero(gross.currency)
    release = max(rest, nothing)
    shortfall = max(-rest, nothing)
  }
}

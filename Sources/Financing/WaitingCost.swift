package import Domain

/// What it costs the business to wait for its clients instead of financing them.
package struct WaitingCost: Hashable, Sendable {
  /// What the money costs a year, an overdraft say.
  package var annual: BasisPoints
  /// What one reminder costs; nil where nobody said.
  package var reminder: Money?
  /// Days after the due date on which reminders go out.
  package var reminderDays: [Int]

  /// What money is taken to cost a year where neither the settings nor a financier say: a guess at
  /// what a small firm pays for an overdraft.
  package static let assumedRate = BasisPoints.percent(8)

  package init(annual: BasisPoints, reminder: Money? = nil, reminderDays: [Int] = []) {
    self.annual = annual
    self.reminder = reminder
    self.reminderDays = reminderDays
  }

  /// Simple interest on as much as would be advanced, until the likely day.
  package func waiting(for offer: AdvanceOffer, from day: Day) -> Money {
    offer.advance.interest(annual, days: max(1, offer.expectedPaid - day), .halfAwayFromZero)
  }

  /// The reminders that will go out until the likely day.
  package func chasing(for offer: AdvanceOffer, from day: Day) -> Money {
    let nothing = Money.zero(offer.gross.currency)
    guard let reminder, reminder.currency == nothing.currency else { return nothing }
    let due = offer.item.due.day
    let count = reminderDays.count { due + $0 > day && due + $0 < offer.expectedPaid }
    return Money(minorUnits: reminder.minorUnits * Int64(count), currency: reminder.currency)
  }

  /// Whether financing is dearer than waiting and reminding.
  package func isBetter(than offer: AdvanceOffer, from day: Day) -> Bool {
    waiting(for: offer, from: day) + chasing(for: offer, from: day) < offer.cost
  }
}

/// Interest on one balance at one rate: a line of a claim.
package struct InterestLine: Hashable, Sendable {
  /// Both ends included.
  package let first: Day
  package let last: Day
  /// What interest ran on.
  package let balance: Money
  /// Reference rate and margin together.
  package let annual: BasisPoints
  /// The reference rate was computed, and not yet seen published: a letter says so.
  package let isRateDerived: Bool
  package let interest: Money

  package init(
    first: Day, last: Day, balance: Money, annual: BasisPoints, isRateDerived: Bool = false,
    interest: Money
  ) {
    self.first = first
    self.last = last
    self.balance = balance
    self.annual = annual
    self.isRateDerived = isRateDerived
    self.interest = interest
  }

  package var days: Int { last - first + 1 }
}

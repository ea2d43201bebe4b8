/// A plan of instalments that was agreed and is kept so far, as far as it is still to come.
package struct PaymentPlan: Hashable, Sendable {
  /// The day of the next instalment of the whole plan.
  package let next: Day
  /// The day of its last one.
  package let last: Day
  /// What is still to come by which day, the earliest first, all of one currency. Of an open item
  /// it is what is meant for that item: none of a client's plan that older items take up.
  package private(set) var instalments: [Instalment]

  /// Money to come by the end of a day.
  package struct Instalment: Hashable, Sendable {
    package let day: Day
    /// Greater than zero.
    package let amount: Money

    package init(_ amount: Money, by day: Day) {
      self.amount = amount
      self.day = day
    }
  }

  /// One instalment at least, in the order of the days.
  package init(_ instalments: [Instalment]) {
    guard let first = instalments.first, let last = instalments.last else {
      preconditionFailure("a plan of no instalments")
    }
    precondition(
      zip(instalments, instalments.dropFirst()).allSatisfy { $0.day <= $1.day }, "\(instalments)")
    (next, self.last) = (first.day, last.day)
    self.instalments = instalments
  }

  /// Takes the earliest instalments, the last of them in part, until they cover `open`: what is
  /// meant for an item of which so much is open. Nothing where they are of another currency.
  package mutating func take(_ open: Money) -> PaymentPlan {
    var taken = self
    taken.instalments = []
    var left = open
    while left.isPositive, let first = instalments.first, first.amount.currency == open.currency {
      let part = min(left, first.amount)
      taken.instalments.append(Instalment(part, by: first.day))
      left -= part
      instalments.removeFirst()
      if part < first.amount {
        instalments.insert(Instalment(first.amount - part, by: first.day), at: 0)
      }
    }
    return taken
  }
}

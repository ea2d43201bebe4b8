/// One change of what a client owes: an invoice adds, a payment takes away.
package struct AccountEntry: Hashable, Sendable {
  package var day: Day
  package var what: What
  /// Of the document, or empty.
  package var number: String
  /// Above zero it adds to what is owed.
  package var amount: Money

  package enum What: String, Sendable {
    case invoice
    case creditNote = "credit-note"
    case payment
    /// What of payments went to interest and fees: it is no part of the invoices.
    case chargePaid = "charge-paid"
    /// A discount, write-off, goodwill, void or correction.
    case other
    /// Interest, fixed sums and fees that letters asked for.
    case charges
  }

  package init(day: Day, what: What, number: String, amount: Money) {
    self.day = day
    self.what = what
    self.number = number
    self.amount = amount
  }
}

/// What changed a client's balance in a period, from its opening balance to its closing one.
package struct AccountActivity: Hashable, Sendable {
  /// The first and the last day, inclusive.
  package var first, last: Day
  /// At the beginning of the first day.
  package var opening: Money
  /// In order; none of nothing.
  package var entries: [AccountEntry]
  /// At the end of the last day.
  package var closing: Money

  package init(first: Day, last: Day, opening: Money, entries: [AccountEntry], closing: Money) {
    self.first = first
    self.last = last
    self.opening = opening
    self.entries = entries
    self.closing = closing
  }

  /// Whether the entries lead from the opening balance to the closing one.
  package var isWhole: Bool {
    opening + entries.map(\.amount).sum(opening.currency) == closing
  }
}

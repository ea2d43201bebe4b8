/// What a client said of paying, and what came of it.
package struct Promise: Hashable, Sendable {
  /// The day on which it was given.
  package var day: Day
  /// The day by which the money was to come.
  package var until: Day
  /// Nil: all of it.
  package var amount: Money?
  /// Nil: all that was due.
  package var invoice: InvoiceNumber?
  package var outcome: Outcome

  /// What became of a promise by the end of a day.
  package enum Outcome: String, Sendable {
    /// Its day has not passed.
    case running
    case kept, broken
    /// A plan, a release or another promise took its place.
    case replaced
    /// Its day has passed, and the bank data do not reach it.
    case unknown
  }

  package init(
    day: Day, until: Day, amount: Money?, invoice: InvoiceNumber?, outcome: Outcome
  ) {
    self.day = day
    self.until = until
    self.amount = amount
    self.invoice = invoice
    self.outcome = outcome
  }
}

/// An advance that a financier gave on an invoice and that still runs.
package struct FinancedInvoice: Hashable, Sendable {
  package var financier: String
  /// The day the advance came.
  package var since: Day
  package var advance: Money
  /// Unpaid after this day, the advance goes back; nil where nobody said.
  package var recourseDay: Day?
  /// What the financier still pays the business once the client has paid: nil where its price is
  /// not known.
  package var release: Money?

  package init(financier: String, since: Day, advance: Money, recourseDay: Day?) {
    self.financier = financier
    self.since = since
    self.advance = advance
    self.recourseDay = recourseDay
  }
}

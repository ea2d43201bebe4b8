/// What reminders asked for beside an invoice that has been paid since, and that did not come.
package struct UnpaidCharge: Hashable, Sendable {
  package var invoice: InvoiceNumber
  /// Interest, fixed sums and fees, to the day of the last reminder, less what was paid of them.
  package var amount: Money
  /// The day of that reminder.
  package var asked: Day

  package init(invoice: InvoiceNumber, amount: Money, asked: Day) {
    self.invoice = invoice
    self.amount = amount
    self.asked = asked
  }
}

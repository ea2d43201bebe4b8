/// Who paid what when, as far as it was known at the end of a day: what forecasts learn from.
package struct PayHistory: Sendable {
  package let asOf: Day
  package var entries: [Entry]

  package init(asOf: Day, entries: [Entry]) {
    self.asOf = asOf
    self.entries = entries
  }

  /// One invoice that was paid with money, or is still open. Invoices that a credit note settled
  /// are no entries: nobody paid them.
  package struct Entry: Hashable, Sendable {
    package var client: ID<Client>
    package var issueDate: Day
    package var dueDate: Day
    package var total: Money
    /// The day the last of it was paid; nil while something is open at the end of `asOf`.
    package var settled: Day?

    package init(client: ID<Client>, issueDate: Day, dueDate: Day, total: Money, settled: Day?) {
      self.client = client
      self.issueDate = issueDate
      self.dueDate = dueDate
      self.total = total
      self.settled = settled
    }
  }
}

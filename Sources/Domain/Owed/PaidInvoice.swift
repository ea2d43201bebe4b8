/// An invoice that was paid with money, and of which nothing is open any more.
package struct PaidInvoice: Hashable, Sendable {
  package var id: ID<Invoice>
  package var number: InvoiceNumber
  package var client: ID<Client>
  /// The money that came in on it.
  package var paid: Money
  /// The day of the last of it.
  package var lastPaid: Day
  /// What of it came on that day.
  package var lastAmount: Money
  /// It was asked for after its due date.
  package var wasReminded: Bool
  /// The first that the client ever got.
  package var isFirst: Bool

  package init(
    id: ID<Invoice>, number: InvoiceNumber, client: ID<Client>, paid: Money, lastPaid: Day,
    lastAmount: Money? = nil, wasReminded: Bool, isFirst: Bool
  ) {
    self.id = id
    self.number = number
    self.client = client
    self.paid = paid
    self.lastPaid = lastPaid
    self.lastAmount = lastAmount ?? paid
    self.wasReminded = wasReminded
    self.isFirst = isFirst
  }
}

package import Domain

/// Something that was recorded of a client or one of its invoices, as far as it keeps reminders or
/// new credit away, or ends what does.
package struct RecordedEvent: Sendable {
  package var kind: ClientEvent.Kind
  package var client: ID<Client>
  /// Nil: it is about the client as a whole.
  package var invoice: ID<Invoice>?
  package var day: Day
  /// The last day of a promise or hold, the day of an instalment; the first day of a stop because
  /// of an invoice.
  package var until: Day?
  package var amount: Money?
  package var note: String
  /// A register reported it.
  package var isReported: Bool
  /// A register no longer marks the invoice as disputed.
  package var endsDispute: Bool

  package init(
    kind: ClientEvent.Kind, client: ID<Client>, invoice: ID<Invoice>?, day: Day, until: Day? = nil,
    amount: Money? = nil, note: String = "", isReported: Bool = false, endsDispute: Bool = false
  ) {
    self.kind = kind
    self.client = client
    self.invoice = invoice
    self.day = day
    self.until = until
    self.amount = amount
    self.note = note
    self.isReported = isReported
    self.endsDispute = endsDispute
  }
}

/// Something that a client said about paying, or that was agreed with it: while one is on record,
/// no letter says that nothing was heard.
package struct ClientAnswer: Hashable, Sendable {
  package var kind: Kind
  /// The day on which it was given.
  package var day: Day
  /// Nil: about the client as a whole.
  package var invoice: ID<Invoice>?

  package enum Kind: Hashable, Sendable {
    /// The client said that it would pay by `until`.
    case promise(until: Day, Promise.Outcome)
    /// Instalments were agreed, or the invoice states parts; whether one was missed.
    case plan(isMissed: Bool)
    /// The client objected.
    case dispute
    /// A person of the business noted something.
    case note
  }

  package init(_ kind: Kind, day: Day, invoice: ID<Invoice>? = nil) {
    self.kind = kind
    self.day = day
    self.invoice = invoice
  }
}

/// What is on record about what a letter asks for. A letter tells it, and says nothing else.
package enum RecordedFact: Hashable, Sendable {
  /// Money came in on an invoice, the last of it on `last`.
  case partPaid(InvoiceNumber, Money, of: Money, left: Money, last: Day?)
  /// A promise of `day` was not kept, or not in full.
  case promiseBroken(day: Day, until: Day)
  /// Instalments were agreed on `day`, and not kept.
  case planMissed(day: Day)
  /// The client objected on `day`; the objection is closed.
  case objection(InvoiceNumber?, day: Day)
}

/// Something that happened with a client or one of its invoices outside of documents and bank
/// files: a fact with its own day, never changed, only followed by others.
package struct ClientEvent: Hashable, Sendable {
  package var kind: Kind
  package var day: Day
  package var client: ID<Client>
  /// Nil: it is about the client as a whole.
  package var invoice: ID<Invoice>?
  /// The day of a promise, the last day of a hold, or the first day of an announced stop.
  package var until: Day?
  /// Greater than zero: of a payment or its return, a write-off, a goodwill credit or a promise.
  package var amount: Money?
  /// Who advanced money on the invoice, as the settings call it; of a payment: the client paid this
  /// financier, not us.
  package var financier: String?
  /// Of a note: the letter that went out.
  package var letter: LetterKind?
  /// The reason, in the words of the person who recorded it.
  package var note = ""
  /// Who recorded it, or empty.
  package var who = ""

  package init(kind: Kind, day: Day, client: ID<Client>, invoice: ID<Invoice>? = nil) {
    self.kind = kind
    self.day = day
    self.client = client
    self.invoice = invoice
  }

  /// What happened.
  package enum Kind: String, Sendable, CaseIterable {
    /// Money that came in another way than through a bank file.
    case payment
    /// `amount` went back to the client, or did not come after all: a bounced cheque, a refund.
    case returned
    /// The client said it would pay by `until`.
    case promise
    /// One instalment of an agreed plan: `amount` by `until`. The instalments of one day are one
    /// plan, and a later plan takes the place of an earlier one.
    case plan
    case dispute
    /// No reminders through `until`.
    case hold
    /// Ends what was recorded last of all that still runs: a dispute, promise, plan, hold, stop or
    /// insolvency. What was recorded before that runs on.
    case release
    /// What is open will not be collected.
    case writeOff = "write-off"
    /// A credit the business gives without a credit note.
    case goodwill
    case note
    /// No further credit to this client; because of an invoice, as long as that is open.
    case stop
    /// No further job for this client at all.
    case blacklist
    /// All letters to this client end.
    case insolvent
    /// The invoice should never have been written.
    case void
    /// The invoice is due on `until`: a person says so, whatever it states.
    case due
    /// The last void, write-off or goodwill about the invoice was a mistake: it counts no more from
    /// this day on.
    case reinstate
    /// A financier advanced `amount` on the invoice; unpaid after `until`, it goes back.
    case finance
    /// The client paid the financier, which paid the business `amount`, the rest.
    case financeRelease = "finance-release"
    /// The business gave the advance back: the invoice is its own again.
    case recourse

    /// Whether a release that ends `last` ends this as well: stop and blacklist both keep credit
    /// from the client, and end together.
    package func ends(with last: Kind) -> Bool {
      let stops: [Kind] = [.stop, .blacklist]
      return self == last || stops.contains(self) && stops.contains(last)
    }
  }
}

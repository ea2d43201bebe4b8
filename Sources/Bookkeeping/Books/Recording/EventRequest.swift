package import Domain

/// Something that happened with an invoice or client and is to be recorded.
package struct EventRequest: Sendable {
  package var kind: ClientEvent.Kind
  /// An invoice number, or a client's id or exact name.
  package var target: String
  /// The day whose end is now.
  package var asOf: Day
  /// The day it happened; nil: as-of.
  package var on: Day?
  /// The day of a promise, the last day of a hold, or the recourse day of an advance.
  package var by: Day?
  /// How much, such as 120.00.
  package var amount: String?
  /// The instalments of a plan.
  package var instalments: [(day: Day, amount: String)] = []
  /// Currency of the amount, where the target is a client.
  package var currency: Currency?
  /// Who advanced it, as the settings call it.
  package var financier: String?
  /// Why, in the person's words.
  package var note = ""
  /// Who says so.
  package var who = ""
  /// Records it even if the very same is recorded: it happened twice.
  package var again = false
  /// Shows what would be recorded.
  package var isDryRun = false

  package init(_ kind: ClientEvent.Kind, about target: String, asOf: Day) {
    self.kind = kind
    self.target = target
    self.asOf = asOf
  }

  /// Refuses what cannot be right whatever the book holds.
  package func check() throws(InvalidRequest) {
    if [.promise, .hold, .due].contains(kind) && by == nil {
      throw InvalidRequest("A \(kind.rawValue) needs its day: --by YYYY-MM-DD.")
    }
    if (kind == .plan) == instalments.isEmpty {
      throw InvalidRequest("A plan, and only a plan, needs --instalment DAY=AMOUNT, once each.")
    }
    if kind == .dispute && amount != nil {
      throw InvalidRequest(
        "A dispute is about the whole invoice and takes no --amount: record it without, and no "
          + "reminder asks for the invoice. Once it is settled, record what you give up (goodwill, "
          + "write-off) and a release.")
    }
    if financier != nil && kind != .finance {
      throw InvalidRequest("--financier goes with finance.")
    }
    if [.payment, .returned, .goodwill, .financeRelease].contains(kind) && amount == nil {
      throw InvalidRequest("A \(kind.rawValue) needs --amount.")
    }
  }
}

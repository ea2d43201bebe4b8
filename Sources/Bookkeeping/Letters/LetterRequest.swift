package import Domain
package import Letters

/// A letter that is not a reminder: thanks, a statement, an apology and the like.
package struct LetterRequest: Sendable {
  package var kind: Occasion.Kind
  /// An invoice number, or a client's id or exact name.
  package var target: String
  /// The day whose end is now.
  package var asOf: Day
  /// What was paid, such as 120.00; nil: the last payment.
  package var amount: String?
  /// Nil: the invoice's currency, else the business's.
  package var currency: Currency?
  /// When it begins to hold.
  package var date: Day?
  /// Days to pay under new terms.
  package var termDays: Int?
  /// To whom the claims were assigned; nil: who financed them.
  package var assignee: String?
  /// The account of that party; nil: as the settings say.
  package var iban: String?
  /// The first and the last day of a statement that tells what changed the balance; nil for the
  /// last: as-of.
  package var from, through: Day?
  /// The folder for the letter; nil: the book's own.
  package var folder: String?
  /// How to mail it; nil: it is written only.
  package var mail: MailRequest?

  package init(_ kind: Occasion.Kind, about target: String, asOf: Day) {
    self.kind = kind
    self.target = target
    self.asOf = asOf
  }

  /// Refuses what cannot be right whatever the book holds.
  package func check() throws(InvalidRequest) {
    if amount != nil && ![.thanks, .firstThanks].contains(kind) {
      throw InvalidRequest("--amount goes with thanks; other letters take theirs from the book.")
    }
    if (from != nil || through != nil) && kind != .statement || from == nil && through != nil {
      throw InvalidRequest("--from, and --to beside it, go with a statement.")
    }
    if let from, from > through ?? asOf || through.map({ $0 > asOf }) == true {
      throw InvalidRequest("The period of a statement ends on --as-of at the latest.")
    }
    let needs: [(Occasion.Kind, Bool, String)] = [
      (.goodbye, date != nil, "--date"),
      (.terms, date != nil && termDays != nil, "--date and --days"),
    ]
    for (kind, isThere, option) in needs where kind == self.kind && !isThere {
      throw InvalidRequest("A letter of this kind needs \(option).")
    }
  }
}

/// A letter that is no reminder. The raw value is the key of its wording.
package enum LetterKind: String, Sendable, CaseIterable {
  /// A client that was late has paid.
  case thanks
  /// The first invoice is paid.
  case firstThanks = "first-thanks"
  case statement
  case plan
  case brokenPromise = "broken-promise"
  /// An apology with a credit.
  case goodwill
  case dispute
  case terms
  /// The end of a business relation.
  case goodbye
  /// The claims were assigned to a financier.
  case assignment

  /// Whether it asks for money and says where to send it.
  package var asksForPayment: Bool {
    switch self {
    case .statement, .plan, .brokenPromise, .assignment: true
    default: false
    }
  }
}

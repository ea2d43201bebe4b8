/// The firm that is owed money: one per book.
package struct Business: Hashable, Sendable {
  package var name: String
  package var street = ""
  package var postcode = ""
  package var city = ""
  /// ISO 3166-1 alpha-2, or empty.
  package var country = ""
  package var email = ""
  package var phone = ""
  /// The person a client may call, or empty.
  package var contact = ""
  /// A picture for the head of letters on paper: the path of a PNG or SVG file, or empty.
  package var logo = ""
  /// The currency sums of several currencies are shown in.
  package var currency: Currency
  /// ISO 639-1.
  package var language: String
  /// Days from issue to due where neither document nor client says.
  package var termDays = 30
  /// How documents name the business.
  package var identifiers: [Party.Identifier] = []
  package var names: [String] = []
  package var accounts: [BankAccount] = []

  package init(name: String, currency: Currency = .euro, language: String = "en") {
    self.name = name
    self.currency = currency
    self.language = language
  }

  /// The VAT number, or nil.
  package var vatNumber: String? { identifiers.first { $0.scheme == .vat }?.value }

  /// The first account kept in a currency.
  package func account(in currency: Currency) -> BankAccount? {
    accounts.first { $0.currency == currency }
  }

  /// The business where nothing is set: its documents cannot be told from bills.
  package static let unnamed = Business(name: "")

  package var isUnnamed: Bool { identifiers.isEmpty && names.isEmpty && name.isEmpty }

  /// Which side of a document the business is on.
  package enum Side: Sendable {
    case seller, buyer, neither
  }

  /// An unnamed business sells everything it reads. A document between us and ourselves is a sale.
  package func side(seller: Party, buyer: Party) -> Side {
    if isUnnamed || isUs(seller) { return .seller }
    return isUs(buyer) ? .buyer : .neither
  }

  /// Whether a party has an identifier of ours or, folded, our name or one of `names`.
  package func isUs(_ party: Party) -> Bool {
    if party.identifiers.contains(where: identifiers.contains) { return true }
    let folded = Party.folded(party.name)
    return !folded.isEmpty && (names + [name]).contains { Party.folded($0) == folded }
  }
}

/// One of our own bank accounts.
package struct BankAccount: Hashable, Sendable {
  /// IBAN or other number, without white space.
  package var iban: String
  /// The number as its bank writes it, where it is no IBAN: `60-83-71 12345678`; or empty.
  package var written = ""
  /// Or empty.
  package var bic: String
  /// The holder as the bank knows it; empty where it is the business's name.
  package var name: String
  package var currency: Currency

  package init(iban: String, bic: String = "", name: String = "", currency: Currency) {
    self.iban = iban
    self.bic = bic
    self.name = name
    self.currency = currency
  }
}

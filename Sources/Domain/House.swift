/// The firm whose book this is: who is owed the money, and who writes the letters.
package struct House: Hashable, Sendable {
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
  /// The currency of totals and policies where nothing else says.
  package var currency: Currency
  /// ISO 639-1: the language of letters to clients whose own is not known.
  package var language: String
  /// Days to pay where neither the document nor the client's terms say.
  package var termDays = 30
  /// VAT number, company number, endpoint: by these we know ourselves in documents.
  package var identifiers: [Party.Identifier] = []
  /// Other names under which documents know us.
  package var names: [String] = []
  /// In the order in which they are offered.
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
}

/// One of our own bank accounts.
package struct BankAccount: Hashable, Sendable {
  /// IBAN or other number, without white space.
  package var iban: String
  /// Or empty.
  package var bic: String
  /// The holder as the bank knows it; empty where it is the house's name.
  package var name: String
  package var currency: Currency

  package init(iban: String, bic: String = "", name: String = "", currency: Currency) {
    self.iban = iban
    self.bic = bic
    self.name = name
    self.currency = currency
  }
}

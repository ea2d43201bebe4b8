package import Domain

/// What a financier asks about a client beyond its invoices.
package struct Debtor: Hashable, Sendable {
  /// What settings may call it: its id, name and identifiers.
  package var names: Set<String> = []
  /// ISO 3166-1 alpha-2, or empty where it is not known.
  package var country = ""
  /// A person or a sole trader.
  package var isConsumer = false
  /// The business gives it no further credit.
  package var isStopped = false
  /// Its credits on account, by currency.
  package var credits: [Currency: Money] = [:]
  /// What the business owes it.
  package var bills: [Currency: Money] = [:]

  package init() {}
}

/// What is open at the end of a day, with all that financiers ask about it.
package struct FinanceableLedger: Sendable {
  package var asOf: Day
  /// Sorted by client.
  package var items: [OpenItem]
  package var debtors: [ID<Client>: Debtor]
  /// What other currencies are worth; nil: not known.
  package var rates: ExchangeRates?
  /// What each financier has advanced already and not got back, by name.
  package var fundsInUse: [String: Money] = [:]

  package init(
    asOf: Day, items: [OpenItem], debtors: [ID<Client>: Debtor] = [:],
    rates: ExchangeRates? = nil
  ) {
    self.asOf = asOf
    self.items = items
    self.debtors = debtors
    self.rates = rates
  }
}

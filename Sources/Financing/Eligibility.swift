package import Domain

/// Why a financier takes an invoice, or a part of it, or not: in the order in which it looks.
package enum Ineligibility: Hashable, Sendable {
  case currency
  /// The currency is taken, but its rate is not known.
  case noRate
  /// Another advance on it is running.
  case financed
  case disputed
  case promised
  case onHold
  /// The business collects it by direct debit: the money is already on its way.
  case directDebit
  /// The claim belongs to the holder of the bill of exchange or promissory note.
  case billOfExchange
  case insolvent
  /// The business itself gives the debtor no further credit.
  case stopped
  /// The financier does not take the debtor.
  case excluded
  case relatedParty
  case consumer
  case country(String)
  /// A fatal verdict of EN 16931.
  case invalid
  case notValidated
  case overAge(days: Int)
  case overdue(days: Int)
  /// Too much of what the debtor owes is too old.
  case crossAged
  /// A credit note or an overpayment stands against it.
  case credit
  /// The business owes the debtor as much.
  case contra
  /// The debtor's share of all that is eligible is too large.
  case concentration
  /// The advance would go beyond the financier's limit.
  case overLimit

  /// The place of the reason in the order of looking.
  package var rank: Int {
    switch self {
    case .currency: 0
    case .noRate: 1
    case .financed: 2
    case .disputed: 3
    case .promised: 4
    case .onHold: 5
    case .directDebit: 6
    case .billOfExchange: 7
    case .insolvent: 8
    case .stopped: 9
    case .excluded: 10
    case .relatedParty: 11
    case .consumer: 12
    case .country: 13
    case .invalid: 14
    case .notValidated: 15
    case .overAge: 16
    case .overdue: 17
    case .crossAged: 18
    case .credit: 19
    case .contra: 20
    case .concentration: 21
    case .overLimit: 22
    }
  }

  /// The stable word of machine formats.
  package var code: String {
    switch self {
    case .currency: "currency"
    case .noRate: "no-rate"
    case .financed: "financed"
    case .disputed: "disputed"
    case .promised: "promised"
    case .onHold: "on-hold"
    case .directDebit: "direct-debit"
    case .billOfExchange: "bill-of-exchange"
    case .insolvent: "insolvent"
    case .stopped: "credit-stop"
    case .excluded: "excluded-debtor"
    case .relatedParty: "related-party"
    case .consumer: "consumer"
    case .country: "country"
    case .invalid: "invalid"
    case .notValidated: "not-validated"
    case .overAge: "over-age"
    case .overdue: "overdue"
    case .crossAged: "cross-aged"
    case .credit: "credit"
    case .contra: "contra"
    case .concentration: "concentration"
    case .overLimit: "over-limit"
    }
  }

  package var sentence: String {
    switch self {
    case .overAge(let days): "too old: issued \(days) days ago"
    case .overdue(let days): "\(days) days overdue"
    case .country(let country): "the client is in \(country)"
    default: group
    }
  }

  /// The sentence without the figures of one invoice.
  package var group: String {
    switch self {
    case .currency: "not in the financier's currency"
    case .noRate: "no exchange rate in the settings"
    case .financed: "financed already"
    case .disputed: "disputed"
    case .promised: "promised to be paid"
    case .onHold: "on hold"
    case .directDebit: "collected by direct debit"
    case .billOfExchange: "paid by bill of exchange or promissory note"
    case .insolvent: "the client is insolvent"
    case .stopped: "no further credit to the client"
    case .excluded: "the financier does not take the client"
    case .relatedParty: "the client belongs to the house"
    case .consumer: "the client is a consumer"
    case .country: "the client's country"
    case .invalid: "not valid under EN 16931"
    case .notValidated: "not validated"
    case .overAge: "issued too long ago"
    case .overdue: "overdue"
    case .crossAged: "too much else of the client is too old"
    case .credit: "covered by the client's credit"
    case .contra: "we owe the client as much"
    case .concentration: "too large a share of one client"
    case .overLimit: "no room left under limit and reserves"
    }
  }
}

extension AdvanceTerms {
  /// The first reason, in the order in which a financier looks, not to take an invoice; nil if it
  /// is taken as far as it can be told from the invoice and its debtor alone.
  package func refusal(
    of item: OpenItem, from debtor: Debtor = Debtor(), on day: Day, rates: ExchangeRates? = nil
  ) -> Ineligibility? {
    refusal(of: item, debtor: refusal(of: debtor), on: day, rates: rates)
  }

  /// `debtor` is the reason not to take anything of the debtor.
  func refusal(
    of item: OpenItem, debtor: Ineligibility?, on day: Day, rates: ExchangeRates?
  ) -> Ineligibility? {
    if let reason = currencyRefusal(of: item, on: day, rates: rates) { return reason }
    if item.financed != nil { return .financed }
    switch item.hold {
    case .disputed: return .disputed
    case .promised, .plan, .unseen: return .promised
    case .held: return .onHold
    case .directDebit: return .directDebit
    case .insolvent: return .insolvent
    case .financed: return .financed
    case nil: break
    }
    if item.collection == .billOfExchange { return .billOfExchange }
    if let debtor { return debtor }
    if item.verdict == .fatal || item.verdict == .unreadable { return .invalid }
    if item.verdict == nil && requiresVerdict { return .notValidated }
    return lateness(of: item, on: day)
  }

  private func currencyRefusal(
    of item: OpenItem, on day: Day, rates: ExchangeRates?
  ) -> Ineligibility? {
    if item.open.currency == currency { return nil }
    guard otherCurrencies.contains(item.open.currency) else { return .currency }
    return gross(of: item, on: day, rates: rates) == nil ? .noRate : nil
  }

  func refusal(of debtor: Debtor) -> Ineligibility? {
    if debtor.isStopped { return .stopped }
    if !excludedParties.isDisjoint(with: debtor.names) { return .excluded }
    if !relatedParties.isDisjoint(with: debtor.names) { return .relatedParty }
    if debtor.isConsumer && !takesConsumers { return .consumer }
    return excludedCountries.contains(debtor.country) ? .country(debtor.country) : nil
  }

  func lateness(of item: OpenItem, on day: Day) -> Ineligibility? {
    if day - item.issueDate > ageDaysMax { return .overAge(days: day - item.issueDate) }
    let overdue = item.daysOverdue(on: day)
    return overdue > overdueDaysMax ? .overdue(days: overdue) : nil
  }
}

package import Domain

/// Why a financier takes an invoice or not.
package enum Ineligibility: Hashable, Sendable {
  case currency
  case disputed
  case promised
  case onHold
  /// The house collects it by direct debit: the money is already on its way.
  case directDebit
  case insolvent
  /// A fatal verdict of EN 16931.
  case invalid
  case notValidated
  case overAge(days: Int)
  case overdue(days: Int)
  /// The advance would go beyond the financier's limit.
  case overLimit

  /// The stable word of machine formats.
  package var code: String {
    switch self {
    case .currency: "currency"
    case .disputed: "disputed"
    case .promised: "promised"
    case .onHold: "on-hold"
    case .directDebit: "direct-debit"
    case .insolvent: "insolvent"
    case .invalid: "invalid"
    case .notValidated: "not-validated"
    case .overAge: "over-age"
    case .overdue: "overdue"
    case .overLimit: "over-limit"
    }
  }

  package var sentence: String {
    switch self {
    case .currency: "not in the financier's currency"
    case .disputed: "disputed"
    case .promised: "promised to be paid"
    case .onHold: "on hold"
    case .directDebit: "collected by direct debit"
    case .insolvent: "the client is insolvent"
    case .invalid: "not valid under EN 16931"
    case .notValidated: "not validated"
    case .overAge(let days): "too old: issued \(days) days ago"
    case .overdue(let days): "\(days) days overdue"
    case .overLimit: "beyond the financier's limit"
    }
  }
}

extension AdvanceTerms {
  /// The first reason, in the order in which a financier looks, not to take an invoice; nil if it
  /// is taken.
  package func refusal(of item: OpenItem, on day: Day) -> Ineligibility? {
    if item.open.currency != currency { return .currency }
    switch item.hold {
    case .disputed: return .disputed
    case .promised, .plan: return .promised
    case .held: return .onHold
    case .directDebit: return .directDebit
    case .insolvent: return .insolvent
    case nil: break
    }
    if item.verdict == .fatal || item.verdict == .unreadable { return .invalid }
    if item.verdict == nil && requiresVerdict { return .notValidated }
    if day - item.issueDate > ageDaysMax { return .overAge(days: day - item.issueDate) }
    let overdue = item.daysOverdue(on: day)
    if overdue > overdueDaysMax { return .overdue(days: overdue) }
    return nil
  }
}

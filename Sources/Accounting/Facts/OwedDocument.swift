package import Domain

/// A client's account in one currency: what it owes us, or what we owe it.
package struct Side: Hashable, Comparable, Sendable {
  package var currency: Currency
  package var isPayable: Bool

  package init(currency: Currency, isPayable: Bool) {
    self.currency = currency
    self.isPayable = isPayable
  }

  package static func < (a: Side, b: Side) -> Bool {
    (a.currency, a.isPayable ? 1 : 0) < (b.currency, b.isPayable ? 1 : 0)
  }
}

/// A document as far as its account needs it.
package struct OwedDocument: Sendable {
  package var id: ID<Invoice>
  package var kind: Invoice.Kind
  package var number: String
  package var day: Day
  package var due: Day
  /// What it adds to what its account owes. Below zero it is a credit.
  package var signedAmount: Money
  /// It takes the place of the invoice it names (type 384).
  package var isCorrection: Bool
  package var discounts: [EarlyPaymentDiscount]
  /// The number of the invoice that is credited or corrected, or empty.
  package var credited: String

  package init(
    id: ID<Invoice>, kind: Invoice.Kind, number: String, day: Day, due: Day, signedAmount: Money,
    isCorrection: Bool = false, discounts: [EarlyPaymentDiscount] = [], credited: String = ""
  ) {
    self.id = id
    self.kind = kind
    self.number = number
    self.day = day
    self.due = due
    self.signedAmount = signedAmount
    self.isCorrection = isCorrection
    self.discounts = discounts
    self.credited = credited
  }

  package var side: Side { Side(currency: signedAmount.currency, isPayable: !kind.isOurs) }
}

extension [Side: Account] {
  /// The accounts of one client with its documents, and on which side each of these stands. The
  /// documents are in the order of their ids.
  package init(_ documents: [OwedDocument], sides: inout [ID<Invoice>: Side]) {
    self = [:]
    var byNumber: [String: ID<Invoice>] = [:]
    for document in documents where !document.kind.isCredit {
      byNumber[document.number] = document.id
    }
    for document in documents {
      sides[document.id] = document.side
      self[document.side, default: Account()].add(document, byNumber)
    }
  }
}

extension Account {
  fileprivate mutating func add(_ document: OwedDocument, _ byNumber: [String: ID<Invoice>]) {
    let target = document.credited.isEmpty ? nil : byNumber[document.credited]
    let other = target == document.id ? nil : target
    let amount = document.signedAmount
    if amount.isPositive {
      claims.append(
        Claim(
          id: document.id, day: document.day, due: document.due, amount: amount,
          replaces: document.isCorrection ? other : nil, discounts: document.discounts))
    } else if amount.isNegative {
      credits.append(
        Credit(source: .credit(document.id), day: document.day, amount: -amount, target: other))
    }
  }
}

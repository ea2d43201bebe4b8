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
  /// Of a credit: the list that it is from says how much of it is used.
  package var isUseReported: Bool

  package init(
    id: ID<Invoice>, kind: Invoice.Kind, number: String, day: Day, due: Day, signedAmount: Money,
    isCorrection: Bool = false, discounts: [EarlyPaymentDiscount] = [], credited: String = "",
    isUseReported: Bool = false
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
    self.isUseReported = isUseReported
  }

  package var side: Side { Side(currency: signedAmount.currency, isPayable: !kind.isOurs) }
}

extension [Side: Account] {
  /// The accounts of one client with its documents, and on which side each of these stands. The
  /// documents are in the order of their ids.
  package init(_ documents: [OwedDocument], sides: inout [ID<Invoice>: Side]) {
    self = [:]
    let named = NamedDocuments(documents)
    for document in documents {
      sides[document.id] = document.side
      self[document.side, default: Account()].add(document, named)
    }
  }
}

/// The invoices of one client by their numbers.
private struct NamedDocuments {
  private typealias Document = (day: Day, id: ID<Invoice>)

  private var exact: [String: [Document]] = [:]
  /// By the number as people write it elsewhere; made where a number is not there exactly.
  private var loose: [String: [Document]] = [:]

  init(_ documents: [OwedDocument]) {
    let isAnyNamed = documents.contains { !$0.credited.isEmpty }
    guard isAnyNamed else { return }
    for document in documents where !document.kind.isCredit {
      exact[document.number, default: []].append((document.day, document.id))
      let key = InvoiceNumber.looseKey(document.number)
      loose[key, default: []].append((document.day, document.id))
    }
  }

  /// The invoice that a document names: of several years the newest before it. A number that is not
  /// there exactly is compared without marks, and means nothing where several are alike.
  func target(of document: OwedDocument) -> ID<Invoice>? {
    guard !document.credited.isEmpty else { return nil }
    func newest(_ found: [Document]) -> ID<Invoice>? {
      let others = found.filter { $0.id != document.id }
      return (others.last { $0.day <= document.day } ?? others.first)?.id
    }
    if let found = exact[document.credited].flatMap(newest) { return found }
    let alike = (loose[InvoiceNumber.looseKey(document.credited)] ?? []).filter {
      $0.id != document.id
    }
    return alike.count == 1 ? alike[0].id : nil
  }
}

extension Account {
  fileprivate mutating func add(_ document: OwedDocument, _ named: NamedDocuments) {
    let other = named.target(of: document)
    let amount = document.signedAmount
    if amount.isPositive {
      claims.append(
        Claim(
          id: document.id, day: document.day, due: document.due, amount: amount,
          replaces: document.isCorrection ? other : nil, discounts: document.discounts))
    } else if amount.isNegative {
      credits.append(
        Credit(
          source: .credit(document.id), day: document.day, amount: -amount, target: other,
          isUseReported: document.isUseReported))
    }
  }
}

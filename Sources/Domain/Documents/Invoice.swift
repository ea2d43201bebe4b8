/// A claim or debt as a document states it: an invoice, a credit note or a bill.
package struct Invoice: Hashable, Sendable {
  package var kind: Kind
  package var number: InvoiceNumber
  /// The document's own type code (380, 381, 384 …), or empty.
  package var typeCode = ""
  package var issueDate: Day
  /// The due date the document states, if it states one.
  package var due: DueDate?
  package var currency: Currency
  /// What is to be paid, booked in whole minor units. Negative on an invoice: we owe it.
  package var payable: Money
  /// `payable` exactly as printed.
  package var payablePrinted: String
  package var seller: Party
  package var buyer: Party
  /// The invoice that a credit note or a correction names.
  package var creditedInvoice: InvoiceNumber?
  /// The structured reference a payer is asked to give (`PaymentID`, RF, QR reference), or empty.
  package var paymentReference = ""
  /// Further texts a payer may give instead, in the document's order.
  package var otherReferences: [String] = []
  /// What the document calls paid before; nil where it says nothing.
  package var prepaid: Money?
  package var collection = Collection.transfer
  /// The account the document asks to pay into, or empty.
  package var payeeAccount = ""
  package var discounts: [EarlyPaymentDiscount] = []
  /// The parts in which the document wants the money, by day, if it states each with its amount:
  /// all of `payable`. Then `due` is the day of the last.
  package var parts: [PartPayment] = []
  /// Payment terms as text, or empty.
  package var termsNote = ""

  package init(
    kind: Kind, number: InvoiceNumber, issueDate: Day, due: DueDate? = nil, payable: Money,
    payablePrinted: String? = nil, seller: Party, buyer: Party
  ) {
    self.kind = kind
    self.number = number
    self.issueDate = issueDate
    self.due = due
    self.currency = payable.currency
    self.payable = payable
    self.payablePrinted = payablePrinted ?? payable.plain
    self.seller = seller
    self.buyer = buyer
  }

  /// The other side: the buyer, or the supplier of a bill.
  package var client: Party { kind.isOurs ? buyer : seller }

  /// What a document asks for, and of whom.
  package enum Kind: String, Sendable, CaseIterable {
    case invoice
    case creditNote = "credit-note"
    /// An invoice to us: an outgoing, never chased.
    case bill
    /// A credit note to us.
    case billCredit = "bill-credit"

    package init(isOurs: Bool, isCredit: Bool) {
      self = isOurs ? (isCredit ? .creditNote : .invoice) : (isCredit ? .billCredit : .bill)
    }

    /// We wrote it.
    package var isOurs: Bool { self == .invoice || self == .creditNote }
    /// It takes from what is owed.
    package var isCredit: Bool { self == .creditNote || self == .billCredit }
  }

  /// How the money is to come.
  package enum Collection: String, Sendable, CaseIterable {
    case transfer
    /// We collect it (UNCL 4461 codes 49 and 59): not chased before the debit fails.
    case directDebit = "direct-debit"
    /// By a bill of exchange or a promissory note, which can be sold by itself.
    case billOfExchange = "bill-of-exchange"
    case card, cash, other
  }
}

/// When an invoice is to be paid, and who said so.
package struct DueDate: Hashable, Sendable {
  package let day: Day
  package let source: Source

  package init(_ day: Day, _ source: Source) {
    self.day = day
    self.source = source
  }

  /// No document and no person names the day: it follows from our own terms.
  package var isOurTerms: Bool { [.clientTerms, .businessTerms].contains(source) }

  /// Where a due date comes from.
  package enum Source: String, Sendable, CaseIterable {
    case document
    case paymentMeans = "payment-means"
    case paymentTerms = "payment-terms"
    case clientTerms = "client-terms"
    case businessTerms = "house-terms"
    /// A person recorded it.
    case recorded
  }
}

/// A discount for paying early (German Skonto): `rate` off `base` when paid within `days` days of
/// the issue date, the last day included.
package struct EarlyPaymentDiscount: Hashable, Sendable {
  package let days: Int
  package let rate: BasisPoints
  /// The part of the invoice the discount is taken from; nil is the whole payable.
  package let base: Money?

  package init(days: Int, rate: BasisPoints, base: Money? = nil) {
    self.days = days
    self.rate = rate
    self.base = base
  }
}

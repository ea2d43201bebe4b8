package import Domain

/// Reads a UBL 2 Invoice or CreditNote from its tree.
///
/// The root element, not the type code, says what a document is; the business's own identifiers say
/// whether it is ours to collect or to pay.
package struct UBLReader: Sendable {
  let business: Business
  let names = UBLNames.shared
  private let terms = KnownTerms()
  private let parties = KnownParties()

  package init(business: Business) {
    self.business = business
  }

  /// Whether the tree is a UBL document, bare or in a Peppol envelope (SBDH).
  package func accepts(_ tree: XMLTree) -> Bool { document(in: tree) != nil }

  /// The document's element: the root, or the one payload of an envelope.
  func document(in tree: XMLTree) -> XMLTree.Node? {
    func isUBL(_ node: XMLTree.Node) -> Bool {
      tree.name(node) == names.invoice || tree.name(node) == names.creditNote
    }
    if isUBL(.root) { return .root }
    guard tree.name(.root) == names.envelope else { return nil }
    return tree.children(.root).first(where: isUBL)
  }

  /// The document, or nil where a fault refuses it. Faults name no file; the caller adds it.
  package func read(_ tree: XMLTree) -> (record: FileContents.Record?, faults: [Fault]) {
    guard let document = document(in: tree) else { return (nil, []) }
    let reading = Reading(
      document, of: tree, names: names, business: business, terms: terms, parties: parties)
    let invoice = reading.invoice()
    let record = invoice.map {
      FileContents.Record(invoice: $0, line: tree.line(document), source: .ubl)
    }
    return (record, reading.faults)
  }

  /// What a refused document says; nil where the tree is none. `faults` are those of `read`.
  func refusal(of tree: XMLTree, _ faults: [Fault]) -> FileContents.Refusal? {
    guard let document = document(in: tree),
      let fault = faults.first(where: { $0.gravity == .refused })
    else { return nil }
    let reading = Reading(
      document, of: tree, names: names, business: business, terms: terms, parties: parties)
    return reading.refusal(fault.code)
  }
}

/// One document on its way from tree to invoice. An object: it is asked by many closures.
private final class Reading {
  let tree: XMLTree
  let document: XMLTree.Node
  let names: UBLNames
  let business: Business
  let knownTerms: KnownTerms
  let knownParties: KnownParties
  var faults: [Fault] = []

  init(
    _ document: XMLTree.Node, of tree: XMLTree, names: UBLNames, business: Business,
    terms: KnownTerms,
    parties: KnownParties
  ) {
    (self.tree, self.document, self.names, self.business) = (tree, document, names, business)
    (knownTerms, knownParties) = (terms, parties)
  }

  /// The document's own children of interest, found in one walk.
  private struct Parts {
    var id, issueDate, dueDate, typeCode, currency, total: XMLTree.Node?
    var supplier, customer, creditedInvoice: XMLTree.Node?
    var means: [XMLTree.Node] = []
    var terms: [XMLTree.Node] = []
  }

  private func parts() -> Parts {
    var parts = Parts()
    for child in tree.children(document) {
      switch tree.name(child) {
      case names.id: parts.id = parts.id ?? child
      case names.issueDate: parts.issueDate = parts.issueDate ?? child
      case names.dueDate: parts.dueDate = parts.dueDate ?? child
      case names.invoiceTypeCode, names.creditNoteTypeCode:
        parts.typeCode = parts.typeCode ?? child
      case names.documentCurrencyCode: parts.currency = parts.currency ?? child
      case names.supplier: parts.supplier = parts.supplier ?? child
      case names.customer: parts.customer = parts.customer ?? child
      case names.paymentMeans: parts.means.append(child)
      case names.paymentTerms: parts.terms.append(child)
      case names.legalMonetaryTotal: parts.total = parts.total ?? child
      case names.billingReference:
        parts.creditedInvoice =
          parts.creditedInvoice
          ?? tree.descendant(child, names.invoiceDocumentReference, names.id)
      default: break
      }
    }
    return parts
  }

  func invoice() -> Invoice? {
    let parts = parts()
    let number = parts.id.map { tree.text($0).collapsed } ?? ""
    if number.isEmpty {
      refuse(
        .docNumber, at: parts.id, "the document has no number (cbc:ID)",
        "Ask the sender for a document with a number")
    }
    let issued = issueDate(parts.issueDate)
    let amount = payable(parts)
    let seller = party(parts.supplier)
    let buyer = party(parts.customer)
    if buyer.name.isEmpty && buyer.identifiers.isEmpty {
      refuse(
        .docBuyer, at: parts.customer,
        "the buyer has neither a name nor an identifier (cac:AccountingCustomerParty)",
        "Ask the sender for a document that names the buyer")
    }
    let side = business.side(seller: seller, buyer: buyer)
    if side == .neither, faults.allSatisfy({ $0.gravity == .warning }) {
      refuse(
        .docParties, at: parts.supplier ?? parts.customer,
        "neither the seller nor the buyer is the house of this book",
        "If it is ours, add the identifier it uses to house.identifiers in dunlin.yaml")
    }
    let isCredit = tree.name(document) == names.creditNote
    let typeCode = parts.typeCode.map { tree.text($0) } ?? ""
    if typeCode == "325", !isCredit {
      refuse(
        .docKind, at: parts.typeCode,
        "the document is a pro forma invoice, by which nothing is owed",
        "Import the invoice that follows it")
    }
    guard !number.isEmpty, let issued, var amount,
      faults.allSatisfy({ $0.gravity == .warning })
    else { return nil }
    if isCredit, amount.booked.isNegative, !isOwedBack(parts) {
      amount.booked = amount.booked.magnitude
    }
    var invoice = Invoice(
      kind: Invoice.Kind(isOurs: side != .buyer, isCredit: isCredit),
      number: InvoiceNumber(number), issueDate: issued, payable: amount.booked,
      payablePrinted: amount.printed, seller: seller, buyer: buyer)
    invoice.typeCode = typeCode
    invoice.due = due(parts)
    invoice.creditedInvoice = parts.creditedInvoice.map {
      InvoiceNumber(tree.text($0).collapsed)
    }
    readPayment(parts, into: &invoice)
    if !isCredit { readTerms(parts, into: &invoice) }
    return invoice
  }

  /// Whether a credit note of a negative payable asks for money: more was paid out before than it
  /// credits. Any other one only writes its credit with a minus.
  private func isOwedBack(_ parts: Parts) -> Bool {
    func isPositive(_ name: XMLName) -> Bool {
      let node = parts.total.flatMap { tree.child($0, name) }
      let amount = node.flatMap { try? ExactDecimal(parsing: tree.trimmed($0)) }
      return amount.map { !$0.isNegative && !$0.isZero } ?? false
    }
    return isPositive(names.taxInclusiveAmount) && isPositive(names.prepaidAmount)
  }

  /// What the terms say in words or in several parts, where nothing else states the due date.
  private func readTerms(_ parts: Parts, into invoice: inout Invoice) {
    let instalments = parts.terms.filter {
      tree.child($0, names.amount) != nil && tree.child($0, names.paymentDueDate) != nil
    }
    if instalments.count > 1 {
      refuse(
        .docTerms, at: tree.child(instalments[1], names.paymentDueDate),
        "the document is to be paid in \(instalments.count) instalments; it was read as due in whole",
        "Tell of the instalments with `dunlin record plan`")
    }
    let hasDueDate = faults.contains { $0.code == .docDueDate }
    guard invoice.due == nil, !hasDueDate, invoice.payable.isPositive,
      invoice.collection != .directDebit, invoice.collection != .card
    else { return }
    let terms = knownTerms.terms(invoice.termsNote)
    if let day = terms.due(invoice.issueDate) {
      invoice.due = DueDate(day, .paymentTerms)
    } else if terms.saysAnything {
      let note = parts.terms.compactMap { tree.child($0, names.note) }.first
      refuse(
        .docTerms, at: note, "the printed terms do not say one day to pay that can be understood",
        "The terms of the client or the house are used instead; check the invoice")
    }
  }

  func refusal(_ fault: Fault.Code) -> FileContents.Refusal {
    let parts = parts()
    let (seller, buyer) = (party(parts.supplier), party(parts.customer))
    let isCredit = tree.name(document) == names.creditNote
    let isOurs = business.side(seller: seller, buyer: buyer) != .buyer
    var refusal = FileContents.Refusal(
      kind: Invoice.Kind(isOurs: isOurs, isCredit: isCredit),
      number: parts.id.map { tree.text($0).collapsed } ?? "", seller: seller, buyer: buyer,
      fault: fault)
    refusal.issueDate = parts.issueDate.flatMap { Day(xml: tree.trimmed($0)) }
    refusal.due = due(parts)
    refusal.creditedInvoice = parts.creditedInvoice.map { tree.text($0).collapsed } ?? ""
    let payable = parts.total.flatMap { tree.child($0, names.payableAmount) }
    refusal.payable = payable.map { tree.text($0).collapsed } ?? ""
    refusal.currency = parts.currency.map { tree.text($0).collapsed } ?? ""
    if refusal.currency.isEmpty {
      refusal.currency =
        payable.flatMap { tree.attribute($0, names.currencyID)?.collapsed } ?? ""
    }
    return refusal
  }

  private func refuse(
    _ code: Fault.Code, at node: XMLTree.Node?, _ message: String, _ remedy: String
  ) {
    let place = node ?? document
    let excerpt = node.map { Fault.excerpt(tree.rawText($0)) } ?? ""
    let tail =
      code.gravity == .refused
      ? "; nothing was imported from this document." : "; the document was read all the same."
    faults.append(
      Fault(code, line: tree.line(place), message, excerpt: excerpt, remedy: remedy + tail))
  }

  private func issueDate(_ node: XMLTree.Node?) -> Day? {
    if let node, let day = Day(xml: tree.trimmed(node)) { return day }
    let complaint = node.map { self.complaint($0) }
    refuse(
      .docIssueDate, at: node,
      complaint.map { "the issue date is \($0)" }
        ?? "the document has no issue date (cbc:IssueDate)",
      "Ask the sender for a corrected document")
    return nil
  }

  /// The stated due date, best source first; a bad one is a warning, and the terms decide.
  private func due(_ parts: Parts) -> DueDate? {
    let stated: [(XMLTree.Node?, DueDate.Source)] =
      [(parts.dueDate, .document)]
      + parts.means.map { (tree.child($0, names.paymentDueDate), .paymentMeans) }
      + parts.terms.map { (tree.child($0, names.paymentDueDate), .paymentTerms) }
    for case (let node?, let source) in stated where !tree.trimmed(node).isEmpty {
      if let day = Day(xml: tree.trimmed(node)) { return DueDate(day, source) }
      refuse(
        .docDueDate, at: node, "the due date is \(complaint(node))",
        "The terms of the client or the house are used instead; check the invoice")
    }
    return nil
  }

  private func complaint(_ date: XMLTree.Node) -> String {
    DateParts.complaint(tree.trimmed(date).prefix(10), .iso) + "; expected YYYY-MM-DD"
  }

  private func payable(_ parts: Parts) -> (booked: Money, printed: String)? {
    guard let node = parts.total.flatMap({ tree.child($0, names.payableAmount) }) else {
      refuse(
        .docPayable, at: parts.total,
        "the document states no amount to pay (cac:LegalMonetaryTotal/cbc:PayableAmount)",
        "Ask the sender for a corrected document")
      return nil
    }
    let own = tree.attribute(node, names.currencyID)?.collapsed ?? ""
    let named = parts.currency.map { tree.text($0) } ?? ""
    let stated = named.isEmpty ? own : named
    guard let currency = Currency(code: stated) else {
      refuse(
        .docCurrencyCode, at: parts.currency ?? node,
        "the document's currency is no code of ISO 4217", "Ask the sender for a corrected document")
      return nil
    }
    guard own.isEmpty || own == currency.code else {
      refuse(
        .docCurrency, at: node,
        "the payable amount is in \(Fault.excerpt(own)), the document in \(currency)",
        "Ask the sender for a corrected document")
      return nil
    }
    let printed: ExactDecimal
    do {
      printed = try ExactDecimal(parsing: tree.trimmed(node))
    } catch .notANumber {
      refuse(
        .docAmount, at: node, "the payable amount is not a decimal number such as 1234.50",
        "Ask the sender for a corrected document")
      return nil
    } catch {
      refuse(.docAmountRange, at: node, Self.outOfRange, "Ask the sender for a corrected document")
      return nil
    }
    guard let booked = Money(printed, currency) else {
      refuse(.docAmountRange, at: node, Self.outOfRange, "Ask the sender for a corrected document")
      return nil
    }
    if !printed.fits(scale: currency.decimals) {
      refuse(
        .docPrecision, at: node,
        "the payable amount is finer than \(currency) allows; it was booked as \(booked.plain)",
        "Ask the sender to round amounts to pay")
    }
    return (booked, tree.text(node))
  }

  private static let outOfRange = "the payable amount is larger than any ledger holds"

  private func party(_ side: XMLTree.Node?) -> Party {
    guard let side else { return Party(name: "") }
    return knownParties.party(side, of: tree) {
      PartyReader(tree: tree, names: names).party(side)
    }
  }

  private func readPayment(_ parts: Parts, into invoice: inout Invoice) {
    for means in parts.means {
      for child in tree.children(means) {
        switch tree.name(child) {
        case names.paymentID where invoice.paymentReference.isEmpty:
          invoice.paymentReference = tree.text(child).collapsed
        case names.payeeFinancialAccount where invoice.payeeAccount.isEmpty:
          invoice.payeeAccount =
            tree.child(child, names.id).map { tree.text($0).withoutWhitespace } ?? ""
        default: break
        }
      }
    }
    for means in parts.means {
      guard let code = tree.child(means, names.paymentMeansCode) else { continue }
      invoice.collection = Invoice.Collection(meansCode: tree.text(code))
      break
    }
    var notes: [String] = []
    for terms in parts.terms {
      for child in tree.children(terms) where tree.name(child) == names.note {
        notes.append(tree.text(child))
      }
    }
    invoice.termsNote = notes.count == 1 ? notes[0] : notes.joined(separator: "\n")
    invoice.discounts = notes.flatMap { EarlyPaymentDiscount.skonto(in: $0, invoice.currency) }
  }
}

extension Invoice.Collection {
  /// The way of payment behind a code of UNCL 4461.
  init(meansCode: String) {
    switch meansCode {
    case "30", "31", "42", "58", "1", "57", "97", "": self = .transfer
    case "49", "59": self = .directDebit
    case "24", "44", "60", "61", "62", "63", "64", "65", "66", "67", "70", "74", "75", "76", "77",
      "78":
      self = .billOfExchange
    case "48", "54", "55": self = .card
    case "10": self = .cash
    default: self = .other
    }
  }
}

extension Day {
  /// An `xs:date` or the date of an `xs:dateTime`: the day as written, whatever its zone.
  init?(xml bytes: ArraySlice<UInt8>) {
    guard bytes.count >= 10, let day = Day(iso: bytes.prefix(10)) else { return nil }
    let rest = bytes.dropFirst(10)
    switch rest.first {
    case nil, 0x54: break
    case 0x5A where rest.count == 1: break
    case 0x2B, 0x2D:
      let places = rest.dropFirst().enumerated()
      guard rest.count == 6,
        places.allSatisfy({ $0 == 2 ? $1 == 0x3A : (0x30...0x39).contains($1) })
      else { return nil }
    default: return nil
    }
    self = day
  }
}

extension Fault {
  /// A found value, made safe for a terminal and cut to 60 characters.
  static func excerpt(_ bytes: ArraySlice<UInt8>) -> String {
    excerpt(String(decoding: Array(bytes.prefix(400)), as: UTF8.self))
  }

  static func excerpt(_ text: String) -> String {
    let line = text.collapsed.printable
    return line.count > 60 ? String(line.prefix(57)) + "..." : line
  }
}

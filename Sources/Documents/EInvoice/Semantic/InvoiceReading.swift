import Domain

/// The business rules by which one document becomes an invoice of the ledger, whatever its syntax.
///
/// An object: it is asked by many closures.
final class InvoiceReading {
  let invoice: SemanticInvoice
  let business: Business
  let knownTerms: KnownTerms
  let knownParties: KnownParties
  private(set) var faults: [Fault] = []

  init(
    _ invoice: SemanticInvoice, business: Business, terms: KnownTerms, parties: KnownParties
  ) {
    (self.invoice, self.business) = (invoice, business)
    (knownTerms, knownParties) = (terms, parties)
  }

  var tree: XMLTree { invoice.tree }

  /// The document as the ledger takes it; nil where a fault refuses it.
  func read() -> Invoice? {
    let number = invoice.text(invoice.number).collapsed
    if number.isEmpty {
      report(
        .docNumber, at: invoice.number,
        "the document has no number (\(invoice.words.number))",
        "Ask the sender for a document with a number")
    }
    let issued = issueDate()
    let amount = payable()
    let seller = party(invoice.seller)
    let buyer = party(invoice.buyer)
    if buyer.name.isEmpty && buyer.identifiers.isEmpty {
      report(
        .docBuyer, at: invoice.buyer,
        "the buyer has neither a name nor an identifier (\(invoice.words.buyer))",
        "Ask the sender for a document that names the buyer")
    }
    let side = business.side(seller: seller, buyer: buyer)
    if side == .neither, isAccepted {
      report(
        .docParties, at: invoice.seller ?? invoice.buyer,
        "neither the seller nor the buyer is the house of this book",
        "If it is ours, add the identifier it uses to house.identifiers in dunlin.yaml")
    }
    let code = TypeCode(invoice.text(invoice.typeCode))
    if code.isProForma, invoice.root == .invoice {
      report(
        .docKind, at: invoice.typeCode,
        "the document is a pro forma invoice, by which nothing is owed",
        "Import the invoice that follows it")
    }
    guard !number.isEmpty, let issued, let amount, isAccepted else { return nil }
    let isCredit = invoice.isCredit(code)
    var read = Invoice(
      kind: Invoice.Kind(isOurs: side != .buyer, isCredit: isCredit),
      number: InvoiceNumber(number), issueDate: issued,
      payable: isCredit ? credited(amount.booked) : amount.booked,
      payablePrinted: amount.printed, seller: seller, buyer: buyer)
    read.typeCode = code.text
    readReferences(into: &read)
    readPayment(into: &read)
    read.due = due(issued)
    readGross(into: &read)
    reportKind(code, read)
    if !isCredit { readTerms(into: &read) }
    reportTotals(read)
    if !isCredit, read.payable.isPositive {
      reportPaid(read)
      reportPayee(code, read)
    }
    return read
  }

  /// Whether nothing refuses the document so far.
  private var isAccepted: Bool { faults.allSatisfy { $0.gravity == .warning } }

  /// What a refused document says.
  func refusal(_ fault: Fault.Code) -> FileContents.Refusal {
    let (seller, buyer) = (party(invoice.seller), party(invoice.buyer))
    let isCredit = invoice.isCredit(TypeCode(invoice.text(invoice.typeCode)))
    let isOurs = business.side(seller: seller, buyer: buyer) != .buyer
    var refusal = FileContents.Refusal(
      kind: Invoice.Kind(isOurs: isOurs, isCredit: isCredit),
      number: invoice.text(invoice.number).collapsed, seller: seller, buyer: buyer, fault: fault)
    refusal.issueDate = invoice.issueDate.flatMap(invoice.day)
    refusal.due = refusal.issueDate.flatMap(due)
    refusal.creditedInvoice = invoice.text(invoice.precedingInvoices.first).collapsed
    refusal.payable = invoice.text(invoice.payable).collapsed
    refusal.currency = invoice.text(invoice.currency).collapsed
    if refusal.currency.isEmpty {
      refusal.currency = invoice.payable.flatMap(ownCurrency) ?? ""
    }
    return refusal
  }

  /// Notes a fault at an element, or at the document where the element is absent.
  func report(
    _ code: Fault.Code, at node: XMLTree.Node?, _ message: String, _ remedy: String
  ) {
    let place = node ?? invoice.document
    let excerpt = node.map { Fault.excerpt(tree.rawText($0)) } ?? ""
    let tail =
      code.gravity == .refused
      ? "; nothing was imported from this document." : "; the document was read all the same."
    faults.append(
      Fault(code, line: tree.line(place), message, excerpt: excerpt, remedy: remedy + tail))
  }

  /// The same where the fault has to name the document.
  func report(
    _ code: Fault.Code, of read: Invoice, at node: XMLTree.Node?, _ message: String,
    _ remedy: String
  ) {
    report(code, at: node, "\(read.number.text.printable): \(message)", remedy)
  }

  private func issueDate() -> Day? {
    if let node = invoice.issueDate, let day = invoice.day(node) { return day }
    let complaint = invoice.issueDate.map { invoice.complaint($0) }
    report(
      .docIssueDate, at: invoice.issueDate,
      complaint.map { "the issue date is \($0)" }
        ?? "the document has no issue date (\(invoice.words.issueDate))",
      "Ask the sender for a corrected document")
    return nil
  }

  func party(_ node: XMLTree.Node?) -> Party {
    guard let node else { return Party(name: "") }
    return knownParties.party(node, of: tree) { invoice.party(node) }
  }

  /// What a payer is asked to name, and where the money goes.
  private func readPayment(into read: inout Invoice) {
    var references: [String] = []
    for means in invoice.paymentMeans {
      for node in means.references {
        let reference = tree.text(node).collapsed
        if !reference.isEmpty, !references.contains(reference) { references.append(reference) }
      }
      if read.payeeAccount.isEmpty {
        read.payeeAccount = invoice.text(means.account).withoutWhitespace
      }
    }
    read.paymentReference = references.first ?? ""
    read.otherReferences = references.dropFirst().filter { $0.utf8.count >= 4 }
    let codes = invoice.paymentMeans.lazy.compactMap(\.code)
    if let code = codes.first {
      read.collection = Invoice.Collection(meansCode: tree.text(code))
    }
    let notes = invoice.paymentTerms.flatMap(\.notes)
    read.termsNote = notes.map { tree.text($0) }.joined(separator: "\n")
  }

  private func readReferences(into read: inout Invoice) {
    let numbers = invoice.precedingInvoices.lazy.map { self.tree.text($0).collapsed }
    if let number = numbers.first(where: { !$0.isEmpty }) {
      read.creditedInvoice = InvoiceNumber(number)
    }
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

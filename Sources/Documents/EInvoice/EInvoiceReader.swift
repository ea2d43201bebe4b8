package import Domain

/// Reads e-invoices from their trees: UBL 2 and CII, bare or in an envelope.
///
/// The business's own identifiers say whether a document is ours to collect or to pay.
package struct EInvoiceReader: Sendable {
  let business: Business
  let ubl = UBLNames.shared
  let cii = CIINames.shared
  private let terms = KnownTerms()
  private let parties = KnownParties()

  package init(business: Business) {
    self.business = business
  }

  /// Whether the tree holds an e-invoice, bare or in a Peppol envelope (SBDH).
  package func accepts(_ tree: XMLTree) -> Bool { !documents(in: tree).isEmpty }

  /// The elements of the documents: the root, or the payloads of an envelope.
  func documents(in tree: XMLTree) -> [XMLTree.Node] {
    if isInvoice(tree.name(.root)) { return [.root] }
    guard tree.name(.root) == ubl.envelope else { return [] }
    return tree.children(.root).filter { isInvoice(tree.name($0)) }
  }

  private func isInvoice(_ name: XMLName) -> Bool {
    name == ubl.invoice || name == ubl.creditNote || name == cii.invoice || name == ubl.debitNote
      || name == ubl.selfBilledInvoice || name == ubl.selfBilledCreditNote
  }

  /// Whether rules of EN 16931 exist for an element.
  func isJudged(_ name: XMLName) -> Bool {
    name == ubl.invoice || name == ubl.creditNote || name == cii.invoice
  }

  /// One document of a tree.
  struct Outcome {
    var document: XMLTree.Node
    var record: FileContents.Record?
    var refusal: FileContents.Refusal?
    var faults: [Fault]
    var rules: Specification
  }

  /// Every document of the tree. Faults name no file; the caller adds it.
  func readAll(_ tree: XMLTree) -> [Outcome] {
    documents(in: tree).map { document in
      let places = places(document, of: tree)
      let reading = InvoiceReading(places, business: business, terms: terms, parties: parties)
      var record: FileContents.Record?
      if let invoice = reading.read() {
        record = FileContents.Record(
          invoice: invoice, line: tree.line(document),
          source: places.syntax == .ubl ? .ubl : .cii)
      }
      let faults = reading.faults
      let refused = record == nil ? faults.first { $0.gravity == .refused } : nil
      return Outcome(
        document: document, record: record, refusal: refused.map { reading.refusal($0.code) },
        faults: faults, rules: places.rules)
    }
  }

  /// The first document of the tree, or nil where a fault refuses it.
  package func read(_ tree: XMLTree) -> (record: FileContents.Record?, faults: [Fault]) {
    let first = readAll(tree).first
    return (first?.record, first?.faults ?? [])
  }

  func places(_ document: XMLTree.Node, of tree: XMLTree) -> SemanticInvoice {
    tree.name(document) == cii.invoice
      ? SemanticInvoice(cii: document, of: tree, cii)
      : SemanticInvoice(ubl: document, of: tree, ubl)
  }
}

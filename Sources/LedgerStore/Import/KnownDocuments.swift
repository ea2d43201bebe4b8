import Domain
import GRDB

/// Documents that the ledger has, and whether a new one is the same.
extension ImportSession {
  /// A document of the ledger as far as telling it from another needs it.
  struct Known {
    var id, client: Int64
    var issueDate: Day
    var currency: Currency
    var signedAmount: Int64
    var source: String
    var file: Int64
    var due: DueDate

    /// The source of what a person entered.
    static let byHand = "hand"
    var isByHand: Bool { source == Self.byHand }

    /// Of `Statements.knownColumns`.
    init(_ row: BulkRow) throws {
      (id, client) = (row.integer(0), row.integer(1))
      (issueDate, currency) = (try row.day(2), try row.currency(3))
      (signedAmount, source, file) = (row.integer(4), row.text(5), row.integer(6))
      due = DueDate(try row.day(7), try row.value(8))
    }
  }

  func known(_ invoice: Invoice, seller: String, number: String) throws -> Known {
    let query = statements.knownDocument
    query.set(1, seller)
    query.set(2, invoice.kind.rawValue)
    query.set(3, number)
    guard let known = try query.first(Known.init) else {
      preconditionFailure("a document is there, or it is new")
    }
    return known
  }

  /// The document that this one is, where it was recorded as void and another took its number.
  func voided(
    _ invoice: Invoice, seller: String, like record: FileContents.Record, client: Int64
  ) throws -> Known? {
    let query = try BulkStatement(
      db,
      """
      SELECT \(Statements.knownColumns) FROM document
      WHERE own_number = ? AND seller = ? AND kind = ? ORDER BY id
      """)
    query.set(1, invoice.number.text)
    query.set(2, seller)
    query.set(3, invoice.kind.rawValue)
    var documents: [Known] = []
    try query.each { documents.append(try Known($0)) }
    return try documents.first { try isSame($0, record, client: client) }
  }

  /// What was paid since a document came last: it is the same, but for a greater prepaid amount.
  func paidSince(
    _ known: Known, _ record: FileContents.Record, client: Int64
  ) -> Money? {
    let invoice = record.invoice
    guard record.source.isEInvoice, !invoice.kind.isCredit, known.client == client,
      known.issueDate == invoice.issueDate, known.currency == invoice.currency,
      let prepaid = invoice.prepaid
    else { return nil }
    let (paid, overflow) = known.signedAmount.subtractingReportingOverflow(
      invoice.signedAmount.minorUnits)
    guard !overflow, paid > 0, paid <= prepaid.minorUnits else { return nil }
    return Money(minorUnits: paid, currency: invoice.currency)
  }

  /// A register and a UBL file of one invoice may name the client differently, but not its figures;
  /// and whose a document is may be what a person said, not what it says itself.
  func isSame(
    _ known: Known, _ record: FileContents.Record, client: Int64
  ) throws -> Bool {
    let invoice = record.invoice
    // A person may have entered the day of delivery.
    let sameFigures =
      (known.issueDate == invoice.issueDate || known.isByHand) && known.currency == invoice.currency
      && known.signedAmount == invoice.signedAmount.minorUnits
    guard sameFigures else { return false }
    return try known.source != record.source.rawValue || known.client == client
      || db.wereMoved(between: known.client, client)
  }

  /// The file of an invoice that a person entered states its days and what a payer is to quote.
  mutating func takeOver(
    _ known: Known, by record: FileContents.Record, due: DueDate
  ) throws {
    let invoice = record.invoice
    if !due.isOurTerms || known.due.isOurTerms { try setDue(due, of: known) }
    try db.run(
      """
      UPDATE document SET issue_date = ?, payment_reference = ?, other_references = ?, verdict = ?
      WHERE id = ?
      """,
      [
        invoice.issueDate.description, invoice.paymentReference,
        invoice.otherReferences.joined(separator: "\n"), record.verdict?.rawValue, known.id,
      ])
    touchedFiles.insert(known.file)
    touched.insert(known.client)
  }
}

import Domain
import GRDB

/// Documents that a program called void after an earlier export had listed them.
extension ImportSession {
  struct VoidDocument {
    var id, client: Int64
    var issueDate: Day
    /// Its kind and number.
    var name: String
  }

  /// Those of the ledger that a file calls void, which it came to know from a file of this kind for
  /// the same client, and which nobody has ended yet. A number that another row of the file gives
  /// to a document that counts is in use again.
  mutating func voidedDocuments(of file: FileContents) throws -> [VoidDocument] {
    var known: [VoidDocument] = []
    for voided in file.voided {
      if let document = try document(of: voided) { known.append(document) }
    }
    guard !known.isEmpty else { return [] }
    let living = Set(file.records.map { Self.name($0.invoice.kind, $0.invoice.number) })
    return known.filter { !living.contains($0.name) }
  }

  private mutating func document(of voided: FileContents.Voided) throws -> VoidDocument? {
    guard let client = try clients.known(voided.client, .csv, db) else { return nil }
    return try Row.fetchOne(
      db,
      sql: """
        SELECT id, client_id, issue_date FROM document
        WHERE seller = ? AND kind = ? AND number = ? AND client_id = ? AND source = 'csv'
          AND effect > 0 AND NOT EXISTS (SELECT 1 FROM event
            WHERE event.document_id = document.id AND event.kind = 'void')
        """,
      arguments: [
        sellerKey(voided.seller, of: voided.kind), voided.kind.rawValue, voided.number.text, client,
      ]
    ).map {
      VoidDocument(
        id: $0["id"], client: $0["client_id"], issueDate: try $0.day("issue_date"),
        name: Self.name(voided.kind, voided.number))
    }
  }

  private static func name(_ kind: Invoice.Kind, _ number: InvoiceNumber) -> String {
    "\(kind.rawValue) \(number.text)"
  }

  /// Ends a document from the day of the import on, as the file names none.
  mutating func void(_ document: VoidDocument, _ fileID: Int64) throws {
    try note(
      .void, "called void in a file", of: document.id, document.client, from: document.issueDate,
      fileID)
    touched.insert(document.client)
    summary.voided += 1
  }
}

import GRDB

extension ImportSession {
  /// What is run for every file or document.
  struct Statements {
    let knownFile, newFile, newDocument, knownDocument, reportedPaid, newSettlement: BulkStatement
    let newUse: BulkStatement
    let newDiscount: BulkStatement
    /// As `newDocument`, with bindings that last from row to row.
    let newRow: BulkStatement

    init(_ db: Database) throws {
      knownFile = try BulkStatement(
        db, "SELECT id FROM source_file WHERE digest = ? AND NOT is_undone")
      newFile = try BulkStatement(
        db,
        """
        INSERT INTO source_file
          (path, digest, imported, import_id, first_document, last_document)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """)
      newDocument = try BulkStatement(db, Self.insertDocument)
      newRow = try BulkStatement(db, ownCopyOf: Self.insertDocument)
      knownDocument = try BulkStatement(
        db,
        """
        SELECT \(Self.knownColumns) FROM document
        WHERE seller = ? AND kind = ? AND number = ?
        """)
      reportedPaid = try BulkStatement(
        db, "SELECT COALESCE(MAX(paid), 0) FROM settlement WHERE document_id = ?")
      newSettlement = try BulkStatement(
        db,
        """
        INSERT INTO later_settlement (document_id, day, paid, file_id, undated)
        VALUES (?, ?, ?, ?, ?)
        """)
      newUse = try BulkStatement(
        db,
        """
        INSERT INTO reported_use (document_id, file_id)
        SELECT id, ? FROM document WHERE id = ? AND use_told IS NULL ON CONFLICT DO NOTHING
        """)
      newDiscount = try BulkStatement(
        db,
        """
        INSERT INTO discount (document_id, place, days, basis_points, base) VALUES (?, ?, ?, ?, ?)
        """)
    }

    /// What tells one document from another.
    static let knownColumns =
      "id, client_id, issue_date, currency, effect, source, file_id, due_date, due_source"

    private static let insertDocument = """
      INSERT INTO document (seller, kind, number, client_id, type_code, issue_date, due_date,
        due_source, currency, effect, payable_printed, payment_reference, collection,
        credited_number, verdict, source, file_id, known_by, told_paid, told_day, other_references,
        own_number, told_undated, use_told)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """
  }
}

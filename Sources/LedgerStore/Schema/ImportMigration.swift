import Accounting
import Domain
import Foundation
import GRDB

extension Migrations {
  /// What the file that brings a document says was paid of it stands in the document's own row:
  /// with a row and two index entries for each, a register took a quarter longer. What later files
  /// say has rows of its own. A step that rebuilds the table of documents drops the view first.
  static let toldPaid = """
    ALTER TABLE settlement RENAME TO later_settlement;
    ALTER TABLE document ADD COLUMN told_paid INTEGER CHECK (told_paid > 0);
    ALTER TABLE document ADD COLUMN told_day TEXT
      CHECK (length(told_day) = 10 AND told_paid > 0 OR told_day IS NULL AND told_paid IS NULL);
    CREATE VIEW settlement AS
      SELECT id AS document_id, told_day AS day, told_paid AS paid, file_id FROM document
      WHERE told_paid IS NOT NULL
      UNION ALL SELECT document_id, day, paid, file_id FROM later_settlement;
    """

  /// The documents of a file are among those from its first to its last, which others may be, too:
  /// an index of them by their files grew with every document.
  static let filesDocuments = """
    ALTER TABLE source_file ADD COLUMN first_document INTEGER;
    ALTER TABLE source_file ADD COLUMN last_document INTEGER;
    UPDATE source_file SET
      first_document = (SELECT MIN(id) FROM document WHERE file_id = source_file.id),
      last_document = (SELECT MAX(id) FROM document WHERE file_id = source_file.id);
    DROP INDEX document_file;
    """

  /// Entries of a client are found by its documents (`Allocation.isOf`), and what it has on account
  /// by this. An index by documents needs no days: one has few entries. The table does not refer to
  /// clients: for each that is removed SQLite would look through all of it.
  static let entriesByDocument = """
    DROP INDEX allocation_client;
    CREATE INDEX allocation_account ON allocation(client_id) WHERE document_id IS NULL;
    DROP INDEX allocation_document;
    CREATE INDEX allocation_document ON allocation(document_id);
    """
}

extension Migrations {
  /// Digests were texts of twice their bytes: they were a third of what a file takes in the book.
  static func storeDigestsAsBytes(_ db: Database) throws {
    let bytes = DatabaseFunction("bytes_of", argumentCount: 1, pure: true) { values in
      guard let text = String.fromDatabaseValue(values[0]), let digest = Digest(hex: text.utf8)
      else { throw Damage.value("digest", "\(values[0])") }
      return unsafe digest.withBytes { unsafe Data($0) }
    }
    db.add(function: bytes)
    defer { db.remove(function: bytes) }
    for (table, columns) in [("source_file", ["digest"]), ("journal", ["digest", "chain"])] {
      try rebuild(db, table) { sql in
        columns.reduce(sql) { sql, column in
          sql.replacing(
            "\(column) TEXT NOT NULL CHECK (length(\(column)) = 64)",
            with: "\(column) BLOB NOT NULL CHECK (length(\(column)) = 32)")
        }
      } value: {
        columns.contains($0) ? "bytes_of(\($0))" : $0
      }
    }
  }
}

/// A join of files with their documents, in the order of the documents' ids.
let filesWithDocuments = """
  source_file CROSS JOIN document ON \(isOfFile)
  """

/// Whether a document is of a file. By the range, as the sign says: an index of all documents by
/// their files would be made for each query.
let isOfFile = """
  document.id BETWEEN first_document AND last_document AND +document.file_id = source_file.id
  """

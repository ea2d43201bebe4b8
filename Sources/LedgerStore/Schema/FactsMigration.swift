import Domain
import GRDB

/// Step 12: facts that older books kept inside texts get columns of their own.
///
/// What was sealed is still sealed in the old form (`SealedRows`), so that every seal of an older
/// book holds as it is. The functions that read the old texts are used there, too.
extension Migrations {
  static func storeFactsInColumns(_ db: Database) throws {
    try db.execute(sql: factColumns)
    try separateNotes(db)
    try encodeWithdrawals(db)
    try nameFormats(db)
    try rebuild(db, "bank_line") { sql in
      let key = "UNIQUE (identity, occurrence)"
      return sql.contains(key)
        ? sql.replacing(key, with: "UNIQUE (identity, form, occurrence)") : nil
    } value: { column in
      switch column {
      case "form": formByOccurrence
      case "occurrence": "occurrence % \(LineForm.step)"
      default: column
      }
    }
    try moveDiscounts(db)
    try moveLetterFiles(db)
  }

  private static let factColumns = """
    -- Of an advance, and of what was paid to the financier in our place.
    ALTER TABLE event ADD COLUMN financier TEXT;
    -- The letter that a note says went out.
    ALTER TABLE event ADD COLUMN letter_kind TEXT;
    -- A register no longer calls the invoice disputed.
    ALTER TABLE event ADD COLUMN ends_dispute INTEGER NOT NULL DEFAULT 0
      CHECK (ends_dispute IN (0, 1));

    -- Why it was withdrawn: see OutgoingMessage.Reason.
    ALTER TABLE message ADD COLUMN reason TEXT;
    -- A person wanted it mailed once more.
    ALTER TABLE message ADD COLUMN is_resend INTEGER NOT NULL DEFAULT 0
      CHECK (is_resend IN (0, 1));

    ALTER TABLE statement ADD COLUMN format TEXT NOT NULL DEFAULT 'camt'
      CHECK (format = 'camt' OR format = 'ofx' OR format = 'csv');
    ALTER TABLE statement ADD COLUMN opening INTEGER;
    ALTER TABLE statement ADD COLUMN opening_currency TEXT
      CHECK (length(opening_currency) = 3 AND opening IS NOT NULL
        OR opening_currency IS NULL AND opening IS NULL);

    -- What counts the equal movements of one statement: see LineForm.
    ALTER TABLE bank_line ADD COLUMN form TEXT NOT NULL DEFAULT 'camt'
      CHECK (form = 'camt' OR form = 'notice' OR form = 'ofx' OR form = 'csv' OR form = 'any');
    ALTER TABLE bank_line ADD COLUMN account_holder TEXT NOT NULL DEFAULT '';
    ALTER TABLE bank_line ADD COLUMN instructed INTEGER;
    ALTER TABLE bank_line ADD COLUMN instructed_currency TEXT
      CHECK (length(instructed_currency) = 3 AND instructed IS NOT NULL
        OR instructed_currency IS NULL AND instructed IS NULL);

    -- The line is for no invoice of ours.
    ALTER TABLE decision ADD COLUMN is_not_ours INTEGER NOT NULL DEFAULT 0
      CHECK (is_not_ours IN (0, 1));
    -- What a person said the line pays of the document; NULL: as the rules allot it.
    ALTER TABLE decision_document ADD COLUMN amount INTEGER CHECK (amount <> 0);
    ALTER TABLE decision_document ADD COLUMN currency TEXT
      CHECK (length(currency) = 3 AND amount IS NOT NULL OR currency IS NULL AND amount IS NULL);

    -- base: minor units of the document's currency; NULL: the whole payable.
    CREATE TABLE discount (
      document_id INTEGER NOT NULL REFERENCES document(id),
      place INTEGER NOT NULL,
      days INTEGER NOT NULL,
      basis_points INTEGER NOT NULL,
      base INTEGER,
      PRIMARY KEY (document_id, place)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE notice_file (
      notice_id INTEGER NOT NULL REFERENCES notice(id),
      place INTEGER NOT NULL,
      path TEXT NOT NULL,
      PRIMARY KEY (notice_id, place)
    ) STRICT, WITHOUT ROWID;
    """

  // MARK: Notes

  private static func separateNotes(_ db: Database) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, kind, note, who, file_id, document_id, until, amount FROM event
        WHERE kind IN ('finance', 'finance-release', 'recourse', 'note') AND note <> ''
        """)
    for row in rows {
      let note: String = row["note"]
      let facts = NotedFacts(
        oldNote: note,
        of: NotedFacts.Context(
          kind: row["kind"], who: row["who"], isOfFile: row["file_id"] != nil,
          isAboutInvoice: row["document_id"] != nil,
          isBare: row["until"] == nil && row["amount"] == nil))
      try db.run(
        "UPDATE event SET note = ?, financier = ?, letter_kind = ?, ends_dispute = ? WHERE id = ?",
        [facts.note, facts.financier, facts.letterKind, facts.endsDispute, row["id"] as Int64])
    }
  }

  // MARK: Messages

  private static func encodeWithdrawals(_ db: Database) throws {
    let rows = try Row.fetchAll(db, sql: "SELECT id, message_id, state, detail FROM message")
    for row in rows {
      let reason = reason(ofState: row["state"], row["detail"])
      try db.run(
        "UPDATE message SET is_resend = ?, reason = ? WHERE id = ?",
        [isResend(token: row["message_id"]), reason?.rawValue, row["id"] as Int64])
    }
  }

  /// Whether an older program gave a message its token because a person wanted it once more.
  static func isResend(token: String) -> Bool { token.hasSuffix(".again") }

  /// The reason in the detail of a message that an older program withdrew.
  static func reason(ofState state: String, _ detail: String) -> OutgoingMessage.Reason? {
    guard state == OutgoingMessage.State.withdrawn.rawValue else { return nil }
    return switch detail {
    case "out of date": .outOfDate
    case "what is owed has changed": .changed
    default: nil
    }
  }

  // MARK: Bank statements

  private static func nameFormats(_ db: Database) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT statement.id, name, path FROM statement
        JOIN source_file ON source_file.id = file_id
        """)
    for row in rows {
      let format = format(ofStatement: row["name"], in: row["path"])
      try db.run(
        "UPDATE statement SET format = ? WHERE id = ?", [format.rawValue, row["id"] as Int64])
    }
  }

  /// How a statement of an older book was written: those of OFX and CSV are named by their days,
  /// behind `ofx` or the kind of CSV; those of camt as the bank likes.
  static func format(ofStatement name: String, in path: String) -> BankStatement.Format {
    let pattern = Array(" dddd-dd-dd dddd-dd-dd".utf8)
    let end = name.utf8.suffix(pattern.count)
    let isNamedByDays =
      end.count == pattern.count
      && zip(end, pattern).allSatisfy { byte, wanted in
        wanted == UInt8(ascii: "d") ? (0x30...0x39).contains(byte) : byte == wanted
      }
    guard isNamedByDays else { return .camt }
    if name.utf8.dropLast(pattern.count).elementsEqual("ofx".utf8) { return .ofx }
    return path.lowercased().hasSuffix(".xml") ? .camt : .csv
  }

  /// The form of a line of an older book, by its occurrence. The oldest ones counted the lines of
  /// all forms together.
  private static let formByOccurrence = """
    CASE WHEN occurrence > 3 * \(LineForm.step) THEN 'csv'
      WHEN occurrence > 2 * \(LineForm.step) THEN 'ofx'
      WHEN occurrence > \(LineForm.step) THEN 'notice'
      WHEN is_notice OR 'camt' <> COALESCE((SELECT format FROM statement
        WHERE statement.file_id = bank_line.file_id AND statement.account = bank_line.account
        ORDER BY statement.id LIMIT 1), 'camt') THEN 'any'
      ELSE 'camt' END
    """

  // MARK: Lists

  private static func moveDiscounts(_ db: Database) throws {
    let rows = try Row.fetchAll(
      db, sql: "SELECT id, discounts FROM document WHERE discounts <> ''")
    for row in rows {
      let stored: String = row["discounts"]
      for (place, one) in stored.split(separator: " ").enumerated() {
        let fields = one.split(separator: "/", omittingEmptySubsequences: false)
        // What no program wrote is left out, and found by its seal.
        guard fields.count == 3, let days = Int(fields[0]), let rate = Int(fields[1]) else {
          continue
        }
        try db.run(
          """
          INSERT INTO discount (document_id, place, days, basis_points, base)
          VALUES (?, ?, ?, ?, ?)
          """, [row["id"] as Int64, place + 1, days, rate, Int64(fields[2])])
      }
    }
    try db.execute(sql: "ALTER TABLE document DROP COLUMN discounts")
  }

  private static func moveLetterFiles(_ db: Database) throws {
    let rows = try Row.fetchAll(db, sql: "SELECT id, files FROM notice WHERE files <> ''")
    for row in rows {
      let files: String = row["files"]
      try db.add(files.split(separator: "\n").map(String.init), ofNotice: row["id"])
    }
    try db.execute(sql: "ALTER TABLE notice DROP COLUMN files")
  }
}

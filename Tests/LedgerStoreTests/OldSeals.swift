import Domain
import GRDB

@testable import LedgerStore

/// The paper trail as books from before step 12 sealed it: what SQLite printed of the tables then.
/// It is not to be changed, as those books are not either.
struct OldSeals {
  let db: Database
  let day: String

  /// Seals a subject in a book of step 11.
  func seal(_ kind: String, _ subject: Int64) throws {
    let last = try Row.fetchOne(db, sql: "SELECT id, chain FROM journal ORDER BY id DESC LIMIT 1")
    let number = (last?["id"] ?? 0) + Int64(1)
    let salt = "salt \(number)"
    let digest = try digest(kind, subject, salt)
    let chain = Journal.chained(
      after: try last?.digest("chain") ?? Journal.start, number, day, kind, subject, digest)
    let entry = try BulkStatement(
      db,
      """
      INSERT INTO journal (id, day, kind, subject, salt, digest, chain)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    entry.set(1, number)
    entry.set(2, day)
    entry.set(3, kind)
    entry.set(4, subject)
    entry.set(5, salt)
    entry.set(6, digest)
    entry.set(7, chain)
    try entry.run()
  }

  private func digest(_ kind: String, _ subject: Int64, _ salt: String) throws -> Digest {
    var hash = SHA256()
    hash.feed(salt)
    for query in Self.contents[kind] ?? [] {
      hash.feed("\n")
      for text in try String.fetchAll(db, sql: query, arguments: [subject]) {
        hash.feed("\n")
        hash.feed(text)
      }
    }
    return hash.digest()
  }

  private static let contents = [
    "import": ofFile,
    "match": [
      """
      SELECT json_array(id, client_id, matched_by, is_payer_known, (SELECT group_concat(
        document_id || '/' || is_guess, ' ') FROM (SELECT document_id, is_guess FROM match
        WHERE bank_line_id = bank_line.id ORDER BY document_id))) FROM bank_line
      WHERE file_id = ? ORDER BY id
      """
    ],
    "event": [
      """
      SELECT json_array(id, day, kind, client_id, document_id, until, amount, currency, note,
        who) FROM event WHERE id = ?
      """
    ],
    "decision": [
      "SELECT json_array(id, day, bank_line_id, is_undo, note, who) FROM decision WHERE id = ?",
      """
      SELECT json_array(document_id) FROM decision_document WHERE decision_id = ?
      ORDER BY document_id
      """,
    ],
    "notice": [
      """
      SELECT json_array(id, day, client_id, currency, level, stage, total, pay_by, language,
        channel, files) FROM notice WHERE id = ?
      """,
      """
      SELECT json_array(document_id, level, open)
        || CASE fee WHEN 0 THEN '' ELSE json_array(fee) END
        || CASE charges WHEN fee THEN '' ELSE json_array('charges', charges) END
      FROM notice_line WHERE notice_id = ? ORDER BY document_id
      """,
    ],
    "message": [
      """
      SELECT json_array(id, notice_id, message_id, recipient, subject, state, day) FROM message
      WHERE id = ?
      """
    ],
    "client": [
      """
      SELECT json_array(id, external_id, name, street, postcode, city, country, person, email,
        phone, language, term_days, forgotten)
        || CASE WHEN merged_into IS NULL THEN '' ELSE json_array(merged_into) END
      FROM client WHERE id = ?
      """,
      "SELECT json_array(scheme, value) FROM client_key WHERE client_id = ? ORDER BY scheme, value",
    ],
    "undo": ["SELECT json_array(id, day, undone) FROM import WHERE id = ?"],
    "forget": ["SELECT json_array(id, forgotten) FROM client WHERE id = ?"],
    "facts": [
      """
      SELECT json_array(id, day, client_id, field, value) FROM client_fact WHERE file_id = ?
      ORDER BY id
      """
    ],
    "move": [
      """
      SELECT json_array(id, day, kind, from_client, to_client, note, who, undone)
      FROM client_move WHERE id = ?
      """,
      """
      SELECT json_array(kind, subject, value) FROM client_move_row WHERE move_id = ?
      ORDER BY kind, subject, value
      """,
    ],
  ]

  private static let ofFile = [
    """
    SELECT json_array(source_file.id, path, lower(hex(digest)), imported, import_id, is_undone,
      (SELECT day FROM import WHERE id = import_id)) FROM source_file WHERE id = ?
    """,
    """
    SELECT json_array(document.id, seller, kind, number, client_id, type_code, issue_date,
      due_date, due_source, currency, effect, payable_printed, payment_reference, collection,
      credited_number, discounts, verdict, source)
      || CASE known_by WHEN '' THEN '' ELSE json_array(known_by) END
      || CASE WHEN told_day IS NULL THEN '' ELSE json_array(told_day, told_paid) END
    FROM document WHERE file_id = ? ORDER BY document.id
    """,
    """
    SELECT json_array(document_id, day, paid) FROM later_settlement WHERE file_id = ?
    ORDER BY document_id, day, paid
    """,
    """
    SELECT json_array(id, account, name, closing, closing_currency, closing_day) FROM statement
    WHERE file_id = ? ORDER BY id
    """,
    """
    SELECT json_array(id, identity, occurrence, account, booked, amount, currency, counterparty,
      counterparty_account, reference_list, remittance, is_reversal) || CASE
      WHEN is_notice OR entry_reference <> '' OR traces <> ''
      THEN json_array(is_notice, entry_reference, traces) ELSE '' END
    FROM bank_line WHERE file_id = ? ORDER BY id
    """,
    """
    SELECT json_array(id, day, kind, client_id, document_id, note) FROM event
    WHERE file_id = ? ORDER BY id
    """,
  ]
}

import Domain
import GRDB
import Support
import Testing

@testable import LedgerStore

/// A book of step 11 on disk, with every fact that it kept inside a text, and its seals.
struct OldBook {
  private let folder: TemporaryFolder
  let path: String
  /// How many entries its paper trail has, and its last link.
  private(set) var entries: Int64 = 0
  private(set) var chain = ""

  /// The lines of its statements: of camt, which a CSV reports again; of OFX, counted with those of
  /// other forms, as the oldest books did; and of a notification.
  static let camt = bankLine("2026-05-04", 1_000, "camt and CSV")
  static let ofx = bankLine("2026-05-05", 2_000, "OFX of old")
  static let notice = {
    var line = bankLine("2026-05-06", 3_000, "a notification")
    line.isNotice = true
    return line
  }()

  private static func bankLine(_ iso: String, _ cents: Int64, _ text: String) -> BankLine {
    var line = BankLine(account: "OURS", booked: day(iso), amount: euros(cents))
    line.text = text
    line.counterparty = "Ray \"R\" Müller\\Söhne\tλ"
    return line
  }

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/book.sqlite"
    let queue = try DatabaseQueue(path: path)
    let steps = Migrations.migrator.migrations
    let last = try #require(steps.firstIndex { $0.hasPrefix("12 ") })
    try Migrations.migrator.migrate(queue, upTo: steps[last - 1])
    let (entries, chain) = try queue.write { db in
      try db.execute(sql: Self.rows)
      try Self.add(Self.camt, occurrence: 1, file: 3, to: db)
      try Self.add(Self.camt, occurrence: 3_000_000_001, file: 2, sameAs: 1, to: db)
      try Self.add(Self.ofx, occurrence: 1, file: 4, to: db)
      try Self.add(Self.notice, occurrence: 1_000_000_001, file: 3, to: db)
      try db.execute(sql: Self.rowsAboutLines)
      let seals = OldSeals(db: db, day: "2026-06-01")
      for (kind, subjects) in [
        ("import", Array(1...5)), ("match", [2, 3, 4]), ("event", [1, 2, 3, 4, 5, 6, 9, 10]),
        ("decision", [1]), ("notice", [1, 2]), ("message", [1, 2]), ("client", [1, 2]),
        ("undo", [2]), ("forget", [1]), ("facts", [5]), ("move", [1]),
      ] {
        for subject in subjects { try seals.seal(kind, Int64(subject)) }
      }
      return (
        try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM journal") ?? 0, try Self.lastLink(db)
      )
    }
    (self.entries, self.chain) = (entries, chain)
    try queue.close()
  }

  /// The last link of the trail as it was before the book was brought forward.
  static func lastLink(_ db: Database, at entry: Int64? = nil) throws -> String {
    try String.fetchOne(
      db, sql: "SELECT hex(chain) FROM journal WHERE id <= ? ORDER BY id DESC LIMIT 1",
      arguments: [entry ?? Int64.max]) ?? ""
  }

  private static func add(
    _ line: BankLine, occurrence: Int64, file: Int64, sameAs: Int64? = nil, to db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO bank_line (identity, occurrence, account, booked, amount, currency,
          counterparty, counterparty_account, reference_list, remittance, is_reversal, is_notice,
          traces, file_id, same_as) VALUES (?, ?, ?, ?, ?, 'EUR', ?, '', '', ?, 0, ?, ?, ?, ?)
        """,
      arguments: [
        line.identity, occurrence, line.account, line.booked.description, line.amount.minorUnits,
        line.counterparty, line.text, line.isNotice, line.isNotice ? "TxId 7" : "", file, sameAs,
      ])
  }

  /// Of a digest, up to its last byte.
  private static let zeros = String(repeating: "0", count: 62)

  private static let rows = """
    INSERT INTO import (id, day, undone) VALUES (1, '2026-05-31', NULL),
      (2, '2026-05-31', '2026-06-01');
    INSERT INTO source_file (id, path, digest, imported, import_id, first_document, last_document)
      VALUES (1, 'a.xml', x'\(zeros)01', '2026-05-31', 1, 1, 2),
        (2, 'b.csv', x'\(zeros)02', '2026-05-31', 1, NULL, NULL),
        (3, 'c.xml', x'\(zeros)03', '2026-05-31', 1, NULL, NULL),
        (4, 'd.ofx', x'\(zeros)04', '2026-05-31', 1, NULL, NULL),
        (5, 'clients.csv', x'\(zeros)05', '2026-05-31', 1, NULL, NULL);
    INSERT INTO client (id, external_id, name, street, postcode, city, country, person, email,
      phone, language, term_days, merged_into) VALUES
      (1, 'C-1', 'Tern', 'Quay 1' || char(10) || 'Hall "B"', '1', 'Kiel', 'DE', '', '', '', 'de',
        14, NULL),
      (2, 'C-2', 'Tern', '', '', '', '', '', '', '', '', NULL, 1);
    INSERT INTO client_key VALUES (5, 'TERN', 1), (1, 'DE1', 1);
    INSERT INTO client_fact (day, client_id, field, value, file_id)
      VALUES ('2026-05-31', 1, 'group', 'birds', 5);
    INSERT INTO client_move (id, day, kind, from_client, to_client, note, who)
      VALUES (1, '2026-05-31', 'merge', 2, 1, 'the same', '');
    INSERT INTO client_move_row VALUES (1, 'key', 1, 'DE1');
    INSERT INTO document (id, seller, kind, number, client_id, type_code, issue_date, due_date,
      due_source, currency, effect, payable_printed, payment_reference, collection,
      credited_number, discounts, verdict, source, file_id, known_by) VALUES
      (1, '', 'invoice', 'R-1', 1, '380', '2026-05-01', '2026-05-31', 'document', 'EUR', 10000,
        '100.00', '', 'transfer', '', '14/300/ 30/200/9000', 'valid', 'ubl', 1, '1 DE1'),
      (2, '', 'invoice', 'R-2', 1, '380', '2026-05-01', '2026-05-31', 'document', 'EUR', 5000,
        '50.00', '', 'transfer', '', '', NULL, 'csv', 1, '');
    INSERT INTO statement (id, account, name, closing, closing_currency, closing_day, file_id)
      VALUES (1, 'OURS', 'giro 2026-05-04 2026-05-04', 700, 'EUR', '2026-05-04', 2),
        (2, 'OURS', 'STMT 7', NULL, NULL, NULL, 3),
        (3, 'OURS', 'ofx 2026-05-05 2026-05-05', NULL, NULL, NULL, 4);
    INSERT INTO event (id, day, kind, client_id, document_id, until, amount, currency, note, who,
      file_id) VALUES
      (1, '2026-05-10', 'finance', 1, 1, '2026-08-01', 8000, 'EUR', 'Open Funds; by wire; twice',
        'Ann', NULL),
      (2, '2026-05-11', 'finance', 1, 2, NULL, 4000, 'EUR', 'Quiet Funds', '', NULL),
      (3, '2026-05-12', 'note', 1, 1, NULL, NULL, NULL, 'letter: thanks', 'chase', NULL),
      (4, '2026-05-13', 'note', 1, NULL, NULL, NULL, NULL, 'letter: statement', '', NULL),
      (5, '2026-05-14', 'note', 1, 2, NULL, NULL, NULL, 'letter: thanks', 'Ann', NULL),
      (6, '2026-05-14', 'note', 1, 2, NULL, NULL, NULL, 'letter: of complaint', '', NULL),
      (7, '2026-05-15', 'dispute', 1, 2, NULL, NULL, NULL, 'marked as disputed in a register', '',
        1),
      (8, '2026-05-16', 'note', 1, 2, NULL, NULL, NULL,
        'no longer marked as disputed in a register', '', 1),
      (9, '2026-05-17', 'recourse', 1, 2, NULL, 4000, 'EUR', '', '', NULL),
      (10, '2026-05-18', 'note', 1, 2, NULL, NULL, NULL,
        'no longer marked as disputed in a register', 'Ann', NULL);
    INSERT INTO notice (id, day, client_id, currency, level, stage, total, pay_by, language,
      channel, files) VALUES
      (1, '2026-06-01', 1, 'EUR', 1, 'reminder', 15000, '2026-06-10', 'de', 'email',
        'Letters/a.txt' || char(10) || 'Letters/a.pdf'),
      (2, '2026-06-02', 1, 'EUR', 1, 'reminder', 5000, '2026-06-10', 'de', 'email', '');
    INSERT INTO notice_line (notice_id, document_id, level, open, fee, charges)
      VALUES (1, 1, 1, 10000, 0, 0), (1, 2, 1, 5000, 100, 250), (2, 2, 1, 5000, 300, 300);
    INSERT INTO message (id, notice_id, message_id, recipient, subject, state, day, detail) VALUES
      (1, 1, 'abc.1', 'a@tern.example', 'Reminder', 'withdrawn', '2026-06-02',
        'what is owed has changed'),
      (2, 2, 'def.2.again', 'a@tern.example', 'Reminder', 'ready', NULL, '');
    INSERT INTO pending VALUES ('client', 1, '2026-06-02');
    """

  private static let rowsAboutLines = """
    INSERT INTO decision (id, day, bank_line_id, is_undo, note, who)
      VALUES (1, '2026-05-20', 3, 0, 'phoned', 'Ann');
    INSERT INTO decision_document VALUES (1, 2);
    """
}

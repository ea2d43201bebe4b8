import GRDB

/// The schema, step by step. Steps are only ever added; a book of any age is brought forward.
///
/// Money is integer minor units beside a currency code, a day is ISO text, and every constraint
/// that SQLite can hold stands here rather than in the code above it.
enum Migrations {
  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 files, clients, documents, money, notices") { db in
      try db.execute(sql: first)
    }
    migrator.registerMigration("2 payments told twice, how clients are known") { db in
      try db.execute(sql: second)
    }
    migrator.registerMigration("3 what is still to be derived") { db in
      try db.execute(sql: third)
    }
    migrator.registerMigration("4 messages, and whether they were sent") { db in
      try db.execute(sql: messages)
    }
    migrator.registerMigration("5 what is said of clients, merges and splits") { db in
      try db.execute(sql: clientFacts)
    }
    migrator.registerMigration("6 checks without lists, debits returned") { db in
      try unrollLists(db)
      try db.execute(sql: reversals)
    }
    migrator.registerMigration("7 fees of notices") { db in
      try db.execute(sql: noticeFees)
    }
    migrator.registerMigration("8 money that went out, credit notes called used") { db in
      try db.execute(sql: deriveAnew)
    }
    migrator.registerMigration("9 charges that reminders asked for, the newest contact") { db in
      try rebuild(db, "allocation") { sql in
        let last = "source = 'void'"
        return sql.contains(last) ? sql.replacing(last, with: last + " OR source = 'charge'") : nil
      }
      try db.execute(sql: noticeCharges)
      try db.execute(sql: contactDays)
    }
    migrator.registerMigration("10 what a register says of a new document, files' documents") {
      try $0.execute(sql: toldPaid)
      try $0.execute(sql: filesDocuments)
      try rebuild($0, "allocation") { $0.replacing(" REFERENCES client(id)", with: "") }
      try $0.execute(sql: entriesByDocument)
    }
    migrator.registerMigration("11 digests in bytes") { try storeDigestsAsBytes($0) }
    migrator.registerMigration("12 facts in columns") { try storeFactsInColumns($0) }
    migrator.registerMigration("13 charges that our bank kept") { db in
      try rebuild(db, "allocation") { sql in
        let last = "source = 'charge'"
        return sql.contains(last)
          ? sql.replacing(last, with: last + " OR source = 'bank-charge'") : nil
      }
      try db.execute(sql: retoldFiles)
    }
    migrator.registerMigration("14 what e-invoices say, numbers that come again") { db in
      try db.execute(sql: eInvoiceFacts)
    }
    migrator.registerMigration("15 payments without a day, credits and their use") { db in
      try db.execute(sql: undatedPayments)
    }
    migrator.registerMigration("16 text formats of banks") { try allowBankTexts($0) }
    migrator.registerMigration("17 what later files say of a credit's use") { db in
      try db.execute(sql: reportedUse)
    }
    migrator.registerMigration("18 letters other than reminders are mailed") { db in
      try mailLetters(db)
    }
    return migrator
  }()

  /// Files that reported movements of earlier files under the same references of the bank.
  private static let retoldFiles = """
    CREATE TABLE retold_file (
      later INTEGER NOT NULL REFERENCES source_file(id),
      earlier INTEGER NOT NULL REFERENCES source_file(id),
      PRIMARY KEY (later, earlier)
    ) STRICT, WITHOUT ROWID;
    """

  /// The entries of clients that got money back or goodwill, or of whose credit notes a register
  /// said how much was used, follow from the facts in another way than before.
  private static let deriveAnew = """
    INSERT INTO pending (kind, subject, day)
    SELECT 'client', client_id, (SELECT MAX(day) FROM import) FROM (
      SELECT client_id FROM bank_line WHERE amount < 0 AND client_id IS NOT NULL
      UNION SELECT client_id FROM settlement JOIN document ON document.id = document_id
        WHERE effect < 0
      UNION SELECT client_id FROM event WHERE kind = 'goodwill'
    ) WHERE true ON CONFLICT DO NOTHING;
    """

  /// A mail of a notice. message_id is the same for every attempt; next_attempt is in seconds since
  /// 1970; a message claimed by a run that is gone may or may not have been sent.
  private static let messages = """
    CREATE TABLE message (
      id INTEGER PRIMARY KEY,
      notice_id INTEGER NOT NULL UNIQUE REFERENCES notice(id),
      message_id TEXT NOT NULL UNIQUE,
      recipient TEXT NOT NULL,
      subject TEXT NOT NULL,
      state TEXT NOT NULL
        CHECK (state IN ('ready', 'claimed', 'sent', 'postponed', 'refused', 'uncertain',
          'withdrawn')),
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt INTEGER NOT NULL DEFAULT 0,
      day TEXT CHECK (length(day) = 10),
      detail TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX message_state ON message(state);
    """

  private static let first = """
    -- One run of an import. undone: the day on which it was taken back.
    CREATE TABLE import (
      id INTEGER PRIMARY KEY,
      day TEXT NOT NULL CHECK (length(day) = 10),
      undone TEXT CHECK (length(undone) = 10)
    ) STRICT;

    CREATE TABLE source_file (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL,
      digest TEXT NOT NULL CHECK (length(digest) = 64),
      imported TEXT NOT NULL CHECK (length(imported) = 10),
      import_id INTEGER NOT NULL REFERENCES import(id),
      is_undone INTEGER NOT NULL DEFAULT 0 CHECK (is_undone IN (0, 1))
    ) STRICT;
    CREATE UNIQUE INDEX source_file_digest ON source_file(digest) WHERE NOT is_undone;
    CREATE INDEX source_file_import ON source_file(import_id);

    -- A later import met again what an earlier one had brought.
    CREATE TABLE overlap (
      earlier INTEGER NOT NULL REFERENCES import(id),
      later INTEGER NOT NULL REFERENCES import(id),
      PRIMARY KEY (earlier, later)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE client (
      id INTEGER PRIMARY KEY,
      external_id TEXT NOT NULL,
      name TEXT NOT NULL,
      street TEXT NOT NULL,
      postcode TEXT NOT NULL,
      city TEXT NOT NULL,
      country TEXT NOT NULL,
      person TEXT NOT NULL,
      email TEXT NOT NULL,
      phone TEXT NOT NULL,
      language TEXT NOT NULL,
      term_days INTEGER CHECK (term_days BETWEEN 0 AND 3660),
      forgotten TEXT CHECK (length(forgotten) = 10)
    ) STRICT;

    CREATE TABLE client_key (
      scheme INTEGER NOT NULL,
      value TEXT NOT NULL,
      client_id INTEGER NOT NULL REFERENCES client(id),
      PRIMARY KEY (scheme, value)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX client_key_client ON client_key(client_id);

    -- effect: minor units that the document adds to what is owed; below zero it is a credit.
    CREATE TABLE document (
      id INTEGER PRIMARY KEY,
      seller TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('invoice', 'credit-note', 'bill', 'bill-credit')),
      number TEXT NOT NULL CHECK (number <> ''),
      client_id INTEGER NOT NULL REFERENCES client(id),
      type_code TEXT NOT NULL,
      issue_date TEXT NOT NULL CHECK (length(issue_date) = 10),
      due_date TEXT NOT NULL CHECK (length(due_date) = 10),
      due_source TEXT NOT NULL,
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      effect INTEGER NOT NULL,
      payable_printed TEXT NOT NULL,
      payment_reference TEXT NOT NULL,
      collection TEXT NOT NULL,
      credited_number TEXT NOT NULL,
      discounts TEXT NOT NULL,
      verdict TEXT,
      source TEXT NOT NULL,
      file_id INTEGER NOT NULL REFERENCES source_file(id),
      UNIQUE (seller, kind, number)
    ) STRICT;
    CREATE INDEX document_client ON document(client_id);
    CREATE INDEX document_file ON document(file_id);

    CREATE TABLE settlement (
      document_id INTEGER NOT NULL REFERENCES document(id),
      day TEXT NOT NULL CHECK (length(day) = 10),
      paid INTEGER NOT NULL CHECK (paid > 0),
      file_id INTEGER NOT NULL REFERENCES source_file(id),
      PRIMARY KEY (document_id, day, paid)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX settlement_file ON settlement(file_id);

    CREATE TABLE statement (
      id INTEGER PRIMARY KEY,
      account TEXT NOT NULL,
      name TEXT NOT NULL,
      closing INTEGER,
      closing_currency TEXT,
      closing_day TEXT,
      file_id INTEGER NOT NULL REFERENCES source_file(id)
    ) STRICT;
    CREATE INDEX statement_account ON statement(account, closing_day);
    CREATE INDEX statement_file ON statement(file_id);

    -- identity and occurrence: two equal movements of one statement are two, the same statement
    -- read again is not.
    CREATE TABLE bank_line (
      id INTEGER PRIMARY KEY,
      identity TEXT NOT NULL,
      occurrence INTEGER NOT NULL,
      account TEXT NOT NULL,
      booked TEXT NOT NULL CHECK (length(booked) = 10),
      amount INTEGER NOT NULL,
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      counterparty TEXT NOT NULL,
      counterparty_account TEXT NOT NULL,
      reference_list TEXT NOT NULL,
      remittance TEXT NOT NULL,
      is_reversal INTEGER NOT NULL CHECK (is_reversal IN (0, 1)),
      client_id INTEGER REFERENCES client(id),
      matched_by TEXT,
      is_payer_known INTEGER NOT NULL DEFAULT 0 CHECK (is_payer_known IN (0, 1)),
      file_id INTEGER NOT NULL REFERENCES source_file(id),
      UNIQUE (identity, occurrence)
    ) STRICT;
    CREATE INDEX bank_line_client ON bank_line(client_id);
    CREATE INDEX bank_line_account ON bank_line(account, booked);
    CREATE INDEX bank_line_file ON bank_line(file_id);

    -- is_guess: told by payer and amount, not by name.
    CREATE TABLE match (
      bank_line_id INTEGER NOT NULL REFERENCES bank_line(id),
      document_id INTEGER NOT NULL REFERENCES document(id),
      is_guess INTEGER NOT NULL CHECK (is_guess IN (0, 1)),
      PRIMARY KEY (bank_line_id, document_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX match_document ON match(document_id);

    -- What a person said a bank line is for, from a day on; is_undo: the rules decide again.
    CREATE TABLE decision (
      id INTEGER PRIMARY KEY,
      day TEXT NOT NULL CHECK (length(day) = 10),
      bank_line_id INTEGER NOT NULL REFERENCES bank_line(id),
      is_undo INTEGER NOT NULL CHECK (is_undo IN (0, 1)),
      note TEXT NOT NULL,
      who TEXT NOT NULL
    ) STRICT;
    CREATE INDEX decision_line ON decision(bank_line_id);

    CREATE TABLE decision_document (
      decision_id INTEGER NOT NULL REFERENCES decision(id),
      document_id INTEGER NOT NULL REFERENCES document(id),
      PRIMARY KEY (decision_id, document_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX decision_document_document ON decision_document(document_id);

    -- Derived from the facts above, client by client, in the order of their days. document_id NULL:
    -- on the client's account. The rows of one source add up to its amount.
    CREATE TABLE allocation (
      id INTEGER PRIMARY KEY,
      day TEXT NOT NULL CHECK (length(day) = 10),
      client_id INTEGER NOT NULL REFERENCES client(id),
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      source TEXT NOT NULL
        CHECK (source IN ('bank', 'register', 'credit', 'discount', 'superseded',
          'recorded', 'goodwill', 'write-off', 'void')),
      source_id INTEGER NOT NULL,
      document_id INTEGER REFERENCES document(id),
      amount INTEGER NOT NULL CHECK (amount <> 0)
    ) STRICT;
    CREATE INDEX allocation_document ON allocation(document_id, day);
    CREATE INDEX allocation_client ON allocation(client_id);

    CREATE TABLE event (
      id INTEGER PRIMARY KEY,
      day TEXT NOT NULL CHECK (length(day) = 10),
      kind TEXT NOT NULL,
      client_id INTEGER NOT NULL REFERENCES client(id),
      document_id INTEGER REFERENCES document(id),
      until TEXT CHECK (length(until) = 10),
      amount INTEGER CHECK (amount > 0),
      currency TEXT CHECK (length(currency) = 3),
      note TEXT NOT NULL,
      who TEXT NOT NULL,
      file_id INTEGER REFERENCES source_file(id),
      CHECK ((amount IS NULL) = (currency IS NULL))
    ) STRICT;
    CREATE INDEX event_client ON event(client_id);
    CREATE INDEX event_document ON event(document_id);
    CREATE INDEX event_file ON event(file_id);

    CREATE TABLE notice (
      id INTEGER PRIMARY KEY,
      day TEXT NOT NULL CHECK (length(day) = 10),
      client_id INTEGER NOT NULL REFERENCES client(id),
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      level INTEGER NOT NULL CHECK (level > 0),
      stage TEXT NOT NULL,
      total INTEGER NOT NULL,
      pay_by TEXT NOT NULL CHECK (length(pay_by) = 10),
      language TEXT NOT NULL,
      channel TEXT NOT NULL,
      files TEXT NOT NULL,
      UNIQUE (client_id, currency, day)
    ) STRICT;

    CREATE TABLE notice_line (
      notice_id INTEGER NOT NULL REFERENCES notice(id),
      document_id INTEGER NOT NULL REFERENCES document(id),
      level INTEGER NOT NULL,
      open INTEGER NOT NULL CHECK (open > 0),
      PRIMARY KEY (notice_id, document_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX notice_line_document ON notice_line(document_id);

    -- The paper trail: see Journal. salt NULL: what the entry was about has been removed.
    CREATE TABLE journal (
      id INTEGER PRIMARY KEY,
      day TEXT NOT NULL CHECK (length(day) = 10),
      kind TEXT NOT NULL,
      subject INTEGER NOT NULL,
      salt TEXT,
      digest TEXT NOT NULL CHECK (length(digest) = 64),
      chain TEXT NOT NULL CHECK (length(chain) = 64)
    ) STRICT;
    CREATE INDEX journal_subject ON journal(kind, subject);
    """
  private static let second = """
    ALTER TABLE bank_line ADD COLUMN is_notice INTEGER NOT NULL DEFAULT 0
      CHECK (is_notice IN (0, 1));
    ALTER TABLE bank_line ADD COLUMN entry_reference TEXT NOT NULL DEFAULT '';
    -- One a line: what bank and payer call the transaction.
    ALTER TABLE bank_line ADD COLUMN traces TEXT NOT NULL DEFAULT '';
    -- Derived: the line that stands for the same money and counts; NULL where this one counts.
    ALTER TABLE bank_line ADD COLUMN same_as INTEGER REFERENCES bank_line(id) ON DELETE SET NULL;
    CREATE INDEX bank_line_same ON bank_line(same_as) WHERE same_as IS NOT NULL;
    CREATE INDEX bank_line_notice ON bank_line(account) WHERE is_notice;

    -- Scheme and value of the identifier by which the document's client was recognised; empty where
    -- it was new.
    ALTER TABLE document ADD COLUMN known_by TEXT NOT NULL DEFAULT '';
    """

  /// What the business had charged for notices about the invoice by then, this one included.
  private static let noticeFees = """
    ALTER TABLE notice_line ADD COLUMN fee INTEGER NOT NULL DEFAULT 0 CHECK (fee >= 0);
    """

  /// What the notice asked for beside the invoice: interest, fixed sums and all fees.
  private static let noticeCharges = """
    ALTER TABLE notice_line ADD COLUMN charges INTEGER NOT NULL DEFAULT 0 CHECK (charges >= 0);
    UPDATE notice_line SET charges = fee;
    INSERT INTO pending (kind, subject, day)
    SELECT DISTINCT 'client', client_id, (SELECT MAX(day) FROM import)
    FROM notice_line JOIN document ON document.id = document_id WHERE charges > 0
    ON CONFLICT DO NOTHING;
    """

  /// The days of the newest documents that said the client's address, person, e-mail and phone,
  /// with spaces between them and - where none did; empty where nobody knows, as in older books.
  private static let contactDays = """
    ALTER TABLE client ADD COLUMN contact_days TEXT NOT NULL DEFAULT '';
    """

  private static let third = """
    -- Facts from which allocations and matches are still to be derived: see Pending.
    CREATE TABLE pending (
      kind TEXT NOT NULL CHECK (kind IN ('client', 'file', 'documents')),
      subject INTEGER NOT NULL,
      day TEXT NOT NULL CHECK (length(day) = 10),
      PRIMARY KEY (kind, subject)
    ) STRICT, WITHOUT ROWID;
    """
}

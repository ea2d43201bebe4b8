extension Migrations {
  /// Step 15: what lists leave open of payments, and what they say of credits.
  static let undatedPayments = """
    -- 1: the file says that so much was paid, but not when; its day is that of the import.
    ALTER TABLE document ADD COLUMN told_undated INTEGER CHECK (told_undated = 1);
    ALTER TABLE later_settlement ADD COLUMN undated INTEGER CHECK (undated = 1);
    -- 1: of a credit, the file says how much of it is used, be it nothing.
    ALTER TABLE document ADD COLUMN use_told INTEGER CHECK (use_told = 1);
    -- The file says that the money goes between our own accounts.
    ALTER TABLE bank_line ADD COLUMN is_internal INTEGER NOT NULL DEFAULT 0
      CHECK (is_internal IN (0, 1));
    CREATE INDEX bank_line_internal ON bank_line(booked) WHERE is_internal;
    """

  /// Step 17: the use of a credit as a later file reports it, where the first one did not.
  static let reportedUse = """
    -- The file reports how much of the credit is used, zero included.
    CREATE TABLE reported_use (
      document_id INTEGER NOT NULL REFERENCES document(id),
      file_id INTEGER NOT NULL REFERENCES source_file(id),
      PRIMARY KEY (document_id, file_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reported_use_file ON reported_use(file_id);
    """

  /// Step 14: what e-invoices say beyond one reference and one name, and numbers that come again.
  static let eInvoiceFacts = """
    -- Further texts that a payer may give, one a line.
    ALTER TABLE document ADD COLUMN other_references TEXT NOT NULL DEFAULT '';
    -- What the document itself calls its number, where the ledger has several of it: then `number`
    -- is that with its year, or a mark that it was recorded as void.
    ALTER TABLE document ADD COLUMN own_number TEXT;
    CREATE INDEX document_own_number ON document(own_number) WHERE own_number IS NOT NULL;

    -- What a client trades as beside its name.
    CREATE TABLE client_name (
      client_id INTEGER NOT NULL REFERENCES client(id),
      name TEXT NOT NULL,
      PRIMARY KEY (client_id, name)
    ) STRICT, WITHOUT ROWID;
    """
}

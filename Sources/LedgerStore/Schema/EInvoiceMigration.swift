extension Migrations {
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

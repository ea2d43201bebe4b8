extension Migrations {
  /// What is said of clients beside documents, and documents moved between clients.
  static let clientFacts = """
    CREATE TABLE client_fact (
      id INTEGER PRIMARY KEY,
      day TEXT NOT NULL CHECK (length(day) = 10),
      client_id INTEGER NOT NULL REFERENCES client(id),
      field TEXT NOT NULL CHECK (field IN ('email', 'phone', 'contact', 'language', 'country',
        'terms_days', 'kind', 'group', 'policy')),
      value TEXT NOT NULL,
      file_id INTEGER NOT NULL REFERENCES source_file(id)
    ) STRICT;
    CREATE INDEX client_fact_client ON client_fact(client_id);
    CREATE INDEX client_fact_file ON client_fact(file_id);

    -- The client that stands for this one; NULL where it stands for itself.
    ALTER TABLE client ADD COLUMN merged_into INTEGER REFERENCES client(id);

    -- A merge or a split: what was of_client's is to_client's. undone: the day it was taken back.
    CREATE TABLE client_move (
      id INTEGER PRIMARY KEY,
      day TEXT NOT NULL CHECK (length(day) = 10),
      kind TEXT NOT NULL CHECK (kind IN ('merge', 'split')),
      from_client INTEGER NOT NULL REFERENCES client(id),
      to_client INTEGER NOT NULL REFERENCES client(id),
      note TEXT NOT NULL,
      who TEXT NOT NULL,
      undone TEXT CHECK (length(undone) = 10)
    ) STRICT;

    -- What a move took along: rows by their id, identifiers by scheme and value.
    CREATE TABLE client_move_row (
      move_id INTEGER NOT NULL REFERENCES client_move(id),
      kind TEXT NOT NULL CHECK (kind IN ('document', 'event', 'fact', 'key')),
      subject INTEGER NOT NULL,
      value TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (move_id, kind, subject, value)
    ) STRICT, WITHOUT ROWID;

    -- The rules by which allocations are derived have changed.
    INSERT INTO pending (kind, subject, day)
      SELECT 'client', id, (SELECT MAX(imported) FROM source_file) FROM client
      WHERE EXISTS (SELECT 1 FROM source_file) ON CONFLICT DO NOTHING;
    """
}

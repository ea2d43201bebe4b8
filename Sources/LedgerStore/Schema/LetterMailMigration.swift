import GRDB

/// Step 18: letters other than reminders are mailed, too. A message is of a notice, or of an event
/// that says which letter went out; it then has its files and the currency of what it tells.
extension Migrations {
  static func mailLetters(_ db: Database) throws {
    try rebuild(db, "message") { sql in
      let notice = "notice_id INTEGER NOT NULL UNIQUE"
      return sql.contains(notice)
        ? sql.replacing(notice, with: "notice_id INTEGER UNIQUE") : nil
    }
    try db.execute(
      sql: """
        ALTER TABLE message ADD COLUMN event_id INTEGER REFERENCES event(id);
        ALTER TABLE message ADD COLUMN currency TEXT CHECK (length(currency) = 3);
        CREATE INDEX message_event ON message(event_id) WHERE event_id IS NOT NULL;
        CREATE TABLE message_file (
          message_id INTEGER NOT NULL REFERENCES message(id),
          place INTEGER NOT NULL,
          path TEXT NOT NULL,
          PRIMARY KEY (message_id, place)
        ) STRICT, WITHOUT ROWID;
        """)
  }
}

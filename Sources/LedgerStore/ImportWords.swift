import Domain
import GRDB

/// What a register says of a document beside its figures: that it is disputed, or not any more, and
/// that what is open of it was given up. Each becomes an event of the file, dated at its import.
extension ImportSession {
  mutating func takeWords(
    of record: FileContents.Record, document: Int64, client: Int64, _ fileID: Int64, isNew: Bool
  ) throws {
    let day = max(rules.day, record.invoice.issueDate)
    func note(_ kind: ClientEvent.Kind, _ words: String) throws {
      try db.run(
        """
        INSERT INTO event (day, kind, client_id, document_id, note, who, file_id)
        VALUES (?, ?, ?, ?, ?, '', ?)
        """, [day.description, kind.rawValue, client, document, words, fileID])
    }
    if let isDisputed = record.isDisputed, isDisputed || !isNew {
      let last = try lastWord(on: document)
      if isDisputed, last != .dispute {
        try note(.dispute, "marked as disputed in a register")
      } else if !isDisputed, last == .dispute,
        try Marks(db, asOf: day, client: ID(client))
          .running(about: ID(document), of: ID(client), on: day, db).last?.kind == .dispute
      {
        // What was recorded since and still runs would be ended instead.
        try note(.release, "no longer marked as disputed in a register")
      }
    }
    if record.isLost, try !isWrittenOff(document) {
      try note(.writeOff, "given up in a register")
      touched.insert(client)
      summary.lost += 1
    }
  }

  /// The last that a register said of a dispute. What a person said since is another matter: the
  /// register's old word is not taken up again.
  private func lastWord(on document: Int64) throws -> ClientEvent.Kind? {
    try String.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT kind FROM event WHERE document_id = ? AND file_id IS NOT NULL
            AND (kind = 'dispute' OR kind = 'release') ORDER BY id DESC LIMIT 1
          """), arguments: [document]
    ).flatMap { ClientEvent.Kind(rawValue: $0) }
  }

  private func isWrittenOff(_ document: Int64) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM event WHERE document_id = ? AND kind = 'write-off')
          """), arguments: [document]) ?? false
  }
}

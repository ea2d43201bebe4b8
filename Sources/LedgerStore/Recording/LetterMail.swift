package import Domain
import GRDB

/// A letter other than a reminder, as it is to be mailed.
package struct MailedLetter: Sendable {
  /// Of what it tells: a client may get one for each currency.
  package var currency: Currency
  package var recipient: String
  package var subject: String
  /// As they are noted.
  package var files: [String]

  package init(currency: Currency, recipient: String, subject: String, files: [String]) {
    self.currency = currency
    self.recipient = recipient
    self.subject = subject
    self.files = files
  }
}

extension Ledger {
  /// Records that letters went out, and puts them into the outbox, in one transaction. Returns the
  /// numbers of their messages.
  package func record(_ event: ClientEvent, mailing letters: [MailedLetter]) throws -> [Int64] {
    try transaction {
      try record(event)
      return try writing { db in
        guard let id = try db.letterEvent(event) else { return [] }
        return try letters.map { letter in try db.addMessage(letter, of: id) }
      }
    }
  }

  /// The numbers of the messages of the same letters that were put into the outbox before: each is
  /// mailed once a day.
  package func messages(
    of event: ClientEvent, in currencies: Set<Currency>
  ) throws(Problem) -> [Int64] {
    try reading { db in
      guard let id = try db.letterEvent(event) else { return [] }
      return try Row.fetchAll(
        db, sql: "SELECT id, currency FROM message WHERE event_id = ? ORDER BY id", arguments: [id]
      ).filter { try currencies.contains($0.currency()) }.map { $0["id"] }
    }
  }
}

extension Database {
  /// The event that says that a letter went out.
  fileprivate func letterEvent(_ event: ClientEvent) throws -> Int64? {
    try Int64.fetchOne(
      self,
      sql: """
        SELECT MAX(id) FROM event WHERE day = ? AND client_id = ? AND document_id IS ?
          AND letter_kind = ?
        """,
      arguments: [
        event.day.description, event.client.rawValue, event.invoice?.rawValue,
        event.letter?.rawValue,
      ])
  }

  fileprivate func addMessage(_ letter: MailedLetter, of event: Int64) throws -> Int64 {
    try run(
      """
      INSERT INTO message (event_id, currency, message_id, recipient, subject, state)
      VALUES (?, ?, ?, ?, ?, 'ready')
      """,
      [
        event, letter.currency.code, "\(Journal.newSalt()).letter\(event)", letter.recipient,
        letter.subject,
      ])
    let id = lastInsertedRowID
    for (place, path) in letter.files.enumerated() {
      try run(
        "INSERT INTO message_file (message_id, place, path) VALUES (?, ?, ?)",
        [id, place + 1, path])
    }
    return id
  }

  /// The files of a letter's message, in the order in which they were noted.
  func letterFiles(ofMessage message: Int64) throws -> [String] {
    try String.fetchAll(
      cachedStatement(sql: "SELECT path FROM message_file WHERE message_id = ? ORDER BY place"),
      arguments: [message])
  }

  /// Waiting letters of earlier days: what they say is of their own day.
  func letters(before day: Day) throws -> [Int64] {
    try Int64.fetchAll(
      self,
      sql: """
        SELECT message.id FROM message JOIN event ON event.id = event_id
        WHERE state IN ('ready', 'postponed') AND event.day < ? ORDER BY message.id
        """, arguments: [day.description])
  }
}

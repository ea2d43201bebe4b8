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
  /// Records that letters were written, and puts them into the outbox, in one transaction. Returns
  /// the numbers of their messages.
  package func record(_ event: ClientEvent, mailing letters: [MailedLetter]) throws -> [Int64] {
    try transaction {
      try record(event, again: true)
      return try writing { db in
        let id = try Int64.fetchOne(
          db, sql: "SELECT MAX(id) FROM event WHERE client_id = ? AND letter_kind = ?",
          arguments: [event.client.rawValue, event.letter?.rawValue])
        guard let id else { return [] }
        return try letters.map { letter in try db.addMessage(letter, of: id) }
      }
    }
  }

  /// The numbers of the messages of the same letters that were put into the outbox before and not
  /// called back: each is mailed once a day.
  package func messages(
    of event: ClientEvent, in currencies: Set<Currency>
  ) throws(Problem) -> [Int64] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT message.id, message.currency FROM message JOIN event ON event.id = event_id
          WHERE event.day = ? AND client_id = ? AND document_id IS ? AND letter_kind = ?
            AND state <> 'withdrawn'
          ORDER BY message.id
          """,
        arguments: [
          event.day.description, event.client.rawValue, event.invoice?.rawValue,
          event.letter?.rawValue,
        ]
      ).filter { try currencies.contains($0.currency()) }.map { $0["id"] }
    }
  }
}

extension Database {
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

  /// Waiting letters that may no longer be true: those of earlier days, and those after which
  /// anything was imported or matched, or recorded of their client.
  func outdatedLetters(on day: Day) throws -> [Int64] {
    try Int64.fetchAll(
      self,
      sql: """
        SELECT message.id FROM message JOIN event ON event.id = event_id
        WHERE state IN ('ready', 'postponed') AND (event.day < ?
          OR EXISTS (SELECT 1 FROM event AS later WHERE later.client_id = event.client_id
            AND later.id > event.id AND later.kind <> 'note')
          OR EXISTS (SELECT 1 FROM journal WHERE kind IN ('import', 'match', 'decision', 'undo',
              'move') AND id > (SELECT MIN(written.id) FROM journal AS written
                WHERE written.kind = 'event' AND written.subject = event.id)))
        ORDER BY message.id
        """, arguments: [day.description])
  }
}

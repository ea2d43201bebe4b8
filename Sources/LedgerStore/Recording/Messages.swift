import Accounting
package import Domain
import GRDB

/// A mail of the outbox, as it is handed to the sender.
package struct OutgoingMessage: Hashable, Sendable {
  package let number: Int64
  /// The part of its Message-ID before the `@`: the same for every attempt.
  package let token: String
  package var recipient: String
  package let subject: String
  package let client: String
  /// What the reminder asks for; nil of another letter.
  package let total: Money?
  package let state: State
  package let attempts: Int
  /// Of the letter, as they were noted.
  package let files: [String]
  /// Why it was postponed or refused, or empty.
  package let detail: String
  /// Why it was withdrawn; nil where it was not.
  package let reason: Reason?

  /// Why a message was withdrawn before it went.
  package enum Reason: String, Sendable {
    /// Nothing of it is open any more, or a later letter asks for the same.
    case outOfDate = "out-of-date"
    /// Something else is owed by now, or not to be asked for: the notice then counts for nothing.
    case changed
  }

  /// What became of a mail so far.
  package enum State: String, Sendable, CaseIterable {
    case ready
    /// A run is sending it, or died while it did.
    case claimed
    case sent
    /// Not taken yet; it will be tried again.
    case postponed
    case refused
    /// It may have been sent: a person decides.
    case uncertain
    /// The letter is out of date: its invoices were paid, or a later letter took its place.
    case withdrawn
  }
}

extension Ledger {
  /// Messages in one of the states, oldest first.
  package func messages(in states: [OutgoingMessage.State]) throws(Problem) -> [OutgoingMessage] {
    try reading { db in
      let names = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      return try Row.fetchAll(
        db,
        sql: """
          SELECT message.*, client.name, notice.total, notice.currency AS total_currency
          FROM message LEFT JOIN notice ON notice.id = notice_id
            LEFT JOIN event ON event.id = event_id
            JOIN client ON client.id = COALESCE(notice.client_id, event.client_id)
          WHERE state IN (\(names)) ORDER BY message.id
          """
      ).map { row in
        let notice: Int64? = row["notice_id"]
        return OutgoingMessage(
          number: row["id"], token: row["message_id"], recipient: row["recipient"],
          subject: row["subject"], client: row["name"],
          total: try notice.map { _ in
            Money(minorUnits: row["total"], currency: try row.currency("total_currency"))
          },
          state: try row.value("state"), attempts: row["attempts"],
          files: try notice.map { try db.letterFiles(ofNotice: $0) }
            ?? db.letterFiles(ofMessage: row["id"]),
          detail: row["detail"],
          reason: (row["reason"] as String?).flatMap { OutgoingMessage.Reason(rawValue: $0) })
      }
    }
  }

  /// Whether a mail was ever sent from this book.
  package func hasSentMail() throws(Problem) -> Bool {
    try reading { db in
      try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM message WHERE state = 'sent')")
        ?? false
    }
  }

  /// Calls back letters that are out of date at the end of `day`: one whose invoices are all paid
  /// or credited, one after which a later letter about all of its debts was written, and one of
  /// whose invoices something else is owed by now, or not to be asked for: as it was never sent,
  /// another may be written on a later day. A letter that is not a reminder is called back on a
  /// later day, and once anything was imported, matched or recorded since. Messages that a run left
  /// claimed when it died become uncertain. Only the holder of the outbox may call it.
  package func tidyOutbox(on day: Day) throws(Problem) {
    // What is owed is read only where something waits that could say otherwise.
    let isWaiting = try !messages(in: [.ready, .postponed]).isEmpty
    let receivables = isWaiting ? try receivables(asOf: day) : nil
    try writing { db in
      let claimed = try Int64.fetchAll(
        db, sql: "SELECT id FROM message WHERE state = 'claimed' ORDER BY id")
      for message in claimed {
        try db.run("UPDATE message SET state = 'uncertain' WHERE id = ?", [message])
        try db.reseal(message, on: day)
      }
      let stale = try Int64.fetchAll(
        db,
        sql: """
          SELECT message.id FROM message JOIN notice ON notice.id = notice_id
          WHERE state IN ('ready', 'postponed') AND (
            (is_resend = 0
              AND EXISTS (SELECT 1 FROM notice AS later WHERE later.client_id = notice.client_id
                AND later.currency = notice.currency AND later.day > notice.day
                AND NOT EXISTS (SELECT 1 FROM notice_line AS line
                  JOIN document ON document.id = line.document_id
                  WHERE line.notice_id = notice.id AND effect >
                    (SELECT COALESCE(SUM(amount), 0) FROM allocation
                      WHERE allocation.document_id = document.id AND allocation.day <= ?1)
                    AND NOT EXISTS (SELECT 1 FROM notice_line AS again
                      WHERE again.notice_id = later.id AND again.document_id = document.id))))
            OR NOT EXISTS (SELECT 1 FROM notice_line JOIN document ON document.id = document_id
              WHERE notice_line.notice_id = notice.id AND effect >
                (SELECT COALESCE(SUM(amount), 0) FROM allocation
                  WHERE allocation.document_id = document.id AND allocation.day <= ?1)))
          ORDER BY message.id
          """, arguments: [day.description])
      for message in try stale + db.outdatedLetters(on: day) {
        try db.withdraw(message, .outOfDate, on: day)
      }
      for message in try receivables.map(db.untrueMessages) ?? [] {
        try db.withdraw(message, .changed, on: day)
      }
    }
  }

  /// Takes a message for sending: true for exactly one of all who try. `now` is in seconds since
  /// 1970; a postponed one waits for its time.
  package func claim(_ message: Int64, now: Int64, on day: Day) throws(Problem) -> Bool {
    try writing { db in
      try db.run(
        """
        UPDATE message SET state = 'claimed', attempts = attempts + 1
        WHERE id = ? AND state IN ('ready', 'postponed') AND next_attempt <= ?
        """, [message, now])
      guard db.changesCount == 1 else { return false }
      try db.reseal(message, on: day)
      return true
    }
  }

  /// Gives a claimed message back that was not tried after all.
  package func unclaim(_ message: Int64, on day: Day) throws(Problem) {
    try writing { db in
      try db.run(
        """
        UPDATE message SET state = 'ready', attempts = attempts - 1
        WHERE id = ? AND state = 'claimed'
        """, [message])
      try db.reseal(message, on: day)
    }
  }

  /// Records what became of a claimed message.
  package func mark(
    _ message: Int64, _ state: OutgoingMessage.State, on day: Day, detail: String = "",
    next: Int64 = 0
  ) throws(Problem) {
    try writing { db in
      try db.mark(message, state, on: day, detail: detail, next: next)
    }
  }

  /// A person's word on an uncertain message: it arrived, or it is to be sent again.
  package func resolve(
    uncertain message: Int64, wasSent: Bool, on day: Day
  ) throws(Problem) {
    try writing { db in
      let state = try String.fetchOne(
        db, sql: "SELECT state FROM message WHERE id = ?", arguments: [message])
      guard state == OutgoingMessage.State.uncertain.rawValue else {
        throw Problem.refused(
          "message \(message) is not uncertain",
          remedy: "`dunlin chase --send` lists the uncertain ones; nothing was changed.")
      }
      try db.mark(
        message, wasSent ? .sent : .ready, on: day, detail: wasSent ? "as a person says" : "")
    }
  }

  /// Puts the last mail about an invoice into the outbox once more, because a person wants it: as a
  /// new message, which no server takes for one it has seen, and which no later letter calls back.
  /// Nil where none was written.
  package func resend(_ invoice: ID<Invoice>, on day: Day) throws(Problem) -> Int64? {
    try writing { db in
      guard let last = try db.lastMessage(about: invoice) else { return nil }
      try db.run(
        """
        UPDATE message SET state = 'ready', message_id = ?, is_resend = 1, reason = NULL,
          detail = '', attempts = 0, next_attempt = 0
        WHERE id = ?
        """, ["\(Journal.newSalt()).\(last.notice)", last.message])
      try db.seal(.message, last.message, on: day)
      try db.allocateCharges(of: last.message)
      return last.message
    }
  }

  /// Whether a letter about an invoice was ever for mail.
  package func hasMail(about invoice: ID<Invoice>) throws(Problem) -> Bool {
    try reading { db in try db.lastMessage(about: invoice) != nil }
  }
}

extension Database {
  fileprivate func withdraw(
    _ message: Int64, _ reason: OutgoingMessage.Reason, on day: Day
  ) throws {
    try run("UPDATE message SET reason = ? WHERE id = ?", [reason.rawValue, message])
    try mark(message, .withdrawn, on: day, detail: "")
  }

  fileprivate func mark(
    _ message: Int64, _ state: OutgoingMessage.State, on day: Day, detail: String, next: Int64 = 0
  ) throws {
    let isFinal = [.sent, .refused, .uncertain, .withdrawn].contains(state)
    try run(
      "UPDATE message SET state = ?, detail = ?, next_attempt = ?, day = ? WHERE id = ?",
      [
        state.rawValue, String(detail.prefix(200)), next, isFinal ? day.description : nil, message,
      ])
    if isFinal { try seal(.message, message, on: day) } else { try reseal(message, on: day) }
    if state == .withdrawn { try allocateCharges(of: message) }
  }

  /// Derives anew what was paid of the charges that a message asked for, as it no longer does or
  /// does so again.
  fileprivate func allocateCharges(of message: Int64) throws {
    // Those of the invoices now, whomever the letter went to.
    let clients = try Int64.fetchSet(
      self,
      sql: """
        SELECT document.client_id FROM message
        JOIN notice_line ON notice_line.notice_id = message.notice_id AND charges > 0
        JOIN document ON document.id = document_id WHERE message.id = ?
        """, arguments: [message])
    for client in clients.sorted() { try allocate(client: client) }
  }

  /// Waiting messages whose letters say what is no longer so by the receivables of a day.
  fileprivate func untrueMessages(_ receivables: Receivables) throws -> [Int64] {
    let items = Dictionary(
      receivables.items.map { ($0.id.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT message.id, notice.client_id, notice.currency, notice.day, document_id, open
        FROM message JOIN notice ON notice.id = message.notice_id
          JOIN notice_line ON notice_line.notice_id = notice.id
        WHERE state IN ('ready', 'postponed') AND is_resend = 0 AND notice.day <= ?
        ORDER BY message.id, document_id
        """, arguments: [receivables.asOf.description])
    struct Account: Hashable {
      let client: Int64
      let currency: String
    }
    let credits = Dictionary(grouping: receivables.credits) {
      Account(client: $0.client.rawValue, currency: $0.amount.currency.code)
    }
    var untrue: [Int64] = []
    for (message, lines) in Dictionary(grouping: rows, by: { $0["id"] as Int64 }) {
      let isOtherwise = lines.contains { line in
        guard let item = items[line["document_id"]] else { return true }
        return item.open.minorUnits != line["open"] || item.hold != nil
      }
      let written = try lines[0].day("day")
      let account = Account(client: lines[0]["client_id"], currency: lines[0]["currency"])
      let credits = credits[account] ?? []
      let asked = lines.map { $0["open"] as Int64 }.reduce(0, +)
      if isOtherwise || credits.contains(where: { $0.day > written })
        || credits.map(\.amount.minorUnits).reduce(0, +) >= asked
      {
        untrue.append(message)
      }
    }
    return untrue.sorted()
  }

  /// Seals a message that was sealed before: what is final can become unsettled again.
  fileprivate func reseal(_ message: Int64, on day: Day) throws {
    let isSealed = try Bool.fetchOne(
      self, sql: "SELECT EXISTS (SELECT 1 FROM journal WHERE kind = ? AND subject = ?)",
      arguments: [Journal.Kind.message.rawValue, message])
    if isSealed == true { try seal(.message, message, on: day) }
  }

  /// The last message about an invoice, and its notice.
  fileprivate func lastMessage(
    about invoice: ID<Invoice>
  ) throws -> (message: Int64, notice: Int64)? {
    try Row.fetchOne(
      self,
      sql: """
        SELECT message.id, notice_id FROM message JOIN notice_line USING (notice_id)
        WHERE document_id = ? ORDER BY notice_id DESC LIMIT 1
        """, arguments: [invoice.rawValue]
    ).map { ($0["id"], $0["notice_id"]) }
  }
}

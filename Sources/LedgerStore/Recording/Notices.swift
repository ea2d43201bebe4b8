package import Domain
import GRDB

extension Ledger {
  /// Every notice an invoice was named in, of whatever day, so that a run of a past day cannot
  /// give one twice; for a run of `day`, without earlier ones whose mail was called back before it
  /// went, as what they said had changed.
  package func noticesGiven(for day: Day) throws(Problem) -> [NoticeRecord] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT document_id, document.client_id, day, notice_line.level, notice.level AS lead,
            pay_by, fee, document.currency, stage
          FROM notice_line JOIN notice ON notice.id = notice_id
            JOIN document ON document.id = document_id
          WHERE day >= ?1 OR NOT EXISTS (SELECT 1 FROM message
            WHERE message.notice_id = notice.id AND state = 'withdrawn' AND reason = ?2)
          ORDER BY day, notice.id, document_id
          """, arguments: [day.description, OutgoingMessage.Reason.changed.rawValue]
      ).map { row in
        let fee = try row.money("fee")
        let (level, lead): (Int, Int) = (row["level"], row["lead"])
        let stage: String = row["stage"]
        return NoticeRecord(
          invoice: row.id("document_id"), client: row.id("client_id"), day: try row.day("day"),
          level: level, lead: lead, payBy: try row.day("pay_by"),
          houseFee: fee.isZero ? nil : fee, leadStage: stage, stage: level == lead ? stage : nil)
      }
    }
  }

  /// What is recorded of a letter beside its notice.
  package struct Given: Sendable {
    /// Names of the letter's files.
    package var files: [String]
    /// Where the letter is to be mailed, and its subject; nil where it goes another way.
    package var mail: (recipient: String, subject: String)?

    package init(files: [String], mail: (recipient: String, subject: String)? = nil) {
      self.files = files
      self.mail = mail
    }
  }

  /// Records notices as given, in one transaction with whatever `write` does for each: it writes
  /// the letter's files and returns their names. If it throws, none of them is recorded.
  package func give(
    _ notices: [Notice], write: (Notice) throws -> Given
  ) throws -> [[String]] {
    try database.atomically { db in
      try notices.map { notice in
        let given = try write(notice)
        try db.run(
          """
          INSERT INTO notice (day, client_id, currency, level, stage, total, pay_by, language,
            channel) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          [
            notice.day.description, notice.client.id.rawValue, notice.currency.code, notice.level,
            notice.stage, notice.total.minorUnits, notice.payBy.description, notice.language,
            notice.channel.rawValue,
          ])
        let id = db.lastInsertedRowID
        try db.add(given.files, ofNotice: id)
        for line in notice.lines {
          try db.run(
            """
            INSERT INTO notice_line (notice_id, document_id, level, open, fee, charges)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
              id, line.item.id.rawValue, line.level, line.item.open.minorUnits,
              line.houseFee.minorUnits, line.charges.minorUnits,
            ])
        }
        if let mail = given.mail { try db.addMessage(of: id, mail.recipient, mail.subject) }
        if notice.lines.contains(where: \.charges.isPositive) {
          // Money of later days may be the total of this letter.
          try db.deriveAnew(since: notice.day + 1, client: notice.client.id.rawValue, policy)
        }
        try db.seal(.notice, id, on: notice.day)
        return given.files
      }
    }
  }
}

extension Database {
  fileprivate func addMessage(of notice: Int64, _ recipient: String, _ subject: String) throws {
    try run(
      """
      INSERT INTO message (notice_id, message_id, recipient, subject, state)
      VALUES (?, ?, ?, ?, 'ready')
      """, [notice, "\(Journal.newSalt()).\(notice)", recipient, subject])
  }
}

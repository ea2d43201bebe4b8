package import Domain
import GRDB

extension Ledger {
  /// Every notice an invoice was named in, of whatever day, so that a run of a past day cannot
  /// give one twice.
  package func noticesGiven() throws(Problem) -> [NoticeRecord] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT document_id, day, notice_line.level FROM notice_line
          JOIN notice ON notice.id = notice_id ORDER BY day, notice.id
          """
      ).map { row in
        NoticeRecord(invoice: row.id("document_id"), day: try row.day("day"), level: row["level"])
      }
    }
  }

  /// Records notices as given, in one transaction with whatever `write` does for each: it writes
  /// the letter's files and returns their names. If it throws, none of them is recorded.
  package func give(
    _ notices: [Notice], write: (Notice) throws -> [String]
  ) throws -> [[String]] {
    try database.atomically { db in
      try notices.map { notice in
        let files = try write(notice)
        try db.run(
          """
          INSERT INTO notice (day, client_id, currency, level, stage, total, pay_by, language,
            channel, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          [
            notice.day.description, notice.client.id.rawValue, notice.currency.code, notice.level,
            notice.stage, notice.total.minorUnits, notice.payBy.description, notice.language,
            notice.channel.rawValue, files.joined(separator: "\n"),
          ])
        let id = db.lastInsertedRowID
        for line in notice.lines {
          try db.run(
            "INSERT INTO notice_line (notice_id, document_id, level, open) VALUES (?, ?, ?, ?)",
            [id, line.item.id.rawValue, line.level, line.item.open.minorUnits])
        }
        try db.seal(.notice, id, on: notice.day)
        return files
      }
    }
  }
}

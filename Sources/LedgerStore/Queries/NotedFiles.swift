package import Domain
import GRDB

/// Files as the ledger noted them: what was read, and what was written.
extension Ledger {
  /// The files that the facts were read from, those of imports taken back too.
  package func sourceFiles() throws(Problem) -> [(path: String, digest: Digest)] {
    try reading { db in
      try Row.fetchAll(db, sql: "SELECT path, digest FROM source_file ORDER BY id")
        .map { try ($0["path"], $0.digest("digest")) }
    }
  }

  /// The letters of all notices given, and those that were mailed, as they were noted.
  package func letterFiles() throws(Problem) -> [String] {
    try reading { db in
      try String.fetchAll(db, sql: "SELECT path FROM notice_file ORDER BY notice_id, place")
        + String.fetchAll(db, sql: "SELECT path FROM message_file ORDER BY message_id, place")
    }
  }

  /// The files that documents of a client, or one invoice, were read from.
  package func sourceFiles(of target: Target) throws(Problem) -> [(path: String, digest: Digest)] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT DISTINCT path, digest FROM source_file JOIN document
            ON document.file_id = source_file.id WHERE \(target.documentColumn) = ? ORDER BY path
          """, arguments: [target.id]
      ).map { try ($0["path"], $0.digest("digest")) }
    }
  }

  /// The file that a client's document of this number was read from; nil where there is none.
  package func sourceFile(
    of number: String, client: ID<Client>
  ) throws(Problem) -> (path: String, digest: Digest)? {
    try reading { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT path, digest FROM source_file JOIN document ON document.file_id = source_file.id
          WHERE number = ? AND client_id = ? ORDER BY document.id
          """, arguments: [number, client.rawValue]
      ).map { try ($0["path"], $0.digest("digest")) }
    }
  }

  /// The files of the letters of one day, as they were noted.
  package func letterFiles(on day: Day) throws(Problem) -> [String] {
    try reading { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT path FROM notice_file JOIN notice ON notice.id = notice_id WHERE day = ?
          ORDER BY notice_id, place
          """, arguments: [day.description])
    }
  }

  /// The files of the letters about a client's debts, or one invoice, by the day of each; those
  /// about debts that became the client's since, too.
  package func letterFiles(
    of target: Target, asOf day: Day
  ) throws(Problem) -> [(day: Day, files: [String])] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT DISTINCT notice.id, notice.day FROM notice
          JOIN notice_line ON notice_id = notice.id JOIN document ON document.id = document_id
          WHERE \(target.documentColumn) = ? AND notice.day <= ? ORDER BY notice.id
          """, arguments: [target.id, day.description]
      ).map { row in (try row.day("day"), try db.letterFiles(ofNotice: row["id"])) }
        + Row.fetchAll(
          db,
          sql: """
            SELECT message.id, event.day FROM message JOIN event ON event.id = event_id
            WHERE event.\(target.column) = ? AND event.day <= ? ORDER BY message.id
            """, arguments: [target.id, day.description]
        ).map { row in (try row.day("day"), try db.letterFiles(ofMessage: row["id"])) }
    }
  }
}

extension Database {
  /// The files of a notice's letter, in the order in which they were noted.
  func letterFiles(ofNotice notice: Int64) throws -> [String] {
    try String.fetchAll(
      cachedStatement(sql: "SELECT path FROM notice_file WHERE notice_id = ? ORDER BY place"),
      arguments: [notice])
  }

  func add(_ files: [String], ofNotice notice: Int64) throws {
    for (place, path) in files.enumerated() {
      try run(
        "INSERT INTO notice_file (notice_id, place, path) VALUES (?, ?, ?)",
        [notice, place + 1, path])
    }
  }
}

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

  /// The letters of all notices given, as they were noted.
  package func letterFiles() throws(Problem) -> [String] {
    try reading { db in
      try String.fetchAll(db, sql: "SELECT files FROM notice ORDER BY id")
        .flatMap { $0.split(separator: "\n").map(String.init) }
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
          WHERE number = ? AND client_id = ?
          """, arguments: [number, client.rawValue]
      ).map { try ($0["path"], $0.digest("digest")) }
    }
  }

  /// The files of the letters of one day, as they were noted.
  package func letterFiles(on day: Day) throws(Problem) -> [String] {
    try reading { db in
      try String.fetchAll(
        db, sql: "SELECT files FROM notice WHERE day = ?", arguments: [day.description]
      ).flatMap { $0.split(separator: "\n").map(String.init) }
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
          SELECT DISTINCT notice.id, notice.day, files FROM notice
          JOIN notice_line ON notice_id = notice.id JOIN document ON document.id = document_id
          WHERE \(target.documentColumn) = ? AND notice.day <= ? ORDER BY notice.id
          """, arguments: [target.id, day.description]
      ).map { row in
        let files: String = row["files"]
        return (try row.day("day"), files.split(separator: "\n").map(String.init))
      }
    }
  }
}

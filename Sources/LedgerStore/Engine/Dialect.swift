import GRDB

/// The expressions that only SQLite understands, so that they stand in one place: a second engine
/// has an expression of its own for each.
enum Dialect {
  /// The greater of two values; neither may be NULL.
  static func greater(_ a: String, _ b: String) -> String { "MAX(\(a), \(b))" }

  /// The lesser of two values; neither may be NULL.
  static func lesser(_ a: String, _ b: String) -> String { "MIN(\(a), \(b))" }

  /// How many days lie between two days in ISO form, never below zero.
  static func days(between a: String, _ b: String) -> String {
    "abs(julianday(\(a)) - julianday(\(b)))"
  }
}

extension Database {
  /// Changes as soon as another connection has written.
  func versionOfOthers() throws -> Int64 {
    try Int64.fetchOne(self, sql: "PRAGMA data_version") ?? 0
  }

  /// Rows that name a row which is not there: table, place and the table that is named.
  func danglingRows() throws -> [(table: String, row: Int64, parent: String)] {
    try Row.fetchAll(self, sql: "PRAGMA foreign_key_check").map { row in
      (row["table"], row["rowid"] as Int64? ?? 0, row["parent"])
    }
  }

  /// What is removed from now on is overwritten in the file, too.
  func overwriteRemoved() throws { try execute(sql: "PRAGMA secure_delete = ON") }

  /// Moves what the log holds into the book and empties it.
  func emptyLog() throws { try execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
}

import GRDB

extension Migrations {
  /// Tells the words that a column may hold one by one. Of a list of three or more SQLite makes a
  /// table for every row that is checked, which took a fifth of the time of an import.
  static func unrollLists(_ db: Database) throws {
    for (table, column) in [
      ("document", "kind"), ("allocation", "source"), ("message", "state"), ("pending", "kind"),
    ] {
      try rebuild(db, table) { unrolled($0, column: column) }
    }
  }

  /// Makes a table anew from its statement as `changed` says, with the same rows and indices;
  /// `value` is what a column's values become, in SQL.
  static func rebuild(
    _ db: Database, _ table: String, changed: (String) -> String?,
    value: (String) -> String = { $0 }
  ) throws {
    guard
      let old = try String.fetchOne(
        db, sql: "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?",
        arguments: [table]),
      let columns = old.firstIndex(of: "("),
      let new = changed(String(old[columns...]))
    else { preconditionFailure("an earlier step made \(table) otherwise") }
    let indices = try String.fetchAll(
      db,
      sql: """
        SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL
        """, arguments: [table])
    let names = try db.columns(in: table).map(\.name)
    try db.execute(
      sql: """
        CREATE TABLE new_\(table) \(new);
        INSERT INTO new_\(table) SELECT \(names.map(value).joined(separator: ", ")) FROM \(table);
        DROP TABLE \(table);
        ALTER TABLE new_\(table) RENAME TO \(table);
        """)
    for index in indices { try db.execute(sql: index) }
  }

  /// The same columns and checks, without the list.
  private static func unrolled(_ sql: String, column: String) -> String? {
    guard let start = sql.firstRange(of: "(\(column) IN ("),
      let end = sql[start.upperBound...].firstRange(of: "))")
    else { return nil }
    let words = sql[start.upperBound..<end.lowerBound].split(separator: ",").map { word in
      "\(column) = \(word.filter { !$0.isWhitespace })"
    }
    return sql[..<start.lowerBound] + "(" + words.joined(separator: " OR ") + ")"
      + sql[end.upperBound...]
  }

  /// Debits that were returned, which are asked for with every report.
  static let reversals = """
    CREATE INDEX bank_line_reversal ON bank_line(booked) WHERE is_reversal;
    """
}

import GRDB

/// Step 16: statements and lines of MT940, CODA and the other text formats of banks.
extension Migrations {
  static func allowBankTexts(_ db: Database) throws {
    for (table, column) in [("statement", "format"), ("bank_line", "form")] {
      try rebuild(db, table) { sql in
        let known = "\(column) = 'csv'"
        guard sql.contains(known) else { return nil }
        let more = bankTexts.map { " OR \(column) = '\($0)'" }.joined()
        return sql.replacing(known, with: known + more)
      }
    }
  }

  private static let bankTexts = ["coda", "mt940", "cfonb", "norma43", "bai2", "giro", "qif"]
}

import Domain
import GRDB

/// Numbers that the ledger has more than once: numbering that restarts every year, and documents
/// that came again after the first was recorded as void.
///
/// As soon as a second document of a number comes, both are named by the number and a mark behind
/// it: `12@2025`, `12@void`. `own_number` keeps what the document says.
struct RepeatedNumbers {
  private struct Key: Hashable {
    var seller, kind, number: String
  }

  /// Those of several years.
  private var keys: Set<Key> = []

  var isEmpty: Bool { keys.isEmpty }

  init(_ db: Database) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT DISTINCT seller, kind, own_number FROM document
        WHERE own_number IS NOT NULL AND number = own_number || '@' || substr(issue_date, 1, 4)
        """)
    while let row = try rows.next() {
      keys.insert(Key(seller: row["seller"], kind: row["kind"], number: row["own_number"]))
    }
  }

  func contains(_ number: String, _ seller: String, _ kind: Invoice.Kind) -> Bool {
    keys.contains(Key(seller: seller, kind: kind.rawValue, number: number))
  }

  mutating func insert(_ number: String, _ seller: String, _ kind: Invoice.Kind) {
    keys.insert(Key(seller: seller, kind: kind.rawValue, number: number))
  }

  /// What the ledger calls a document of a number that it has of several years.
  static func name(_ number: String, in year: Int) -> String { "\(number)@\(year)" }
}

extension Database {
  /// Names a document otherwise, which keeps its own number.
  func rename(document: Int64, from number: String, to name: String) throws {
    try run(
      "UPDATE document SET number = ?, own_number = COALESCE(own_number, ?) WHERE id = ?",
      [name, number, document])
  }

  /// Whether a person said that the document does not count.
  func isVoid(document: Int64) throws -> Bool {
    try Bool.fetchOne(
      cachedStatement(
        sql: """
          SELECT kind = 'void' FROM event WHERE document_id = ? AND kind IN ('void', 'reinstate')
          ORDER BY day DESC, id DESC LIMIT 1
          """), arguments: [document]) == true
  }

  /// A name for a void document that no other has.
  func voidName(_ number: String, _ seller: String, _ kind: Invoice.Kind) throws -> String {
    let base = "\(number)@void"
    for count in 1...10_000 {
      let name = count == 1 ? base : "\(base)\(count)"
      let isTaken = try Bool.fetchOne(
        cachedStatement(
          sql: """
            SELECT EXISTS (SELECT 1 FROM document WHERE seller = ? AND kind = ? AND number = ?)
            """), arguments: [seller, kind.rawValue, name])
      if isTaken == false { return name }
    }
    preconditionFailure("one number was recorded as void ten thousand times")
  }

  /// Whether a credit note's number names a document of ours that is itself a credit, and no claim.
  func isCredit(numbered number: String, seller: String) throws -> Bool {
    let least = try Int64.fetchOne(
      cachedStatement(
        sql: """
          SELECT MAX(effect) FROM document
          WHERE seller = ?1 AND kind IN ('invoice', 'credit-note') AND number = ?2
          """), arguments: [seller, number])
    return least.map { $0 < 0 } ?? false
  }
}

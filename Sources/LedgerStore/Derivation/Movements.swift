import Accounting
import Domain
import GRDB

extension Database {
  /// Bank lines that are a client's by the rules, or were said to be; those that `isWanted` by a
  /// condition in SQL.
  func movements(of client: Int64, where isWanted: String = "1") throws -> [Movement] {
    let anyLine = try BulkStatement(self, "SELECT 1 FROM bank_line LIMIT 1")
    guard try anyLine.first({ _ in true }) != nil else { return [] }
    let anyDecision = try BulkStatement(self, "SELECT 1 FROM decision LIMIT 1")
    let hasDecisions = try anyDecision.first { _ in true } != nil
    let decided =
      hasDecisions
      ? Dictionary(
        grouping: try decisions("bank_line_id IN (\(Self.linesOfClient))", [client]), by: \.line
      ).mapValues { $0.map(\.word) }
      : [:]
    let query = try BulkStatement(
      self,
      """
      SELECT id, booked, amount, currency, client_id, is_payer_known, is_reversal, instructed,
        instructed_currency
      FROM bank_line
      WHERE \(hasDecisions ? "id IN (\(Self.linesOfClient))" : "client_id = ?1")
        AND \(isWanted) ORDER BY booked, id
      """)
    query.set(1, client)
    let matches = try MatchRows(self)
    var movements: [Movement] = []
    try query.each { row in
      let documents = try matches.documents(of: row.integer(0))
      movements.append(
        Movement(
          line: ID(row.integer(0)), day: try row.day(1),
          amount: Money(minorUnits: row.integer(2), currency: try row.currency(3)),
          instructed: row.isNull(7)
            ? nil : Money(minorUnits: row.integer(7), currency: try row.currency(8)),
          client: row.isNull(4) ? nil : ID(row.integer(4)), targets: documents.named,
          guesses: documents.guesses,
          isPayerKnown: row.integer(5) == 1, isReversal: row.integer(6) == 1,
          decisions: decided[row.integer(0)] ?? []))
    }
    return movements
  }

  /// Those that are the client's by the rules, and those that were said to be.
  private static let linesOfClient = """
    SELECT id FROM bank_line WHERE client_id = ?1
    UNION SELECT bank_line_id FROM decision JOIN decision_document ON decision_id = decision.id
      JOIN document ON document.id = document_id WHERE document.client_id = ?1
    """
}

package import Domain
import GRDB
import Matching

extension Ledger {
  /// Money in that is set against no invoice at the end of `day`, oldest first: what is nobody's
  /// yet, and what its payer has on account without having named an invoice. Each with what it may
  /// be for, by what was known on that day.
  package func unmatchedLines(asOf day: Day) throws(Problem) -> [UnmatchedLine] {
    let nobodys = try unmatchedReceipts(asOf: day)
    let receivables = try receivables(asOf: day)
    return try reading { db in
      let onAccount = try db.onAccount(asOf: day)
      guard !nobodys.isEmpty || !onAccount.isEmpty else { return [] }
      let advice = try db.advice(on: receivables, tolerance)
      let lines = nobodys.map { ($0, nil as String?) } + onAccount.map { ($0.line, $0.client) }
      return lines.sorted { $0.0.isBefore($1.0) }.map {
        UnmatchedLine($0, onAccountOf: $1, proposals: advice.proposals(for: $0))
      }
    }
  }

  /// For each invoice the first money that is nobody's yet on the day of the receivables and may be
  /// for it: no reminder is to go out before a person has looked at it. `isOther` tells lines that
  /// are no client's money.
  package func moneyWaiting(
    for receivables: Receivables, isOther: (BankLine) -> Bool
  ) throws(Problem) -> WaitingMoney.ByInvoice {
    let day = receivables.asOf
    let lines = try unmatchedReceipts(asOf: day).filter { !isOther($0) }
    guard !lines.isEmpty else { return [:] }
    let advice = try reading { try $0.advice(on: receivables, tolerance) }
    var waiting: WaitingMoney.ByInvoice = [:]
    for line in lines {
      guard let id = line.id else { continue }
      for proposal in advice.proposals(for: line) where proposal.weight >= MatchProposal.likely {
        for invoice in proposal.invoices where waiting[proposal.client]?[invoice] == nil {
          waiting[proposal.client, default: [:]][invoice] = WaitingMoney(
            line: id, amount: line.amount, booked: line.booked)
        }
      }
    }
    return waiting
  }
}

extension Database {
  /// What may be said of lines by what was known on the day of the receivables.
  fileprivate func advice(
    on receivables: Receivables, _ tolerance: MatchTolerance
  ) throws -> MatchAdvice {
    let open = Dictionary(uniqueKeysWithValues: receivables.items.map { ($0.id, $0.open) })
    return MatchAdvice(try matching(upTo: receivables.asOf, tolerance), open: open)
  }

  /// The rules with everything that the lines up to a day taught them.
  fileprivate func matching(upTo day: Day, _ tolerance: MatchTolerance) throws -> Matching {
    var matching = try matching(tolerance)
    let lines = try BulkStatement(
      self,
      """
      SELECT \(StoredLine.columns) FROM bank_line
      WHERE same_as IS NULL AND client_id IS NOT NULL AND booked <= ? ORDER BY booked, id
      """)
    lines.set(1, day)
    let matches = try MatchRows(self)
    try lines.each { row in
      let stored = try StoredLine(row, matches)
      matching.take(stored.outcome, of: stored.line)
    }
    matching.end(day)
    return matching
  }

  /// Lines of which a part is on their payer's account still: no invoice is named, or the named
  /// ones take no more, as after a payment that came twice. What waits for an invoice of a later
  /// day is not among them.
  fileprivate func onAccount(asOf day: Day) throws -> [(line: BankLine, client: String)] {
    let query = try BulkStatement(
      self,
      """
      SELECT \(BankLine.columns), client.name FROM bank_line
      JOIN client ON client.id = bank_line.client_id
      WHERE bank_line.amount > 0 AND booked <= ?1 AND same_as IS NULL
        AND NOT EXISTS (SELECT 1 FROM match JOIN document ON document.id = document_id
          WHERE bank_line_id = bank_line.id AND issue_date > ?1)
        AND (SELECT SUM(amount) FROM allocation WHERE source = 'bank'
          AND source_id = bank_line.id AND document_id IS NULL AND day <= ?1) > 0
        AND COALESCE((SELECT is_undo FROM decision WHERE bank_line_id = bank_line.id
          AND day <= ?1 ORDER BY day DESC, id DESC LIMIT 1), 1)
      ORDER BY booked, bank_line.id
      """)
    query.set(1, day)
    var lines: [(line: BankLine, client: String)] = []
    try query.each { lines.append((try BankLine($0), $0.text(BankLine.columnCount))) }
    return lines
  }
}

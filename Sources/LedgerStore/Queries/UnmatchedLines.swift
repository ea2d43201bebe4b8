package import Domain
import GRDB
import Matching

extension Ledger {
  /// Money that waits for a person at the end of `day`, the largest amount first: money in that is
  /// set against no invoice, what its payer has on account without having named an invoice, and
  /// money out that went to a client or names an invoice and that no rule explains. Each with what
  /// it may be for, by what was known on that day.
  package func unmatchedLines(asOf day: Day) throws(Problem) -> [UnmatchedLine] {
    let nobodys = try unmatchedReceipts(asOf: day)
    let receivables = try receivables(asOf: day)
    return try reading { db in
      let onAccount = try db.onAccount(asOf: day)
      let out = try db.unexplainedPayments(asOf: day)
      guard !nobodys.isEmpty || !onAccount.isEmpty || !out.isEmpty else { return [] }
      var suggestions = try db.suggestions(on: receivables, policy)
      let lines = nobodys.map { ($0, nil as String?) } + onAccount.map { ($0.line, $0.client) }
      let waiting =
        lines.map {
          UnmatchedLine($0, onAccountOf: $1, proposals: suggestions.proposals(for: $0))
        } + out.filter { suggestions.concernsClient($0) }.map { UnmatchedLine($0) }
      return waiting.byAmount(\.line)
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
    var suggestions = try reading { try $0.suggestions(on: receivables, policy) }
    var waiting: WaitingMoney.ByInvoice = [:]
    for line in lines {
      guard let id = line.id else { continue }
      let likely = suggestions.proposals(for: line).filter { $0.weight >= MatchProposal.likely }
      let isShared = likely.count > 1
      for proposal in likely {
        let lastDay =
          proposal.isByAmountAlone && isShared ? line.booked + WaitingMoney.amountDays : nil
        guard lastDay.map({ day <= $0 }) ?? true else { continue }
        for part in proposal.parts where waiting[part.client]?[part.invoice] == nil {
          waiting[part.client, default: [:]][part.invoice] = WaitingMoney(
            line: id, amount: line.amount, booked: line.booked, lastDay: lastDay)
        }
      }
    }
    return waiting
  }

  /// Money in that is set against no invoice, at the end of `day`, oldest first; without that of
  /// payers whose money is for no invoice, as people said.
  package func unmatchedReceipts(asOf day: Day) throws(Problem) -> [BankLine] {
    try reading { db in
      let other = OtherMoney(try db.notOurs(asOf: day))
      var payouts = try db.payouts(asOf: day)
      return try db.bankLines(
        """
        WHERE client_id IS NULL AND amount > 0 AND booked <= ?1 AND same_as IS NULL
          AND \(Database.isUndecided) ORDER BY booked, id
        """
      ) { $0.set(1, day) }.filter { !other.contains($0) && !payouts.take(for: $0) }
    }
  }

  /// Lines of which people said that they are for no invoice, at the end of `day`, oldest first.
  package func linesNotOurs(asOf day: Day) throws(Problem) -> [BankLine] {
    try reading { try $0.notOurs(asOf: day) }
  }
}

extension Database {
  /// In SQL, whether nothing that people said of a bank line holds on the day in parameter 1.
  fileprivate static let isUndecided = """
    COALESCE((SELECT is_undo FROM decision WHERE bank_line_id = bank_line.id
      AND day <= ?1 ORDER BY day DESC, id DESC LIMIT 1), 1) = 1
    """

  fileprivate func notOurs(asOf day: Day) throws -> [BankLine] {
    try bankLines(
      """
      WHERE same_as IS NULL AND COALESCE((SELECT is_not_ours FROM decision
          WHERE bank_line_id = bank_line.id AND day <= ?1
          ORDER BY day DESC, id DESC LIMIT 1), 0) = 1
      ORDER BY booked, id
      """
    ) { $0.set(1, day) }
  }

  /// Money out that no rule and nobody explains, oldest first.
  fileprivate func unexplainedPayments(asOf day: Day) throws -> [BankLine] {
    let other = OtherMoney(try notOurs(asOf: day))
    return try bankLines(
      """
      WHERE amount < 0 AND booked <= ?1 AND same_as IS NULL
        AND (client_id IS NULL OR NOT EXISTS (SELECT 1 FROM allocation WHERE source = 'bank'
          AND source_id = bank_line.id AND day <= ?1))
        AND \(Self.isUndecided) ORDER BY booked, id
      """
    ) { $0.set(1, day) }.filter { !other.contains($0) && !$0.isInternal }
  }

  /// What may be said of lines by what was known on the day of the receivables.
  fileprivate func suggestions(
    on receivables: Receivables, _ policy: MatchPolicy
  ) throws -> MatchSuggestions {
    let open = Dictionary(uniqueKeysWithValues: receivables.items.map { ($0.id, $0.open) })
    return MatchSuggestions(try matching(upTo: receivables.asOf, policy), open: open)
  }

  /// The rules with everything that the lines up to a day taught them.
  fileprivate func matching(upTo day: Day, _ policy: MatchPolicy) throws -> Matching {
    var matching = try matching(policy)
    let matches = try MatchRows(self)
    let lines = try BulkStatement(
      self,
      """
      SELECT \(StoredLine.columns) FROM bank_line
      WHERE same_as IS NULL AND client_id IS NOT NULL AND booked <= ? ORDER BY booked, id
      """)
    lines.set(1, day)
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
        AND \(Self.isUndecided)
      ORDER BY booked, bank_line.id
      """)
    query.set(1, day)
    var lines: [(line: BankLine, client: String)] = []
    try query.each { lines.append((try BankLine($0), $0.text(BankLine.columnCount))) }
    return lines
  }
}

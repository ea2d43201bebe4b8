import Domain
import GRDB

extension Database {
  /// Decides anew what bank lines are for; returns the clients whose money changed, and the files
  /// that the lines came with.
  ///
  /// New documents may be named by lines that are matched already, so every line is looked at that
  /// was booked up to a year before the earliest of them, every line from the day of the earliest
  /// new one on, and every line that has no document.
  func matchBankLines(
    documentsSince earliest: Day?, _ tolerance: MatchTolerance
  ) throws -> (clients: Set<Int64>, files: Set<Int64>) {
    let newLines = try String.fetchOne(
      self,
      sql: """
        SELECT MIN(booked) FROM pending JOIN bank_line ON file_id = subject WHERE kind = ?
        """, arguments: [Pending.file.rawValue])
    let documents = earliest.map { ($0 - 366).description }
    return try matchBankLines(
      since: [newLines, documents].compactMap { $0 }.min() ?? "9999", tolerance)
  }

  /// The same for lines that were booked on `since` or later, and those without a document.
  func matchBankLines(
    since: String, _ tolerance: MatchTolerance
  ) throws -> (clients: Set<Int64>, files: Set<Int64>) {
    let lines = try Row.fetchAll(
      self,
      sql: """
        SELECT bank_line.*, \(Self.matched) FROM bank_line
        WHERE same_as IS NULL AND \(Self.isDecidedAnew) ORDER BY booked, id
        """, arguments: [since])
    guard !lines.isEmpty else { return ([], []) }
    var matching = try matching(tolerance)
    let settled = try Row.fetchCursor(
      self,
      sql: """
        SELECT bank_line.*, \(Self.matched) FROM bank_line
        WHERE same_as IS NULL AND client_id IS NOT NULL AND NOT \(Self.isDecidedAnew)
        ORDER BY booked, id
        """, arguments: [since])
    let outcomes = try matching.outcomes(try lines.map { try $0.bankLine() }) {
      try settled.next().map { Matching.Settled(try $0.bankLine(), try $0.matched()) }
    }
    var clients: Set<Int64> = []
    var files: Set<Int64> = []
    for (row, outcome) in zip(lines, outcomes) {
      guard let changed = try store(outcome, of: row) else { continue }
      clients.formUnion(changed)
      files.insert(row["file_id"])
    }
    return (clients, files)
  }

  private static let isDecidedAnew = """
    (booked >= ?1 OR NOT EXISTS (SELECT 1 FROM match WHERE bank_line_id = bank_line.id))
    """

  static let matched = """
    (SELECT group_concat(document_id, ' ') FROM match
      WHERE bank_line_id = bank_line.id AND NOT is_guess) AS named,
    (SELECT group_concat(document_id, ' ') FROM match
      WHERE bank_line_id = bank_line.id AND is_guess) AS guesses
    """

  /// The rules, with all documents the ledger knows and what people said.
  func matching(_ tolerance: MatchTolerance) throws -> Matching {
    Matching(
      try candidates(),
      ownAccounts: try Set(String.fetchAll(self, sql: "SELECT DISTINCT account FROM statement")),
      tolerance: tolerance, decisions: try matchingDecisions())
  }

  /// Writes what a line is for; returns the clients it was and is for, or nil if it is no news.
  private func store(_ outcome: Matching.Outcome, of row: Row) throws -> Set<Int64>? {
    let line: Int64 = row["id"]
    let before: Int64? = row["client_id"]
    let known = try row.matched()
    var client = outcome.payer?.rawValue
    if let first = outcome.named.first {
      client = try Int64.fetchOne(
        cachedStatement(sql: "SELECT client_id FROM document WHERE id = ?"),
        arguments: [first.rawValue])
    }
    let reason = client == nil ? nil : outcome.reason?.rawValue
    let isNews =
      Set(outcome.named) != Set(known.named) || Set(outcome.guesses) != Set(known.guesses)
      || client != before || reason != row["matched_by"]
      || (outcome.payer != nil) != row["is_payer_known"]
    guard isNews else { return nil }
    try run("DELETE FROM match WHERE bank_line_id = ?", [line])
    for document in outcome.documents {
      try run(
        "INSERT INTO match (bank_line_id, document_id, is_guess) VALUES (?, ?, ?)",
        [line, document.rawValue, !outcome.named.contains(document)])
    }
    try run(
      "UPDATE bank_line SET client_id = ?, matched_by = ?, is_payer_known = ? WHERE id = ?",
      [client, reason, outcome.payer != nil, line])
    return Set([before, client].compactMap { $0 })
  }

  /// What people said about bank lines.
  private func matchingDecisions() throws -> [Matching.Decision] {
    try decisions("1").map { decision in
      Matching.Decision(
        day: decision.day, account: decision.account, named: decision.documents,
        isUndo: decision.isUndo)
    }
  }

  /// Every document that money can be for.
  private func candidates() throws -> [Matching.Candidate] {
    try Row.fetchAll(
      self,
      sql: """
        SELECT document.id, client_id, client.name, number, payment_reference, issue_date,
          due_date, document.currency,
          CASE WHEN kind IN ('bill', 'bill-credit') THEN -effect ELSE effect END AS claim,
          kind, type_code, credited_number, discounts,
          (SELECT group_concat(day, ' ') FROM settlement WHERE document_id = document.id)
            AS settled
        FROM document JOIN client ON client.id = document.client_id
        """
    ).map { row in
      let claim = try row.money("claim")
      var candidate = Matching.Candidate(
        id: row.id("id"), client: row.id("client_id"), clientName: row["name"],
        number: row["number"], reference: row["payment_reference"], claim: claim,
        issueDate: try row.day("issue_date"), due: try row.day("due_date"),
        settledDays: (row["settled"] as String? ?? "").split(separator: " ")
          .compactMap { Day(iso: $0) })
      candidate.kind = try row.value("kind")
      candidate.credited = row["credited_number"]
      candidate.isCorrection = row["type_code"] == "384"
      candidate.discounts = (row["discounts"] as String).split(separator: " ").compactMap {
        EarlyPaymentDiscount(stored: $0, claim.currency)
      }
      return candidate
    }
  }
}

extension Row {
  /// What a line is stored to be for.
  func matched() throws -> Matching.Outcome {
    let reason: String? = self["matched_by"]
    let isPayerKnown: Bool = self["is_payer_known"]
    return Matching.Outcome(
      named: ids("named"), guesses: ids("guesses"), payer: isPayerKnown ? id("client_id") : nil,
      reason: reason.flatMap(Matching.Reason.init))
  }

  func bankLine() throws -> BankLine {
    var line = BankLine(
      account: self["account"], booked: try day("booked"), amount: try money("amount"))
    line.counterparty = self["counterparty"]
    line.counterpartyAccount = self["counterparty_account"]
    let references: String = self["reference_list"]
    line.references = references.split(separator: "\n").map(String.init)
    line.text = self["remittance"]
    line.isReversal = self["is_reversal"]
    line.id = id("id")
    return line
  }
}

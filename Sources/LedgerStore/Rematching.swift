import Domain
import GRDB

extension Database {
  /// Decides anew what bank lines are for; returns the clients whose money changed, and the files
  /// that the lines came with.
  ///
  /// New documents may be named by lines that are matched already, so every line is looked at that
  /// was booked up to a year before the earliest of them, and every line that has no document.
  func matchBankLines(
    documentsSince earliest: Day?
  ) throws -> (clients: Set<Int64>, files: Set<Int64>) {
    try matchBankLines(since: earliest.map { ($0 - 366).description } ?? "9999")
  }

  /// The same for lines that were booked on `since` or later, and those without a document.
  func matchBankLines(since: String) throws -> (clients: Set<Int64>, files: Set<Int64>) {
    let lines = try Row.fetchAll(
      self,
      sql: """
        SELECT * FROM bank_line WHERE same_as IS NULL AND (booked >= ?1 OR NOT EXISTS
          (SELECT 1 FROM match WHERE bank_line_id = bank_line.id)) ORDER BY booked, id
        """, arguments: [since])
    guard !lines.isEmpty else { return ([], []) }
    let ids = Set(lines.map { $0["id"] as Int64 })
    let known = try knownMatches()
    var matching = Matching(
      try candidates(), taken: Set(known.filter { !ids.contains($0.key) }.flatMap(\.value)),
      accounts: try payingAccounts(before: lines.first?["booked"] ?? since),
      decisions: try matchingDecisions())
    let outcomes = matching.outcomes(try lines.map { try $0.bankLine() })
    var clients: Set<Int64> = []
    var files: Set<Int64> = []
    for (row, outcome) in zip(lines, outcomes) {
      guard let changed = try store(outcome, of: row, known: known[row["id"]] ?? []) else {
        continue
      }
      clients.formUnion(changed)
      files.insert(row["file_id"])
    }
    return (clients, files)
  }

  /// Writes what a line is for; returns the clients it was and is for, or nil if it is no news.
  private func store(
    _ outcome: Matching.Outcome, of row: Row, known: [ID<Invoice>]
  ) throws -> Set<Int64>? {
    let line: Int64 = row["id"]
    let before: Int64? = row["client_id"]
    var client = outcome.payer?.rawValue
    if let first = outcome.named.first {
      client = try Int64.fetchOne(
        cachedStatement(sql: "SELECT client_id FROM document WHERE id = ?"),
        arguments: [first.rawValue])
    }
    let reason = client == nil ? nil : outcome.reason?.rawValue
    let documents = outcome.named + [outcome.guess].compactMap { $0 }
    let isNews =
      Set(documents) != Set(known) || client != before || reason != row["matched_by"]
      || (outcome.payer != nil) != row["is_payer_known"]
    guard isNews else { return nil }
    try run("DELETE FROM match WHERE bank_line_id = ?", [line])
    for document in documents {
      try run(
        "INSERT INTO match (bank_line_id, document_id, is_guess) VALUES (?, ?, ?)",
        [line, document.rawValue, !outcome.named.contains(document)])
    }
    try run(
      "UPDATE bank_line SET client_id = ?, matched_by = ?, is_payer_known = ? WHERE id = ?",
      [client, reason, outcome.payer != nil, line])
    return Set([before, client].compactMap { $0 })
  }

  private func knownMatches() throws -> [Int64: [ID<Invoice>]] {
    var known: [Int64: [ID<Invoice>]] = [:]
    let rows = try Row.fetchCursor(self, sql: "SELECT * FROM match")
    while let row = try rows.next() {
      known[row["bank_line_id"], default: []].append(row.id("document_id"))
    }
    return known
  }

  /// Which accounts clients paid from before a day.
  private func payingAccounts(
    before day: String
  ) throws -> [(account: String, client: ID<Client>)] {
    try Row.fetchAll(
      self,
      sql: """
        SELECT DISTINCT counterparty_account, client_id FROM bank_line
        WHERE client_id IS NOT NULL AND amount > 0 AND counterparty_account <> '' AND booked < ?
        """, arguments: [day]
    ).map { ($0["counterparty_account"], $0.id("client_id")) }
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
          (SELECT group_concat(day, ' ') FROM settlement WHERE document_id = document.id)
            AS settled
        FROM document JOIN client ON client.id = document.client_id
        """
    ).map { row in
      Matching.Candidate(
        id: row.id("id"), client: row.id("client_id"), clientName: row["name"],
        number: row["number"], reference: row["payment_reference"], claim: try row.money("claim"),
        issueDate: try row.day("issue_date"), due: try row.day("due_date"),
        settledDays: (row["settled"] as String? ?? "").split(separator: " ")
          .compactMap { Day(iso: $0) })
    }
  }
}

extension Row {
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

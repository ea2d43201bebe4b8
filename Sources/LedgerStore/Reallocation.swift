import Domain
import GRDB

/// A client's account in one currency: what it owes us, or what we owe it.
private struct Side: Hashable {
  var currency: Currency
  var isPayable: Bool
}

extension Database {
  /// Decides anew what bank lines are for; returns the clients whose money changed.
  ///
  /// New documents may be named by lines that are matched already, so every line is looked at that
  /// was booked up to a year before the earliest of them, and every line that has no document.
  func matchBankLines(documentsSince earliest: Day?) throws -> Set<Int64> {
    let since = earliest.map { ($0 - 366).description } ?? "9999"
    let lines = try Row.fetchAll(
      self,
      sql: """
        SELECT * FROM bank_line WHERE booked >= ?1 OR NOT EXISTS
          (SELECT 1 FROM match WHERE bank_line_id = bank_line.id) ORDER BY booked, id
        """, arguments: [since])
    guard !lines.isEmpty else { return [] }
    let ids = Set(lines.map { $0["id"] as Int64 })
    let known = try knownMatches()
    var matching = Matching(
      try candidates(), taken: Set(known.filter { !ids.contains($0.key) }.flatMap(\.value)),
      accounts: try payingAccounts(before: lines.first?["booked"] ?? since))
    let outcomes = matching.outcomes(try lines.map { try $0.bankLine() })
    var clients: Set<Int64> = []
    for (row, outcome) in zip(lines, outcomes) {
      clients.formUnion(try store(outcome, of: row, known: known[row["id"]] ?? []))
    }
    return clients
  }

  /// Writes what a line is for, if that is news; returns the clients it was and is for.
  private func store(
    _ outcome: Matching.Outcome, of row: Row, known: [ID<Invoice>]
  ) throws -> Set<Int64> {
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
    guard isNews else { return [] }
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

  /// Replays the facts of one client and puts the entries that follow in place of the old ones.
  func allocate(client: Int64) throws {
    try run("DELETE FROM allocation WHERE client_id = ?", [client])
    for (currency, account) in try accounts(client: client) {
      for entry in account.allocations() {
        let (source, sourceID) = entry.source.stored
        try run(
          """
          INSERT INTO allocation (day, client_id, currency, source, source_id, document_id, amount)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
          [
            entry.day.description, client, currency.code, source, sourceID,
            entry.claim?.rawValue, entry.amount.minorUnits,
          ])
      }
    }
  }

  /// The facts of a client, by currency and side. Amounts we owe are turned around, so that both
  /// sides follow the same rules.
  private func accounts(client: Int64) throws -> [(Currency, Account)] {
    var accounts: [Side: Account] = [:]
    var sides: [ID<Invoice>: Side] = [:]
    let documents = try Row.fetchAll(
      cachedStatement(sql: "SELECT * FROM document WHERE client_id = ?"), arguments: [client])
    var byNumber: [String: ID<Invoice>] = [:]
    for row in documents {
      let kind: Invoice.Kind = try row.value("kind")
      if kind == .invoice || kind == .bill { byNumber[row["number"]] = row.id("id") }
    }
    for row in documents {
      let kind: Invoice.Kind = try row.value("kind")
      let side = Side(
        currency: try row.currency(), isPayable: kind == .bill || kind == .billCredit)
      let id: ID<Invoice> = row.id("id")
      sides[id] = side
      try accounts[side, default: Account()].add(row, id, byNumber)
    }
    try addMoney(of: client, to: &accounts, sides)
    try addEvents(of: client, to: &accounts, sides)
    return accounts.sorted {
      ($0.key.currency, $0.key.isPayable ? 1 : 0) < ($1.key.currency, $1.key.isPayable ? 1 : 0)
    }
    .map { ($0.key.currency, $0.value) }
  }

  private func addMoney(
    of client: Int64, to accounts: inout [Side: Account], _ sides: [ID<Invoice>: Side]
  ) throws {
    let lines = try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT bank_line.*, (SELECT group_concat(document_id, ' ') FROM match
            WHERE bank_line_id = bank_line.id AND NOT is_guess) AS targets,
            (SELECT document_id FROM match
            WHERE bank_line_id = bank_line.id AND is_guess) AS guess
          FROM bank_line WHERE client_id = ?
          """), arguments: [client])
    for row in lines {
      let targets = (row["targets"] as String? ?? "").split(separator: " ")
        .compactMap { Int64($0).map { ID<Invoice>($0) } }
      let amount = try row.money("amount")
      let side =
        targets.lazy.compactMap { sides[$0] }.first
        ?? Side(currency: amount.currency, isPayable: false)
      accounts[side, default: Account()].receipts.append(
        Account.Receipt(
          source: .bank(row.id("id")), day: try row.day("booked"),
          amount: side.isPayable ? -amount : amount,
          targets: targets, guess: (row["guess"] as Int64?).map { ID($0) },
          isPayerKnown: row["is_payer_known"]))
    }
    let settlements = try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT settlement.*, currency FROM settlement
          JOIN document ON document.id = document_id WHERE client_id = ?
          """), arguments: [client])
    for row in settlements {
      let claim: ID<Invoice> = row.id("document_id")
      guard let side = sides[claim] else { continue }
      accounts[side]?.settlements.append(
        Account.Settlement(claim: claim, day: try row.day("day"), paid: try row.money("paid")))
    }
  }
}

extension Database {
  /// Recorded payments, credits and closings.
  private func addEvents(
    of client: Int64, to accounts: inout [Side: Account], _ sides: [ID<Invoice>: Side]
  ) throws {
    let rows = try Row.fetchAll(
      cachedStatement(sql: "SELECT * FROM event WHERE client_id = ?"), arguments: [client])
    for row in rows {
      let kind: ClientEvent.Kind = try row.value("kind")
      let id: ID<ClientEvent> = row.id("id")
      let claim = (row["document_id"] as Int64?).map { ID<Invoice>($0) }
      let amount = row["amount"] == nil ? nil : try row.money("amount")
      guard
        let side = claim.flatMap({ sides[$0] })
          ?? amount.map({ Side(currency: $0.currency, isPayable: false) })
      else { continue }
      let day = try row.day("day")
      var account = accounts[side] ?? Account()
      switch (kind, amount, claim) {
      case (.payment, let amount?, _):
        account.receipts.append(
          Account.Receipt(
            source: .recorded(id), day: day, amount: amount,
            targets: [claim].compactMap { $0 }, isPayerKnown: true))
      case (.goodwill, let amount?, _):
        account.credits.append(
          Account.Credit(source: .goodwill(id), day: day, amount: amount, target: claim))
      case (.writeOff, _, let claim?):
        account.closings.append(
          Account.Closing(
            source: .writeOff(id), claim: claim, day: day, amount: amount, isVoid: false))
      case (.void, _, let claim?):
        account.closings.append(
          Account.Closing(source: .void(id), claim: claim, day: day, amount: nil, isVoid: true))
      default: continue
      }
      accounts[side] = account
    }
  }
}

extension Account {
  fileprivate mutating func add(
    _ row: Row, _ id: ID<Invoice>, _ byNumber: [String: ID<Invoice>]
  ) throws {
    let effect = try row.money("effect")
    let day = try row.day("issue_date")
    let named: String = row["credited_number"]
    let target = byNumber[named].flatMap { $0 == id ? nil : $0 }
    if effect.isPositive {
      let discounts: String = row["discounts"]
      let isCorrection = row["type_code"] == "384"
      claims.append(
        Claim(
          id: id, day: day, due: try row.day("due_date"), amount: effect,
          replaces: isCorrection ? target : nil,
          discounts: discounts.split(separator: " ").compactMap {
            EarlyPaymentDiscount(stored: $0, effect.currency)
          }))
    } else if effect.isNegative {
      credits.append(Credit(source: .credit(id), day: day, amount: -effect, target: target))
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
    return line
  }
}

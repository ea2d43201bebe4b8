import Domain
import GRDB

extension Database {
  /// Matches every bank line that is not matched yet; returns the clients that got a line.
  func matchBankLines() throws -> Set<Int64> {
    let waiting = try Row.fetchAll(
      self, sql: "SELECT * FROM bank_line WHERE client_id IS NULL ORDER BY booked, id")
    guard !waiting.isEmpty else { return [] }
    var matching = Matching(
      try candidates(), taken: try paidDocuments(), accounts: try payingAccounts())
    let outcomes = matching.outcomes(try waiting.map { try $0.bankLine() })
    var clients: Set<Int64> = []
    for (row, outcome) in zip(waiting, outcomes) {
      if let client = try store(outcome, line: row["id"]) { clients.insert(client) }
    }
    return clients
  }

  /// Writes what a line is for; returns the client, if it is known.
  private func store(_ outcome: Matching.Outcome, line: Int64) throws -> Int64? {
    let client: Int64?
    switch outcome {
    case .sure(let documents, let reason):
      for document in documents {
        try run(
          "INSERT INTO match (bank_line_id, document_id, reason) VALUES (?, ?, ?)",
          [line, document.rawValue, reason.rawValue])
      }
      client = try Int64.fetchOne(
        cachedStatement(sql: "SELECT client_id FROM document WHERE id = ?"),
        arguments: [documents.first?.rawValue])
    case .payer(let payer): client = payer.rawValue
    case .unsure, .nothing: return nil
    }
    try run("UPDATE bank_line SET client_id = ? WHERE id = ?", [client, line])
    return client
  }

  /// Documents that bank money or a register's word is set against.
  private func paidDocuments() throws -> Set<ID<Invoice>> {
    Set(
      try Int64.fetchAll(
        self, sql: "SELECT document_id FROM match UNION SELECT document_id FROM settlement"
      ).map { ID<Invoice>($0) })
  }

  /// Which accounts clients have paid from.
  private func payingAccounts() throws -> [(account: String, client: ID<Client>)] {
    try Row.fetchAll(
      self,
      sql: """
        SELECT DISTINCT counterparty_account, client_id FROM bank_line
        WHERE client_id IS NOT NULL AND amount > 0 AND counterparty_account <> ''
        """
    ).map { ($0["counterparty_account"], $0.id("client_id")) }
  }

  /// Every document that money can be for.
  func candidates() throws -> [Matching.Candidate] {
    try Row.fetchAll(
      self,
      sql: """
        SELECT document.id, client_id, client.name, number, payment_reference, issue_date,
          due_date, document.currency,
          CASE WHEN kind IN ('bill', 'bill-credit') THEN -effect ELSE effect END AS claim
        FROM document JOIN client ON client.id = document.client_id
        """
    ).map { row in
      Matching.Candidate(
        id: row.id("id"), client: row.id("client_id"), clientName: row["name"],
        number: row["number"], reference: row["payment_reference"], claim: try row.money("claim"),
        issueDate: try row.day("issue_date"),
        due: try row.day("due_date"))
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

  private struct Side: Hashable {
    var currency: Currency
    var isPayable: Bool
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
            WHERE bank_line_id = bank_line.id) AS targets
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
          id: row.id("id"), day: try row.day("booked"), amount: side.isPayable ? -amount : amount,
          targets: targets))
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
      credits.append(Credit(id: id, day: day, amount: -effect, target: target))
    }
  }
}

extension Allocation.Source {
  /// The name and number of the source in the table.
  fileprivate var stored: (String, Int64) {
    switch self {
    case .bank(let id): ("bank", id.rawValue)
    case .register(let id): ("register", id.rawValue)
    case .credit(let id): ("credit", id.rawValue)
    case .discount(let id): ("discount", id.rawValue)
    case .superseded(let id): ("superseded", id.rawValue)
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

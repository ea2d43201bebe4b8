import Domain
import GRDB

/// A client's account in one currency: what it owes us, or what we owe it.
struct Side: Hashable {
  var currency: Currency
  var isPayable: Bool
}

extension Database {
  /// Replays the facts of one client and puts the entries that follow in place of the old ones.
  func allocate(client: Int64) throws {
    try run("DELETE FROM allocation WHERE client_id = ?", [client])
    for row in try allocationRows(client: client) {
      try run(
        """
        INSERT INTO allocation (day, client_id, currency, source, source_id, document_id, amount)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [row.day, client, row.currency, row.source, row.sourceID, row.document, row.amount])
    }
  }

  /// The entries that follow from the facts of a client.
  func allocationRows(client: Int64) throws -> [AllocationRow] {
    try accounts(client: client).flatMap { currency, account in
      account.allocations().map { AllocationRow($0, currency) }
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
    for movement in try movements(of: client) {
      movement.add(to: &accounts, of: client, sides)
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

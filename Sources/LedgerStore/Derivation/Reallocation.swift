import Accounting
import Domain
import GRDB

/// Which fact tables of a book are not empty. Only those are asked for each client: to find out
/// that there is nothing takes longer than all the rest.
struct PresentFactKinds {
  var entries = true
  var bankLines = true
  var settlements = true
  var events = true
  var notices = true
  var discounts = true

  /// Nothing is known.
  init() {}

  init(_ db: Database) throws {
    func has(_ rows: String) throws -> Bool {
      try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(rows))") == true
    }
    entries = try has("allocation")
    bankLines = try has("bank_line")
    settlements = try has("settlement")
    events = try has("event")
    notices = try has("notice_line")
    discounts = try has("discount")
  }
}

extension Database {
  /// Replays the facts of one client and puts the entries that follow in place of the old ones.
  func allocate(client: Int64, _ held: PresentFactKinds = PresentFactKinds()) throws {
    try store(try allocationRows(client: client, held), client: client, held)
  }

  /// Puts entries in place of those that a client had.
  func store(_ rows: [AllocationRow], client: Int64, _ held: PresentFactKinds) throws {
    if held.entries { try removeAllocations(client: client) }
    let insert = try BulkStatement(
      self,
      """
      INSERT INTO allocation (day, client_id, currency, source, source_id, document_id, amount)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    for row in rows {
      insert.set(1, row.day)
      insert.set(2, client)
      insert.set(3, row.currency)
      insert.set(4, row.source)
      insert.set(5, row.sourceID)
      insert.set(6, row.document)
      insert.set(7, row.amount)
      try insert.run()
    }
  }

  func removeAllocations(client: Int64) throws {
    try run("DELETE FROM allocation WHERE \(Allocation.isOf(client: "?1"))", [client])
  }

  /// The entries that follow from the facts of a client.
  func allocationRows(
    client: Int64, _ held: PresentFactKinds = PresentFactKinds()
  ) throws -> [AllocationRow] {
    try accounts(client: client, held).flatMap { side, account in
      account.allocations().map { AllocationRow($0, side.currency) }
    }
  }

  /// The facts of a client, by currency and side. Amounts we owe are turned around, so that both
  /// sides follow the same rules.
  func accounts(
    client: Int64, _ held: PresentFactKinds = PresentFactKinds()
  ) throws -> [(side: Side, account: Account)] {
    var sides: [ID<Invoice>: Side] = [:]
    var accounts = [Side: Account](
      try documents(of: client, hasDiscounts: held.discounts), sides: &sides)
    try addFacts(of: client, to: &accounts, sides, held)
    return accounts.sorted { $0.key < $1.key }.map { (side: $0.key, account: $0.value) }
  }

  /// All facts of a client beside its documents; of its bank lines those that `isWanted`.
  func addFacts(
    of client: Int64, to accounts: inout [Side: Account], _ sides: [ID<Invoice>: Side],
    _ held: PresentFactKinds, lines isWanted: String = "1"
  ) throws {
    if held.bankLines {
      for movement in try movements(of: client, where: isWanted) {
        accounts.add(movement, of: ID(client), sides)
      }
    }
    if held.settlements { try addSettlements(of: client, to: &accounts, sides) }
    if held.events { try addEvents(of: client, to: &accounts, sides) }
    if held.notices { try addCharges(of: client, to: &accounts, sides) }
  }

  private func addSettlements(
    of client: Int64, to accounts: inout [Side: Account], _ sides: [ID<Invoice>: Side]
  ) throws {
    let settlements = try BulkStatement(
      self,
      """
      SELECT document_id, day, paid FROM settlement
      JOIN document ON document.id = document_id WHERE client_id = ?
      ORDER BY document_id, day, paid
      """)
    settlements.set(1, client)
    try settlements.each { row in
      let claim = ID<Invoice>(row.integer(0))
      guard let side = sides[claim] else { return }
      accounts[side]?.reportedPayments.append(
        Account.ReportedPayment(
          claim: claim, day: try row.day(1),
          paid: Money(minorUnits: row.integer(2), currency: side.currency)))
    }
  }

  /// What notices asked for beside the client's invoices, the later of one day last. A letter that
  /// was called back asks for nothing from that day on, and what others asked for holds.
  private func addCharges(
    of client: Int64, to accounts: inout [Side: Account], _ sides: [ID<Invoice>: Side]
  ) throws {
    let query = try BulkStatement(
      self,
      """
      SELECT document_id, notice.day, charges, (SELECT message.day FROM message
        WHERE message.notice_id = notice.id AND state = 'withdrawn') FROM document
      JOIN notice_line ON document_id = document.id JOIN notice ON notice.id = notice_id
      WHERE document.client_id = ? AND charges > 0
      ORDER BY notice.day, notice.id
      """)
    query.set(1, client)
    typealias Asked = (day: Day, amount: Int64, until: Day?)
    var notices: [ID<Invoice>: [Asked]] = [:]
    try query.each { row in
      notices[ID(row.integer(0)), default: []].append(
        (try row.day(1), row.integer(2), row.isNull(3) ? nil : try row.day(3)))
    }
    for (claim, asked) in notices.sorted(by: { $0.key < $1.key }) {
      guard let side = sides[claim] else { continue }
      func note(_ day: Day, _ notice: Asked?, isRecall: Bool = false) {
        accounts[side]?.charges.append(
          Account.Charge(
            claim: claim, day: day,
            amount: notice.map { Money(minorUnits: $0.amount, currency: side.currency) },
            isRecall: isRecall, asked: notice?.day))
      }
      for notice in asked where notice.until.map({ $0 > notice.day }) ?? true {
        note(notice.day, notice)
      }
      for until in Set(asked.compactMap(\.until)).sorted() {
        let others = asked.filter { $0.day <= until && $0.until.map { $0 > until } ?? true }
        note(until, others.last, isRecall: true)
      }
    }
  }

  /// 1 for a credit whose use some file reports; null for other documents.
  static let useTold = """
    CASE WHEN effect < 0 THEN
      COALESCE(use_told, (SELECT MAX(1) FROM reported_use WHERE document_id = document.id)) END
    """

  private func documents(of client: Int64, hasDiscounts: Bool) throws -> [OwedDocument] {
    let query = try BulkStatement(
      self,
      """
      SELECT id, kind, COALESCE(own_number, number), issue_date, due_date, currency, effect,
        type_code, credited_number, \(Self.useTold)
      FROM document WHERE client_id = ? ORDER BY id
      """)
    query.set(1, client)
    var discounts = hasDiscounts ? try DiscountRows(self, client: client) : nil
    var documents: [OwedDocument] = []
    try query.each { row in
      let currency = try row.currency(5)
      documents.append(
        try OwedDocument(
          id: ID(row.integer(0)), kind: row.value(1), number: row.text(2), day: row.day(3),
          due: row.day(4),
          signedAmount: Money(minorUnits: row.integer(6), currency: currency),
          isCorrection: row.text(7) == "384",
          discounts: discounts?.take(of: row.integer(0), currency) ?? [],
          credited: row.text(8), isUseReported: !row.isNull(9)))
    }
    return documents
  }
}

extension Database {
  /// Recorded payments, credits and closings.
  private func addEvents(
    of client: Int64, to accounts: inout [Side: Account], _ sides: [ID<Invoice>: Side]
  ) throws {
    let anyEvent = try BulkStatement(self, "SELECT 1 FROM event WHERE client_id = ? LIMIT 1")
    anyEvent.set(1, client)
    guard try anyEvent.first({ _ in true }) != nil else { return }
    let rows = try Row.fetchAll(
      cachedStatement(sql: "SELECT * FROM event WHERE client_id = ? ORDER BY id"),
      arguments: [client])
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
      case (.returned, let amount?, _):
        account.receipts.append(
          Account.Receipt(
            source: .recorded(id), day: day, amount: -amount, targets: [claim].compactMap { $0 },
            isPayerKnown: true))
      case (.goodwill, let amount?, _):
        account.credits.append(
          Account.Credit(source: .goodwill(id), day: day, amount: amount, target: claim))
      case (.writeOff, _, let claim?):
        account.closings.append(
          Account.Closing(
            source: .writeOff(id), claim: claim, day: day, amount: amount, isVoid: false,
            isReported: row["file_id"] != nil))
      case (.void, _, let claim?):
        account.closings.append(
          Account.Closing(source: .void(id), claim: claim, day: day, amount: nil, isVoid: true))
      case (.reinstate, _, let claim?):
        account.reinstatements.append(
          Account.Reinstatement(claim: claim, day: day, order: id.rawValue))
      default: continue
      }
      accounts[side] = account
    }
  }
}

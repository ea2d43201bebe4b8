import Domain
import GRDB

@testable import Accounting
@testable import LedgerStore

extension Ledger {
  /// Decides every bank line anew, and compares what matching saw as open before each with what the
  /// stored entries say of that moment. Also says whether any line is for something else than is
  /// stored: to decide anew what nothing new is known of changes nothing.
  func differencesOfView() throws -> [String] {
    try writing { db in
      var views: [(line: BankLine, client: ID<Client>, left: [ID<Invoice>: Money])] = []
      let news = try db.matchBankLines(since: "0000", PresentFactKinds(), policy) {
        views.append(($0, $1, $2))
      }
      var differences = news.clients.sorted().map { "lines of client \($0) are decided otherwise" }
      for client in Set(views.map(\.client)).sorted() {
        guard var past = try PastEntries(db, of: client) else { continue }
        for view in views where view.client == client {
          let (id, stored) = (view.line.id?.rawValue ?? 0, try past.left(before: view.line))
          if let stored, stored == view.left { continue }
          differences.append("line \(id) of \(view.line.booked): \(view.left) for \(stored ?? [:])")
        }
      }
      return differences
    }
  }
}

extension Ledger {
  /// How many bank lines are for something for which reason.
  func reasons() throws(Problem) -> [String: Int] {
    try reading { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT matched_by, COUNT(*) AS lines FROM bank_line WHERE matched_by IS NOT NULL
          GROUP BY matched_by
          """)
      return Dictionary(uniqueKeysWithValues: rows.map { ($0["matched_by"], $0["lines"]) })
    }
  }
}

/// The stored entries of what a client owes, up to any moment.
private struct PastEntries {
  private let stored: [AllocationRow]
  private let account: Account
  /// Says how many entries come before a moment: they are stored with their days alone.
  private var running: RunningAccount

  init?(_ db: Database, of client: ID<Client>) throws {
    let own = try db.accounts(client: client.rawValue)
    guard own.count == 1, let first = own.first, !first.side.isPayable else { return nil }
    account = first.account
    running = RunningAccount(first.account)
    stored = try Row.fetchAll(
      db,
      sql: """
        SELECT day, currency, source, source_id, document_id, amount FROM allocation
        WHERE \(Allocation.isOf(client: "?1")) ORDER BY id
        """, arguments: [client.rawValue]
    ).map(AllocationRow.init)
  }

  /// What is open, and what only a register reported as paid; nil where the entries are others.
  mutating func left(before line: BankLine) throws -> [ID<Invoice>: Money]? {
    running.advance(to: .bank(line.booked, line.id?.rawValue ?? 0))
    let entries = running.replay.entries.map { AllocationRow($0, line.amount.currency) }
    let past = stored.prefix(entries.count)
    guard Array(past) == entries else { return nil }
    var left: [ID<Invoice>: Money] = [:]
    for claim in account.claims where claim.day <= line.booked {
      let own = past.filter { $0.document == claim.id.rawValue }
      let reported = own.filter { $0.source == "register" && $0.sourceID == claim.id.rawValue }
      let applied = own.map(\.amount).reduce(0, +) - reported.map(\.amount).reduce(0, +)
      let open = Money(
        minorUnits: claim.amount.minorUnits - applied, currency: claim.amount.currency)
      if open.isPositive { left[claim.id] = open }
    }
    return left
  }
}

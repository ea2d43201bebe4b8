import Accounting
package import Domain
import GRDB

/// What was recorded of clients and invoices and is not ended by a `release`, by the events up to a
/// day: disputes, promises, plans, holds, stops, insolvency.
///
/// A release ends what was recorded last and still runs on its day, and all of that kind; what was
/// recorded before runs on.
struct Marks {
  /// In the order of their days. A mark whose own days are over stays, but no longer runs.
  private(set) var byInvoice: [ID<Invoice>: [Mark]] = [:]
  private(set) var byClient: [ID<Client>: [Mark]] = [:]

  struct Mark {
    var kind: ClientEvent.Kind
    var day: Day
    /// The last day of a promise or hold; the first day of a stop because of an invoice.
    var until: Day?
    /// A credit stop because of one invoice runs while something of it is open.
    var invoice: ID<Invoice>?
    var note = ""
    /// Those of a plan, all in one currency.
    var instalments: [PaymentPlan.Instalment] = []

    /// A register said so.
    var isTold = false
    var currency: String { instalments.first?.amount.currency.code ?? "" }

    /// Whether it concerns new credit, not reminders alone.
    var isStop: Bool { [.stop, .blacklist, .insolvent].contains(kind) }

    /// The first day on which it holds; what is announced can be released before.
    var begins: Day { invoice == nil ? day : until ?? day }
  }

  private enum Scope {
    case invoice(ID<Invoice>)
    case client(ID<Client>)
  }

  /// Of all clients, or of one.
  init(_ db: Database, asOf day: Day, client: ID<Client>? = nil) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM event WHERE day <= ? \(client == nil ? "" : "AND client_id = ?")
          AND (kind IN ('dispute', 'promise', 'plan', 'hold', 'release', 'insolvent', 'stop',
            'blacklist') OR ends_dispute = 1)
        ORDER BY day, id
        """,
      arguments: StatementArguments([day.description]) + (client.map { [$0.rawValue] } ?? []))
    for row in rows { try add(row, db) }
  }

  private mutating func add(_ row: Row, _ db: Database) throws {
    let kind: ClientEvent.Kind = try row.value("kind")
    let client: ID<Client> = row.id("client_id")
    let invoice = (row["document_id"] as Int64?).map { ID<Invoice>($0) }
    var mark = Mark(kind: kind, day: try row.day("day"))
    mark.until = (row["until"] as String?).flatMap { Day(iso: $0) }
    mark.note = row["note"]
    mark.isTold = row["file_id"] != nil
    if row["ends_dispute"] {
      if let invoice { byInvoice[invoice]?.removeAll { $0.kind == .dispute && $0.isTold } }
      return
    }
    if kind == .stop, let invoice {
      mark.invoice = invoice
      byClient[client, default: []].append(mark)
    } else if let invoice {
      try Self.add(mark, row, to: &byInvoice[invoice, default: []], .invoice(invoice), db)
    } else {
      try Self.add(mark, row, to: &byClient[client, default: []], .client(client), db)
    }
  }

  private static func add(
    _ mark: Mark, _ row: Row, to marks: inout [Mark], _ scope: Scope, _ db: Database
  ) throws {
    switch mark.kind {
    case .release:
      let last = try marks.last { try isRunning($0, in: scope, on: mark.day, db) }
      if let last { marks.removeAll { $0.kind.ends(with: last.kind) } }
    case .plan:
      guard row["amount"] as Int64? != nil, let until = mark.until else { return }
      let instalment = PaymentPlan.Instalment(try row.money("amount"), by: until)
      if let last = marks.last, last.kind == .plan, last.day == mark.day,
        last.currency == instalment.amount.currency.code
      {
        marks[marks.count - 1].instalments.append(instalment)
        return
      }
      // What was agreed takes the place of what was said before.
      marks.removeAll { !$0.isStop }
      var plan = mark
      (plan.until, plan.instalments) = (nil, [instalment])
      marks.append(plan)
    default: marks.append(mark)
    }
  }

  private static func isRunning(
    _ mark: Mark, in scope: Scope, on day: Day, _ db: Database
  ) throws -> Bool {
    switch mark.kind {
    case .promise, .hold: mark.until.map { $0 >= day } ?? false
    case .plan: try hold(byPlan: mark, in: scope, on: day, db) != nil
    case .stop: try mark.invoice.map { try isOpen($0, on: day, db) } ?? true
    default: true
    }
  }

  private static func isOpen(_ invoice: ID<Invoice>, on day: Day, _ db: Database) throws -> Bool {
    try Bool.fetchOne(
      db,
      sql: """
        SELECT effect > (SELECT COALESCE(SUM(amount), 0) FROM allocation
          WHERE document_id = document.id AND day <= ?) FROM document WHERE id = ?
        """, arguments: [day.description, invoice.rawValue]) ?? false
  }

  /// A plan holds while what came in since it was agreed covers the instalments whose day has
  /// passed; after a missed one, or the last, it holds nothing. What came covers the earliest.
  private static func hold(
    byPlan plan: Mark, in scope: Scope, on day: Day, _ db: Database
  ) throws -> Hold? {
    let (isOfScope, id) =
      switch scope {
      case .invoice(let id): ("document_id = ?1", id.rawValue)
      case .client(let id): (Allocation.isOf(client: "?1"), id.rawValue)
      }
    var paid =
      try Int64.fetchOne(
        db,
        sql: """
          SELECT SUM(amount) FROM allocation WHERE \(isOfScope) AND currency = ?2
            AND day BETWEEN ?3 AND ?4 AND \(Allocation.isMoney())
          """, arguments: [id, plan.currency, plan.day.description, day.description]) ?? 0
    var left: [PaymentPlan.Instalment] = []
    for instalment in plan.instalments.sorted(by: { $0.day < $1.day }) {
      let covered = Money(
        minorUnits: min(max(paid, 0), instalment.amount.minorUnits),
        currency: instalment.amount.currency)
      paid -= covered.minorUnits
      let open = instalment.amount - covered
      if open.isPositive { left.append(PaymentPlan.Instalment(open, by: instalment.day)) }
    }
    guard let next = left.first, next.day >= day else { return nil }
    return .plan(PaymentPlan(left))
  }

  private static func hold(
    by mark: Mark, in scope: Scope, on day: Day, _ db: Database
  ) throws -> Hold? {
    switch mark.kind {
    case .dispute: .disputed(since: mark.day)
    case .promise: mark.until.flatMap { $0 >= day ? .promised(by: $0) : nil }
    case .hold: mark.until.flatMap { $0 >= day ? .held(until: $0) : nil }
    case .insolvent: .insolvent(since: mark.day)
    case .plan: try hold(byPlan: mark, in: scope, on: day, db)
    default: nil
    }
  }

  /// What keeps reminders away on `day`: what was recorded last of all that runs.
  func hold(on invoice: ID<Invoice>, day: Day, _ db: Database) throws -> Hold? {
    for mark in (byInvoice[invoice] ?? []).reversed() {
      if let hold = try Self.hold(by: mark, in: .invoice(invoice), on: day, db) { return hold }
    }
    return nil
  }

  /// As for an invoice; insolvency goes before all else.
  func hold(on client: ID<Client>, day: Day, _ db: Database) throws -> Hold? {
    let marks = byClient[client] ?? []
    if let insolvent = marks.last(where: { $0.kind == .insolvent }) {
      return .insolvent(since: insolvent.day)
    }
    for mark in marks.reversed() {
      if let hold = try Self.hold(by: mark, in: .client(client), on: day, db) { return hold }
    }
    return nil
  }

  /// Why a client gets no further credit on `day`: the last of what says so and runs.
  func stop(of client: ID<Client>, day: Day, _ db: Database) throws -> Mark? {
    try (byClient[client] ?? []).last { mark in
      try mark.isStop && mark.begins <= day
        && Self.isRunning(mark, in: .client(client), on: day, db)
    }
  }

  /// What runs about an invoice or a client as a whole on `day`, the last recorded last.
  fileprivate func running(
    about invoice: ID<Invoice>?, of client: ID<Client>, on day: Day, _ db: Database
  ) throws -> [Mark] {
    let (marks, scope) =
      invoice.map { (byInvoice[$0], Scope.invoice($0)) } ?? (byClient[client], .client(client))
    return try (marks ?? []).filter { try Self.isRunning($0, in: scope, on: day, db) }
  }
}

extension Ledger {
  /// Something recorded that runs until it is released or over.
  package struct RunningMark: Hashable, Sendable {
    package let kind: ClientEvent.Kind
    /// The day on which it was recorded to begin.
    package let day: Day
  }

  /// What runs about an invoice, or (nil) about its client as a whole, at the end of `day`: one of
  /// each kind, and at the end the last recorded, which the next `release` ends.
  package func running(
    about invoice: ID<Invoice>?, of client: ID<Client>, asOf day: Day
  ) throws(Problem) -> [RunningMark] {
    try reading { db in
      let marks = try Marks(db, asOf: day, client: client)
        .running(about: invoice, of: client, on: day, db)
      var found: [RunningMark] = []
      for mark in marks {
        found.removeAll { $0.kind == mark.kind }
        found.append(RunningMark(kind: mark.kind, day: mark.day))
      }
      return found
    }
  }
}

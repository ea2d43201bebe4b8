import Domain
import GRDB

/// What keeps invoices from being chased or financed, as of a day, by the events up to it.
struct Holds {
  private var byInvoice: [ID<Invoice>: Hold] = [:]
  private var byClient: [ID<Client>: Hold] = [:]
  private var plansByInvoice: [ID<Invoice>: Plan] = [:]
  private var plansByClient: [ID<Client>: Plan] = [:]
  /// Clients that are insolvent, until a release; nothing else that is recorded ends it.
  private var insolvents: [ID<Client>: Day] = [:]
  private let failedDebits: Set<ID<Invoice>>

  private struct Plan {
    var day: Day
    var currency: Currency
    var instalments: [PaymentPlan.Instalment]
  }

  init(_ db: Database, asOf day: Day) throws {
    failedDebits = Set(
      try Int64.fetchAll(
        db,
        sql: """
          SELECT DISTINCT document_id FROM bank_line CROSS JOIN match
            ON bank_line.id = bank_line_id
          WHERE is_reversal AND amount < 0 AND booked <= ?
          """, arguments: [day.description]
      ).map { ID<Invoice>($0) })
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM event WHERE day <= ?
          AND kind IN ('dispute', 'promise', 'plan', 'hold', 'release', 'insolvent')
        ORDER BY day, id
        """, arguments: [day.description])
    for row in rows { try add(row, asOf: day) }
    for (invoice, plan) in plansByInvoice {
      byInvoice[invoice] = try Self.hold(by: plan, of: "document_id", invoice.rawValue, db, day)
    }
    for (client, plan) in plansByClient {
      byClient[client] = try Self.hold(by: plan, of: "client_id", client.rawValue, db, day)
    }
  }

  /// A plan holds while what came in since it was agreed covers the instalments whose day has
  /// passed; after a missed one, or the last, it holds nothing. What came covers the earliest.
  private static func hold(
    by plan: Plan, of column: String, _ id: Int64, _ db: Database, _ day: Day
  ) throws -> Hold? {
    var paid =
      try Int64.fetchOne(
        db,
        sql: """
          SELECT SUM(amount) FROM allocation WHERE \(column) = ? AND currency = ?
            AND day BETWEEN ? AND ? AND source IN ('bank', 'register', 'recorded')
          """, arguments: [id, plan.currency.code, plan.day.description, day.description]) ?? 0
    var left: [PaymentPlan.Instalment] = []
    for instalment in plan.instalments.sorted(by: { $0.day < $1.day }) {
      let covered = Money(
        minorUnits: min(max(paid, 0), instalment.amount.minorUnits), currency: plan.currency)
      paid -= covered.minorUnits
      let open = instalment.amount - covered
      if open.isPositive { left.append(PaymentPlan.Instalment(open, by: instalment.day)) }
    }
    guard let next = left.first, next.day >= day else { return nil }
    return .plan(PaymentPlan(left))
  }

  private mutating func addInstalment(_ row: Row) throws {
    guard row["amount"] as Int64? != nil else { return }
    let day = try row.day("day")
    let instalment = PaymentPlan.Instalment(try row.money("amount"), by: try row.day("until"))
    let currency = instalment.amount.currency
    func extended(_ plan: Plan?) -> Plan {
      let earlier = plan.flatMap {
        $0.day == day && $0.currency == currency ? $0.instalments : nil
      }
      return Plan(day: day, currency: currency, instalments: (earlier ?? []) + [instalment])
    }
    if let invoice = (row["document_id"] as Int64?).map({ ID<Invoice>($0) }) {
      plansByInvoice[invoice] = extended(plansByInvoice[invoice])
      byInvoice[invoice] = nil
    } else {
      let client: ID<Client> = row.id("client_id")
      plansByClient[client] = extended(plansByClient[client])
      byClient[client] = nil
    }
  }

  /// Later events take the place of earlier ones; those whose day has passed are over.
  private mutating func add(_ row: Row, asOf day: Day) throws {
    let kind: ClientEvent.Kind = try row.value("kind")
    let until = (row["until"] as String?).flatMap { Day(iso: $0) }
    let hold: Hold?
    switch kind {
    case .dispute: hold = .disputed(since: try row.day("day"))
    case .promise: hold = until.flatMap { $0 >= day ? .promised(by: $0) : nil }
    case .hold: hold = until.flatMap { $0 >= day ? .held(until: $0) : nil }
    case .insolvent: hold = .insolvent(since: try row.day("day"))
    case .plan: return try addInstalment(row)
    default: hold = nil
    }
    let client: ID<Client> = row.id("client_id")
    guard let invoice = (row["document_id"] as Int64?).map({ ID<Invoice>($0) }) else {
      if case .insolvent(let since) = hold {
        insolvents[client] = since
        return
      }
      if kind == .release { insolvents[client] = nil }
      if hold != nil || kind == .release {
        byClient[client] = hold
        plansByClient[client] = nil
      }
      return
    }
    if hold != nil || kind == .release {
      byInvoice[invoice] = hold
      plansByInvoice[invoice] = nil
    }
  }

  /// What concerns the client as a whole goes first if it is insolvent, else what concerns the
  /// invoice.
  func hold(
    on id: ID<Invoice>, of client: ID<Client>, _ collection: Invoice.Collection
  ) -> Hold? {
    if let since = insolvents[client] { return .insolvent(since: since) }
    if let hold = byInvoice[id] ?? byClient[client] { return hold }
    return collection == .directDebit && !failedDebits.contains(id) ? .directDebit : nil
  }

  /// Says of each item under a plan which instalments are meant for it, and how much of them: a
  /// client's plan pays what was due first. The items are those of a day, by client, currency and
  /// due date.
  func shareInstalments(among items: inout [OpenItem]) {
    guard !plansByInvoice.isEmpty || !plansByClient.isEmpty else { return }
    var left: [ID<Client>: PaymentPlan] = [:]
    for place in items.indices {
      guard case .plan(var plan) = items[place].hold else { continue }
      let (client, open) = (items[place].client, items[place].open)
      if byInvoice[items[place].id] != nil {
        items[place].hold = .plan(plan.take(open))
      } else {
        items[place].hold = .plan(left[client, default: plan].take(open))
      }
    }
  }
}

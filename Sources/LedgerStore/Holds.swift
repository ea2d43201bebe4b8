import Domain
import GRDB

/// What keeps invoices from being chased or financed, as of a day, by the events up to it.
struct Holds {
  private var byInvoice: [ID<Invoice>: Hold] = [:]
  private var byClient: [ID<Client>: Hold] = [:]
  private let failedDebits: Set<ID<Invoice>>

  init(_ db: Database, asOf day: Day) throws {
    failedDebits = Set(
      try Int64.fetchAll(
        db,
        sql: """
          SELECT DISTINCT document_id FROM match JOIN bank_line ON bank_line.id = bank_line_id
          WHERE amount < 0 AND is_reversal AND booked <= ?
          """, arguments: [day.description]
      ).map { ID<Invoice>($0) })
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM event WHERE day <= ?
          AND kind IN ('dispute', 'promise', 'hold', 'release', 'insolvent') ORDER BY day, id
        """, arguments: [day.description])
    for row in rows { try add(row, asOf: day) }
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
    default: hold = nil
    }
    let client: ID<Client> = row.id("client_id")
    guard let invoice = (row["document_id"] as Int64?).map({ ID<Invoice>($0) }) else {
      if hold != nil || kind == .release { byClient[client] = hold }
      return
    }
    if hold != nil || kind == .release { byInvoice[invoice] = hold }
  }

  /// What concerns the client as a whole goes first if it is insolvent, else what concerns the
  /// invoice.
  func hold(
    on id: ID<Invoice>, of client: ID<Client>, _ collection: Invoice.Collection
  ) -> Hold? {
    if case .insolvent(let since) = byClient[client] { return .insolvent(since: since) }
    if let hold = byInvoice[id] ?? byClient[client] { return hold }
    return collection == .directDebit && !failedDebits.contains(id) ? .directDebit : nil
  }
}

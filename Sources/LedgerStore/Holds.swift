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
          SELECT DISTINCT document_id FROM bank_line CROSS JOIN match
            ON bank_line.id = bank_line_id
          WHERE is_reversal AND amount < 0 AND booked <= ?
          """, arguments: [day.description]
      ).map { ID<Invoice>($0) })
    let marks = try Marks(db, asOf: day)
    for invoice in marks.byInvoice.keys {
      byInvoice[invoice] = try marks.hold(on: invoice, day: day, db)
    }
    for client in marks.byClient.keys {
      byClient[client] = try marks.hold(on: client, day: day, db)
    }
  }

  /// What concerns the client as a whole goes first if it is insolvent, else what concerns the
  /// invoice.
  func hold(
    on id: ID<Invoice>, of client: ID<Client>, _ collection: Invoice.Collection
  ) -> Hold? {
    if case .insolvent = byClient[client] { return byClient[client] }
    if let hold = byInvoice[id] ?? byClient[client] { return hold }
    return collection == .directDebit && !failedDebits.contains(id) ? .directDebit : nil
  }
}

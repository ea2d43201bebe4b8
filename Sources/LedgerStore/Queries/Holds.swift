import Accounting
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
    let active = try ActiveEvents(db, asOf: day)
    for invoice in active.invoices {
      byInvoice[invoice] = try active.hold(on: invoice, day: day)
    }
    for client in active.clients {
      byClient[client] = try active.hold(on: client, day: day)
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

  /// Says of each item under a plan which instalments are meant for it, and how much of them: a
  /// client's plan pays what was due first. The items are those of a day, by client, currency and
  /// due date.
  func shareInstalments(among items: inout [OpenItem]) {
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

import Chasing
import Domain
import LedgerStore
import Letters
package import Reporting
import Settings

/// The calls of a day, for all clients at once.
extension Book {
  /// What the plan of the day raises by phone, and what was put on the list before and is neither
  /// paid nor held back by what came of the call.
  package func calls(_ request: ChaseRequest) throws -> CallsReport {
    let day = request.asOf
    let receivables = try receivables(asOf: day)
    let plan = try plan(receivables, start: request.start, anyway: request.anyway)
    let planned = plan.notices.filter { $0.channel == .phone }.map { ($0, nil as Day?) }
    let given = try ledger.callsGiven(asOf: day).compactMap { call in
      notice(of: call, receivables).map { ($0, call.day as Day?) }
    }
    let notices = given + planned
    let stationery = try stationery(in: Set(notices.map(\.0.language)))
    let promises = try ledger.promises(asOf: day)
    return CallsReport(
      try notices.map { notice, since in
        CallsReport.Call(
          notice: notice, script: try stationery.script(for: notice),
          promises: promises[notice.client.id] ?? [], since: since)
      }, day: day)
  }

  /// What is left of a call's invoices; nil where nothing is.
  private func notice(of call: CallGiven, _ receivables: Receivables) -> Notice? {
    let items = receivables.items.filter { call.charges[$0.id] != nil && $0.hold == nil }
    let credits = receivables.credits.filter {
      $0.client == call.client && $0.amount.currency == call.currency
    }
    let zero = Money.zero(call.currency)
    let lines = items.map {
      Notice.Line(
        item: $0, level: 0, daysOverdue: $0.daysOverdue(on: receivables.asOf), interest: zero,
        fee: call.charges[$0.id] ?? zero)
    }
    let open = items.map(\.open).sum(call.currency) - credits.map(\.amount).sum(call.currency)
    guard open.isPositive, let client = receivables.clients[call.client] else { return nil }
    return Notice(
      client: client, currency: call.currency, day: receivables.asOf, level: call.level,
      stage: call.stage,
      lines: lines, credits: credits, total: open + lines.map(\.charges).sum(call.currency),
      payBy: call.payBy, language: call.language, channel: .phone)
  }
}

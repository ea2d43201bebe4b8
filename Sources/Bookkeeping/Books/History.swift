package import Domain
import LedgerStore
package import Reporting

extension Book {
  /// What happened with an invoice or client up to a day.
  package func history(of name: String, asOf day: Day) throws -> HistoryReport {
    try history(of: try ledger.likelyTarget(named: name), asOf: day)
  }

  /// Writes everything about an invoice or client into a ZIP; returns how many files.
  package func writeBundle(about name: String, asOf day: Day, to path: String) throws -> Int {
    let target = try ledger.likelyTarget(named: name)
    let history = try history(of: target, asOf: day)
    return try ClaimBundle(book: self, target: target, day: day).write(to: path, history: history)
  }

  private func history(of target: Ledger.Target, asOf day: Day) throws -> HistoryReport {
    var receivables = try receivables(asOf: day)
    receivables.items.removeAll { !$0.isAbout(target) }
    return HistoryReport(
      try ledger.history(of: target, asOf: day).map { entry in
        HistoryReport.Line(
          day: entry.day, what: entry.what, invoice: entry.invoice, amount: entry.amount,
          detail: entry.detail)
      }, of: receivables)
  }
}

extension OpenItem {
  fileprivate func isAbout(_ target: Ledger.Target) -> Bool {
    switch target {
    case .invoice(let id, _, _): self.id == id
    case .client(let client): self.client == client
    }
  }
}

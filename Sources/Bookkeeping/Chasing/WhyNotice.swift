import Chasing
import Domain
import LedgerStore
import Reporting

extension Book {
  /// Why an invoice is in a notice, or why not.
  package func reason(forNotice number: String, _ request: ChaseRequest) throws -> String {
    let plan = try plan(
      receivables(asOf: request.asOf), start: request.start, anyway: request.anyway)
    guard let answer = try plan.reason(for: number) ?? whyNotOpen(number, on: request.asOf)
    else {
      throw Failure(
        "no invoice has the number \(number)", "`dunlin ageing` shows who owes something.")
    }
    return answer
  }

  /// Why an invoice that is not open gets no notice; nil where no invoice has the number.
  private func whyNotOpen(_ number: String, on day: Day) throws -> String? {
    let invoices = try ledger.targets(named: number).filter { target in
      if case .invoice = target { true } else { false }
    }
    guard let invoice = try invoices.first ?? ledger.documentsOwingNothing(numbered: number).first
    else { return nil }
    let entries = try ledger.history(of: invoice, asOf: day)
    guard let issue = entries.first(where: { ["issued", "credit-note"].contains($0.what) }) else {
      return "\(number.printable): no notice: it is not issued yet on \(day)."
    }
    if let amount = issue.amount, !amount.isPositive {
      let what = issue.what == "issued" ? "an invoice of \(amount)" : "a credit note of \(-amount)"
      return "\(number.printable): no notice: it is \(what); there is nothing to pay on it."
    }
    let last = entries.last { !["issued", "reminded", "note"].contains($0.what) }
    let how = last.map { "; last: \($0.what) on \($0.day)" } ?? ""
    return "\(number.printable): no notice: nothing is open on it\(how)."
  }
}

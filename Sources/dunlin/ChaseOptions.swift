import ArgumentParser
import Domain
import LedgerStore

/// What holds for one chase, whatever the settings say.
struct ChaseOptions: ParsableArguments {
  @Option(
    help: "Cut-over from an older system: leave alone what fell due before, YYYY-MM-DD.",
    transform: GlobalOptions.day)
  var start: Day?

  @Flag(help: "Chase even where the bank data are too old to know who has paid.")
  var anyway = false
}

extension Book {
  /// Why an invoice that is not open gets no notice; nil where no invoice has the number.
  func whyNotOpen(_ number: String, on day: Day) throws -> String? {
    let invoices = try ledger.targets(named: number).filter { target in
      if case .invoice = target { true } else { false }
    }
    guard let invoice = invoices.first else { return nil }
    let entries = try ledger.history(of: invoice, asOf: day)
    guard entries.contains(where: { $0.what == "issued" }) else {
      return "\(number.printable): no notice: it is not issued yet on \(day)."
    }
    let last = entries.last { !["issued", "reminded", "note"].contains($0.what) }
    let how = last.map { "; last: \($0.what) on \($0.day)" } ?? ""
    return "\(number.printable): no notice: nothing is open on it\(how)."
  }
}

import ArgumentParser
import Domain
import LedgerStore
import Reporting

struct History: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what happened with an invoice or a client.",
    discussion: "Example: dunlin history BS-2026-0036")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Argument(help: "An invoice number, or a client's id or exact name.") var target: String

  func run() throws {
    let book = try Book(global)
    let entries = try book.ledger.onlyTarget(named: target)
    let lines = try book.ledger.history(of: entries, asOf: global.asOf).map { entry in
      HistoryReport.Line(
        day: entry.day, what: entry.what, invoice: entry.invoice, amount: entry.amount,
        detail: entry.detail)
    }
    try output.show(HistoryReport(lines))
  }
}

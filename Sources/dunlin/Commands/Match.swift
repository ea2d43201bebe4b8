import ArgumentParser
import LedgerStore
import Reporting

struct Match: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the money that came in and is set against no invoice.",
    discussion: "Example: dunlin match --as-of 2026-06-30")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    let book = try Book(global)
    try output.show(UnmatchedReport(book.unmatchedReceipts(asOf: global.asOf)))
  }
}

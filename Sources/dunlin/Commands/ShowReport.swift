import ArgumentParser
import Bookkeeping
import Domain
import Forecasting
import LedgerStore
import Letters
import Reporting
import Settings

struct ShowReport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the book on one HTML page, with pictures.",
    discussion: "Example: dunlin report --out june.html")

  @OptionGroup var global: GlobalOptions
  @Option(help: "The file to write (default: in the book's Reports).") var out: String?
  @OptionGroup var horizon: MonthsOption

  func run() throws {
    let book = try Book(global)
    let outlook = try book.outlook(asOf: global.asOf, threads: global.threads)
    let receivables = outlook.receivables
    let page = try book.page(
      receivables, clients: book.clientsReport(outlook), plan: book.plan(receivables),
      flow: outlook.flow(months: horizon.months), book.templates(global))
    let path = out ?? Book.path(book.folder ?? ".", "Reports/\(global.asOf) report.html")
    try writeFile(page, to: path)
    Console.out("Wrote \(path).\n")
  }
}

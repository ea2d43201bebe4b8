import ArgumentParser
import Domain
import Reporting

struct ShowFinance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finance",
    abstract: "Show which invoices could be advanced, how much, and at what cost.",
    discussion: "Example: dunlin finance --format json")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    let book = try Book(global)
    let receivables = try book.receivables(asOf: global.asOf)
    let flow = try book.cashFlow(receivables, months: 1, weeks: 1)
    let base = book.borrowingBase(receivables, flow)
    try output.show(FinanceReport(base, clients: receivables.clients))
  }
}

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
    guard let base = book.borrowingBase(receivables, flow) else {
      throw Failure(
        "the settings name no financier",
        "Add a `finance:` section to dunlin.yaml; `dunlin init` writes one with comments.")
    }
    try output.show(FinanceReport(base, clients: receivables.clients))
  }
}

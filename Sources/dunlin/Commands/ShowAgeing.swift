import ArgumentParser
import Bookkeeping
import Domain
import Reporting

struct ShowAgeing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ageing",
    abstract: "Show what is open by how long it is overdue.",
    discussion: "Example: dunlin ageing --as-of 2025-12-31")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    let book = try Book(global)
    let receivables = try book.receivables(asOf: global.asOf)
    try output.show(AgeingReport(Ageing(of: receivables), of: receivables))
  }
}

import ArgumentParser
import Bookkeeping
import Reporting

struct ShowAgeing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ageing",
    abstract: "Show what is open by how long it is overdue.",
    discussion: "Example: dunlin ageing --as-of 2025-12-31")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption

  func run() throws { try output.show(Book(global).ageing(asOf: global.asOf)) }
}

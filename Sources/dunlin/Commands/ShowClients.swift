import ArgumentParser
import LedgerStore
import Reporting

struct ShowClients: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clients",
    abstract: "Show how each client pays, and what it owes.",
    discussion: "Example: dunlin clients --format csv")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    let book = try Book(global)
    try output.show(
      ClientsReport(
        book.receivables(asOf: global.asOf), history: book.ledger.payHistory(asOf: global.asOf)))
  }
}

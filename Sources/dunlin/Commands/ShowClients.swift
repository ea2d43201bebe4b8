import ArgumentParser
import Bookkeeping
import Reporting

struct Clients: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clients",
    abstract: "Show how each client pays, what it owes, and what to do about it.",
    discussion: """
      With a client's name or id, that client alone in full, and by what its documents were told \
      to be its own: endpoint, VAT number, company number, account id, or name and postcode.

      Example: dunlin clients "Kontor Siebenstern GmbH"
      """,
    subcommands: [ShowClients.self, ImportClients.self, MergeClients.self, SplitClients.self],
    defaultSubcommand: ShowClients.self)
}

struct ShowClients: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show all clients, or one in full.",
    discussion: "Example: dunlin clients \"Kontor Siebenstern GmbH\"")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Argument(help: "A client's id or exact name, to see it in full.") var client: String?

  func run() throws {
    let book = try Book(global)
    guard let client else {
      return try output.show(book.clients(asOf: global.asOf, threads: global.threads))
    }
    try output.show(book.client(named: client, asOf: global.asOf, threads: global.threads))
  }
}

import ArgumentParser
import Domain
import LedgerStore
import Reporting

struct ShowClients: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clients",
    abstract: "Show how each client pays, and what it owes.",
    discussion: """
      With a client's name or id, that client alone, and by what its documents were told to be \
      its own: endpoint, VAT number, company number, account id, or name and postcode.

      Example: dunlin clients "Kontor Siebenstern GmbH"
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Argument(help: "A client's id or exact name.") var client: String?

  func run() throws {
    let book = try Book(global)
    let receivables = try book.receivables(asOf: global.asOf)
    let history = try book.ledger.payHistory(asOf: global.asOf)
    guard let client else { return try output.show(ClientsReport(receivables, history: history)) }
    guard case .client(let id) = try book.ledger.onlyTarget(named: client),
      let found = receivables.clients[id]
    else {
      throw Failure("\(client) is the number of an invoice", "Name a client by its id or name.")
    }
    let known = try book.ledger.recognitions(of: id, asOf: global.asOf)
    try output.show(
      ClientReport(
        found, documents: known.documents,
        keys: known.by.map { ClientReport.Key($0.identifier, documents: $0.documents) },
        behaviour: ClientsReport(receivables, history: history, only: id)))
  }
}

import ArgumentParser
import Domain
import Forecasting
import LedgerStore
import Reporting

struct ShowClients: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clients",
    abstract: "Show how each client pays, what it owes, and what to do about it.",
    discussion: "Example: dunlin clients C-104")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Argument(help: "A client's id or exact name, to see it in full.") var client: String?

  func run() throws {
    let book = try Book(global)
    let outlook = try book.outlook(try book.receivables(asOf: global.asOf))
    guard let client else { return try output.show(try book.clientsReport(outlook)) }
    let id: ID<Client> =
      switch try book.ledger.onlyTarget(named: client) {
      case .client(let id), .invoice(_, let id, _): id
      }
    guard let behaviour = try book.behaviours(outlook).first(where: { $0.client.id == id }) else {
      throw Failure(
        "\(client.printable) owes nothing and has paid nothing by \(global.asOf)",
        "Name a later day with --as-of, or another client.")
    }
    try output.show(ClientReport(behaviour, waiting: book.waitingRate))
  }
}

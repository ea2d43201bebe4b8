import ArgumentParser
import Bookkeeping
import Domain
import Forecasting
import LedgerStore
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
    let outlook = try book.outlook(asOf: global.asOf, threads: global.threads)
    guard let client else { return try output.show(try book.clientsReport(outlook)) }
    let id = try book.ledger.onlyClient(named: client)
    guard let found = outlook.receivables.clients[id] else {
      throw Failure("\(client) is no client any more", "`dunlin clients` lists them.")
    }
    let known = try book.ledger.recognitions(of: id, asOf: global.asOf)
    let recognition = ClientReport.Recognition(
      documents: known.documents,
      keys: known.by.map { ClientReport.Key($0.identifier, documents: $0.documents) },
      moves: try book.ledger.moves(of: id).map(\.sentence))
    let behaviour = try book.behaviours(outlook).first { $0.client.id == id }
    try output.show(
      ClientReport(
        found, behaviour, waiting: book.waitingRate(on: global.asOf), known: recognition,
        charges: try book.ledger.unpaidCharges(of: id, asOf: global.asOf)))
  }
}

extension ClientMove {
  fileprivate var sentence: String {
    let what =
      kind == "merge"
      ? "\(from) was merged into \(into)" : "\(into) was separated from \(from)"
    let why = note.isEmpty ? "" : ": \(note)"
    let back = undone.map { "; taken back on \($0)" } ?? ""
    return "\(what) on \(day) (\(counted(documents, "document")))\(why)"
      + (who.isEmpty ? "" : ", \(who)") + "\(back)."
  }
}

import ArgumentParser
import Bookkeeping
import Domain

struct ImportClients: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read what invoices do not say of clients from a CSV file.",
    discussion: """
      Columns: client (id, VAT number or exact name), email, phone, contact, language, country, \
      terms_days, kind (business or consumer) or consumer (yes or no), group, policy (one of the \
      groups in dunlin.yaml), from (the day from which it holds). Other columns are named and left \
      out. Each entry is kept with its day; `undo` takes the import back. Entries in dunlin.yaml \
      go before it.

      Example: dunlin clients import clients.csv
      """)

  @OptionGroup var global: GlobalOptions
  @Flag(help: "Show what would be taken in; change nothing.") var dryRun = false
  @Argument(help: "The CSV file.") var path: String

  func run() throws {
    let done = try Book(global).importClients(path, asOf: global.asOf, isDryRun: dryRun)
    Console.faults(done.faults)
    if !done.ignoredColumns.isEmpty {
      Console.note(.ignoredColumns(done.ignoredColumns, path: path))
    }
    Console.out(done.text)
    if !done.faults.isEmpty { throw Failure.doneWithFaults }
  }
}

struct MergeClients: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Say that two clients are one.",
    discussion: """
      Everything of OTHER becomes that of CLIENT, and later documents that name OTHER are \
      CLIENT's. `clients split CLIENT` takes it back.

      Example: dunlin clients merge "Grebe & Dunnock Architects LLP" "Grebe Architects"
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: "Why, in your words.") var note = ""
  @Option(help: "Who says so.") var who = ""
  @Flag(help: "Show whether it can be; change nothing.") var dryRun = false
  @Argument(help: "The client that stays.") var client: String
  @Argument(help: "The client that becomes a part of it.") var other: String

  func run() throws {
    try Book(global).mergeClient(
      other, into: client, ClientChange(asOf: global.asOf, note: note, who: who, isDryRun: dryRun))
    Console.out(
      "\(dryRun ? "Would merge" : "Merged") \(other.printable) into \(client.printable).\n")
  }
}

struct SplitClients: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: "Take the last merge into a client back, or separate some of its documents.",
    discussion: """
      With the numbers of documents and --name, these become the documents of a client of that \
      name, and so do the identifiers that only they have. Its address and contact are what the \
      documents say.

      Example: dunlin clients split "Harrow Bay Foods LLC" BS-2026-0036 --name "Harrow Bay Farms"
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: "The name of the client the documents belong to.") var name: String?
  @Option(help: "Why, in your words.") var note = ""
  @Option(help: "Who says so.") var who = ""
  @Flag(help: "Show whether it can be; change nothing.") var dryRun = false
  @Argument(help: "A client's id or exact name.") var client: String
  @Argument(help: "The numbers of documents that are not its own.") var documents: [String] = []

  func validate() throws {
    if documents.isEmpty != (name == nil) {
      throw ValidationError("Documents go with --name, the client they belong to.")
    }
  }

  func run() throws {
    let other = try Book(global).splitClient(
      client, documents: documents, named: name,
      ClientChange(asOf: global.asOf, note: note, who: who, isDryRun: dryRun))
    Console.out(
      "\(dryRun ? "Would separate" : "Separated") \(other.printable) from \(client.printable).\n")
  }
}

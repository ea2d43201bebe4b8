import ArgumentParser
import Bookkeeping
import Domain
import Reporting

struct ImportFiles: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read invoices, credit notes, bills and bank statements into the book.",
    discussion: """
      Folders are read with all folders inside, whatever each file is. Importing something twice \
      is importing it once.

      Example: dunlin import Invoices Bank/2026-06.xml
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var reading: ImportOptions
  @OptionGroup var output: FormatOption
  @Flag(help: "Show what would be imported, and import nothing.") var dryRun = false
  @Flag(help: "Propose what the columns of unknown CSV files mean, and import nothing.")
  var map = false
  @Flag(help: "With --map: note the proposal in dunlin.yaml if it leaves nothing open.")
  var yes = false
  @Flag(help: "Say what each file is taken for, and why, and import nothing.") var explain = false
  @Flag(help: "List the imports of the book with their numbers.") var list = false
  @Argument(help: "Files and folders.") var paths: [String] = []

  func validate() throws {
    if paths.isEmpty != list { throw ValidationError("Name files or folders, or --list.") }
    if yes && !map { throw ValidationError("--yes goes with --map.") }
    if !list && !dryRun { try output.require(oneOf: .text, .json) }
  }

  func run() throws {
    if list { return try output.show(Book(global).imports()) }
    let folder = global.namedBook ?? "."
    if map { return try propose(in: folder) }
    if explain { return try explainFiles(in: folder) }
    let book =
      !dryRun || Book.isBook(folder)
      ? try Book(global) : try Book(inMemoryFor: folder, templates: global.templatePlaces)
    var request = reading.request(paths, global, isDryRun: dryRun)
    request.listsDocuments = dryRun && output.format == .csv
    let imported = try JobWatch.following("Reading") { progress in
      try book.importFiles(request, progress: progress, notes: Console.note)
    }
    Console.faults(imported.faults)
    if let documents = imported.documents {
      Console.out(documents)
    } else {
      try output.show(imported.report)
      if !dryRun, output.format == .text, let number = imported.number {
        Console.out("`dunlin undo \(number)` would take this import back.\n")
      }
    }
    if imported.faults.contains(where: \.code.wantsPerson) { throw Failure.doneWithFaults }
  }

  private func propose(in folder: String) throws {
    let settings = try Book.settingsOrDefaults(in: folder)
    for path in paths {
      let proposal = try Book.proposedMapping(of: path, settings)
      Console.out(proposal.yaml)
      // As comments, so that all of it may be put into the settings.
      Console.out(proposal.preview.map { "# \($0)\n" }.joined())
      guard yes, proposal.isNeeded else { continue }
      try Book.note(proposal, in: folder)
      Console.out("# Noted in \(Book.path(folder, "dunlin.yaml")).\n")
    }
  }

  private func explainFiles(in folder: String) throws {
    try output.show(Book.explained(paths, try Book.settingsOrDefaults(in: folder)))
  }
}

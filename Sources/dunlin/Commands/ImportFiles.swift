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
  @Flag(help: "List the imports of the book with their numbers.") var list = false
  @Argument(help: "Files and folders.") var paths: [String] = []

  func validate() throws {
    if paths.isEmpty != list { throw ValidationError("Name files or folders, or --list.") }
    if !list && !dryRun { try output.require(oneOf: .text, .json) }
  }

  func run() throws {
    if list { return try output.show(Book(global).imports()) }
    if map {
      for path in paths { Console.out(try Book.proposedMapping(ofCSV: path)) }
      return
    }
    let folder = global.namedBook ?? "."
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
}

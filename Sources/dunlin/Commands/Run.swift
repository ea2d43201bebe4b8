import ArgumentParser
import Bookkeeping
import Foundation

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Do it all: import a folder, match, chase, forecast, finance.",
    discussion: """
      The book is --book, else DUNLIN_BOOK, else FOLDER itself if it holds a book, else one in \
      memory with FOLDER's dunlin.yaml, which leaves only letters and reports behind.

      Example: dunlin run Samples --as-of 2026-06-30
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var reading: ImportOptions
  @OptionGroup var chasing: ChaseOptions
  @Option(help: "Folder for letters and reports (default: the book's, else ./dunlin-out).")
  var out: String?
  @OptionGroup var horizon: MonthsOption
  @Flag(help: "Show what would be done; write and record nothing.") var dryRun = false
  @Argument(help: "The folder of invoices and bank files.") var folder: String

  func run() throws {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw Failure("there is no folder \(folder)", "Check its name; nothing was done.")
    }
    let book = try openBook()
    var request = BatchRequest(
      reading: reading.request([folder], global, isDryRun: dryRun),
      chasing: chasing.request(global))
    request.folder = out
    request.chasing.confirm = Console.confirmation
    request.months = horizon.months
    let batch = try JobWatch.following("Reading") { progress in
      try book.run(request, progress: progress, faults: Console.faults, notes: Console.note)
    }
    Console.show(batch.text)
    if !dryRun {
      try book.write(batch)
      Console.out("Letters and reports are in \(batch.letters) and \(batch.reports).\n")
    }
    if batch.isDeclined { Console.note("No letters were written; `dunlin chase` writes them.") }
    if batch.isWithFaults { throw Failure.doneWithFaults }
  }

  private func openBook() throws -> Book {
    if let named = global.namedBook {
      guard Book.isBook(named) else {
        throw Failure(
          "there is no book in \(named)", "Make one with `dunlin init \(named)`; nothing was done.")
      }
      return try Book(folder: named, templates: global.templatePlaces)
    }
    return Book.isBook(folder)
      ? try Book(folder: folder, templates: global.templatePlaces)
      : try Book(inMemoryFor: folder, templates: global.templatePlaces)
  }
}

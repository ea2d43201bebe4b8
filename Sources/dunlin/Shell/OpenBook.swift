import Bookkeeping
import Foundation

extension Book {
  /// Opens the book the options name, or the one in the current folder.
  init(_ options: GlobalOptions) throws {
    let folder = options.namedBook ?? "."
    guard Self.isBook(folder) else {
      throw Failure(
        "there is no book in \(folder)",
        "Make one with `dunlin init \(folder)`, or name another with --book.")
    }
    try self.init(folder: folder, templates: options.templatePlaces)
  }
}

extension GlobalOptions {
  /// Templates of the options take precedence over the book's; those of the environment and beside
  /// the program come after them.
  var templatePlaces: TemplatePlaces {
    let environment = ProcessInfo.processInfo.environment["DUNLIN_TEMPLATES"]
    // Where it was found on the PATH, its first argument is a name without a folder.
    let shared = Bundle.main.executableURL?.resolvingSymlinksInPath()
      .deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("share/dunlin/Templates").path
    return TemplatePlaces(override: templates, shared: [environment, shared].compactMap { $0 })
  }
}

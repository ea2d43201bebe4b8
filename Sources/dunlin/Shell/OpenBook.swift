import Bookkeeping
import Foundation
import Letters

extension Book {
  /// Opens the book the options name, or the one in the current folder.
  init(_ options: GlobalOptions) throws {
    let folder = options.namedBook ?? "."
    guard Self.isBook(folder) else {
      throw Failure(
        "there is no book in \(folder)",
        "Make one with `dunlin init \(folder)`, or name another with --book.")
    }
    try self.init(folder: folder)
  }

  /// Where templates are looked for: of the options, the book, the environment, the program.
  func templates(_ options: GlobalOptions) -> TemplateFolder {
    let environment = ProcessInfo.processInfo.environment["DUNLIN_TEMPLATES"]
    // Where it was found on the PATH, its first argument is a name without a folder.
    let shared = Foundation.Bundle.main.executableURL?.resolvingSymlinksInPath()
      .deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("share/dunlin/Templates").path
    return templates(
      override: options.templates, shared: [environment, shared].compactMap { $0 })
  }
}

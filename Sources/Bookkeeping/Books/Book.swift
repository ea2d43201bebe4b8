package import Domain
import Foundation
package import LedgerStore
package import Letters
package import Settings

/// An opened book: settings and ledger, and where its files go.
package struct Book {
  /// Nil for a run in memory.
  package var folder: String?
  package var settings: BookSettings
  package var ledger: Ledger

  package static let ledgerName = "book.sqlite"

  package init(folder: String) throws {
    self.folder = folder
    settings = try Self.settings(in: folder) ?? BookSettings()
    ledger = try Ledger(
      path: Self.path(folder, Self.ledgerName), policy: settings.matchPolicy)
  }

  /// A book that leaves nothing behind, with the settings of `folder` or the defaults.
  package init(inMemoryFor folder: String) throws {
    settings = try Self.settings(in: folder) ?? BookSettings()
    ledger = try Ledger(policy: settings.matchPolicy)
  }

  package static func isBook(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: path(folder, ledgerName))
  }

  /// A name in a folder; one that is a whole path stays.
  package static func path(_ folder: String, _ name: String) -> String {
    name.hasPrefix("/") ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// Where a file is that the ledger noted as `name`.
  package func place(_ name: String) -> String {
    folder.map { Self.path($0, name) } ?? name
  }

  /// Nil where the folder has no settings. With any fault in them nothing is done.
  static func settings(in folder: String) throws -> BookSettings? {
    let path = path(folder, BookSettings.fileName)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(validating: data, as: UTF8.self)
    else {
      throw Failure("\(path) cannot be read as UTF-8 text", "Check the file and its permissions.")
    }
    let (settings, faults) = BookSettings.read(text, file: path)
    guard faults.isEmpty else {
      throw Failure(
        "the settings have \(faults.count) faults", "Correct them and try again.", faults: faults)
    }
    return settings
  }

  /// The templates of `override`, the book, and `shared`, in order of precedence.
  package func templates(override: String?, shared: [String]) -> TemplateFolder {
    let own = [override, folder.map { Self.path($0, "Templates") }].compactMap { $0 }
    return TemplateFolder(folders: own + shared) { try wordingEntries(yaml: $0) }
  }

  /// Of a book in memory: where they would be.
  package var originals: Originals { Originals(folder: Self.path(folder ?? ".", "Originals")) }

  /// How the ledger notes a file: by its name in the book, so that a book can be moved; one that
  /// is elsewhere by its absolute path.
  func noted(_ path: String) -> String {
    guard let folder else { return path }
    let file = URL(fileURLWithPath: path).standardizedFileURL.path
    let inside = Self.path(URL(fileURLWithPath: folder).standardizedFileURL.path, "")
    return file.hasPrefix(inside) ? String(file.dropFirst(inside.count)) : file
  }

  /// Sentences about notices whose letters are gone.
  package func missingLetters() throws -> [String] {
    try ledger.letterFiles().filter { name in
      [place(name), name].allSatisfy { !FileManager.default.fileExists(atPath: $0) }
    }.map { "a notice was given, but its letter is gone: \($0)" }
  }

  package func receivables(asOf day: Day) throws -> Receivables {
    try withAdvances(settings.completed(try ledger.receivables(asOf: day)))
  }
}

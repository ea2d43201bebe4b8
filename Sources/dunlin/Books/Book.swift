import Domain
import Foundation
import LedgerStore
import Letters
import Settings

/// An opened book: settings and ledger, and where its files go.
struct Book {
  /// Nil for a run in memory.
  var folder: String?
  var settings: BookSettings
  var ledger: Ledger

  static let ledgerName = "book.sqlite"

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

  init(folder: String) throws {
    self.folder = folder
    settings = try Self.settings(in: folder) ?? BookSettings()
    ledger = try Ledger(
      path: Self.path(folder, Self.ledgerName), policy: settings.matchPolicy)
  }

  /// A book that leaves nothing behind, with the settings of `folder` or the defaults.
  init(inMemoryFor folder: String) throws {
    settings = try Self.settings(in: folder) ?? BookSettings()
    ledger = try Ledger(policy: settings.matchPolicy)
  }

  static func isBook(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: path(folder, ledgerName))
  }

  /// A name in a folder; one that is a whole path stays.
  static func path(_ folder: String, _ name: String) -> String {
    name.hasPrefix("/") ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// Where a file is that the ledger noted as `name`.
  func place(_ name: String) -> String {
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
      Console.faults(faults)
      throw Failure("the settings have \(faults.count) faults", "Correct them and try again.")
    }
    return settings
  }

  /// Where templates are looked for, best first.
  func templates(_ options: GlobalOptions) -> TemplateFolder {
    let environment = ProcessInfo.processInfo.environment["DUNLIN_TEMPLATES"]
    // Where it was found on the PATH, its first argument is a name without a folder.
    let shared = Foundation.Bundle.main.executableURL?.resolvingSymlinksInPath()
      .deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("share/dunlin/Templates").path
    let places = [
      options.templates, folder.map { Self.path($0, "Templates") }, environment, shared,
    ]
    return TemplateFolder(folders: places.compactMap { $0 }) { try wordingEntries(yaml: $0) }
  }

  /// Of a book in memory: where they would be.
  var originals: Originals { Originals(folder: Self.path(folder ?? ".", "Originals")) }

  /// How the ledger notes a file: by its name in the book, so that a book can be moved; one that
  /// is elsewhere by its absolute path.
  func noted(_ path: String) -> String {
    guard let folder else { return path }
    let file = URL(fileURLWithPath: path).standardizedFileURL.path
    let inside = Self.path(URL(fileURLWithPath: folder).standardizedFileURL.path, "")
    return file.hasPrefix(inside) ? String(file.dropFirst(inside.count)) : file
  }

  /// Sentences about notices whose letters are gone.
  func missingLetters() throws -> [String] {
    try ledger.letterFiles().filter { name in
      [place(name), name].allSatisfy { !FileManager.default.fileExists(atPath: $0) }
    }.map { "a notice was given, but its letter is gone: \($0)" }
  }

  func receivables(asOf day: Day) throws -> Receivables {
    try withAdvances(settings.completed(try ledger.receivables(asOf: day)))
  }
}

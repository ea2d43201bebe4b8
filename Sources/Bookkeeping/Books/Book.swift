package import Domain
import Foundation
import LedgerStore
import Letters
package import Settings

/// An opened book: settings and ledger, and where its files go.
package struct Book {
  /// Nil for a run in memory.
  package let folder: String?
  /// What `dunlin.yaml` says.
  package let settings: BookSettings
  let ledger: Ledger
  /// Where templates are looked for beside the book's own folder.
  let templatePlaces: TemplatePlaces

  static let ledgerName = "book.sqlite"

  /// Opens the book in a folder.
  package init(folder: String, templates: TemplatePlaces = TemplatePlaces()) throws {
    self.folder = folder
    templatePlaces = templates
    settings = try Self.settings(in: folder) ?? BookSettings()
    ledger = try Ledger(
      path: Self.path(folder, Self.ledgerName), policy: settings.matchPolicy)
  }

  /// A book that leaves nothing behind, with the settings of `folder` or the defaults.
  package init(
    inMemoryFor folder: String, templates: TemplatePlaces = TemplatePlaces()
  ) throws {
    self.folder = nil
    templatePlaces = templates
    settings = try Self.settings(in: folder) ?? BookSettings()
    ledger = try Ledger(policy: settings.matchPolicy)
  }

  /// Whether a folder holds a book.
  package static func isBook(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: path(folder, ledgerName))
  }

  /// A name in a folder; one that is a whole path stays.
  package static func path(_ folder: String, _ name: String) -> String {
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
      throw Failure(
        "the settings have \(faults.count) faults", "Correct them and try again.", faults: faults)
    }
    return settings
  }

  /// Layouts and wordings of letters and pages.
  var templates: TemplateFolder {
    let first = [templatePlaces.override, folder.map { Self.path($0, "Templates") }]
    return TemplateFolder(folders: first.compactMap { $0 } + templatePlaces.shared) {
      try wordingEntries(yaml: $0)
    }
  }

  /// The folder of its letters; of a book in memory, where it would be.
  var letters: String { Self.path(folder ?? ".", "Letters") }

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

  /// Takes one import back, if nothing was built on it. Letters about it that were not mailed are
  /// taken back, too.
  package func undo(
    import number: Int64, on day: Day, isDryRun: Bool = false
  ) throws {
    func undo() throws { try ledger.undo(number, on: day) }
    if isDryRun { try ledger.withoutEffect(undo) } else { try undo() }
  }

  /// Withdraws the letters about the documents of an import, which did not go out; returns how
  /// many.
  package func withdrawLetters(
    aboutImport number: Int64, on day: Day, isDryRun: Bool = false
  ) throws -> Int {
    func withdraw() throws -> Int { try ledger.withdrawLetters(aboutImport: number, on: day) }
    return try isDryRun ? ledger.withoutEffect(withdraw) : withdraw()
  }

  /// Copies the ledger to a file that is not there yet, also while it is in use.
  package func backup(to file: String) throws { try ledger.backup(to: file) }
}

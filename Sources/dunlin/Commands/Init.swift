import ArgumentParser
import Bookkeeping
import Domain
import Foundation
import LedgerStore
import Settings

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a book.",
    discussion: "Example: dunlin init ~/Books/Studio")

  @Argument(help: "An empty or absent folder (default: the current one).")
  var folder = "."

  func run() throws {
    let files = FileManager.default
    if let inside = try? files.contentsOfDirectory(atPath: folder), !inside.isEmpty {
      throw Failure(
        "\(folder) is not empty", "Name an empty or new folder; nothing was changed.")
    }
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try writeFile(
      String(decoding: PackageResources.dunlin_yaml, as: UTF8.self),
      to: Book.path(folder, BookSettings.fileName))
    _ = try Ledger(path: Book.path(folder, Book.ledgerName))
    Console.out(
      """
      Made a book in \(folder).
      Say who you are in \(Book.path(folder, BookSettings.fileName)), then import:

        dunlin import --book \(folder) FOLDER

      """)
  }
}

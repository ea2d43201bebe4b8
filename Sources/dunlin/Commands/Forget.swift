import ArgumentParser
import Bookkeeping
import Domain
import Foundation
import LedgerStore
import Settings

struct Forget: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Remove the personal data of a client that no law asks to keep.",
    discussion: """
      It says what stays and why; said again once the term of letters is over, it removes them, \
      too. A client that owes something is not forgotten. Files of your \
      own outside the book, and copies of it, are yours to clear.

      Example: dunlin forget "Kontor Siebenstern GmbH"
      """)

  @OptionGroup var global: GlobalOptions
  @Flag(help: "Show what would be removed; change nothing.") var dryRun = false
  @Argument(help: "A client's id or exact name.") var client: String

  func run() throws {
    let book = try Book(global)
    guard case .client(let id) = try book.ledger.onlyTarget(named: client) else {
      throw ValidationError("\(client) is an invoice; name its client.")
    }
    let retention = Retention(country: book.settings.business.country)
    func forget() throws -> Forgotten {
      try book.ledger.forget(id, on: global.asOf, retention: retention)
    }
    var done = try book.ledger.withoutEffect(forget)
    if !dryRun {
      // First, so that what a crash leaves is still known and removed the next time.
      try book.removeLetters(done.letters)
      done = try forget()
    }
    let removed = done.removed.isEmpty ? "nothing" : done.removed.joined(separator: ", ")
    Console.out("\(dryRun ? "Would remove" : "Removed"): \(removed).\n")
    for kept in done.kept { Console.out("Kept: \(kept.what) – \(kept.why).\n") }
  }
}

extension Book {
  /// Removes letters as the ledger noted them, those that are still there.
  fileprivate func removeLetters(_ names: [String]) throws {
    for path in names.map(place) {
      guard FileManager.default.fileExists(atPath: path) else { continue }
      try FileManager.default.removeItem(atPath: path)
    }
  }
}

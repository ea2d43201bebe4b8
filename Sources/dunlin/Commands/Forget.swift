import ArgumentParser
import Bookkeeping
import LedgerStore

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
    let done = try Book(global).forget(client, on: global.asOf, isDryRun: dryRun)
    let removed = done.removed.isEmpty ? "nothing" : done.removed.joined(separator: ", ")
    Console.out("\(dryRun ? "Would remove" : "Removed"): \(removed).\n")
    for kept in done.kept { Console.out("Kept: \(kept.what) – \(kept.why).\n") }
  }
}

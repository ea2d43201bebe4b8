import ArgumentParser
import Bookkeeping
import Domain

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy the ledger to a new file, also while it is in use.",
    discussion: """
      The folders Originals and Letters and the settings are plain files: copy them as they are.

      Example: dunlin backup ~/Backups/2026-06-30.sqlite
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The file to write; it must not be there yet.") var file: String

  func run() throws {
    try Book(global).backup(to: file)
    Console.out("Copied the ledger to \(file.printable).\n")
  }
}

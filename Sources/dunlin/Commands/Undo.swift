import ArgumentParser
import Bookkeeping

struct Undo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take one import back, if nothing was built on it.",
    discussion: """
      `dunlin import --list` shows the numbers. A trace of the import stays, and its files in \
      Originals.

      Example: dunlin undo 12
      """)

  @OptionGroup var global: GlobalOptions
  @Flag(help: "Show whether it could be taken back; change nothing.") var dryRun = false
  @Argument(help: "The number of the import.") var number: Int64

  func run() throws {
    try Book(global).undo(import: number, on: global.asOf, isDryRun: dryRun)
    Console.out("\(dryRun ? "Would take" : "Took") back import \(number).\n")
  }
}

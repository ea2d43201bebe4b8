import ArgumentParser
import Bookkeeping

struct Undo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take one import back, if nothing was built on it.",
    discussion: """
      `dunlin import --list` shows the numbers. A trace of the import stays, and its files in \
      Originals. Letters about its invoices that wait to be mailed are withdrawn; what was mailed \
      keeps the import.

      Example: dunlin undo 12
      """)

  @OptionGroup var global: GlobalOptions
  @Flag(help: "Show whether it could be taken back; change nothing.") var dryRun = false
  @Flag(help: "Say that its letters on paper were not posted: they are taken back, too.")
  var lettersNotSent = false
  @Argument(help: "The number of the import.") var number: Int64

  func run() throws {
    try Book(global).undo(
      import: number, on: global.asOf, lettersStayed: lettersNotSent, isDryRun: dryRun)
    Console.out("\(dryRun ? "Would take" : "Took") back import \(number).\n")
  }
}

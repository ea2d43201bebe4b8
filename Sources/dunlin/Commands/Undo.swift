import ArgumentParser
import Bookkeeping
import Reporting

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
  @Flag(help: "Withdraw its letters, which did not go out; the import itself stays.")
  var letters = false
  @Argument(help: "The number of the import.") var number: Int64

  func run() throws {
    let book = try Book(global)
    guard letters else {
      try book.undo(import: number, on: global.asOf, isDryRun: dryRun)
      return Console.out("\(dryRun ? "Would take" : "Took") back import \(number).\n")
    }
    let count = try book.withdrawLetters(
      aboutImport: number, on: global.asOf, isDryRun: dryRun)
    Console.out(
      "\(dryRun ? "Would withdraw" : "Withdrew") \(counted(count, "letter")) about import "
        + "\(number); throw away what is printed.\n")
  }
}

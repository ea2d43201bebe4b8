import ArgumentParser
import Bookkeeping

struct ShowReport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the book on one HTML page, with pictures.",
    discussion: "Example: dunlin report --out june.html")

  @OptionGroup var global: GlobalOptions
  @Option(help: "The file to write (default: in the book's Reports).") var out: String?
  @OptionGroup var horizon: MonthsOption

  func run() throws {
    let path = try Book(global).writePage(
      asOf: global.asOf, months: horizon.months, threads: global.threads, to: out)
    Console.out("Wrote \(path).\n")
  }
}

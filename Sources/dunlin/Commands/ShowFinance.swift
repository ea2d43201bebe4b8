import ArgumentParser
import Bookkeeping
import Domain
import Reporting

struct ShowFinance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finance",
    abstract: "Show which invoices could be advanced, how much, and at what cost.",
    discussion: """
      With --need and --by it picks the cheapest invoices of all financiers that raise the amount \
      by that day, and shows the forecast before and after. --schedule writes what is offered, or \
      picked, for each financier. What is accepted is recorded by `record finance`.

      Example: dunlin finance --need 12000 --by 2026-07-20
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Option(help: "How much is needed, in the first financier's currency.") var need: String?
  @Option(help: "The day by which it is needed.", transform: GlobalOptions.day) var by: Day?

  @Option(help: "Write what each financier is offered into a folder: CSV, PDF, originals.")
  var schedule: String?
  @Flag(help: "Name the files of --schedule; write nothing.") var dryRun = false

  mutating func validate() throws {
    guard (need == nil) == (by == nil) else {
      throw ValidationError("--need and --by go together.")
    }
  }

  func run() throws {
    let book = try Book(global)
    var request = FinanceRequest(asOf: global.asOf)
    request.need = need
    request.by = by
    request.threads = global.threads
    let found = try book.finance(request)
    try output.show(found.report)
    guard let schedule else { return }
    let paths = try book.writeSchedules(found, into: schedule, isDryRun: dryRun)
    for path in paths { Console.note(.file(path, isDryRun: dryRun)) }
  }
}

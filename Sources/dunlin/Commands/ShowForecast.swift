import ArgumentParser
import Domain
import Reporting
import Settings

struct ShowForecast: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Show the cash expected each month, from the way each client really pays.",
    discussion: "Example: dunlin forecast --months 3 --format csv")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Option(help: "Number of months to show.") var months = 6
  @Option(help: "Number of weeks to show.") var weeks = 13
  @Option(help: "Show periods of a month or of a week.") var by: Period = .month
  @Flag(help: "One row an open invoice (csv).") var perInvoice = false

  enum Period: String, ExpressibleByArgument, CaseIterable {
    case month, week
  }

  mutating func validate() throws {
    guard (1...60).contains(months), (1...104).contains(weeks) else {
      throw ValidationError("--months takes 1 to 60, --weeks 1 to 104.")
    }
    if perInvoice && output.format != .csv {
      throw ValidationError("--per-invoice goes with --format csv.")
    }
  }

  func run() throws {
    let book = try Book(global)
    let receivables = try book.receivables(asOf: global.asOf)
    let flow = try book.cashFlow(receivables, months: months, weeks: weeks)
    try output.show(
      ForecastReport(
        flow, clients: receivables.clients, rates: book.settings.rates, byWeek: by == .week,
        perInvoice: perInvoice))
  }
}

import ArgumentParser
import Bookkeeping
import Domain
import Financing
import Forecasting
import Reporting
import Settings

struct ShowForecast: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Show the cash expected each month, from the way each client really pays.",
    discussion: """
      \(Book.scenarioHelp)

      Example: dunlin forecast --months 3 --scenario "later 7" --scenario "stops C-104"
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Option(help: "Number of months to show.") var months = 6
  @Option(help: "Number of weeks to show.") var weeks = 13
  @Option(help: "Show periods of a month or of a week.") var by: Period = .month
  @Flag(help: "One row an open invoice (csv).") var perInvoice = false
  @Option(help: "What if; may be given several times.") var scenario: [String] = []
  @Flag(help: "Beside it, with everything financed that financiers would advance today.")
  var withFinance = false
  @Option(help: "Simulate so many futures for low and high.") var paths: Int?
  @Option(help: "Which futures are simulated: the same seed, the same futures.")
  var seed: UInt64 = 1

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
    if (withFinance || !scenario.isEmpty) && output.format == .csv {
      throw ValidationError("--scenario and --with-finance go with --format text or json.")
    }
    if let paths, !(100...10_000).contains(paths) {
      throw ValidationError("--paths takes 100 to 10000.")
    }
  }

  func run() throws {
    let book = try Book(global)
    let outlook = try book.outlook(asOf: global.asOf, threads: global.threads)
    let paths = paths.map {
      CashPaths.Options(count: $0, seed: seed, threads: global.threads)
    }
    var scenarios = try scenario.map { try book.scenario($0) }
    let flow = outlook.flow(
      months: months, weeks: weeks, paths: paths,
      unpaidAfter: book.recourseDays(for: outlook.receivables))
    if withFinance {
      let offers = try book.market(outlook.receivables, flow).offers
      scenarios.append(.financing(offers, name: "with finance"))
    }
    try output.show(
      ForecastReport(
        flow, clients: outlook.receivables.clients, rates: book.settings.rates,
        byWeek: by == .week, perInvoice: perInvoice, retainers: outlook.retainers(beside: flow),
        scenarios: scenarios.map {
          outlook.flow(months: months, weeks: weeks, scenario: $0, paths: paths)
        }))
  }
}

import ArgumentParser
import Bookkeeping
import Reporting

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
    var request = ForecastRequest(asOf: global.asOf)
    request.months = months
    request.weeks = weeks
    request.byWeek = by == .week
    request.perInvoice = perInvoice
    request.scenarios = scenario
    request.withFinance = withFinance
    request.paths = paths
    request.seed = seed
    request.threads = global.threads
    try output.show(Book(global).forecast(request))
  }
}

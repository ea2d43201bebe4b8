import ArgumentParser
import Bookkeeping
import Reporting

struct ShowBacktest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Show how good earlier forecasts would have been.",
    discussion: "Example: dunlin backtest --as-of 2026-06-30")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption

  func run() throws { try output.show(Book(global).backtest(asOf: global.asOf)) }
}

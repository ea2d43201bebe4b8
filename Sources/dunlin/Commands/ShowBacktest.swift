import ArgumentParser
import Bookkeeping
import Forecasting
import LedgerStore
import Reporting

struct ShowBacktest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Show how good earlier forecasts would have been.",
    discussion: "Example: dunlin backtest --as-of 2026-06-30")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    let book = try Book(global)
    try output.show(
      BacktestReport(Backtest(replaying: book.ledger.payHistory(asOf: global.asOf))))
  }
}

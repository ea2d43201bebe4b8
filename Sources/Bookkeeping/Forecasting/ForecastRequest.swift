package import Domain
import Financing
import Forecasting
import LedgerStore
package import Reporting
import Settings

/// Which forecast of the cash to come.
package struct ForecastRequest: Sendable {
  /// The day whose end is now.
  package var asOf: Day
  package var months = 6
  package var weeks = 13
  /// Shows weeks instead of months.
  package var byWeek = false
  /// One row an open invoice.
  package var perInvoice = false
  /// What if: scenarios as `Book.scenarioHelp` describes them.
  package var scenarios: [String] = []
  /// Beside it, with everything financed that financiers would advance today.
  package var withFinance = false
  /// How many futures are simulated for low and high; nil: as the size of the book wants.
  package var paths: Int?
  /// The same seed gives the same futures.
  package var seed: UInt64 = 1
  package var threads = 1

  package init(asOf: Day) { self.asOf = asOf }
}

extension Book {
  /// The cash expected, from the way each client pays.
  package func forecast(_ request: ForecastRequest) throws -> ForecastReport {
    let outlook = try outlook(asOf: request.asOf, threads: request.threads)
    let paths = request.paths.map {
      CashPaths.Options(count: $0, seed: request.seed, threads: request.threads)
    }
    var scenarios = try request.scenarios.map { try scenario($0) }
    let flow = outlook.flow(
      months: request.months, weeks: request.weeks, paths: paths,
      unpaidAfter: recourseDays(for: outlook.receivables))
    if request.withFinance {
      let offers = try market(outlook.receivables, flow).offers
      scenarios.append(.financing(offers, name: "with finance"))
    }
    return ForecastReport(
      flow, clients: outlook.receivables.clients, rates: settings.rates,
      byWeek: request.byWeek, perInvoice: request.perInvoice,
      retainers: outlook.retainers(beside: flow),
      scenarios: scenarios.map {
        outlook.flow(
          months: request.months, weeks: request.weeks, scenario: $0, paths: paths)
      })
  }

  /// How good earlier forecasts would have been.
  package func backtest(asOf day: Day) throws -> BacktestReport {
    BacktestReport(Backtest(replaying: try ledger.payHistory(asOf: day)))
  }
}

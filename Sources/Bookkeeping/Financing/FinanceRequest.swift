package import Domain
package import Financing
import Forecasting
package import Reporting
import Settings

/// What is asked of the financiers.
package struct FinanceRequest: Sendable {
  /// The day whose end is now.
  package var asOf: Day
  /// How much is needed, in the first financier's currency, such as 12000.00.
  package var need: String?
  /// The day by which it is needed.
  package var by: Day?
  package var threads = 1

  package init(asOf: Day) { self.asOf = asOf }
}

/// What financiers offer, or the offers chosen for a need.
package struct FinanceFound {
  /// Offers, or the choice with the forecast before and after.
  package let report: any Report
  /// Offers for schedules: all, or those chosen.
  package let offers: [AdvanceOffer]
  let receivables: Receivables
}

extension Book {
  /// What the financiers would advance; with a need, the cheapest set of offers that meets it.
  package func finance(_ request: FinanceRequest) throws -> FinanceFound {
    let outlook = try outlook(asOf: request.asOf, threads: request.threads)
    let receivables = outlook.receivables
    let flow = outlook.flow(months: 3, unpaidAfter: recourseDays(for: receivables))
    let market = try market(receivables, flow)
    guard let need = request.need, let by = request.by else {
      let others = market.bases.flatMap { base in
        base.terms.currency == market.currency ? [] : base.offers
      }
      return FinanceFound(
        report: FinanceReport(market, clients: receivables.clients, waiting: waitingCost()),
        offers: others + market.offers, receivables: receivables)
    }
    let amount = try Money(
      typed: need, market.currency,
      expected: "--need takes an amount greater than zero such as 12000.00.")
    let choice = AdvanceChoice(from: market.sources(by: by), need: amount, by: by)
    let after = choice.isPossible ? outlook.flow(months: 3, scenario: .financing(choice)) : nil
    return FinanceFound(
      report: AdvanceChoiceReport(
        choice, clients: receivables.clients, asOf: request.asOf, waiting: waitingCost(),
        before: flow, after: after),
      offers: choice.chosen, receivables: receivables)
  }

  /// Writes what each financier is offered into a folder: CSV, PDF, originals. Returns the paths;
  /// in a dry run only these.
  package func writeSchedules(
    _ found: FinanceFound, into folder: String, isDryRun: Bool = false
  ) throws -> [String] {
    guard !settings.financiers.isEmpty else {
      throw Failure(
        "the settings name no financier", "A schedule is for one; see `finance` in dunlin.yaml.")
    }
    return try Schedules(
      book: self, clients: found.receivables.clients, day: found.receivables.asOf
    ).write(found.offers, into: folder, isDryRun: isDryRun)
  }
}

extension Scenario {
  /// What the chosen offers do to the forecast: the advances come on the day after as-of, and of
  /// the invoices only the rest.
  static func financing(_ choice: AdvanceChoice) -> Scenario {
    financing(choice.chosen, name: "with finance")
  }

  static func financing(_ offers: [AdvanceOffer], name: String) -> Scenario {
    Scenario(
      name: name,
      changes: offers.map {
        .financed($0.item.id, advance: $0.advance, on: $0.payoutDay, rest: $0.openReleased)
      })
  }
}

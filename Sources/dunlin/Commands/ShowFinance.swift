import ArgumentParser
import Bookkeeping
import Domain
import Financing
import Forecasting
import Reporting
import Settings

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
    let outlook = try book.outlook(asOf: global.asOf, threads: global.threads)
    let receivables = outlook.receivables
    let flow = outlook.flow(months: 3, unpaidAfter: book.recourseDays(for: receivables))
    let market = try book.market(receivables, flow)
    guard let need, let by else {
      try output.show(
        FinanceReport(market, clients: receivables.clients, waiting: book.waitingCost()))
      return try write(
        market.bases.flatMap { base in
          base.terms.currency == market.currency ? [] : base.offers
        } + market.offers, book, receivables)
    }
    let choice = AdvanceChoice(
      from: market.sources(by: by), need: try amount(need, market.currency), by: by)
    let after = choice.isPossible ? outlook.flow(months: 3, scenario: .financing(choice)) : nil
    try output.show(
      AdvanceChoiceReport(
        choice, clients: receivables.clients, asOf: global.asOf, waiting: book.waitingCost(),
        before: flow, after: after))
    try write(choice.chosen, book, receivables)
  }

  private func write(
    _ offers: [AdvanceOffer], _ book: Book, _ receivables: Receivables
  ) throws {
    guard let schedule else { return }
    guard !book.settings.financiers.isEmpty else {
      throw Failure(
        "the settings name no financier", "A schedule is for one; see `finance` in dunlin.yaml.")
    }
    let schedules = Schedules(book: book, clients: receivables.clients, day: global.asOf)
    let paths = try schedules.write(offers, into: schedule, isDryRun: dryRun)
    for path in paths { Console.note("\(dryRun ? "would write" : "wrote") \(path.printable)") }
  }

  private func amount(_ text: String, _ currency: Currency) throws -> Money {
    guard let amount = Money(typed: text, currency) else {
      throw ValidationError(
        Money.doubt(typed: text, currency)
          ?? "--need takes an amount greater than zero such as 12000.00.")
    }
    return amount
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

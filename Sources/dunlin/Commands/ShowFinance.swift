import ArgumentParser
import Domain
import Financing
import Reporting

struct ShowFinance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finance",
    abstract: "Show which invoices could be advanced, how much, and at what cost.",
    discussion: """
      With --need and --by it picks the cheapest invoices that raise the amount by that day.

      Example: dunlin finance --need 12000 --by 2026-07-20
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Option(help: "How much is needed, in the financier's currency.") var need: String?
  @Option(help: "The day by which it is needed.", transform: GlobalOptions.day) var by: Day?

  mutating func validate() throws {
    guard (need == nil) == (by == nil) else {
      throw ValidationError("--need and --by go together.")
    }
  }

  func run() throws {
    let book = try Book(global)
    let receivables = try book.receivables(asOf: global.asOf)
    let flow = try book.outlook(receivables).flow(months: 1, weeks: 1)
    let base = book.borrowingBase(receivables, flow)
    guard let need, let by else {
      return try output.show(FinanceReport(base, clients: receivables.clients))
    }
    let currency = base.terms.currency
    guard let printed = try? ExactDecimal(need), printed.fits(scale: currency.decimals),
      let amount = Money(printed, currency), amount.isPositive
    else {
      throw ValidationError("--need takes an amount greater than zero such as 12000.00.")
    }
    let choice = AdvanceChoice(
      from: base.possible, need: amount, by: by, limit: base.terms.limit)
    try output.show(AdvanceChoiceReport(choice, clients: receivables.clients))
  }
}

package import Domain
package import Financing
package import Forecasting

/// The cheapest way to raise an amount by a day, or why there is none; whether waiting is cheaper;
/// and the balance with and without it.
package struct AdvanceChoiceReport: Report {
  private let choice: AdvanceChoice
  private let clients: [ID<Client>: Client]
  private let asOf: Day
  private let waiting: WaitingCost
  private let before: CashFlow
  private let after: CashFlow?

  /// `after` is the forecast with the chosen offers; nil where there are none.
  package init(
    _ choice: AdvanceChoice, clients: [ID<Client>: Client], asOf: Day, waiting: WaitingCost,
    before: CashFlow, after: CashFlow?
  ) {
    self.choice = choice
    self.clients = clients
    self.asOf = asOf
    self.waiting = waiting
    self.before = before
    self.after = after
  }

  private var currency: Currency { choice.need.currency }

  package var text: String {
    guard choice.isPossible else {
      return wrapped(
        "\(choice.need.withCode) cannot be raised by \(choice.by): all that could be advanced is "
          + "\(choice.most.withCode).") + anyway
    }
    let proof =
      choice.costAtLeast == choice.cost
      ? "No other set is cheaper." : "No set costs less than \(choice.costAtLeast.withCode)."
    return wrapped("The cheapest way to raise \(choice.need.withCode) by \(choice.by):")
      + table + proof + "\n" + anyway + advice + balances
  }

  private var anyway: String {
    var sums: [Currency: Money] = [:]
    for item in choice.comesAnyway {
      sums[item.open.currency, default: .zero(item.open.currency)] += item.open
    }
    guard !sums.isEmpty else { return "" }
    let open = sums.sorted { $0.key < $1.key }.map(\.value.withCode).joined(separator: " and ")
    return wrapped(
      "\(counted(choice.comesAnyway.count, "invoice")) with \(open) open should be "
        + "paid by \(choice.by) anyway; advancing those would only cost fees.")
  }

  private var table: String {
    let hasSeveral = Set(choice.chosen.map(\.financier)).count > 1
    var columns: [TextTable.Column] = [
      .left("advance"), .soft("client"), .right("raised"), .right("fees"), .left("paid by"),
    ]
    if hasSeveral { columns.append(.left("financier")) }
    var table = TextTable(columns)
    for offer in choice.chosen {
      let cells = [
        offer.item.number.text.printable, clients[offer.item.client]?.name.printable ?? "",
        offer.advance.grouped, offer.cost.grouped, offer.expectedPaid.description,
      ]
      table.add(cells + (hasSeveral ? [String(offer.financier.printable.prefix(16))] : []))
    }
    table.addRule()
    table.add(
      ["total", "", choice.raised.grouped, choice.cost.grouped, ""] + (hasSeveral ? [""] : []))
    return table.text
  }

  private var waitingSum: Money {
    choice.chosen.map {
      waiting.waiting(for: $0, from: asOf) + waiting.chasing(for: $0, from: asOf)
    }.sum(currency)
  }

  private var advice: String {
    let verdict =
      waitingSum < choice.cost
      ? " If an overdraft will do, do not finance." : " Financing is cheaper than an overdraft."
    return wrapped(
      "Waiting costs \(waitingSum.withCode) at \(waiting.annual)% a year, financing "
        + "\(choice.cost.withCode).\(verdict)")
  }

  private var balances: String {
    guard let after else { return "" }
    var table = TextTable([
      .left("balance \(currency)"), .right("low"), .right("expected"), .right("low, financed"),
      .right("expected, financed"),
    ])
    for (old, new) in zip(rows(before), rows(after)) {
      table.add([
        old.period.first.description.prefix(7).description, old.balanceLow.grouped,
        old.balanceExpected.grouped, new.balanceLow.grouped, new.balanceExpected.grouped,
      ])
    }
    return "\n" + table.text
  }

  private func rows(_ flow: CashFlow) -> [CashFlow.Row] {
    flow.months.filter { $0.currency == currency }
  }

  package var json: JSONValue? {
    .object([
      ("need", .text(choice.need.plain)), ("by", .text(choice.by.description)),
      ("currency", .text(currency.code)), ("possible", .bool(choice.isPossible)),
      ("raised", .text(choice.raised.plain)), ("cost", .text(choice.cost.plain)),
      ("cost_at_least", .text(choice.costAtLeast.plain)), ("most", .text(choice.most.plain)),
      ("invoices", .array(choice.chosen.map { .text($0.item.number.text) })),
      ("waiting_cost", .text(waitingSum.plain)),
      ("is_waiting_cheaper", .bool(waitingSum < choice.cost)),
      (
        "offers",
        .array(
          choice.chosen.map { offer in
            .object([
              ("invoice", .text(offer.item.number.text)), ("financier", .text(offer.financier)),
              ("advance", .text(offer.advance.plain)), ("cost", .text(offer.cost.plain)),
              ("expected_paid", .text(offer.expectedPaid.description)),
            ])
          })
      ),
      ("before", .array(rows(before).map(json))),
      ("after", .array((after.map(rows) ?? []).map(json))),
    ])
  }

  private func json(_ row: CashFlow.Row) -> JSONValue {
    .object([
      ("month", .text(row.period.first.description.prefix(7).description)),
      ("balance_low", .text(row.balanceLow.plain)),
      ("balance_expected", .text(row.balanceExpected.plain)),
      ("balance_high", .text(row.balanceHigh.plain)),
    ])
  }
}

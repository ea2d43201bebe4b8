package import Domain
package import Financing

/// The cheapest way to raise an amount by a day, or why there is none.
package struct AdvanceChoiceReport: Report {
  private let choice: AdvanceChoice
  private let clients: [ID<Client>: Client]

  package init(_ choice: AdvanceChoice, clients: [ID<Client>: Client]) {
    self.choice = choice
    self.clients = clients
  }

  package var text: String {
    let anyway = choice.comesAnyway.map(\.item.open).sum(choice.need.currency)
    let waiting =
      choice.comesAnyway.isEmpty
      ? ""
      : wrapped(
        "\(counted(choice.comesAnyway.count, "invoice")) with \(anyway.withCode) open should be "
          + "paid by \(choice.by) anyway; advancing those would only cost fees.")
    guard choice.isPossible else {
      return wrapped(
        "\(choice.need.withCode) cannot be raised by \(choice.by): all that could be advanced is "
          + "\(choice.most.withCode).") + waiting
    }
    var table = TextTable([
      .left("advance"), .soft("client"), .right("raised"), .right("fees"), .left("paid by"),
    ])
    for offer in choice.chosen {
      table.add([
        offer.item.number.text.printable, clients[offer.item.client]?.name.printable ?? "",
        offer.advance.grouped, offer.cost.grouped, offer.expectedPaid.description,
      ])
    }
    table.addRule()
    table.add(["total", "", choice.raised.grouped, choice.cost.grouped, ""])
    let proof =
      choice.costAtLeast == choice.cost
      ? "No other set is cheaper." : "No set costs less than \(choice.costAtLeast.withCode)."
    return wrapped("The cheapest way to raise \(choice.need.withCode) by \(choice.by):")
      + table.text + proof + "\n" + waiting
  }

  package var json: JSONValue? {
    .object([
      ("need", .text(choice.need.plain)), ("by", .text(choice.by.description)),
      ("currency", .text(choice.need.currency.code)), ("possible", .bool(choice.isPossible)),
      ("raised", .text(choice.raised.plain)), ("cost", .text(choice.cost.plain)),
      ("cost_at_least", .text(choice.costAtLeast.plain)), ("most", .text(choice.most.plain)),
      ("invoices", .array(choice.chosen.map { .text($0.item.number.text) })),
    ])
  }
}

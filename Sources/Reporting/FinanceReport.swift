package import Domain
package import Financing

/// What a financier would advance today, at what cost, and what it would not take.
package struct FinanceReport: Report {
  let base: BorrowingBase
  let clients: [ID<Client>: Client]

  package init(_ base: BorrowingBase, clients: [ID<Client>: Client]) {
    self.base = base
    self.clients = clients
  }

  package var text: String {
    let currency = base.terms.currency
    guard !base.offers.isEmpty else {
      return wrapped("\(financier) would advance nothing today.") + "\n" + refusedText
    }
    var table = TextTable([
      .left("invoice"), .soft("client"), .right("advance"), .right("fees"), .right("release"),
      .left("paid by"), .right("a year"),
    ])
    for offer in base.offers.prefix(Self.listedMax) {
      table.add([
        offer.item.number.text.printable, clients[offer.item.client]?.name.printable ?? "",
        offer.advance.grouped, offer.cost.grouped, offer.release.grouped,
        offer.expectedPaid.description, "\(offer.annualCost)%",
      ])
    }
    table.addRule()
    table.add([
      "total \(currency)", "", base.availability.grouped,
      base.offers.map(\.cost).sum(currency).grouped,
      base.offers.map(\.release).sum(currency).grouped, "", "",
    ])
    let more = base.offers.count - Self.listedMax
    return wrapped(
      "\(financier) would advance \(base.terms.advanceRate)% of the invoices "
        + "below: up to \(base.availability.withCode) today.") + table.text
      + (more > 0 ? "… and \(more) more; `finance --format json` lists them all.\n" : "") + "\n"
      + refusedText
  }

  private var financier: String {
    base.terms.isUsual
      ? "The settings name no financier. One with usual terms (\(base.terms.serviceRate)% of the "
        + "invoice, \(base.terms.discountRate)% a year on the advance)"
      : base.terms.name.printable
  }

  private static let listedMax = 40

  /// By reason, with what each adds up to in every currency.
  private var refusedText: String {
    guard !base.refused.isEmpty else { return "" }
    var table = TextTable([.left("not taken because"), .right("invoices"), .right("open")])
    var sums: [Group: (count: Int, open: Money)] = [:]
    for entry in base.refused {
      let group = Group(word: entry.reason.group, currency: entry.item.open.currency)
      sums[group, default: (0, .zero(group.currency))].count += 1
      sums[group]?.open += entry.item.open
    }
    for (group, sum) in sums.sorted(by: { $0.key < $1.key }) {
      table.add([group.word, "\(sum.count)", sum.open.withCode])
    }
    return table.text
  }

  private struct Group: Hashable, Comparable {
    var word: String
    var currency: Currency

    static func < (a: Group, b: Group) -> Bool { (a.word, a.currency) < (b.word, b.currency) }
  }

  package var json: JSONValue? {
    .object([
      ("availability", .text(base.availability.plain)),
      ("currency", .text(base.terms.currency.code)),
      (
        "ineligible",
        .array(
          base.refused.map { entry in
            .object([
              ("invoice", .text(entry.item.number.text)), ("reason", .text(entry.reason.code)),
              ("amount", .text(entry.item.open.plain)),
            ])
          })
      ),
      (
        "offers",
        .array(
          base.offers.map { offer in
            .object([
              ("invoice", .text(offer.item.number.text)), ("open", .text(offer.item.open.plain)),
              ("advance", .text(offer.advance.plain)),
              ("service_fee", .text(offer.serviceFee.plain)),
              ("discount_fee", .text(offer.discountFee.plain)),
              ("expected_paid", .text(offer.expectedPaid.description)),
              ("release", .text(offer.release.plain)),
              ("shortfall", .text(offer.shortfall.plain)),
              ("annual_cost_percent", .text(offer.annualCost.description)),
            ])
          })
      ),
    ])
  }
}

extension Ineligibility {
  /// The sentence without the figures of one invoice.
  fileprivate var group: String {
    switch self {
    case .overAge: "issued too long ago"
    case .overdue: "overdue"
    default: sentence
    }
  }
}

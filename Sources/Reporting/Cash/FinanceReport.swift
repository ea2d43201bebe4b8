package import Domain
package import Financing

/// What financiers would advance today, at what cost, and what they would not take.
package struct FinanceReport: Report {
  let market: AdvanceMarket
  let clients: [ID<Client>: Client]
  /// Nil: the short form, without what happens if clients pay early or late, or are waited for.
  let waiting: WaitingCost?

  package init(
    _ market: AdvanceMarket, clients: [ID<Client>: Client], waiting: WaitingCost? = nil
  ) {
    self.market = market
    self.clients = clients
    self.waiting = waiting
  }

  package init(_ base: BorrowingBase, clients: [ID<Client>: Client]) {
    self.init(AdvanceMarket([base]), clients: clients)
  }

  private static let listedMax = 40

  package var text: String {
    let parts = market.bases.map { base in
      let offers = self.offers(of: base)
      return offered(base, offers)
        + (waiting.map { FinanceDetails(base, offers, waiting: $0).text } ?? "")
    }
    return parts.joined(separator: "\n") + sumText + (waiting == nil ? refusedText : "")
  }

  /// Those of a financier that are not another one's.
  func offers(of base: BorrowingBase) -> [AdvanceOffer] {
    base.terms.currency == market.currency
      ? market.offers.filter { $0.financier == base.terms.name } : base.offers
  }

  private func offered(_ base: BorrowingBase, _ offers: [AdvanceOffer]) -> String {
    guard !offers.isEmpty else {
      let cheaper = base.offers.isEmpty ? "nothing" : "nothing that another does not give cheaper"
      return wrapped("\(financier(base.terms)) would advance \(cheaper) today.") + "\n"
    }
    let currency = base.terms.currency
    var table = TextTable([
      .left("invoice"), .soft("client"), .right("advance"), .right("fees"), .right("release"),
      .left("paid by"), .right("a year"),
    ])
    for offer in offers.prefix(Self.listedMax) {
      table.add([
        offer.item.number.text.printable, clients[offer.item.client]?.name.printable ?? "",
        offer.advance.grouped, offer.cost.grouped, offer.release.grouped,
        offer.expectedPaid.description, "\(offer.annualCost)%",
      ])
    }
    table.addRule()
    let sum = offers.map(\.advance).sum(currency)
    table.add([
      "total \(currency)", "", sum.grouped, offers.map(\.cost).sum(currency).grouped,
      offers.map(\.release).sum(currency).grouped, "", "",
    ])
    let more = offers.count - Self.listedMax
    let partly =
      offers.contains { $0.eligible < $0.gross } ? ", of some only on a part" : ""
    let short = offers.filter { $0.shortfall.isPositive }
    let shortText =
      short.isEmpty
      ? ""
      : wrapped(
        "On \(short.count) of these the fees are more than what the invoice leaves: "
          + "\(short.map(\.shortfall).sum(currency).withCode) would be owed back.")
    return wrapped(
      "\(financier(base.terms)) would advance \(base.terms.advanceRate)% of the invoices "
        + "below\(partly): up to \(sum.withCode) today.") + table.text
      + (more > 0 ? "… and \(more) more; `finance --format json` lists them all.\n" : "")
      + shortText + "\n"
  }

  private func financier(_ terms: AdvanceTerms) -> String {
    terms.isUsual
      ? "The settings name no financier. One with usual terms (\(terms.serviceRate)% of the "
        + "invoice, \(terms.discountRate)% a year on the advance)"
      : terms.name.printable
  }

  private var sumText: String {
    guard market.bases.count > 1 else { return "" }
    return wrapped(
      "Together \(market.availability.withCode) on \(counted(market.offers.count, "invoice")): each "
        + "goes to the financier that takes it cheapest.")
  }

  /// By reason, with what each adds up to in every currency.
  private var refusedText: String {
    guard !market.ineligible.isEmpty else { return "" }
    var table = TextTable([.left("not taken because"), .right("invoices"), .right("open")])
    var sums: [Group: (count: Int, open: Money)] = [:]
    for entry in market.ineligible {
      let group = Group(word: entry.reason.group, currency: entry.amount.currency)
      sums[group, default: (0, .zero(group.currency))].count += 1
      sums[group]?.open += entry.amount
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
}

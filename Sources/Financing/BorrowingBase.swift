package import Domain

/// What one financier would advance on the ledger today: of every open invoice each cent is either
/// offered or refused with a reason, never both.
package struct BorrowingBase: Sendable {
  package let terms: AdvanceTerms
  package let asOf: Day
  /// Cheapest first, as far as the limit reaches.
  package let offers: [AdvanceOffer]
  /// What could be offered if there were no limit, cheapest first.
  package let possible: [AdvanceOffer]
  /// In the order of the open items.
  package let refused: [Refused]
  /// Most that may be advanced now: within the limit, after reserves and what is advanced already.
  /// Nil where nothing bounds it.
  package let room: Money?
  /// What is advanced already.
  package let fundsInUse: Money
  /// What is held back.
  package let reserves: Money
  /// What is open in each currency, everything together.
  package let ledger: [Money]

  /// An open item, or a part of one, that the financier does not take.
  package struct Refused: Hashable, Sendable {
    package let id: ID<Invoice>
    package let number: InvoiceNumber
    package let reason: Ineligibility
    /// What is refused, in the item's currency: all that is open, or a part of it.
    package let amount: Money
    /// The item's place among the open items.
    let place: Int

    init(item: OpenItem, reason: Ineligibility, amount: Money, place: Int) {
      (id, number) = (item.id, item.number)
      (self.reason, self.amount, self.place) = (reason, amount, place)
    }

    /// An offer for which there is no room.
    init(beyondLimit offer: AdvanceOffer) {
      self.init(
        item: offer.item, reason: .overLimit, amount: offer.openOffered, place: offer.place)
    }
  }

  /// `outlook` says when an item is expected to be paid: after as-of.
  package init(
    of ledger: FinanceableLedger, under terms: AdvanceTerms,
    outlook: (OpenItem) -> PaidOutlook
  ) {
    self.terms = terms
    asOf = ledger.asOf
    let eligible = EligibleLedger(ledger, under: terms)
    let offers = eligible.entries.map { entry in
      let item = ledger.items[entry.place]
      var offer = AdvanceOffer(
        for: item, gross: Money(minorUnits: entry.gross, currency: terms.currency),
        eligible: Money(minorUnits: entry.eligible, currency: terms.currency), under: terms,
        on: ledger.asOf, outlook: outlook(item))
      offer.place = entry.place
      return offer
    }
    let order = AdvanceOffer.cheapestFirst(offers)
    let sum = eligible.entries.reduce(eligible.financed) { $0 + $1.eligible }
    let reserves =
      terms.reserve
      + Money(minorUnits: sum, currency: terms.currency).share(terms.reserveRate, .awayFromZero)
    let fundsInUse = ledger.fundsInUse[terms.name] ?? .zero(terms.currency)
    // What is advanced already has its own invoices behind it.
    let backed = Money(minorUnits: eligible.financed, currency: terms.currency)
      .share(terms.advanceRate, .halfAwayFromZero)
    let room = Self.room(
      under: terms, offers.map(\.advance).sum(terms.currency) + backed, reserves, fundsInUse)
    var taken: [AdvanceOffer] = []
    var refused = eligible.refused
    var used = Money.zero(terms.currency)
    for index in order {
      let offer = offers[index]
      if let room, used + offer.advance > room {
        refused.append(Refused(beyondLimit: offer))
      } else {
        used += offer.advance
        taken.append(offer)
      }
    }
    refused.sort { ($0.place, $0.reason.rank) < ($1.place, $1.reason.rank) }
    (self.refused, self.offers) = (refused, taken)
    // Without a limit they are the same.
    possible = taken.count == order.count ? taken : order.map { offers[$0] }
    (self.room, self.fundsInUse, self.reserves) = (room, fundsInUse, reserves)
    self.ledger = Self.sums(ledger.items)
  }

  /// For debtors of whom nothing more is known, who pay on a certain day.
  package init(
    of items: [OpenItem], under terms: AdvanceTerms, asOf: Day, expectedPaid: (OpenItem) -> Day
  ) {
    let ledger = FinanceableLedger(
      asOf: asOf,
      items: items.allSatisfy { $0.client == items[0].client }
        ? items : items.sorted { $0.client < $1.client })
    self.init(of: ledger, under: terms) { PaidOutlook(expectedPaid($0)) }
  }

  private static func room(
    under terms: AdvanceTerms, _ advances: Money, _ reserves: Money, _ fundsInUse: Money
  ) -> Money? {
    guard terms.limit != nil || reserves.isPositive else { return nil }
    let most = min(terms.limit ?? advances, advances - reserves)
    return max(most - fundsInUse, .zero(terms.currency))
  }

  private static func sums(_ items: [OpenItem]) -> [Money] {
    var sums: [Currency: Money] = [:]
    for item in items { sums[item.open.currency, default: .zero(item.open.currency)] += item.open }
    return sums.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The sum of all advances offered: what can be had today.
  package var availability: Money { offers.map(\.advance).sum(terms.currency) }
}

extension BorrowingBase {
  /// What is taken off the ledger for one reason, in one currency.
  package struct Step: Hashable, Sendable {
    package let reason: Ineligibility
    /// Invoices of which all or a part is taken off.
    package let invoices: Int
    package let amount: Money
  }

  /// From the ledger of a currency to what is offered in it, in the order of looking: the ledger
  /// less all steps is the sum of what the offers are on, to the cent.
  package func steps(_ currency: Currency) -> [Step] {
    var sums: [String: Step] = [:]
    for entry in refused where entry.amount.currency == currency {
      let before = sums[entry.reason.code]
      sums[entry.reason.code] = Step(
        reason: entry.reason, invoices: (before?.invoices ?? 0) + 1,
        amount: (before?.amount ?? .zero(currency)) + entry.amount)
    }
    return sums.values.sorted { $0.reason.rank < $1.reason.rank }
  }

  /// What the offers are on, in the currency of the invoices.
  package func offered(_ currency: Currency) -> Money {
    offers.filter { $0.item.open.currency == currency }
      .map(\.openOffered).sum(currency)
  }
}

extension AdvanceOffer {
  /// What the offer is on, in the currency of the invoice.
  package var openOffered: Money { item.open.part(eligible.minorUnits, of: gross.minorUnits) }

  /// Places of the offers by yearly cost, then due date, then id.
  static func cheapestFirst(_ offers: [AdvanceOffer]) -> [Int] {
    struct Key: Comparable {
      let cost: Int
      let due: Int32
      let id: Int64
      let place: Int

      static func < (a: Key, b: Key) -> Bool {
        (a.cost, a.due, a.id, a.place) < (b.cost, b.due, b.id, b.place)
      }
    }
    return offers.indices.map { place in
      let offer = offers[place]
      return Key(
        cost: offer.annualCost.value, due: offer.item.due.day.number, id: offer.item.id.rawValue,
        place: place)
    }.sorted().map(\.place)
  }
}

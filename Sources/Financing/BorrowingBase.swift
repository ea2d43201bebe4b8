package import Domain

/// What one financier would advance on the ledger today: every open invoice is either offered or
/// refused with a reason, never both.
package struct BorrowingBase: Sendable {
  package let terms: AdvanceTerms
  package let asOf: Day
  /// Cheapest first, as far as the limit reaches.
  package let offers: [AdvanceOffer]
  /// What could be offered if there were no limit, cheapest first.
  package let possible: [AdvanceOffer]
  /// In the order of the open items.
  package let refused: [Refused]

  package struct Refused: Hashable, Sendable {
    package let item: OpenItem
    package let reason: Ineligibility
  }

  /// `expectedPaid` is the likely day an item is paid: after as-of.
  package init(
    of items: [OpenItem], under terms: AdvanceTerms, asOf: Day, expectedPaid: (OpenItem) -> Day
  ) {
    self.terms = terms
    self.asOf = asOf
    var reasons: [ID<Invoice>: Ineligibility] = [:]
    var possible: [AdvanceOffer] = []
    for item in items {
      if let reason = terms.refusal(of: item, on: asOf) {
        reasons[item.id] = reason
      } else {
        possible.append(
          AdvanceOffer(for: item, under: terms, on: asOf, expectedPaid: expectedPaid(item)))
      }
    }
    possible.sort {
      ($0.annualCost, $0.item.due.day, $0.item.id) < ($1.annualCost, $1.item.due.day, $1.item.id)
    }
    var offers: [AdvanceOffer] = []
    var used = Money.zero(terms.currency)
    for offer in possible {
      if let limit = terms.limit, used + offer.advance > limit {
        reasons[offer.item.id] = .overLimit
      } else {
        used += offer.advance
        offers.append(offer)
      }
    }
    self.offers = offers
    self.possible = possible
    refused = items.compactMap { item in
      reasons[item.id].map { Refused(item: item, reason: $0) }
    }
  }

  /// The sum of all advances offered: what can be had today.
  package var availability: Money { offers.map(\.advance).sum(terms.currency) }
}

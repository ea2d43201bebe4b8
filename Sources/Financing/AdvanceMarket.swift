package import Domain

/// What all financiers together would advance: every invoice goes to one of them at most, the
/// cheapest that takes it and still has room.
///
/// Only financiers of one currency, the first one's, are put together; the others stand by
/// themselves in `bases`. One of whole ledgers gets everything that it takes or nothing, whichever
/// way more can be had.
package struct AdvanceMarket: Sendable {
  /// In the order of the settings; not empty.
  package let bases: [BorrowingBase]
  /// Cheapest first.
  package let offers: [AdvanceOffer]
  /// What is not offered on, in the order of the open items.
  package let ineligible: [BorrowingBase.Refused]

  package init(_ bases: [BorrowingBase]) {
    precondition(!bases.isEmpty, "no financier")
    self.bases = bases
    let alike = bases.filter { $0.terms.currency == bases[0].terms.currency }
    if alike.count == 1 {
      (offers, ineligible) = (bases[0].offers, bases[0].refused)
      return
    }
    let wholes = alike.indices.filter { alike[$0].terms.takesWholeLedger }
    let variants = ([nil] + wholes.map(Optional.some)).map { Self.offers(of: alike, whole: $0) }
    var best = variants[0]
    for variant in variants.dropFirst() {
      let currency = alike[0].terms.currency
      if variant.map(\.advance).sum(currency) > best.map(\.advance).sum(currency) { best = variant }
    }
    offers = best
    ineligible = Self.ineligible(alike, best)
  }

  package var currency: Currency { bases[0].terms.currency }

  package var availability: Money { offers.map(\.advance).sum(currency) }

  /// What each financier brings to `AdvanceChoice`; one that pays out too late brings nothing.
  package func sources(by day: Day) -> [AdvanceChoice.Source] {
    bases.filter { $0.terms.currency == currency }.map { base in
      base.asOf + base.terms.payoutDays > day
        ? AdvanceChoice.Source([])
        : AdvanceChoice.Source(
          base.terms.takesWholeLedger ? base.offers : base.possible, room: base.room,
          isWhole: base.terms.takesWholeLedger)
    }
  }

  private static func offers(of bases: [BorrowingBase], whole: Int?) -> [AdvanceOffer] {
    var offers = whole.map { bases[$0].offers } ?? []
    var taken = Set(offers.map(\.item.id))
    let candidates = bases.indices.filter { !bases[$0].terms.takesWholeLedger }
      .flatMap { place in bases[place].possible.map { (place: place, offer: $0) } }
    var left = bases.map { $0.room?.minorUnits ?? .max }
    for index in AdvanceOffer.cheapestFirst(candidates.map(\.offer)) {
      let (place, offer) = candidates[index]
      guard offer.advance.minorUnits <= left[place], taken.insert(offer.item.id).inserted else {
        continue
      }
      if left[place] != .max { left[place] -= offer.advance.minorUnits }
      offers.append(offer)
    }
    return AdvanceOffer.cheapestFirst(offers).map { offers[$0] }
  }

  /// Of an item that is offered, what its financier does not take of it; of another one, what the
  /// financier says that got furthest with it.
  private static func ineligible(
    _ bases: [BorrowingBase], _ offers: [AdvanceOffer]
  ) -> [BorrowingBase.Refused] {
    var takers: [Int: String] = [:]
    for offer in offers { takers[offer.place] = offer.financier }
    var kept: [Int: [BorrowingBase.Refused]] = [:]
    for base in bases {
      var all = Dictionary(grouping: base.refused.filter { $0.reason != .overLimit }, by: \.place)
      // Whoever has no room left would take it.
      for offer in base.possible where takers[offer.place] == nil {
        all[offer.place, default: []].append(BorrowingBase.Refused(beyondLimit: offer))
      }
      for (place, refused) in all {
        if let taker = takers[place] {
          if taker == base.terms.name { kept[place] = refused }
        } else if refused.last?.reason.rank ?? 0 > kept[place]?.last?.reason.rank ?? -1 {
          kept[place] = refused
        }
      }
    }
    return kept.sorted { $0.key < $1.key }.flatMap(\.value)
  }
}

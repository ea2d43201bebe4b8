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
    var taken = Set(offers.map(\.place))
    var left = bases.map { $0.room?.minorUnits ?? .max }
    let selective = bases.indices.filter { !bases[$0].terms.takesWholeLedger }
    // Each financier's are sorted already: the cheapest of their first ones is next.
    var next = bases.map { _ in 0 }
    while true {
      var best: Int?
      for base in selective where next[base] < bases[base].possible.count {
        guard let other = best else {
          best = base
          continue
        }
        if bases[base].possible[next[base]].isCheaper(than: bases[other].possible[next[other]]) {
          best = base
        }
      }
      guard let base = best else { break }
      let place = next[base]
      next[base] += 1
      let advance = bases[base].possible[place].advance.minorUnits
      guard advance <= left[base], taken.insert(bases[base].possible[place].place).inserted else {
        continue
      }
      if left[base] != .max { left[base] -= advance }
      offers.append(bases[base].possible[place])
    }
    guard whole != nil else { return offers }
    return AdvanceOffer.cheapestFirst(offers).map { offers[$0] }
  }

  /// Of an item that is offered, what its financier does not take of it; of another one, what the
  /// financier says that got furthest with it.
  private static func ineligible(
    _ bases: [BorrowingBase], _ offers: [AdvanceOffer]
  ) -> [BorrowingBase.Refused] {
    var takers: [Int: String] = [:]
    for offer in offers { takers[offer.place] = offer.financier }
    // By place: who speaks for the item, and how far that one got.
    var speakers: [Int: (base: Int, rank: Int)] = [:]
    func hear(_ base: Int, _ place: Int, _ rank: Int) {
      if let taker = takers[place] {
        if taker == bases[base].terms.name { speakers[place] = (base, rank) }
      } else if rank > speakers[place]?.rank ?? -1 {
        speakers[place] = (base, rank)
      }
    }
    for (base, market) in bases.enumerated() {
      for refused in market.refused where refused.reason != .overLimit {
        hear(base, refused.place, refused.reason.rank)
      }
      // A financier without room left would take it.
      for offer in market.possible where takers[offer.place] == nil {
        hear(base, offer.place, Ineligibility.overLimit.rank)
      }
    }
    var kept: [BorrowingBase.Refused] = []
    for (base, market) in bases.enumerated() {
      kept += market.refused.filter {
        $0.reason != .overLimit && speakers[$0.place]?.base == base
      }
      for offer in market.possible
      where takers[offer.place] == nil && speakers[offer.place]?.base == base {
        kept.append(BorrowingBase.Refused(beyondLimit: offer))
      }
    }
    let order = kept.indices.sorted {
      (kept[$0].place, kept[$0].reason.rank) < (kept[$1].place, kept[$1].reason.rank)
    }
    return order.map { kept[$0] }
  }
}

extension AdvanceOffer {
  /// The order of `cheapestFirst`.
  fileprivate func isCheaper(than other: AdvanceOffer) -> Bool {
    (annualCost.value, item.due.day.number, item.id.rawValue)
      < (other.annualCost.value, other.item.due.day.number, other.item.id.rawValue)
  }
}

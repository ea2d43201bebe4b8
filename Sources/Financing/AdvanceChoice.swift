package import Domain

/// The cheapest set of offers that raises an amount by a day, over all financiers: an invoice goes
/// to one of them at most, and none gives more than it has room for.
///
/// An invoice that its client is expected to pay by that day raises nothing: its money comes
/// anyway, and only the fees would be lost. A financier of whole ledgers is given everything that
/// it takes, or nothing.
package struct AdvanceChoice: Sendable {
  package let need: Money
  package let by: Day
  /// In the order of the offers given; empty where the need cannot be met.
  package let chosen: [AdvanceOffer]
  /// What all useful offers together would raise at most.
  package let most: Money
  /// No set can cost less than this; equal to `cost` where the choice is proven to be the cheapest.
  package let costAtLeast: Money
  /// Invoices left out because the client is expected to pay by then.
  package let comesAnyway: [OpenItem]

  package static let stepsMax = 300_000

  /// What one financier offers, all in one currency.
  package struct Source: Sendable {
    package var offers: [AdvanceOffer]
    /// The most it advances; nil: any amount.
    package var room: Money?
    package var isWhole: Bool

    package init(_ offers: [AdvanceOffer], room: Money? = nil, isWhole: Bool = false) {
      self.offers = offers
      self.room = room
      self.isWhole = isWhole
    }
  }

  /// `need` is greater than zero and in the currency of the offers.
  package init(from sources: [Source], need: Money, by: Day) {
    self.need = need
    self.by = by
    var (anyway, known): ([OpenItem], Set<ID<Invoice>>) = ([], [])
    for offer in sources.flatMap(\.offers) where offer.expectedPaid <= by {
      if known.insert(offer.item.id).inserted { anyway.append(offer.item) }
    }
    comesAnyway = anyway
    var best: Plan?
    var (most, bound) = (Int64(0), Int64.max)
    for whole in [nil] + sources.indices.filter({ sources[$0].isWhole }).map(Optional.some) {
      let plan = Plan(sources, whole: whole, need: need.minorUnits, by: by)
      most = max(most, plan.most)
      guard let cost = plan.cost else { continue }
      bound = min(bound, plan.bound)
      if cost < best?.cost ?? .max { best = plan }
    }
    self.most = Money(minorUnits: most, currency: need.currency)
    chosen = best?.chosen ?? []
    costAtLeast = Money(minorUnits: best == nil ? 0 : bound, currency: need.currency)
  }

  /// Of a single financier; `limit` bounds the sum of the advances.
  package init(from offers: [AdvanceOffer], need: Money, by: Day, limit: Money? = nil) {
    self.init(from: [Source(offers, room: limit)], need: need, by: by)
  }

  package var isPossible: Bool { !chosen.isEmpty }
  package var raised: Money {
    chosen.filter { $0.expectedPaid > by }.map(\.advance).sum(need.currency)
  }
  package var cost: Money { chosen.map(\.cost).sum(need.currency) }
}

/// The cheapest choice with one financier of whole ledgers, or with none.
private struct Plan {
  private(set) var chosen: [AdvanceOffer] = []
  /// Nil where the need cannot be met.
  private(set) var cost: Int64?
  private(set) var bound: Int64 = 0
  private(set) var most: Int64 = 0

  init(_ sources: [AdvanceChoice.Source], whole: Int?, need: Int64, by: Day) {
    let forced = whole.map { sources[$0].offers } ?? []
    let gain = forced.filter { $0.expectedPaid > by }.map(\.advance.minorUnits).reduce(0, +)
    let price = forced.map(\.cost.minorUnits).reduce(0, +)
    let taken = Set(forced.map(\.item.id))
    var offers: [AdvanceOffer] = []
    var groups: [[CheapestCover.Option]] = []
    var places: [ID<Invoice>: Int] = [:]
    for (place, source) in sources.enumerated() where !source.isWhole {
      for offer in source.offers
      where offer.expectedPaid > by && offer.advance.isPositive && !taken.contains(offer.item.id) {
        let option = CheapestCover.Option(
          index: offers.count, source: place, gain: offer.advance.minorUnits,
          cost: offer.cost.minorUnits)
        offers.append(offer)
        if let group = places[offer.item.id] {
          groups[group].append(option)
        } else {
          places[offer.item.id] = groups.count
          groups.append([option])
        }
      }
    }
    let ceilings = sources.map { $0.room?.minorUnits ?? .max }
    let choices = CheapestCover.Groups(groups)
    most = gain + choices.most(ceilings: ceilings)
    guard gain < need else {
      (chosen, cost, bound) = (forced, price, price)
      return
    }
    var cover = CheapestCover(choices, need: need - gain, ceilings: ceilings)
    cover.run(stepsMax: AdvanceChoice.stepsMax)
    guard !cover.best.isEmpty else { return }
    chosen = forced + cover.best.sorted().map { offers[$0] }
    (cost, bound) = (price + cover.bestCost, price + cover.lowerBound)
  }
}

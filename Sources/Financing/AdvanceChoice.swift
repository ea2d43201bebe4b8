package import Domain

/// The cheapest set of offers that raises an amount by a day.
///
/// An invoice that its client is expected to pay by that day raises nothing: its money comes
/// anyway, and only the fees would be lost. The rest is a covering knapsack, solved by branch and
/// bound: exactly, unless it takes more than `stepsMax` steps; then the best set found is given
/// with the bound it may be away from.
package struct AdvanceChoice: Sendable {
  package let need: Money
  package let by: Day
  /// In the order of the offers given; empty where the need cannot be met.
  package let chosen: [AdvanceOffer]
  /// What all useful offers together would raise, within the limit.
  package let most: Money
  /// No set can cost less than this; equal to `cost` where the choice is proven to be the cheapest.
  package let costAtLeast: Money
  /// Offers left out because the client is expected to pay by then.
  package let comesAnyway: [AdvanceOffer]

  package static let stepsMax = 300_000

  /// `need` is greater than zero and in the currency of the offers; `limit` bounds the sum of the
  /// advances.
  package init(from offers: [AdvanceOffer], need: Money, by: Day, limit: Money? = nil) {
    self.need = need
    self.by = by
    comesAnyway = offers.filter { $0.expectedPaid <= by }
    let useful = offers.indices.filter { offers[$0].expectedPaid > by }
    let ceiling = limit?.minorUnits ?? .max
    let total = useful.map { offers[$0].advance.minorUnits }.reduce(0, +)
    most = Money(minorUnits: min(total, ceiling), currency: need.currency)
    var search = CheapestCover(
      items: useful.map {
        CheapestCover.Item(
          index: $0, gain: offers[$0].advance.minorUnits, cost: offers[$0].cost.minorUnits)
      }, need: need.minorUnits, ceiling: ceiling)
    search.run(stepsMax: Self.stepsMax)
    chosen = search.best.sorted().map { offers[$0] }
    let bound = search.isProven ? search.bestCost : search.lowerBound
    costAtLeast = Money(minorUnits: chosen.isEmpty ? 0 : bound, currency: need.currency)
  }

  package var isPossible: Bool { !chosen.isEmpty }
  package var raised: Money { chosen.map(\.advance).sum(need.currency) }
  package var cost: Money { chosen.map(\.cost).sum(need.currency) }
}

/// Branch and bound over items by their price per unit of gain, the cheapest first. The bound of a
/// branch fills what is missing with the next items, the last of them in part.
private struct CheapestCover {
  struct Item {
    var index: Int
    var gain: Int64
    var cost: Int64
  }

  private let items: [Item]
  private let need: Int64
  private let ceiling: Int64
  /// Gain of the items from each place on.
  private let gainAfter: [Int64]
  private(set) var best: [Int] = []
  private(set) var bestCost = Int64.max
  private(set) var isProven = true
  /// The bound at the root: no set costs less.
  private(set) var lowerBound: Int64 = 0

  init(items: [Item], need: Int64, ceiling: Int64) {
    self.items = items.filter { $0.gain > 0 }.sorted { a, b in
      let (left, right) = (Int128(a.cost) * Int128(b.gain), Int128(b.cost) * Int128(a.gain))
      return left == right ? a.index < b.index : left < right
    }
    self.need = need
    self.ceiling = ceiling
    var after = [Int64](repeating: 0, count: self.items.count + 1)
    for place in self.items.indices.reversed() {
      after[place] = after[place + 1] + self.items[place].gain
    }
    gainAfter = after
  }

  mutating func run(stepsMax: Int) {
    guard need > 0, need <= ceiling, gainAfter[0] >= need else { return }
    lowerBound = bound(from: 0, missing: need)
    takeGreedily()
    // A stack of decisions instead of recursion: a ledger may have a hundred thousand items.
    var taken: [Int] = []
    var (place, gain, cost) = (0, Int64(0), Int64(0))
    var steps = 0
    search: while true {
      steps += 1
      if steps > stepsMax {
        isProven = false
        return
      }
      let missing = need - gain
      let isHopeless =
        missing > 0
        && (gainAfter[place] < missing || cost + bound(from: place, missing: missing) >= bestCost)
      if missing <= 0 && cost < bestCost && gain <= ceiling {
        bestCost = cost
        best = taken.map { items[$0].index }
      }
      if missing > 0 && !isHopeless && place < items.count {
        if gain + items[place].gain <= ceiling {
          taken.append(place)
          gain += items[place].gain
          cost += items[place].cost
        }
        place += 1
        continue
      }
      // Back to the last item taken; go on without it.
      guard let last = taken.popLast() else { break search }
      gain -= items[last].gain
      cost -= items[last].cost
      place = last + 1
    }
  }

  /// The least that covering `missing` with the items from a place on can cost, rounded up.
  private func bound(from place: Int, missing: Int64) -> Int64 {
    var (missing, cost, place) = (missing, Int64(0), place)
    while missing > 0, place < items.count {
      let item = items[place]
      if item.gain >= missing {
        let part = (Int128(item.cost) * Int128(missing)).divided(
          by: Int128(item.gain), .awayFromZero)
        return cost + Int64(part)
      }
      missing -= item.gain
      cost += item.cost
      place += 1
    }
    return cost
  }

  /// A first set: by price until the need is met; then the dearest that are not needed go.
  private mutating func takeGreedily() {
    var (taken, gain, cost): ([Int], Int64, Int64) = ([], 0, 0)
    for place in items.indices where gain < need && gain + items[place].gain <= ceiling {
      taken.append(place)
      gain += items[place].gain
      cost += items[place].cost
    }
    guard gain >= need else { return }
    for place in taken.sorted(by: { items[$0].cost > items[$1].cost })
    where gain - items[place].gain >= need {
      taken.removeAll { $0 == place }
      gain -= items[place].gain
      cost -= items[place].cost
    }
    bestCost = cost
    best = taken.map { items[$0].index }
  }
}

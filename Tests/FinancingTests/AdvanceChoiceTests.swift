import Domain
import Financing
import Support
import Testing

private func offer(_ id: Int64, open cents: Int64, paidIn days: Int, fee: Int) -> AdvanceOffer {
  let terms = AdvanceTerms(
    name: "Bank", currency: .euro, serviceRate: BasisPoints(fee), discountRate: .percent(8))
  let item = OpenItem(
    id: ID(id), number: InvoiceNumber("N-\(id)"), client: ID(1), issueDate: today - 10,
    due: DueDate(today + 20, .document), total: Money(minorUnits: cents, currency: .euro),
    open: Money(minorUnits: cents, currency: .euro))
  return AdvanceOffer(for: item, under: terms, on: today, expectedPaid: today + days)
}

private func randomOffers(_ random: inout Seeded, count: Int) -> [AdvanceOffer] {
  (0..<count).map { index in
    offer(
      Int64(index + 1), open: Int64.random(in: 1_000...900_000, using: &random),
      paidIn: Int.random(in: 20...90, using: &random), fee: Int.random(in: 20...400, using: &random)
    )
  }
}

/// The least cost of any subset that raises the need within the limit; nil where there is none.
private func exhaustive(_ offers: [AdvanceOffer], need: Int64, limit: Int64) -> Int64? {
  var best: Int64?
  for subset in 1..<(1 << offers.count) {
    var (gain, cost): (Int64, Int64) = (0, 0)
    for index in offers.indices where subset >> index & 1 == 1 {
      gain += offers[index].advance.minorUnits
      cost += offers[index].cost.minorUnits
    }
    if gain >= need && gain <= limit { best = min(best ?? cost, cost) }
  }
  return best
}

@Test(
  "the choice costs as little as the best of all subsets",
  arguments: [1, 2, 3, 4, 5] as [UInt64])
func againstExhaustiveSearch(seed: UInt64) {
  var random = Seeded(seed)
  for round in 0..<200 {
    let offers = randomOffers(&random, count: Int.random(in: 1...9, using: &random))
    let sum = offers.map(\.advance.minorUnits).reduce(0, +)
    let need = Int64.random(in: 1...(sum + sum / 10), using: &random)
    let limit =
      Bool.random(using: &random) ? Int64.max : Int64.random(in: need...(2 * need), using: &random)
    let choice = AdvanceChoice(
      from: offers, need: Money(minorUnits: need, currency: .euro), by: today + 5,
      limit: limit == .max ? nil : Money(minorUnits: limit, currency: .euro))
    let best = exhaustive(offers, need: need, limit: limit)
    #expect(choice.isPossible == (best != nil), "seed \(seed), round \(round)")
    if let best {
      #expect(choice.cost.minorUnits == best, "seed \(seed), round \(round)")
      #expect(choice.raised.minorUnits >= need && choice.raised.minorUnits <= limit)
      #expect(choice.costAtLeast == choice.cost)
    }
  }
}

@Test("more need never costs less", arguments: [6, 7] as [UInt64])
func monotone(seed: UInt64) {
  var random = Seeded(seed)
  let offers = randomOffers(&random, count: 9)
  let sum = offers.map(\.advance.minorUnits).reduce(0, +)
  var before = Money.zero(.euro)
  for step in 1...40 {
    let need = Money(minorUnits: max(1, sum * Int64(step) / 40), currency: .euro)
    let choice = AdvanceChoice(from: offers, need: need, by: today + 5)
    #expect(choice.isPossible)
    #expect(choice.cost >= before, "seed \(seed), step \(step)")
    before = choice.cost
  }
}

@Test(
  "a large ledger's choice is within one percent of a proven bound", arguments: [8, 9] as [UInt64])
func largeLedger(seed: UInt64) {
  var random = Seeded(seed)
  let offers = randomOffers(&random, count: 5_000)
  let sum = offers.map(\.advance.minorUnits).reduce(0, +)
  let choice = AdvanceChoice(
    from: offers, need: Money(minorUnits: sum / 3, currency: .euro), by: today + 5)
  #expect(choice.isPossible)
  #expect(choice.cost.minorUnits * 100 <= choice.costAtLeast.minorUnits * 101, "seed \(seed)")
}

@Test("an invoice that is expected to be paid by then raises nothing")
func comesAnyway() {
  let early = offer(1, open: 100_000, paidIn: 10, fee: 20)
  let late = offer(2, open: 100_000, paidIn: 40, fee: 300)
  let choice = AdvanceChoice(
    from: [early, late], need: Money(minorUnits: 50_000, currency: .euro), by: today + 10)
  #expect(choice.chosen == [late])
  #expect(choice.comesAnyway == [early.item])
  let impossible = AdvanceChoice(
    from: [early], need: Money(minorUnits: 1, currency: .euro), by: today + 10)
  #expect(!impossible.isPossible)
  #expect(impossible.most.isZero)
}

/// The least cost over all ways to give each invoice to one of two financiers or to none.
private func exhaustive(
  _ sources: [AdvanceChoice.Source], need: Int64, by: Day
) -> Int64? {
  let offers = sources.map { source in
    Dictionary(
      uniqueKeysWithValues: source.offers.filter { $0.expectedPaid > by }.map { ($0.item.id, $0) })
  }
  let ids = Set(offers.flatMap(\.keys)).sorted()
  var best: Int64?
  func go(_ place: Int, _ gain: Int64, _ cost: Int64, _ left: [Int64]) {
    if gain >= need { best = min(best ?? cost, cost) }
    guard place < ids.count else { return }
    go(place + 1, gain, cost, left)
    for source in sources.indices {
      guard let offer = offers[source][ids[place]], offer.advance.minorUnits <= left[source]
      else { continue }
      var left = left
      left[source] -= offer.advance.minorUnits
      go(place + 1, gain + offer.advance.minorUnits, cost + offer.cost.minorUnits, left)
    }
  }
  go(0, 0, 0, sources.map { $0.room?.minorUnits ?? .max })
  return best
}

@Test(
  "over two financiers no way is cheaper than the choice, and more need never costs less",
  arguments: [11, 12, 13, 14, 15] as [UInt64])
func againstExhaustiveSearchOfTwo(seed: UInt64) throws {
  var random = Seeded(seed)
  let by = today + 10
  for round in 0..<200 {
    let ledger = try randomLedger(&random, items: 1...8)
    let market = AdvanceMarket(
      ["A", "B"].map { name in
        BorrowingBase(of: ledger, under: randomTerms(name, &random)) {
          PaidOutlook(today + 1 + Int($0.id.rawValue * 7 % 60))
        }
      })
    let sources = market.sources(by: by)
    let sum = sources.flatMap(\.offers).map(\.advance.minorUnits).reduce(0, +)
    guard sum > 0 else { continue }
    var before: Int64 = 0
    let needs = (0..<3).map { _ in Int64.random(in: 1...sum, using: &random) }.sorted()
    for need in needs {
      let choice = AdvanceChoice(from: sources, need: euros(need), by: by)
      let best = exhaustive(sources, need: need, by: by)
      #expect(choice.isPossible == (best != nil), "seed \(seed), round \(round), need \(need)")
      guard let best else { continue }
      #expect(choice.cost.minorUnits == best, "seed \(seed), round \(round), need \(need)")
      #expect(choice.costAtLeast == choice.cost, "seed \(seed), round \(round), need \(need)")
      #expect(choice.raised.minorUnits >= need)
      #expect(Set(choice.chosen.map(\.item.id)).count == choice.chosen.count)
      #expect(best >= before)
      before = best
      for (name, source) in zip(["A", "B"], sources) {
        let mine = choice.chosen.filter { $0.financier == name }.map(\.advance).sum(.euro)
        if let room = source.room { #expect(mine <= room) }
      }
    }
  }
}

@Test(
  "a large choice among three financiers with limits is within one percent of a proven bound",
  arguments: [21, 22] as [UInt64])
func largeMarket(seed: UInt64) {
  var random = Seeded(seed)
  let offers = randomOffers(&random, count: 3_000)
  let sources = (0..<3).map { place in
    let mine = offers.map { offer in
      AdvanceOffer(
        for: offer.item,
        under: AdvanceTerms(
          name: "F\(place)", currency: .euro,
          advanceRate: BasisPoints(8_000 + 500 * place),
          serviceRate: BasisPoints(.random(in: 20...300, using: &random))), on: today,
        expectedPaid: offer.expectedPaid)
    }
    let sum = mine.map(\.advance).sum(.euro)
    return AdvanceChoice.Source(mine, room: sum.share(.percent(15), .towardsZero))
  }
  let most = sources.compactMap(\.room).sum(.euro)
  let choice = AdvanceChoice(from: sources, need: most.share(.percent(80), .towardsZero), by: today)
  #expect(choice.isPossible)
  #expect(choice.cost.minorUnits * 100 <= choice.costAtLeast.minorUnits * 101, "seed \(seed)")
}

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
  #expect(choice.comesAnyway == [early])
  let impossible = AdvanceChoice(
    from: [early], need: Money(minorUnits: 1, currency: .euro), by: today + 10)
  #expect(!impossible.isPossible)
  #expect(impossible.most.isZero)
}

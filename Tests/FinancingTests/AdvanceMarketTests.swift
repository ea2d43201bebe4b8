import Domain
import Financing
import Support
import Testing

@Suite("AdvanceMarket")
struct AdvanceMarketTests {
  private func base(
    _ items: [OpenItem], _ name: String, service: Int, limit: Int64? = nil, whole: Bool = false
  ) -> BorrowingBase {
    var terms = AdvanceTerms(
      name: name, currency: .euro, serviceRate: BasisPoints(service),
      limit: limit.map { euros($0) })
    terms.takesWholeLedger = whole
    return BorrowingBase(of: items, under: terms, asOf: today) { _ in today + 30 }
  }

  @Test("an invoice goes to the cheapest; where that has no room, to the next")
  func cheapest() {
    let items = [openItem(euros(1_000_00), id: 1), openItem(euros(800_00), id: 2)]
    let market = AdvanceMarket([
      base(items, "dear", service: 300), base(items, "cheap", service: 50, limit: 1_000_00),
    ])
    #expect(market.offers.map(\.financier) == ["cheap", "dear"])
    #expect(market.offers.map(\.item.id) == [ID(1), ID(2)])
    #expect(market.availability == euros(1_620_00))
    #expect(market.ineligible.isEmpty)
  }

  @Test("where nobody has room, that is the reason")
  func noRoom() {
    let items = [openItem(euros(1_000_00), id: 1), openItem(euros(900_00), id: 2)]
    let market = AdvanceMarket([
      base(items, "A", service: 50, limit: 950_00), base(items, "B", service: 60, limit: 100_00),
    ])
    #expect(market.offers.map(\.item.id) == [ID(1)])
    #expect(market.ineligible.map(\.reason) == [.overLimit])
    #expect(market.ineligible.map(\.id) == [ID(2)])
  }

  @Test("a financier of whole ledgers gets everything or nothing")
  func wholeLedger() {
    let items = [openItem(euros(1_000_00), id: 1), openItem(euros(900_00), id: 2)]
    let selective = base(items, "S", service: 50, limit: 950_00)
    let whole = base(items, "W", service: 400, whole: true)
    #expect(Set(AdvanceMarket([selective, whole]).offers.map(\.financier)) == ["W"])
    let choice = AdvanceChoice(
      from: AdvanceMarket([selective, whole]).sources(by: today + 5), need: euros(500_00),
      by: today + 5)
    #expect(choice.chosen.map(\.financier) == ["S"], "one invoice is enough, and cheaper")
    let more = AdvanceChoice(
      from: AdvanceMarket([selective, whole]).sources(by: today + 5), need: euros(1_500_00),
      by: today + 5)
    #expect(more.chosen.map(\.financier) == ["W", "W"])
  }

  @Test("a financier that pays too late raises nothing in time")
  func payout() {
    var terms = AdvanceTerms(name: "slow", currency: .euro)
    terms.payoutDays = 6
    let base = BorrowingBase(
      of: [openItem(euros(1_000_00))], under: terms, asOf: today
    ) { _ in today + 30 }
    let market = AdvanceMarket([base])
    for (days, isPossible) in [(5, false), (6, true)] {
      let choice = AdvanceChoice(
        from: market.sources(by: today + days), need: euros(100_00), by: today + days)
      #expect(choice.isPossible == isPossible)
    }
  }

  @Test(
    "no invoice is in two offers, and each cent is offered or refused",
    arguments: [71, 72, 73] as [UInt64])
  func partition(seed: UInt64) throws {
    var random = Seeded(seed)
    for round in 0..<60 {
      let ledger = try randomLedger(&random)
      let bases = ["A", "B", "C"].map { name in
        BorrowingBase(of: ledger, under: randomTerms(name, &random)) {
          PaidOutlook(today + 1 + Int($0.id.rawValue % 60))
        }
      }
      let market = AdvanceMarket(bases)
      #expect(Set(market.offers.map(\.item.id)).count == market.offers.count)
      for currency in [Currency.euro, .pound] {
        let open = ledger.items.map(\.open).filter { $0.currency == currency }.sum(currency)
        let offered = market.offers.map(\.openOffered).filter { $0.currency == currency }
        let refused = market.ineligible.map(\.amount).filter { $0.currency == currency }
        #expect(
          offered.sum(currency) + refused.sum(currency) == open, "seed \(seed), round \(round)")
      }
      for base in bases {
        let mine = market.offers.filter { $0.financier == base.terms.name }
        if let room = base.room { #expect(mine.map(\.advance).sum(.euro) <= room) }
      }
    }
  }
}

import Domain
import Financing
import Support
import Testing

@Suite("BorrowingBase")
struct BorrowingBaseTests {
  @Test(
    "every item is offered or refused once, and offers never go beyond the limit",
    arguments: [51, 52, 53, 54, 55] as [UInt64])
  func partition(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<30 {
      let items = Self.items(&random)
      let limit =
        Bool.random(using: &random) ? euros(.random(in: 0...900_000, using: &random)) : nil
      let terms = AdvanceTerms(
        name: "F", currency: .euro, limit: limit,
        requiresVerdict: Bool.random(using: &random))
      let base = BorrowingBase(of: items, under: terms, asOf: today) {
        today + 1 + Int($0.id.rawValue % 60)
      }
      let named = base.offers.map(\.item.id) + base.refused.map(\.id)
      #expect(named.sorted() == items.map(\.id).sorted(), "seed \(seed)")
      #expect(base.availability == base.offers.map(\.advance).sum(.euro))
      if let limit { #expect(base.availability <= limit, "seed \(seed)") }
      for offer in base.offers {
        #expect(terms.refusal(of: offer.item, on: today) == nil, "seed \(seed)")
        #expect(offer.advance <= offer.item.open)
        #expect(
          offer.advance + offer.cost + offer.release - offer.shortfall == offer.item.open,
          "seed \(seed): \(offer.item.number)")
      }
      let byID = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) })
      for refused in base.refused where refused.reason != .overLimit {
        #expect(byID[refused.id].flatMap { terms.refusal(of: $0, on: today) } == refused.reason)
      }
      #expect(limit != nil || !base.refused.contains { $0.reason == .overLimit })
    }
  }

  @Test("offers are sorted by cost, refusals as the open items are")
  func order() {
    let items = [
      openItem(euros(5_000_00), id: 1), openItem(euros(100_00), id: 2, dueIn: -9),
      openItem(euros(200_00), id: 3), openItem(euros(900_00), id: 4, hold: .directDebit),
    ]
    var terms = AdvanceTerms(name: "F", currency: .euro, limit: euros(1_000_00))
    terms.serviceMinimum = euros(10_00)
    let base = BorrowingBase(of: items, under: terms, asOf: today) { _ in today + 30 }
    #expect(base.offers.map(\.item.id) == [ID(3)])
    #expect(base.refused.map(\.id) == [ID(1), ID(2), ID(4)])
    #expect(base.refused.map(\.reason.code) == ["over-limit", "overdue", "direct-debit"])
  }

  @Test("a limit is used by the cheapest, and what still fits comes after")
  func limit() {
    let items = [
      openItem(euros(1_000_00), id: 1), openItem(euros(800_00), id: 2),
      openItem(euros(100_00), id: 3),
    ]
    let terms = AdvanceTerms(name: "F", currency: .euro, limit: euros(1_000_00))
    let base = BorrowingBase(of: items, under: terms, asOf: today) {
      today + ($0.id == ID(3) ? 5 : 40)
    }
    #expect(Set(base.offers.map(\.item.id)) == [ID(1), ID(3)])
    #expect(base.availability == euros(990_00))
  }

  @Test("nothing open, nothing to be had")
  func nothing() {
    let terms = AdvanceTerms(name: "F", currency: .pound)
    let base = BorrowingBase(of: [], under: terms, asOf: today) { _ in today + 1 }
    #expect(base.availability == .zero(.pound))
    #expect(base.offers.isEmpty && base.refused.isEmpty)
  }

  private static func items(_ random: inout Seeded) -> [OpenItem] {
    (0..<Int64.random(in: 0...40, using: &random)).map { id in
      let holds: [Hold?] = [nil, nil, nil, .directDebit, .disputed(since: today)]
      let verdicts: [Verdict?] = [.clean, .warning, .fatal, nil]
      return openItem(
        Money(
          minorUnits: .random(in: 1...200_000, using: &random),
          currency: Int.random(in: 0...9, using: &random) == 0 ? .pound : .euro),
        id: id, age: .random(in: 0...110, using: &random),
        dueIn: .random(in: -20...30, using: &random), hold: holds.randomElement(using: &random)!,
        verdict: verdicts.randomElement(using: &random)!)
    }
  }
}

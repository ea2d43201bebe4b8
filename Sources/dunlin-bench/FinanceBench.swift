import Domain
import Financing
import Support

/// Financiers and a large made-up ledger: who takes what, and the cheapest set for a need.
struct FinanceBench {
  static let seed: UInt64 = 11
  private static let asOf = Day(iso: "2026-06-30")!

  private let ledger: FinanceableLedger
  private let terms: [AdvanceTerms]
  /// By the item's place.
  private let outlooks: [PaidOutlook]

  /// `count` open invoices of 2,000 clients, and three financiers with limits.
  init(count: Int) {
    var random = Seeded(Self.seed)
    var items: [OpenItem] = []
    var outlooks: [PaidOutlook] = []
    var debtors: [ID<Client>: Debtor] = [:]
    for number in 0..<count {
      let client = ID<Client>(Int64(number * 2_000 / count))
      let total = Money(minorUnits: .random(in: 1_000...2_000_000, using: &random), currency: .euro)
      let issued = Self.asOf - Int.random(in: 0...110, using: &random)
      var item = OpenItem(
        id: ID(Int64(number)), number: InvoiceNumber("B-\(number)"), client: client,
        issueDate: issued, due: DueDate(issued + 30, .document), total: total, open: total)
      if Int.random(in: 0...40, using: &random) == 0 { item.hold = .disputed(since: issued) }
      items.append(item)
      let likely = Self.asOf + Int.random(in: 1...90, using: &random)
      outlooks.append(
        PaidOutlook(early: likely, likely: likely + 4, late: likely + 30, unpaidAtRecourse: 0.02))
      guard debtors[client] == nil else { continue }
      var debtor = Debtor()
      debtor.names = ["C-\(client.rawValue)"]
      debtor.country = number % 7 == 0 ? "FR" : "DE"
      if number % 3 == 0 { debtor.credits = [.euro: total] }
      if number % 5 == 0 { debtor.bills = [.euro: total] }
      debtors[client] = debtor
    }
    ledger = FinanceableLedger(asOf: Self.asOf, items: items, debtors: debtors)
    self.outlooks = outlooks
    terms = (0..<3).map { Self.terms($0) }
  }

  private static func terms(_ place: Int) -> AdvanceTerms {
    var terms = AdvanceTerms(
      name: "Financier \(place + 1)", currency: .euro,
      advanceRate: BasisPoints(9_000 - 300 * place), serviceRate: BasisPoints(100 - 20 * place),
      discountRate: BasisPoints(300 + 70 * place),
      limit: Money(minorUnits: 10_000_000_000, currency: .euro), overdueDaysMax: 30 * place)
    terms.baseRates.add(from: asOf - 90, rate: BasisPoints(215))
    terms.baseRates.add(from: asOf + 20, rate: BasisPoints(190))
    terms.concentration = .percent(5)
    terms.crossAge = .percent(50)
    terms.excludedCountries = ["RU"]
    return terms
  }

  func market() -> AdvanceMarket {
    AdvanceMarket(
      terms.map { terms in
        BorrowingBase(of: ledger, under: terms) { outlooks[Int($0.id.rawValue)] }
      })
  }

  static func measure(runs: Int) -> [Measured] {
    let bench = FinanceBench(count: 100_000)
    let single = medianSeconds(runs: runs) {
      _ = BorrowingBase(of: bench.ledger, under: bench.terms[0]) {
        bench.outlooks[Int($0.id.rawValue)]
      }
    }
    let all = medianSeconds(runs: runs) { _ = bench.market() }
    let by = asOf + 14
    let market = bench.market()
    let need = market.availability.share(.percent(60), .towardsZero)
    let choice = medianSeconds(runs: runs) {
      let choice = AdvanceChoice(from: market.sources(by: by), need: need, by: by)
      precondition(choice.cost.minorUnits * 100 <= choice.costAtLeast.minorUnits * 101)
    }
    let invoices = "100,000 open invoices"
    return [
      Measured("eligibility and offers of \(invoices), one financier", single, bar: 0.5),
      Measured("the same of three financiers, put together", all, bar: 1.5),
      Measured("the cheapest set for a need among all of that", choice, bar: 2),
    ]
  }
}

import Domain
import Financing
import Support
import Testing

@Suite("BorrowingBase, debtor by debtor")
struct EligibleLedgerTests {
  private func base(
    _ ledger: FinanceableLedger, _ change: (inout AdvanceTerms) -> Void
  ) -> BorrowingBase {
    var terms = AdvanceTerms(name: "F", currency: .euro)
    terms.overdueDaysMax = 60
    change(&terms)
    return BorrowingBase(of: ledger, under: terms) { _ in PaidOutlook(today + 30) }
  }

  private func codes(_ base: BorrowingBase) -> [String] { base.refused.map(\.reason.code) }

  private func ledger(
    _ items: [OpenItem], _ change: (inout Debtor) -> Void = { _ in }
  ) -> FinanceableLedger {
    var debtor = Debtor()
    debtor.names = ["C-1", "Otter & Sons"]
    debtor.country = "NL"
    change(&debtor)
    return FinanceableLedger(asOf: today, items: items, debtors: [ID(1): debtor])
  }

  @Test("more than the cross-ageing share too old: the rest of the debtor is refused too")
  func crossAged() {
    let items = [
      openItem(euros(300_00), id: 1, age: 120, dueIn: -90),
      openItem(euros(700_00), id: 2),
    ]
    #expect(
      codes(base(ledger(items)) { $0.crossAge = .percent(25) }) == ["over-age", "cross-aged"])
    // 30 % is not more than 30 %.
    #expect(codes(base(ledger(items)) { $0.crossAge = .percent(30) }) == ["over-age"])
  }

  @Test("credits and what the house owes are set against the oldest invoices, in part as well")
  func creditsAndContra() throws {
    let items = [
      openItem(euros(500_00), id: 1, dueIn: 20), openItem(euros(400_00), id: 2, dueIn: 5),
    ]
    let base = base(
      ledger(items) {
        $0.credits = [.euro: euros(300_00)]
        $0.bills = [.euro: euros(150_00)]
      }
    ) { _ in }
    #expect(base.refused.map(\.amount) == [euros(50_00), euros(300_00), euros(100_00)])
    #expect(codes(base) == ["contra", "credit", "contra"])
    let offer = try #require(base.offers.first)
    #expect(base.offers.count == 1)
    #expect(offer.eligible == euros(450_00))
    #expect(offer.advance == euros(405_00))
    #expect(offer.serviceFee == euros(5_00), "the fee is on all that is open")
    #expect(base.steps(.euro).map(\.amount) == [euros(300_00), euros(150_00)])
    #expect(base.offered(.euro) == euros(450_00))
  }

  @Test("a debtor's share beyond the cap is taken off its newest invoices")
  func concentration() {
    let items = (1...5).map { id in
      var item = openItem(euros(id == 1 ? 600_00 : 100_00), id: Int64(id))
      item.client = ID(Int64(id))
      return item
    }
    let base = base(FinanceableLedger(asOf: today, items: items)) {
      $0.concentration = .percent(20)
    }
    #expect(base.refused.map(\.amount) == [euros(400_00)])
    #expect(codes(base) == ["concentration"])
    #expect(base.offered(.euro) == euros(600_00))
  }

  @Test("who the debtor is may be a reason")
  func debtors() {
    let items = [openItem(euros(100_00))]
    let cases: [(String, (inout Debtor) -> Void, (inout AdvanceTerms) -> Void)] = [
      ("credit-stop", { $0.isStopped = true }, { _ in }),
      ("consumer", { $0.isConsumer = true }, { _ in }),
      ("excluded-debtor", { _ in }, { $0.excludedParties = ["C-1"] }),
      ("related-party", { _ in }, { $0.relatedParties = ["Otter & Sons"] }),
      ("country", { _ in }, { $0.excludedCountries = ["NL"] }),
    ]
    for (code, debtor, terms) in cases {
      #expect(codes(base(ledger(items, debtor), terms)) == [code])
    }
    #expect(codes(base(ledger(items) { $0.isConsumer = true }) { $0.takesConsumers = true }) == [])
  }

  @Test("another currency is taken at the day's rate, or refused without one")
  func currencies() throws {
    let pounds = Money(minorUnits: 1_000_00, currency: .pound)
    var rates = ExchangeRates(to: .euro)
    var ledger = ledger([openItem(pounds)])
    ledger.rates = rates
    #expect(codes(base(ledger) { _ in }) == ["currency"])
    #expect(codes(base(ledger) { $0.otherCurrencies = [.pound] }) == ["no-rate"])
    rates.add(.pound, from: today - 9, rate: try ExactDecimal("1.15"))
    ledger.rates = rates
    let base = base(ledger) { $0.otherCurrencies = [.pound] }
    #expect(base.availability == euros(1_035_00))
    #expect(base.offers.first?.openOffered == pounds)
  }

  @Test("limit, reserve and what is advanced already bound what may be advanced")
  func room() {
    var ledger = ledger([openItem(euros(1_000_00), id: 1), openItem(euros(500_00), id: 2)])
    ledger.fundsInUse = ["F": euros(100_00), "G": euros(7_00)]
    let base = base(ledger) {
      $0.reserve = euros(50_00)
      $0.reserveRate = .percent(10)
    }
    // 90 % of 1,500 less 50, less 10 % of 1,500, less what runs.
    #expect(base.room == euros(1_050_00))
    #expect(base.availability == euros(900_00))
    #expect(codes(base) == ["over-limit"])
  }

  @Test("an invoice whose advance runs backs it, and takes no room from the others")
  func backed() {
    var running = openItem(euros(10_000_00), id: 1)
    running.hold = .financed(since: today)
    running.financed = FinancedInvoice(
      financier: "F", since: today, advance: euros(9_000_00), recourseDay: nil)
    let others = [openItem(euros(5_000_00), id: 2), openItem(euros(8_000_00), id: 3)]
    var ledger = ledger([running] + others)
    ledger.fundsInUse = ["F": euros(9_000_00)]
    let base = base(ledger) { $0.limit = euros(60_000_00) }
    // 90 % of 23,000 less 9,000.
    #expect(base.room == euros(11_700_00))
    #expect(base.availability == euros(11_700_00))
    #expect(codes(base) == ["financed"])
  }

  @Test("a base rate holds from its day on, and each day costs its own rate")
  func baseRates() {
    var terms = AdvanceTerms(name: "F", currency: .euro, discountRate: .percent(2))
    terms.baseRates.add(from: today - 100, rate: .percent(3))
    terms.baseRates.add(from: today + 10, rate: .percent(4))
    let offer = AdvanceOffer(
      for: openItem(euros(100_000_00)), under: terms, on: today, expectedPaid: today + 30)
    // 90,000 × (10 days × 5 % + 20 days × 6 %) / 365
    #expect(offer.discountFee == euros(419_18))
    #expect(terms.discountRate(on: today + 10) == .percent(6))
    #expect(terms.discountRate(on: today - 900) == .percent(5))
  }

  @Test("paid after the recourse day costs a fee for each 30 days begun")
  func additionalFee() {
    var terms = AdvanceTerms(name: "F", currency: .euro, recourseDays: 90)
    terms.additionalRate = .percent(1)
    let outlook = PaidOutlook(
      early: today + 20, likely: today + 90, late: today + 121, unpaidAtRecourse: 0.4)
    let offer = AdvanceOffer(
      for: openItem(euros(1_000_00)), gross: euros(1_000_00), eligible: euros(1_000_00),
      under: terms, on: today, outlook: outlook)
    #expect(offer.additionalFee == euros(0))
    #expect(offer.late.additionalFee == euros(20_00))
    #expect(offer.early.discountFee < offer.discountFee)
    #expect(offer.early.release > offer.release)
    #expect(offer.totalReceived + offer.cost == euros(1_000_00))
  }

  @Test(
    "each cent of the ledger is offered or refused once, in every currency",
    arguments: [61, 62, 63, 64] as [UInt64])
  func addsUp(seed: UInt64) throws {
    var random = Seeded(seed)
    for round in 0..<100 {
      let ledger = try randomLedger(&random)
      let terms = randomTerms("F", &random)
      let base = BorrowingBase(of: ledger, under: terms) {
        PaidOutlook(today + 1 + Int($0.id.rawValue % 60))
      }
      for open in base.ledger {
        let refused = base.refused.map(\.amount).filter { $0.currency == open.currency }
        #expect(
          base.offered(open.currency) + refused.sum(open.currency) == open,
          "seed \(seed), round \(round)")
        #expect(
          base.steps(open.currency).map(\.amount).sum(open.currency)
            == refused.sum(open.currency))
      }
      #expect(base.refused.allSatisfy { $0.amount.isPositive })
      #expect(Set(base.offers.map(\.item.id)).count == base.offers.count)
      #expect(base.offers.allSatisfy { !$0.serviceFee.isNegative && !$0.discountFee.isNegative })
      #expect(base.offers.allSatisfy { !$0.release.isNegative && !$0.shortfall.isNegative })
      if let room = base.room { #expect(base.availability <= room, "seed \(seed)") }
      if let limit = terms.limit {
        #expect(base.availability + base.fundsInUse <= max(limit, base.fundsInUse))
      }
    }
  }
}

/// A ledger of a few debtors, in euros and some pounds.
func randomLedger(_ random: inout Seeded, items: ClosedRange<Int> = 0...40) throws
  -> FinanceableLedger
{
  var ledger = FinanceableLedger(asOf: today, items: [])
  let count = Int.random(in: items, using: &random)
  for id in 0..<Int64(count) {
    let holds: [Hold?] = [nil, nil, nil, nil, nil, .directDebit, .disputed(since: today)]
    var item = openItem(
      Money(
        minorUnits: .random(in: 1...200_000, using: &random),
        currency: Int.random(in: 0...5, using: &random) == 0 ? .pound : .euro),
      id: id, age: .random(in: 0...110, using: &random),
      dueIn: .random(in: -20...30, using: &random), hold: holds.randomElement(using: &random)!)
    item.client = ID(id / 5)
    ledger.items.append(item)
    var debtor = Debtor()
    if Int.random(in: 0...2, using: &random) == 0 {
      debtor.credits = [.euro: euros(.random(in: 1...99_999, using: &random))]
    }
    if Int.random(in: 0...2, using: &random) == 0 {
      debtor.bills = [
        .pound: Money(minorUnits: .random(in: 1...99_999, using: &random), currency: .pound)
      ]
    }
    ledger.debtors[item.client] = debtor
  }
  var rates = ExchangeRates(to: .euro)
  rates.add(.pound, from: today - 1, rate: try ExactDecimal("1.1537"))
  ledger.rates = rates
  return ledger
}

func randomTerms(_ name: String, _ random: inout Seeded) -> AdvanceTerms {
  func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &random) ? value : nil }
  var terms = AdvanceTerms(
    name: name, currency: .euro,
    advanceRate: BasisPoints(.random(in: 7_000...9_500, using: &random)),
    serviceRate: BasisPoints(.random(in: 20...300, using: &random)),
    serviceMinimum: maybe(euros(5_00)),
    discountRate: BasisPoints(.random(in: 100...1_200, using: &random)),
    limit: maybe(euros(.random(in: 0...900_000, using: &random))))
  terms.overdueDaysMax = .random(in: 0...30, using: &random)
  terms.concentration = maybe(.percent(.random(in: 10...60, using: &random)))
  terms.crossAge = maybe(.percent(.random(in: 10...60, using: &random)))
  terms.reserve = maybe(euros(10_00)) ?? euros(0)
  terms.reserveRate = maybe(.percent(8)) ?? .percent(0)
  if Bool.random(using: &random) { terms.otherCurrencies = [.pound] }
  return terms
}

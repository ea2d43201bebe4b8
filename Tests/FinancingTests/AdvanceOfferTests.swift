import Domain
import Financing
import Testing

@Suite("AdvanceOffer")
struct AdvanceOfferTests {
  @Test("a published example: 1,200 gross at 85 % and a fee of 2 % leaves 156 to come")
  func publishedExample() {
    let terms = AdvanceTerms(
      name: "F", currency: .pound, advanceRate: .percent(85), serviceRate: .percent(2),
      discountRate: .percent(0))
    let item = openItem(Money(minorUnits: 1_200_00, currency: .pound))
    let offer = AdvanceOffer(for: item, under: terms, on: today, expectedPaid: today + 50)
    #expect(offer.advance.minorUnits == 1_020_00)
    #expect(offer.serviceFee.minorUnits == 24_00)
    #expect(offer.discountFee.isZero)
    #expect(offer.release.minorUnits == 156_00)
    #expect(offer.shortfall.isZero)
    #expect((offer.advance + offer.release).minorUnits == 1_176_00)
  }

  @Test(
    "90 % of 12,000 at 1 % and 7 % a year, to the cent, paid in time and 30 days later",
    arguments: [
      (days: 57, discount: 118_06, release: 961_94, cost: 1411),
      (days: 87, discount: 180_20, release: 899_80, cost: 1166),
    ])
  func ninetyPercent(days: Int, discount: Int64, release: Int64, cost: Int) {
    let offer = AdvanceOffer(
      for: openItem(euros(12_000_00)), under: AdvanceTerms(name: "F", currency: .euro), on: today,
      expectedPaid: today + days)
    #expect(offer.advance == euros(10_800_00))
    #expect(offer.serviceFee == euros(120_00))
    #expect(offer.discountFee == euros(discount))
    #expect(offer.release == euros(release))
    #expect(offer.annualCost == BasisPoints(cost))
    #expect(offer.cost == euros(120_00 + discount))
    #expect(offer.recourseDay == today + 120)
  }

  @Test("a published example: a ledger of 50 million a year costs 91,370 more than an overdraft")
  func publishedLedger() {
    let sales = Money(minorUnits: 50_000_000_00, currency: .dollar)
    let receivables = sales.scaled(by: 57, over: 365, .halfAwayFromZero)
    #expect(receivables.wholeUnits == 7_808_219)
    /// What is drawn on the ledger for a year at a rate in percent.
    func drawn(_ percent: Int) -> AdvanceOffer {
      let terms = AdvanceTerms(
        name: "F", currency: .dollar, advanceRate: .percent(85), serviceRate: .percent(0),
        discountRate: .percent(percent))
      return AdvanceOffer(
        for: openItem(receivables), under: terms, on: today, expectedPaid: today + 365)
    }
    #expect(drawn(7).advance.wholeUnits == 6_636_986)
    let dearer = drawn(7).discountFee - drawn(6).discountFee
    #expect(dearer.wholeUnits == 66_370)
    let fees = AdvanceOffer(
      for: openItem(sales),
      under: AdvanceTerms(name: "F", currency: .dollar, serviceRate: BasisPoints(25)), on: today,
      expectedPaid: today + 57
    ).serviceFee
    #expect(fees.wholeUnits == 125_000)
    let saved = Money(minorUnits: 100_000_00, currency: .dollar)
    #expect((fees + dearer - saved).wholeUnits == 91_370)
  }

  @Test("a published example: 100,000 drawn for 35 days at 8.5 % costs 815.07")
  func publishedDiscount() {
    let terms = AdvanceTerms(
      name: "F", currency: .euro, advanceRate: .percent(100), serviceRate: .percent(0),
      discountRate: BasisPoints(850))
    let offer = AdvanceOffer(
      for: openItem(euros(100_000_00)), under: terms, on: today, expectedPaid: today + 35)
    #expect(offer.discountFee == euros(815_07))
    #expect(offer.release.isZero)
    #expect(offer.shortfall == euros(815_07), "what the fees take beyond the rest is owed back")
    #expect(offer.annualCost == BasisPoints(850))
  }

  @Test("a small invoice costs the minimum fee, and never less than nothing is released")
  func minimumFee() {
    let terms = AdvanceTerms(name: "F", currency: .euro, serviceMinimum: euros(15_00))
    let offer = AdvanceOffer(
      for: openItem(euros(100_00)), under: terms, on: today, expectedPaid: today + 1)
    #expect(offer.serviceFee == euros(15_00))
    #expect(offer.release.isZero)
    #expect(offer.shortfall == euros(5_02))
  }

  @Test("an advance runs for a day at least")
  func oneDay() {
    let terms = AdvanceTerms(name: "F", currency: .euro)
    let late = AdvanceOffer(
      for: openItem(euros(1000_00)), under: terms, on: today, expectedPaid: today - 3)
    let soon = AdvanceOffer(
      for: openItem(euros(1000_00)), under: terms, on: today, expectedPaid: today + 1)
    #expect(late.discountFee == soon.discountFee)
    #expect(late.discountFee == euros(17))
  }

  @Test("recourse and the fee after it count from the day of the payout, as discount does")
  func payoutDay() {
    var terms = AdvanceTerms(name: "F", currency: .euro, recourseDays: 90)
    terms.payoutDays = 2
    terms.additionalRate = .percent(1)
    func offer(paid days: Int) -> AdvanceOffer {
      AdvanceOffer(
        for: openItem(euros(1000_00)), under: terms, on: today, expectedPaid: today + days)
    }
    #expect(offer(paid: 92).recourseDay == today + 92)
    #expect(offer(paid: 92).additionalFee.isZero)
    #expect(offer(paid: 93).additionalFee == euros(10_00))
    #expect(offer(paid: 122).additionalFee == euros(10_00))
    #expect(offer(paid: 123).additionalFee == euros(20_00))
    // What is still to come of an advance that runs is reckoned alike.
    for days in [92, 93, 123] {
      let rest = terms.release(
        of: openItem(euros(1000_00)), advance: euros(900_00), from: today + 2,
        asOf: today + days - 1)
      #expect(rest == offer(paid: days).release, "\(days)")
    }
    let later = terms.release(
      of: openItem(euros(1000_00)), advance: euros(900_00), from: today + 2,
      recourse: today + 100, asOf: today + 92)
    #expect(later == offer(paid: 93).release + euros(10_00), "an advance's own recourse day counts")
  }

  @Test("what was paid in part is advanced on the rest only")
  func partPaid() {
    let item = openItem(euros(600_00), total: euros(1000_00))
    let offer = AdvanceOffer(
      for: item, under: AdvanceTerms(name: "F", currency: .euro), on: today,
      expectedPaid: today + 10)
    #expect(offer.advance == euros(540_00))
    #expect(offer.serviceFee == euros(6_00))
  }
}

extension Money {
  /// Rounded half up, as the published example is.
  fileprivate var wholeUnits: Int64 { (minorUnits + 50) / 100 }
}

import Domain
import Financing
import Testing

@Suite("Eligibility")
struct EligibilityTests {
  private let terms = AdvanceTerms(name: "F", currency: .euro, requiresVerdict: true)
  private let bad = euros(1000_00)

  @Test("reasons are found in the order in which a financier looks")
  func order() {
    // Everything is wrong at first; each step mends what was found before.
    let pounds = Money(minorUnits: 1000_00, currency: .pound)
    let dispute = Hold.disputed(since: today)
    let steps: [(OpenItem, Ineligibility?)] = [
      (openItem(pounds, age: 200, dueIn: -100, hold: dispute, verdict: .fatal), .currency),
      (openItem(bad, age: 200, dueIn: -100, hold: dispute, verdict: .fatal), .disputed),
      (openItem(bad, age: 200, dueIn: -100, verdict: .fatal), .invalid),
      (openItem(bad, age: 200, dueIn: -100, verdict: nil), .notValidated),
      (openItem(bad, age: 200, dueIn: -100), .overAge(days: 200)),
      (openItem(bad, age: 90, dueIn: -1), .overdue(days: 1)),
      (openItem(bad, age: 90, dueIn: 0), nil),
    ]
    for (item, reason) in steps { #expect(terms.refusal(of: item, on: today) == reason) }
  }

  @Test(
    "every hold keeps an invoice from being advanced, by its own name",
    arguments: [
      (.disputed(since: today), "disputed"), (.promised(by: today + 3), "promised"),
      (.held(until: today + 3), "on-hold"), (.directDebit, "direct-debit"),
    ] as [(Hold, String)])
  func holds(hold: Hold, code: String) {
    #expect(terms.refusal(of: openItem(bad, hold: hold), on: today)?.code == code)
  }

  @Test("whoever holds a bill of exchange has the claim, so nothing is advanced on the invoice")
  func billOfExchange() {
    var item = openItem(bad)
    item.collection = .billOfExchange
    #expect(terms.refusal(of: item, on: today)?.code == "bill-of-exchange")
    item.collection = .transfer
    #expect(terms.refusal(of: item, on: today) == nil)
  }

  @Test(
    "an invoice that is not valid is refused; one that only warns is taken",
    arguments: [
      (.fatal, .invalid), (.unreadable, .invalid), (.warning, nil), (.clean, nil),
      (nil, .notValidated),
    ] as [(Verdict?, Ineligibility?)])
  func verdicts(verdict: Verdict?, reason: Ineligibility?) {
    #expect(terms.refusal(of: openItem(bad, verdict: verdict), on: today) == reason)
  }

  @Test("an unchecked invoice is taken where the financier asks for no verdict")
  func unchecked() {
    let lenient = AdvanceTerms(name: "F", currency: .euro)
    #expect(lenient.refusal(of: openItem(bad, verdict: nil), on: today) == nil)
    #expect(lenient.refusal(of: openItem(bad, verdict: .fatal), on: today) == .invalid)
  }

  @Test(
    "age and lateness count to their last day, that day included",
    arguments: [
      (90, 5, nil), (91, 5, .overAge(days: 91)), (40, -3, nil), (40, -4, .overdue(days: 4)),
    ] as [(Int, Int, Ineligibility?)])
  func edges(age: Int, dueIn: Int, reason: Ineligibility?) {
    var terms = AdvanceTerms(name: "F", currency: .euro)
    terms.overdueDaysMax = 3
    #expect(terms.refusal(of: openItem(bad, age: age, dueIn: dueIn), on: today) == reason)
  }
}

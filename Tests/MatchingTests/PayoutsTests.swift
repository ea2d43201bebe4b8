import Domain
import Matching
import Support
import Testing

@Suite("Payouts of payment services")
struct PayoutsTests {
  private func line(
    _ account: String, _ iso: String, _ cents: Int64, from name: String = "",
    isInternal: Bool = false
  ) -> BankLine {
    var line = BankLine(account: account, booked: day(iso), amount: euros(cents))
    line.counterparty = name
    line.isInternal = isInternal
    return line
  }

  private var payouts: Payouts {
    Payouts([
      line("PayPal", "2026-04-16", -20_000, isInternal: true),
      line("PayPal", "2026-04-20", -500, from: "Hosting Ltd"),
    ])
  }

  @Test("what arrives at the bank is the payout that the service's file tells of")
  func arrival() {
    #expect(payouts.explain(line("DE89", "2026-04-17", 20_000, from: "PayPal Europe S.a.r.l.")))
    #expect(payouts.explain(line("DE89", "2026-04-26", 20_000, from: "PAYPAL")))
    var byText = line("DE89", "2026-04-17", 20_000)
    byText.text = "PAYPAL *TRANSFER 1QS"
    #expect(payouts.explain(byText))
  }

  @Test(
    "another amount, day, payer or direction is none",
    arguments: [
      ("2026-04-17", 20_001, "PayPal"), ("2026-04-27", 20_000, "PayPal"),
      ("2026-04-14", 20_000, "PayPal"), ("2026-04-17", 20_000, "Tern Ltd"),
      ("2026-04-17", -20_000, "PayPal"), ("2026-04-20", 500, "PayPal"),
    ] as [(String, Int64, String)])
  func others(iso: String, cents: Int64, name: String) {
    #expect(!payouts.explain(line("DE89", iso, cents, from: name)))
  }

  @Test("one payout explains one arrival")
  func once() {
    var payouts = payouts
    let arrival = line("DE89", "2026-04-17", 20_000, from: "PayPal")
    let answers = [payouts.take(for: arrival), payouts.take(for: arrival)]
    #expect(answers == [true, false])
  }

  @Test("what a file calls money between own accounts is explained by itself")
  func conversions() {
    #expect(Payouts().explain(line("PayPal", "2026-04-16", 900, isInternal: true)))
    #expect(!payouts.explain(line("PayPal", "2026-04-16", 20_000, from: "PayPal")))
  }
}

import Domain
import Testing

@testable import Documents

@Suite("PrintedTerms")
struct PrintedTermsTests {
  private func due(_ text: String) throws -> String? {
    let issued = try #require(Day(iso: "2026-01-10"))
    return PrintedTerms(text).due(issued)?.description
  }

  @Test(
    "a term that can be read in one way is the due date",
    arguments: [
      ("Zahlbar bis 25.02.2026 ohne Abzug", "2026-02-25"), ("14 days net", "2026-01-24"),
      ("Zahlbar innerhalb von 60 Tagen netto", "2026-03-11"), ("Net 30", "2026-02-09"),
      ("net 30 days", "2026-02-09"), ("à 30 jours", "2026-02-09"), ("30 jours", "2026-02-09"),
      ("Paiement à 30 jours net.", "2026-02-09"), ("14 Tage", "2026-01-24"),
      ("Zahlungsziel: 14 Tage", "2026-01-24"), ("30 dagar.", "2026-02-09"),
      ("30 dagar netto. Dröjsmålsränta:12 %", "2026-02-09"),
      ("30 days net. Penalty rate 12 %", "2026-02-09"),
      ("Betaling binnen 14 dagen na factuurdatum", "2026-01-24"),
      ("Pagamento entro 30 giorni data fattura", "2026-02-09"),
      ("Pago a 30 días", "2026-02-09"), ("on receipt within 30 days", "2026-02-09"),
      ("Payment due within 30 days", "2026-02-09"), ("Due on receipt", "2026-01-10"),
      ("Zahlbar sofort ohne Abzug.", "2026-01-10"), ("Payable by 31 March 2026", "2026-03-31"),
      ("Zahlung ohne Abzug bis zum 13.02.2026 bei uns\n   eingehend.", "2026-02-13"),
      ("Zahlbar in 30 Tagen netto bis 09.02.2026, 3% Skonto innerhalb 10 Tagen", "2026-02-09"),
      ("Zahlbar innerhalb 14 Tagen nach Erhalt der Rechnung.", "2026-01-24"),
      ("#SKONTO#TAGE=7#PROZENT=2.00#\nZahlbar innerhalb 30 Tagen netto", "2026-02-09"),
    ])
  func understood(text: String, day: String) throws {
    #expect(try due(text) == day)
  }

  @Test(
    "what can be read in two ways, or in none, is no due date, and is known as a term",
    arguments: [
      "Payment within 10 days, 2% discount", "14 or 30 days", "30 jours fin de mois",
      "30 days end of month", "Zahlbar bis 25.02.2026, spätestens bis 28.02.2026",
      "Zahlbar innerhalb 30 Tagen netto bis 04.07.2026", "Payable by 03/04/2026",
      "10 working days net", "2% 10 days, 30 days", "Refund within 14 days",
      "Arbetet påbörjas 7 dagar efter mottagen förskottsbetalning.",
      "Zahlbar bis 25.02.2025", "Payable as agreed",
    ])
  func open(text: String) throws {
    #expect(try due(text) == nil)
    #expect(PrintedTerms(text).saysAnything)
  }

  @Test(
    "texts without a term say nothing",
    arguments: [
      "", "lorem ipsum", "#SKONTO#TAGE=14#PROZENT=3.00#", "D.LGS. 231/2002 S.M.I",
      "De creditnota zal automatisch verrekend worden bij de volgende factuur.",
    ])
  func silent(text: String) throws {
    #expect(try due(text) == nil)
    #expect(!PrintedTerms(text).saysAnything)
  }
}

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
      "10 working days net", "Refund within 14 days", "30/60/90", "Zahlbar in 3 Raten",
      "10 Werktage netto", "30 giorni fine mese", "Løbende måned + 30 dage",
      "Arbetet påbörjas 7 dagar efter mottagen förskottsbetalning.",
      "Zahlbar bis 25.02.2025", "Payable as agreed",
    ])
  func open(text: String) throws {
    #expect(try due(text) == nil)
    #expect(PrintedTerms(text).saysAnything)
  }

  @Test(
    "terms in the languages of the EU, in weeks, months and by the end of a month",
    arguments: [
      ("net30", "2026-02-04"),
      ("Net 30", "2026-02-04"),
      ("30 days net", "2026-02-04"),
      ("NET 45 DAYS", "2026-02-19"),
      ("4 weeks", "2026-02-02"),
      ("2 Wochen netto", "2026-01-19"),
      ("innerhalb von zwei Wochen", "2026-01-19"),
      ("1 month", "2026-02-05"),
      ("1 Monat netto", "2026-02-05"),
      ("Payment due in one month", "2026-02-05"),
      ("End of Following Month", "2026-02-28"),
      ("end of month", "2026-01-31"),
      ("Zahlbar bis Monatsende", "2026-01-31"),
      ("Zahlbar bis Ende des Folgemonats", "2026-02-28"),
      ("fin du mois suivant", "2026-02-28"),
      ("Payable fin de mois", "2026-01-31"),
      ("Einde volgende maand", "2026-02-28"),
      ("fine mese", "2026-01-31"),
      ("avant le 04/02/2026", "2026-02-04"),
      ("Paiement avant le 4 février 2026", "2026-02-04"),
      ("Payable avant le 04.02.2026", "2026-02-04"),
      ("Termin płatności: 30 dni", "2026-02-04"),
      ("Termen de plata 30 zile", "2026-02-04"),
      ("Zapłata w ciągu 21 dni", "2026-01-26"),
      ("Splatnost 14 dní", "2026-01-19"),
      ("Splatnost faktury: 21 dnů", "2026-01-26"),
      ("Fizetési határidő: 8 nap", "2026-01-13"),
      ("Plačilo v 30 dneh", "2026-02-04"),
      ("Rok plaćanja 15 dana", "2026-01-20"),
      ("Плащане в срок от 30 дни", "2026-02-04"),
      ("Πληρωμή εντός 30 ημερών", "2026-02-04"),
      ("Maksetähtaeg 14 päeva", "2026-01-19"),
      ("Apmaksas termiņš 10 dienas", "2026-01-15"),
      ("Apmokėti per 30 dienų", "2026-02-04"),
      ("Maksuehto 14 päivää netto", "2026-01-19"),
      ("14 pv netto", "2026-01-19"),
      ("Betalingsbetingelser: Netto 8 dage", "2026-01-13"),
      ("30 gün vadeli", "2026-02-04"),
      ("Vade 60 gün", "2026-03-06"),
      ("Ödeme 45 gün içinde", "2026-02-19"),
      ("Pagamento a 30 dias", "2026-02-04"),
      ("Pagamento entro 60 gg data fattura", "2026-03-06"),
      ("Pago a 60 días fecha factura", "2026-03-06"),
      ("Betaling binnen 30 dagen na factuurdatum", "2026-02-04"),
      ("Ħlas fi żmien 30 jum", "2026-02-04"),
      ("Íocaíocht laistigh de 30 lá", "2026-02-04"),
      ("Paiement à 30 jours. Pas d'escompte pour paiement anticipé.", "2026-02-04"),
      ("Paiement à 30 jours. Escompte pour paiement anticipé : néant", "2026-02-04"),
      ("Zahlbar sofort ohne Abzug", "2026-01-05"),
      ("15th of the following month", "2026-02-15"),
      ("zum 15. des Folgemonats", "2026-02-15"),
      ("Zahlungsziel 30 Tage", "2026-02-04"),
      ("zahlbar innerhalb von 30 Kalendertagen", "2026-02-04"),
      ("30 days from invoice date", "2026-02-04"),
      ("thirty (30) days net", "2026-02-04"),
      ("EOM", "2026-01-31"),
      ("COD", "2026-01-05"),
      ("Due on receipt", "2026-01-05"),
      ("Zahlbar ohne Abzug bis zum 04.02.2026", "2026-02-04"),
      ("14 Tage netto, Verzugszinsen 9%", "2026-01-19"),
    ])
  func languages(text: String, day: String) throws {
    let issued = try #require(Day(iso: "2026-01-05"))
    #expect(PrintedTerms(text).due(issued)?.description == day)
  }

  @Test(
    "a discount in words stands beside the net term, whatever parts them",
    arguments: [
      ("10 Tage 3% Skonto, 30 Tage netto", "2026-02-04", "3/10"),
      ("2% 10 days, net 30", "2026-02-04", "2/10"),
      ("2/10 net 30", "2026-02-04", "2/10"),
      ("2/10, n/30", "2026-02-04", "2/10"),
      ("2% 10 net 30", "2026-02-04", "2/10"),
      ("30 Tage netto bis 04.02.2026\n3% Skonto bis 15.01.2026", "2026-02-04", "3/10"),
      ("Zahlbar bis 15.01.2026 mit 3% Skonto oder bis 04.02.2026 netto", "2026-02-04", "3/10"),
      ("Zahlbar bis 04.02.2026 ohne Abzug, bis 15.01.2026 mit 3% Skonto", "2026-02-04", "3/10"),
      ("2% discount if paid within 7 days, otherwise 30 days", "2026-02-04", "2/7"),
      (
        "Bei Zahlung innerhalb von 10 Tagen gewähren wir 2% Skonto, ansonsten 30 Tage netto",
        "2026-02-04", "2/10"
      ),
      (
        "Bei Zahlung innerhalb von 10 Tagen gewähren wir Ihnen 2 % Skonto. Zahlbar innerhalb 30 Tagen ohne Abzug.",
        "2026-02-04", "2/10"
      ),
      (
        "Zahlbar innerhalb von 30 Tagen netto (innerhalb von 10 Tagen 2% Skonto)", "2026-02-04",
        "2/10"
      ),
      ("30 jours net, escompte 2% sous 10 jours", "2026-02-04", "2/10"),
      ("Escompte de 2 % pour paiement sous 8 jours, sinon 30 jours net", "2026-02-04", "2/8"),
      ("2% korting bij betaling binnen 8 dagen, anders 30 dagen netto", "2026-02-04", "2/8"),
      ("Betaling binnen 30 dagen netto, 2% betalingskorting binnen 10 dagen", "2026-02-04", "2/10"),
      ("Sconto 3% per pagamento entro 10 giorni, altrimenti 30 giorni netto", "2026-02-04", "3/10"),
      ("Descuento del 2% por pronto pago en 10 días, 30 días neto", "2026-02-04", "2/10"),
      ("2% skonta przy zapłacie w ciągu 10 dni, 30 dni netto", "2026-02-04", "2/10"),
      (
        "Zahlbar innerhalb 30 Tagen netto, innerhalb 14 Tagen 2% und innerhalb 7 Tagen 3% Skonto",
        "2026-02-04", "2/14,3/7"
      ),
      ("2% Skonto innerhalb 10 Tagen 30 Tage netto", "2026-02-04", "2/10"),
      ("8 Tage 2%, 30 Tage netto", "2026-02-04", "2/8"),
      ("#SKONTO#TAGE=7#PROZENT=2.00#\n#SKONTO#TAGE=30#PROZENT=0.00#", "2026-02-04", "2/7"),
      ("Skonto 2% bis 15.01.2026, netto bis 04.02.2026", "2026-02-04", "2/10"),
    ])
  func discounts(text: String, day: String, discounts: String) throws {
    let issued = try #require(Day(iso: "2026-01-05"))
    let terms = PrintedTerms(text)
    #expect(terms.due(issued)?.description == day)
    let inWords = terms.discounts.map { discount in
      "\(discount.rate / 100)/\((discount.term.day(issued) ?? issued) - issued)"
    }
    let inGrammar = EarlyPaymentDiscount.skonto(in: text, .euro).map { discount in
      "\(discount.rate.value / 100)/\(discount.days)"
    }
    #expect((inGrammar + inWords).joined(separator: ",") == discounts)
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

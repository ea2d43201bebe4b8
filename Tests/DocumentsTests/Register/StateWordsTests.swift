import Testing

@testable import Documents

@Suite("StateWords")
struct StateWordsTests {
  @Test(
    "words of seven languages and more say the state of an invoice",
    arguments: [
      ("Paid", InvoiceState.paid), ("paid 05/03/2026", .paid), ("Paid in full", .paid),
      ("PAID (2% discount)", .paid), ("fully-paid", .paid), ("Payment received 3 May", .paid),
      ("not paid", .open), ("Not yet paid", .open), ("unpaid", .open), ("to be paid", .open),
      ("never paid", .open), ("awaiting payment", .open), ("Partially Paid", .part),
      ("PartiallyPaid", .part), ("50 % paid", .part), ("paid 200 of 500", .part),
      ("Bezahlt am 05.03.2026", .paid), ("bezahlt, 2 % Skonto", .paid), ("beglichen", .paid),
      ("noch nicht bezahlt", .open), ("unbezahlt", .open), ("teilweise bezahlt", .part),
      ("Anzahlung erhalten", .part), ("zu zahlen", .open), ("Überfällig", .open),
      ("ueberfaellig", .open), ("Storniert", .void), ("nicht storniert", .open),
      ("Entwurf", .draft), ("uneinbringlich", .lost), ("Strittig", .disputed),
      ("Payée le 3 mars", .paid), ("non payée", .open), ("Impayé", .open), ("à régler", .open),
      ("partiellement réglée", .part), ("Annulée", .void), ("Brouillon", .draft),
      ("Betaald op 3-5-2026", .paid), ("nog niet betaald", .open), ("deels betaald", .part),
      ("Openstaand", .open), ("Geannuleerd", .void), ("Concept", .draft),
      ("Pagada", .paid), ("pendiente de pago", .open), ("no pagada", .open),
      ("parcialmente pagada", .part), ("Anulada", .void), ("Borrador", .draft),
      ("Pagata", .paid), ("da pagare", .open), ("non ancora pagata", .open), ("Stornata", .void),
      ("parzialmente pagata", .part), ("Bozza", .draft), ("Zapłacona", .paid),
      ("niezapłacona", .open), ("częściowo zapłacona", .part), ("Anulowana", .void),
      ("Betalt", .paid), ("ikke betalt", .open), ("obetald", .open), ("Maksettu", .paid),
      ("Written off", .lost), ("Sent", .open), ("Overdue", .open), ("Posted", .open),
    ])
  func words(text: String, state: InvoiceState) {
    #expect(StateWords.shared.state(text) == state, "\(text)")
  }

  @Test("what no table knows is not known", arguments: ["blue", "17", "Tern Ltd", "", "—"])
  func unknown(text: String) {
    #expect(StateWords.shared.state(text) == nil)
  }

  @Test("sums and ages are told from clients")
  func headings() {
    let words = StateWords.shared
    for text in ["Total", "Summe EUR", "Totaal", "Razem", "Total for 2026", "Gesamtsumme"] {
      #expect(words.isTotal(text), "\(text)")
    }
    for text in ["91 or more days past due", "CURRENT", "31 - 60 days", "0-30 Tage", "Not due"] {
      #expect(words.isAge(text), "\(text)")
    }
    for text in ["Tern Ltd", "Seven Days Magazine", "Summers & Sons", "Current Electric Ltd"] {
      #expect(!words.isAge(text) && !words.isTotal(text), "\(text)")
    }
  }
}

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

  @Test(
    "a denial, a share and a word for something else reach no further than their clause",
    arguments: [
      ("not overdue, paid", InvoiceState.paid), ("No reminder sent - paid", .paid),
      ("50% discount, paid", .paid), ("Nicht gemahnt; bezahlt am 3. Mai", .paid),
      ("pas en retard, payée", .paid), ("niet gemaand, betaald", .paid),
      ("order closed, invoice sent", .open), ("delivery complete, unpaid", .open),
      ("was unpaid, now paid", .paid), ("Paid, payment returned 3 May", .open),
      ("Rücklastschrift 3.5., bezahlt 10.5.", .paid), ("paid: no", .open), ("Paid - no", .open),
      ("bezahlt: nein", .open), ("not overdue and paid", .paid), ("Paid (partially)", .part),
      ("Paid (2 % discount)", .paid), ("Paid, no issues", .paid),
      ("Part paid 3 May, rest paid 10 May", .paid), ("half paid, rest to be paid", .part),
      ("Anzahlung bezahlt, Restzahlung bezahlt", .paid), ("acompte payé, solde payé", .paid),
      ("1,200.00 paid of 2,400.00", .part), ("not fully paid", .open), ("fully paid", .paid),
      ("Nicht fällig. Bezahlt.", .paid), ("teilw. bezahlt", .part), ("noch n. bezahlt", .paid),
    ])
  func clauses(text: String, state: InvoiceState) {
    #expect(StateWords.shared.state(text) == state, "\(text)")
  }

  @Test(
    "what is cancelled may be a payment or a reminder and not the invoice",
    arguments: [
      ("Payment reversed", InvoiceState.open), ("Payment cancelled", .open),
      ("Zahlung storniert", .open), ("Direct debit cancelled", .open), ("Pago anulado", .open),
      ("Paiement annulé", .open), ("Betaling geannuleerd", .open), ("Reminder cancelled", .open),
      ("Mahnung storniert", .open), ("Relance annulée", .open), ("cancelled reminder", .open),
      ("Invoice cancelled", .void), ("Rechnung storniert", .void), ("Cancelled by client", .void),
      ("Invoice cancelled before payment", .void), ("Facture annulée", .void),
      ("Lastschrift zurück", .open), ("Direct debit returned", .open), ("Cheque returned", .open),
      ("Prélèvement rejeté", .open), ("Incasso gestorneerd", .open), ("Gestorneerd", .void),
    ])
  func cancelled(text: String, state: InvoiceState) {
    #expect(StateWords.shared.state(text) == state, "\(text)")
  }

  @Test(
    "words that may be of something else count by themselves or beside one of payment",
    arguments: [
      ("Received", InvoiceState.paid), ("received 3 May by bank transfer", .paid),
      ("Payment received, thank you", .paid), ("Closed", .paid), ("Invoice closed", .paid),
      ("completed", .paid), ("Erledigt", .paid), ("Payment made", .paid),
      ("Zahlung erfolgt", .paid),
      ("Paiement effectué", .paid), ("nothing due", .paid), ("nichts offen", .paid),
      ("Lost", .lost), ("bad debt", .lost), ("2. Mahnung", .open), ("Mahnung 1", .open),
      ("Reminder 2", .open), ("2e relance", .open), ("Inkasso", .open), ("In Bearbeitung", .draft),
      ("template", .draft), ("Dispute resolved", .open), ("Reklamation erledigt", .open),
      ("Dispute withdrawn, paid", .paid), ("dispute", .disputed),
    ])
  func alone(text: String, state: InvoiceState) {
    #expect(StateWords.shared.state(text) == state, "\(text)")
  }

  @Test(
    "beside words of other things they say nothing",
    arguments: [
      "PO received", "delivery complete", "order closed", "lost in post, resent", "goods received",
      "Auftrag eingegangen", "Rückfrage erledigt", "letter template v2",
    ])
  func other(text: String) {
    #expect(StateWords.shared.state(text) == nil, "\(text)")
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
    for text in ["Total", "Grand total EUR", "Total overdue", "Summe offen", "Total 2026"] {
      #expect(words.isOnlyTotal(text), "\(text)")
    }
    for text in ["Overdue", "Paid invoices", "Bezahlte Rechnungen", "Offen", "Not paid"] {
      #expect(words.isOnlyState(text), "\(text)")
    }
    for text in [
      "Total Design Ltd", "Suma Wholefoods", "Saldo GmbH", "Concept Studio", "Active Media Ltd",
      "New Look Ltd", "Open University", "7 Days Bakery", "Sum Up Ltd",
    ] {
      #expect(
        !words.isOnlyTotal(text) && !words.isOnlyState(text) && !words.isAge(text), "\(text)")
    }
  }
}

import Domain
import Testing

@testable import Documents

@Suite("ReturnWords")
struct ReturnWordsTests {
  private func isReturn(
    _ text: String, type: String = "", amount: Int64 = -70_00, _ currency: Currency = .euro
  ) -> Bool {
    ReturnWords.shared.isReturn(
      ReturnWords.Movement(
        type: type, texts: [text],
        amount: Money(minorUnits: amount, currency: currency)))
  }

  @Test(
    "what banks call a returned payment, by type and text",
    arguments: [
      // German, with and without umlauts.
      ("RÜCKLASTSCHRIFT", "RE-7"), ("", "Rücklastschrift RE-7"), ("", "SEPA RUECKLASTSCHRIFT"),
      ("RETOURE SEPA LASTSCHRIFT", "RE-7"), ("LS RUECKBELASTUNG", "RE-7 RRC MS03"),
      ("LASTSCHRIFT", "RLS RE-7 mangels Deckung"), ("LASTSCHRIFT", "Rueckl. MD06 RE-7"),
      ("", "SEPA-Lastschrift-Rückgabe RE-7"), ("", "LASTSCHRIFTRETOURE RE-7"),
      ("Scheckrückgabe", "Nr. 77"), ("", "Scheck 4711 nicht eingelöst"),
      ("Retoure", "RE-7"), ("SEPA-Überweisung Retoure", "RE-7"), ("", "RUECKUEBERWEISUNG RE-7"),
      // English.
      ("DEPOSIT_RETURN", "DEPOSITED ITEM RETURNED TERN LANE"),
      ("", "RETURNED DEPOSITED ITEM INV 7"),
      ("", "Return of Posted Check"), ("", "ACH RETURN TERN LANE"), ("", "CHARGEBACK INV 7"),
      ("", "NSF TERN LANE"), ("UNPAID DIRECT DEBIT", "INV 7"), ("", "UNPAID CHEQUE 000123"),
      ("", "Cheque 000123 returned unpaid"), ("U/D", "TERN LANE"), ("Return", "INV 7"),
      // Others.
      ("", "REJET DE PRELEVEMENT SEPA F-7"), ("", "PRLV IMPAYÉ F-7"), ("", "Chèque impayé n° 12"),
      ("", "RETOUR DE PRELEVEMENT IMPAYE"), ("", "IMPAYE TERN"), ("", "LCR impayée échéance 31/05"),
      ("", "DEVOLUCION RECIBO TERN"), ("", "Recibo devuelto F-7"), ("", "CHEQUE IMPAGADO"),
      ("", "INSOLUTO SDD F-7"), ("", "Storno SDD F-7"), ("", "RI.BA. INSOLUTA F-7"),
      ("", "Storno incasso F-7"), ("Stornering", "F-7"), ("", "Geretourneerde SEPA incasso F-7"),
      ("", "Zwrot polecenia zapłaty F-7"), ("", "ZWROT PRZELEWU F-7"),
      ("", "Devolução de débito direto F-7"), ("", "Cheque devolvido"),
      ("", "Returnerad autogiro 7"), ("", "Tilbageført Betalingsservice 7"),
      ("", "Avvist AvtaleGiro 7"), ("", "Palautettu suoraveloitus 7"), ("", "Vrácené inkaso 7"),
    ])
  func returns(type: String, text: String) {
    #expect(isReturn(text, type: type))
    #expect(!isReturn(text, type: type, amount: 70_00), "money in is not told by words")
  }

  @Test(
    "a refund that we pay, the bank's fee and our own payments are no returns",
    arguments: [
      ("EINZELUEBERWEISUNG", "Rueckzahlung zu viel RE-7"), ("ÜBERWEISUNG", "Rücklastschrift RE-7"),
      ("", "Erstattung Rücklastschrift RE-7"), ("", "Rücklage Instandhaltung"),
      ("", "Rücksendung Ware Retoure 12"), ("ENTGELT", "Ruecklastschrift RE-7"),
      ("", "Rücklastschriftgebühr"), ("", "Entgelt Rücklastschrift 3,00 RE-7"),
      ("", "Rücklastschrift Entgelt"), ("", "Storno Rechnung 7"), ("", "RLS-Gebühr"),
      ("", "RETURNED ITEM FEE"), ("FEE_TRANSACTION", "DEPOSITED ITEM RETURNED"),
      ("", "Unpaid item charge"), ("CHG", "Unpaid direct debit"), ("", "NSF FEE"),
      ("", "Refund INV 7 returned item"), ("", "Payment for returned goods"),
      ("", "TAX RETURN 2025"), ("", "Return of premium policy 12"),
      ("", "Return of deposit flat 4"),
      ("FASTER PAYMENT", "Returned payment INV 7"), ("", "RETURNS DEPARTMENT LTD"),
      ("", "FRAIS POUR PRELEVEMENT IMPAYE"), ("", "Commission rejet prélèvement"),
      ("", "Règlement facture impayée 12"), ("VIREMENT EMIS", "Impayé F-7"),
      ("", "Comisión devolución recibo"), ("", "Devolución compra 12"),
      ("", "Spese insoluto SDD"), ("", "Saldo debito insoluto"), ("", "Kosten storno incasso"),
      ("", "Terugbetaling factuur 7"), ("", "Zwrot nadpłaty F-7"),
      ("", "Opłata za zwrot polecenia zapłaty"), ("", "Återbetalning faktura 7"),
      ("", "Rimborso SDD spese"), ("", ""),
    ])
  func others(type: String, text: String) {
    #expect(!isReturn(text, type: type))
  }

  @Test(
    "what the bank says counts also for a payment of ours; its fee is a fee whatever the text",
    arguments: [
      ("Retoure SEPA-Lastschrift", "RE-7", true, true), ("RUECKLASTSCHRIFT", "", true, true),
      ("Entgelt", "Rücklastschrift RE-7", false, false),
      ("Bank charges", "Unpaid direct debit", false, false),
      ("Sent money with reference", "Unpaid direct debit", true, false),
      ("Sent money", "Unpaid direct debit", false, true),
    ])
  func said(said: String, text: String, isOwn: Bool, isReturn: Bool) {
    let movement = ReturnWords.Movement(
      said: [said], texts: [text], amount: Money(minorUnits: -70_00, currency: .euro),
      isOwn: isOwn)
    #expect(ReturnWords.shared.isReturn(movement) == isReturn)
  }

  @Test(
    "a return that names the fee inside its amount is one; the fee alone is none",
    arguments: [
      ("RUECKLASTSCHRIFT ENTGELT 5,90", true), ("RUECKLASTSCHRIFT ENTGELT 70,00", false),
      ("Entgelt 70,00 Ruecklastschrift", false),
      ("Rücklastschrift URSPR. 64,10 ENTGELT 5,90", true),
      ("SVWZ+RETOURE SEPA LASTSCHRIFT OAMT+64,10 COAM+5,90", true),
    ])
  func feesInside(text: String, isReturn: Bool) {
    #expect(self.isReturn(text) == isReturn)
  }

  @Test(
    "what had been paid, from the text",
    arguments: [
      ("RE-7 URSPR. 64,10 ENTGELT 5,90", "-64.10"), ("OAMT+64,10 COAM+5,90", "-64.10"),
      ("OAMT+EUR 64,10", "-64.10"), ("Ursprungsbetrag: 64,10 EUR", "-64.10"),
      ("COAM+5,90", "-64.10"), ("Original amount 64.10 fee 5.90", "-64.10"),
      ("Montant initial 64,10 €", "-64.10"), ("Entgelt 3,00 Gebühren 2,90 URSPR 64,10", "-64.10"),
      ("OAMT+64,10 COAM+4,00", nil), ("Ursprungsbetrag 70,00", nil), ("Entgelt 5,90", nil),
      ("Ursprungsbetrag 90,00", nil), ("RE-7", nil), ("OAMT+64,1", nil),
    ])
  func stated(text: String, paid: String?) {
    let amount = Money(minorUnits: -70_00, currency: .euro)
    let stated = StatedAmounts(FoldedText(text), .euro)
    #expect(stated.returned(of: amount)?.plain == paid)
  }

  @Test("amounts in other currencies and with groups of thousands")
  func otherAmounts() {
    func original(_ text: String, _ currency: Currency) -> String? {
      StatedAmounts(FoldedText(text), currency).original?.description
    }
    #expect(original("/OCMT/USD1500,00/", .euro) == "1500.00 USD")
    #expect(original("Ursprungsbetrag 1.234,50", .euro) == "1234.50 EUR")
    #expect(original("Original amount 1,234.50 GBP", .euro) == "1234.50 GBP")
    #expect(original("Original amount 12,345", .yen) == "12345 JPY")
    #expect(original("Originalbetrag CHF 1'234.50", .euro) == "1234.50 CHF")
  }
}

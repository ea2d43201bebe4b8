import Domain
import Testing

@testable import Documents

/// One sample of each bank's CSV file, with the traps it is known for.
@Suite("Bank dialects")
struct BankDialectTests {
  private static let iban = "DE89370400440532013000"

  private func read(_ text: String, accounts: [(String, Currency)] = []) -> CSVReader.Contents {
    var business = UBL.business
    business.accounts = accounts.map { BankAccount(iban: $0.0, currency: $0.1) }
    return CSVReader(business: business).read(Array(text.utf8))
  }

  /// `account booked amount currency counterparty account text references` of each line.
  private func digest(_ contents: CSVReader.Contents) -> [String] {
    contents.statements.flatMap(\.lines).map { line in
      [
        line.account, "\(line.booked)", "\(line.amount)", line.counterparty,
        line.counterpartyAccount, line.text, line.references.joined(separator: " "),
      ].joined(separator: "|")
    }
  }

  private func expectMovements(
    _ text: String, accounts: [(String, Currency)] = [], _ expected: [String]
  ) {
    let contents = read(text, accounts: accounts)
    #expect(contents.faults.map(\.message) == [])
    #expect(digest(contents) == expected)
  }

  @Test("Lloyds: sort code and number are the account, two columns the amount")
  func lloyds() {
    let text = """
      Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,\
      Debit Amount,Credit Amount,Balance,
      04/06/2026,FPI,'30-99-50,12345678,TERN LANE INV 7,,119.00,169.00,
      03/06/2026,DD,'30-99-50,12345678,RENT,50.00,,50.00,
      """
    expectMovements(
      text,
      [
        "30995012345678|2026-06-04|119.00 GBP|||TERN LANE INV 7|",
        "30995012345678|2026-06-03|-50.00 GBP|||RENT|",
      ])
    let contents = read(text, accounts: [("GB33LOYD30995012345678", .pound)])
    #expect(contents.statements.map(\.account) == ["GB33LOYD30995012345678"])
    #expect(contents.statements.first?.closing?.plain == "169.00")
    #expect(contents.statements.first?.closingDay?.description == "2026-06-04")
    #expect(contents.statements.first?.id == "lloyds 2026-06-03 2026-06-04")
  }

  @Test("Starling: the currency stands in the header, the account in the settings")
  func starling() {
    let text = """
      Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes
      03/06/2026,Tern Lane,INV 7,FASTER PAYMENT,119.00,219.00,INCOME,
      """
    expectMovements(
      text, accounts: [("GB1", .pound), ("DE1", .euro)],
      ["GB1|2026-06-03|119.00 GBP|Tern Lane||INV 7|"])
    for accounts in [[], [("GB1", Currency.pound), ("GB2", .pound)], [("DE1", .euro)]] {
      let contents = read(text, accounts: accounts)
      #expect(contents.faults.map(\.code) == [.bankAccount])
      #expect(contents.statements.isEmpty)
    }
  }

  @Test("Revolut: completed rows only, time stamps, the fee a movement of its own")
  func revolut() {
    expectMovements(
      """
      Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance
      TOPUP,Current,2026-06-01 23:59:59,2026-06-02 00:00:01,From Tern,119.00,0.00,EUR,COMPLETED,\
      119.00
      TRANSFER,Current,2026-06-03 10:00:00,2026-06-03 10:00:01,To Rent,-50.00,0.50,EUR,COMPLETED,\
      68.50
      TRANSFER,Current,2026-06-04 10:00:00,,To X,-5.00,0.00,EUR,PENDING,
      TRANSFER,Current,2026-06-04 10:00:00,2026-06-05 00:00:00,To X,-5.00,0.00,EUR,REVERTED,68.50
      """, accounts: [(Self.iban, .euro)],
      [
        "\(Self.iban)|2026-06-02|119.00 EUR|||From Tern|",
        "\(Self.iban)|2026-06-03|-50.00 EUR|||To Rent|",
        "\(Self.iban)|2026-06-03|-0.50 EUR|||Fee: To Rent|",
      ])
  }

  @Test("Chase: month first, one more comma on each row")
  func chase() {
    expectMovements(
      """
      Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #
      CREDIT,06/03/2026,"ORIG CO NAME:TERN, INV 7",119.00,ACH_CREDIT,1119.00,,
      DEBIT,06/02/2026,RENT,-50.00,ACH_DEBIT,1000.00,,
      """, accounts: [("77", .dollar)],
      [
        "77|2026-06-03|119.00 USD|||ORIG CO NAME:TERN, INV 7|",
        "77|2026-06-02|-50.00 USD|||RENT|",
      ])
  }

  @Test("a returned debit is told by the bank's word for it; the fee for it is none")
  func returnedDebit() {
    let contents = read(
      """
      "Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";\
      "Kundenreferenz (End-to-End)";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";\
      "Betrag";"Waehrung";"Info"
      "\(Self.iban)";"03.06.26";"03.06.26";"RUECKLASTSCHRIFT";"RE-7";"";"Tern";"";"-70,00";"EUR";""
      "\(Self.iban)";"03.06.26";"03.06.26";"ENTGELT";"Ruecklastschrift RE-7";"";"";"";"-3,00";"EUR";""
      "\(Self.iban)";"03.06.26";"03.06.26";"UEBERWEISUNG";"RE-8";"";"Tern";"";"-8,00";"EUR";""
      "\(Self.iban)";"03.06.26";"03.06.26";"GUTSCHRIFT";"Rückbelastung";"";"Tern";"";"9,00";"EUR";""
      """)
    #expect(contents.statements.flatMap(\.lines).map(\.isReversal) == [true, false, false, false])
  }

  @Test("Sparkasse: a return states in columns of its own what had been paid and the charge")
  func sparkasseReturn() throws {
    let contents = read(
      """
      "Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";\
      "Lastschrift Ursprungsbetrag";"Auslagenersatz Ruecklastschrift";\
      "Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"Betrag";"Waehrung";"Info"
      "\(Self.iban)";"03.06.26";"03.06.26";"RUECKLASTSCHRIFT";"RE-7";"64,10";"5,90";"Tern";"";\
      "-70,00";"EUR";""
      "\(Self.iban)";"03.06.26";"03.06.26";"SONSTIGES";"RE-8";"-64,10";"-5,90";"Tern";"";\
      "-70,00";"EUR";""
      "\(Self.iban)";"03.06.26";"03.06.26";"RUECKLASTSCHRIFT";"RE-9 OAMT+67,00 COAM+3,00";"";"";\
      "Tern";"";"-70,00";"EUR";""
      """)
    let lines = contents.statements.flatMap(\.lines)
    #expect(lines.map(\.isReversal) == [true, true, true])
    #expect(lines.map { $0.instructed?.plain } == ["-64.10", "-64.10", "-67.00"])
  }

  @Test("Chase: the kind of movement and the check's number stand in columns of their own")
  func chaseKinds() {
    let contents = read(
      """
      Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #
      DEBIT,06/16/2026,"DEPOSITED ITEM RETURNED TERN INV 7",-64.00,DEPOSIT_RETURN,900.00,
      DEBIT,06/16/2026,"TERN INV 8",-64.00,DEPOSIT_RETURN,964.00,
      DEBIT,06/16/2026,"DEPOSITED ITEM RETURNED FEE",-12.00,FEE_TRANSACTION,1028.00,
      CHECK,06/15/2026,"CHECK 1041",-40.00,CHECK_PAID,1040.00,1041
      """, accounts: [("77", .dollar)])
    #expect(contents.faults.map(\.message) == [])
    let lines = contents.statements.flatMap(\.lines)
    #expect(lines.map(\.isReversal) == [true, true, false, false])
    #expect(lines.map(\.traces) == [[], [], [], ["Cheque 1041"]])
    #expect(lines.allSatisfy { $0.references.isEmpty })
  }

  @Test("N26: the original amount in its own currency is what was ordered")
  func n26Foreign() {
    let contents = read(
      """
      "Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference",\
      "Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"
      2026-06-03,2026-06-03,"Tern GmbH",GB1,"Credit Transfer","RE 7","Main",91.0,100.0,USD,1.1
      2026-06-03,2026-06-03,"Tern GmbH",GB1,"Credit Transfer","RE 8","Main",92.0,92.0,EUR,
      """, accounts: [(Self.iban, .euro)])
    let lines = contents.statements.flatMap(\.lines)
    #expect(lines.map { $0.instructed?.description } == ["100.00 USD", nil])
  }

  @Test("a mapped column with the numbers of cheques is no reference")
  func cheques() {
    for (title, isReference) in [("Check Number", false), ("Cheque No", false), ("Ref", true)] {
      let mapping = CSVMapping(
        name: "mine",
        columns: [.booked: "When", .amount: "Sum", .text: "What", .reference: title])
      var business = UBL.business
      business.accounts = [BankAccount(iban: "GB1", currency: .euro)]
      let contents = CSVReader(business: business, mappings: [mapping]).read(
        Array("When,Sum,What,\(title)\n2026-06-03,5.00,Deposit,1041\n".utf8))
      let line = contents.statements.first?.lines.first
      #expect(line?.references == (isReference ? ["1041"] : []))
      #expect(line?.traces == (isReference ? [] : ["Cheque 1041"]))
    }
  }

  @Test("Sparkasse: pending rows passed over, decimal comma, end-to-end reference")
  func sparkasse() {
    expectMovements(
      """
      "Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";\
      "Glaeubiger ID";"Mandatsreferenz";"Kundenreferenz (End-to-End)";"Sammlerreferenz";\
      "Lastschrift Ursprungsbetrag";"Auslagenersatz Ruecklastschrift";\
      "Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";\
      "Waehrung";"Info"
      "\(Self.iban)";"03.06.26";"03.06.26";"GUTSCHR";"RE 7 vom 1.5.";"";"";"E2E-7";"";"";"";\
      "Tern GmbH";"GB33 BUKB 2020 1555 5555 55";"X";"1234,56";"EUR";"Umsatz gebucht"
      "\(Self.iban)";"04.06.26";"04.06.26";"GUTSCHR";"RE 8";"";"";"NOTPROVIDED";"";"";"";\
      "Tern GmbH";"";"X";"1,00";"EUR";"Umsatz vorgemerkt"
      """,
      [
        "\(Self.iban)|2026-06-03|1234.56 EUR|Tern GmbH|GB33BUKB20201555555555|RE 7 vom 1.5.|E2E-7"
      ])
  }

  @Test("DKB: account in the preamble, `1.000` is a thousand, the other side depends on the sign")
  func dkb() {
    expectMovements(
      """
      "Girokonto";"DE89 3704 0044 0532 0130 00"
      "Zeitraum:";"01.06.2026 - 30.06.2026"
      "Kontostand vom 30.06.2026:";"1.234,00 €"
      ""
      "Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";\
      "Verwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID";"Mandatsreferenz";\
      "Kundenreferenz"
      "03.06.26";"03.06.26";"Gebucht";"Tern GmbH";"Wir";"RE 7";"Eingang";"GB1";"1.000";"";"";""
      "04.06.26";"04.06.26";"Gebucht";"Wir";"Vermieter";"Miete";"Ausgang";"DE2";"-2.000 €";"";"";""
      "05.06.26";"05.06.26";"Vorgemerkt";"Wir";"Vermieter";"Miete";"Ausgang";"DE2";"-29";"";"";""
      """,
      [
        "\(Self.iban)|2026-06-03|1000.00 EUR|Tern GmbH|GB1|RE 7|",
        "\(Self.iban)|2026-06-04|-2000.00 EUR|Vermieter|DE2|Miete|",
      ])
  }

  @Test("ING DE: a long preamble, two columns named Währung")
  func ingGermany() {
    for day in ["Wertstellungsdatum", "Valuta"] {
      expectMovements(
        """
        Umsatzanzeige;Datei erstellt am: 01.07.2026 10:00

        IBAN;DE89 3704 0044 0532 0130 00
        Kontoname;Girokonto
        Bank;ING
        Kunde;Wir
        Zeitraum;01.06.2026 - 30.06.2026
        Saldo;1.500,00;EUR

        Sortierung;Datum absteigend

        In der CSV-Datei finden Sie alle bereits gebuchten Umsätze. "Vorgemerkte" nicht.

        Buchung;\(day);Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Währung;Betrag;\
        Währung
        04.06.2026;04.06.2026;Tern GmbH;Gutschrift;RE 7;1.500,00;EUR;1.446,10;EUR
        03.06.2026;03.06.2026;Vermieter;Überweisung;Miete;53,90;EUR;-46,10;EUR
        """,
        [
          "\(Self.iban)|2026-06-04|1446.10 EUR|Tern GmbH||RE 7|",
          "\(Self.iban)|2026-06-03|-46.10 EUR|Vermieter||Miete|",
        ])
    }
  }

  @Test("VR banks (agree21): the account in its column")
  func agree21() {
    expectMovements(
      """
      Bezeichnung Auftragskonto;IBAN Auftragskonto;BIC Auftragskonto;Bankname Auftragskonto;\
      Buchungstag;Valutadatum;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;\
      BIC (SWIFT-Code) Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Waehrung;\
      Saldo nach Buchung;Bemerkung
      Konto;\(Self.iban);G;VR;03.06.2026;03.06.2026;Tern GmbH;GB1;B;Gutschrift;RE 7;1234,56;EUR;\
      2000,00;
      """, ["\(Self.iban)|2026-06-03|1234.56 EUR|Tern GmbH|GB1|RE 7|"])
  }

  @Test("Deutsche Bank: short dates, dropped zeros, the balance below is no movement")
  func deutsche() {
    expectMovements(
      """
      Umsätze Girokonto;;;Kundennummer: 100 1234567
      1.6.2026 - 30.6.2026
      Letzter Kontostand;;;;5,00;EUR
      Buchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;\
      IBAN / Kontonummer;BIC;Kundenreferenz;Betrag;Soll;Haben;Währung
      3.6.2026;3.6.2026;Gutschrift;Tern GmbH;RE 7;GB1;B;E7;1.750;;1.750;EUR
      4.6.2026;4.6.2026;Überweisung;Vermieter;Miete;DE2;B;;;-46,5;;EUR
      Kontostand;30.6.2026;;;1.234,56;EUR
      """, accounts: [(Self.iban, .euro)],
      [
        "\(Self.iban)|2026-06-03|1750.00 EUR|Tern GmbH|GB1|RE 7|E7",
        "\(Self.iban)|2026-06-04|-46.50 EUR|Vermieter|DE2|Miete|",
      ])
  }

  @Test("Commerzbank: `-3,9`, no other side")
  func commerzbank() {
    expectMovements(
      """
      Buchungstag;Wertstellung;Umsatzart;Buchungstext;Betrag;Währung;IBAN Kontoinhaber;Kategorie
      03.06.2026;03.06.2026;Gutschrift;Tern GmbH RE 7;119;EUR;\(Self.iban);
      04.06.2026;04.06.2026;Entgelt;Porto;-3,9;EUR;\(Self.iban);
      """,
      [
        "\(Self.iban)|2026-06-03|119.00 EUR|||Tern GmbH RE 7|",
        "\(Self.iban)|2026-06-04|-3.90 EUR|||Porto|",
      ])
  }

  @Test("N26: ISO days, decimal dot")
  func n26() {
    expectMovements(
      """
      "Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference",\
      "Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"
      2026-06-03,2026-06-03,"Tern GmbH",GB1,"Credit Transfer","RE 7","Main",1119.0,,,
      """, accounts: [(Self.iban, .euro)],
      ["\(Self.iban)|2026-06-03|1119.00 EUR|Tern GmbH|GB1|RE 7|"])
  }

  @Test("ING NL: days without marks, the sign in a word of its own")
  func ingNetherlands() {
    expectMovements(
      """
      "Datum","Naam / Omschrijving","Rekening","Tegenrekening","Code","Af Bij","Bedrag (EUR)",\
      "Mutatiesoort","Mededelingen"
      "20260603","Tern BV","NL91ABNA0417164300","GB1","OV","Bij","119,00","Overschrijving","F 7"
      "20260604","Huur","NL91ABNA0417164300","DE2","OV","Af","1.050,50","Overschrijving","Huur"
      """,
      [
        "NL91ABNA0417164300|2026-06-03|119.00 EUR|Tern BV|GB1|F 7|",
        "NL91ABNA0417164300|2026-06-04|-1050.50 EUR|Huur|DE2|Huur|",
      ])
  }

  @Test("a bad row is left out with its line, the others are read")
  func badRows() {
    let header =
      "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\n"
    let good = "13/06/2026,Tern,INV,FP,1.00,,,\n"
    let cases: [(String, Fault.Code)] = [
      ("30/02/2026,Tern,INV,FP,1.00,,,\n", .bankDate), (",Tern,INV,FP,1.00,,,\n", .bankDate),
      ("13/06/2026,Tern,INV,FP,x,,,\n", .bankAmount), ("13/06/2026,Tern,INV,FP,,,,\n", .bankAmount),
      ("13/06/2026,Tern,INV,FP,1.005,,,\n", .bankAmount),
    ]
    for (bad, code) in cases {
      let contents = read(header + good + bad + good, accounts: [("GB1", .pound)])
      #expect(digest(contents).count == 2, "equal rows are two payments")
      #expect(contents.faults.map(\.code) == [code])
      #expect(contents.faults.first?.line == 3)
    }
  }
}

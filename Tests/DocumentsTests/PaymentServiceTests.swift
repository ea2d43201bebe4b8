import Domain
import Testing

@testable import Documents

@Suite("Files of payment services")
struct PaymentServiceTests {
  /// `day amount counterparty text`, with a mark for money between own accounts.
  private func movements(_ text: String) -> [String] {
    let contents = read(text)
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.records.isEmpty)
    return contents.statements.flatMap(\.lines).map { line in
      "\(line.booked) \(line.amount) \(line.counterparty)|\(line.text)"
        + (line.isInternal ? " own" : "")
    }
  }

  @Test("of PayPal the gross comes in, the fee goes out, and a withdrawal is our own")
  func payPal() {
    let text = """
      "Datum","Uhrzeit","Zeitzone","Beschreibung","Währung","Brutto","Entgelt","Netto","Guthaben","Transaktionscode","Absender E-Mail-Adresse","Name","Name der Bank","Bankkonto","Versand- und Bearbeitungsgebühr","Umsatzsteuer","Rechnungsnummer","Zugehöriger Transaktionscode"
      "14.04.2026","10:04:31","Europe/Berlin","Website-Zahlung","EUR","952,00","-24,06","927,94","927,94","A1","p@t.example","Tern","","","0,00","0,00","N-1",""
      "15.04.2026","10:04:31","Europe/Berlin","Allgemeine Währungsumrechnung","EUR","-10,00","0,00","-10,00","917,94","A2","","","","","0,00","0,00","",""
      "16.04.2026","10:04:31","Europe/Berlin","Von Nutzer eingeleitete Abbuchung","EUR","-900,00","0,00","-900,00","17,94","A3","","","","","0,00","0,00","",""
      """
    #expect(
      movements(text) == [
        "2026-04-14 952.00 EUR Tern|N-1", "2026-04-14 -24.06 EUR |Fee",
        "2026-04-15 -10.00 EUR | own", "2026-04-16 -900.00 EUR | own",
      ])
    #expect(read(text).statements.map(\.account) == ["PayPal"])
  }

  @Test("the fee of a payment that is sent back comes back with it")
  func refundedFee() {
    let payPal = """
      "Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","Invoice Number","Balance"
      "14/04/2026","10:04:31","Europe/London","Tern","Website Payment","Completed","GBP","952.00","-24.06","927.94","N-1","927.94"
      "15/04/2026","10:04:31","Europe/London","Tern","Payment Refund","Completed","GBP","-952.00","24.06","-927.94","N-1","0.00"
      """
    #expect(
      movements(payPal).map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
        "2026-04-14 952.00", "2026-04-14 -24.06", "2026-04-15 -952.00", "2026-04-15 24.06",
      ])
  }

  @Test(
    "PayPal is known in other languages, and what is pending is no money",
    arguments: [
      (
        "Date,Heure,Fuseau horaire,Nom,Type,État,Devise,Avant commission,Commission,Net,De l'adresse email,Numéro de facture,Solde",
        "Terminé", "En attente"
      ),
      (
        "Fecha,Hora,Zona horaria,Nombre,Tipo,Estado,Divisa,Bruto,Comisión,Neto,Correo electrónico,Número de factura,Saldo",
        "Completado", "Pendiente"
      ),
      (
        "Data,Orario,Fuso orario,Nome,Tipo,Stato,Valuta,Lordo,Tariffa,Netto,Indirizzo email,Numero fattura,Saldo",
        "Completata", "In sospeso"
      ),
      (
        "Datum,Tijd,Tijdzone,Naam,Type,Status,Valuta,Bruto,Kosten,Net,E-mailadres,Factuurnummer,Saldo",
        "Voltooid", "In behandeling"
      ),
      (
        "Data,Godzina,Strefa czasowa,Nazwa,Typ,Status,Waluta,Brutto,Opłata,Netto,Adres e-mail nadawcy,Numer faktury,Saldo",
        "Zakończona", "Oczekujące"
      ),
    ])
  func languages(header: String, done: String, pending: String) {
    func row(_ day: String, _ amount: String, _ fee: String, _ net: String, _ state: String)
      -> String
    {
      "\"\(day)\",\"10:00:00\",\"CET\",\"Tern\",\"X\",\"\(state)\",\"EUR\",\"\(amount)\",\"\(fee)\","
        + "\"\(net)\",\"p@t.example\",\"N-1\",\"100,00\"\n"
    }
    let text =
      header + "\n" + row("14/04/2026", "100,00", "-3,20", "96,80", done)
      + row("15/04/2026", "55,00", "-2,00", "53,00", pending)
    #expect(
      movements(text) == ["2026-04-14 100.00 EUR Tern|N-1", "2026-04-14 -3.20 EUR |Fee"])
  }

  @Test("a fee leaves the account, whether it is written with a minus or without")
  func fees() {
    for fee in ["-1.50", "1.50"] {
      let mapping = CSVMapping(
        name: "Any", columns: [.booked: "Day", .amount: "Gross", .fee: "Fee", .text: "Text"])
      let text = "Day,Gross,Fee,Text\n2026-04-14,10.00,\(fee),N-1\n"
      var business = UBL.business
      business.accounts = [BankAccount(iban: "DE89370400440532013000", currency: .euro)]
      let lines = CSVReader(business: business, mappings: [mapping]).read(Array(text.utf8))
        .statements.flatMap(\.lines)
      #expect(lines.map(\.amount.plain) == ["10.00", "-1.50"])
    }
  }

  @Test("what GoCardless says was refunded goes back")
  func refunded() {
    let text = """
      id,created_at,charge_date,amount,description,currency,status,amount_refunded,reference,\
      links.payout,customers.company_name
      PM1,2026-04-10,2026-04-14,238.00,N-1,GBP,paid_out,38.00,R,PO1,Tern
      PM2,2026-04-10,2026-04-14,10.00,N-2,GBP,failed,0.00,R,PO1,Tern
      PM3,2026-04-10,2026-04-15,50.00,N-3,GBP,confirmed,0.00,R,PO1,Grebe
      """
    #expect(
      read(text).statements.flatMap(\.lines).map { "\($0.amount) \($0.counterparty)" }
        == ["238.00 GBP Tern", "-38.00 GBP Tern", "50.00 GBP Grebe"])
  }

  @Test("a day, an amount and a text without a header are a bank's only where money goes out")
  func headerless() {
    var business = UBL.business
    business.accounts = [BankAccount(iban: "DE89370400440532013000", currency: .euro)]
    let list = "14/04/2026,238.00,Tern Ltd\n15/04/2026,12.50,Grebe\n"
    let reader = CSVReader(business: business, dateOrder: .dayFirst)
    let contents = reader.read(Array(list.utf8))
    #expect(contents.statements.isEmpty && contents.records.isEmpty)
    #expect(contents.faults.map(\.code) == [.csvHeader])
    let bank = reader.read(Array((list + "15/04/2026,-8.00,TELECOM\n").utf8))
    #expect(bank.statements.flatMap(\.lines).count == 3)
  }

  @Test("the files of a bank or a service are no lists of invoices")
  func noRegister() {
    let bank = """
      Number,Date,Account,Amount,Memo,Balance
      1,26/02/2026,20-91-47 61830254,1180.00,ALDER QJ-1,2180.00
      2,27/02/2026,20-91-47 61830254,-38.50,TELECOM,2141.50
      3,28/02/2026,20-91-47 61830254,10.00,BIRCH QJ-2,2151.50
      """
    let contents = read(bank)
    #expect(contents.records.isEmpty && contents.statements.isEmpty)
    #expect(contents.faults.map(\.code) == [.csvHeader])
    #expect(contents.faults.first?.message.contains("looks like the file of a bank") == true)
  }
}

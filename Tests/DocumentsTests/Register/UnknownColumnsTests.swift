import Domain
import Settings
import Testing

@testable import Documents

/// Columns under titles that nobody knows, read by what stands in them.
@Suite("Columns of unknown names")
struct UnknownColumnsTests {
  private static let header = "number,client,date,amount,"

  /// `number open currency` of what is owed, in the file's order.
  private func open(_ title: String, _ fields: [String]) -> [String] {
    let rows = fields.enumerated().map { place, field in
      "A\(place + 1),Tern,2026-03-0\(place + 1),\(place + 1)00.00,\(field)\n"
    }
    return Self.open(read(Self.header + title + "\n" + rows.joined()))
  }

  private static func open(_ contents: CSVReader.Contents) -> [String] {
    #expect(contents.faults.filter { $0.code != .csvPassed }.map(\.message) == [])
    return contents.records.compactMap { record in
      let none = Money.zero(record.invoice.currency)
      let isCredit = record.invoice.kind.isCredit
      let all = isCredit ? -record.invoice.payable : record.invoice.payable
      let left = all - (record.paid ?? none)
      return left.isZero ? nil : "\(record.invoice.number.text) \(left)"
    }
  }

  @Test(
    "yes, or a day, under a title that says void or a draft",
    arguments: [
      ("Void", "Yes", "No"), ("Cancelled", "true", "false"), ("Storniert", "x", ""),
      ("Storniert am", "2026-05-20", ""), ("Annullata", "sì", "no"), ("Makulerad", "Ja", "Nej"),
      ("Draft", "1", "0"), ("Gelöscht", "1", "0"), ("Annulée", "oui", "non"),
    ])
  func void(title: String, yes: String, no: String) {
    #expect(open(title, [no, yes]) == ["A1 100.00 EUR"])
  }

  @Test(
    "yes under a title that says that nothing is owed",
    arguments: [
      ("Cleared", "x", ""), ("erledigt", "ja", "nein"), ("Pagata", "SI", "NO"),
      ("Closed", "Y", "N"), ("Slutbetald", "ja", "nej"), ("Réglée", "oui", "non"),
    ])
  func paid(title: String, yes: String, no: String) {
    #expect(open(title, [no, yes]) == ["A1 100.00 EUR"])
  }

  @Test(
    "a title of something else says nothing of the invoice",
    arguments: ["Sent", "Order closed", "Delivery completed", "VAT paid", "Reminded"])
  func other(title: String) {
    #expect(open(title, ["no", "yes"]) == ["A1 100.00 EUR", "A2 200.00 EUR"])
  }

  @Test(
    "the day of payment under many names",
    arguments: [
      "Zahlungseingang", "Date Received", "Ontvangen op", "Fecha de cobro", "Réglée le",
      "Betaldatum", "Bezahlt am", "Data incasso",
    ])
  func paidDay(title: String) {
    #expect(open(title, ["", "2026-05-02"]) == ["A1 100.00 EUR"])
  }

  @Test("every column of states is heard, whatever it is called")
  func states() {
    let text = """
      number,client,date,amount,Belegstatus,Zahlungsstatus,Approval
      A1,Tern,2026-03-01,1.00,Versendet,Offen,Approved
      A2,Tern,2026-03-02,2.00,Versendet,Bezahlt,Approved
      A3,Tern,2026-03-03,3.00,Storniert,Offen,Approved
      A4,Tern,2026-03-04,4.00,Versendet,Offen,Void
      """
    #expect(Self.open(read(text)) == ["A1 1.00 EUR"])
  }

  @Test(
    "a kind of document in a column of any name",
    arguments: [
      ("Document Type", "Invoice", "Credit Note"), ("Doc", "INV", "CRN"),
      ("Dr/Cr", "Dr", "Cr"), ("Vorgang", "Rechnung", "Gutschrift"),
      ("Type de pièce", "Facture", "Avoir"), ("Serie", "Factura", "Rectificativa"),
    ])
  func kinds(title: String, invoice: String, credit: String) {
    #expect(open(title, [invoice, credit]) == ["A1 100.00 EUR", "A2 -200.00 EUR"])
  }

  @Test("offers and delivery notes are not owed")
  func offers() {
    #expect(open("Art", ["Rechnung", "Angebot", "Lieferschein"]) == ["A1 100.00 EUR"])
  }

  @Test(
    "a currency in a column of any name",
    arguments: ["Ccy", "Whrg.", "Unit", "Curr.", "Währung"])
  func currencies(title: String) {
    #expect(
      open(title, ["USD", "€", "£", "Schweizer Franken"]) == [
        "A1 100.00 USD", "A2 200.00 EUR", "A3 300.00 GBP", "A4 400.00 CHF",
      ])
  }

  @Test(
    "the currency in a title above the list",
    arguments: [
      "All amounts in USD", "Open items in USD as of 30 June", "Currency: USD",
      "Offene Posten (Währung USD)",
    ])
  func titles(title: String) {
    let rows = Self.header + "open\nA1,Tern,2026-03-01,100.00,40.00\n"
    #expect(Self.open(read("\(title),,,,\n\n" + rows)) == ["A1 40.00 USD"])
    #expect(Self.open(read("LIST OF ALL TOP ITEMS,,,,\n\n" + rows)) == ["A1 40.00 EUR"])
  }

  @Test("what is open or was received under other names of a register")
  func amounts() {
    #expect(open("Still owed", ["40.00", "0.00"]) == ["A1 40.00 EUR"])
    #expect(open("Received", ["60.00", "200.00"]) == ["A1 40.00 EUR"])
  }

  @Test("a state in a row of its own is that of the rows below it")
  func headings() {
    let text = """
      number,client,date,amount
      UNPAID,,,
      A1,Tern,2026-03-01,1.00
      A2,Tern,2026-03-02,2.00
      PAID,,,
      A3,Tern,2026-03-03,3.00
      A4,Tern,2026-03-04,4.00
      DRAFT,,,
      A5,Tern,2026-03-05,5.00
      Offene Rechnungen,,,
      A6,Tern,2026-03-06,6.00
      """
    for hasPlainRows in [true, false] {
      var reader = CSVReader(business: UBL.business)
      reader.hasPlainRows = hasPlainRows
      #expect(
        Self.open(reader.read(Array(text.utf8))) == ["A1 1.00 EUR", "A2 2.00 EUR", "A6 6.00 EUR"])
    }
  }

  @Test(
    "terms in words or days give the due day",
    arguments: [
      ("Terms", "Net 14", "2026-03-15"), ("Terms", "Due on receipt", "2026-03-01"),
      ("Zahlungsziel (Tage)", "14", "2026-03-15"), ("Payment terms", "30 days", "2026-03-31"),
      ("Conditions de paiement", "30 jours net", "2026-03-31"),
    ])
  func terms(title: String, words: String, due: String) {
    let contents = read(Self.header + title + "\nA1,Tern,2026-03-01,5.00,\(words)\n")
    #expect(contents.records.map { $0.invoice.due?.day.description } == [due])
  }

  @Test("months first in stamps with a time, where one row proves it or none does")
  func stamps() {
    let head = "number,client,date,due,amount\n"
    let open = "1,Rook,4/1/2026 12:00:00 AM,5/1/2026 12:00:00 AM,1.00\n"
    #expect(read(head + open).faults.map(\.code) == [.csvDateOrder])
    let proved = read(head + open + "2,Rook,4/15/2026 12:00:00 AM,5/15/2026 12:00:00 AM,1.00\n")
    #expect(proved.records.map(\.invoice.issueDate.description) == ["2026-04-01", "2026-04-15"])
  }

  @Test("what may say what was paid is asked for, whatever stands in it")
  func questions() throws {
    func yaml(_ title: String, _ fields: [String]) throws -> String {
      let rows = fields.enumerated().map {
        "R\($0),Tern GmbH,1\($0 + 3).04.2026,\"100,00\",\($1)\n"
      }
      let text = "Rechnung,Kunde,Datum,Betrag,\(title)\n" + rows.joined()
      return try #require(CSVProposal(Array(text.utf8), name: "x")).yaml
    }
    #expect(try yaml("Bezahlt", ["yes", "\"50,00\"", "no"]).contains("# paid_amount: does"))
    #expect(try yaml("Bezahlt", ["12.04.2026", "", "offen"]).contains("# paid_amount: does"))
    #expect(try yaml("Zahlung 1,Zahlung 2", ["\"30,00\",\"2,00\"", ","]).contains("\"Zahlung 1\""))
    let void = try yaml("Storno", ["x", ""])
    #expect(void.contains("# Read by what stands in them: \"Storno\""))
  }
}

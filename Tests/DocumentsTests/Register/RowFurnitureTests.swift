import Domain
import Testing

@testable import Documents

@Suite("Rows that are no invoices")
struct RowFurnitureTests {
  private func mapped(_ text: String, currency: Currency? = nil) -> CSVReader.Contents {
    var mapping = CSVMapping(
      name: "list",
      columns: [
        .number: "Nr", .client: "Kunde", .date: "Datum", .amount: "Brutto", .open: "Offen",
      ])
    mapping.currency = currency
    return CSVReader(business: UBL.business, mappings: [mapping]).read(Array(text.utf8))
  }

  private static let rows =
    "R-1;Tern;13.04.2026;238,00;238,00\nR-2;Grebe;14.04.2026;1.190,00;0,00\n"

  @Test(
    "sums below the rows of a mapped list are passed over, in the languages of headers",
    arguments: [
      "Summe;;;1.428,00;238,00", ";;;1.428,00;238,00", "Total;;;1.428,00;238,00",
      ";Gesamt;;1.428,00;238,00", "Razem;;;1.428,00;", "Totaal EUR;;;1.428,00;238,00",
    ])
  func totals(row: String) {
    let contents = mapped("Nr;Kunde;Datum;Brutto;Offen\n" + Self.rows + row + "\n")
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.records.map(\.invoice.number.text) == ["R-1", "R-2"])
  }

  @Test("a client called like a sum is none where the row has a day")
  func totalClient() {
    let contents = mapped("Nr;Kunde;Datum;Brutto;Offen\nR-1;Total Energie;13.04.2026;5,00;5,00\n")
    #expect(contents.records.map(\.invoice.buyer.name) == ["Total Energie"])
  }

  @Test("a currency in a row of its own is that of the rows below it")
  func currencyHeading() {
    let text =
      "Nr;Kunde;Datum;Brutto;Offen\nSEK;;;;\nR-1;Tern;13.04.2026;238,00;238,00\n"
      + "Euro;;;;\nR-2;Grebe;14.04.2026;5,00;5,00\n"
    #expect(mapped(text).records.map(\.invoice.currency.code) == ["SEK", "EUR"])
  }

  @Test("a currency may stand in the settings, and in the amount's title")
  func currencies() {
    let text = "Nr;Kunde;Datum;Brutto;Offen\n" + Self.rows
    let chf = Currency(code: "CHF")
    #expect(Set(mapped(text, currency: chf).records.map(\.invoice.currency.code)) == ["CHF"])
    let titled = read("number,client,date,Amount (CHF)\n1,Tern,2026-04-13,5.00\n")
    #expect(titled.faults.map(\.code) == [.csvHeader])
  }

  @Test(
    "a currency's field is read as its code, its sign or its name",
    arguments: [
      ("Euro - EUR", "EUR"), ("Swedish Krona - SEK", "SEK"), ("EUR", "EUR"), ("eur", "EUR"),
      ("€", "EUR"), ("US Dollar", "USD"), ("Schweizer Franken", "CHF"), ("CHF (Franken)", "CHF"),
      ("zł", "PLN"),
    ])
  func currencyNames(text: String, code: String) {
    #expect(CurrencySign.currency(named: text)?.code == code)
  }

  @Test(
    "what may be several currencies is none", arguments: ["kr", "Dollar", "EUR/USD", "xyz", ""])
  func noCurrency(text: String) {
    #expect(CurrencySign.currency(named: text) == nil)
  }

  @Test(
    "a title names a currency only where it sets it off",
    arguments: [
      ("Credit in CHF", "CHF"), ("Betrag (EUR)", "EUR"), ("Amount €", "EUR"),
      ("Total EUR", "EUR"),
    ])
  func titles(title: String, code: String) {
    #expect(CurrencySign.currency(inTitle: title)?.code == code)
  }

  @Test("other titles name none", arguments: ["Amount", "TOTAL ALL", "Balance due", "Top", ""])
  func plainTitles(title: String) {
    #expect(CurrencySign.currency(inTitle: title) == nil)
  }

  @Test("a column of states is heard in a mapped list, too, whether it is mapped or not")
  func unmappedStates() {
    let text =
      "Nr;Kunde;Datum;Brutto;Zahlungsstatus\nR-1;Tern;13.04.2026;238,00;bezahlt\n"
      + "R-2;Grebe;14.04.2026;5,00;offen\nR-3;Grebe;14.04.2026;7,00;storniert\n"
    let mapping = CSVMapping(
      name: "list", columns: [.number: "Nr", .client: "Kunde", .date: "Datum", .amount: "Brutto"])
    let records = CSVReader(business: UBL.business, mappings: [mapping]).read(Array(text.utf8))
      .records
    #expect(records.map { $0.settlement?.paid.plain } == ["238.00", nil])
  }

  @Test("an amount at a rate is refused, also below a row of the same currency without one")
  func rates() {
    let text =
      "Nr;Kunde;Datum;Brutto;Kurs;Waehrung\nR-1;Tern;13.04.2026;238,00;1;USD\n"
      + "R-2;Grebe;14.04.2026;5,00;1,0800;USD\nR-3;Grebe;14.04.2026;7,00;;USD\n"
    let mapping = CSVMapping(
      name: "list",
      columns: [
        .number: "Nr", .client: "Kunde", .date: "Datum", .amount: "Brutto",
        .exchangeRate: "Kurs", .currency: "Waehrung",
      ])
    for hasPlainRows in [true, false] {
      var reader = CSVReader(business: UBL.business, mappings: [mapping])
      reader.hasPlainRows = hasPlainRows
      let contents = reader.read(Array(text.utf8))
      #expect(contents.records.map(\.invoice.number.text) == ["R-1", "R-3"])
      #expect(contents.faults.map { "\($0.code.rawValue) \($0.line)" } == ["CSV-CURRENCY 3"])
    }
  }

  @Test("a credit without a number is called by its kind and day, the same each time")
  func numberless() {
    let text = """
      number,client,date,amount,open,type
      1,Tern,2026-04-01,800.00,800.00,invoice
      ,Tern,2026-05-16,-80.00,-80.00,overpayment
      ,Tern,2026-05-16,-20.00,-20.00,overpayment
      ,Grebe,2026-05-16,-20.00,-20.00,overpayment
      ,Tern,2026-05-17,20.00,20.00,invoice
      """
    for _ in 1...2 {
      let contents = read(text)
      #expect(
        contents.records.map { "\($0.invoice.number.text) \($0.invoice.buyer.name)" } == [
          "1 Tern", "overpayment 2026-05-16 Tern", "overpayment 2026-05-16 (2) Tern",
          "overpayment 2026-05-16 Grebe",
        ])
      #expect(contents.faults.map(\.code) == [.csvMissing])
    }
  }
}

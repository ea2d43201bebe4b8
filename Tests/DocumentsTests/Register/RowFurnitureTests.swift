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

  @Test("rows that share all but the currency above them are in the currency above them")
  func currencyHeadings() {
    let text =
      "number,client,date,amount,open\nEUR,,,,\nA1,Tern,2026-03-01,238.00,238.00\n"
      + "A2,Tern,2026-03-02,10.00,10.00\nCHF,,,,\nA3,Tern,2026-03-03,5.00,5.00\n"
      + "A4,Tern,2026-03-04,6.00,6.00\nSEK,,,,\nA5,Tern,2026-03-05,7.00,7.00\n"
      + "CHF,,,,\nA6,Tern,2026-03-06,8.00,8.00\n"
    for hasPlainRows in [true, false] {
      var reader = CSVReader(business: UBL.business)
      reader.hasPlainRows = hasPlainRows
      #expect(
        reader.read(Array(text.utf8)).records.map(\.invoice.currency.code)
          == ["EUR", "EUR", "CHF", "CHF", "SEK", "CHF"])
    }
  }

  private func report(_ headings: [String]) -> CSVReader.Contents {
    let groups = headings.enumerated().map { rank, name in
      "\(name),,,,,,\n,04/\(rank + 13)/2026,Invoice,50\(rank),Net 30,05/01/2026,175.00\n"
        + "Total for \(name),,,,,,$175.00\n"
    }
    return read(
      "Open Invoices,,,,,,\n\n,Date,Transaction type,Num,Term,Due date,Open balance\n"
        + groups.joined() + "TOTAL,,,,,,\"1,475.00\"\n")
  }

  @Test("clients are called like currencies, months, sums and states, and stay clients")
  func clientHeadings() {
    let names = [
      "TOP Bau GmbH", "CAD Systems", "Mad", "Bam", "MAD", "Jan Mayer", "Maier", "Concept Studio",
      "Active Media Ltd",
    ]
    #expect(report(names).records.map(\.invoice.buyer.name) == names)
    let more = ["Total Design Ltd", "New Look Ltd", "Suma Wholefoods", "Saldo GmbH", "7 Days Inn"]
    #expect(report(more).records.map(\.invoice.buyer.name) == more)
  }

  @Test("ages, states, months and sums above rows name nobody")
  func otherHeadings() {
    let names = ["CURRENT", "31 - 60 days past due", "Overdue", "March 2026", "Q1 2026", "2026"]
    #expect(report(names).records.map(\.invoice.buyer.name) == [])
  }

  @Test("headings in two columns of a report may be a currency and its clients")
  func currencyOfReport() {
    let text =
      "Open Invoices,,,,,,\n\n,Date,Transaction type,Num,Term,Due date,Open balance\n"
      + "USD,,,,,,\nTern Ltd,,,,,,\n,04/21/2026,Invoice,500,Net 30,05/01/2026,175.00\n"
    #expect(
      read(text).records.map { "\($0.invoice.buyer.name) \($0.invoice.currency)" }
        == ["Tern Ltd USD"])
  }

  @Test("a line item below the first row of its invoice is not lost as a sum")
  func continuation() {
    let mapping = CSVMapping(
      name: "items",
      columns: [
        .number: "No", .client: "Client", .date: "Day", .lineAmount: "Net",
      ])
    let rows = "No,Client,Day,Item,Net\n1,Tern,2026-03-01,Design,100.00\n"
    let reader = CSVReader(business: UBL.business, mappings: [mapping])
    let spoiled = reader.read(Array((rows + ",,,Hosting,50.00\n").utf8))
    #expect(spoiled.records.isEmpty)
    #expect(spoiled.faults.map(\.code) == [.csvRows])
    let summed = reader.read(Array((rows + "Total,,,,100.00\n").utf8))
    #expect(summed.records.map(\.invoice.payable.plain) == ["100.00"])
    #expect(summed.faults.map(\.message) == [])
  }

  @Test("a row with a number alone is reported; a year or a month alone is a heading")
  func numberAlone() {
    let text = "number,client,date,amount\n1,Tern,2026-03-01,5.00\n"
    for row in ["1002", "R-7", "2026-0107"] {
      #expect(read(text + row + ",,,\n").faults.map(\.line) == [3], "\(row)")
    }
    for row in ["2026", "March 2026", "03/2026", "Overdue", "31-60 days"] {
      #expect(read(text + row + ",,,\n").faults.map(\.message) == [], "\(row)")
    }
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

  @Test("of equal credits without a number each has a name, the same without the others")
  func equalCredits() {
    let head = "number,client,date,amount,type\n"
    let (first, second) = (",Tern,2026-05-16,-80.00,credit\n", ",Tern,2026-05-16,-20.00,credit\n")
    func names(_ rows: String) -> [String] {
      read(head + rows).records.map(\.invoice.number.text)
    }
    #expect(names(first + second + second).last == "credit 2026-05-16 20.00 (2)")
    #expect(names(second) == ["credit 2026-05-16 20.00"])
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
          "1 Tern", "overpayment 2026-05-16 80.00 Tern", "overpayment 2026-05-16 20.00 Tern",
          "overpayment 2026-05-16 20.00 Grebe",
        ])
      #expect(contents.faults.map(\.code) == [.csvMissing])
    }
  }
}

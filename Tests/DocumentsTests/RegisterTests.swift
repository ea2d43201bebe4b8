import Domain
import Testing

@testable import Documents

/// Registers as people keep them: other names, totals beside amounts, words.
@Suite("Registers")
struct RegisterTests {
  /// `number kind payable open` of each document.
  private func digest(_ contents: CSVReader.Contents) -> [String] {
    contents.records.map { record in
      let invoice = record.invoice
      let paid = record.settlement?.paid ?? .zero(invoice.currency)
      return "\(invoice.number.text) \(invoice.kind.rawValue) \(invoice.payable.plain) "
        + (invoice.payable - paid).plain
    }
  }

  @Test("a file that does not say whose its invoices are is refused, and told how to say it")
  func clientless() {
    let contents = read("Number,Project,Date,Amount\n1,Alder,2026-01-10,100.00\n")
    #expect(contents.records.isEmpty)
    #expect(contents.faults.map(\.code) == [.csvHeader])
    #expect(contents.faults.first?.remedy.contains("import --map") == true)
    // Only the settings can say that one client is meant, and who that is.
    var mapping = CSVMapping(
      name: "One", columns: [.number: "Number", .date: "Date", .amount: "Amount"])
    #expect(mapping.missing == [.client])
    mapping.client = "Alder"
    #expect(mapping.missing == [])
    let mapped = CSVReader(business: UBL.business, mappings: [mapping])
      .read(Array("Number,Project,Date,Amount\n1,Alder,2026-01-10,100.00\n".utf8))
    #expect(mapped.records.map(\.invoice.buyer.name) == ["Alder"])
  }

  @Test(
    "the client is known by many names of its column",
    arguments: [
      "Client Name", "Customer", "DEBTOR", "Company", "Kunde", "Kundenname", "Debitor",
      "contact_name", "Klant",
    ])
  func clientNames(title: String) {
    let contents = read("Number,\(title),Date,Amount\n1,Alder,2026-01-10,100.00\n")
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.records.first?.invoice.buyer.name == "Alder")
  }

  @Test(
    "what is open, paid and due is known by its usual names",
    arguments: [
      ("Balance Due", "40.00"), ("Open Amount", "40.00"), ("open_balance", "40.00"),
      ("Outstanding", "40.00"), ("Amount Paid", "60.00"), ("Paid", "60.00"),
    ])
  func openNames(title: String, value: String) {
    let contents = read("Number,Client,Date,Amount,\(title)\n1,A,2026-01-10,100.00,\(value)\n")
    #expect(contents.faults.map(\.message) == [])
    #expect(digest(contents) == ["1 invoice 100.00 40.00"])
  }

  @Test("the due date and the currency are known by their usual names")
  func dueNames() {
    for title in ["Date Due", "Payment Due", "Due on"] {
      let contents = read(
        "Number,Client,Date,\(title),Amount,Ccy\n1,A,2026-01-10,2026-02-15,100.00,USD\n")
      #expect(contents.records.first?.invoice.due?.day.description == "2026-02-15")
      #expect(contents.records.first?.invoice.currency.code == "USD")
    }
    let code = read("Number,Client,Date,Amount,Currency Code\n1,A,2026-01-10,5.00,USD\n")
    #expect(code.records.first?.invoice.currency.code == "USD")
  }

  @Test("columns that may say what is owed and are not known are told of, once a file")
  func unread() {
    let contents = read(
      "Number,Client,Date,Amount,Restbetrag,Colour,Days overdue,My balance\n"
        + "1,A,2026-01-10,100.00,40.00,red,3,1\n2,A,2026-01-10,100.00,40.00,red,3,1\n")
    #expect(contents.records.count == 2)
    #expect(contents.faults.map(\.code) == [.csvColumn])
    #expect(contents.faults.first?.message.hasSuffix(": My balance") == true)
    #expect(contents.records.map { $0.settlement?.paid.plain } == ["60.00", "60.00"])
    #expect(contents.faults.first?.remedy.contains("--map") == true)
    #expect(contents.faults.first?.gravity == .warning)
  }

  @Test("a total goes before an amount, which beside it is the one without tax")
  func totals() {
    for header in [
      "Number,Client,Date,Amount,VAT,Total", "Number,Client,Date,Amount,VAT,Gross",
    ] {
      let contents = read("\(header)\n1,A,2026-01-13,100.00,20.00,120.00\n")
      #expect(contents.faults.map(\.message) == [])
      #expect(digest(contents) == ["1 invoice 120.00 120.00"])
    }
  }

  @Test("two columns of one meaning that disagree refuse their row")
  func twins() {
    let contents = read(
      "Number,Client,Date,Total,Gross,Open,Balance,Due,Due date\n"
        + "1,A,2026-01-13,120.00,120,20.00,20.00,2026-02-13,2026-02-13\n"
        + "2,A,2026-01-13,120.00,100.00,20.00,20.00,,\n"
        + "3,A,2026-01-13,120.00,120.00,20.00,30.00,,\n"
        + "4,A,2026-01-13,120.00,,,30.00,,\n"
        + "5,A,2026-01-13,120.00,,,,2026-02-13,2026-02-14\n")
    #expect(contents.records.map(\.invoice.number.text) == ["1"])
    #expect(contents.faults.map(\.code) == [.csvAmount, .csvAmount, .csvAmount, .csvDate])
    #expect(contents.faults.map(\.line) == [3, 4, 5, 6])
    #expect(contents.refusals.count == 4)
  }

  @Test("a status says what is paid, and what is no invoice yet or any more")
  func statuses() {
    let contents = read(
      """
      Number,Client,Date,Amount,Status
      1,A,2026-01-13,100.00,Paid
      2,A,2026-01-13,100.00,Overdue
      3,A,2026-01-13,100.00,Draft
      4,A,2026-01-13,100.00,void
      5,A,2026-01-13,100.00,storniert
      6,A,2026-01-13,100.00,bezahlt
      7,A,2026-01-13,100.00,
      8,A,2026-01-13,100.00,Paid
      """)
    #expect(
      contents.faults.map(\.message) == [
        "3 rows are not owed by their state and not booked: 1 Draft, 1 void, 1 storniert"
      ])
    #expect(
      digest(contents) == [
        "1 invoice 100.00 0.00", "2 invoice 100.00 100.00", "6 invoice 100.00 0.00",
        "7 invoice 100.00 100.00", "8 invoice 100.00 0.00",
      ])
  }

  @Test("a status or a dispute in words nobody knows is told of, once a word")
  func unknownWords() {
    let contents = read(
      """
      Number,Client,Date,Amount,Status,Disputed
      1,A,2026-01-13,100.00,elsewhere,no
      2,A,2026-01-13,100.00,Elsewhere,perhaps
      3,A,2026-01-13,100.00,,perhaps
      4,A,2026-01-13,100.00,disputed,
      5,A,2026-01-13,100.00,uncollectible,
      6,A,2026-01-13,100.00,partially paid,
      """)
    #expect(contents.faults.map(\.code) == [.csvWord, .csvWord, .csvOpen])
    #expect(contents.faults.map(\.line) == [2, 3, 7])
    #expect(contents.records.map(\.isDisputed) == [false, nil, nil, true, nil, nil])
    #expect(contents.records.map(\.isLost) == [false, false, false, false, true, false])
  }

  @Test(
    "types are known in several languages and as codes",
    arguments: [
      ("CN", .creditNote), ("Gutschrift", .creditNote), ("Avoir", .creditNote),
      ("Nota di credito", .creditNote), ("creditnota", .creditNote), ("381", .creditNote),
      ("Credit Memo", .creditNote), ("Stornorechnung", .creditNote), ("Rechnung", .invoice),
      ("Facture", .invoice), ("380", .invoice), ("Tax Invoice", .invoice), ("bill", .bill),
      ("Supplier invoice", .bill), ("Bill credit", .billCredit), ("", .invoice),
    ] as [(String, Invoice.Kind)])
  func types(word: String, kind: Invoice.Kind) {
    let contents = read("number,client,date,amount,type\n1,A,2026-01-13,100.00,\(word)\n")
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.records.map(\.invoice.kind) == [kind])
  }

  @Test("payments and quotes are not read and told of, once a file; an unknown type is refused")
  func otherTypes() {
    let contents = read(
      """
      number,client,date,amount,type
      1,A,2026-01-13,100,invoice
      2,A,2026-01-13,100,payment
      3,A,2026-01-13,100,Zahlung
      4,A,2026-01-13,100,proforma
      5,A,2026-01-13,100,quote
      6,A,2026-01-13,100,foo
      7,A,2026-01-13,100,payment
      """)
    #expect(contents.records.map(\.invoice.number.text) == ["1"])
    #expect(contents.faults.map(\.code) == [.csvPassed, .csvValue])
    #expect(contents.faults.map(\.line) == [3, 7])
    #expect(
      contents.faults.first?.message.hasSuffix("2 payment, 1 Zahlung, 1 proforma, 1 quote") == true)
    #expect(contents.refusals.map(\.number) == ["6"])
  }

  @Test("dashes behind the decimal mark are no minus")
  func emptyCents() {
    let contents = read(
      """
      number;client;date;amount;currency
      1;A;13.01.2026;1.234,-;EUR
      2;A;13.01.2026;100,--;EUR
      3;A;13.01.2026;99,–;EUR
      4;A;13.01.2026;€ 80,-;EUR
      5;A;13.01.2026;80,- €;EUR
      6;A;13.01.2026;-80,-;EUR
      7;A;13.01.2026;80-;EUR
      """)
    #expect(contents.faults.map(\.message) == [])
    #expect(
      contents.records.map(\.invoice.payable.plain) == [
        "1234.00", "100.00", "99.00", "80.00", "80.00", "-80.00", "-80.00",
      ])
  }

  @Test("texts guarded from a spreadsheet are themselves, in quotes or not; so are figures")
  func guarded() {
    let contents = read(
      "number,client,date,amount\n\"=\"\"00123\"\"\",A,=\"2026-01-13\",=\"5.00\"\n")
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.records.map(\.invoice.number.text) == ["00123"])
    #expect(contents.records.map(\.invoice.payable.plain) == ["5.00"])
  }

  @Test("a header that stands in a register again is passed over")
  func headerAgain() {
    let contents = read(
      "number,client,date,due,amount\n1,A,2026-01-13,,5.00\n\nnumber,client,date,due,amount\n"
        + "2,A,2026-01-13,,6.00\n")
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.records.map(\.invoice.number.text) == ["1", "2"])
  }
}

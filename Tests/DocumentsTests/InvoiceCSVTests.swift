import Domain
import Testing

@testable import Documents

@Suite("InvoiceCSV")
struct InvoiceCSVTests {
  private typealias Reading = (records: [FileContents.Record], faults: [Fault])

  private func read(
    _ text: String, order: DateOrder? = nil, mark: DecimalMark? = nil
  ) -> Reading {
    let contents = CSVReader(business: UBL.business, dateOrder: order, decimalMark: mark)
      .read(Array(text.utf8))
    return (Array(contents.records), contents.faults)
  }

  private func row(_ header: String, _ row: String) throws -> FileContents.Record {
    let (records, faults) = read(header + "\n" + row + "\n")
    #expect(faults.map(\.message) == [])
    return try #require(records.first)
  }

  @Test("a row is an invoice of ours to the client it names")
  func plain() throws {
    let record = try row(
      "invoice_id,customer_id,customer_name,invoice_date,due_date,amount,open,currency,email,"
        + "country,language",
      "R-1, C 7 ,Tern  Lane,2026-06-01,2026-07-01,119.00,119.00,gbp,a@b.example,gb,EN-GB")
    let invoice = record.invoice
    #expect(invoice.kind == .invoice)
    #expect(invoice.number.text == "R-1")
    #expect(invoice.issueDate.description == "2026-06-01")
    #expect(invoice.due?.day.description == "2026-07-01")
    #expect(invoice.due?.source == .document)
    #expect(invoice.payable == Money(minorUnits: 119_00, currency: .pound))
    #expect(invoice.seller.name == UBL.business.name)
    #expect(invoice.buyer.name == "Tern Lane")
    #expect(invoice.buyer.identifiers == [.init(.account, "C7")])
    #expect(invoice.buyer.address.country == "GB")
    #expect(invoice.buyer.contact.email == "a@b.example")
    #expect(record.language == "en")
    #expect(record.settlement?.paid.isZero == true)
    #expect(record.line == 2)
  }

  @Test(
    "a column has several names, in any case, order and separator",
    arguments: [
      "invoice_id,client,invoice_date,amount", "INVOICE NUMBER;Name;Issue Date;Total",
      "number\tcustomer-name\tdate\tgross", "\u{FEFF}invoice_number,Client,DATE,Amount",
      "\"number\",\"client\",\"date\",\"total\"",
    ])
  func headers(header: String) throws {
    let separator = header.contains(";") ? ";" : header.contains("\t") ? "\t" : ","
    let record = try row(
      header, ["R-1", "Tern", "2026-06-01", "5.00"].joined(separator: separator))
    #expect(record.invoice.number.text == "R-1")
    #expect(record.invoice.buyer.name == "Tern")
    #expect(record.invoice.payable.plain == "5.00")
    let turned = try row(
      header.split(separator: Character(separator)).reversed().joined(separator: separator)
        .replacing("\u{FEFF}", with: ""),
      ["5.00", "2026-06-01", "Tern", "R-1"].joined(separator: separator))
    #expect(turned.invoice == record.invoice)
  }

  /// Found by the fuzzer: the ledger refused such a number, and the whole import with it.
  @Test(
    "a number of nothing but white space is none",
    arguments: ["\u{0C}\u{0C}", "\u{3000}", " \u{85}"])
  func blankNumber(blank: String) {
    for header in [
      "number,client,date,amount", "Invoice Number,Invoice Date,Customer Name,Item Name,Total",
    ] {
      let rest = header.hasPrefix("n") ? "Tern,2026-06-01,5.00" : "2026-06-01,Tern,Work,5.00"
      let (records, faults) = read("\(header)\n\(blank),\(rest)\nR-2,\(rest)\n")
      #expect(records.map(\.invoice.number.text) == ["R-2"])
      #expect(faults.map(\.code) == [.csvMissing])
    }
  }

  @Test("a row whose client is left empty is refused, lest all such be one client")
  func namelessClient() {
    let (records, faults) = read(
      "number,client_id,client,date,amount\nR-1,, ,2026-06-01,5.00\nR-2,,,2026-06-01,5.00\n"
        + "R-3,C7,,2026-06-01,5.00\nR-4,,Tern,2026-06-01,5.00\n")
    #expect(records.map(\.invoice.buyer.name) == ["C7", "Tern"])
    #expect(faults.map(\.code) == [.csvMissing, .csvMissing])
    #expect(faults.map(\.line) == [2, 3])
    #expect(faults.first?.message == "the row names no client")
  }

  @Test("columns nobody knows are passed over, rows may be short")
  func otherColumns() throws {
    let record = try row(
      "colour,number,client,date,amount,paid_date", "red,R-1,Tern,2026-06-01,5.00")
    #expect(record.invoice.number.text == "R-1")
  }

  @Test(
    "a header without number, date or amount is refused",
    arguments: [
      "number,date,client", "number,amount", "date,amount", "colour", "number|date|amount",
    ])
  func badHeader(header: String) {
    let (records, faults) = read(header + "\nx,y,z\n")
    #expect(records.isEmpty)
    #expect(faults.map(\.code) == [.csvHeader])
    #expect(faults.first?.line == 1)
  }

  @Test("dates that can be read both ways refuse the file, and the caller's word settles it")
  func ambiguousDates() {
    let text = "number,client,date,due,amount\nR-1,Tern,10/11/2026,12/11/2026,5.00\n"
    let (records, faults) = read(text)
    #expect(records.isEmpty)
    #expect(faults.map(\.code) == [.csvDateOrder])
    #expect(faults.first?.message.contains("10/11/2026") == true)
    #expect(faults.first?.remedy.contains("--date-order") == true)
    #expect(
      read(text, order: .dayFirst).records.first?.invoice.issueDate.description == "2026-11-10")
    #expect(
      read(text, order: .monthFirst).records.first?.invoice.issueDate.description == "2026-10-11")
  }

  @Test("one date beyond the twelfth settles a whole file, in whatever column")
  func settledDates() {
    let text =
      "number,client,date,due,amount\nR-1,Tern,10/11/2026,12/11/2026,5\n"
      + "R-2,Tern,01/02/2026,13/02/2026,5\n"
    #expect(
      read(text).records.map(\.invoice.issueDate.description) == ["2026-11-10", "2026-02-01"])
  }

  @Test("dates that contradict each other refuse the file")
  func contradictoryDates() {
    let (records, faults) = read(
      "number,client,date,amount\nR-1,Tern,13/01/2026,5.00\nR-2,Tern,01/13/2026,5.00\n")
    #expect(records.isEmpty)
    #expect(faults.map(\.code) == [.csvDateOrder])
    #expect(faults.first?.message.contains("others only month first") == true)
  }

  @Test("amounts that can be read both ways refuse the file, and the caller's word settles it")
  func ambiguousAmounts() {
    let text = "number,client,date,amount\nR-1,Tern,2026-06-01,1.234\nR-2,Tern,2026-06-01,5.000\n"
    let (records, faults) = read(text)
    #expect(records.isEmpty)
    #expect(faults.map(\.code) == [.csvDecimal])
    #expect(
      read(text, mark: .comma).records.map(\.invoice.payable.plain) == ["1234.00", "5000.00"])
    #expect(read(text, mark: .dot).records.map(\.invoice.payable.plain) == ["1.23", "5.00"])
  }

  @Test("amounts that contradict each other refuse the file")
  func contradictoryAmounts() {
    let (records, faults) = read(
      "number;client;date;amount\nR-1;Tern;2026-06-01;1234,56\nR-2;Tern;2026-06-01;1234.56\n")
    #expect(records.isEmpty)
    #expect(faults.map(\.code) == [.csvDecimal])
    #expect(faults.first?.message.contains("others a decimal comma") == true)
  }

  @Test("1234,56 is a thousand and a bit, and with the wrong word it is nothing")
  func comma() {
    let text = "number;client;date;amount\nR-1;Tern;2026-06-01;1234,56\n"
    #expect(read(text).records.first?.invoice.payable.plain == "1234.56")
    let (records, faults) = read(text, mark: .dot)
    #expect(records.isEmpty)
    #expect(faults.map(\.code) == [.csvAmount])
  }

  @Test("both lexical questions are asked at once")
  func bothQuestions() {
    let faults = read("number,client,date,amount\nR-1,Tern,10/11/2026,\"1,234\"\n").faults
    #expect(faults.map(\.code) == [.csvDateOrder, .csvDecimal])
  }

  @Test(
    "a bad row is left out with its line, the others are read",
    arguments: [
      (",Tern,2026-06-01,,5.00,,EUR", .csvMissing), ("R-2,Tern,2026-02-30,,5.00,,EUR", .csvDate),
      ("R-2,Tern,,,5.00,,EUR", .csvDate), ("R-2,Tern,2026-06-01,soon,5.00,,EUR", .csvDate),
      ("R-2,Tern,2026-06-01,,abc,,EUR", .csvAmount), ("R-2,Tern,2026-06-01,,,,EUR", .csvAmount),
      ("R-2,Tern,2026-06-01,,5.00,five,EUR", .csvAmount),
      ("R-2,Tern,2026-06-01,,5.00,,EURX", .csvCurrency),
      ("R-2,Tern,2026-06-01,,5.00,,EUR,7", .csvFields),
      ("R-2,Tern,2026-06-01,,9999999999999.00,,EUR", .csvAmount),
    ] as [(String, Fault.Code)])
  func badRows(bad: String, code: Fault.Code) {
    let (records, faults) = read(
      "number,client,date,due,amount,open,currency\nR-1,Tern,2026-06-01,,5.00,,EUR\n\(bad)\n"
        + "R-3,Tern,2026-06-01,,5.00,,EUR\n")
    #expect(records.map(\.invoice.number.text) == ["R-1", "R-3"])
    #expect(faults.map(\.code) == [code])
    #expect(faults.first?.line == 3)
  }

  @Test("a day beyond the years that are read is told as such, in any order of its parts")
  func farDays() {
    let (records, faults) = read(
      "number,client,date,due,amount\nR-1,Tern,9999-12-31,,5.00\nR-2,Tern,0001-01-01,,5.00\n"
        + "R-3,Tern,01/06/2026,31/12/9999,5.00\nR-4,Tern,9999-13-31,,5.00\nR-5,Tern,31/06/2026,,5.00\n"
    )
    #expect(records.isEmpty)
    #expect(faults.map(\.code) == [.csvDate, .csvDate, .csvDate, .csvDate, .csvDate])
    #expect(faults.map { $0.message.contains("1900 to 2199") } == [true, true, true, false, false])
  }

  @Test("an open quote refuses the rows from it on")
  func openQuote() {
    let (records, faults) = read(
      "number,client,date,amount\nR-1,Tern,2026-06-01,5.00\nR-2,Tern,\"2026-06-01,5.00\n"
        + "R-3,Tern,2026-06-01,5.00\n")
    #expect(records.map(\.invoice.number.text) == ["R-1"])
    #expect(faults.map(\.code) == [.csvQuote])
    #expect(faults.map(\.line) == [3])
  }

  @Test("an amount too fine for its currency is booked rounded, with a warning")
  func precision() {
    let (records, faults) = read(
      "number,client,date,amount,currency\nR-1,Tern,2026-06-01,10.005,EUR\nR-2,Tern,2026-06-01,10.50,JPY\n"
        + "R-3,Tern,2026-06-01,1.0000,EUR\n")
    #expect(records.map(\.invoice.payable.plain) == ["10.01", "11", "1.00"])
    #expect(records.map(\.invoice.payablePrinted) == ["10.005", "10.50", "1.0000"])
    #expect(faults.map(\.code) == [.docPrecision, .docPrecision])
    #expect(faults.allSatisfy { $0.gravity == .warning })
  }

  @Test("empty rows, and rows of separators alone, are passed over")
  func emptyRows() {
    let (records, faults) = read(
      "number,client,date,amount\n\nR-1,Tern,2026-06-01,5.00\n,,\n , ,\n")
    #expect(records.count == 1)
    #expect(faults.isEmpty)
  }

  @Test(
    "a credit note is known by its type, and owes whatever sign it has",
    arguments: [
      ("Credit Note", "-5.00", .creditNote, "5.00"), ("credit", "5.00", .creditNote, "5.00"),
      ("CREDIT_NOTE", "(5.00)", .creditNote, "5.00"), ("invoice", "5.00", .invoice, "5.00"),
      ("", "-5.00", .invoice, "-5.00"), ("Sales invoice", "5.00", .invoice, "5.00"),
    ] as [(String, String, Invoice.Kind, String)])
  func types(type: String, amount: String, kind: Invoice.Kind, payable: String) throws {
    let invoice = try row("number,client,date,amount,type", "R-1,Tern,2026-06-01,\(amount),\(type)")
      .invoice
    #expect(invoice.kind == kind)
    #expect(invoice.payable.plain == payable)
  }

  @Test(
    "what the row says was paid is kept with its day",
    arguments: [
      ("119.00", "", "", "0.00", nil), ("0.00", "", "", "119.00", nil),
      ("19.00", "", "", "100.00", nil),
      ("", "2026-06-20", "", "119.00", "2026-06-20"),
      ("", "2026-06-20", "50.00", "50.00", "2026-06-20"),
      ("69.00", "2026-06-20", "50.00", "50.00", "2026-06-20"), ("", "", "50.00", "50.00", nil),
      ("119.00", "2026-06-20", "", "0.00", "2026-06-20"), ("", "", "", nil, nil),
    ] as [(String, String, String, String?, String?)])
  func settlements(open: String, day: String, paid: String, amount: String?, on: String?) throws {
    let record = try row(
      "number,client,date,amount,open,paid_date,paid_amount",
      "R-1,Tern,2026-06-01,119.00,\(open),\(day),\(paid)")
    #expect(record.settlement?.paid.plain == amount)
    #expect(record.settlement?.day?.description == on)
  }

  @Test(
    "disputed is said by a plain yes",
    arguments: [
      ("yes", true), ("1", true), ("TRUE", true), ("x", true), ("", false), ("no", false),
      ("0", false), ("false", false),
    ])
  func disputed(word: String, isDisputed: Bool) throws {
    let record = try row("number,client,date,amount,disputed", "R-1,Tern,2026-06-01,5.00,\(word)")
    #expect(record.isDisputed == (word.isEmpty ? nil : isDisputed))
  }

  @Test("without a currency the house's own is meant; without a name the client's id")
  func defaults() throws {
    let invoice = try row("number,date,amount,client_id", "R-1,2026-06-01,5.00,C7").invoice
    #expect(invoice.currency == .euro)
    #expect(invoice.buyer.name == "C7")
    #expect(invoice.due == nil)
  }

  @Test("bytes that are not UTF-8 are read as Windows-1252")
  func windows() throws {
    let header = Array("number;client;date;amount\n".utf8)
    let row =
      Array("R-1;M".utf8) + [0xF6] + Array("bel ".utf8) + [0x96, 0x20, 0x80]
      + Array(";2026-06-01;5,00\n".utf8)
    let read = CSVReader(business: UBL.business).read(header + row)
    #expect(read.faults.isEmpty)
    #expect(read.records.first?.invoice.buyer.name == "Möbel – €")
    let utf8 = CSVReader(business: UBL.business).read(
      Array("number;client;date;amount\nR-1;Möbel – €;2026-06-01;5,00\n".utf8))
    #expect(utf8.records.first?.invoice == read.records.first?.invoice)
  }

  @Test("a row that is left out says what it says, with the code of its fault, for listings")
  func refusals() {
    let text = """
      number,client,date,due,amount,currency
      1,Tern,2026-05-01,2026-05-31,abc,EUR
      2,Tern,2026-13-01,,5.00,EUR
      3,Tern,2026-05-01,,5.00,EU
      4,Tern,2026-05-01,,5.00,EUR
      """
    let contents = DocumentReader(business: UBL.business).read(
      SourceFile(path: "a.csv", bytes: Array(text.utf8)))
    #expect(contents.refusals.map(\.fault) == [.csvAmount, .csvDate, .csvCurrency])
    #expect(contents.refusals.map(\.number) == ["1", "2", "3"])
    #expect(contents.refusals.map(\.payable) == ["abc", "5.00", "5.00"])
    #expect(contents.refusals.map { $0.due?.day.description } == ["2026-05-31", nil, nil])
    #expect(contents.refusals.map(\.currency) == ["EUR", "EUR", "EU"])
    #expect(contents.refusals.allSatisfy { $0.buyer.name == "Tern" && $0.kind == .invoice })
    #expect(contents.records.map(\.invoice.number.text) == ["4"])
  }

  @Test("an invoice of several rows that is left out is listed once")
  func refusedRows() {
    let text = """
      ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,Type
      Tern,INV-1,13/04/2026,20/04/2026,230.00,0.00,230.00,Sales invoice
      Tern,INV-1,13/04/2026,20/04/2026,231.00,0.00,231.00,Sales invoice
      Tern,INV-1,13/04/2026,20/04/2026,232.00,0.00,232.00,Sales invoice
      """
    let contents = DocumentReader(business: UBL.business).read(
      SourceFile(path: "a.csv", bytes: Array(text.utf8)))
    #expect(contents.refusals.map(\.fault) == [.csvRows])
    #expect(contents.refusals.map(\.number) == ["INV-1"])
    #expect(contents.records.isEmpty)
  }

  private func read(_ text: String) -> FileContents {
    DocumentReader(business: UBL.business).read(SourceFile(path: "a.csv", bytes: Array(text.utf8)))
  }

  @Test("a sign of another currency than the row's refuses it")
  func contradictingSign() {
    let contents = read(
      "number,client,date,amount,currency\n1,Tern,2026-05-01,$5.00,EUR\n"
        + "2,Tern,2026-05-01,$5.00,CAD\n3,Tern,2026-05-01,5.00 EUR,EUR\n")
    #expect(contents.faults.map(\.code) == [.csvCurrency])
    #expect(contents.records.map(\.invoice.currency.code) == ["CAD", "EUR"])
  }

  @Test("titles above a register, a separator line and total rows below it are passed over")
  func furniture() {
    let contents = read(
      "sep=;\nOpen invoices;;;\n\nnumber;client;date;amount\n1;Tern;2026-05-01;5,00\n"
        + ";;;5,00\nTotal;;;5,00\nSumme;;;5,00\n")
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.records.map(\.invoice.number.text) == ["1"])
    // Without a number, but with a client and a day, it is an invoice that lacks its number.
    let missing = read("number,client,date,amount\n,Tern,2026-05-01,5.00\n")
    #expect(missing.faults.map(\.code) == [.csvMissing])
  }

  @Test("a text that a spreadsheet must not take for a number is itself")
  func guardedText() {
    let contents = read("number,client,date,amount\n=\"0012\",Tern,2026-05-01,5.00\n")
    #expect(contents.records.map(\.invoice.number.text) == ["0012"])
  }
}

import Domain
import Testing

@testable import Documents

/// One sample of each program's export, with the traps it is known for.
@Suite("Invoice dialects")
struct InvoiceDialectTests {
  private static let xeroHeader =
    "ContactName,EmailAddress,POAddressLine1,POCity,PORegion,POPostalCode,POCountry,InvoiceNumber,"
    + "Reference,InvoiceDate,DueDate,PlannedDate,Total,TaxTotal,InvoiceAmountPaid,"
    + "InvoiceAmountDue,InventoryItemCode,Description,Quantity,UnitAmount,Discount,LineAmount,"
    + "AccountCode,TaxType,TaxAmount,TrackingName1,TrackingOption1,Currency,Type,Sent,Status\n"

  private static func xero(
    _ number: String, _ date: String, _ due: String, _ total: String, _ paid: String,
    _ open: String, type: String = "Sales invoice", status: String = "Awaiting Payment",
    name: String = "Tern Lane Ltd"
  ) -> String {
    "\(name),pay@tern.example,1 Lane,Auckland,,1010,New Zealand,\(number),,\(date),\(due),,"
      + "\(total),15.00,\(paid),\(open),,\"Design, print\",1,100.00,,100.00,200,15% GST on Income,"
      + "15.00,,,NZD,\(type),Sent,\(status)\n"
  }

  @Test("what a program calls void or deleted is kept as such, a draft is not")
  func voided() {
    let text =
      Self.xeroHeader
      + Self.xero("INV-1", "3/04/2026", "20/04/2026", "230.00", "0", "0.00", status: "Voided")
      + Self.xero("INV-1", "3/04/2026", "20/04/2026", "230.00", "0", "0.00", status: "Voided")
      + Self.xero("INV-2", "5/04/2026", "20/04/2026", "115.00", "0.00", "115.00", status: "Draft")
      + Self.xero("INV-3", "8/04/2026", "21/04/2026", "57.50", "0", "57.50", status: "Deleted")
      + Self.xero("INV-4", "18/04/2026", "21/04/2026", "57.50", "0", "57.50")
    let contents = read(text)
    #expect(contents.voided.map(\.number.text) == ["INV-1", "INV-3"])
    #expect(contents.voided.map(\.client.name) == ["Tern Lane Ltd", "Tern Lane Ltd"])
    #expect(contents.records.map(\.invoice.number.text) == ["INV-4"])
  }

  @Test("Xero: a row a line item, totals repeated; drafts and voided left out; bills are bills")
  func xero() throws {
    let text =
      Self.xeroHeader + Self.xero("INV-1", "3/04/2026", "20/04/2026", "230.00", "30.00", "200.00")
      + Self.xero("INV-1", "3/04/2026", "20/04/2026", "230.00", "30.00", "200.00")
      + Self.xero("INV-2", "5/04/2026", "20/04/2026", "115.00", "0.00", "115.00", status: "Draft")
      + Self.xero("CN-1", "6/04/2026", "", "-46.00", "0", "-46.00", type: "Sales credit note")
      + Self.xero("B-9", "7/04/2026", "21/04/2026", "57.50", "0", "57.50", type: "Bill")
      + Self.xero("INV-3", "8/04/2026", "21/04/2026", "57.50", "0", "57.50", status: "Voided")
    let contents = read(text)
    #expect(
      contents.faults.map(\.message) == [
        "2 rows are not owed by their state and not booked: 1 Draft, 1 Voided"
      ])
    #expect(
      contents.digest == [
        "INV-1 | invoice | 2026-04-03 | 2026-04-20 | 230.00 | NZD | Tern Lane Ltd | 30.00 -",
        "CN-1 | credit-note | 2026-04-06 | - | 46.00 | NZD | Tern Lane Ltd | 0.00 -",
        "B-9 | bill | 2026-04-07 | 2026-04-21 | 57.50 | NZD | Tern Lane Ltd | 0.00 -",
      ])
    let buyer = try #require(contents.records.first?.invoice.buyer)
    #expect(buyer.address.postcode == "1010" && buyer.address.country == "")
    #expect(buyer.contact.email == "pay@tern.example")
  }

  @Test("Xero: dates that fit both orders are refused with both readings, and the flag settles it")
  func xeroAmbiguous() {
    let text =
      Self.xeroHeader + Self.xero("INV-1", "3/04/2026", "10/04/2026", "230.00", "0", "230.00")
    let fault = read(text).faults.first
    #expect(fault?.code == .csvDateOrder)
    #expect(fault?.message.contains("2026-04-03") == true)
    #expect(fault?.message.contains("2026-03-04") == true)
    #expect(fault?.remedy.contains("--date-order dmy") == true)
    #expect(
      read(text, order: .monthFirst).records.first?.invoice.issueDate.description
        == "2026-03-04")
  }

  @Test("Xero: month names need no order")
  func xeroNames() {
    let text =
      Self.xeroHeader + Self.xero("INV-1", "3 Apr 2026", "20 Apr 2026", "1.00", "0", "1.00")
    #expect(read(text).digest.first?.contains("2026-04-03 | 2026-04-20") == true)
  }

  @Test("rows of one invoice that disagree, or cannot be read, take the whole invoice with them")
  func disagreeing() {
    let good = Self.xero("INV-2", "13/04/2026", "20/04/2026", "5.00", "0", "5.00")
    for second in [
      Self.xero("INV-1", "3/04/2026", "20/04/2026", "231.00", "0", "231.00"),
      Self.xero("INV-1", "4/04/2026", "20/04/2026", "230.00", "0", "230.00"),
      Self.xero("INV-1", "3/04/2026", "21/04/2026", "230.00", "0", "230.00"),
      Self.xero("INV-1", "3/04/2026", "20/04/2026", "230.00", "0", "130.00"),
      Self.xero("INV-1", "3/04/2026", "20/04/2026", "230.00", "100.00", "230.00"),
    ] {
      let contents = read(
        Self.xeroHeader + Self.xero("INV-1", "3/04/2026", "20/04/2026", "230.00", "0", "230.00")
          + second + good)
      #expect(contents.records.map(\.invoice.number.text) == ["INV-2"])
      #expect(contents.faults.map(\.code) == [.csvRows])
      #expect(contents.faults.first?.line == 3)
    }
  }

  private static let template =
    "*ContactName,EmailAddress,POAddressLine1,POCity,PORegion,POPostalCode,POCountry,"
    + "*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,InventoryItemCode,*Description,"
    + "*Quantity,*UnitAmount,Discount,*AccountCode,*TaxType,TaxAmount,Currency,BrandingTheme\n"

  @Test("Xero template: without a total, quantities by prices where no tax leaves it open")
  func xeroTemplate() {
    func line(_ number: String, _ total: String, _ price: String, _ tax: String, _ amount: String)
      -> String
    {
      "Tern,,,,,,,\(number),,25/04/2026,30/04/2026,\(total),,Work,3,\(price),10,200,\(tax),"
        + "\(amount),GBP,\n"
    }
    let contents = read(
      Self.template + line("A", "", "10.00", "No Tax", "") + line("A", "", "1.50", "No Tax", "0")
        + line("B", "119.00", "100.00", "20% (VAT on Income)", "")
        + line("C", "", "100.00", "20% (VAT on Income)", "")
        + line("D", "", "100.00", "20% (VAT on Income)", "54"))
    #expect(
      contents.digest == [
        "A | invoice | 2026-04-25 | 2026-04-30 | 31.05 | GBP | Tern | -",
        "B | invoice | 2026-04-25 | 2026-04-30 | 119.00 | GBP | Tern | -",
      ])
    #expect(contents.faults.map(\.code) == [.csvAmount, .csvAmount])
    #expect(contents.faults.last?.message.contains("270.00") == true)
    #expect(contents.faults.last?.message.contains("324.00") == true)
  }

  @Test("QuickBooks report: title, headings, totals and other transactions are passed over")
  func quickBooksGrouped() {
    let contents = read(
      """
      Open Invoices,,,,,,
      Brachvogel Studio,,,,,,
      "As of June 30, 2026",,,,,,

      ,Date,Transaction type,Num,Memo/Description,Due date,Open balance
      Tern Lane,,,,,,
      ,06/13/2026,Invoice,1001,Work,07/13/2026,"$4,250.00"
      ,06/14/2026,Credit Memo,1002,,06/14/2026,-$50.00
      ,06/15/2026,Payment,,,,-$10.00
      Total for Tern Lane,,,,,,"$4,190.00"
      Grebe & Co,,,,,,
      ,06/16/2026,Invoice,1003,Work,07/16/2026,5.00
      Total for Grebe & Co,,,,,,$5.00
      TOTAL,,,,,,"$4,195.00"
      """)
    #expect(contents.faults.map(\.code) == [.csvPassed])
    #expect(contents.faults.first?.message.contains("1 Payment") == true)
    #expect(contents.faults.first?.line == 9)
    #expect(
      contents.digest == [
        "1001 | invoice | 2026-06-13 | 2026-07-13 | 4250.00 | USD | Tern Lane | 0.00 -",
        "1002 | credit-note | 2026-06-14 | 2026-06-14 | 50.00 | USD | Tern Lane | 0.00 -",
        "1003 | invoice | 2026-06-16 | 2026-07-16 | 5.00 | USD | Grebe & Co | 0.00 -",
      ])
  }

  @Test("QuickBooks report with a customer column")
  func quickBooksFlat() {
    let contents = read(
      "Date,Transaction type,Num,Customer,Due date,Amount,Open balance\n"
        + "30/06/2026,Invoice,1001,Tern,13/07/2026,\"£1,000.00\",£250.00\nTOTAL,,,,,,£250.00\n")
    #expect(
      contents.digest == [
        "1001 | invoice | 2026-06-30 | 2026-07-13 | 1000.00 | GBP | Tern | 750.00 -"
      ])
  }

  @Test("QuickBooks import: line items and their taxes are added up")
  func quickBooksImport() {
    let header =
      "InvoiceNo,Customer,InvoiceDate,DueDate,Terms,Location,Memo,Item(Product/Service),"
      + "ItemDescription,ItemQuantity,ItemRate,ItemAmount,Taxable,TaxRate,TaxAmount,"
      + "Service Date,Currency\n"
    let contents = read(
      header + "1,Tern,06/13/2026,07/13/2026,,,,A,,1,100,100.00,Y,20%,20.00,,USD\n"
        + "2,Grebe,06/14/2026,07/14/2026,,,,A,,1,100,7.50,N,,,,USD\n"
        + "1,Tern,06/13/2026,07/13/2026,,,,B,,2,5,10.00,N,0%,,,USD\n"
        + "3,Grebe,06/14/2026,07/14/2026,,,,A,,1,100,7.50,Y,20%,,,USD\n"
        + "4,Grebe,06/14/2026,07/14/2026,,,,A,,1,100,1.00,N,,,,USD\n"
        + "4,Grebe,06/14/2026,07/14/2026,,,,A,,1,100,abc,N,,,,USD\n")
    #expect(
      contents.digest == [
        "1 | invoice | 2026-06-13 | 2026-07-13 | 130.00 | USD | Tern | -",
        "2 | invoice | 2026-06-14 | 2026-07-14 | 7.50 | USD | Grebe | -",
      ])
    #expect(contents.faults.map(\.code) == [.csvAmount, .csvAmount])
  }

  @Test("QuickBooks import: a row that names nothing takes the invoice before it with it")
  func quickBooksContinued() {
    let header = "InvoiceNo,Customer,InvoiceDate,DueDate,Item,ItemAmount,TaxAmount,Currency\n"
    func row(_ number: Int) -> String {
      "Q-\(number),Tern,06/13/2026,07/13/2026,Work,100.00,20.00,USD\n"
    }
    let contents = read(
      header + row(1) + ",,,,Print,50.00,10.00,\n,,,,Post,5.00,1.00,\n" + row(2)
        + ",,,,Total,100.00,20.00,\n")
    #expect(
      contents.digest == ["Q-2 | invoice | 2026-06-13 | 2026-07-13 | 120.00 | USD | Tern | -"])
    #expect(contents.faults.map(\.code) == [.csvRows, .csvMissing])
    #expect(contents.faults.map(\.line) == [3, 6])
    #expect(contents.refusals.map(\.number) == ["Q-1", ""])
  }

  @Test("FreshBooks: the sum of line totals; what is paid is paid on its day; drafts left out")
  func freshBooks() {
    let header =
      "\u{FEFF}Client Name,Invoice #,Date Issued,Date Due,Invoice Status,Date Paid,Item Name,"
      + "Item Description,Rate,Quantity,Discount Percentage,Line Subtotal,Tax 1 Type,"
      + "Tax 1 Amount,Tax 2 Type,Tax 2 Amount,Line Total,Currency\n"
    let contents = read(
      header + "Tern,0000012,05/30/2026,06/29/2026,paid,06/20/2026,A,,1,1,0,10,,0,,0,10.00,CAD\n"
        + "Tern,0000012,05/30/2026,06/29/2026,paid,06/20/2026,B,,1,1,0,5,HST,0.65,,0,5.65,CAD\n"
        + "Tern,0000013,05/31/2026,06/30/2026,overdue,,A,,1,1,0,10,,0,,0,\"1,010.00\",CAD\n"
        + "Tern,0000014,05/31/2026,06/30/2026,draft,,A,,1,1,0,10,,0,,0,10.00,CAD\n")
    #expect(
      contents.faults.map(\.message) == ["1 row is not owed by its state and not booked: 1 draft"])
    #expect(
      contents.digest == [
        "0000012 | invoice | 2026-05-30 | 2026-06-29 | 15.65 | CAD | Tern | 15.65 2026-06-20",
        "0000013 | invoice | 2026-05-31 | 2026-06-30 | 1010.00 | CAD | Tern | -",
      ])
  }

  @Test("Zoho: the number, not the internal id; the balance is what is open; void left out")
  func zoho() {
    let header =
      "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer ID,Customer Name,Due Date,"
      + "Expected Payment Date,PurchaseOrder,Template Name,Currency Code,Exchange Rate,Item Name,"
      + "Quantity,Item Total,SubTotal,Total,Balance,Last Payment Date\n"
    func row(_ number: String, _ status: String, _ total: String, _ balance: String) -> String {
      "2026-03-04,77000000\(number),INV-\(number),\(status),C9,Tern,2026-04-03,,,T,INR,1.00,A,1,"
        + "5.00,5.00,\(total),\(balance),2026-03-20\n"
    }
    let contents = read(
      header + row("1", "PartiallyPaid", "1234.000", "234.000")
        + row("1", "PartiallyPaid", "1234.000", "234.000") + row("2", "Void", "5.00", "0.00"))
    #expect(
      contents.faults.map(\.message) == ["1 row is not owed by its state and not booked: 1 Void"])
    #expect(
      contents.digest == [
        "INV-1 | invoice | 2026-03-04 | 2026-04-03 | 1234.00 | INR | Tern | 1000.00 2026-03-20"
      ])
    #expect(contents.records.first?.invoice.buyer.identifiers == [.init(.account, "C9")])
  }

  @Test("Odoo: what is open is in the firm's own currency, and not the invoice's")
  func odoo() {
    func contents(_ more: String, _ rows: String) -> CSVReader.Contents {
      read(
        "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Total Signed,"
          + "Total in Currency Signed,Amount Due Signed,\(more)Currency,Payment Status,Status\n"
          + rows)
    }
    let first = "Tern,2026-03-13,2026-04-12"
    let told = contents(
      "",
      "N1,\(first),92.00,100.00,92.00,USD,Not Paid,Posted\n"
        + "N2,\(first),92.00,100.00,0.00,USD,Paid,Posted\n"
        + "N3,\(first),92.00,100.00,46.00,USD,Partially Paid,Posted\n"
        + "N4,\(first),100.00,100.00,60.00,EUR,Partially Paid,Posted\n")
    #expect(
      told.records.map { $0.settlement?.paid.plain } == ["0.00", "100.00", nil, "40.00"])
    #expect(told.faults.map { "\($0.code.rawValue) \($0.line)" } == ["CSV-OPEN 4"])
    let both = contents(
      "Amount Due in Currency Signed,",
      "N3,\(first),92.00,100.00,46.00,50.00,USD,Partially Paid,Posted\n")
    #expect(both.records.map { $0.settlement?.paid.plain } == ["50.00"])
    #expect(both.faults.map(\.message) == [])
  }

  @Test("Stripe: major units, time stamps, drafts and voided left out, any column order")
  func stripe() {
    let contents = read(
      """
      id,Number,Status,Amount Due,Amount Paid,Currency,Customer,Customer Name,Customer Email,\
      Date (UTC),Due Date (UTC),Paid At (UTC),Finalized At (UTC),Total
      in_1,F-1,paid,119.00,119.00,eur,cus_1,Tern,a@b.example,2026-01-31 23:30,,\
      2026-02-02 08:00:01,2026-02-01 00:10,119.00
      in_2,F-2,open,500,0.00,jpy,cus_2,Grebe,,2026-02-03 11:00:00,2026-03-05 11:00,,,500
      in_3,,draft,5.00,0.00,eur,cus_2,Grebe,,2026-02-03 11:00:00,,,,5.00
      in_4,F-3,void,5.00,0.00,eur,cus_2,Grebe,,2026-02-03 11:00:00,,,,5.00
      """)
    #expect(
      contents.faults.map(\.message) == [
        "2 rows are not owed by their state and not booked: 1 draft, 1 void"
      ])
    #expect(
      contents.digest == [
        "F-1 | invoice | 2026-02-01 | - | 119.00 | EUR | Tern | 119.00 2026-02-02",
        "F-2 | invoice | 2026-02-03 | 2026-03-05 | 500 | JPY | Grebe | 0 -",
      ])
  }

  @Test("Invoice Ninja: keys or English labels, in the company's own format")
  func invoiceNinja() {
    for header in [
      "invoice.number;invoice.amount;invoice.balance;invoice.date;invoice.due_date;"
        + "invoice.status;client.name;client.currency_id",
      "Invoice Number;Invoice Amount;Invoice Balance;Invoice Date;Invoice Due Date;"
        + "Invoice Status;Client Name;Client Currency",
    ] {
      let contents = read(
        header + "\n0001;1.190,00;190,00;13.02.2026;15.03.2026;Sent;Tern;EUR\n"
          + "0002;1.190,00;190,00;13.02.2026;15.03.2026;Draft;Tern;EUR\n")
      #expect(
        contents.digest == [
          "0001 | invoice | 2026-02-13 | 2026-03-15 | 1190.00 | EUR | Tern | 1000.00 -"
        ])
    }
  }

  @Test("the same export in UTF-16, with a mark or without, and in UTF-8 with one")
  func encodings() {
    let text = "Invoice Number,Client,Date,Total\nR-1,Möbel – €,2026-06-01,\"2'553.12\"\n"
    var little: [UInt8] = [0xFF, 0xFE]
    var big: [UInt8] = [0xFE, 0xFF]
    for unit in text.utf16 {
      let halves = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      big += halves
      little += halves.reversed()
    }
    let unmarked = [little, big].map { Array($0.dropFirst(2)) }
    for bytes in [little, big, [0xEF, 0xBB, 0xBF] + Array(text.utf8)] + unmarked {
      let contents = DocumentReader(business: UBL.business)
        .read(SourceFile(path: "a.csv", bytes: bytes))
      #expect(contents.faults.map(\.message) == [])
      #expect(contents.records.first?.invoice.payable.plain == "2553.12")
      #expect(contents.records.first?.invoice.buyer.name == "Möbel – €")
    }
  }

  @Test("Xero: overpayments and prepayments are the client's own money; other types are refused")
  func xeroCredits() {
    let contents = read(
      Self.xeroHeader
        + Self.xero("I1", "13/04/2026", "", "100", "0", "100", type: "Sales overpayment")
        + Self.xero("I2", "13/04/2026", "", "100", "0", "100", type: "Sales prepayment")
        + Self.xero("I3", "13/04/2026", "", "100", "0", "100", type: "Something"))
    #expect(contents.records.map(\.invoice.kind) == [.creditNote, .creditNote])
    #expect(contents.faults.map(\.code) == [.csvValue])
    #expect(contents.faults.map(\.line) == [4])
  }

  @Test("QuickBooks list: what is called paid is paid, voided ones are none")
  func quickBooksStatus() {
    let contents = read(
      """
      Date,Transaction Type,Num,Customer,Memo/Description,Amount,Status
      13/01/2026,Invoice,1001,Tern,work,"4,250.00",Open
      14/01/2026,Invoice,1002,Tern,work,"1,000.00",Paid
      15/01/2026,Credit Memo,1004,Tern,back,-50.00,Unapplied
      17/01/2026,Invoice,1005,Tern,work,0.00,Voided
      """)
    #expect(
      contents.faults.map(\.message) == ["1 row is not owed by its state and not booked: 1 Voided"])
    #expect(contents.records.map { $0.settlement?.paid.plain } == [nil, "1000.00", nil])
  }

  @Test("a line row without client and day goes with the one invoice of its number")
  func namelessLines() {
    let header = "InvoiceNo,Customer,InvoiceDate,DueDate,ItemAmount,TaxAmount,Currency\n"
    let first = "1001,Tern,13/01/2026,12/02/2026,200.00,40.00,GBP\n"
    let rest = "1001,,,,50.00,0.00,\n"
    let other = "1001,Grebe,13/01/2026,12/02/2026,200.00,40.00,GBP\n"
    let between = "1002,Grebe,13/01/2026,12/02/2026,1.00,0.00,GBP\n"
    let joined = read(header + first + between + rest)
    #expect(joined.faults.map(\.message) == [])
    #expect(joined.records.map(\.invoice.payable.plain) == ["290.00", "1.00"])
    // Of two clients, or before any, it is open whose the row is: none is booked in part.
    let open = read(header + first + other + rest + between)
    #expect(open.records.map(\.invoice.number.text) == ["1002"])
    #expect(open.faults.map(\.code) == [.csvRows])
    let before = read(header + rest + first + between)
    #expect(before.records.map(\.invoice.number.text) == ["1002"])
    #expect(before.faults.map(\.code) == [.csvDate, .csvRows])
    // A later row with a day that is none, or fields too many, spoils its invoice.
    for bad in ["1001,Tern,soon,,50.00,0.00,\n", "1001,Tern,,,50.00,0.00,GBP,7\n"] {
      let contents = read(header + first + bad + between)
      #expect(contents.records.map(\.invoice.number.text) == ["1002"])
      #expect(contents.faults.count == 1)
    }
  }
}

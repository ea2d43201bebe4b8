import Domain
import Testing

@testable import Documents

@Suite("UBLReader")
struct UBLReaderTests {
  private static func due(_ day: String) -> String {
    "<cbc:PaymentDueDate>\(day)</cbc:PaymentDueDate>"
  }

  private static func means(_ code: String, _ more: String = "") -> String {
    "<cac:PaymentMeans><cbc:PaymentMeansCode>\(code)</cbc:PaymentMeansCode>\(more)"
      + "</cac:PaymentMeans>"
  }

  @Test("a plain invoice gives its number, date, amount and parties")
  func plain() throws {
    let invoice = try UBL(id: "<cbc:ID> R 2026 / \n 7 </cbc:ID>").invoice()
    #expect(invoice.kind == .invoice)
    #expect(invoice.number.text == "R 2026 / 7")
    #expect(invoice.issueDate.description == "2026-06-01")
    #expect(invoice.payable == Money(minorUnits: 119_00, currency: .euro))
    #expect(invoice.typeCode == "380")
    #expect(invoice.due == nil, "without a date the terms decide, later")
    #expect(invoice.seller.name == "Brachvogel Studio GmbH")
    #expect(invoice.buyer.name == "Tern Lane Stationers Ltd")
  }

  @Test("the due date comes from the best source that states one")
  func dueDates() throws {
    let means = "<cac:PaymentMeans>\(Self.due("2026-07-02"))</cac:PaymentMeans>"
    let terms = "<cac:PaymentTerms>\(Self.due("2026-07-03"))</cac:PaymentTerms>"
    let root = "<cbc:DueDate>2026-07-01</cbc:DueDate>"
    let cases: [(UBL, String, DueDate.Source)] = [
      (UBL(due: root, means: means, terms: terms), "2026-07-01", .document),
      (UBL(means: means, terms: terms), "2026-07-02", .paymentMeans),
      (UBL(terms: terms), "2026-07-03", .paymentTerms),
      (UBL(due: "<cbc:DueDate/>", terms: terms), "2026-07-03", .paymentTerms),
      (UBL(means: Self.means("58") + means), "2026-07-02", .paymentMeans),
      (UBL(root: "CreditNote", type: "", means: means), "2026-07-02", .paymentMeans),
      (UBL(root: "CreditNote", due: root, type: ""), "2026-07-01", .document),
    ]
    for (document, day, source) in cases {
      let due = try document.invoice().due
      #expect(due?.day.description == day)
      #expect(due?.source == source)
    }
  }

  @Test("a bad due date is a warning, and the next source decides")
  func badDueDate() throws {
    let document = UBL(
      due: "<cbc:DueDate>2026-02-30</cbc:DueDate>",
      terms: "<cac:PaymentTerms>\(Self.due("2026-07-03"))</cac:PaymentTerms>")
    let (invoice, faults) = try document.read()
    #expect(faults.map(\.code) == [.docDueDate])
    #expect(faults.first?.gravity == .warning)
    #expect(faults.first?.line == 4)
    #expect(invoice?.due?.source == .paymentTerms)
  }

  @Test(
    "a date is the day that is written, whatever its zone",
    arguments: [
      "2016-04-04", "2016-04-04+01:00", "2016-04-04-11:00", "2016-04-04Z", " 2016-04-04 ",
      "2016-04-04T23:59:59+14:00",
    ])
  func zones(text: String) throws {
    let invoice = try UBL(issued: "<cbc:IssueDate>\(text)</cbc:IssueDate>").invoice()
    #expect(invoice.issueDate.description == "2016-04-04")
  }

  @Test(
    "what is no day of the calendar is refused",
    arguments: [
      "", "2016-4-4", "04.04.2016", "2016-02-30", "2016-04-04+1", "2016-04-04+ab:cd", "20160404",
      "2016-04-04x", "0000-00-00", "2016-04-04-0500", "16-04-04",
    ])
  func badIssueDate(text: String) throws {
    let (invoice, faults) = try UBL(issued: "<cbc:IssueDate>\(text)</cbc:IssueDate>").read()
    #expect(invoice == nil)
    #expect(faults.map(\.code) == [.docIssueDate])
    #expect(faults.first?.line == 3)
  }

  @Test(
    "a day beyond the years that are read is told as such",
    arguments: ["9999-12-31", "0001-01-01Z"])
  func farIssueDate(text: String) throws {
    let (invoice, faults) = try UBL(issued: "<cbc:IssueDate>\(text)</cbc:IssueDate>").read()
    #expect(invoice == nil)
    #expect(faults.map(\.code) == [.docIssueDate])
    #expect(faults.first?.message.contains("1900 to 2199") == true)
  }

  @Test("the payable amount counts, not the sum without what was prepaid")
  func payable() throws {
    let document = UBL(
      payable: "<cbc:TaxInclusiveAmount currencyID=\"EUR\">119.00</cbc:TaxInclusiveAmount>"
        + "<cbc:PrepaidAmount currencyID=\"EUR\">100.00</cbc:PrepaidAmount>"
        + "<cbc:PayableAmount currencyID=\"EUR\"> 19.000 </cbc:PayableAmount>")
    let invoice = try document.invoice()
    #expect(invoice.payable.plain == "19.00")
    #expect(invoice.payablePrinted == "19.000")
  }

  @Test(
    "the sign of the amount does not tell invoice from credit note",
    arguments: [
      ("Invoice", "-5.00", .invoice), ("CreditNote", "5.00", .creditNote),
      ("CreditNote", "-5.00", .creditNote), ("Invoice", "0", .invoice),
    ] as [(String, String, Invoice.Kind)])
  func signs(root: String, amount: String, kind: Invoice.Kind) throws {
    let document = UBL(
      root: root, type: "",
      payable: "<cbc:PayableAmount currencyID=\"EUR\">\(amount)</cbc:PayableAmount>")
    let invoice = try document.invoice()
    #expect(invoice.kind == kind)
    let printed = try #require(Money(try ExactDecimal(amount), .euro))
    // A credit is a credit, also where it is written with a minus.
    #expect(invoice.payable == (kind == .creditNote ? printed.magnitude : printed))
  }

  @Test("a credit note asks for money only where more was paid out before than is credited")
  func owedBack() throws {
    let total = { (total: String, prepaid: String) in
      UBL(
        root: "CreditNote", type: "",
        payable: "<cbc:TaxInclusiveAmount currencyID=\"EUR\">\(total)</cbc:TaxInclusiveAmount>"
          + prepaid
          + "<cbc:PayableAmount currencyID=\"EUR\">-119.00</cbc:PayableAmount>")
    }
    #expect(try total("-119.00", "").invoice().payable.plain == "119.00")
    #expect(try total("-119.00", "").invoice().payablePrinted == "-119.00")
    #expect(try total("119.00", "").invoice().payable.plain == "119.00")
    let prepaid = "<cbc:PrepaidAmount currencyID=\"EUR\">200.00</cbc:PrepaidAmount>"
    #expect(try total("81.00", prepaid).invoice().payable.plain == "-119.00")
  }

  @Test("a pro forma invoice is refused: nothing is owed by it")
  func proForma() throws {
    let document = UBL(type: "<cbc:InvoiceTypeCode>325</cbc:InvoiceTypeCode>")
    let (invoice, faults) = try document.read()
    #expect(invoice == nil)
    #expect(faults.map(\.code) == [.docKind])
  }

  @Test("terms in words say when to pay where no date does; else it is told of them")
  func wordedTerms() throws {
    let terms = { (note: String) in
      "<cac:PaymentTerms><cbc:Note>\(note)</cbc:Note></cac:PaymentTerms>"
    }
    let invoice = try UBL(terms: terms("Zahlbar innerhalb 14 Tagen")).invoice()
    #expect(invoice.due == DueDate(try #require(Day(iso: "2026-06-15")), .paymentTerms))
    let dated = try UBL(
      due: "<cbc:DueDate>2026-06-15</cbc:DueDate>", terms: terms("Zahlbar innerhalb 14 Tagen")
    ).invoice()
    #expect(dated.due == DueDate(try #require(Day(iso: "2026-06-15")), .document))
    let other = try UBL(
      due: "<cbc:DueDate>2026-07-01</cbc:DueDate>", terms: terms("Zahlbar innerhalb 14 Tagen")
    ).read()
    #expect(other.invoice?.due == DueDate(try #require(Day(iso: "2026-07-01")), .document))
    #expect(other.faults.map(\.code) == [.docTerms], "the terms mean another day")
    let open = try UBL(terms: terms("Payable within 14 or 30 days")).read()
    #expect(open.invoice?.due == nil)
    #expect(open.faults.map(\.code) == [.docTerms])
    #expect(open.faults.first?.gravity == .warning)
    // What is collected is not paid by the client.
    #expect(
      try UBL(means: Self.means("59"), terms: terms("Zahlbar innerhalb 14 Tagen")).invoice().due
        == nil)
  }

  @Test("two instalments with days and amounts are parts; the whole is due on the last day")
  func instalments() throws {
    let part = { (day: String) in
      "<cac:PaymentTerms><cbc:Amount currencyID=\"EUR\">59.50</cbc:Amount>"
        + "\(Self.due(day))</cac:PaymentTerms>"
    }
    let (invoice, faults) = try UBL(terms: part("2026-07-01") + part("2026-08-01")).read()
    #expect(invoice?.due?.day.description == "2026-08-01")
    #expect(invoice?.parts.map(\.day.description) == ["2026-07-01", "2026-08-01"])
    #expect(faults.isEmpty)
  }

  @Test(
    "a credit is one by its root element or by its type code",
    arguments: [
      ("Invoice", "InvoiceTypeCode", "381", .creditNote),
      ("Invoice", "InvoiceTypeCode", "02", .creditNote),
      ("Invoice", "InvoiceTypeCode", "NC", .creditNote),
      ("Invoice", "InvoiceTypeCode", "383", .invoice),
      ("Invoice", "InvoiceTypeCode", "389", .invoice),
      ("DebitNote", "InvoiceTypeCode", "383", .invoice),
      ("CreditNote", "CreditNoteTypeCode", "380", .creditNote),
      ("Invoice", "InvoiceTypeCode", "SATIS", .invoice),
    ] as [(String, String, String, Invoice.Kind)])
  func typeCodes(root: String, element: String, code: String, kind: Invoice.Kind) throws {
    let invoice = try UBL(root: root, type: "<cbc:\(element)>\(code)</cbc:\(element)>").invoice()
    #expect(invoice.kind == kind)
    #expect(invoice.typeCode == code)
  }

  @Test("a payable in another currency than the document's is refused, not converted")
  func otherCurrency() throws {
    let (invoice, faults) = try UBL(
      currency: "<cbc:DocumentCurrencyCode>USD</cbc:DocumentCurrencyCode>"
    ).read()
    #expect(invoice == nil)
    #expect(faults.map(\.code) == [.docCurrency])
    #expect(faults.first?.line == 12)
  }

  @Test(
    "the currency is the document's, or the amount's where the document names none",
    arguments: [
      ("", "EUR", "EUR"), ("<cbc:DocumentCurrencyCode/>", "EUR", "EUR"),
      ("<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", "", "EUR"),
      ("<cbc:DocumentCurrencyCode> EUR </cbc:DocumentCurrencyCode>", " EUR ", "EUR"),
    ])
  func currency(named: String, own: String, code: String) throws {
    let document = UBL(
      currency: named + "<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>",
      payable: "<cbc:PayableAmount currencyID=\"\(own)\">1.00</cbc:PayableAmount>")
    #expect(try document.invoice().currency.code == code)
  }

  @Test(
    "a currency that ISO 4217 lacks is refused",
    arguments: ["EURO", "eur", "XYZ", "978"])
  func unknownCurrency(code: String) throws {
    let document = UBL(
      currency: "<cbc:DocumentCurrencyCode>\(code)</cbc:DocumentCurrencyCode>",
      payable: "<cbc:PayableAmount>1.00</cbc:PayableAmount>")
    #expect(try document.read().faults.map(\.code) == [.docCurrencyCode])
  }

  @Test("an amount too fine for its currency is booked rounded, with a warning")
  func precision() throws {
    let cases = [
      ("EUR", "10.005", "10.01"), ("JPY", "10.5", "11"), ("EUR", "-10.005", "-10.01"),
    ]
    for (code, printed, booked) in cases {
      let (invoice, faults) = try UBL(
        currency: "",
        payable: "<cbc:PayableAmount currencyID=\"\(code)\">\(printed)</cbc:PayableAmount>"
      ).read()
      #expect(faults.map(\.code) == [.docPrecision])
      #expect(invoice?.payable.plain == booked)
      #expect(invoice?.payablePrinted == printed)
    }
  }

  @Test(
    "an amount that is no decimal, or beyond any ledger, is refused",
    arguments: [
      ("1,50", .docAmount), ("", .docAmount), ("1e5", .docAmount), ("1 000.00", .docAmount),
      ("NaN", .docAmount), ("1000000000000.01", .docAmountRange),
      ("9999999999999999999999999", .docAmountRange), ("0.0000000000000000001", .docAmountRange),
    ] as [(String, Fault.Code)])
  func amounts(text: String, code: Fault.Code) throws {
    let (invoice, faults) = try UBL(
      payable: "<cbc:PayableAmount currencyID=\"EUR\">\(text)</cbc:PayableAmount>"
    ).read()
    #expect(invoice == nil)
    #expect(faults.map(\.code) == [code])
  }

  @Test("every missing part is told at once, each by its own code")
  func missing() throws {
    let document = UBL(id: "<cbc:ID> </cbc:ID>", issued: "", customer: "", payable: "")
    let (invoice, faults) = try document.read()
    #expect(invoice == nil)
    #expect(
      Set(faults.map(\.code)) == [.docNumber, .docIssueDate, .docPayable, .docBuyer])
    #expect(faults.allSatisfy { $0.line > 0 && $0.remedy.contains("nothing was imported") })
  }

  @Test("which side of a document we are on tells an invoice from a bill and from a stranger's")
  func sides() throws {
    let us = UBL.party("Brachvogel Studio GmbH")
    let them = UBL.party("Priel AG")
    #expect(try UBL(supplier: us, customer: them).invoice().kind == .invoice)
    #expect(try UBL(supplier: them, customer: us).invoice().kind == .bill)
    #expect(
      try UBL(root: "CreditNote", type: "", supplier: them, customer: us).invoice().kind
        == .billCredit)
    let (stranger, faults) = try UBL(supplier: them, customer: them).read()
    #expect(stranger == nil)
    #expect(faults.map(\.code) == [.docParties])
    #expect(try UBL(supplier: them, customer: them).invoice(.unnamed).kind == .invoice)
  }

  @Test("a credit note's reference names the invoice it is about")
  func creditedInvoice() throws {
    let reference =
      "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID> R-7 </cbc:ID>"
      + "</cac:InvoiceDocumentReference></cac:BillingReference>"
    let credit = try UBL(root: "CreditNote", type: "", reference: reference).invoice()
    #expect(credit.creditedInvoice?.text == "R-7")
    #expect(try UBL(root: "CreditNote", type: "").invoice().creditedInvoice == nil)
  }

  @Test(
    "the code of the payment means says how the money comes",
    arguments: [
      ("58", .transfer), ("30", .transfer), ("31", .transfer), ("57", .transfer), ("97", .transfer),
      ("59", .directDebit), ("49", .directDebit), ("44", .billOfExchange), ("60", .billOfExchange),
      ("48", .card), ("54", .card), ("55", .card),
      ("10", .cash), ("20", .other), ("ZZZ", .other), ("", .transfer), (" 59 ", .directDebit),
    ] as [(String, Invoice.Collection)])
  func paymentMeans(code: String, collection: Invoice.Collection) throws {
    #expect(try UBL(means: Self.means(code)).invoice().collection == collection)
    #expect(try UBL().invoice().collection == .transfer)
  }

  @Test("of several payment means the first tells the way, the first filled ones the references")
  func severalMeans() throws {
    let account =
      "<cac:PayeeFinancialAccount><cbc:ID>DE21 9000 0017 0041 2207 00</cbc:ID>"
      + "</cac:PayeeFinancialAccount>"
    let invoice = try UBL(
      means: Self.means("58", "<cbc:PaymentID/>")
        + Self.means("59", "<cbc:PaymentID>RF18 5390</cbc:PaymentID>\(account)")
    ).invoice()
    #expect(invoice.collection == .transfer)
    #expect(invoice.paymentReference == "RF18 5390")
    #expect(invoice.payeeAccount == "DE21900000170041220700")
  }

  @Test("a document in a Peppol envelope is read, its line that of the document")
  func envelope() throws {
    let text = """
      <sh:StandardBusinessDocument \
      xmlns:sh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">
      <sh:StandardBusinessDocumentHeader><sh:HeaderVersion>1.0</sh:HeaderVersion>\
      </sh:StandardBusinessDocumentHeader>
      \(UBL(root: "CreditNote", type: "").text)
      </sh:StandardBusinessDocument>
      """
    let tree = try XMLParser().parse(Array(text.utf8))
    let reader = EInvoiceReader(business: UBL.business)
    #expect(reader.accepts(tree))
    let (record, faults) = reader.read(tree)
    #expect(faults.isEmpty)
    #expect(record?.invoice.kind == .creditNote)
    #expect(record?.line == 3)
  }

  @Test("a fault's excerpt neither steers the terminal nor runs on")
  func excerpts() throws {
    let long = "\u{9B}31m" + String(repeating: "x", count: 5000)
    let (_, faults) = try UBL(issued: "<cbc:IssueDate>\(long)</cbc:IssueDate>").read()
    let excerpt = try #require(faults.first?.excerpt)
    #expect(excerpt.count == 60)
    #expect(!excerpt.unicodeScalars.contains("\u{9B}"))
  }

  @Test("a refused document is still listed with what it says")
  func refusals() {
    func refusal(_ document: UBL) -> FileContents.Refusal? {
      let file = SourceFile(path: "a.xml", bytes: Array(document.text.utf8))
      let contents = DocumentReader(business: UBL.business).read(file)
      #expect(contents.records.isEmpty)
      return contents.refusals.first
    }
    let due = "<cbc:DueDate>2026-07-01</cbc:DueDate>"
    let dollars = "<cbc:PayableAmount currencyID=\"USD\">119.0</cbc:PayableAmount>"
    let mixed = refusal(UBL(due: due, payable: dollars))
    #expect(mixed?.fault == .docCurrency)
    #expect(mixed?.kind == .invoice)
    #expect(mixed?.number == "R-1")
    #expect(mixed?.issueDate?.description == "2026-06-01")
    #expect(mixed?.due == DueDate(Day(iso: "2026-07-01")!, .document))
    #expect(mixed?.currency == "EUR")
    #expect(mixed?.payable == "119.0")
    #expect(mixed?.buyer.name == "Tern Lane Stationers Ltd")
    #expect(refusal(UBL(customer: "<cac:Party/>"))?.fault == .docBuyer)
    #expect(refusal(UBL(root: "CreditNote", id: "", type: ""))?.kind == .creditNote)
    #expect(refusal(UBL(issued: "<cbc:IssueDate>soon</cbc:IssueDate>"))?.issueDate == nil)
  }
}

import Domain
import Testing

@testable import Documents

/// Kinds of situations that real e-invoices bring, each decided where the kind is decided.
@Suite("kinds of e-invoices")
struct EInvoiceKindsTests {
  private static func note(_ text: String) -> String { "<cbc:Note>\(text)</cbc:Note>" }

  private static func terms(_ text: String) -> String {
    "<cac:PaymentTerms><cbc:Note>\(text)</cbc:Note></cac:PaymentTerms>"
  }

  private static func amounts(_ parts: [(String, String)]) -> String {
    parts.map { "<cbc:\($0.0) currencyID=\"EUR\">\($0.1)</cbc:\($0.0)>" }.joined()
  }

  @Test(
    "words that say that it is paid are reported, others are not",
    arguments: [
      ("Paid in full by card, thank you.", true), ("Bereits bezahlt per PayPal", true),
      ("Facture acquittée", true), ("Reeds betaald via iDEAL", true), ("Ya pagado", true),
      ("Già pagato con carta", true), ("Zapłacono przelewem", true), ("Ödendi", true),
      ("Εξοφλήθηκε", true), ("Betrag dankend erhalten", true), ("Uhrazeno kartou", true),
      ("If you have already paid, please ignore this", false), ("Not paid", false),
      ("Please pay within 30 days", false), ("To be paid by 4 February", false),
      ("Falls Sie bereits bezahlt haben, danken wir", false), ("Noch nicht bezahlt", false),
      ("Si vous avez déjà payé, merci", false), ("Invoices paid late bear interest", false),
    ])
  func paidWords(text: String, isPaid: Bool) throws {
    let (invoice, faults) = try UBL(reference: Self.note(text)).read()
    #expect(invoice != nil)
    #expect(faults.map(\.code).contains(.docPaid) == isPaid)
  }

  @Test("another payee than the seller, a factored claim and an assignment are reported")
  func payees() throws {
    let factor =
      "<cac:PayeeParty><cac:PartyName><cbc:Name>Factor AG</cbc:Name></cac:PartyName>"
      + "</cac:PayeeParty>"
    #expect(try UBL(means: factor).read().faults.map(\.code) == [.docPayee])
    let own = factor.replacing("Factor AG", with: "BRACHVOGEL Studio GmbH")
    #expect(try UBL(means: own).read().faults.isEmpty)
    let factored = UBL(type: "<cbc:InvoiceTypeCode>393</cbc:InvoiceTypeCode>")
    #expect(try factored.read().faults.map(\.code) == [.docPayee])
    var business = UBL.business
    business.accounts = [BankAccount(iban: "DE21900000170041220700", currency: .euro)]
    let account =
      "<cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>DE89512999880027182818</cbc:ID>"
      + "</cac:PayeeFinancialAccount></cac:PaymentMeans>"
    let assigned = UBL(
      reference: Self.note("Die Forderung ist an die Otter AG abgetreten."), means: account)
    #expect(try assigned.read(business).faults.map(\.code) == [.docPayee])
    #expect(try UBL(means: account).read(business).faults.isEmpty)
  }

  @Test("totals that contradict each other are reported; the amount stays as printed")
  func totals() throws {
    let (invoice, faults) = try UBL(
      payable: Self.amounts([
        ("TaxInclusiveAmount", "1190.00"), ("PrepaidAmount", "1190.00"),
        ("PayableAmount", "1190.00"),
      ])
    ).read()
    #expect(faults.map(\.code) == [.docTotals])
    #expect(invoice?.payable.plain == "1190.00")
    let taxed = UBL(
      terms: "<cac:TaxTotal><cbc:TaxAmount currencyID=\"EUR\">20.00</cbc:TaxAmount></cac:TaxTotal>",
      payable: Self.amounts([
        ("TaxExclusiveAmount", "100.00"), ("TaxInclusiveAmount", "119.00"),
        ("PayableAmount", "119.00"),
      ]))
    #expect(try taxed.read().faults.map(\.code) == [.docTotals])
    let rounded = UBL(
      payable: Self.amounts([
        ("TaxInclusiveAmount", "119.02"), ("PayableRoundingAmount", "-0.02"),
        ("PayableAmount", "119.00"),
      ]))
    #expect(try rounded.read().faults.isEmpty)
  }

  @Test("a credit note credits its whole total, whatever of it was used")
  func usedCredit() throws {
    let (credit, faults) = try UBL(
      root: "CreditNote", type: "",
      payable: Self.amounts([
        ("TaxInclusiveAmount", "1190.00"), ("PrepaidAmount", "690.00"), ("PayableAmount", "500.00"),
      ])
    ).read()
    #expect(credit?.payable.plain == "1190.00")
    #expect(credit?.payablePrinted == "500.00")
    #expect(faults.map(\.code) == [.docCredit])
  }

  @Test(
    "a due date before the issue date, or years after it, is reported and not believed",
    arguments: ["1900-01-01", "2026-05-31", "2036-06-01", "2099-12-31"])
  func absurdDays(day: String) throws {
    let (invoice, faults) = try UBL(due: "<cbc:DueDate>\(day)</cbc:DueDate>").read()
    #expect(invoice?.due == nil)
    #expect(faults.map(\.code) == [.docDueDate])
  }

  @Test("a discount in elements is granted: by its period, by days, as an amount")
  func discountElements() throws {
    func discounts(_ inner: String) throws -> [EarlyPaymentDiscount] {
      try UBL(terms: "<cac:PaymentTerms>\(inner)</cac:PaymentTerms>").invoice().discounts
    }
    let period =
      "<cac:SettlementPeriod><cbc:EndDate>2026-06-11</cbc:EndDate></cac:SettlementPeriod>"
    let two = "<cbc:SettlementDiscountPercent>2.5</cbc:SettlementDiscountPercent>"
    #expect(try discounts(two + period) == [.init(days: 10, rate: BasisPoints(250))])
    let duration =
      "<cac:SettlementPeriod><cbc:DurationMeasure unitCode=\"DAY\">8</cbc:DurationMeasure>"
      + "</cac:SettlementPeriod>"
    #expect(try discounts(two + duration) == [.init(days: 8, rate: BasisPoints(250))])
    let amount =
      "<cbc:SettlementDiscountAmount currencyID=\"EUR\">5.00</cbc:SettlementDiscountAmount>"
    let five = Money(minorUnits: 500, currency: .euro)
    #expect(
      try discounts(amount + period) == [.init(days: 10, rate: .percent(100), base: five)])
    let open = try UBL(terms: "<cac:PaymentTerms>\(two)</cac:PaymentTerms>").read()
    #expect(open.faults.map(\.code) == [.docDiscount], "it does not say until when")
  }

  @Test("the Belgian discount is an allowance with VAT and an exempt charge of the same amount")
  func belgian() throws {
    func allowance(_ isCharge: Bool, _ amount: String, _ category: String) -> String {
      "<cac:AllowanceCharge><cbc:ChargeIndicator>\(isCharge)</cbc:ChargeIndicator>"
        + "<cbc:Amount currencyID=\"EUR\">\(amount)</cbc:Amount><cac:TaxCategory><cbc:ID>"
        + "\(category)</cbc:ID></cac:TaxCategory></cac:AllowanceCharge>"
    }
    let two = Money(minorUnits: 200, currency: .euro)
    let both = allowance(false, "2.00", "S") + allowance(true, "2.00", "E")
    let stated = try UBL(terms: both + Self.terms("2% korting binnen 8 dagen, 30 dagen netto"))
      .invoice()
    #expect(stated.discounts == [.init(days: 8, rate: .percent(100), base: two)])
    let (silent, faults) = try UBL(due: "<cbc:DueDate>2026-07-01</cbc:DueDate>", terms: both)
      .read()
    #expect(silent?.discounts == [.init(days: 30, rate: .percent(100), base: two)])
    #expect(faults.map(\.code) == [.docDiscount])
    let plain = allowance(false, "2.00", "S") + allowance(true, "3.00", "E")
    #expect(try UBL(terms: plain).invoice().discounts.isEmpty)
  }

  @Test("instalments by percentages are parts of the whole; those that do not add up are reported")
  func instalments() throws {
    let part = { (percent: String, day: String) in
      "<cac:PaymentTerms><cbc:PaymentPercent>\(percent)</cbc:PaymentPercent>"
        + "<cbc:InstallmentDueDate>\(day)</cbc:InstallmentDueDate></cac:PaymentTerms>"
    }
    let (invoice, faults) = try UBL(terms: part("40", "2026-07-01") + part("60", "2026-08-01"))
      .read()
    #expect(invoice?.due?.day.description == "2026-08-01")
    #expect(invoice?.parts.map(\.amount.plain) == ["47.60", "71.40"])
    #expect(faults.isEmpty)
    let (short, told) = try UBL(terms: part("40", "2026-07-01") + part("50", "2026-08-01")).read()
    #expect(short?.parts.isEmpty == true)
    #expect(told.map(\.code) == [.docTerms])
  }

  @Test("every reference of every means is kept, the first one first")
  func references() throws {
    let invoice = try UBL(
      means: "<cac:PaymentMeans><cbc:PaymentID>K-17</cbc:PaymentID><cbc:PaymentID>RF5290025"
        + "</cbc:PaymentID><cbc:InstructionID>+++090/9337/55493+++</cbc:InstructionID>"
        + "</cac:PaymentMeans><cac:PaymentMeans><cbc:PaymentID>RF5290025</cbc:PaymentID>"
        + "<cbc:PaymentID>12</cbc:PaymentID></cac:PaymentMeans>"
    ).invoice()
    #expect(invoice.paymentReference == "K-17")
    #expect(invoice.otherReferences == ["RF5290025", "+++090/9337/55493+++"])
  }

  @Test("the trading name is kept beside the registered one")
  func tradingName() throws {
    let name = "<cac:PartyName><cbc:Name>Seestern Apotheke</cbc:Name></cac:PartyName>"
    let buyer = try UBL(customer: UBL.party("Zwoelfte Verwaltungs GmbH", name)).invoice().buyer
    #expect(buyer.name == "Zwoelfte Verwaltungs GmbH")
    #expect(buyer.tradeName == "Seestern Apotheke")
  }

  @Test(
    "placeholders are no identifiers",
    arguments: [
      ("NA", true), ("n/a", true), ("/", true), ("0", true), ("000000", true), ("-", true),
      ("none", true), ("DE000000000", true), ("DE-", true), ("GBNA", true), ("keine", true),
      ("11111111111", true), ("XX", true), ("999999990", true), ("DE123456789", false),
      ("10023", false), ("HRB 4711", false), ("7", false), ("NL800123456B01", false),
    ])
  func placeholders(text: String, isPlaceholder: Bool) {
    #expect(Party.Identifier.isPlaceholder(text) == isPlaceholder)
  }

  @Test(
    "a document names the rules that it follows",
    arguments: [
      ("urn:cen.eu:en16931:2017", "", "EN 16931"),
      ("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", "", "EN 16931"),
      ("urn:peppol:pint:billing-1@aunz-1", "", "Peppol PINT"), ("", "reporting:1.0", "ZATCA"),
      ("TR1.2", "TICARIFATURA", "UBL-TR"), ("OIOUBL-2.1", "", "OIOUBL"), ("", "", "EN 16931"),
      ("urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended", "", "EN 16931"),
      ("urn:factur-x.eu:1p0:minimum", "", "MINIMUM"),
    ])
  func rules(id: String, process: String, name: String) {
    let rules = Specification(id: id, process: process, taxScheme: nil)
    #expect(rules.name == name)
    #expect(rules.isEuropean == (name == "EN 16931"))
  }
}

import Testing

@Suite("BankCaseNumbers")
struct BankCaseNumbers {
  private func firm(_ currency: String) -> BankBook.Firm {
    .init(country: "DE", currency: currency, account: "DE89370400440532013000")
  }

  private func book(
    _ invoices: [String], text: String, amount: String, currency: String = "EUR",
    reference: String = "", version: String = "02"
  ) throws -> BankBook {
    let book = try BankBook(firm(currency), invoices)
    let move = Movement(day: "2026-03-03", amount: amount, payer: "Paying Office North", text: text)
    var file = book.camt([move], version: version)
    if !reference.isEmpty {
      file = file.replacing(
        "</TxDtls>",
        with: "<RmtInf><Strd><CdtrRefInf><Ref>\(reference)</Ref></CdtrRefInf></Strd></RmtInf>"
          + "</TxDtls>")
    }
    try book.load(file, as: "s.xml")
    return book
  }

  @Test(
    "a number is seen beside the words that banks and payers glue to it",
    arguments: [
      "Rechnung GL-2026-0311DATUM 03.03.2026, 09.10 UHR", "SVWZ+GL-2026-0311EREF+NOTPROVIDED",
      "RENRGL-2026-0311", "GL-2026-0311KDNR4711", "GL-2026-0311TAN1:AUFTRAG", "INVOICEGL-2026-0311",
    ])
  func glued(text: String) throws {
    let book = try book(
      ["GL-2026-0311,Ostermoor Bau GmbH,1190.00", "GL-2026-0312,Ostermoor Bau GmbH,88.00"],
      text: text, amount: "500.00")
    defer { book.remove() }
    #expect(
      try book.open() == ["GL-2026-0311 690.00", "GL-2026-0312 88.00"]
        || book.asked() == ["GL-2026-0312"])
    try book.expectSound()
  }

  @Test(
    "digits of a longer number name no invoice",
    arguments: [
      ("GL-2026-0311", "GL-2026-03110"), ("GL-2026-0311", "12GL-2026-0311"),
      ("L-2026-0311", "GL-2026-0311"), ("5407324931", "account DE12500105175407324931"),
    ])
  func inside(number: String, text: String) throws {
    let book = try book(["\(number),Ostermoor Bau GmbH,1190.00"], text: text, amount: "41.00")
    defer { book.remove() }
    #expect(try book.open() == ["\(number) 1190.00"])
    #expect(try book.asked() == [number])
  }

  /// A payer's reference in a currency.
  struct Reference: Sendable, CustomTestStringConvertible {
    var currency: String
    var text = ""
    var structured = ""
    var testDescription: String { "\(currency) \(text)\(structured)" }
  }

  @Test(
    "a reference of the invoice's digits and the right check digit pays a part of it",
    arguments: [
      Reference(currency: "SEK", text: "OCR 202604674"),
      Reference(currency: "SEK", structured: "202604674"),
      Reference(currency: "NOK", text: "KID 202604676"),
      Reference(currency: "NOK", structured: "000202604674"),
      Reference(currency: "EUR", text: "VIITE 202604673"),
      Reference(currency: "EUR", text: "VIITE 2026 04673"),
      Reference(currency: "EUR", text: "RF59 2026 0467"),
      Reference(currency: "CHF", structured: "000000000000000000202604670"),
    ])
  func checked(reference: Reference) throws {
    let book = try book(
      ["2026-0467,Ostermoor Bau GmbH,1190.00", "2026-0468,Ostermoor Bau GmbH,88.00"],
      text: reference.text, amount: "400.00", currency: reference.currency,
      reference: reference.structured, version: "08")
    defer { book.remove() }
    #expect(
      try book.open() == ["2026-0467 790.00", "2026-0468 88.00"]
        || book.asked() == ["2026-0468"])
    try book.expectSound()
  }

  @Test(
    "a reference with a wrong check digit says nothing",
    arguments: [
      Reference(currency: "SEK", text: "OCR 202604675"),
      Reference(currency: "NOK", text: "KID 202604679"),
      Reference(currency: "EUR", text: "VIITE 202604678"),
      Reference(currency: "EUR", text: "RF99 2026 0467"),
      Reference(currency: "CHF", structured: "000000000000000000202604671"),
    ])
  func wrongCheckDigit(reference: Reference) throws {
    let book = try book(
      ["2026-0467,Ostermoor Bau GmbH,1190.00"], text: reference.text, amount: "400.00",
      currency: reference.currency, reference: reference.structured, version: "08")
    defer { book.remove() }
    #expect(try book.open() == ["2026-0467 1190.00"])
    #expect(try book.asked() == ["2026-0467"])
  }

  @Test(
    "a Belgian reference is read between pluses and between stars, and only if it is right",
    arguments: [
      ("+++000/0202/64512+++", true), ("***000/0202/64512***", true),
      ("+++000/0202/64511+++", false),
    ])
  func belgian(text: String, isRight: Bool) throws {
    let book = try book(["2026-45,Ostermoor Bau,1190.00"], text: text, amount: "400.00")
    defer { book.remove() }
    #expect(try (book.asked() == ["2026-45"] && book.open() == ["2026-45 1190.00"]) == !isRight)
  }

  @Test(
    "the first and last number of a row are for all of it where the sum is exact",
    arguments: [
      "RG-0501-0503", "Rechnungen RG-0501 bis RG-0503", "RG-0501 to 0503",
      "factures RG-0501 à RG-0503", "RG-0501, 502 und 503", "RG-0501/0502/0503",
    ])
  func row(text: String) throws {
    let name = "Ostermoor Bau GmbH"
    let book = try book(
      [
        "RG-0501,\(name),110.00", "RG-0502,\(name),120.00", "RG-0503,\(name),130.00",
        "QX-900,\(name),104.00",
      ],
      text: text, amount: "360.00")
    defer { book.remove() }
    #expect(try book.asked() == ["QX-900"])
    try book.expectSound()
  }

  @Test("digits of a telephone number are no row of invoices")
  func telephone() throws {
    let book = try book(
      ["1001,Ostermoor Bau GmbH,110.00", "1003,Ostermoor Bau GmbH,130.00"],
      text: "Tel 040-1001-1003 thanks", amount: "17.00")
    defer { book.remove() }
    #expect(try book.open() == ["1001 110.00", "1003 130.00"])
    #expect(try book.asked() == ["1001", "1003"])
  }

  @Test(
    "what the payer wrote is read wherever a statement has it",
    arguments: [
      "<AddtlTxInf>REF AX-2026-101</AddtlTxInf>",
      "<RmtInf><Strd><AddtlRmtInf>AX-2026-101</AddtlRmtInf></Strd></RmtInf>",
      "<RmtInf><Strd><RfrdDocInf><Nb>AX-2026-101</Nb></RfrdDocInf></Strd></RmtInf>",
    ])
  func fields(element: String) throws {
    let book = try BankBook(["AX-2026-101,Birkmoor Optik,450.00"])
    defer { book.remove() }
    let file = book.camt([Movement(day: "2026-03-03", amount: "200.00", payer: "B. O.")])
      .replacing("</TxDtls>", with: "\(element)</TxDtls>")
    try book.load(file, as: "s.xml")
    #expect(try book.open() == ["AX-2026-101 250.00"])
  }

  @Test("the number of a cheque names no invoice of ours")
  func chequeNumber() throws {
    for isChase in [false, true] {
      let book = try BankBook(.american, ["2077,Alder LLC,500.00", "2078,Birch LLC,500.00"])
      defer { book.remove() }
      let move = Movement(
        day: "2026-03-03", amount: "500.00", payer: "DEPOSIT", text: "DEPOSIT",
        type: isChase ? "CHECK_DEPOSIT" : "CHECK", reference: isChase ? "2078" : "",
        endToEnd: isChase ? "" : "2078")
      try book.load(isChase ? book.chase([move]) : book.ofx([move], isXML: true), as: "b.ofx")
      #expect(try book.open() == ["2077 500.00", "2078 500.00"])
    }
  }
}

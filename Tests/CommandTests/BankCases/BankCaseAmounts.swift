import Testing

@Suite("BankCaseAmounts")
struct BankCaseAmounts {
  private static let ordered = """
    <AmtDtls><InstdAmt><Amt Ccy="EUR">2400.00</Amt></InstdAmt></AmtDtls>
    """

  @Test(
    "the client paid what it sent; what our own bank took off is not asked of it",
    arguments: [
      ("02", ordered, "<Chrgs><Amt Ccy=\"EUR\">17.50</Amt><Br>CRED</Br></Chrgs>"),
      (
        "08", ordered,
        "<Chrgs><Rcrd><Amt Ccy=\"EUR\">17.50</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>"
      ),
    ])
  func ownCharges(version: String, details: String, charges: String) throws {
    let book = try BankBook(["CH-2026-5,Ostermoor Bau GmbH,2400.00"])
    defer { book.remove() }
    let move = Movement(
      day: "2026-03-03", amount: "2382.50", payer: "Ostermoor Bau GmbH", text: "CH-2026-5",
      detailXML: details + charges)
    try book.load(book.camt([move], version: version), as: "s.xml")
    #expect(try book.open() == [])
    #expect(try book.onAccount() == [])
    try book.expectSound()
  }

  @Test("a part payment stays one where the bank states no charges")
  func noCharges() throws {
    let book = try BankBook(["CH-2026-5,Ostermoor Bau GmbH,2400.00"])
    defer { book.remove() }
    let move = Movement(
      day: "2026-03-03", amount: "2300.00", payer: "Ostermoor Bau GmbH", text: "CH-2026-5")
    try book.load(book.camt([move]), as: "s.xml")
    #expect(try book.open() == ["CH-2026-5 100.00"])
    #expect(try book.onAccount() == [])
  }

  @Test("an entry that is the sum of its transactions pays each of them")
  func batch() throws {
    let book = try BankBook([
      "CH-2026-5,Ostermoor Bau GmbH,2400.00", "CH-2026-6,Second AG,100.00",
    ])
    defer { book.remove() }
    let parts = [("2400.00", "CH-2026-5"), ("100.00", "CH-2026-6")].map { amount, number in
      """
      <TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">\(amount)</Amt></TxAmt></AmtDtls>\
      <RmtInf><Ustrd>\(number)</Ustrd></RmtInf></TxDtls>
      """
    }
    let file = book.camt([Movement(day: "2026-03-03", amount: "2500.00")], version: "02")
      .replacing("<TxDtls><Refs></Refs></TxDtls>", with: parts.joined())
    try book.load(file, as: "s.xml")
    #expect(try book.open() == [])
    #expect(try book.onAccount() == [])
  }

  /// Money of another currency, and what the file states of the invoice's.
  private func dollars(_ amount: String, _ details: String, text: String) throws -> BankBook {
    let book = try BankBook(["US-2026-7,Tidewater Inc,1100.00,USD,2026-01-20,2026-02-19"])
    let move = Movement(
      day: "2026-03-03", amount: amount, payer: "Tidewater Inc", text: text, detailXML: details)
    try book.load(book.camt([move], version: "02"), as: "s.xml")
    return book
  }

  private func instructed(_ amount: String) -> String {
    """
    <AmtDtls><InstdAmt><Amt Ccy="USD">\(amount)</Amt><CcyXchg><SrcCcy>USD</SrcCcy>\
    <TrgtCcy>EUR</TrgtCcy><XchgRate>1.1</XchgRate></CcyXchg></InstdAmt></AmtDtls>
    """
  }

  @Test("the amount that was ordered in the invoice's currency pays it, whole or in part")
  func orderedInOtherCurrency() throws {
    for (amount, ordered, open) in [
      ("1000.00", "1100.00", []), ("500.00", "550.00", ["US-2026-7 550.00"]),
    ] {
      let book = try dollars(amount, instructed(ordered), text: "US-2026-7")
      defer { book.remove() }
      #expect(try book.open() == open)
      #expect(try book.onAccount() == [])
      try book.expectSound()
    }
  }

  @Test("money in another currency that names the invoice waits, and a person settles it for good")
  func otherCurrencyByHand() throws {
    let book = try dollars("1002.11", "", text: "invoice US-2026-7")
    defer { book.remove() }
    #expect(try book.asked() == [])
    #expect(try book.waiting() == ["in 1002.11"])
    #expect(try book.run("match 1 US-2026-7").status == 0)
    #expect(try book.open() == [] && book.waiting() == [] && book.onAccount() == [])
    #expect(try book.run("match 1 --undo").status == 0)
    #expect(try book.open() == ["US-2026-7 1100.00"])
    #expect(try book.asked() == [])
    #expect(try book.run("match 1 US-2026-7=600.00").status == 0)
    #expect(try book.open() == ["US-2026-7 500.00"])
    #expect(try book.onAccount() == [])
    try book.expectSound()
  }

  @Test("a stranger's money holds no invoice of the same figure in another currency")
  func sameFigure() throws {
    let book = try BankBook(["US-2026-7,Tidewater Inc,1100.00,USD,2026-01-20,2026-02-19"])
    defer { book.remove() }
    let move = Movement(day: "2026-03-03", amount: "1100.00", payer: "Some Other KG", text: "hi")
    try book.load(book.camt([move]), as: "s.xml")
    #expect(try book.asked() == ["US-2026-7"])
  }

  @Test(
    "an amount that is finer than its currency is never rounded without a word",
    arguments: [
      ("EUR", "450.005", false), ("EUR", "450.00000", true), ("JPY", "1000.50", false),
      ("JPY", "1000.00", true),
    ])
  func decimals(currency: String, amount: String, isExact: Bool) throws {
    let firm = BankBook.Firm(currency: currency)
    let whole = currency == "JPY" ? "1000" : "450.00"
    let book = try BankBook(firm, ["DC-2026-1,Birkmoor Optik,\(whole)"])
    defer { book.remove() }
    let move = Movement(
      day: "2026-03-03", amount: amount, payer: "Birkmoor Optik", text: "DC-2026-1")
    try book.program.write(book.camt([move], version: "02"), to: "s.xml")
    let result = try book.run("import s.xml")
    #expect(result.err.isEmpty == isExact)
    #expect(try book.open().isEmpty || !isExact)
  }

  @Test("an OFX amount has a comma or a sign; three decimals are not rounded away")
  func decimalsOFX() throws {
    for (amount, isExact) in [("450,25", true), ("+450.25", true), ("450.257", false)] {
      let book = try BankBook(.american, ["DC-2026-1,Birkmoor Optik,450.25"])
      defer { book.remove() }
      let move = Movement(
        day: "2026-03-03", amount: amount, payer: "BIRKMOOR OPTIK", text: "DC-2026-1")
      try book.program.write(book.ofx([move]), to: "b.ofx")
      let result = try book.run("import b.ofx")
      #expect(result.err.isEmpty == isExact)
      #expect(try book.open().isEmpty || !isExact)
    }
  }

  @Test(
    "a statement whose balances and entries differ is told with the difference, and still read",
    arguments: [("100.00", "560.00", "10.00"), ("100.00", "550.00", ""), ("0.00", "450.00", "")])
  func balances(opening: String, closing: String, missing: String) throws {
    for version in ["02", "08"] {
      let book = try BankBook(["BA-2026-1,Birkmoor Optik,450.00"])
      defer { book.remove() }
      let move = Movement(
        day: "2026-03-03", amount: "450.00", payer: "Birkmoor Optik", text: "BA-2026-1")
      let file = book.camt([move], version: version, opening: opening, closing: closing)
      try book.program.write(file, to: "s.xml")
      let result = try book.run("import s.xml")
      #expect(result.err.isEmpty == missing.isEmpty)
      #expect(result.err.contains(missing) || missing.isEmpty)
      #expect(try book.open() == [])
    }
  }

  @Test("a running balance that a missing row breaks is told; rows of one day may be in any order")
  func runningBalance() throws {
    let moves = [
      Movement(day: "2026-03-03", amount: "450.00", payer: "BIRKMOOR OPTIK", text: "BA-2026-1"),
      Movement(day: "2026-03-03", amount: "-3.00", payer: "Shop", type: "CARD"),
      Movement(day: "2026-03-04", amount: "-4.00", payer: "Shop", type: "CARD"),
    ]
    for isBroken in [false, true] {
      let book = try BankBook(.british, ["BA-2026-1,Birkmoor Optik,450.00"])
      defer { book.remove() }
      var rows = book.starling(moves).split(separator: "\n")
      rows = [rows[0]] + rows.dropFirst().reversed()
      if isBroken { rows.remove(at: 2) }
      try book.program.write(rows.joined(separator: "\n") + "\n", to: "b.csv")
      let result = try book.run("import b.csv")
      #expect(result.err.isEmpty == !isBroken)
      #expect(try book.open() == [])
    }
  }
}

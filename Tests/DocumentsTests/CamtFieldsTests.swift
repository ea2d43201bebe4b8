import Domain
import Testing

@testable import Documents

/// What a camt entry says beyond amount, day and the payer's text.
@Suite("Fields of camt")
struct CamtFieldsTests {
  private static let namespace = " xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt."

  private func read(
    _ content: String, _ version: String = "053.001.08", element: String = "Stmt",
    message: String = "BkToCstmrStmt", namespace: String? = nil, head: String = ""
  ) throws -> (statements: [BankStatement], faults: [Fault]) {
    let space = namespace ?? Self.namespace + version + "\""
    let tree = try XMLParser().parse(
      Array(
        """
        <Document\(space)><\(message)>\(head)<\(element)><Id>S-1</Id>
        <Acct><Id><IBAN>DE2190000017</IBAN></Id></Acct>
        \(content)</\(element)></\(message)></Document>
        """.utf8))
    try #require(CamtReader().accepts(tree))
    return CamtReader().read(tree)
  }

  private static func entry(
    _ amount: String, _ direction: String = "CRDT", _ more: String = "",
    currency: String = "EUR", status: String = "BOOK"
  ) -> String {
    "<Ntry><Amt Ccy=\"\(currency)\">\(amount)</Amt><CdtDbtInd>\(direction)</CdtDbtInd>"
      + "<Sts><Cd>\(status)</Cd></Sts><BookgDt><Dt>2026-05-04</Dt></BookgDt>\(more)</Ntry>"
  }

  private static func details(_ transactions: String...) -> String {
    "<NtryDtls>" + transactions.map { "<TxDtls>\($0)</TxDtls>" }.joined() + "</NtryDtls>"
  }

  /// Money in.
  private func line(_ amount: String, _ more: String) throws -> BankLine {
    try only(Self.entry(amount, "CRDT", more))
  }

  /// Money out.
  private func out(_ amount: String, _ more: String) throws -> BankLine {
    try only(Self.entry(amount, "DBIT", more))
  }

  private func only(_ entry: String) throws -> BankLine {
    let (statements, faults) = try read(entry)
    #expect(faults.map(\.message) == [])
    return try #require(statements.first?.lines.first)
  }

  // MARK: Parties

  @Test(
    "the ultimate party is the one that pays or is paid, the party beside it holds the account",
    arguments: [
      ("CRDT", "Dbtr", "UltmtDbtr", true), ("CRDT", "Dbtr", "UltmtDbtr", false),
      ("DBIT", "Cdtr", "UltmtCdtr", true), ("DBIT", "Cdtr", "UltmtCdtr", false),
    ])
  func ultimate(direction: String, role: String, ultimate: String, isNew: Bool) throws {
    func party(_ role: String, _ name: String) -> String {
      isNew
        ? "<\(role)><Pty><Nm>\(name)</Nm></Pty></\(role)>" : "<\(role)><Nm>\(name)</Nm></\(role)>"
    }
    func read(_ parties: String) throws -> BankLine {
      let account = "<\(role)Acct><Id><IBAN>GB7</IBAN></Id></\(role)Acct>"
      return try only(
        Self.entry(
          "12.00", direction, Self.details("<RltdPties>\(parties)\(account)</RltdPties>")))
    }
    let both = try read(party(role, "Sund Factoring") + party(ultimate, "Tern Lane"))
    #expect(both.counterparty == "Tern Lane")
    #expect(both.accountHolder == "Sund Factoring")
    #expect(both.counterpartyAccount == "GB7")
    let same = try read(party(role, "Tern Lane") + party(ultimate, "Tern Lane"))
    #expect(same.counterparty == "Tern Lane" && same.accountHolder.isEmpty)
    let one = try read(party(role, "Tern Lane"))
    #expect(one.counterparty == "Tern Lane" && one.accountHolder.isEmpty)
    let other = try read(party(ultimate, "Tern Lane"))
    #expect(other.counterparty == "Tern Lane" && other.accountHolder.isEmpty)
    let nameless = try read(party(role, "Tern Lane") + "<\(ultimate)><Id/></\(ultimate)>")
    #expect(nameless.counterparty == "Tern Lane" && nameless.accountHolder.isEmpty)
  }

  // MARK: Text

  private static func text(_ payer: String = "", more: String = "", bank: String = "") -> String {
    let remittance = payer.isEmpty && more.isEmpty ? "" : "<RmtInf>\(payer)\(more)</RmtInf>"
    return details(remittance + (bank.isEmpty ? "" : "<AddtlTxInf>\(bank)</AddtlTxInf>"))
  }

  @Test("the text comes from every field that has any, and says nothing twice")
  func texts() throws {
    let info = "<AddtlNtryInf>Received, INV 7</AddtlNtryInf>"
    let ustrd = "<Ustrd>INV 8</Ustrd>"
    let more = "<Strd><AddtlRmtInf>May rent</AddtlRmtInf></Strd>"
    let cases: [(String, String)] = [
      (Self.text(ustrd) + info, "INV 8"), (Self.text() + info, "Received, INV 7"),
      (info, "Received, INV 7"), (Self.text(bank: "Credit") + info, "Credit Received, INV 7"),
      (Self.text(ustrd, more: more), "INV 8 May rent"),
      (Self.text(ustrd, bank: "Credit"), "INV 8 Credit"),
      (Self.text(ustrd, bank: "INV 8"), "INV 8"),
      (Self.text(bank: "Received, INV 7") + info, "Received, INV 7"),
      (Self.text(more: more + more) + info, "May rent"),
      (
        Self.text(ustrd, more: "<Strd><AddtlRmtInf>?REJECT?0</AddtlRmtInf></Strd>"), "INV 8"
      ),
    ]
    for (more, expected) in cases {
      #expect(try line("12.00", more).text == expected)
    }
  }

  @Test("the text of an entry is not that of each transaction of a batch")
  func batchText() throws {
    let parts = ["5.00", "7.00"].map { "<Amt Ccy=\"EUR\">\($0)</Amt>" }
    let (statements, _) = try read(
      Self.entry(
        "12.00", "CRDT",
        Self.details(parts[0], parts[1]) + "<AddtlNtryInf>2 payments</AddtlNtryInf>"))
    #expect(statements.first?.lines.map(\.text) == ["", ""])
  }

  // MARK: What was ordered

  private static func charge(
    _ amount: String, _ more: String = "<CdtDbtInd>DBIT</CdtDbtInd>", isNew: Bool = true
  ) -> String {
    let one = "<Amt Ccy=\"EUR\">\(amount)</Amt>\(more)"
    return isNew ? "<Chrgs><Rcrd>\(one)</Rcrd></Chrgs>" : "<Chrgs>\(one)</Chrgs>"
  }

  @Test("the gross is stated where the bank's charges explain the difference exactly")
  func gross() throws {
    let amount = "<Amt Ccy=\"EUR\">80.00</Amt>"
    func inside(_ field: String) -> String { "<AmtDtls><\(field)>\(amount)</\(field)></AmtDtls>" }
    let included = "<CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd>"
    let cases: [(String, String?)] = [
      (Self.details(amount + Self.charge("4.50")), "80.00"),
      (Self.details(inside("InstdAmt") + Self.charge("4.50", isNew: false)), "80.00"),
      (Self.details(inside("TxAmt") + Self.charge("4.50")), "80.00"),
      (Self.charge("4.50") + Self.details(amount), "80.00"),
      (
        Self.details(
          amount + Self.charge("4.00", isNew: false) + Self.charge("0.50", isNew: false)), "80.00"
      ),
      (Self.details(Self.charge("4.50", included)), "80.00"),
      (Self.details(amount + Self.charge("4.00")), nil), (Self.details(amount), nil),
      (Self.details(Self.charge("4.50")), nil),
      (Self.details(amount + Self.charge("4.50", "<ChrgInclInd>false</ChrgInclInd>")), nil),
    ]
    for (more, expected) in cases {
      #expect(try line("75.50", more).instructed?.plain == expected, "\(more)")
    }
    let out = try out("84.50", Self.details(amount + Self.charge("4.50")))
    #expect(out.instructed?.plain == "-80.00")
  }

  @Test("an amount in another currency is what was ordered, with the line's sign")
  func foreign() throws {
    let dollars = "<AmtDtls><InstdAmt><Amt Ccy=\"USD\">100.00</Amt></InstdAmt></AmtDtls>"
    let exchange = dollars.replacing(
      "</Amt></InstdAmt>", with: "</Amt><CcyXchg><XchgRate>1.1</XchgRate></CcyXchg></InstdAmt>")
    for more in [dollars, exchange] {
      #expect(try line("91.00", Self.details(more)).instructed?.description == "100.00 USD")
      #expect(try out("91.00", Self.details(more)).instructed?.description == "-100.00 USD")
      #expect(try line("91.00", more).instructed?.description == "100.00 USD")
    }
    #expect(
      try line("91.00", Self.details("<Amt Ccy=\"USD\">100.00</Amt>")).instructed?.plain == "100.00"
    )
    #expect(try line("91.00", Self.details("<Amt Ccy=\"EUR\">91.00</Amt>")).instructed == nil)
    #expect(
      try line("91.00", Self.details(dollars.replacing("100.00", with: "0.00"))).instructed == nil)
  }

  @Test("a batch that adds up less the charges of each is one line a transaction")
  func netBatch() throws {
    let parts = [("30.00", "1.00"), ("20.00", "0.50")].map {
      "<Amt Ccy=\"EUR\">\($0.0)</Amt>" + Self.charge($0.1)
    }
    let (statements, _) = try read(Self.entry("48.50", "CRDT", Self.details(parts[0], parts[1])))
    #expect(statements.first?.lines.map(\.amount.plain) == ["29.00", "19.50"])
    #expect(statements.first?.lines.map { $0.instructed?.plain } == ["30.00", "20.00"])
    let whole = try line(
      "48.50",
      Self.charge("1.50")
        + Self.details("<Amt Ccy=\"EUR\">30.00</Amt>", "<Amt Ccy=\"EUR\">20.00</Amt>"))
    #expect(whole.amount.plain == "48.50" && whole.instructed?.plain == "50.00")
  }

  // MARK: Returns

  private static func code(_ family: String, _ sub: String) -> String {
    "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>\(family)</Cd><SubFmlyCd>\(sub)</SubFmlyCd></Fmly></Domn></BkTxCd>"
  }

  private static func own(_ code: String) -> String {
    "<BkTxCd><Prtry><Cd>\(code)</Cd><Issr>DK</Issr></Prtry></BkTxCd>"
  }

  @Test(
    "a returned payment is known by the bank's code",
    arguments: [
      (code("IDDT", "UPDD"), true), (code("IDDT", "PRDD"), true), (code("RDDT", "UPDD"), true),
      (code("RCDT", "RRTN"), true), (code("ICDT", "RRTN"), true), (code("RCHQ", "UPCQ"), true),
      (code("RCHQ", "CQRV"), true), (code("DRFT", "UDFT"), true), (code("MCRD", "UPCT"), true),
      (own("NDDT+109+9251"), true), (own("NRTI+010"), true), (own("NMSC+108+0931+1"), true),
      (code("IDDT", "ESDD"), false), (code("ICDT", "ESCT"), false), (code("IDDT", "CHRG"), false),
      (own("NTRF+116+9251"), false), (own("109"), false), ("", false),
    ])
  func codes(code: String, isReturn: Bool) throws {
    #expect(try out("12.00", code).isReversal == isReturn)
    #expect(
      try out("12.00", Self.details(code)).isReversal == isReturn, "of the transaction")
  }

  @Test("money that comes back to us is a return by its code, never by words")
  func backToUs() throws {
    #expect(try line("12.00", Self.code("ICDT", "RRTN")).isReversal)
    #expect(try line("12.00", Self.own("NTRF+159+9251")).isReversal)
    #expect(!(try line("12.00", "<AddtlNtryInf>Rücklastschrift</AddtlNtryInf>").isReversal))
    #expect(!(try line("12.00", Self.own("NDDT+109+9251")).isReversal))
  }

  @Test("a return is known by the bank's words; those of a payment of ours are our own")
  func words() throws {
    let said = "<AddtlNtryInf>Retoure SEPA-Lastschrift</AddtlNtryInf>"
    let payer = Self.details("<RmtInf><Ustrd>Rücklastschrift INV 7</Ustrd></RmtInf>")
    #expect(try out("12.00", said).isReversal)
    #expect(try out("12.00", payer).isReversal)
    #expect(try out("12.00", Self.code("IDDT", "ESDD") + payer).isReversal)
    #expect(!(try out("12.00", Self.code("ICDT", "ESCT") + payer).isReversal))
    #expect(!(try out("12.00", Self.code("IDDT", "FEES") + payer + said).isReversal))
  }

  @Test("of a return, what had been paid is stated; the rest is the bank's charge")
  func paid() throws {
    let instructed = "<AmtDtls><InstdAmt><Amt Ccy=\"EUR\">80.00</Amt></InstdAmt></AmtDtls>"
    let reason = "<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>"
    let told = "<RmtInf><Ustrd>OAMT+80,00 COAM+4,50</Ustrd></RmtInf>"
    for fields in [
      instructed + reason, instructed + Self.charge("4.50") + reason, told + reason,
      "<Amt Ccy=\"EUR\">80.00</Amt>" + Self.charge("4.50") + reason,
    ] {
      let line = try out("84.50", Self.details(fields))
      #expect(line.isReversal && line.instructed?.plain == "-80.00")
    }
    #expect(try out("84.50", Self.details(told)).instructed == nil, "no return")
    #expect(try out("80.00", Self.details(instructed + reason)).instructed == nil)
  }

  // MARK: Messages

  @Test("booked entries of a report (camt.052) are read as notices, pending ones are not")
  func reports() throws {
    for version in ["052.001.02", "052.001.08"] {
      let (statements, faults) = try read(
        Self.entry("12.00") + Self.entry("13.00", status: "PDNG"), version, element: "Rpt",
        message: "BkToCstmrAcctRpt")
      #expect(faults.isEmpty)
      #expect(statements.first?.lines.map(\.amount.plain) == ["12.00"])
      #expect(statements.first?.lines.first?.isNotice == true)
      #expect(statements.first?.format == .camt)
    }
  }

  @Test(
    "a message is known by its elements where its namespace is missing or miswritten",
    arguments: [
      "", " xmlns=\"urn:iso:std:iso:20023:tech:xsd:camt.053.001.08\"",
      " xmlns=\"http://bank.example/camt.053.001.02\"", " xmlns=\"urn:bank:statement\"",
      " xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\"",
    ])
  func namespaces(namespace: String) throws {
    let (statements, faults) = try read(Self.entry("12.00"), namespace: namespace)
    #expect(faults.isEmpty)
    #expect(statements.first?.lines.map(\.amount.plain) == ["12.00"])
  }

  @Test("an amount finer than its currency is refused, zeros are none")
  func decimals() throws {
    for (amount, currency, isFine) in [
      ("12.000", "EUR", false), ("12.345", "EUR", true), ("12.5", "JPY", true),
      ("12.00", "JPY", false), ("12.345", "KWD", false),
    ] {
      let (statements, faults) = try read(Self.entry(amount, currency: currency))
      #expect(faults.map(\.code) == (isFine ? [.bankAmount] : []))
      #expect(statements.first?.lines.count == (isFine ? 0 : 1))
    }
  }

  // MARK: Balances

  private static func balance(
    _ code: String, _ amount: String, _ direction: String = "CRDT"
  ) -> String {
    "<Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">\(amount)</Amt>"
      + "<CdtDbtInd>\(direction)</CdtDbtInd><Dt><Dt>2026-05-04</Dt></Dt></Bal>"
  }

  @Test("opening balance and entries have to make the closing balance")
  func balances() throws {
    let entries =
      entry("50.00") + entry("20.00", "DBIT") + entry("7.00", status: "PDNG")
    let cases: [(String, String?)] = [
      (balance("OPBD", "10.00") + balance("CLBD", "40.00"), nil),
      (balance("PRCD", "10.00") + balance("CLBD", "40.00"), nil),
      (balance("OPBD", "70.00", "DBIT") + balance("CLBD", "40.00", "DBIT"), nil),
      (balance("CLBD", "40.00"), nil), (balance("OPBD", "10.00"), nil),
      (balance("OPBD", "10.00") + balance("CLAV", "99.00"), nil),
      (balance("OPBD", "10.00") + balance("CLBD", "47.00"), "7.00"),
      (balance("PRCD", "10.00") + balance("CLBD", "0.00"), "40.00"),
      (balance("OPBD", "1.00") + balance("CLBD", "5.00") + balance("CLBD", "9.00"), nil),
    ]
    for (balances, gap) in cases {
      let (statements, faults) = try read(balances + entries)
      #expect(statements.first?.lines.count == 2)
      #expect(faults.map(\.code) == (gap == nil ? [] : [.bankBalance]))
      #expect(faults.allSatisfy { $0.gravity == .warning && $0.message.contains("2026-05-04") })
      if let gap { #expect(faults.first?.message.contains(gap) == true) }
    }
    let (statements, _) = try read(balance("PRCD", "10.00") + balance("CLBD", "40.00") + entries)
    #expect(statements.first?.opening?.plain == "10.00")
  }

  private func balance(_ code: String, _ amount: String, _ direction: String = "CRDT") -> String {
    Self.balance(code, amount, direction)
  }

  private func entry(
    _ amount: String, _ direction: String = "CRDT", status: String = "BOOK"
  ) -> String {
    Self.entry(amount, direction, status: status)
  }

  @Test("nothing is said of balances where an entry was refused, of pages and other currencies")
  func noBalances() throws {
    let wrong = balance("OPBD", "10.00") + balance("CLBD", "99.00")
    #expect(try read(wrong + entry("1O.00")).faults.map(\.code) == [.bankAmount])
    #expect(try read(wrong + Self.entry("5.00", currency: "USD")).faults.isEmpty)
    let page = "<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>"
    #expect(try read(page + wrong + entry("5.00")).faults.isEmpty)
    let head = "<GrpHdr><MsgPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></MsgPgntn></GrpHdr>"
    #expect(try read(wrong + entry("5.00"), head: head).faults.isEmpty)
    let last = "<GrpHdr><MsgPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></MsgPgntn></GrpHdr>"
    #expect(try read(wrong + entry("5.00"), head: last).faults.map(\.code) == [.bankBalance])
  }
}

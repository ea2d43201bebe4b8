import Domain
import Foundation
import Support
import Testing

@testable import Documents

@Suite("CamtReader")
struct CamtReaderTests {
  private static func statement(
    _ entries: String, version: String = "053.001.08",
    account: String = "<Acct><Id><IBAN>DE21 9000 0017</IBAN></Id></Acct>"
  ) -> String {
    let message = version.hasPrefix("054") ? "BkToCstmrDbtCdtNtfctn" : "BkToCstmrStmt"
    let element = version.hasPrefix("054") ? "Ntfctn" : "Stmt"
    return """
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.\(version)">
      <\(message)><\(element)><Id>S-1</Id>\(account)
      \(entries)
      </\(element)></\(message)></Document>
      """
  }

  private static func entry(
    _ more: String = "", amount: String = "<Amt Ccy=\"EUR\">119.00</Amt>",
    direction: String = "CRDT", status: String = "<Sts><Cd>BOOK</Cd></Sts>",
    booked: String = "<BookgDt><Dt>2026-06-12</Dt></BookgDt>"
  ) -> String {
    "<Ntry>\(amount)<CdtDbtInd>\(direction)</CdtDbtInd>\(status)\(booked)\(more)</Ntry>"
  }

  private func read(_ text: String) throws -> (statements: [BankStatement], faults: [Fault]) {
    let tree = try XMLParser().parse(Array(text.utf8))
    #expect(CamtReader().accepts(tree))
    return CamtReader().read(tree)
  }

  private func lines(_ entries: String, version: String = "053.001.08") throws -> [BankLine] {
    let (statements, faults) = try read(Self.statement(entries, version: version))
    #expect(faults.map(\.message) == [])
    return statements.flatMap(\.lines)
  }

  private static let parties2 = """
    <RltdPties><Dbtr><Nm>Tern  Lane</Nm></Dbtr><DbtrAcct><Id><IBAN>GB43 TDSB</IBAN></Id></DbtrAcct>
    <Cdtr><Nm>Priel</Nm></Cdtr><CdtrAcct><Id><Othr><Id>77 1</Id></Othr></Id></CdtrAcct></RltdPties>
    """
  private static let parties8 = parties2.replacing("<Nm>", with: "<Pty><Nm>")
    .replacing("</Nm>", with: "</Nm></Pty>")

  @Test(
    "both shapes that banks deliver give the same line",
    arguments: [
      ("053.001.02", "<Sts>BOOK</Sts>", parties2),
      ("053.001.08", "<Sts><Cd>BOOK</Cd></Sts>", parties8),
      ("054.001.02", "<Sts>BOOK</Sts>", parties2),
      ("054.001.08", "<Sts><Cd>BOOK</Cd></Sts>", parties8),
    ])
  func versions(version: String, status: String, parties: String) throws {
    let details = """
      <NtryDtls><TxDtls><Refs><AcctSvcrRef>B-9</AcctSvcrRef><EndToEndId>E-1</EndToEndId></Refs>
      \(parties)
      <RmtInf><Ustrd>Invoice</Ustrd><Ustrd> R-1 </Ustrd>
      <Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf>
      <RfrdDocInf><Nb>R-1</Nb></RfrdDocInf></Strd></RmtInf></TxDtls></NtryDtls>
      """
    let line = try #require(
      try lines(Self.entry(details, status: status), version: version).first)
    #expect(line.account == "DE2190000017")
    #expect(line.booked.description == "2026-06-12")
    #expect(line.amount == Money(minorUnits: 119_00, currency: .euro))
    #expect(line.counterparty == "Tern Lane")
    #expect(line.counterpartyAccount == "GB43TDSB")
    #expect(line.references == ["E-1", "RF18", "R-1"])
    #expect(line.text == "Invoice R-1")
    #expect(line.bankReference == "B-9")
    #expect(!line.isReversal)
  }

  @Test("money out is negative, and its counterparty is the creditor")
  func debit() throws {
    let details = "<NtryDtls><TxDtls>\(Self.parties8)</TxDtls></NtryDtls>"
    let line = try #require(try lines(Self.entry(details, direction: "DBIT")).first)
    #expect(line.amount == Money(minorUnits: -119_00, currency: .euro))
    #expect(line.counterparty == "Priel")
    #expect(line.counterpartyAccount == "771")
  }

  @Test("a batch becomes one line a transaction where these add up to the entry")
  func batch() throws {
    let transactions = ["100.00", "12.00", "7.00"].map {
      "<TxDtls><Refs><EndToEndId>E-\($0)</EndToEndId></Refs><Amt Ccy=\"EUR\">\($0)</Amt></TxDtls>"
    }.joined()
    let reference = "<AcctSvcrRef>B</AcctSvcrRef>"
    let lines = try lines(Self.entry(reference + "<NtryDtls>\(transactions)</NtryDtls>"))
    #expect(lines.map(\.amount.plain) == ["100.00", "12.00", "7.00"])
    #expect(lines.map(\.references) == [["E-100.00"], ["E-12.00"], ["E-7.00"]])
    #expect(lines.map(\.bankReference) == ["B/1", "B/2", "B/3"], "equal payments stay apart")
  }

  @Test("a batch whose transactions do not add up, or name no amount, stays one line")
  func brokenBatch() throws {
    for amounts in [["100.00", "12.00"], ["100.00", ""], ["100.00", "19.00 USD"]] {
      let transactions = amounts.map {
        let (amount, currency) = $0.hasSuffix("USD") ? ("19.00", "USD") : ($0, "EUR")
        return "<TxDtls><Refs><EndToEndId>E\($0.prefix(2))</EndToEndId></Refs>"
          + (amount.isEmpty ? "" : "<Amt Ccy=\"\(currency)\">\(amount)</Amt>") + "</TxDtls>"
      }.joined()
      let lines = try lines(Self.entry("<NtryDtls>\(transactions)</NtryDtls>"))
      #expect(lines.map(\.amount.plain) == ["119.00"])
      #expect(lines.first?.references.count == 2, "references of all transactions are kept")
    }
  }

  @Test("a batch of which most transactions name no amount stays one line")
  func mostAmountsMissing() throws {
    let first = "<TxDtls><Amt Ccy=\"EUR\">1.00</Amt></TxDtls>"
    let rest = String(repeating: "<TxDtls><Refs/></TxDtls>", count: 80)
    let lines = try lines(Self.entry("<NtryDtls>\(first)\(rest)</NtryDtls>"))
    #expect(lines.map(\.amount.plain) == ["119.00"])
  }

  @Test("a batch may give its amounts in AmtDtls and its own directions")
  func mixedBatch() throws {
    let transactions = [("150.00", "CRDT"), ("31.00", "DBIT")].map {
      "<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"EUR\">\($0.0)</Amt></TxAmt></AmtDtls>"
        + "<CdtDbtInd>\($0.1)</CdtDbtInd></TxDtls>"
    }.joined()
    let lines = try lines(Self.entry("<NtryDtls>\(transactions)</NtryDtls>"))
    #expect(lines.map(\.amount.plain) == ["150.00", "-31.00"])
  }

  @Test(
    "a reversal keeps the direction in which the money goes",
    arguments: [("true", true), ("1", true), ("false", false), ("0", false)])
  func reversals(flag: String, isReversal: Bool) throws {
    let line = try #require(
      try lines(Self.entry("<RvslInd>\(flag)</RvslInd>", direction: "DBIT")).first)
    #expect(line.isReversal == isReversal)
    #expect(line.amount.isNegative)
  }

  @Test("a returned debit is told by its reason alone, in a batch by each transaction's")
  func returns() throws {
    let reason = "<RtrInf><Rsn><Cd>MD01</Cd></Rsn></RtrInf>"
    let one = try lines(
      Self.entry("<NtryDtls><TxDtls>\(reason)</TxDtls></NtryDtls>", direction: "DBIT"))
    #expect(one.map(\.isReversal) == [true])
    let transactions = [("100.00", reason), ("19.00", "")].map {
      "<TxDtls><Amt Ccy=\"EUR\">\($0.0)</Amt>\($0.1)</TxDtls>"
    }.joined()
    let two = try lines(Self.entry("<NtryDtls>\(transactions)</NtryDtls>", direction: "DBIT"))
    #expect(two.map(\.isReversal) == [true, false])
  }

  @Test(
    "what is not booked is passed over without a fault",
    arguments: ["<Sts>PDNG</Sts>", "<Sts><Cd>PDNG</Cd></Sts>", "<Sts><Cd>INFO</Cd></Sts>"])
  func pending(status: String) throws {
    #expect(try lines(Self.entry(status: status)).isEmpty)
  }

  @Test("an entry without a status is booked")
  func noStatus() throws {
    #expect(try lines(Self.entry(status: "")).count == 1)
  }

  @Test("the booking day counts, the value day where there is none")
  func days() throws {
    let value = "<ValDt><Dt>2026-06-15</Dt></ValDt>"
    #expect(try lines(Self.entry(value)).first?.booked.description == "2026-06-12")
    #expect(try lines(Self.entry(value, booked: "")).first?.booked.description == "2026-06-15")
    let time = "<BookgDt><DtTm>2026-06-12T23:30:00+02:00</DtTm></BookgDt>"
    #expect(try lines(Self.entry(booked: time)).first?.booked.description == "2026-06-12")
  }

  @Test("a bad entry is left out with its line, the others are read")
  func badEntries() throws {
    let cases: [(String, Fault.Code)] = [
      (Self.entry(amount: ""), .bankAmount),
      (Self.entry(amount: "<Amt Ccy=\"EUR\">1O.00</Amt>"), .bankAmount),
      (Self.entry(amount: "<Amt Ccy=\"EUR\">-5.00</Amt>"), .bankAmount),
      (Self.entry(amount: "<Amt Ccy=\"EU\">5.00</Amt>"), .bankCurrency),
      (Self.entry(amount: "<Amt>5.00</Amt>"), .bankCurrency),
      (Self.entry(direction: ""), .bankAmount), (Self.entry(direction: "IN"), .bankAmount),
      (Self.entry(booked: ""), .bankDate),
      (Self.entry(booked: "<BookgDt><Dt>2026-02-30</Dt></BookgDt>"), .bankDate),
    ]
    for (bad, code) in cases {
      let (statements, faults) = try read(
        Self.statement([Self.entry(), bad, Self.entry()].joined(separator: "\n")))
      #expect(statements.first?.lines.count == 2)
      #expect(faults.map(\.code) == [code])
      #expect(faults.first?.line == 4)
    }
  }

  @Test(
    "a statement without an account is refused as a whole",
    arguments: ["", "<Acct/>", "<Acct><Id><IBAN> </IBAN></Id></Acct>"])
  func noAccount(account: String) throws {
    let (statements, faults) = try read(Self.statement(Self.entry(), account: account))
    #expect(statements.isEmpty)
    #expect(faults.map(\.code) == [.bankAccount])
  }

  @Test("a message without a statement is told, not taken for an empty one")
  func noStatement() throws {
    let (statements, faults) = try read(
      """
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
      <BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr></BkToCstmrStmt></Document>
      """)
    #expect(statements.isEmpty)
    #expect(faults.map(\.code) == [.bankAccount])
    #expect(faults.first?.line == 2)
  }

  @Test("the closing balance is the booked one, an overdraft negative")
  func balances() throws {
    func balance(_ code: String, _ amount: String, _ direction: String) -> String {
      "<Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">\(amount)</Amt>"
        + "<CdtDbtInd>\(direction)</CdtDbtInd><Dt><Dt>2026-06-30</Dt></Dt></Bal>"
    }
    let (statements, _) = try read(
      Self.statement(
        balance("OPBD", "1.00", "CRDT") + balance("CLBD", "7.50", "DBIT")
          + balance("CLAV", "9.00", "CRDT")))
    #expect(statements.first?.closing == Money(minorUnits: -7_50, currency: .euro))
    #expect(statements.first?.closingDay?.description == "2026-06-30")
    #expect(try read(Self.statement("")).statements.first?.closing == nil)
  }

  @Test("equal entries are two payments, not one")
  func equalEntries() throws {
    #expect(try lines(Self.entry() + Self.entry()).count == 2)
  }

  @Test("an end-to-end id that is not provided is no reference")
  func notProvided() throws {
    let details =
      "<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs></TxDtls></NtryDtls>"
    #expect(try lines(Self.entry(details)).first?.references == [])
  }
}

import Domain
import Testing

@testable import Documents

@Suite("OFXReader")
struct OFXReaderTests {
  private func read(_ text: String, accounts: [String] = []) -> FileContents {
    var business = UBL.business
    business.accounts = accounts.map { BankAccount(iban: $0, currency: .euro) }
    let file = SourceFile(path: "a.ofx", bytes: Array(text.utf8))
    return DocumentReader(business: business).read(file)
  }

  private static let movement = """
    <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260603120000[-5:EST]<TRNAMT>119.00<FITID>F-1
    <NAME>Tern &amp; Lane<MEMO>INV  7</STMTTRN>
    """

  private static func sgml(_ movements: String, account: String = "<ACCTID>0532013000") -> String {
    """
    OFXHEADER:100
    DATA:OFXSGML
    VERSION:102
    ENCODING:USASCII
    CHARSET:1252

    <OFX><SIGNONMSGSRSV1><SONRS><DTSERVER>20260701</SONRS></SIGNONMSGSRSV1>
    <BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>EUR
    <BANKACCTFROM><BANKID>37040044\(account)<ACCTTYPE>CHECKING</BANKACCTFROM>
    <BANKTRANLIST><DTSTART>20260601<DTEND>20260630
    \(movements)
    </BANKTRANLIST><LEDGERBAL><BALAMT>1234,50<DTASOF>20260630</LEDGERBAL>
    <AVAILBAL><BALAMT>99.00<DTASOF>20260630</AVAILBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
    """
  }

  @Test("SGML: values without closing tags, the account known by its numbers")
  func sgml() throws {
    let debit =
      "<STMTTRN><DTPOSTED>20260604<TRNAMT>-50,5<FITID>F-2<NAME>Rent<CHECKNUM>12\n</STMTTRN>"
    let contents = read(
      Self.sgml(Self.movement + debit), accounts: ["DE89370400440532013000", "DE1"])
    #expect(contents.faults.map(\.message) == [])
    let statement = try #require(contents.statements.first)
    #expect(statement.account == "DE89370400440532013000")
    #expect(statement.id == "ofx 2026-06-03 2026-06-04")
    #expect(statement.closing?.plain == "1234.50")
    #expect(statement.closingDay?.description == "2026-06-30")
    let line = try #require(statement.lines.first)
    #expect(line.booked.description == "2026-06-03")
    #expect(line.amount == Money(minorUnits: 119_00, currency: .euro))
    #expect(line.counterparty == "Tern & Lane")
    #expect(line.text == "Tern & Lane INV 7")
    #expect(line.bankReference == "F-1")
    #expect(statement.lines.last?.amount.plain == "-50.50")
    #expect(statement.lines.last?.references == [], "a cheque's number is no reference")
    #expect(statement.lines.last?.traces == ["Cheque 12"])
    #expect(statement.format == .ofx)
  }

  @Test("XML: two statements, pending movements passed over, the other side's account")
  func xml() throws {
    func statement(_ account: String, _ movements: String) -> String {
      "<STMTRS><CURDEF>GBP</CURDEF><BANKACCTFROM><BANKID>309950</BANKID><ACCTID>\(account)"
        + "</ACCTID></BANKACCTFROM><BANKTRANLIST>\(movements)</BANKTRANLIST></STMTRS>"
    }
    let booked = """
      <STMTTRN><DTPOSTED>20260603</DTPOSTED><TRNAMT>+1.00</TRNAMT><NAME>A</NAME>
      <BANKACCTTO><BANKID>1</BANKID><ACCTID>GB7</ACCTID></BANKACCTTO></STMTTRN>
      """
    let pending = "<BANKTRANLISTP><STMTTRNP><TRNAMT>5.00</TRNAMT></STMTTRNP></BANKTRANLISTP>"
    let contents = read(
      "<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\" VERSION=\"211\"?><OFX>"
        + statement("12345678", booked + booked + pending) + statement("30995087654321", booked)
        + "</OFX>")
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.statements.map(\.account) == ["30995012345678", "30995087654321"])
    #expect(contents.statements.map(\.lines.count) == [2, 1])
    #expect(contents.statements.first?.lines.first?.counterpartyAccount == "GB7")
    #expect(
      contents.statements.first?.lines.first?.amount == Money(minorUnits: 100, currency: .pound))
  }

  @Test("a bad movement is left out with its line, the others are read")
  func badMovements() {
    let cases: [(String, Fault.Code)] = [
      ("<STMTTRN><TRNAMT>1.00</STMTTRN>", .bankDate),
      ("<STMTTRN><DTPOSTED>20260230<TRNAMT>1.00</STMTTRN>", .bankDate),
      ("<STMTTRN><DTPOSTED>20260603<TRNAMT>1,234.00</STMTTRN>", .bankAmount),
      ("<STMTTRN><DTPOSTED>20260603</STMTTRN>", .bankAmount),
      ("<STMTTRN><DTPOSTED>20260603<TRNAMT>1,234</STMTTRN>", .bankAmount),
      ("<STMTTRN><DTPOSTED>20260603<TRNAMT>0.005</STMTTRN>", .bankAmount),
      (
        "<STMTTRN><DTPOSTED>20260603<TRNAMT>1<CURRENCY><CURSYM>XX1</CURRENCY></STMTTRN>",
        .bankCurrency
      ),
    ]
    for (bad, code) in cases {
      let contents = read(Self.sgml(Self.movement + "\n" + bad + "\n" + Self.movement))
      #expect(contents.statements.first?.lines.count == 2)
      #expect(contents.faults.map(\.code) == [code])
      #expect(contents.faults.first?.line == 13)
    }
  }

  @Test("zeros behind the currency's decimals are no decimals")
  func zeros() {
    let movement = "<STMTTRN><DTPOSTED>20260603<TRNAMT>8.95000</STMTTRN>"
    let contents = read(Self.sgml(movement))
    #expect(contents.faults.isEmpty)
    #expect(contents.statements.first?.lines.first?.amount.plain == "8.95")
  }

  @Test(
    "a returned payment is known by name, memo and kind",
    arguments: [
      ("<TRNTYPE>DEBIT", "DEPOSITED ITEM RETURNED", "TERN LANE NSF INV 7", true),
      ("<TRNTYPE>OTHER", "RUECKLASTSCHRIFT", "RE-7", true),
      ("", "TERN LANE", "Rückl. AC04 RE-7", true),
      ("<TRNTYPE>DIRECTDEBIT", "TERN LANE", "PRLV IMPAYE F-7", true),
      ("<TRNTYPE>FEE", "DEPOSITED ITEM RETURNED", "", false),
      ("<TRNTYPE>SRVCHG", "RETURNED ITEM FEE", "", false),
      ("<TRNTYPE>DEBIT", "RETURNED ITEM FEE", "", false),
      ("<TRNTYPE>XFER", "TERN LANE", "Returned item INV 7", false),
      ("<TRNTYPE>DEBIT", "REFUND TERN LANE", "Returned item INV 7", false),
      ("<TRNTYPE>DEBIT", "RENT", "May", false),
    ])
  func returns(kind: String, name: String, memo: String, isReturn: Bool) {
    for amount in ["-70.00", "70.00"] {
      let movement =
        "<STMTTRN>\(kind)<DTPOSTED>20260603<TRNAMT>\(amount)<NAME>\(name)<MEMO>\(memo)</STMTTRN>"
      let line = read(Self.sgml(movement)).statements.first?.lines.first
      #expect(line?.isReversal == (isReturn && amount == "-70.00"))
    }
  }

  @Test("a return with the bank's charge in it states what had been paid")
  func charge() {
    let movement =
      "<STMTTRN><DTPOSTED>20260603<TRNAMT>-70.00<NAME>RUECKLASTSCHRIFT"
      + "<MEMO>RE-7 URSPR. 64,10 ENTGELT 5,90</STMTTRN>"
    let line = read(Self.sgml(movement)).statements.first?.lines.first
    #expect(line?.isReversal == true)
    #expect(line?.instructed?.plain == "-64.10")
  }

  @Test("movements without an account are those of the only one that fits, or refused for it")
  func noAccount() {
    let bare = "OFXHEADER:100\nDATA:OFXSGML\n\n<BANKTRANLIST>\(Self.movement)</BANKTRANLIST>"
    let loose = "OFXHEADER:100\n\n<OFX>\(Self.movement)\(Self.movement)</OFX>"
    let nameless = Self.sgml(Self.movement, account: "")
    for text in [bare, loose, nameless] {
      let one = read(text, accounts: ["DE1"])
      #expect(one.faults.map(\.message) == [])
      #expect(one.statements.first?.account == "DE1")
      #expect(one.statements.first?.lines.first?.amount.description == "119.00 EUR")
      for accounts in [[], ["DE1", "DE2"]] {
        let none = read(text, accounts: accounts)
        #expect(none.statements.isEmpty)
        #expect(none.faults.map(\.code) == [.bankAccount])
      }
    }
    let dollars = nameless.replacing("<CURDEF>EUR", with: "<CURDEF>USD")
    #expect(read(dollars, accounts: ["DE1"]).faults.map(\.code) == [.bankAccount])
  }

  @Test("movements of an investment account are not those of the bank's")
  func investment() {
    let text = """
      <OFX><INVSTMTRS><CURDEF>EUR<INVACCTFROM><BROKERID>b<ACCTID>9</INVACCTFROM><INVTRANLIST>
      <INVBANKTRAN>\(Self.movement)</INVBANKTRAN></INVTRANLIST></INVSTMTRS></OFX>
      """
    let contents = read(text, accounts: ["DE1"])
    #expect(contents.statements.isEmpty)
    #expect(contents.faults.map(\.code) == [.fileKind])
  }

  @Test("no account, no statement, a DOCTYPE: refused as a whole")
  func refused() {
    #expect(read(Self.sgml(Self.movement, account: "")).faults.map(\.code) == [.bankAccount])
    #expect(read("<OFX><SIGNONMSGSRSV1></OFX>").faults.map(\.code) == [.fileKind])
    let doctype = read("<OFX><!DOCTYPE a [<!ENTITY x SYSTEM \"/etc/passwd\">]></OFX>")
    #expect(doctype.faults.map(\.code) == [.xmlDoctype])
  }

  @Test("cut off anywhere, a file is read as far as it goes or refused, and never traps")
  func cutOff() {
    let whole = Self.sgml(Self.movement)
    for count in stride(from: 0, to: whole.utf8.count, by: 7) {
      let text = String(decoding: whole.utf8.prefix(count), as: UTF8.self)
      #expect((read(text).statements.first?.lines.count ?? 0) <= 1)
    }
  }
}

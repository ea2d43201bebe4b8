import Domain
import Testing

@testable import Documents

@Suite("OFXReader")
struct OFXReaderTests {
  private func read(_ text: String, accounts: [String] = []) -> FileContents {
    var house = UBL.house
    house.accounts = accounts.map { BankAccount(iban: $0, currency: .euro) }
    let file = SourceFile(path: "a.ofx", bytes: Array(text.utf8))
    return DocumentReader(house: house).read(file)
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
    #expect(statement.lines.last?.references == ["12"])
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

import Domain
import Support
import Testing

@testable import Documents

@Suite("MT940Reader")
struct MT940Tests {
  /// A statement from 1000.00 whose closing balance fits `sum` in cents.
  private static func statement(
    _ entries: String, sum: Int64, account: String = "DE43200305000000471100",
    currency: String = "EUR"
  ) -> String {
    let closing = Money(minorUnits: 100_000 + sum, currency: .euro)
    let printed = closing.magnitude.plain.replacing(".", with: ",")
    return """
      :20:REF
      :25:\(account)
      :28C:7
      :60F:C260601\(currency)1000,00
      \(entries)
      :62F:\(closing.isNegative ? "D" : "C")260630\(currency)\(printed)
      -
      """
  }

  private static func read(_ text: String) -> FileContents {
    BankTextSample.read("a.sta", Array(text.utf8))
  }

  private static func line(_ entries: String, sum: Int64) throws -> BankLine {
    let contents = read(statement(entries, sum: sum))
    #expect(contents.faults.map(\.message) == [])
    return try #require(contents.statements.first?.lines.first)
  }

  @Test(
    "the line :61: in all its forms",
    arguments: [
      (":61:2606100610C12,50NTRFNONREF", "2026-06-10", 1250, false),
      (":61:2606100610CR12,NTRFNONREF", "2026-06-10", 1200, false),
      (":61:260610D12,50NTRFNONREF//X", "2026-06-10", -1250, false),
      (":61:2606100610RC12,50NTRFNONREF", "2026-06-10", -1250, true),
      (":61:2606100610RDR12,50NTRFNONREF", "2026-06-10", 1250, true),
      (":61:2602300301C12,50NTRFNONREF", "2026-03-01", 1250, false),
      (":61:2512310102C12,50NTRFNONREF", "2026-01-02", 1250, false),
      (":61:2601021231C12,50NTRFNONREF", "2025-12-31", 1250, false),
      (":61:2606100610C12.50NTRFNONREF", "2026-06-10", 1250, false),
      (":61:2606100610C0012,5N127X", "2026-06-10", 1250, false),
      (":61:2606100610D12,50NRTINONREF", "2026-06-10", -1250, true),
    ])
  func entry(text: String, day: String, cents: Int64, isReversal: Bool) throws {
    let line = try Self.line(text, sum: cents)
    #expect(line.booked.description == day)
    #expect(line.amount == Money(minorUnits: cents, currency: .euro))
    #expect(line.isReversal == isReversal)
  }

  @Test(
    "an entry that cannot be read is told with its line, the others are read",
    arguments: [
      (":61:26061", Fault.Code.bankDate), (":61:2613100610C12,50NTRFX", .bankDate),
      (":61:2606100631C12,50NTRFX", .bankDate), (":61:260610061012,50NTRFX", .bankAmount),
      (":61:2606100610X12,50NTRFX", .bankAmount), (":61:2606100610C12NTRFX", .bankAmount),
      (":61:2606100610C1.234,50NTRFX", .bankAmount), (":61:2606100610C1.234NTRFX", .bankAmount),
      (":61:2606100610C12,505NTRFX", .bankAmount), (":61:2606100610C12,50", .bankAmount),
      (":61:2606100610C99999999999999,00NTRFX", .bankAmount),
      (":61:2606100610C12345678901234567890123,00NTRFX", .bankAmount),
    ])
  func badEntry(text: String, code: Fault.Code) throws {
    let good = ":61:2606100610C5,00NTRFX\n:86:good"
    let contents = Self.read(Self.statement("\(good)\n\(text)\n:86:bad\n\(good)", sum: 1000))
    #expect(contents.faults.map(\.code) == [code])
    #expect(contents.faults.first?.line == 7)
    #expect(contents.statements.first?.lines.map(\.text) == ["good", "good"])
  }

  @Test("an expected entry is not booked")
  func expected() {
    let contents = Self.read(
      Self.statement(":61:260610EC12,50NTRFX\n:61:260610C1,00NTRFX", sum: 100))
    #expect(contents.faults.isEmpty)
    #expect(contents.statements.first?.lines.count == 1)
  }

  @Test(
    "the account in each form",
    arguments: [
      ("DE43200305000000471100", "DE43200305000000471100"),
      ("DE43200305000000471100EUR", "DE43200305000000471100"),
      ("DE43 2003 0500 0000 4711 00", "DE43200305000000471100"),
      ("20030500/0000471100", "DE43200305000000471100"),
      ("20030500/471100EUR", "DE43200305000000471100"),
      ("/PL22109024020000000614268801", "PL22109024020000000614268801"),
      ("TERNGB2LXXX/55501234567", "GB29TERN60161355501234567"),
      ("20030500/123", "20030500123"),
      ("55501234567USD", "GB29TERN60161355501234567"),
    ])
  func account(text: String, account: String) {
    let contents = Self.read(Self.statement(":61:260610C1,00NTRFX", sum: 100, account: text))
    #expect(contents.statements.map(\.account) == [account])
  }

  @Test(
    "what :86: says of parties and purpose",
    arguments: [
      // German pieces of 27 characters go on without a space, shorter ones with one.
      (
        ":86:166?00GUTSCHRIFT?20SVWZ+RG-1 und RG-2 Danke fu?21er alles?22bis bald?32Tern?33Lane",
        "Tern Lane", "", "", "RG-1 und RG-2 Danke fuer alles bis bald"
      ),
      (
        ":86:166?00GUTSCHRIFT?20EREF: A-7 SVWZ: RG-8?31DE50370400440999000123", "",
        "DE50370400440999000123", "A-7", "RG-8"
      ),
      (":86:?20RG-9?32Tern", "Tern", "", "", "RG-9"),
      (
        ":86:051~00PRZELEW~20Faktura 7~3012345678~31123~32RYBITWA~33SP Z O O~38PL27",
        "RYBITWA SP Z O O",
        "PL27", "", "Faktura 7"
      ),
      (":86:020^00X^20Faktura 8^27RYBITWA^28MORSKA 1", "RYBITWA MORSKA 1", "", "", "Faktura 8"),
      (
        ":86:/EREF/E-1//CNTP/NL87GULL0417164300/GULLNL2A/TERN BV///REMI/USTD//FACT 1/2//",
        "TERN BV",
        "NL87GULL0417164300", "E-1", "FACT 1/2"
      ),
      (
        ":86:/TRTP/SEPA OVERBOEKING/IBAN/NL87/BIC/X/NAME/TERN/REMI/FACT 3/EREF/NOTPROVIDED", "TERN",
        "NL87", "", "FACT 3"
      ),
      (
        ":86:SEPA OVERBOEKING                 IBAN: NL87GULL0417164300\nBIC: GULLNL2A                    NAAM: TERN BV\nOMSCHRIJVING: FACT 4",
        "TERN BV", "NL87GULL0417164300", "", "FACT 4"
      ),
      (":86:just words\nof a bank", "", "", "", "just words of a bank"),
      (":86:3/4 TERN", "", "", "", "3/4 TERN"),
    ])
  func details(
    text: String, name: String, account: String, reference: String, remittance: String
  ) throws {
    let line = try Self.line(":61:260610C1,00NTRFNONREF\n" + text, sum: 100)
    #expect(line.counterparty == name)
    #expect(line.counterpartyAccount == account)
    #expect(line.references == (reference.isEmpty ? [] : [reference]))
    #expect(line.text == remittance)
  }

  @Test("what had been ordered, where the file states it")
  func instructed() throws {
    let charged = try Self.line(
      ":61:260610C96,00NTRFX\n/OCMT/EUR100,/CHGS/EUR4,\n:86:INV 1", sum: 9600)
    #expect(charged.instructed?.description == "100.00 EUR")
    let foreign = try Self.line(":61:260610C96,00NTRFX\n/OCMT/USD104,50\n:86:INV 1", sum: 9600)
    #expect(foreign.instructed?.description == "104.50 USD")
    let returned = try Self.line(
      ":61:260610D87,50NRTIX\n:86:109?20SVWZ+RG-7 OAMT+80,00 COAM?21+7,50?32Tern", sum: -8750)
    #expect(returned.isReversal)
    #expect(returned.instructed?.description == "-80.00 EUR")
  }

  @Test("the bank's words tell a return where no code does")
  func words() throws {
    let back = try Self.line(":61:260610D10,00NMSCX\n:86:RETOURE LASTSCHRIFT RG-3", sum: -1000)
    #expect(back.isReversal)
    let fee = try Self.line(":61:260610D3,00NCHGX\n:86:ENTGELT RUECKLASTSCHRIFT", sum: -300)
    #expect(!fee.isReversal)
  }

  @Test("the bank's reference and the payer's make one of a notice and its statement")
  func traces() throws {
    let line = try Self.line(
      ":61:260610C1,00NTRFNONREF//B-9\n:86:166?20EREF+E-9?21SVWZ+RG-9", sum: 100)
    #expect(line.traces == ["AcctSvcrRef B-9", "EndToEndId E-9"])
    #expect(line.bankReference == "B-9" && line.entryReference == "B-9")
  }

  @Test("a statement without an account is that of the only one")
  func withoutAccount() {
    let text = Self.statement(":61:260610C1,00NTRFX", sum: 100, account: "", currency: "USD")
    let contents = Self.read(text)
    #expect(contents.faults.map(\.message) == [])
    #expect(contents.statements.first?.lines.first?.account == "GB29TERN60161355501234567")
    let unknown = Self.read(Self.statement(":61:260610C1,00NTRFX", sum: 100, account: ""))
    #expect(unknown.faults.map(\.code) == [.bankAccount])
  }

  @Test("an account that is named behind the first entries is theirs, too")
  func lateAccount() {
    let contents = Self.read(
      ":20:X\n:28C:1\n:60F:C260601EUR0,00\n:61:260610C1,00NTRFX\n:25:DE43200305000000471100\n"
        + ":62F:C260630EUR1,00\n-")
    #expect(contents.flaws == [])
    #expect(contents.statements.first?.lines.first?.account == "DE43200305000000471100")
  }

  @Test(
    "balances that do not agree, and what is missing, are told",
    arguments: [
      (":60F:C260601EUR1000,00\n:61:260610C1,00NTRFX\n:62F:C260630EUR1002,00\n-", 1),
      (":60F:C260601EUR1000,00\n:61:260610C1,00NTRFX\n", 2),
      (":61:260610C1,00NTRFX\n:62F:C260630EUR1002,00\n-", 1),
      (":60F:C260601EUR1000,00\n:62M:C260630EUR1000,00\n-", 1),
      (
        ":60F:C260601EUR1000,00\n:62M:C260630EUR1000,00\n-\n:20:X\n:25:DE43200305000000471100\n"
          + ":60M:C260601EUR999,00\n:62F:C260630EUR999,00\n-", 2
      ),
      (":60F:C26060EUR1000,00\n:62F:C260630EUR999,00\n-", 2),
    ])
  func balances(text: String, count: Int) {
    let contents = Self.read(":20:X\n:25:DE43200305000000471100\n:28C:1\n" + text)
    #expect(contents.faults.count == count, "\(contents.faults.map(\.message))")
    #expect(
      contents.faults.allSatisfy { $0.code == .bankBalance || $0.code == .bankCurrency },
      "\(contents.faults.map(\.code))")
  }
}

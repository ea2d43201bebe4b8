import Domain
import Testing

@testable import Documents

@Suite("files of fixed records, BAI2 and QIF")
struct RecordFilesTests {
  private static func sample(_ file: String) throws -> [UInt8] {
    let sample = try #require(bankTextSamples.first { $0.file == file })
    return try sample.bytes
  }

  private static func changed(_ file: String, _ old: String, _ new: String) throws -> FileContents {
    let text = String(decoding: try sample(file).asUTF8, as: UTF8.self)
    try #require(text.contains(old))
    return BankTextSample.read(file, Array(text.replacing(old, with: new, maxReplacements: 1).utf8))
  }

  @Test("records without line ends are told apart by their width")
  func withoutLineEnds() throws {
    for file in ["cfonb.txt", "bgmax.txt", "coda.cod", "norma43.n43"] {
      let text = String(decoding: try Self.sample(file).asUTF8, as: UTF8.self)
        .replacing("\r\n", with: "")
      let contents = BankTextSample.read(file, Array(text.utf8))
      #expect(contents.faults.map(\.message) == [])
      let expected = bankTextSamples.first { $0.file == file }?.movements
      #expect(contents.statements.flatMap(\.lines).map(BankTextSample.row) == expected)
    }
  }

  @Test(
    "a faulty record is told with its line, the rest is read",
    arguments: [
      ("coda.cod", "1000000000050000", "1000000000050005", Fault.Code.bankAmount, 8),
      ("norma43.n43", "14099100000000018150", "1409910000000001815X", .bankAmount, 5),
      ("cfonb.txt", "0000000002455}", "0000000002455*", .bankAmount, 7),
      ("bai2.bai", "16,557,45000", "16,557,45O00", .bankAmount, 8),
      ("bai2.bai", "16,698,1500", "16,798,1500", .bankAmount, 9),
      ("ocr-giro.txt", "00000000000050000 ", "0000000000005000X ", .bankAmount, 5),
      ("viitemaksut.ktl", "1A0000009920", "2A0000009920", .bankCurrency, 3),
      ("betalingsservice.txt", "BS042039856440239", "BS042039856440240", .bankAmount, 5),
      ("bank.qif", "D7/13'26", "D7/33'26", .bankDate, 19),
    ] as [(String, String, String, Fault.Code, Int)])
  func faulty(file: String, old: String, new: String, code: Fault.Code, line: Int) throws {
    let contents = try Self.changed(file, old, new)
    let refused = contents.faults.filter { $0.gravity == .refused }
    #expect(refused.map(\.code) == [code], "\(contents.faults.map(\.message))")
    #expect(refused.first?.line == line)
    let count = try #require(bankTextSamples.first { $0.file == file }).movements.count
    #expect(contents.statements.flatMap(\.lines).count == count - 1)
  }

  @Test("details that do not add up to their movement stay one")
  func details() throws {
    let contents = try Self.changed("coda.cod", "0000000000180000", "0000000000170000")
    #expect(contents.faults.isEmpty)
    let lines = try #require(contents.statements.first?.lines)
    #expect(lines.map(\.amount.plain) == ["242.00", "-50.00", "300.00", "-99.00"])
    #expect(lines[2].text == "SDD COLLECTION 2026-0704 2026-0705")
  }

  @Test(
    "a sign punched over the last digit",
    arguments: [
      ("0000000000000{", "0"), ("0000000000001A", "11"), ("0000000000001I", "19"),
      ("0000000000001}", "-10"), ("0000000000001J", "-11"), ("0000000000001R", "-19"),
    ])
  func overpunched(text: String, value: String) throws {
    let bytes = Array(text.utf8)
    #expect(ExactDecimal(overpunched: bytes[...], decimals: 0)?.description == value)
    #expect(ExactDecimal(overpunched: bytes.dropLast(), decimals: 0) == nil)
  }

  @Test("what was ordered in another currency")
  func otherCurrency() throws {
    let spanish = BankTextSample.read("norma43.n43", try Self.sample("norma43.n43"))
    #expect(spanish.statements.first?.lines.last?.instructed?.description == "845.00 GBP")
    let french = BankTextSample.read("cfonb.txt", try Self.sample("cfonb.txt"))
    #expect(french.statements.first?.lines.last?.instructed?.description == "543.21 USD")
  }

  @Test("BAI2: movements within the day are notices, tests and deletions are skipped")
  func groups() throws {
    let interim = try Self.changed("bai2.bai", "USD,2/", "USD,3/")
    #expect(interim.statements.first?.lines.allSatisfy(\.isNotice) == true)
    let test = try Self.changed("bai2.bai", "BRACHVOGEL,TERNBANK,1,", "BRACHVOGEL,TERNBANK,4,")
    #expect(test.statements.isEmpty)
    #expect(test.faults.map(\.code) == [.bankBalance])
  }

  @Test("QIF: the order of day and month is asked where no entry settles it")
  func dateOrder() throws {
    let text = "!Type:Bank\nD1/2/2026\nT-5.00\nPTern\n^\nD3/4/2026\nT7.00\n^\n"
    var business = BankTextSample.business
    business.accounts.removeAll { $0.currency != .dollar }
    func read(_ order: DateOrder?) -> FileContents {
      DocumentReader(business: business, dateOrder: order)
        .read(SourceFile(path: "a.qif", bytes: Array(text.utf8)))
    }
    #expect(read(nil).faults.map(\.code) == [.csvDateOrder])
    let days = read(.dayFirst).statements.flatMap(\.lines).map(\.booked.description)
    #expect(days == ["2026-02-01", "2026-04-03"])
    #expect(
      read(.monthFirst).statements.flatMap(\.lines).map(\.booked.description)
        == ["2026-01-02", "2026-03-04"])
  }

  @Test("QIF: European amounts and dates, two accounts of which one is ours")
  func european() {
    let list =
      "!Account\nNDE43200305000000471100\nTBank\n^\n!Type:Bank\nD31.01.26\nT1.234,50\nPTern\n^\n"
    let text =
      list + "!Account\nNSavings\nTBank\n^\n!Type:Bank\nD01.02.26\nT1,00\n^\n!Type:Cat\nNRent\n^\n"
    let contents = DocumentReader(business: BankTextSample.business)
      .read(SourceFile(path: "a.qif", bytes: Array(text.utf8)))
    #expect(contents.faults.map(\.code) == [.bankAccount])
    #expect(
      contents.statements.flatMap(\.lines).map(BankTextSample.row)
        == ["2026-01-31 | 1234.50 EUR | Tern |  |  | Tern"])
  }

  @Test("an account of ours is known by its national number, others keep theirs")
  func accounts() {
    let business = BankTextSample.business
    #expect(business.ownAccount(endingWith: "0000471100") == "DE43200305000000471100")
    #expect(business.ownAccount(endingWith: "471100") == nil)
    #expect(
      business.accountNumber(bank: "20030500", number: "47 11 00") == "DE43200305000000471100")
    #expect(business.accountNumber(bank: "200 305 00", number: "99") == "2003050099")
    #expect(business.accountNumber(bank: "1", number: "") == nil)
  }
}

import Domain
import LedgerStore
import Testing

@testable import Documents

/// Text files of banks in the ledger, beside other files of the same account.
@Suite("text formats of banks in the ledger")
struct BankTextLedgerTests {
  private static let today = Day(iso: "2026-07-31") ?? Day(number: 0)
  private static let business: Business = {
    var business = BankTextSample.business
    business.accounts.removeAll { $0.currency != .euro || !$0.iban.hasPrefix("FI") }
    return business
  }()

  private static func read(_ path: String, _ text: String) throws -> FileContents {
    let contents = DocumentReader(business: business)
      .read(SourceFile(path: path, bytes: Array(text.utf8)))
    try #require(contents.faults.map(\.message) == [])
    return contents
  }

  private static func invoices() throws -> FileContents {
    try read(
      "invoices.csv",
      """
      number,client,date,amount,currency
      123,Meriharakka Oy,2026-06-01,248.00,EUR
      124,Karikukko Oy,2026-06-01,99.20,EUR
      """)
  }

  private static let sta = """
    :20:X
    :25:FI4950009420028730
    :28C:1
    :60F:C260629EUR0,00
    :61:2606300630C347,20NTRFNONREF
    :86:VIITEMAKSUT
    :62F:C260630EUR347,20
    -
    """

  /// A payment of the list with a reference of ours.
  private static func payment(_ reference: String, _ name: String, _ cents: Int) -> String {
    func right(_ text: String, _ count: Int) -> String {
      String(repeating: "0", count: count - text.count) + text
    }
    let padded = name + String(repeating: " ", count: 12 - name.count)
    return "350009420028730260630260630" + "2588ABCD00" + right(reference, 6) + right(reference, 20)
      + padded + "1A" + right("\(cents)", 10) + "0A "
  }

  private static let ktl = [
    "0" + "2606302300" + "50" + "1234567891" + String(repeating: " ", count: 67),
    payment("1232", "MERIHARAKKA", 24800), payment("1245", "KARIKUKKO", 9920),
    "9" + "000002" + "00000034720" + "000000" + "00000000000" + String(repeating: " ", count: 55),
  ].joined(separator: "\r\n")

  private static func outcome(
    _ files: [FileContents]
  ) throws -> (open: [String], unmatched: Int) {
    var outcomes: [(open: [String], unmatched: Int)] = []
    for order in [files, files.reversed()] {
      let ledger = try Ledger()
      let rules = Import(day: today, business: business)
      for file in [try invoices()] + order { _ = try ledger.add([file], by: rules) }
      for file in order { #expect(try ledger.add([file], by: rules).payments == 0) }
      let receivables = try ledger.receivables(asOf: today)
      outcomes.append(
        (
          receivables.items.map { "\($0.number.text) \($0.open.plain)" }.sorted(),
          try ledger.unmatchedReceipts(asOf: today).count + receivables.credits.count
        ))
      #expect(try ledger.violations() == [])
    }
    let first = try #require(outcomes.first)
    #expect(outcomes.allSatisfy { $0 == first }, "\(outcomes)")
    return first
  }

  @Test("a list of payments counts, the statement's entry of their sum does not")
  func deposit() throws {
    let list = try Self.read("viitteet.ktl", Self.ktl)
    let whole = try Self.outcome([list, try Self.read("a.sta", Self.sta)])
    #expect(whole.open == [])
    #expect(whole.unmatched == 0)
    // Another sum is other money.
    let other = Self.sta.replacing("347,20", with: "347,30")
    #expect(try Self.outcome([list, try Self.read("a.sta", other)]).unmatched == 1)
    // So is one entry that names a payer's account.
    let payer = Self.sta.replacing("VIITEMAKSUT", with: "166?20VIITEMAKSUT?31FI2112345600000785")
    #expect(try Self.outcome([list, try Self.read("a.sta", payer)]).unmatched == 1)
  }

  @Test("MT940 and a CSV of the same movement are one, also where an MT942 told of it before")
  func sameMovement() throws {
    func message(_ head: String, _ foot: String) -> String {
      """
      :20:X
      :25:FI4950009420028730
      :28C:1
      \(head)
      :61:2606300630C248,00NTRFNONREF//B-1
      :86:166?20EREF+E-1?21SVWZ+Lasku 123?32Meriharakka Oy
      \(foot)
      -
      """
    }
    let statement = try Self.read(
      "a.sta", message(":60F:C260629EUR0,00", ":62F:C260630EUR248,00"))
    let interim = try Self.read(
      "b.sta", message(":34F:EUR0,00\n:13D:2606301200+0300", ":90C:1EUR248,00"))
    let table = try Self.read(
      "c.csv",
      """
      Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;\
      Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;BIC (SWIFT-Code);Betrag;Waehrung;Info
      FI4950009420028730;30.06.2026;30.06.2026;GUTSCHRIFT;Lasku 123;Meriharakka Oy;;;248,00;EUR;x
      """)
    for files in [
      [statement], [statement, table], [interim, statement], [interim, statement, table],
    ] {
      let found = try Self.outcome(files)
      #expect(found.open == ["124 99.20"])
      #expect(found.unmatched == 0)
    }
  }
}

import Domain
import LedgerStore
import Support
import Testing

@testable import Documents

/// The same money, notified by camt.054 and booked by camt.053, in either order.
@Suite("payments notified and booked")
struct NotifiedPaymentsTests {
  private static let iban = "DE02120300000000202051"

  /// One transaction inside an entry.
  private struct Part {
    var amount: String
    var endToEnd = ""
    var bank = ""
    var text = ""
    var payer = ""
    var account = ""

    var xml: String {
      func tag(_ name: String, _ value: String) -> String {
        value.isEmpty ? "" : "<\(name)>\(value)</\(name)>"
      }
      return "<TxDtls><Refs>\(tag("AcctSvcrRef", bank))\(tag("EndToEndId", endToEnd))</Refs>"
        + "<Amt Ccy=\"EUR\">\(amount)</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
        + "<RltdPties><Dbtr>\(tag("Nm", payer))</Dbtr>"
        + (account.isEmpty ? "" : "<DbtrAcct><Id><IBAN>\(account)</IBAN></Id></DbtrAcct>")
        + "</RltdPties>"
        + "<RmtInf>\(tag("Ustrd", text))</RmtInf></TxDtls>"
    }
  }

  private static func entry(
    _ amount: String, on day: String = "2026-06-03", bank: String = "", _ parts: [Part] = []
  ) -> String {
    let reference = bank.isEmpty ? "" : "<AcctSvcrRef>\(bank)</AcctSvcrRef>"
    let details = parts.isEmpty ? "" : "<NtryDtls>\(parts.map(\.xml).joined())</NtryDtls>"
    return "<Ntry><Amt Ccy=\"EUR\">\(amount)</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
      + "<BookgDt><Dt>\(day)</Dt></BookgDt>\(reference)\(details)</Ntry>"
  }

  private static func file(_ kind: Int, _ id: String, _ entries: [String]) throws -> FileContents {
    let (message, statement) =
      kind == 54 ? ("BkToCstmrDbtCdtNtfctn", "Ntfctn") : ("BkToCstmrStmt", "Stmt")
    let text =
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.0\(kind).001.04\"><\(message)>"
      + "<\(statement)><Id>\(id)</Id><CreDtTm>2026-06-04T08:00:00</CreDtTm>"
      + "<Acct><Id><IBAN>\(iban)</IBAN></Id></Acct>\(entries.joined())"
      + "</\(statement)></\(message)></Document>"
    let contents = DocumentReader(business: UBL.business).read(
      SourceFile(path: "\(id).xml", bytes: Array(text.utf8)))
    try #require(contents.faults.map(\.message) == [])
    return contents
  }

  /// The bank's own CSV of the same account: day, payer, the payer's account, text, amount.
  private static func csv(_ rows: [String]) throws -> FileContents {
    let head =
      "Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;"
      + "Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;BIC (SWIFT-Code);Betrag;Waehrung;Info"
    let lines = rows.map { row in
      let cells = row.split(separator: ";", omittingEmptySubsequences: false)
      return "\(iban);\(cells[0]);\(cells[0]);GUTSCHRIFT;\(cells[3]);\(cells[1]);\(cells[2]);;"
        + "\(cells[4]);EUR;Umsatz gebucht"
    }
    let contents = DocumentReader(business: UBL.business).read(
      SourceFile(
        path: "umsaetze.csv", bytes: Array(([head] + lines).joined(separator: "\n").utf8)))
    try #require(contents.faults.map(\.message) == [])
    return contents
  }

  private static func invoices() -> FileContents {
    let text = """
      number,client,date,amount,currency
      R-1001,Tern,2026-05-01,100.00,EUR
      R-1002,Gull,2026-05-01,20.00,EUR
      R-1003,Tern,2026-05-02,100.00,EUR
      """
    return DocumentReader(business: UBL.business).read(
      SourceFile(path: "invoices.csv", bytes: Array(text.utf8)))
  }

  private static let today = Day(iso: "2026-06-30") ?? Day(number: 0)
  private static var rules: Import { Import(day: today, business: UBL.business) }

  /// What is open, and how many lines are unmatched or credits on account, after the files came in,
  /// in every order of the files and in one go; the order may not matter, and the ledger's own
  /// checks hold.
  private static func outcome(_ files: [FileContents]) throws -> (open: [String], unmatched: Int) {
    var outcomes: [(open: [String], unmatched: Int)] = []
    for order in [files, files.reversed()] {
      for isAtOnce in [false, true] {
        let ledger = try Ledger()
        let all = [invoices()] + order
        if isAtOnce { _ = try ledger.add(all, by: rules) }
        for file in all where !isAtOnce { _ = try ledger.add([file], by: rules) }
        for file in all {
          #expect(try ledger.add([file], by: rules).isNothingNew, "read again")
        }
        let receivables = try ledger.receivables(asOf: today)
        outcomes.append(
          (
            receivables.items.map { "\($0.number.text) \($0.open.plain)" }.sorted(),
            try ledger.unmatchedReceipts(asOf: today).count + receivables.credits.count
          ))
        #expect(try ledger.violations() == [])
      }
    }
    let first = try #require(outcomes.first)
    #expect(outcomes.allSatisfy { $0 == first }, "\(outcomes)")
    return first
  }

  private static let single = Part(
    amount: "100.00", endToEnd: "E-1", text: "R-1001", payer: "Tern")
  private static let batch = [
    Part(amount: "100.00", endToEnd: "E-1", text: "R-1001", payer: "Tern"),
    Part(amount: "20.00", endToEnd: "E-2", text: "R-1002", payer: "Gull"),
  ]

  @Test("one payment that both tell of counts once, by the bank's reference or the payer's")
  func single() throws {
    let told: [(String, [String], [String])] = [
      (
        "bank", [Self.entry("100.00", bank: "S1", [Self.single])],
        [Self.entry("100.00", bank: "S1")]
      ),
      (
        "payer", [Self.entry("100.00", bank: "N7", [Self.single])],
        [Self.entry("100.00", bank: "S1", [Part(amount: "100.00", endToEnd: "E-1")])]
      ),
      (
        "equal in all", [Self.entry("100.00", bank: "S1", [Self.single])],
        [Self.entry("100.00", bank: "S1", [Self.single])]
      ),
      (
        "a day later", [Self.entry("100.00", on: "2026-06-02", [Self.single])],
        [Self.entry("100.00", on: "2026-06-03", [Self.single])]
      ),
      (
        "by its text", [Self.entry("100.00", [Part(amount: "100.00", text: "for R-1001")])],
        [
          Self.entry(
            "100.00", bank: "S1", [Part(amount: "100.00", text: "for R-1001", payer: "Tern")])
        ]
      ),
    ]
    for (name, notified, booked) in told {
      let outcome = try Self.outcome([
        try Self.file(54, "n", notified), try Self.file(53, "s", booked),
      ])
      #expect(outcome.open == ["R-1002 20.00", "R-1003 100.00"], "\(name)")
      #expect(outcome.unmatched == 0, "\(name)")
    }
  }

  @Test("a booked batch without its transactions is the transactions of its notification")
  func batches() throws {
    let notified = try Self.file(54, "n", [Self.entry("120.00", bank: "S1", Self.batch)])
    let booked: [[String]] = [
      [Self.entry("120.00", bank: "S1")],
      [Self.entry("120.00", bank: "S1", Self.batch)],
      // Transactions with nothing but amounts.
      [Self.entry("120.00", bank: "S1", [Part(amount: "100.00"), Part(amount: "20.00")])],
    ]
    for entries in booked {
      let outcome = try Self.outcome([notified, try Self.file(53, "s", entries)])
      #expect(outcome.open == ["R-1003 100.00"])
      #expect(outcome.unmatched == 0)
    }
  }

  @Test("a batch whose transactions were notified one by one is theirs by the references")
  func batchOfSingleNotices() throws {
    let notices = [
      try Self.file(54, "n1", [Self.entry("100.00", bank: "T1", [Self.batch[0]])]),
      try Self.file(54, "n2", [Self.entry("20.00", bank: "T2", [Self.batch[1]])]),
    ]
    var parts = Self.batch
    (parts[0].bank, parts[1].bank) = ("T1", "T2")
    let booked = try Self.file(53, "s", [Self.entry("120.00", bank: "S1", parts)])
    let outcome = try Self.outcome(notices + [booked])
    #expect(outcome.open == ["R-1003 100.00"])
    #expect(outcome.unmatched == 0)
  }

  @Test("two equal payments stay two, and one that only one of the two tells of is not lost")
  func equalPayments() throws {
    var second = Self.single
    second.text = "R-1003"
    let twice = [
      Self.entry("100.00", bank: "S1", [Self.single]), Self.entry("100.00", bank: "S2", [second]),
    ]
    let both = try Self.outcome([
      try Self.file(54, "n", twice), try Self.file(53, "s", twice.map { $0 }),
    ])
    #expect(both.open == ["R-1002 20.00"])
    // Equal in everything, of one day: the notification knows of one of them only.
    let equal = Self.entry("100.00", [Self.single])
    let half = try Self.outcome([
      try Self.file(54, "n", [equal]), try Self.file(53, "s", [equal, equal]),
    ])
    #expect(half.open == ["R-1002 20.00", "R-1003 100.00"])
    #expect(half.unmatched == 1, "the second payment is on account")
    let row = "03.06.26;Tern;;R-1001;100,00"
    let plain = Self.entry("100.00", [Part(amount: "100.00", text: "R-1001", payer: "Tern")])
    for (rows, entries) in [([row], [plain, plain]), ([row, row], [plain])] {
      let told = try Self.outcome([try Self.csv(rows), try Self.file(53, "s", entries)])
      #expect(told.unmatched == 1, "\(rows.count) rows, \(entries.count) entries")
    }
    let other = Self.entry("20.00", bank: "S9", [Self.batch[1]])
    let apart = try Self.outcome([
      try Self.file(54, "n", [Self.entry("100.00", bank: "S1", [Self.single])]),
      try Self.file(53, "s", [other]),
    ])
    #expect(apart.open == ["R-1003 100.00"])
  }

  @Test("taking back one of the two files leaves the money that the other tells of")
  func undone() throws {
    let notified = try Self.file(54, "n", [Self.entry("120.00", bank: "S1", Self.batch)])
    let booked = try Self.file(53, "s", [Self.entry("120.00", bank: "S1")])
    let ledger = try Ledger()
    for file in [Self.invoices(), booked, notified] {
      _ = try ledger.add([file], by: Self.rules)
    }
    func open() throws -> [String] {
      try ledger.receivables(asOf: Self.today).items.map(\.number.text).sorted()
    }
    #expect(try open() == ["R-1003"])
    try ledger.undo(3, on: Self.today)
    #expect(try open() == ["R-1001", "R-1002", "R-1003"])
    #expect(try ledger.unmatchedReceipts(asOf: Self.today).map(\.amount.plain) == ["120.00"])
    #expect(try ledger.violations() == [])
    _ = try ledger.add([notified], by: Self.rules)
    try ledger.undo(2, on: Self.today)
    #expect(try open() == ["R-1003"])
    #expect(try ledger.violations() == [])
  }

  @Test("a batch that a person settled by hand is not replaced by its transactions")
  func settledByHand() throws {
    let booked = try Self.file(53, "s", [Self.entry("120.00", bank: "S1")])
    let ledger = try Ledger()
    for file in [Self.invoices(), booked] { _ = try ledger.add([file], by: Self.rules) }
    let line = try #require(try ledger.unmatchedReceipts(asOf: Self.today).first?.id)
    try ledger.decide(line, pays: ["R-1003"], on: Self.today)
    let before = try ledger.receivables(asOf: Self.today).items.map(\.number.text).sorted()
    let notified = try Self.file(54, "n", [Self.entry("120.00", bank: "S1", Self.batch)])
    let summary = try ledger.add([notified], by: Self.rules)
    #expect(summary.isNothingNew && summary.alreadyKnown == 2)
    #expect(try ledger.receivables(asOf: Self.today).items.map(\.number.text).sorted() == before)
    #expect(try ledger.violations() == [])
  }

  private static let tern = "DE89370400440532013000"
  private static let gull = "DE02500105170137075030"

  @Test("what the bank's CSV and its statement tell of one day and amount is one payment")
  func otherForms() throws {
    let ternRow = "03.06.26;Tern;\(Self.tern);R-1001;100,00"
    let twoRows = [ternRow, "03.06.26;Tern;\(Self.tern);R-1003;100,00"]
    func entry(_ text: String, account: String = "") -> String {
      Self.entry("100.00", [Part(amount: "100.00", text: text, payer: "Tern", account: account)])
    }
    let cases: [(String, [String], [String], [String])] = [
      ("the same two", twoRows, [entry("R-1003"), entry("R-1001")], ["R-1002 20.00"]),
      ("exported at noon", [ternRow], [entry("R-1001"), entry("R-1003")], ["R-1002 20.00"]),
      (
        "in other words", [ternRow], [entry("INVOICE R-1001 THANKS", account: Self.tern)],
        ["R-1002 20.00", "R-1003 100.00"]
      ),
      (
        "from another account", [ternRow], [entry("R-1003", account: Self.gull)],
        ["R-1002 20.00"]
      ),
    ]
    for (name, rows, entries, open) in cases {
      let outcome = try Self.outcome([try Self.csv(rows), try Self.file(53, "s", entries)])
      #expect(outcome.open == open, "\(name)")
      #expect(outcome.unmatched == 0, "\(name)")
    }
  }

  @Test("money that a notification, a statement and a CSV tell of counts once")
  func threeForms() throws {
    let rows = [
      "03.06.26;Tern;\(Self.tern);R-1001;100,00", "03.06.26;Tern;\(Self.tern);noon;100,00",
    ]
    let part = Part(
      amount: "100.00", endToEnd: "E-1", text: "R-1001", payer: "Tern", account: Self.tern)
    func entries(_ text: String) -> [String] {
      [
        Self.entry("100.00", bank: "S1", [part]),
        Self.entry(
          "100.00", bank: "S2",
          [Part(amount: "100.00", endToEnd: "E-2", text: text, payer: "Tern", account: Self.tern)]),
      ]
    }
    let outcome = try Self.outcome([
      try Self.file(54, "n", entries("AT NOON R-1003")),
      try Self.file(53, "s", [Self.entry("100.00", bank: "S1"), Self.entry("100.00", bank: "S2")]),
      try Self.csv(rows),
    ])
    #expect(outcome.open == ["R-1002 20.00"])
    #expect(outcome.unmatched == 0)
  }
}

extension Import.Summary {
  fileprivate var isNothingNew: Bool { invoices + creditNotes + bills + payments == 0 }
}

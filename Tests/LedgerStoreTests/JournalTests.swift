import Domain
import GRDB
import LedgerStore
import Support
import Testing

/// A book on disk with one of everything the paper trail is about.
private func fullBook(
  in folder: TemporaryFolder, isMerged: Bool = false
) throws -> (path: String, ledger: Ledger) {
  let path = folder.path + "/book.sqlite"
  let ledger = try Ledger(path: path)
  var paid = record("RE-1001", issued: "2026-05-01", due: "2026-05-31", euros(10_000))
  paid.settlement = FileContents.Settlement(paid: euros(100), day: day("2026-05-18"))
  paid.isDisputed = true
  _ = try ledger.add(
    [
      file("a", [paid, record("RE-1002", issued: "2026-05-02", euros(5_000))]),
      file(
        "b",
        bank: [
          line("2026-05-20", euros(4_000), text: "RE-1001"),
          line("2026-05-21", euros(5_000), text: "thanks", from: "Somebody"),
        ]),
    ], by: Import(day: day("2026-06-05"), business: business))
  try ledger.record(.promise, "RE-1001", on: "2026-06-05", until: "2026-06-10")
  let unmatched = try #require(ledger.unmatchedReceipts(asOf: day("2026-06-05")).first?.id)
  try ledger.decide(unmatched, pays: ["RE-1002"], on: day("2026-06-05"))
  let receivables = try ledger.receivables(asOf: day("2026-06-05"))
  let item = try #require(receivables.items.first)
  let client = try #require(receivables.clients[item.client])
  let notice = Notice(
    client: client, currency: .euro, day: day("2026-06-05"), level: 2, stage: "reminder",
    lines: [
      Notice.Line(item: item, level: 2, daysOverdue: 5, interest: .zero(.euro), fee: .zero(.euro))
    ], credits: [], total: item.open, payBy: day("2026-06-12"), language: "en", channel: .email)
  _ = try ledger.give([notice]) { _ in .init(files: ["letter.txt"]) }
  if isMerged {
    // A later file tells more.
    paid.settlement?.paid = euros(200)
    _ = try ledger.add([file("e", [paid])], by: Import(day: day("2026-06-05"), business: business))
    try addFacts(of: item, to: ledger)
    try merge(item.client, in: ledger)
  }
  return (path, ledger)
}

/// Adds an advance, a letter, a discount, and all that a statement may say.
private func addFacts(of item: OpenItem, to ledger: Ledger) throws {
  var event = ClientEvent(
    kind: .finance, day: day("2026-06-05"), client: item.client, invoice: item.id)
  (event.amount, event.financier) = (euros(500), "Open Funds")
  try ledger.record(event)
  event = ClientEvent(kind: .note, day: day("2026-06-05"), client: item.client)
  event.letter = .statement
  try ledger.record(event)
  var early = record("RE-1004", issued: "2026-05-03", due: "2026-05-31", euros(800))
  early.invoice.discounts = [
    EarlyPaymentDiscount(days: 7, rate: .percent(3)),
    EarlyPaymentDiscount(days: 14, rate: .percent(2), base: euros(700)),
  ]
  var paid = line("2026-05-22", euros(300), text: "part of it", from: "Pay Office")
  paid.accountHolder = "Somebody's Pay Office"
  paid.instructed = euros(310)
  var statement = file("f", [early], bank: [paid])
  statement.statements[0].opening = euros(1_000)
  statement.statements[0].format = .ofx
  _ = try ledger.add([statement], by: Import(day: day("2026-06-05"), business: business))
  // A list tells what is used of a credit that was known before.
  var credit = record("CN-1", .creditNote, issued: "2026-05-03", euros(900))
  for (name, used) in [("g", Int64?.none), ("h", 0)] {
    credit.settlement = used.map { FileContents.Settlement(paid: euros($0), day: nil) }
    _ = try ledger.add(
      [file(name, [credit])], by: Import(day: day("2026-06-05"), business: business))
  }
}

/// Adds a client of whom a list knows something, and merges it into another.
private func merge(_ kept: ID<Client>, in ledger: Ledger) throws {
  let other = record("RE-1003", client: "Other", issued: "2026-05-02", euros(700))
  _ = try ledger.add([file("c", [other])], by: Import(day: day("2026-06-05"), business: business))
  var list = ClientList(path: "d", digest: file("d").digest)
  list.rows = [ClientList.Row(line: 2, client: "Other", facts: [ClientFact(.email, "o@x.example")])]
  _ = try ledger.add(list, on: day("2026-06-05"))
  let clients = try ledger.receivables(asOf: day("2026-06-05")).clients.values
  let gone = try #require(clients.first { $0.name == "Other" })
  try ledger.merge(gone.id, into: kept, on: day("2026-06-06"))
}

@Test("an untouched book proves its paper trail")
func soundJournal() throws {
  let folder = try TemporaryFolder()
  let ledger = try fullBook(in: folder).ledger
  #expect(try ledger.violations() == [])
  let head = try ledger.journalHead()
  #expect(head.entries == 7, "two files, a client, a match, an event, a decision, a notice")
  #expect(head.chain != Digest())
}

/// Columns that hold no fact of their own.
private let free: Set<String> = [
  "journal.salt",
  // It decides only what is taken of documents to come.
  "client.contact_days",
  // Too high is no harm.
  "source_file.last_document",
]

@Test("a change of any column of any row is found")
func tampering() throws {
  let folder = try TemporaryFolder()
  let (path, ledger) = try fullBook(in: folder, isMerged: true)
  #expect(try ledger.violations() == [])
  let tables = [
    "import", "source_file", "client", "client_key", "document", "later_settlement", "statement",
    "bank_line", "match", "allocation", "event", "decision", "decision_document", "notice",
    "notice_line", "journal", "client_fact", "client_move", "client_move_row", "discount",
    "notice_file", "reported_use",
  ]
  var configuration = Configuration()
  configuration.foreignKeysEnabled = false
  configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
  let raw = try DatabaseQueue(path: path, configuration: configuration)
  var tried = 0
  for table in tables {
    let columns = try raw.read { try $0.columns(in: table).map(\.name) }
    for column in columns where column != "id" && !free.contains("\(table).\(column)") {
      try ledger.withoutEffectOnDisk(raw) {
        let changed: Int
        do {
          try raw.write { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = 1")
            try db.execute(sql: change(table, column))
          }
          changed = 1
        } catch {
          changed = 0
        }
        guard changed == 1 else { return }
        tried += 1
        let found = (try? ledger.violations()) ?? ["the book is damaged"]
        #expect(!found.isEmpty, "\(table).\(column)")
      }
    }
    try ledger.withoutEffectOnDisk(raw) {
      let isGone = (try? raw.write { try $0.execute(sql: "DELETE FROM \"\(table)\"") }) != nil
      if isGone {
        let found = (try? ledger.violations()) ?? ["the book is damaged"]
        #expect(!found.isEmpty, "all of \(table) deleted")
      }
    }
  }
  #expect(tried > 80)
  #expect(try ledger.violations() == [])
}

private func change(_ table: String, _ column: String) -> String {
  """
  UPDATE "\(table)" SET "\(column)" = CASE typeof("\(column)")
    WHEN 'integer' THEN "\(column)" + 1 WHEN 'null' THEN 7 ELSE "\(column)" || 'x' END
  """
}

extension Ledger {
  /// Runs `body` and puts every table back as it was.
  fileprivate func withoutEffectOnDisk(_ raw: DatabaseQueue, _ body: () throws -> Void) throws {
    let saved = try DatabaseQueue()
    try raw.backup(to: saved)
    try body()
    try saved.backup(to: raw)
  }
}

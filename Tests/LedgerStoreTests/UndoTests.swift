import Domain
import LedgerStore
import Support
import Testing

private var rules: Import { Import(day: day("2026-06-30"), business: business) }
private let first = file("a", [record("RE-1001", issued: "2026-05-01", euros(10_000))])
private let second = file(
  "b", [record("RE-2001", client: "Other", issued: "2026-05-02", euros(5_000))],
  bank: [line("2026-05-20", euros(10_000), text: "RE-1001")])

@Test("an import is taken back whole, leaves a trace, and can be read again")
func undoing() throws {
  let ledger = try Ledger()
  #expect(try ledger.add([first], by: rules).number == 1)
  let before = try ledger.open(asOf: "2026-06-30")
  #expect(try ledger.add([second], by: rules).number == 2)
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-2001": 5_000])
  try ledger.undo(2, on: day("2026-06-30"))
  #expect(try ledger.open(asOf: "2026-06-30") == before)
  #expect(try ledger.targets(named: "Other").isEmpty)
  #expect(try ledger.violations() == [])
  #expect(try ledger.imports().map(\.undone) == [nil, day("2026-06-30")])
  #expect(try ledger.imports().map(\.files) == [1, 1])
  #expect(try ledger.add([second], by: rules).number == 3)
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-2001": 5_000])
  #expect(try ledger.violations() == [])
}

@Test("an import on which something was built is not taken back")
func builtOn() throws {
  let ledger = try Ledger()
  _ = try ledger.add([first], by: rules)
  // The same document in another file: the first import is what it rests on.
  _ = try ledger.add([file("c", first.records.map(\.self)), second], by: rules)
  #expect(throws: Ledger.Problem.self) { try ledger.undo(1, on: day("2026-06-30")) }
  try ledger.undo(2, on: day("2026-06-30"))
  try ledger.record(.promise, "RE-1001", on: "2026-06-01", until: "2026-06-10")
  #expect(throws: Ledger.Problem.self) { try ledger.undo(1, on: day("2026-06-30")) }
  #expect(throws: Ledger.Problem.self) { try ledger.undo(2, on: day("2026-06-30")) }
  #expect(throws: Ledger.Problem.self) { try ledger.undo(9, on: day("2026-06-30")) }
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1001": 10_000])
  #expect(try ledger.violations() == [])
}

@Test("a client whose account is settled is forgotten, and the paper trail stays whole")
func forgetting() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/book.sqlite"
  let ledger = try Ledger(path: path)
  var invoice = record("RE-1001", issued: "2026-05-01", euros(10_000))
  invoice.invoice.buyer.contact.email = "someone@client.example"
  _ = try ledger.add([file("a", [invoice])], by: rules)
  guard case .client(let client) = try ledger.targets(named: "Client").first else {
    preconditionFailure("no client")
  }
  var note = ClientEvent(kind: .note, day: day("2026-05-03"), client: client)
  note.note = "is on holiday with Ms Otherperson"
  try ledger.record(note)
  let retention = Retention(country: "DE")
  #expect(throws: Ledger.Problem.self) {
    try ledger.forget(client, on: day("2026-06-30"), retention: retention)
  }
  _ = try ledger.add(
    [file("b", bank: [line("2026-05-20", euros(10_000), text: "RE-1001")])], by: rules)
  let done = try ledger.forget(client, on: day("2026-06-30"), retention: retention)
  #expect(done.removed == ["e-mail", "the notes of 1 event"])
  #expect(done.kept.map(\.why) == ["records for tax, until the end of 2034 (§ 147 AO, § 257 HGB)"])
  #expect(try ledger.violations() == [])
  #expect(try ledger.history(of: .client(client), asOf: day("2026-06-30")).count > 2)
  // Reading the document again does not bring it back.
  _ = try ledger.add([file("c", [invoice])], by: rules)
  #expect(try ledger.violations() == [])
  for name in ["book.sqlite", "book.sqlite-wal"] {
    let text = (try? folder.bytes(of: name)) ?? ""
    #expect(!text.contains("someone@client.example"), "\(name)")
    #expect(!text.contains("Otherperson"), "\(name)")
  }
}

@Test("letters are released after their term, and what stays says when its own is over")
func lettersReleased() throws {
  let ledger = try ledger(first)
  let open = try ledger.receivables(asOf: day("2026-06-05"))
  let item = try #require(open.items.first)
  let client = try #require(open.clients[item.client])
  let notice = Notice(
    client: client, currency: .euro, day: day("2026-06-05"), level: 2, stage: "reminder",
    lines: [
      Notice.Line(item: item, level: 2, daysOverdue: 5, interest: .zero(.euro), fee: .zero(.euro))
    ], credits: [], total: item.open, payBy: day("2026-06-12"), language: "en", channel: .letter)
  _ = try ledger.give([notice]) { _ in .init(files: ["Letters/client.txt", "Letters/client.pdf"]) }
  try ledger.record(.payment, "RE-1001", on: "2026-06-20", 10_000)
  func forget(_ iso: String) throws -> Forgotten {
    try ledger.forget(client.id, on: day(iso), retention: Retention(country: "DE"))
  }
  for iso in ["2026-06-30", "2032-12-31"] {
    let kept = try forget(iso)
    #expect(kept.letters.isEmpty && kept.kept.count == 2, "\(kept)")
    #expect(kept.kept.last?.why.contains("until the end of 2032") == true)
  }
  let released = try forget("2033-01-01")
  #expect(released.letters == ["Letters/client.txt", "Letters/client.pdf"])
  #expect(released.removed == ["the files of 1 letter"])
  #expect(released.kept.count == 1)
  #expect(try ledger.letterFiles().isEmpty)
  #expect(try forget("2035-01-01").kept.first?.why.contains("term ended with 2034") == true)
  #expect(try ledger.violations() == [])
}

@Test("an import whose files were read again is taken back, not one that another file tells of")
func undoingFilesReadAgain() throws {
  let ledger = try Ledger()
  _ = try ledger.add([first], by: rules)
  // A folder that is read again, before and after what is new in it.
  _ = try ledger.add([first, second, first], by: rules)
  try ledger.undo(1, on: day("2026-06-30"))
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-2001": 5_000])
  #expect(try ledger.violations() == [])
  _ = try ledger.add([first], by: rules)
  _ = try ledger.add([file("c", first.records.map(\.self))], by: rules)
  #expect(throws: Ledger.Problem.self) { try ledger.undo(3, on: day("2026-06-30")) }
}

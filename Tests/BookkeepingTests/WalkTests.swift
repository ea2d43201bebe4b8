import Bookkeeping
import Chasing
import Domain
import LedgerStore
import Reporting
import Support
import Testing

private let june = day("2026-06-09")

/// A book of two overdue invoices, and a bank file with money that is surely for neither.
private struct SmallBook {
  let folder: TemporaryFolder
  let book: Book

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.path + "/book"
    _ = try Book.make(in: path)
    try folder.write(
      """
      house: {name: Our House, country: DE}
      bank: [{iban: DE21900000170041220700, currency: EUR}]
      chase: {bank_days: 400}
      """, to: "book/dunlin.yaml")
    try folder.write(
      """
      number,client,date,due,amount,currency
      A-1,Alder,2026-05-01,2026-05-31,660.00,EUR
      B-1,Birch,2026-05-02,2026-06-01,80.00,EUR

      """, to: "files/register.csv")
    try folder.write(
      """
      "Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference",\
      "Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"
      2026-06-05,2026-06-05,"M. Unknown",DE02120300000000202051,Credit Transfer,thank you,\
      Main,660.00,,,
      """, to: "files/bank.csv")
    try folder.write("no invoice", to: "files/notes.md")
    book = try Book(folder: path)
  }

  func importAll(isDryRun: Bool = false) throws -> (Imported, [Note]) {
    var notes: [Note] = []
    var request = ImportRequest([folder.path + "/files"], asOf: june)
    request.isDryRun = isDryRun
    request.listsDocuments = isDryRun
    let imported = try book.importFiles(request) { notes.append($0) }
    return (imported, notes)
  }
}

@Test("a book is imported, matched and chased through the library alone")
func walk() throws {
  let small = try SmallBook()
  let book = small.book
  let (imported, notes) = try small.importAll()
  #expect(imported.summary.invoices == 2)
  #expect(imported.summary.payments == 1)
  #expect(imported.faults.isEmpty)
  #expect(imported.number == 1)
  #expect(notes == [.skippedFiles(1)])
  let again = try small.importAll().0
  #expect(again.summary.invoices == 0)
  #expect(again.summary.alreadyKnown == 3)

  let waiting = try book.waitingMoney(asOf: june)
  let line = try #require(waiting.lines.first)
  #expect(waiting.lines.count == 1)
  #expect(line.proposals.map { $0.invoices.map(\.text) } == [["A-1"]])
  #expect(try book.acceptMatches(asOf: june, note: "", who: "test").matches.isEmpty)

  // The money keeps the reminder away until a person settles it.
  var request = ChaseRequest(asOf: june)
  request.isDryRun = true
  #expect(try book.chase(request).plan.notices.map(\.client.name) == ["Birch"])
  let id = try #require(line.line.id)
  let decision = LineDecision(line: id, asOf: june, .notOurs, who: "test")
  try book.decide(decision, isDryRun: true)
  #expect(try book.waitingMoney(asOf: june).lines.count == 1)
  try book.decide(decision)
  #expect(try book.waitingMoney(asOf: june).lines.isEmpty)
  #expect(try book.waitingMoney(asOf: june).notOurs.map(\.id) == [id])

  request.isDryRun = false
  let chased = try book.chase(request)
  let notices = chased.plan.notices
  #expect(notices.map(\.client.name).sorted() == ["Alder", "Birch"])
  #expect(Set(notices.flatMap { $0.lines.map(\.item.open) }) == [euros(660_00), euros(80_00)])
  for files in chased.files { #expect(files.map { $0.suffix(4) } == [".txt", "html", ".pdf"]) }
  #expect(try book.chase(request).plan.notices.isEmpty)
}

@Test("a dry run lists every document and leaves the book as it is")
func dryRun() throws {
  let small = try SmallBook()
  let (imported, _) = try small.importAll(isDryRun: true)
  #expect(imported.summary.invoices == 2)
  #expect(imported.documents?.split(separator: "\n").count == 3)
  #expect(try small.book.imports().text == ImportsReport([]).text)
  #expect(try small.book.waitingMoney(asOf: june).lines.isEmpty)
}

@Test("an import that is to stop says so by an error of its own, and nothing is taken in")
func stopped() throws {
  let small = try SmallBook()
  let progress = JobProgress(isStopped: { true })
  let failure = #expect(throws: Failure.self) {
    try small.book.importFiles(
      ImportRequest([small.folder.path + "/files"], asOf: june), progress: progress)
  }
  #expect(failure?.isInterruption == true)
  #expect(try small.book.imports().text == ImportsReport([]).text)
}

@Test("faults of the settings come with the failure, each with its line")
func settingsFaults() throws {
  let small = try SmallBook()
  try small.folder.write("house: {name: Our House}\nhuose: 1\n", to: "book/dunlin.yaml")
  let failure = #expect(throws: Failure.self) { try Book(folder: small.folder.path + "/book") }
  #expect(failure?.faults.count == 1)
  #expect(failure?.faults.first?.line == 2)
}

@Test("a record gives what was recorded, and the very same again is not new")
func recorded() throws {
  let small = try SmallBook()
  _ = try small.importAll()
  var request = EventRequest(.promise, about: "B-1", asOf: june)
  #expect(throws: InvalidRequest.self) { try small.book.record(request) }
  request.by = june + 7
  request.on = june + 1
  var notes: [Note] = []
  let first = try small.book.record(request) { notes.append($0) }
  #expect(first.map(\.event.until) == [june + 7])
  #expect(first.map(\.isNew) == [true])
  #expect(notes == [.countsFrom(june + 1, asOf: june)])
  #expect(try small.book.record(request).map(\.isNew) == [false])
}

@Test("mail waits for the first mailing to be confirmed, is sent once, and is reported as values")
func mailed() throws {
  let small = try SmallBook()
  try small.folder.write(
    """
    house: {name: Our House, country: DE, email: me@our-house.example}
    bank: [{iban: DE21900000170041220700, currency: EUR}]
    chase: {bank_days: 400}
    clients: [{match: Birch, email: pay@birch.example}]
    mail: {from: me@our-house.example, folder: Mail}
    """, to: "book/dunlin.yaml")
  let book = try Book(folder: small.folder.path + "/book")
  _ = try book.importFiles(ImportRequest([small.folder.path + "/files/register.csv"], asOf: june))
  _ = try book.chase(ChaseRequest(asOf: june))
  var request = MailRequest(asOf: june, now: 1_780_000_000)
  let first = try Outbox(of: book, request).send()
  guard case .listed(let waiting, awaitConfirmation: true) = first.outcome else {
    Issue.record("mailed without a confirmation")
    return
  }
  #expect(waiting.map(\.recipient) == ["pay@birch.example"])
  request.isConfirmed = true
  guard case .mailed(let counts) = try Outbox(of: book, request).send().outcome else {
    Issue.record("not mailed")
    return
  }
  #expect(counts == [.sent: 1])
  guard case .mailed(let none) = try Outbox(of: book, request).send().outcome else {
    Issue.record("not mailed")
    return
  }
  #expect(none.isEmpty)
}

import Domain
import LedgerStore
import Support
import Testing

private func list(_ name: String, _ rows: ClientList.Row...) -> ClientList {
  var list = ClientList(path: name, digest: file(name).digest)
  list.rows = rows
  return list
}

private func client(_ ledger: Ledger, _ name: String, _ iso: String) throws -> Client {
  let clients = try ledger.receivables(asOf: day(iso)).clients.values
  return try #require(clients.first { $0.name == name })
}

private func twoClients() throws -> Ledger {
  try ledger(
    file(
      "a",
      [
        record("RE-1", client: "North", issued: "2026-05-01", euros(10_000)),
        record("RE-2", client: "South", issued: "2026-05-02", euros(5_000)),
      ]),
    file("b", bank: [line("2026-05-20", euros(5_000), text: "RE-2", from: "South")]))
}

@Test("what a list says of clients holds from its day on, is sealed, and can be undone")
func facts() throws {
  let ledger = try twoClients()
  let rows = list(
    "clients.csv",
    ClientList.Row(
      line: 2, client: "North", from: day("2026-06-01"),
      facts: [ClientFact(.email, "north@x.example"), ClientFact(.kind, "consumer")]),
    ClientList.Row(line: 3, client: "West", facts: [ClientFact(.language, "de")]))
  let summary = try ledger.add(rows, on: day("2026-06-10"))
  #expect(summary.facts == 2)
  #expect(summary.faults.map(\.code) == [.csvClient])
  #expect(try client(ledger, "North", "2026-05-31").contact.email == "")
  #expect(try client(ledger, "North", "2026-06-01").contact.email == "north@x.example")
  #expect(try client(ledger, "North", "2026-06-01").isConsumer == true)
  #expect(try ledger.violations() == [])
  #expect(try ledger.add(rows, on: day("2026-06-11")).facts == 0)
  try ledger.undo(try #require(summary.number), on: day("2026-06-12"))
  #expect(try client(ledger, "North", "2026-06-30").contact.email == "")
  #expect(try ledger.violations() == [])
}

@Test("a merge gives one client everything of the other, also later documents; a split undoes it")
func mergeAndSplit() throws {
  let ledger = try twoClients()
  let before = try ledger.receivables(asOf: day("2026-06-30"))
  let (north, south) = (
    try client(ledger, "North", "2026-06-30").id, try client(ledger, "South", "2026-06-30").id
  )
  try ledger.merge(south, into: north, on: day("2026-06-05"), note: "one firm")
  #expect(try ledger.violations() == [])
  #expect(try ledger.receivables(asOf: day("2026-06-30")).clients.count == 1)
  let later = record("RE-3", client: "South", issued: "2026-06-06", euros(700))
  _ = try ledger.add([file("c", [later])], by: Import(day: day("2026-06-06"), business: business))
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1": 10_000, "RE-3": 700])
  #expect(
    Set(try ledger.receivables(asOf: day("2026-06-30")).items.map(\.client)) == [north])
  #expect(try ledger.unmerge(north, on: day("2026-06-07")) == "South")
  let after = try ledger.receivables(asOf: day("2026-06-30"))
  #expect(after.clients.count == before.clients.count)
  #expect(after.items.first { $0.number.text == "RE-3" }?.client == south)
  #expect(try ledger.moves(of: north).map(\.undone) == [day("2026-06-07")])
  #expect(try ledger.violations() == [])
}

@Test("documents told to be a client's wrongly become another's, with the money they name")
func separated() throws {
  let ledger = try twoClients()
  let south = try client(ledger, "South", "2026-06-30").id
  try ledger.split(["RE-2"], from: south, named: "South Shop", on: day("2026-06-05"))
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1": 10_000])
  #expect(try ledger.violations() == [])
  #expect(throws: Ledger.Problem.self) {
    try ledger.split(["RE-1"], from: south, named: "X", on: day("2026-06-05"))
  }
}

@Test("a document that a person moved is known again from the unchanged file, as no other is")
func movedDocument() throws {
  func south(_ number: String, _ client: String = "South", _ cents: Int64 = 700)
    -> FileContents.Record
  {
    record(number, client: client, issued: "2026-05-02", euros(cents))
  }
  let ledger = try ledger(file("a", [south("RE-1"), south("RE-2")]))
  func again(_ name: String, _ records: FileContents.Record...) throws -> Import.Summary {
    try ledger.add([file(name, records)], by: Import(day: day("2026-06-06"), business: business))
  }
  let id = try client(ledger, "South", "2026-06-30").id
  var told = party("Shop")
  (told.contact.email, told.address.city) = ("shop@x.example", "Cork")
  try ledger.split(["RE-2"], from: id, named: "South Shop", told: told, on: day("2026-06-05"))
  let shop = try client(ledger, "South Shop", "2026-06-30")
  #expect(shop.contact.email == "shop@x.example" && shop.address.city == "Cork")
  let known = try again("a", south("RE-1"), south("RE-2"))
  #expect(known.alreadyKnown == 2 && known.faults.isEmpty, "\(known)")
  #expect(try again("b", south("RE-2", "South", 800)).faults.map(\.code) == [.docConflict])
  #expect(try again("c", south("RE-2", "West")).faults.map(\.code) == [.docConflict])
  // What else names South is South's as before.
  _ = try again("d", south("RE-3"))
  let later = try ledger.receivables(asOf: day("2026-06-30")).items
  #expect(later.first { $0.number.text == "RE-3" }?.client == id)
  #expect(try ledger.violations() == [])
}

@Test("an invoice for a client that was stopped before is told of, one after its release is not")
func stoppedJobs() throws {
  let ledger = try twoClients()
  let north = try client(ledger, "North", "2026-06-30").id
  for (kind, iso) in [(ClientEvent.Kind.blacklist, "2026-05-10"), (.release, "2026-06-10")] {
    var event = ClientEvent(kind: kind, day: day(iso), client: north)
    event.note = "never paid"
    try ledger.record(event)
  }
  let files = [("c", "RE-7", "2026-05-20"), ("d", "RE-8", "2026-06-20")].map {
    file($0.0, [record($0.1, client: "North", issued: $0.2, euros(100))])
  }
  let summary = try ledger.add(files, by: Import(day: day("2026-06-30"), business: business))
  let jobs = try ledger.jobsOfStoppedClients(import: try #require(summary.number))
  #expect(jobs.map(\.invoice) == ["RE-7"])
  #expect(jobs.first?.kind == .blacklist && jobs.first?.note == "never paid")
}

@Test("what was recorded about an invoice while its client was merged goes back with it")
func recordedMeanwhile() throws {
  let ledger = try twoClients()
  let (north, south) = (
    try client(ledger, "North", "2026-06-30").id, try client(ledger, "South", "2026-06-30").id
  )
  let later = record("RE-3", client: "South", issued: "2026-06-02", euros(700))
  _ = try ledger.add([file("c", [later])], by: Import(day: day("2026-06-02"), business: business))
  try ledger.merge(south, into: north, on: day("2026-06-05"))
  try ledger.record(.payment, "RE-3", on: "2026-06-06", 700)
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1": 10_000])
  _ = try ledger.unmerge(north, on: day("2026-06-07"))
  #expect(try ledger.open(asOf: "2026-06-30") == ["RE-1": 10_000])
  #expect(try ledger.onAccount(asOf: "2026-06-30") == 0)
  #expect(try ledger.violations() == [])
}

@Test("the name of a client that was merged twice means the one it became in the end")
func chainOfMerges() throws {
  let ledger = try ledger(
    file(
      "a",
      ["Amsel", "Buchfink", "Corvin"].enumerated().map {
        record("RE-\($0)", client: $1, issued: "2026-06-01", euros(100))
      }))
  func id(_ name: String) throws -> ID<Client> {
    try client(ledger, name, "2026-06-30").id
  }
  let (a, b, c) = (try id("Amsel"), try id("Buchfink"), try id("Corvin"))
  try ledger.merge(a, into: b, on: day("2026-06-02"))
  try ledger.merge(b, into: c, on: day("2026-06-03"))
  for name in ["Amsel", "Buchfink", "Corvin"] {
    #expect(try ledger.targets(named: name) == [.client(c)])
  }
  #expect(try ledger.receivables(asOf: day("2026-06-30")).clients.count == 1)
}

@Test("an undone import leaves nothing in a merge that a split could take along")
func undoneInMerge() throws {
  let ledger = try twoClients()
  let (north, south) = (
    try client(ledger, "North", "2026-06-30").id, try client(ledger, "South", "2026-06-30").id
  )
  let rules = Import(day: day("2026-06-02"), business: business)
  let wrong = record("RE-8", client: "South", issued: "2026-06-02", euros(700))
  let number = try #require(try ledger.add([file("c", [wrong])], by: rules).number)
  try ledger.merge(south, into: north, on: day("2026-06-05"))
  try ledger.undo(number, on: day("2026-06-05"))
  // The next document may get the number that the undone one had.
  let right = record("RE-9", client: "North", issued: "2026-06-02", euros(50))
  _ = try ledger.add([file("d", [right])], by: Import(day: day("2026-06-06"), business: business))
  _ = try ledger.unmerge(north, on: day("2026-06-07"))
  let item = try ledger.receivables(asOf: day("2026-06-30")).items.first {
    $0.number.text == "RE-9"
  }
  #expect(item?.client == north)
  #expect(try ledger.violations() == [])
}

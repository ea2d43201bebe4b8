import Domain
import LedgerStore
import Support
import Testing

/// Where a client is reached, as its documents say.

private func reached(
  _ number: String, issued: String, email: String = "", phone: String = "", city: String = ""
) -> FileContents.Record {
  var one = record(number, issued: issued, euros(100))
  one.invoice.buyer.contact.email = email
  one.invoice.buyer.contact.phone = phone
  if !city.isEmpty {
    (one.invoice.buyer.address.lines, one.invoice.buyer.address.city) = (["Quay 1"], city)
  }
  return one
}

private let old = reached(
  "RE-1", issued: "2026-01-10", email: "old@client.example", phone: "1", city: "Bergen")
private let new = reached("RE-2", issued: "2026-03-10", email: "new@client.example", city: "Oslo")
private let bare = reached("RE-3", issued: "2026-04-10")

private func client(_ ledger: Ledger) throws -> Client {
  try #require(try ledger.receivables(asOf: day("2026-06-30")).clients.values.first)
}

@Test(
  "letters go where the newest document says, in whatever order documents are read",
  arguments: [[old, new, bare], [new, bare, old], [bare, old, new]])
func newestContact(_ records: [FileContents.Record]) throws {
  let ledger = try Ledger()
  for (place, record) in records.enumerated() {
    _ = try ledger.add(
      [file("f\(place)", [record])], by: Import(day: day("2026-06-30"), business: business))
  }
  let client = try client(ledger)
  #expect(client.contact.email == "new@client.example")
  #expect(client.contact.phone == "1")
  #expect(client.address.city == "Oslo")
  #expect(try ledger.violations() == [])
}

@Test("a newer document that says the same keeps an older one that says otherwise from changing it")
func confirmedContact() throws {
  let same = reached("RE-4", issued: "2026-05-10", email: "old@client.example", city: "Bergen")
  let ledger = try ledger(file("a", [old, same]))
  _ = try ledger.add([file("b", [new])], by: Import(day: day("2026-06-30"), business: business))
  #expect(try client(ledger).contact.email == "old@client.example")
  #expect(try ledger.violations() == [])
}

@Test("what a list says of a client holds over every document")
func listedContact() throws {
  let ledger = try ledger(file("a", [old]))
  var list = ClientList(path: "l.csv", digest: Digest())
  list.rows = [
    ClientList.Row(
      line: 2, client: "Client", facts: [ClientFact(.email, "list@client.example")])
  ]
  _ = try ledger.add(list, on: day("2026-02-01"))
  _ = try ledger.add([file("b", [new])], by: Import(day: day("2026-06-30"), business: business))
  #expect(try client(ledger).contact.email == "list@client.example")
}

@Test("a newest document that names a phone alone keeps no older e-mail from being replaced")
func wordByWord() throws {
  let phone = reached("RE-5", issued: "2026-06-01", phone: "5")
  for records in [[phone, old, new], [old, new, phone], [new, phone, old]] {
    let ledger = try Ledger()
    for (place, record) in records.enumerated() {
      _ = try ledger.add(
        [file("f\(place)", [record])], by: Import(day: day("2026-06-30"), business: business))
    }
    let client = try client(ledger)
    #expect(client.contact.email == "new@client.example")
    #expect(client.contact.phone == "5")
    #expect(client.address.city == "Oslo")
  }
}

@Test(
  "a document that is refused says nothing of its client; one that was taken back holds no more")
func refusedContact() throws {
  let ledger = try ledger(file("a", [old]))
  var wrong = new
  (wrong.invoice.number, wrong.invoice.payable) = (InvoiceNumber("RE-1"), euros(999))
  var rules: Import { Import(day: day("2026-06-30"), business: business) }
  _ = try ledger.add([file("b", [wrong])], by: rules)
  #expect(try client(ledger).contact.email == "old@client.example")

  let mistaken = reached("RE-9", issued: "2027-12-05", email: "wrong@client.example")
  let number = try #require(try ledger.add([file("c", [mistaken])], by: rules).number)
  try ledger.undo(number, on: day("2026-06-30"))
  _ = try ledger.add([file("d", [new])], by: rules)
  #expect(try client(ledger).contact.email == "new@client.example")
}

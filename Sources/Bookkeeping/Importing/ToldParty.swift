import Documents
import Domain
import LedgerStore
import Settings

extension Book {
  /// What documents of a client say of it, as far as their originals are there and can be read: the
  /// address of the first that names one, and of the contact whatever the first says that says it.
  /// Nil where they say nothing.
  func party(toldBy numbers: [String], of client: ID<Client>) throws -> Party? {
    guard !numbers.isEmpty else { return nil }
    let kept = originals.kept()
    let reader = DocumentReader(business: settings.business, mappings: settings.mappings)
    var told: Party?
    for number in numbers {
      guard let file = try ledger.sourceFile(of: number, client: client),
        let original = kept.original(file.digest, of: file.path),
        let record = reader.readAll(original).lazy.flatMap(\.records).first(where: {
          $0.invoice.number.text == number
        })
      else { continue }
      let invoice = record.invoice
      let party = invoice.client
      told?.complete(with: party)
      told = told ?? party
    }
    return told
  }
}

extension Party {
  fileprivate mutating func complete(with other: Party) {
    if address == Address() { address = other.address }
    if contact.person.isEmpty { contact.person = other.contact.person }
    if contact.email.isEmpty { contact.email = other.contact.email }
    if contact.phone.isEmpty { contact.phone = other.contact.phone }
  }
}

package import Domain

/// One client: how it pays, and by what its documents were told to be its own.
package struct ClientReport: Report {
  private let name: String
  private let id: String
  private let documents: Int
  private let keys: [Key]
  private let behaviour: ClientsReport

  /// An identifier and the documents it merged.
  package struct Key: Sendable {
    package var identifier: Party.Identifier
    package var documents: Int

    package init(_ identifier: Party.Identifier, documents: Int) {
      self.identifier = identifier
      self.documents = documents
    }
  }

  package init(_ client: Client, documents: Int, keys: [Key], behaviour: ClientsReport) {
    name = client.name
    id = client.externalID
    self.documents = documents
    self.keys = keys
    self.behaviour = behaviour
  }

  package var text: String {
    var table = TextTable([.left("known by"), .soft("identifier"), .right("documents merged")])
    for key in keys {
      table.add([
        key.identifier.scheme.label, shown(key.identifier).printable, "\(key.documents)",
      ])
    }
    let new = documents - keys.map(\.documents).reduce(0, +)
    return "\(name.printable) (\(id.printable)), \(counted(documents, "document"))\n\n"
      + behaviour.text + "\n" + table.text
      + (new > 0 ? "\(counted(new, "document")) came before the client was known.\n" : "")
  }

  package var csv: String? {
    csvLine(["client_id", "client", "known_by", "identifier", "documents_merged"])
      + keys.map { key in
        csvLine([id, name, key.identifier.scheme.label, key.identifier.value, "\(key.documents)"])
      }.joined()
  }

  package var json: JSONValue? {
    .object([
      ("client_id", .text(id)), ("client", .text(name)), ("documents", .integer(documents)),
      (
        "known_by",
        .array(
          keys.map { key in
            .object([
              ("kind", .text(key.identifier.scheme.label)),
              ("identifier", .text(key.identifier.value)),
              ("documents_merged", .integer(key.documents)),
            ])
          })
      ),
    ])
  }

  private func shown(_ identifier: Party.Identifier) -> String {
    guard identifier.scheme == .nameAndPostcode else { return identifier.value }
    return identifier.value.split(separator: "|").joined(separator: ", ")
  }
}

/// Someone who buys from the house, as the ledger knows it from all documents and settings.
package struct Client: Hashable, Sendable {
  package let id: ID<Client>
  /// The source's own id of the client: what machine formats print.
  package var externalID: String
  package var name: String
  package var address = Party.Address()
  package var contact = Party.Contact()
  /// ISO 639-1, or empty where nothing says.
  package var language = ""
  /// Agreed days to pay, where known.
  package var termDays: Int?

  package init(id: ID<Client>, externalID: String, name: String) {
    self.id = id
    self.externalID = externalID
    self.name = name
  }
}

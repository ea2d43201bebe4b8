/// Someone who buys from the business, as the ledger knows it from all documents and settings.
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
  /// Everything its documents call it, without white space: endpoint, VAT number, company number,
  /// account id.
  package var identifiers: [String] = []
  /// Nil where nobody said.
  package var isConsumer: Bool?
  /// Whom it belongs to, in the business's own words, or empty.
  package var group = ""
  /// The name of the rules of chasing that apply to it, or empty.
  package var policy = ""

  package init(id: ID<Client>, externalID: String, name: String) {
    self.id = id
    self.externalID = externalID
    self.name = name
  }
}

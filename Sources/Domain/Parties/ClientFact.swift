/// Something the business knows of a client that its documents do not say: a fact with a day of its
/// own, never changed, only followed by another.
package struct ClientFact: Hashable, Sendable {
  package var field: Field
  /// Never empty.
  package var value: String

  package init(_ field: Field, _ value: String) {
    self.field = field
    self.value = value
  }

  /// What a fact is about; the word in the list is its raw value.
  package enum Field: String, Sendable, CaseIterable {
    case email, phone
    /// The contact person.
    case person = "contact"
    /// ISO 639-1.
    case language
    /// ISO 3166-1 alpha-2.
    case country
    /// Agreed days to pay.
    case termDays = "terms_days"
    /// `business` or `consumer`.
    case kind
    /// Whom the client belongs to, in the business's own words.
    case group
    /// The name of one of the `groups` in the settings whose rules of chasing apply.
    case policy
  }
}

/// A list of clients, as `clients import` reads it.
package struct ClientList: Sendable {
  package var path: String
  /// Of the bytes.
  package var digest: Digest
  package var rows: [Row] = []
  package var faults: [Fault] = []
  /// Titles of the columns that say nothing the business keeps of clients.
  package var ignored: [String] = []

  package init(path: String, digest: Digest) {
    self.path = path
    self.digest = digest
  }

  package struct Row: Hashable, Sendable {
    /// 1-based.
    package var line: Int
    /// An identifier of any kind, the client's id or its exact name.
    package var client: String
    /// From when on it holds; nil: the day of the import.
    package var from: Day?
    package var facts: [ClientFact]

    package init(line: Int, client: String, from: Day? = nil, facts: [ClientFact]) {
      self.line = line
      self.client = client
      self.from = from
      self.facts = facts
    }
  }
}

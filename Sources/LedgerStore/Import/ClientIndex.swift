import Domain
import GRDB

/// Recognises clients across documents by their identifiers, best first.
struct ClientIndex {
  private var ids: [Party.Identifier: Int64] = [:]
  /// Clients that were made or of which more was learnt.
  var changed: Set<Int64> = []
  private var keysOfClient: [Int64: Set<Party.Identifier>] = [:]
  /// Clients of whom personal data was removed.
  private var forgotten: Set<Int64>
  /// Parties met before word for word, and the clients they are, by their hash.
  private var met: [Int: Met] = [:]

  /// Parties are large: in an object of its own it is not copied when it is looked at.
  private final class Met {
    let party: Party
    let source: FileContents.Source
    let id: Int64
    let key: Party.Identifier?

    init(
      _ party: Party, _ source: FileContents.Source, _ known: (id: Int64, key: Party.Identifier?)
    ) {
      (self.party, self.source, self.id, self.key) = (party, source, known.id, known.key)
    }

    /// Of what nearly always differs where anything does; all the rest is compared.
    static func hash(_ party: Party) -> Int {
      var hasher = Hasher()
      hasher.combine(party.name)
      hasher.combine(party.identifiers.first?.value)
      return hasher.finalize()
    }
  }

  private static let metMax = 20_000

  /// The newest documents' words on where clients are reached.
  private var reached = ReachedClients()

  init(_ db: Database) throws {
    forgotten = try Int64.fetchSet(db, sql: "SELECT id FROM client WHERE forgotten IS NOT NULL")
    let rows = try Row.fetchCursor(
      db, sql: "SELECT scheme, value, client_id FROM client_key ORDER BY scheme, value")
    while let row = try rows.next() {
      guard let scheme = Party.Identifier.Scheme(rawValue: row["scheme"]) else { continue }
      learn(Party.Identifier(scheme, row["value"]), row["client_id"])
    }
  }

  private mutating func learn(_ key: Party.Identifier, _ id: Int64) {
    ids[key] = id
    keysOfClient[id, default: []].insert(key)
  }

  /// The identifier by which the last client asked for was recognised; nil if it was new.
  private(set) var lastKey: Party.Identifier?

  /// Whether personal data of a client was removed.
  func isForgotten(_ id: Int64) -> Bool { forgotten.contains(id) }

  /// The client a party is, made if it is new. Identifiers not seen before are added to it, unless
  /// a better one has already told it from the client they would lead to.
  mutating func id(of party: Party, _ record: FileContents.Record, _ db: Database) throws -> Int64 {
    let hash = Met.hash(party)
    if let known = met[hash], known.source == record.source, known.party == party {
      lastKey = known.key
      return known.id
    }
    let keys = party.keys
    lastKey = known(keys, record.source)
    let id: Int64
    if let found = lastKey.flatMap({ ids[$0] }) {
      id = found
    } else {
      id = try insert(party, record, db)
      changed.insert(id)
    }
    for key in keys where ids[key] == nil {
      learn(key, id)
      changed.insert(id)
      let row = try BulkStatement(
        db, "INSERT INTO client_key (scheme, value, client_id) VALUES (?, ?, ?)")
      row.set(1, Int64(key.scheme.rawValue))
      row.set(2, key.value)
      row.set(3, id)
      try row.run()
    }
    if !forgotten.contains(id) {
      if met.count == Self.metMax { met = [:] }
      met[hash] = Met(party, record.source, (id, known(keys, record.source)))
    }
    return id
  }

  /// Writes down what is kept in mind.
  mutating func flush(_ db: Database) throws { try reached.flush(db) }

  /// Takes in where a document of a client says that it is reached.
  mutating func hear(
    of id: Int64, _ party: Party, _ language: String, on day: Day, isExportedAgain: Bool = false,
    _ db: Database
  ) throws {
    let isChanged = try reached.hear(
      of: id, party, language, on: day, isExportedAgain: isExportedAgain, db)
    if isChanged { changed.insert(id) }
  }

  /// The client a party is, if it is known.
  func known(_ party: Party, _ source: FileContents.Source) -> Int64? {
    known(party.keys, source).flatMap { ids[$0] }
  }

  /// By the best identifier that is known, unless a better one says that it is someone else: two
  /// firms may share a number of two registers, or a name, but not a VAT number. Name and postcode
  /// alone name a client only where there is nothing better, or in a UBL document, which has a
  /// postcode.
  private func known(
    _ keys: [Party.Identifier], _ source: FileContents.Source
  ) -> Party.Identifier? {
    for (place, key) in keys.enumerated() {
      guard let id = ids[key] else { continue }
      if key.scheme == .nameAndPostcode && keys.count > 1 && source != .ubl { continue }
      if keys[..<place].allSatisfy({ agrees($0, with: id) }) { return key }
    }
    return nil
  }

  /// Whether a client has this very key, or none of its scheme.
  private func agrees(_ key: Party.Identifier, with id: Int64) -> Bool {
    let known = keysOfClient[id] ?? []
    return known.contains(key) || !known.contains { $0.scheme == key.scheme }
  }

  private func insert(
    _ party: Party, _ record: FileContents.Record, _ db: Database
  ) throws -> Int64 {
    let row = try BulkStatement(
      db,
      """
      INSERT INTO client (external_id, name, street, postcode, city, country, person, email, phone,
        language, contact_days) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    row.set(1, party.bestID)
    row.set(2, party.name.isEmpty ? party.bestID : party.name)
    row.set(3, party.address.lines.joined(separator: "\n"))
    row.set(4, party.address.postcode)
    row.set(5, party.address.city)
    row.set(6, party.address.country)
    row.set(7, party.contact.person)
    row.set(8, party.contact.email)
    row.set(9, party.contact.phone)
    row.set(10, record.language)
    row.set(11, ReachedClients.days(of: party, on: record.invoice.issueDate))
    try row.run()
    return db.lastInsertedRowID
  }
}

import Domain
import GRDB

/// Recognises clients across documents by their identifiers, names and addresses.
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
    lastKey = try known(party, keys, record.source, db)
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
      met[hash] = Met(party, record.source, (id, bestKey(keys, of: id)))
    }
    try learnName(of: party, id, db)
    return id
  }

  private func bestKey(_ keys: [Party.Identifier], of id: Int64) -> Party.Identifier? {
    keys.filter { ids[$0] == id }.min { Self.rank($0) < Self.rank($1) }
  }

  /// A client may pay under the name by which it trades.
  private mutating func learnName(of party: Party, _ id: Int64, _ db: Database) throws {
    guard !party.tradeName.isEmpty, !forgotten.contains(id) else { return }
    let row = try BulkStatement(
      db, "INSERT INTO client_name (client_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING")
    row.set(1, id)
    row.set(2, party.tradeName)
    try row.run()
    changed.insert(id)
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
  func known(_ party: Party, _ source: FileContents.Source, _ db: Database) throws -> Int64? {
    try known(party, party.keys, source, db).flatMap { ids[$0] }
  }

  /// By the best identifier that is known and leads to a client whom nothing tells from the party;
  /// of several such clients the one of the same name.
  private func known(
    _ party: Party, _ keys: [Party.Identifier], _ source: FileContents.Source, _ db: Database
  ) throws -> Party.Identifier? {
    let face = ClientFace(party)
    var fitting: Party.Identifier?
    for key in keys.sorted(by: { Self.rank($0) < Self.rank($1) }) {
      guard let id = ids[key] else { continue }
      if key.scheme == .nameAndPostcode && keys.count > 1 && !source.isEInvoice { continue }
      guard let known = try ClientFace(id, db) else { continue }
      guard isSame(key, keys, face, as: id, known) else { continue }
      if !face.hasOtherName(than: known) { return key }
      fitting = fitting ?? key
    }
    return fitting
  }

  /// A VAT number names a firm better than an address for delivery does, which several may share.
  private static func rank(_ key: Party.Identifier) -> Int {
    switch key.scheme {
    case .vat: 0
    case .company: 1
    case .endpoint: 2
    case .account: 3
    case .nameAndPostcode: 4
    }
  }

  /// Whether nothing tells a party from the client to whom one of its identifiers leads.
  ///
  /// Different VAT numbers are two firms. One VAT number is one firm, unless register, name and
  /// address all differ: then it is that of a group. A party that shares only an address for
  /// delivery is another firm if name and town differ, too.
  private func isSame(
    _ key: Party.Identifier, _ keys: [Party.Identifier], _ face: ClientFace, as id: Int64,
    _ known: ClientFace
  ) -> Bool {
    let theirs = keysOfClient[id] ?? []
    func differ(_ scheme: Party.Identifier.Scheme) -> Bool {
      let mine = keys.filter { $0.scheme == scheme }
      let others = theirs.filter { $0.scheme == scheme }
      guard !mine.isEmpty, !others.isEmpty else { return false }
      return !mine.contains { one in others.contains { Self.areAlike(one, $0) } }
    }
    if key.scheme != .vat, differ(.vat) { return false }
    let isElsewhere = face.hasOtherName(than: known) && face.hasOtherAddress(than: known)
    switch key.scheme {
    case .vat: return !(differ(.company) && isElsewhere)
    case .company: return !isElsewhere || !face.isInOtherTown(than: known)
    case .endpoint:
      if differ(.company), face.hasOtherName(than: known) { return false }
      return
        !(face.hasOtherName(than: known) && face.isInOtherTown(than: known)
        || face.hasForeignName(to: known) && face.hasOtherAddress(than: known))
    case .account:
      if differ(.company), face.hasOtherName(than: known) { return false }
      return !differ(.endpoint) || !isElsewhere
    case .nameAndPostcode:
      if differ(.company) || differ(.account) { return false }
      return !differ(.endpoint) || face.isSame(as: known)
    }
  }

  /// Whether two identifiers are one, perhaps written otherwise: `HRB 4711` and `HRB 4711 B`.
  private static func areAlike(_ a: Party.Identifier, _ b: Party.Identifier) -> Bool {
    guard a != b else { return true }
    guard a.scheme == .company else { return false }
    func bare(_ key: Party.Identifier) -> String {
      Party.folded(String(key.value.split(separator: "/").last ?? ""))
    }
    let (one, other) = (bare(a), bare(b))
    return !one.isEmpty && !other.isEmpty && (one.contains(other) || other.contains(one))
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
    // An address that another client has does not name this one.
    let own = party.identifiers.sorted { $0.scheme < $1.scheme }.first { ids[$0] == nil }
    row.set(1, own?.value ?? party.bestID)
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

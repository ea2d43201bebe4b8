import Domain
import GRDB

/// Where clients are reached, as the newest of their documents that say so do: each word of a
/// contact for itself, an address as a whole. An older document only fills what is empty, so that
/// the order of imports does not matter. What was forgotten does not come back from a document of
/// before.
struct ReachedClients {
  struct Said: Hashable {
    var address: Party.Address
    var contact: Party.Contact

    init(_ party: Party) { (address, contact) = (party.address, party.contact) }

    /// Whether there is a street with its city.
    var isPlaced: Bool { !address.lines.isEmpty && !address.city.isEmpty }

    /// Whether it tells how to reach anybody.
    var isReachable: Bool { isPlaced || contact != Party.Contact() }
  }

  /// What the newest document of a client said, as far as it was met.
  var said: [Int64: Said] = [:]
  /// The day of that document.
  private var days: [Int64: Day] = [:]
  /// Clients of which a newer document said the same.
  private var confirmed: Set<Int64> = []

  /// A client was made from what a document says.
  mutating func note(_ client: Int64, _ party: Party, _ day: Day) {
    let words = Said(party)
    guard words.isReachable else { return }
    said[client] = words
    days[client] = day
  }

  /// Takes in what a document of a known client says; whether that changed anything.
  mutating func hear(
    of client: Int64, _ party: Party, _ record: FileContents.Record, _ db: Database
  ) throws -> Bool {
    let day = record.invoice.issueDate
    let isSame = said[client] == Said(party)
    if isSame, let newest = days[client] {
      if day > newest {
        days[client] = day
        confirmed.insert(client)
      }
      return false
    }
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM client WHERE id = ?"), arguments: [client])
    guard let row else { return false }
    let newest =
      try days[client] ?? Day(iso: row["contact_day"] as String)
      ?? db.newestDocument(of: row)
    days[client] = newest
    if let forgotten: String = row["forgotten"], forgotten >= day.description { return false }
    let isNewer = Said(party).isReachable && newest.map { day > $0 } ?? true
    if isNewer { note(client, party, day) }
    return try write(party, record.language, isNewer ? day : nil, over: row, db)
  }

  /// Writes what is news; `day` is that of a document newer than all before.
  private func write(
    _ party: Party, _ language: String, _ day: Day?, over row: Row, _ db: Database
  ) throws -> Bool {
    let (address, contact) = (party.address, party.contact)
    let isMove = day != nil && Said(party).isPlaced
    let street = address.lines.joined(separator: "\n")
    let news: [(column: String, value: String, replaces: Bool)] = [
      ("street", street, isMove), ("postcode", address.postcode, isMove),
      ("city", address.city, isMove), ("country", address.country, isMove),
      ("person", contact.person, day != nil), ("email", contact.email, day != nil),
      ("phone", contact.phone, day != nil), ("language", language, false),
    ]
    var isChanged = false
    let values = news.map { column, value, replaces in
      let known: String = row[column]
      guard !value.isEmpty, value != known, replaces || known.isEmpty else { return known }
      isChanged = true
      return value
    }
    guard isChanged || day != nil else { return false }
    let columns = news.map { "\($0.column) = ?" }.joined(separator: ", ")
    try db.run(
      "UPDATE client SET \(columns), contact_day = ? WHERE id = ?",
      StatementArguments(values) + [day?.description ?? row["contact_day"], row["id"] as Int64])
    return isChanged
  }

  /// Writes down the days of documents that said what was known.
  mutating func flush(_ db: Database) throws {
    for client in confirmed.sorted() {
      try db.run(
        "UPDATE client SET contact_day = ? WHERE id = ?", [days[client]?.description, client])
    }
    confirmed = []
  }
}

extension Database {
  /// The day of the newest document of a client that is reached somehow, though it is not on record
  /// by which document, as in books of before.
  fileprivate func newestDocument(of client: Row) throws -> Day? {
    let words = ["street", "person", "email", "phone"]
    guard words.contains(where: { !(client[$0] as String).isEmpty }) else { return nil }
    return try String.fetchOne(
      self, sql: "SELECT MAX(issue_date) FROM document WHERE client_id = ?",
      arguments: [client["id"] as Int64]
    ).flatMap { Day(iso: $0) }
  }
}

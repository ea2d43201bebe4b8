import Domain
import GRDB

/// Where clients are reached: each of address, person, e-mail and phone as the newest document says
/// that names it, of two of one day the greater word. An older one only fills what is empty. So the
/// order of imports does not matter, but for one thing: where the newest document is exported again
/// with another word, the later export holds, as somebody changed it in the program. What was
/// forgotten does not come back from a document of before.
struct ReachedClients {
  /// The words of which each has a day of its own.
  private enum Word: Int, CaseIterable {
    case address, person, email, phone
  }

  /// What was said of one client. An object, as it is looked at for every document.
  private final class State {
    var address: Party.Address
    var contact: Party.Contact
    var language: String
    /// When each word was said last.
    var days: [Day?]
    var forgotten: Day?
    /// The days are those of the newest document, which may be the one that speaks now.
    var isUncertain = false

    init(
      address: Party.Address, contact: Party.Contact, language: String, days: [Day?],
      forgotten: Day?
    ) {
      (self.address, self.contact, self.language) = (address, contact, language)
      (self.days, self.forgotten) = (days, forgotten)
    }

    subscript(word: Word) -> String {
      switch word {
      case .address: address.placed
      case .person: contact.person
      case .email: contact.email
      case .phone: contact.phone
      }
    }

    func isEmpty(_ word: Word) -> Bool {
      word == .address ? !address.isPlaced : self[word].isEmpty
    }

    /// A document says what is known: of each word, that it was said on this day, too. Whether that
    /// is a later day for one of them.
    func hearAgain(on day: Day) -> Bool {
      var isLater = false
      for word in Word.allCases where !isEmpty(word) {
        if let last = days[word.rawValue], last >= day { continue }
        days[word.rawValue] = day
        isLater = true
      }
      return isLater
    }
  }

  private var states: [Int64: State] = [:]
  /// Those of which days are not written down yet.
  private var unsaved: Set<Int64> = []
  private static let statesMax = 20_000

  /// How the days of what a party says are kept with a client that is made from it.
  static func days(of party: Party, on day: Day) -> String {
    let words = [
      party.address.placed, party.contact.person, party.contact.email, party.contact.phone,
    ]
    return stored(words.map { $0.isEmpty ? nil : day })
  }

  private static func stored(_ days: [Day?]) -> String {
    days.allSatisfy { $0 == nil } ? "" : days.map { $0?.description ?? "-" }.joined(separator: " ")
  }

  /// Takes in what a document of a client says, and the language of its customer; whether that
  /// changed anything. `isExportedAgain`: the same kind of file said it of the document before.
  mutating func hear(
    of client: Int64, _ party: Party, _ language: String, on day: Day, isExportedAgain: Bool,
    _ db: Database
  ) throws -> Bool {
    let (address, contact) = (party.address, party.contact)
    guard address != Party.Address() || contact != Party.Contact() || !language.isEmpty else {
      return false
    }
    guard let state = try states[client] ?? load(client, db) else { return false }
    if let forgotten = state.forgotten, forgotten >= day { return false }
    try keep(state, of: client, db)
    let isKnown = language.isEmpty || language == state.language
    if isKnown, address == state.address, contact == state.contact {
      if state.hearAgain(on: day) { unsaved.insert(client) }
      return false
    }
    let before = (
      address: state.address, contact: state.contact, language: state.language, days: state.days
    )
    func isNews(_ word: Word, _ text: String) -> Bool {
      guard !text.isEmpty else { return false }
      let known = state[word]
      guard let last = state.days[word.rawValue], !known.isEmpty else { return true }
      return day > last
        || day == last && (state.isUncertain || isExportedAgain || text > known)
    }
    if isNews(.address, address.placed) {
      let country = state.address.country
      state.address = address
      if address.country.isEmpty { state.address.country = country }
      state.days[Word.address.rawValue] = day
    } else {
      state.address.fill(from: address)
    }
    for (word, text, path) in [
      (.person, contact.person, \.person), (.email, contact.email, \.email),
      (.phone, contact.phone, \.phone),
    ] as [(Word, String, WritableKeyPath<Party.Contact, String>)] where isNews(word, text) {
      state.contact[keyPath: path] = text
      state.days[word.rawValue] = day
    }
    let isNewest = state.days.allSatisfy { $0.map { $0 <= day } ?? true }
    if state.language.isEmpty || isExportedAgain && isNewest && !language.isEmpty {
      state.language = language
    }
    let isChanged =
      state.address != before.address || state.contact != before.contact
      || state.language != before.language
    if state.days != before.days { unsaved.insert(client) }
    if isChanged { try save(state, of: client, db) }
    return isChanged
  }

  private mutating func keep(_ state: State, of client: Int64, _ db: Database) throws {
    guard states[client] == nil else { return }
    if states.count >= Self.statesMax {
      try flush(db)
      states = [:]
    }
    states[client] = state
  }

  /// Whether there may be clients of whom nobody knows which document said where they are reached:
  /// for them `hear` asks for all documents of a client.
  static func areUncertain(_ db: Database) throws -> Bool {
    try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM client
          WHERE contact_days = '' AND (city <> '' OR person <> '' OR email <> '' OR phone <> ''))
        """) == true
  }

  private func load(_ client: Int64, _ db: Database) throws -> State? {
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM client WHERE id = ?"), arguments: [client])
    guard let row else { return nil }
    let known = row.client()
    let state = State(
      address: known.address, contact: known.contact, language: known.language,
      days: (row["contact_days"] as String).split(separator: " ").map { Day(iso: $0) },
      forgotten: (row["forgotten"] as String?).flatMap { Day(iso: $0) })
    guard state.days.count != Word.allCases.count else { return state }
    guard Word.allCases.contains(where: { !state[$0].isEmpty }) else {
      state.days = Word.allCases.map { _ in nil }
      return state
    }
    // In books of before, or after an undo, nobody knows which document said it.
    let newest = try String.fetchOne(
      db, sql: "SELECT MAX(issue_date) FROM document WHERE client_id = ?", arguments: [client]
    ).flatMap { Day(iso: $0) }
    state.days = Word.allCases.map { state[$0].isEmpty ? nil : newest }
    state.isUncertain = true
    return state
  }

  private mutating func save(_ state: State, of client: Int64, _ db: Database) throws {
    unsaved.remove(client)
    try db.run(
      """
      UPDATE client SET street = ?, postcode = ?, city = ?, country = ?, person = ?, email = ?,
        phone = ?, language = ?, contact_days = ? WHERE id = ?
      """,
      [
        state.address.lines.joined(separator: "\n"), state.address.postcode, state.address.city,
        state.address.country, state.contact.person, state.contact.email, state.contact.phone,
        state.language, Self.stored(state.days), client,
      ])
  }

  /// Writes down the days of documents that said what was known.
  mutating func flush(_ db: Database) throws {
    for client in unsaved.sorted() {
      guard let state = states[client] else { preconditionFailure("what is unsaved is kept") }
      try save(state, of: client, db)
    }
  }
}

extension Party.Address {
  /// Street and city in one text; empty where one of them is missing: then it is no new address.
  fileprivate var placed: String {
    isPlaced ? (lines + [postcode, city, country]).joined(separator: "\n") : ""
  }

  fileprivate var isPlaced: Bool { !lines.isEmpty && !city.isEmpty }

  fileprivate mutating func fill(from other: Party.Address) {
    if lines.isEmpty { lines = other.lines }
    if postcode.isEmpty { postcode = other.postcode }
    if city.isEmpty { city = other.city }
    if country.isEmpty { country = other.country }
  }
}

import Domain
import GRDB
import Synchronization

/// What was ever owed, and all that was ever set against it, in columns: read once, it answers for
/// any day without asking the database document by document.
///
/// ```swift
/// table.each(asOf: day) { place, document, sums in print(document, sums) }
/// ```
struct OwedTable: Sendable {
  /// An invoice, a credit note or a bill over more than nothing.
  struct Document: Sendable {
    var id: Int64
    var client: Int64
    /// Minor units of the currency, above zero.
    var signedAmount: Int64
    var issued: Day
    var due: Day
    var currency: Currency
    var kind: Invoice.Kind
    /// A list says that it was paid, wholly or in part, but not when.
    var isPaidUndated: Bool
  }

  /// What was set against one document by the end of a day, in minor units.
  struct Sums: Sendable {
    var all: Int64 = 0
    /// Without what was paid for charges.
    var money: Int64 = 0
    /// Written off. What was voided was never owed, as little as what was credited.
    var lost: Int64 = 0
    /// The last day on which it became less; nil where nothing was set against it.
    var last: Day?
    /// What of the money came on a day that nobody knows.
    var undated: Int64 = 0
  }

  private struct Entry: Sendable {
    var amount: Int64
    var day: Day
    var kind: EntryKind
    /// The bank line of money of the bank, else 0.
    var line: Int64
  }

  private enum EntryKind: Sendable {
    /// `reported`: money that only a list reports.
    case money, reported, loss, charge, other
  }

  /// In the order of their ids.
  let documents: [Document]
  /// Those of one document together, as `starts` says.
  private let entries: [Entry]
  /// For each document, and one more, the place of its first entry.
  private let starts: [Int32]

  init(_ db: Database) throws {
    let documents = try Self.documents(db)
    let (loose, places) = try Self.entries(db, documents.map(\.id))
    // A counting sort by document; most come sorted.
    var starts = [Int32](repeating: 0, count: documents.count + 1)
    for place in places { starts[Int(place) + 1] += 1 }
    for place in documents.indices { starts[place + 1] += starts[place] }
    var next = starts
    var entries = loose
    for (entry, place) in zip(loose, places) {
      entries[Int(next[Int(place)])] = entry
      next[Int(place)] += 1
    }
    self.documents = documents
    self.entries = entries
    self.starts = starts
  }

  private static func documents(_ db: Database) throws -> [Document] {
    var documents: [Document] = []
    documents.reserveCapacity(try db.count("document"))
    var currencies = CurrencyMemory()
    let later = try Int64.fetchSet(
      db, sql: "SELECT DISTINCT document_id FROM later_settlement WHERE undated = 1")
    let query = try BulkStatement(
      db,
      """
      SELECT id, client_id, effect, issue_date, due_date, currency, kind, told_undated FROM document
      WHERE effect > 0 AND kind <> 'bill-credit' ORDER BY id
      """)
    try query.each { row in
      documents.append(
        Document(
          id: row.integer(0), client: row.integer(1), signedAmount: row.integer(2),
          issued: try row.day(3), due: try row.day(4), currency: try currencies.currency(row, 5),
          kind: try Self.kind(row),
          isPaidUndated: !row.isNull(7) || !later.isEmpty && later.contains(row.integer(0))))
    }
    return documents
  }

  /// Nearly all are invoices, which is told from the first two letters.
  private static func kind(_ row: BulkRow) throws -> Invoice.Kind {
    var isInvoice = false
    unsafe row.withText(6) { unsafe isInvoice = $0.first == UInt8(ascii: "i") }
    return isInvoice ? .invoice : try row.value(6)
  }

  /// The entries, and beside them the places of the documents that they are set against.
  private static func entries(_ db: Database, _ ids: [Int64]) throws -> ([Entry], [Int32]) {
    var entries: [Entry] = []
    var places: [Int32] = []
    entries.reserveCapacity(try db.count("allocation"))
    places.reserveCapacity(entries.capacity)
    let first = ids.first ?? 0
    let query = try BulkStatement(
      db,
      """
      SELECT document_id, amount, day, CASE WHEN source = 'bank' THEN 3
        WHEN source = 'recorded' THEN 1 WHEN source = 'register' THEN 5
        WHEN source = 'write-off' THEN 2 WHEN source = 'charge' THEN 4 ELSE 0 END, source_id
      FROM allocation WHERE document_id IS NOT NULL ORDER BY id
      """)
    try query.each { row in
      let id = row.integer(0)
      // Where no document is missing, its place follows from its id.
      let likely = Int(clamping: id - first)
      let isThere = ids.indices.contains(likely) && ids[likely] == id
      guard let place = isThere ? likely : ids.place(of: id) else { return }
      let kind: EntryKind =
        switch row.integer(3) {
        case 1, 3: .money
        case 5: .reported
        case 2: .loss
        case 4: .charge
        default: .other
        }
      // An entry of charges goes with the money of the entry before it.
      let paired = kind == .charge ? entries.last?.line ?? 0 : 0
      entries.append(
        Entry(
          amount: row.integer(1), day: try row.day(2), kind: kind,
          line: row.integer(3) == 3 ? row.integer(4) : paired))
      places.append(Int32(truncatingIfNeeded: place))
    }
    return (entries, places)
  }

  /// Calls `body` for each document of that day or before, in the order of their ids.
  func each(asOf day: Day, _ body: (Int, Document, Sums) throws -> Void) rethrows {
    for (place, document) in documents.enumerated() where document.issued <= day {
      var sums = Sums()
      var lastBefore: Day?
      for entry in entries(of: place) where entry.day <= day {
        sums.all += entry.amount
        switch entry.kind {
        case .money: sums.money += entry.amount
        case .reported:
          sums.money += entry.amount
          if document.isPaidUndated { sums.undated += entry.amount }
        case .loss: sums.lost += entry.amount
        case .charge:
          // The entry before it is the money that paid the charges.
          sums.money += entry.amount
          if entry.amount < 0 { sums.last = lastBefore }
          continue
        case .other: break
        }
        if entry.amount > 0 {
          lastBefore = sums.last
          sums.last = max(sums.last ?? entry.day, entry.day)
        }
      }
      try body(place, document, sums)
    }
  }

  /// The money set against the document at `place` by the end of `day`, by the days on which it
  /// came: `booked` tells that of a bank line, which may have been told apart later.
  func payments(
    at place: Int, asOf day: Day, booked: (Int64) throws -> Day?
  ) rethrows -> [PartPayment] {
    let money = entries(of: place).filter {
      $0.day <= day && ($0.kind == .money || $0.kind == .charge || $0.kind == .reported)
    }
    let document = documents[place]
    struct When: Hashable {
      var day: Day
      var isDated: Bool
    }
    return try Dictionary(grouping: money) { entry in
      When(
        day: entry.line == 0 ? entry.day : try booked(entry.line) ?? entry.day,
        isDated: entry.kind != .reported || !document.isPaidUndated)
    }.compactMap { when, entries in
      let amount = entries.map(\.amount).reduce(0, +)
      return amount == 0
        ? nil
        : PartPayment(
          Money(minorUnits: amount, currency: document.currency), on: when.day,
          isDated: when.isDated)
    }.sorted { ($0.day, $0.isDated ? 1 : 0) < ($1.day, $1.isDated ? 1 : 0) }
  }

  private func entries(of place: Int) -> ArraySlice<Entry> {
    entries[Int(starts[place])..<Int(starts[place + 1])]
  }
}

/// The currency of the row before, which is that of the next one nearly always.
struct CurrencyMemory {
  private var code: [UInt8] = []
  private var currency: Currency?

  mutating func currency(_ row: BulkRow, _ place: Int32) throws -> Currency {
    var isSame = false
    unsafe row.withText(place) { unsafe isSame = $0.elementsEqual(code) }
    if isSame, let currency { return currency }
    let new = try row.currency(place)
    (code, currency) = (Array(new.code.utf8), new)
    return new
  }
}

extension Database {
  fileprivate func count(_ table: String) throws -> Int {
    try Int.fetchOne(self, sql: "SELECT COUNT(*) FROM \(table)") ?? 0
  }
}

extension Ledger {
  /// Answers from one state of the ledger with the table of what is owed, which is kept for the
  /// next question unless somebody wrote meanwhile.
  func readingOwed<Value>(
    _ body: (Database, OwedTable) throws -> Value
  ) throws(Problem) -> Value {
    let isInside = isInsideTransaction
    return try reading { db in
      // Inside a transaction of somebody else, what is read may be taken back.
      guard !isInside else { return try body(db, try OwedTable(db)) }
      let version = OwedVersion(
        others: try db.versionOfOthers(),
        own: Int64(db.totalChangesCount))
      if let kept = owed.withLock({ $0 }), kept.version == version {
        return try body(db, kept.table)
      }
      owed.withLock { $0 = nil }
      let table = try OwedTable(db)
      owed.withLock { $0 = (version, table) }
      return try body(db, table)
    }
  }
}

/// The state of a database: what other connections wrote, and how much this one did.
struct OwedVersion: Equatable {
  var others, own: Int64
}

import Domain
import GRDB

/// What an import leaves to be derived from its facts: which bank lines are for what, and the
/// allocations of the clients it touched. It is noted in the ledger with the facts, so that it is
/// done once for many files, and when the book is opened next if the program was stopped before.
extension Ledger {
  /// Derives what is still to be derived.
  package func derivePending() throws(Problem) {
    let isPending = try reading { db in
      try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM pending)") == true
    }
    guard isPending else { return }
    try writing { db in try db.derivePending(policy) }
  }
}

extension Database {
  enum Pending: String {
    /// The subject is a client whose facts have changed.
    case client
    /// The subject is a file whose bank lines have to be sealed.
    case file
    /// The subject is the number of the earliest day of a new document.
    case documents
  }

  /// Notes work to be done by `derivePending`, as of the day of the run.
  func pend(_ kind: Pending, _ subjects: Set<Int64>, on day: Day) throws {
    guard !subjects.isEmpty else { return }
    let insert = try BulkStatement(
      self, "INSERT INTO pending (kind, subject, day) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    for subject in subjects.sorted() {
      insert.set(1, kind.rawValue)
      insert.set(2, subject)
      insert.set(3, day)
      try insert.run()
    }
  }

  func derivePending(_ policy: MatchPolicy) throws {
    guard let latest = try String.fetchOne(self, sql: "SELECT MAX(day) FROM pending"),
      let day = Day(iso: latest)
    else { return }
    let earliest = try Int64.fetchOne(
      self, sql: "SELECT MIN(subject) FROM pending WHERE kind = ?",
      arguments: [Pending.documents.rawValue])
    let clients = try pending(.client)
    // To find out takes a look at all documents.
    var held =
      clients.count > Self.fewClients ? try PresentFactKinds(self) : PresentFactKinds()
    var news = try matchBankLines(
      documentsSince: earliest.map { Day(number: Int32($0)) }, held, policy)
    let plain = try allocatePlainAccounts(pending: clients, held)
    // Some of these may be replayed all the same.
    if !plain.isEmpty { held.entries = true }
    for client in clients.subtracting(plain).union(news.clients).sorted() {
      try allocate(client: client, news: &news, held)
    }
    for file in try pending(.file).union(news.files).sorted() { try seal(.match, file, on: day) }
    try run("DELETE FROM pending", [])
  }

  private func pending(_ kind: Pending) throws -> Set<Int64> {
    try Int64.fetchSet(
      self, sql: "SELECT subject FROM pending WHERE kind = ?", arguments: [kind.rawValue])
  }
}

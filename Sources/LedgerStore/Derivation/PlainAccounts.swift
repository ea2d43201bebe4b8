import GRDB

/// Accounts that hold claims and a register's word on them and nothing else, as a register of many
/// clients leaves them: what follows from them is one statement, not a replay for each client.
/// `check` replays them all the same.
extension Database {
  /// Derives the entries of the plain accounts among the clients that are pending, where these are
  /// so many that a look at the whole book pays; returns those clients.
  func allocatePlainAccounts(pending: Set<Int64>, _ held: PresentFactKinds) throws -> Set<Int64> {
    let all = try Int.fetchOne(self, sql: "SELECT COUNT(*) FROM client") ?? 0
    guard pending.count > Self.fewClients, pending.count * 2 >= all else { return [] }
    try execute(
      sql: """
        CREATE TEMP TABLE eventful (client_id INTEGER PRIMARY KEY);
        INSERT INTO eventful \(Self.eventfulClients);
        """)
    defer { try? execute(sql: "DROP TABLE temp.eventful") }
    let eventful = try Int64.fetchSet(self, sql: "SELECT client_id FROM eventful")
    let plain = pending.subtracting(eventful)
    if held.entries { try execute(sql: Self.removeEntries) }
    if held.settlements { try execute(sql: Self.wordsAsEntries) }
    return plain
  }

  /// Up to so many are looked at one by one.
  static let fewClients = 200

  /// Clients of whom more is known than what they owe and what registers say of it.
  private static let eventfulClients = """
    SELECT client_id FROM document WHERE effect <= 0 OR type_code = '384'
    UNION SELECT client_id FROM bank_line WHERE client_id IS NOT NULL
    UNION SELECT client_id FROM document WHERE id IN (SELECT document_id FROM match
      UNION SELECT document_id FROM decision_document)
    UNION SELECT client_id FROM document WHERE id IN
      (SELECT document_id FROM later_settlement GROUP BY document_id HAVING COUNT(*) > 1)
    UNION SELECT client_id FROM later_settlement JOIN document ON document.id = document_id
      WHERE told_paid IS NOT NULL
    UNION SELECT client_id FROM event
    UNION SELECT client_id FROM document WHERE id IN
      (SELECT document_id FROM notice_line WHERE charges > 0)
    """

  /// For a scan of the table: there are too many of them to be looked for.
  private static let isPlain = """
    +client_id IN (SELECT subject FROM pending WHERE kind = 'client')
      AND +client_id NOT IN (SELECT client_id FROM eventful)
    """

  private static let removeEntries = "DELETE FROM allocation WHERE \(isPlain)"

  /// In the order of the tables. A replay gives those of a client in the order of their days; none
  /// of them depends on another.
  private static let wordsAsEntries = """
    INSERT INTO allocation (day, client_id, currency, source, source_id, document_id, amount)
    SELECT \(Dialect.greater("told_day", "issue_date")), client_id, currency, 'register', id, id,
      \(Dialect.lesser("told_paid", "effect"))
    FROM document WHERE told_paid IS NOT NULL AND \(isPlain)
    UNION ALL SELECT \(Dialect.greater("day", "issue_date")), client_id, currency, 'register', id, id,
      \(Dialect.lesser("paid", "effect"))
    FROM later_settlement JOIN document ON id = document_id WHERE \(isPlain)
    """
}

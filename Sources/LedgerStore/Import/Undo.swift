package import Domain
import GRDB

/// One run of an import, as `undo` can take it back.
package struct ImportRecord: Hashable, Sendable {
  package var number: Int64
  package var day: Day
  package var files: Int
  package var documents: Int
  package var bankLines: Int
  /// The day on which it was taken back.
  package var undone: Day?
}

extension Ledger {
  /// Every import in the order of their numbers, also those taken back.
  package func imports() throws(Problem) -> [ImportRecord] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, day, undone,
            (SELECT COUNT(*) FROM source_file WHERE import_id = import.id) AS files,
            (SELECT COUNT(*) FROM \(filesWithDocuments)
              WHERE import_id = import.id) AS documents,
            (SELECT COUNT(*) FROM source_file JOIN bank_line ON file_id = source_file.id
              WHERE import_id = import.id) AS lines
          FROM import ORDER BY id
          """
      ).map { row in
        ImportRecord(
          number: row["id"], day: try row.day("day"), files: row["files"],
          documents: row["documents"], bankLines: row["lines"],
          undone: row["undone"] == nil ? nil : try row.day("undone"))
      }
    }
  }

  /// Takes back everything one import brought, if nothing was built on it. A trace of it stays: its
  /// number, its days, the names and digests of its files. What it taught about a client that has
  /// other documents stays too. Letters that were written about its documents and wait to be mailed
  /// are withdrawn with it.
  package func undo(_ number: Int64, on day: Day) throws(Problem) {
    try writing { db in
      try db.refuseUndo(of: number)
      try db.takeBackLetters(aboutImport: number, on: day)
      try db.takeBack(number, on: day, policy)
    }
  }

  /// Withdraws the letters about the documents of an import, which a person says did not go out, as
  /// if they had not been written. Refused where one was mailed. Returns how many there were.
  @discardableResult
  package func withdrawLetters(
    aboutImport number: Int64, on day: Day
  ) throws(Problem) -> Int {
    try writing { db in
      try db.refuseMailed(number)
      return try db.takeBackLetters(aboutImport: number, on: day)
    }
  }
}

extension Database {
  private static let files = "(SELECT id FROM source_file WHERE import_id = ?1)"
  private static let documents =
    "(SELECT document.id FROM \(filesWithDocuments) WHERE import_id = ?1)"
  private static let lines = "(SELECT id FROM bank_line WHERE file_id IN \(files))"

  private static let moved = """
    kind = 'document' AND subject IN \(documents)
      OR kind = 'event' AND subject IN (SELECT id FROM event WHERE file_id IN \(files))
      OR kind = 'fact' AND subject IN (SELECT id FROM client_fact WHERE file_id IN \(files))
    """

  /// What may stand on an import; each query asks whether it does.
  private static let built: [(words: String, query: String)] = [
    (
      "a later import read the same documents or movements again; undo that one first",
      """
      SELECT 1 FROM overlap JOIN import ON import.id = later WHERE earlier = ?1 AND undone IS NULL
      """
    ),
    (
      "something was recorded about one of its invoices",
      "SELECT 1 FROM event WHERE document_id IN \(documents) AND file_id IS NULL"
    ),
    (
      "a bank line was settled by hand",
      """
      SELECT 1 FROM decision LEFT JOIN decision_document ON decision_id = decision.id
      WHERE bank_line_id IN \(lines) OR document_id IN \(documents)
      """
    ),
    (
      "a later file told more about one of its invoices; undo that import first",
      """
      SELECT 1 FROM later_settlement WHERE document_id IN \(documents) AND file_id NOT IN \(files)
      UNION SELECT 1 FROM reported_use
        WHERE document_id IN \(documents) AND file_id NOT IN \(files)
      UNION SELECT 1 FROM event WHERE document_id IN \(documents) AND file_id NOT IN \(files)
      UNION SELECT 1 FROM event AS own JOIN event AS later
        ON later.document_id = own.document_id AND later.id > own.id
        WHERE own.file_id IN \(files) AND later.file_id NOT IN \(files)
      """
    ),
  ]

  /// Letters about documents of an import.
  private static let letters = """
    SELECT DISTINCT notice_id AS id FROM notice_line WHERE document_id IN \(documents)
    """

  /// Refuses where a letter was mailed.
  fileprivate func refuseMailed(_ number: Int64) throws {
    let isMailed = try Bool.fetchOne(
      self,
      sql: """
        SELECT 1 FROM message WHERE notice_id IN (\(Self.letters))
          AND state NOT IN ('ready', 'postponed', 'withdrawn')
        """, arguments: [number])
    if isMailed == true {
      throw Ledger.Problem.refused(
        "import \(number) cannot be taken back: a letter about one of its invoices was mailed",
        remedy: "Void its invoices instead (`dunlin record void`); nothing was changed.")
    }
  }

  /// Refuses where a letter may have reached its client on paper or by phone.
  private func refuseOnPaper(_ number: Int64) throws {
    let isOnPaper = try Bool.fetchOne(
      self,
      sql: """
        SELECT 1 FROM notice WHERE id IN (\(Self.letters))
          AND NOT EXISTS (SELECT 1 FROM message WHERE notice_id = notice.id)
        """, arguments: [number])
    guard isOnPaper == true else { return }
    throw Ledger.Problem.refused(
      "import \(number) cannot be taken back: a notice was given about one of its invoices on paper "
        + "or by phone",
      remedy: "If none of these went out, `dunlin undo \(number) --letters` withdraws them; then "
        + "undo again. Nothing was changed.")
  }

  /// Takes back the letters about documents of an import, as if they had not been written.
  @discardableResult
  fileprivate func takeBackLetters(aboutImport number: Int64, on day: Day) throws -> Int {
    let notices = try Int64.fetchAll(
      self, sql: "SELECT id FROM (\(Self.letters)) AS letters ORDER BY id", arguments: [number])
    for notice in notices {
      let messages = try Int64.fetchAll(
        self,
        sql: """
          SELECT id FROM message WHERE notice_id = ?1 AND EXISTS (SELECT 1 FROM journal
            WHERE kind = ?2 AND subject = message.id) ORDER BY id
          """, arguments: [notice, Journal.Kind.message.rawValue])
      for table in ["message", "notice_file", "notice_line"] {
        try run("DELETE FROM \(table) WHERE notice_id = ?", [notice])
      }
      try run("DELETE FROM notice WHERE id = ?", [notice])
      for message in messages { try seal(.message, message, on: day) }
      try seal(.notice, notice, on: day)
    }
    return notices.count
  }

  fileprivate func refuseUndo(of number: Int64) throws {
    let row = try Row.fetchOne(
      self, sql: "SELECT undone FROM import WHERE id = ?", arguments: [number])
    guard let row else {
      throw Ledger.Problem.refused(
        "there is no import \(number)", remedy: "`dunlin import --list` shows their numbers.")
    }
    if let undone: String = row["undone"] {
      throw Ledger.Problem.refused(
        "import \(number) was taken back on \(undone)", remedy: "Nothing was changed.")
    }
    for (words, query) in Self.built
    where try Bool.fetchOne(self, sql: query, arguments: [number]) == true {
      throw Ledger.Problem.refused(
        "import \(number) cannot be taken back: \(words)", remedy: "Nothing was changed.")
    }
    try refuseMailed(number)
    try refuseOnPaper(number)
  }

  fileprivate func takeBack(
    _ number: Int64, on day: Day, _ policy: MatchPolicy
  ) throws {
    let files = try Int64.fetchAll(
      self, sql: "SELECT id FROM source_file WHERE import_id = ? ORDER BY id", arguments: [number])
    let clients = Set(
      try Int64.fetchAll(
        self,
        sql: """
          SELECT client_id FROM document WHERE id IN \(Self.documents)
          UNION SELECT client_id FROM bank_line WHERE file_id IN \(Self.files)
            AND client_id IS NOT NULL
          UNION SELECT client_id FROM event WHERE file_id IN \(Self.files)
          UNION SELECT client_id FROM later_settlement AS later
            JOIN document ON document.id = document_id WHERE later.file_id IN \(Self.files)
          UNION SELECT client_id FROM reported_use AS later
            JOIN document ON document.id = document_id WHERE later.file_id IN \(Self.files)
          """, arguments: [number]))
    let accounts = try Set(
      String.fetchAll(
        self, sql: "SELECT DISTINCT account FROM bank_line WHERE file_id IN \(Self.files)",
        arguments: [number]))
    let moves = try Int64.fetchAll(
      self,
      sql: "SELECT DISTINCT move_id FROM client_move_row WHERE \(Self.moved) ORDER BY move_id",
      arguments: [number])
    for client in clients {
      try removeAllocations(client: client)
      // What it taught of where the client is reached stays until another document says otherwise.
      try run("UPDATE client SET contact_days = '' WHERE id = ?", [client])
    }
    for statement in [
      // Numbers of rows are given again, and a later split must not take what has them then.
      "DELETE FROM client_move_row WHERE \(Self.moved)",
      "DELETE FROM match WHERE document_id IN \(Self.documents) OR bank_line_id IN \(Self.lines)",
      "DELETE FROM later_settlement WHERE file_id IN \(Self.files)",
      "DELETE FROM reported_use WHERE file_id IN \(Self.files)",
      "DELETE FROM event WHERE file_id IN \(Self.files)",
      "DELETE FROM discount WHERE document_id IN \(Self.documents)",
      "DELETE FROM document WHERE id IN \(Self.documents)",
      "DELETE FROM bank_line WHERE file_id IN \(Self.files)",
      "DELETE FROM statement WHERE file_id IN \(Self.files)",
      "DELETE FROM client_fact WHERE file_id IN \(Self.files)",
      "DELETE FROM overlap WHERE later = ?1",
      "DELETE FROM retold_file WHERE later IN \(Self.files) OR earlier IN \(Self.files)",
      "UPDATE source_file SET is_undone = 1 WHERE import_id = ?1",
    ] {
      try run(statement, [number])
    }
    try run("UPDATE import SET undone = ? WHERE id = ?", [day.description, number])
    let same = try pairSamePayments(in: twofoldAccounts().union(accounts))
    let news = try matchBankLines(since: "", PresentFactKinds(), policy)
    for client in clients.union(news.clients).union(same.clients).sorted() {
      try allocate(client: client)
    }
    for client in clients.sorted() { try removeIfEmpty(client, on: day) }
    for file in files {
      try seal(.file, file, on: day)
      let hadLines = try Bool.fetchOne(
        self, sql: "SELECT 1 FROM journal WHERE kind = 'match' AND subject = ?", arguments: [file])
      if hadLines == true { try seal(.match, file, on: day) }
      let hadFacts = try Bool.fetchOne(
        self, sql: "SELECT 1 FROM journal WHERE kind = 'facts' AND subject = ?", arguments: [file])
      if hadFacts == true { try seal(.facts, file, on: day) }
    }
    for file in news.files.union(same.files).sorted() { try seal(.match, file, on: day) }
    for move in moves { try seal(.move, move, on: day) }
    try seal(.undo, number, on: day)
  }

  /// A client that only this import knew is no client.
  private func removeIfEmpty(_ client: Int64, on day: Day) throws {
    let isUsed = try Bool.fetchOne(
      self,
      sql: """
        SELECT EXISTS (SELECT 1 FROM document WHERE client_id = ?1)
          OR EXISTS (SELECT 1 FROM bank_line WHERE client_id = ?1)
          OR EXISTS (SELECT 1 FROM event WHERE client_id = ?1)
          OR EXISTS (SELECT 1 FROM notice WHERE client_id = ?1)
          OR EXISTS (SELECT 1 FROM client_fact WHERE client_id = ?1)
          OR EXISTS (SELECT 1 FROM client_move WHERE ?1 IN (from_client, to_client))
        """, arguments: [client])
    guard isUsed == false else { return }
    try run("DELETE FROM client_key WHERE client_id = ?", [client])
    try run("DELETE FROM client_name WHERE client_id = ?", [client])
    try run("DELETE FROM client WHERE id = ?", [client])
    try seal(.client, client, on: day)
    try forgetSalts(.client, client)
  }
}

import Accounting
package import Domain
import GRDB

extension Ledger {
  /// Says that a bank line pays these invoices (or bills), from `day` on: a fact that is not
  /// changed later, only followed by another. Reports of days before tell what the rules had told.
  package func decide(
    _ line: ID<BankLine>, pays numbers: [String], on day: Day, note: String = "", who: String = ""
  ) throws(Problem) {
    try writing { db in
      let movement = try db.movement(line, on: day)
      let documents = try numbers.map { try db.document(numbered: $0, for: movement, on: day) }
      guard Set(documents.map { $0["client_id"] as Int64 }).count == 1 else {
        throw Problem.refused(
          "the documents belong to several clients",
          remedy: "One movement is one client's; nothing was changed.")
      }
      try db.decide(
        line, on: day, documents: documents.map { $0["id"] as Int64 }, note: note, who: who,
        tolerance)
    }
  }

  /// Takes back what was said last about a bank line: the rules decide again, from `day` on.
  package func withdrawDecision(
    on line: ID<BankLine>, on day: Day, note: String = "", who: String = ""
  ) throws(Problem) {
    try writing { db in
      _ = try db.movement(line, on: day)
      let last = try db.decisions("bank_line_id = ?", [line.rawValue]).last
      // The very same word, repeated after a crash.
      if let last, last.isUndo, last.day == day { return }
      guard last?.isUndo == false else {
        throw Problem.refused(
          "bank line \(line.rawValue) was not settled by hand", remedy: "Nothing was changed.")
      }
      try db.decide(line, on: day, documents: nil, note: note, who: who, tolerance)
    }
  }
}

/// What a person said about a bank line.
struct Decision {
  var id: Int64
  var line: Int64
  var day: Day
  /// The payer's account.
  var account: String
  /// Of an undo: the documents that the line had been said to pay.
  var documents: [ID<Invoice>]
  /// What the person said the line pays of some of them; the rules allot the rest.
  var amounts: [ID<Invoice>: Money] = [:]
  var client: Int64?
  var isUndo: Bool
  /// The line is for no invoice.
  var isNotOurs = false
  /// The name under which the payer paid.
  var payer: String

  /// As the accounts know it.
  var word: Movement.Decision {
    Movement.Decision(id: id, day: day, documents: documents, isUndo: isUndo)
  }
}

extension Database {
  /// Decisions for which an SQL condition holds, in the order of their days.
  func decisions(
    _ condition: String, _ arguments: StatementArguments = []
  ) throws -> [Decision] {
    var named = try namedDocuments(condition, arguments)
    var last: [Int64: [ID<Invoice>]] = [:]
    return try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT decision.*, counterparty_account, counterparty
          FROM decision JOIN bank_line ON bank_line.id = bank_line_id
          WHERE \(condition) ORDER BY decision.day, decision.id
          """), arguments: arguments
    ).map { row in
      let line: Int64 = row["bank_line_id"]
      let isUndo: Bool = row["is_undo"]
      let said = named.removeValue(forKey: row["id"]) ?? Named()
      let documents = isUndo ? last[line] ?? [] : said.documents
      last[line] = documents
      return Decision(
        id: row["id"], line: line, day: try row.day("day"), account: row["counterparty_account"],
        documents: documents, amounts: said.amounts, client: said.client, isUndo: isUndo,
        isNotOurs: row["is_not_ours"], payer: row["counterparty"])
    }
  }

  /// The documents that a decision names.
  private struct Named {
    var documents: [ID<Invoice>] = []
    var amounts: [ID<Invoice>: Money] = [:]
    /// Whose they are.
    var client: Int64?
  }

  private func namedDocuments(
    _ condition: String, _ arguments: StatementArguments
  ) throws -> [Int64: Named] {
    var named: [Int64: Named] = [:]
    let rows = try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT decision_id, document_id, decision_document.amount, decision_document.currency,
            document.client_id
          FROM decision JOIN bank_line ON bank_line.id = bank_line_id
            JOIN decision_document ON decision_id = decision.id
            JOIN document ON document.id = document_id
          WHERE \(condition) ORDER BY decision_id, document_id
          """), arguments: arguments)
    for row in rows {
      let document: ID<Invoice> = row.id("document_id")
      var said = named[row["decision_id"]] ?? Named()
      said.documents.append(document)
      if row["amount"] != nil { said.amounts[document] = try row.money("amount") }
      said.client = said.client ?? row["client_id"]
      named[row["decision_id"]] = said
    }
    return named
  }

  fileprivate func movement(_ line: ID<BankLine>, on day: Day) throws -> BankLine {
    let lines = try bankLines("WHERE id = ? AND same_as IS NULL") { $0.set(1, line.rawValue) }
    guard let movement = lines.first, movement.booked <= day else {
      throw Ledger.Problem.refused(
        "there is no bank line \(line.rawValue) on \(day)",
        remedy: "`dunlin match` lists the lines with their numbers; nothing was changed.")
    }
    return movement
  }

  fileprivate func document(
    numbered number: String, for line: BankLine, on day: Day
  ) throws -> Row {
    let isIn = line.amount.isPositive || line.isReversal
    let kinds = isIn ? ["owed"] : ["bill", "owed", "credit"]
    let known = try Row.fetchAll(
      self,
      sql: """
        SELECT id, client_id, CASE WHEN kind = 'bill' THEN 'bill' WHEN effect > 0 THEN 'owed'
          ELSE 'credit' END AS what
        FROM document WHERE number = ?1 AND effect <> 0 AND currency = ?2 AND issue_date <= ?3
          AND kind <> 'bill-credit' AND (kind <> 'bill' OR effect > 0)
        ORDER BY id
        """, arguments: [number, line.amount.currency.code, day.description])
    // Money that goes out pays a bill, or else goes back to a client.
    let rows =
      kinds.lazy.map { kind in known.filter { $0["what"] == kind } }
      .first { !$0.isEmpty } ?? []
    guard let first = rows.first, rows.count == 1 else {
      throw Ledger.Problem.refused(
        rows.isEmpty
          ? "no \(isIn ? "invoice" : "bill, invoice or credit note") \(number) in "
            + "\(line.amount.currency.code) was known on \(day)"
          : "\(number) is the number of \(rows.count) documents",
        remedy: "Name a document of the line's own currency; nothing was changed.")
    }
    return first
  }

  /// Records a decision (`documents` nil: the rules decide again), matches later lines anew and
  /// allocates anew for every client it concerns.
  fileprivate func decide(
    _ line: ID<BankLine>, on day: Day, documents: [Int64]?, note: String, who: String,
    _ tolerance: MatchTolerance
  ) throws {
    let line = line.rawValue
    let earlier = try decisions("bank_line_id = ?", [line])
    if let last = earlier.last, last.day > day {
      throw Ledger.Problem.refused(
        "bank line \(line) was decided on \(last.day), after \(day)",
        remedy: "Decide with a later day; nothing was changed.")
    }
    // The very same word, repeated after a crash, is recorded once.
    if let last = earlier.last, let documents, last.day == day, !last.isUndo,
      Set(last.documents.map(\.rawValue)) == Set(documents)
    {
      return
    }
    try run(
      "INSERT INTO decision (day, bank_line_id, is_undo, note, who) VALUES (?, ?, ?, ?, ?)",
      [day.description, line, documents == nil, note, who])
    let id = lastInsertedRowID
    for document in Set(documents ?? []).sorted() {
      try run(
        "INSERT INTO decision_document (decision_id, document_id) VALUES (?, ?)", [id, document])
    }
    var news = try matchBankLines(since: day.description, PresentFactKinds(), tolerance)
    let concerned = try Int64.fetchAll(
      self,
      sql: """
        SELECT client_id FROM bank_line WHERE id = ?1 AND client_id IS NOT NULL
        UNION SELECT client_id FROM document JOIN decision_document ON document.id = document_id
          JOIN decision ON decision.id = decision_id WHERE bank_line_id = ?1
        """, arguments: [line])
    for client in news.clients.union(concerned).sorted() {
      try allocate(client: client, news: &news)
    }
    try refuseOverbooking(of: line)
    try seal(.decision, id, on: day)
    for file in news.files.sorted() { try seal(.match, file, on: day) }
  }

  /// Money of which a part went back already cannot be given to another client whole.
  private func refuseOverbooking(of line: Int64) throws {
    let isOver = try Bool.fetchOne(
      self,
      sql: """
        SELECT abs(SUM(allocation.amount)) > abs(bank_line.amount) FROM bank_line JOIN allocation
          ON source = 'bank' AND source_id = bank_line.id WHERE bank_line.id = ?
        """, arguments: [line])
    if isOver == true {
      throw Ledger.Problem.refused(
        "a part of bank line \(line) went back already",
        remedy: "Record what is left as a payment; nothing was changed.")
    }
  }
}

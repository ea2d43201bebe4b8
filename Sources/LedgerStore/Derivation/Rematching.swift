import Accounting
import Domain
import GRDB
import Matching

extension Database {
  /// Decides anew what bank lines are for; returns the clients whose money changed, and the files
  /// that the lines came with.
  ///
  /// New documents may be named by lines that are matched already, so every line is looked at that
  /// was booked up to a year before the earliest of them, every line from the day of the earliest
  /// new one on, and every line that has no document.
  func matchBankLines(
    documentsSince earliest: Day?, _ held: PresentFactKinds, _ policy: MatchPolicy
  ) throws -> Matched {
    let newLines = try String.fetchOne(
      self,
      sql: """
        SELECT MIN(booked) FROM pending JOIN bank_line ON file_id = subject WHERE kind = ?
        """, arguments: [Pending.file.rawValue])
    let documents = earliest.map { ($0 - 366).description }
    return try matchBankLines(
      since: [newLines, documents].compactMap { $0 }.min() ?? "9999", held, policy)
  }

  /// The same for lines that were booked on `since` or later, those without a document, and those
  /// of some clients from an earlier day on.
  func matchBankLines(
    since: String, ofClients own: (ids: [Int64], since: String)? = nil,
    _ held: PresentFactKinds, _ policy: MatchPolicy, observe: Matching.Observer? = nil
  ) throws -> Matched {
    let isDecidedAnew = Self.decidedAnew(since: since, own)
    let any = try BulkStatement(
      self, "SELECT 1 FROM bank_line WHERE same_as IS NULL AND \(isDecidedAnew) LIMIT 1")
    guard try any.first({ _ in true }) != nil else { return Matched() }
    var matching = try matching(policy, observe: observe) { client, accounts, sides in
      // Lines that are decided anew are posted as they are decided.
      try self.addFacts(
        of: client.rawValue, to: &accounts, sides, held,
        lines: "NOT \(isDecidedAnew)")
    }
    let returns = try BulkStatement(
      self,
      """
      SELECT \(BankLine.columns) FROM bank_line
      WHERE is_reversal AND amount < 0 AND same_as IS NULL AND \(isDecidedAnew)
      ORDER BY booked, id
      """)
    try returns.each { matching.expect(try BankLine($0)) }
    let lines = try BulkStatement(
      self,
      """
      SELECT \(StoredLine.columns), \(isDecidedAnew) FROM bank_line
      WHERE same_as IS NULL AND (client_id IS NOT NULL OR \(isDecidedAnew))
      ORDER BY booked, id
      """)
    let matches = try MatchRows(self)
    var news = MatchNews()
    try lines.each { row in
      let stored = try StoredLine(row, matches)
      if row.integer(StoredLine.columnCount) == 1 {
        let outcome = try matching.decide(stored.line)
        news.add(outcome, of: stored) { matching.candidates[$0]?.client }
      } else {
        matching.take(stored.outcome, of: stored.line)
      }
    }
    try store(news)
    return Matched(clients: news.clients, files: news.files, books: matching.books)
  }

  /// Puts the entries of a client in place of the old ones: those of the accounts in which its
  /// lines were just posted, or of a replay.
  func allocate(
    client: Int64, news: inout Matched, _ held: PresentFactKinds = PresentFactKinds()
  ) throws {
    guard let entries = news.books?.entries(of: ID(client)) else {
      return try allocate(client: client, held)
    }
    let rows = entries.flatMap { currency, entries in
      entries.map { AllocationRow($0, currency) }
    }
    try store(rows, client: client, held)
  }

  private static func decidedAnew(
    since day: String, _ own: (ids: [Int64], since: String)?
  ) -> String {
    for day in [day, own?.since ?? ""] {
      precondition(day.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) }, day)
    }
    let ofClients = own.map { own in
      let ids = own.ids.map(String.init).joined(separator: ", ")
      return " OR booked >= '\(own.since)' AND client_id IN (\(ids))"
    }
    return """
      (booked >= '\(day)'\(ofClients ?? "")
        OR NOT EXISTS (SELECT 1 FROM match WHERE bank_line_id = bank_line.id))
      """
  }

  /// The rules, with all documents the ledger knows and what people said.
  func matching(
    _ policy: MatchPolicy, observe: Matching.Observer? = nil,
    otherFacts: @escaping Matching.OtherFacts = { _, _, _ in }
  ) throws -> Matching {
    Matching(
      try candidates(),
      ownAccounts: try Set(String.fetchAll(self, sql: "SELECT DISTINCT account FROM statement")),
      payouts: try payouts(),
      policy: policy, decisions: try matchingDecisions(), letters: try letters(),
      instalments: try instalments(), disputes: try disputes(), observe: observe,
      otherFacts: otherFacts)
  }

  private func disputes() throws -> DisputedTimes {
    let isAny = try Bool.fetchOne(
      self, sql: "SELECT EXISTS (SELECT 1 FROM event WHERE kind = 'dispute')")
    return isAny == true ? DisputedTimes(try recordedEvents(asOf: .last)) : DisputedTimes()
  }

  /// What clients ever agreed to pay by when, also by plans that were ended since.
  private func instalments() throws -> [ID<Client>: [Matching.Instalment]] {
    let isAny = try Bool.fetchOne(
      self, sql: "SELECT EXISTS (SELECT 1 FROM event WHERE kind IN ('plan', 'promise'))")
    guard isAny == true else { return [:] }
    var instalments: [ID<Client>: [Matching.Instalment]] = [:]
    let plans = ActiveEvents.AgreedPlan.all(try recordedEvents(asOf: .last))
    for (number, plan) in plans.enumerated() {
      instalments[plan.client, default: []] += plan.instalments.map {
        Matching.Instalment(
          invoice: plan.invoice, amount: $0.amount, due: $0.day, agreed: plan.day,
          ended: plan.ended, plan: number)
      }
    }
    return instalments
  }

  /// Letters with interest or fees, by whose the invoices are.
  private func letters() throws -> [ID<Client>: [Matching.Letter]] {
    let rows = try Row.fetchCursor(
      self,
      sql: """
        SELECT notice.id AS notice, document.client_id, document.id, charges, document.currency,
          notice.day, (SELECT message.day FROM message
            WHERE message.notice_id = notice.id AND state = 'withdrawn') AS until
        FROM notice JOIN notice_line ON notice_id = notice.id
          JOIN document ON document.id = document_id
        WHERE notice.id IN (SELECT notice_id FROM notice_line WHERE charges > 0)
        ORDER BY notice.id, document.client_id, document.id
        """)
    var letters: [ID<Client>: [Matching.Letter]] = [:]
    var last: (notice: Int64, client: ID<Client>)?
    while let row = try rows.next() {
      let (notice, client) = (row["notice"] as Int64, row.id("client_id", of: Client.self))
      if last?.notice != notice || last?.client != client {
        let until = (row["until"] as String?).flatMap { Day(iso: $0) }
        letters[client, default: []].append(
          Matching.Letter(day: try row.day("day"), until: until, charges: [:]))
        last = (notice, client)
      }
      let place = (letters[client]?.count ?? 1) - 1
      letters[client]?[place].charges[row.id("id")] = try row.money("charges")
    }
    return letters
  }

  /// Writes what lines are for.
  private func store(_ news: MatchNews) throws {
    let delete = try BulkStatement(self, "DELETE FROM match WHERE bank_line_id = ?")
    let insert = try BulkStatement(
      self, "INSERT INTO match (bank_line_id, document_id, is_guess) VALUES (?, ?, ?)")
    let update = try BulkStatement(
      self,
      "UPDATE bank_line SET client_id = ?, matched_by = ?, is_payer_known = ? WHERE id = ?")
    try news.each { line, documents in
      if line.hadDocuments {
        delete.set(1, line.id)
        try delete.run()
      }
      for (document, isGuess) in documents {
        insert.set(1, line.id)
        insert.set(2, document)
        insert.set(3, isGuess ? 1 : 0)
        try insert.run()
      }
      update.set(1, line.client)
      update.set(2, line.reason?.rawValue)
      update.set(3, line.isPayerKnown ? 1 : 0)
      update.set(4, line.id)
      try update.run()
    }
  }

  /// What people said about bank lines.
  private func matchingDecisions() throws -> [Matching.Decision] {
    try decisions("1").map { decision in
      Matching.Decision(
        line: ID(decision.line), account: decision.account, payer: decision.payer,
        booked: decision.booked, amount: decision.amount, word: decision.word)
    }
  }

  /// Every document that money can be for, in the order of their ids.
  private func candidates() throws -> [Matching.Candidate] {
    let names = try clientNames()
    let otherNames = try tradingNames()
    let settled = try settledDays()
    var discounts = try DiscountRows(self)
    var next = 0
    var candidates: [Matching.Candidate] = []
    var currencies = CurrencyMemory()
    let query = try BulkStatement(
      self,
      """
      SELECT id, client_id, COALESCE(own_number, number), payment_reference, issue_date, due_date,
        currency,
        CASE WHEN kind IN ('bill', 'bill-credit') THEN -effect ELSE effect END,
        kind, type_code, credited_number, other_references, \(Self.useTold)
      FROM document ORDER BY id
      """)
    try query.each { row in
      let id = row.integer(0)
      let client = row.integer(1)
      var candidate = Matching.Candidate(
        id: ID(id), client: ID(client), clientName: names[client] ?? "", number: row.text(2),
        reference: row.text(3),
        claim: Money(minorUnits: row.integer(7), currency: try currencies.currency(row, 6)),
        issueDate: try row.day(4), due: try row.day(5))
      while next < settled.count, settled[next].document < id { next += 1 }
      while next < settled.count, settled[next].document == id {
        candidate.settledDays.append(settled[next].day)
        next += 1
      }
      candidate.kind = try row.value(8)
      candidate.isCorrection = row.text(9) == "384"
      candidate.credited = row.text(10)
      candidate.isUseReported = !row.isNull(12)
      if row.text(11) != "" {
        candidate.otherReferences = row.text(11).split(separator: "\n").map(String.init)
      }
      candidate.otherNames = otherNames[client] ?? []
      candidate.discounts = discounts.take(of: id, candidate.claim.currency)
      candidates.append(candidate)
    }
    return candidates
  }

  private func clientNames() throws -> [Int64: String] {
    var names: [Int64: String] = [:]
    let query = try BulkStatement(self, "SELECT id, name FROM client")
    try query.each { names[$0.integer(0)] = $0.text(1) }
    return names
  }

  private func tradingNames() throws -> [Int64: [String]] {
    var names: [Int64: [String]] = [:]
    let query = try BulkStatement(
      self, "SELECT client_id, name FROM client_name ORDER BY client_id, name")
    try query.each { names[$0.integer(0), default: []].append($0.text(1)) }
    return names
  }

  /// The days on which registers say something was paid, in the order of the documents' ids.
  private func settledDays() throws -> [(document: Int64, day: Day)] {
    var settled: [(document: Int64, day: Day)] = []
    let query = try BulkStatement(
      self, "SELECT document_id, day FROM settlement ORDER BY document_id, day")
    try query.each { settled.append((document: $0.integer(0), day: try $0.day(1))) }
    return settled
  }
}

/// What became of the lines that were decided anew.
struct Matched {
  /// Whom the lines were and are for.
  var clients: Set<Int64> = []
  /// The files of lines whose outcome changed.
  var files: Set<Int64> = []
  /// The accounts in which they were posted; nil where none was decided.
  var books: Books?
}

/// A bank line, and what it is stored to be for.
struct StoredLine {
  var line: BankLine
  var id: Int64
  var file: Int64
  var client: Int64?
  var outcome: Matching.Outcome

  /// What `init` reads, in its order.
  static let columns = BankLine.columns + ", file_id, client_id, matched_by, is_payer_known"
  static let columnCount = BankLine.columnCount + 4

  init(_ row: BulkRow, _ matches: MatchRows) throws {
    let more = BankLine.columnCount
    line = try BankLine(row)
    id = row.integer(0)
    file = row.integer(more)
    client = row.optionalInteger(more + 1)
    let documents = try matches.documents(of: id)
    outcome = Matching.Outcome(
      named: documents.named, guesses: documents.guesses,
      payer: row.integer(more + 3) == 1 ? client.map { ID($0) } : nil,
      reason: row.optionalText(more + 2).flatMap { Matching.Reason(rawValue: $0) })
  }
}

/// What became of bank lines, kept small until all are decided: lines may not be written while they
/// are read.
private struct MatchNews {
  struct Line {
    var id: Int64
    var client: Int64?
    var reason: Matching.Reason?
    var isPayerKnown: Bool
    var hadDocuments: Bool
    var named: Int32
    var guesses: Int32
  }

  private var lines: [Line] = []
  /// Of all lines one after the other, the named ones of a line first.
  private var documents: [Int64] = []
  /// Whom the lines were and are for.
  private(set) var clients: Set<Int64> = []
  private(set) var files: Set<Int64> = []

  mutating func add(
    _ outcome: Matching.Outcome, of stored: StoredLine, owner: (ID<Invoice>) -> ID<Client>?
  ) {
    let known = stored.outcome
    let client = (outcome.named.first.flatMap(owner) ?? outcome.payer)?.rawValue
    let reason = client == nil ? nil : outcome.reason
    let isNews =
      Set(outcome.named) != Set(known.named) || Set(outcome.guesses) != Set(known.guesses)
      || client != stored.client || reason != known.reason
      || (outcome.payer != nil) != (known.payer != nil)
    guard isNews else { return }
    lines.append(
      Line(
        id: stored.id, client: client, reason: reason, isPayerKnown: outcome.payer != nil,
        hadDocuments: !known.documents.isEmpty, named: Int32(outcome.named.count),
        guesses: Int32(outcome.guesses.count)))
    documents += outcome.documents.map(\.rawValue)
    for client in [stored.client, client].compactMap({ $0 }) { clients.insert(client) }
    files.insert(stored.file)
  }

  func each(_ body: (Line, [(document: Int64, isGuess: Bool)]) throws -> Void) throws {
    var next = 0
    for line in lines {
      let (named, all) = (Int(line.named), Int(line.named + line.guesses))
      try body(line, (0..<all).map { (documents[next + $0], $0 >= named) })
      next += all
    }
  }
}

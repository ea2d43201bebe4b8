import Accounting
import Domain
import GRDB

/// A document that a person named for a bank line.
struct NamedDocument {
  var id: ID<Invoice>
  var client: Int64
  var currency: Currency
  /// What the person said that the line pays of it.
  var stated: Money?
  /// What is open of it without the line itself.
  var open: Money
}

/// What a person says of a bank line.
enum DecisionWord {
  /// The documents, with the amounts where these are not left to the rules.
  case pays([(document: ID<Invoice>, amount: Money?)])
  case notOurs
  /// The rules decide again.
  case undo
}

extension Database {
  /// The document of a number that money of a line can be for; one in the line's own currency where
  /// there are others.
  func document(
    _ part: Ledger.LinePart, for line: BankLine, on day: Day
  ) throws -> NamedDocument {
    let isIn = line.amount.isPositive || line.isReversal
    let kinds = isIn ? ["owed"] : ["bill", "owed", "credit"]
    let known = try Row.fetchAll(
      self,
      sql: """
        SELECT id, client_id, currency, CASE WHEN kind = 'bill' THEN 'bill' WHEN effect > 0
          THEN 'owed' ELSE 'credit' END AS what,
          abs(effect) - (SELECT COALESCE(SUM(amount), 0) FROM allocation
            WHERE document_id = document.id AND day <= ?2
              AND NOT (source = 'bank' AND source_id = ?3)) AS open
        FROM document WHERE number = ?1 AND effect <> 0 AND issue_date <= ?2
          AND kind <> 'bill-credit' AND (kind <> 'bill' OR effect > 0)
        ORDER BY id
        """, arguments: [part.number, day.description, line.id?.rawValue ?? 0])
    // Money that goes out pays a bill, or else goes back to a client.
    let fitting =
      kinds.lazy.map { kind in known.filter { $0["what"] == kind } }
      .first { !$0.isEmpty } ?? []
    let own = fitting.filter { $0["currency"] == line.amount.currency.code }
    let rows = own.isEmpty ? fitting : own
    guard let row = rows.first, rows.count == 1 else {
      throw Ledger.Problem.refused(
        rows.isEmpty
          ? "no \(isIn ? "invoice" : "bill, invoice or credit note") \(part.number) was known on "
            + "\(day)"
          : "\(part.number) is the number of \(rows.count) documents",
        remedy: "`dunlin ageing` and `dunlin history` show the numbers; nothing was changed.")
    }
    let currency = try row.currency()
    let stated = try part.amount.map { printed in
      guard printed.fits(scale: currency.decimals), let amount = Money(printed, currency),
        amount.isPositive
      else {
        throw Ledger.Problem.refused(
          "\(printed) is no amount in \(currency)",
          remedy: "Write \(part.number)=AMOUNT in the invoice's currency; nothing was changed.")
      }
      return amount
    }
    return NamedDocument(
      id: row.id("id"), client: row["client_id"], currency: currency, stated: stated,
      open: Money(minorUnits: row["open"], currency: currency))
  }

  /// How a line is shared out among the documents that a person named.
  func amounts(
    of named: [NamedDocument], for line: BankLine, on day: Day, _ policy: MatchPolicy
  ) throws -> [(document: ID<Invoice>, amount: Money?)] {
    let isOneSide = Set(named.map(\.client)).count == 1
    let isOwnCurrency = named.allSatisfy {
      $0.currency == line.amount.currency || $0.currency == line.instructed?.currency
    }
    // Money that goes back needs no amounts: it is taken from what had come.
    if named.allSatisfy({ $0.stated == nil }), isOneSide, isOwnCurrency || line.amount.isNegative {
      return named.map { ($0.id, nil) }
    }
    let amounts = named.map { ($0.id, $0.stated ?? $0.open) }
    guard amounts.allSatisfy({ $0.1.isPositive }) else {
      throw Ledger.Problem.refused(
        "nothing is open of one of the documents",
        remedy: "Say how much of it the line pays: INVOICE=AMOUNT; nothing was changed.")
    }
    let own = zip(named, amounts).filter { $0.0.currency == line.amount.currency }.map { $0.1.1 }
    let sum = own.sum(line.amount.currency)
    let whole = line.instructed.flatMap { $0.currency == sum.currency ? $0 : nil } ?? line.amount
    let isStated = named.allSatisfy { $0.stated != nil }
    // A little more is a charge that was kept back; what is left belongs to the only client.
    let isFitting =
      isStated
      ? sum <= whole.magnitude + policy.fee(of: sum) && (isOneSide || sum >= whole.magnitude)
      : sum == whole.magnitude
    guard own.count < amounts.count || isFitting else {
      throw Ledger.Problem.refused(
        "the amounts come to \(sum), the line is \(whole.magnitude)",
        remedy: "Say how much of each it pays: INVOICE=AMOUNT …; nothing was changed.")
    }
    return amounts.map { ($0.0, $0.1) }
  }

  /// Records what a person says, matches later lines anew and allocates anew for every client it
  /// concerns.
  func decide(
    _ line: ID<BankLine>, on day: Day, _ word: DecisionWord, note: String, who: String,
    _ policy: MatchPolicy
  ) throws {
    let line = line.rawValue
    let earlier = try decisions("bank_line_id = ?", [line])
    if let last = earlier.last, last.day > day {
      throw Ledger.Problem.refused(
        "bank line \(line) was decided on \(last.day), after \(day)",
        remedy: "Decide with a later day; nothing was changed.")
    }
    // The very same word, repeated after a crash, is recorded once.
    if let last = earlier.last, last.day == day, last.says(word) { return }
    var (isUndo, isNotOurs) = (false, false)
    var documents: [(document: ID<Invoice>, amount: Money?)] = []
    switch word {
    case .pays(let named): documents = named
    case .notOurs: isNotOurs = true
    case .undo: isUndo = true
    }
    try run(
      """
      INSERT INTO decision (day, bank_line_id, is_undo, is_not_ours, note, who)
      VALUES (?, ?, ?, ?, ?, ?)
      """, [day.description, line, isUndo, isNotOurs, note, who])
    let id = lastInsertedRowID
    var seen: Set<ID<Invoice>> = []
    for part in documents.sorted(by: { $0.document < $1.document })
    where seen.insert(part.document).inserted {
      try run(
        """
        INSERT INTO decision_document (decision_id, document_id, amount, currency)
        VALUES (?, ?, ?, ?)
        """,
        [id, part.document.rawValue, part.amount?.minorUnits, part.amount?.currency.code])
    }
    try deriveAnew(since: day, about: line, policy)
    try refuseOverbooking(of: line)
    try seal(.decision, id, on: day)
  }

  private func deriveAnew(since day: Day, about line: Int64, _ policy: MatchPolicy) throws {
    let concerned = try Int64.fetchAll(
      self,
      sql: """
        SELECT client_id FROM bank_line WHERE id = ?1 AND client_id IS NOT NULL
        UNION SELECT client_id FROM document JOIN decision_document ON document.id = document_id
          JOIN decision ON decision.id = decision_id WHERE bank_line_id = ?1
        ORDER BY 1
        """, arguments: [line])
    // What came meanwhile may be the rest of what the line pays.
    let booked = try String.fetchOne(
      self, sql: "SELECT booked FROM bank_line WHERE id = ?", arguments: [line])
    var news = try matchBankLines(
      since: day.description,
      ofClients: concerned.isEmpty ? nil : (concerned, booked ?? day.description),
      PresentFactKinds(), policy)
    for client in news.clients.union(concerned).sorted() {
      try allocate(client: client, news: &news)
    }
    for file in news.files.sorted() { try seal(.match, file, on: day) }
  }

  /// Money of which a part went back already cannot be given to another client whole.
  private func refuseOverbooking(of line: Int64) throws {
    let over = try Row.fetchOne(
      self, sql: Ledger.overbookedLines + " AND bank_line.id = ?", arguments: [line])
    if over != nil {
      throw Ledger.Problem.refused(
        "a part of bank line \(line) went back already",
        remedy: "Record what is left as a payment; nothing was changed.")
    }
  }
}

extension Decision {
  fileprivate func says(_ word: DecisionWord) -> Bool {
    switch word {
    case .undo: isUndo
    case .notOurs: isNotOurs && !isUndo
    case .pays(let named):
      !isUndo && !isNotOurs && Set(documents) == Set(named.map(\.document))
        && named.allSatisfy { amounts[$0.document] == $0.amount }
    }
  }
}

extension Ledger {
  /// In SQL, bank lines of which more is set against documents and accounts than they amount to: in
  /// their own currency or as ordered; what a person stated counts as stated.
  static let overbookedLines = """
    SELECT 'bank line ' || bank_line.id FROM bank_line JOIN (
        SELECT source_id, currency, abs(SUM(amount)) AS applied FROM allocation
        WHERE source = 'bank' GROUP BY source_id, currency) AS given ON source_id = bank_line.id
    WHERE (given.currency <> bank_line.currency OR applied > abs(bank_line.amount))
      AND (given.currency <> COALESCE(instructed_currency, '') OR applied > abs(instructed))
      AND applied > COALESCE((SELECT MAX(stated) FROM (
        SELECT SUM(decision_document.amount) AS stated FROM decision_document
          JOIN decision ON decision.id = decision_id
        WHERE bank_line_id = bank_line.id AND decision_document.currency = given.currency
        GROUP BY decision_id) AS sums), 0)
    """
}

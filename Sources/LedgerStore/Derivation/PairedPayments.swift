import Domain
import GRDB
import Matching

extension Database {
  /// Decides anew which lines of the accounts are the same money. Returns what it found, the
  /// clients whose money that was, and the files of the lines that count no longer.
  func pairSamePayments(
    in accounts: Set<String>
  ) throws -> (pairs: [SamePayments.Pair], clients: Set<Int64>, files: Set<Int64>) {
    var found: (pairs: [SamePayments.Pair], clients: Set<Int64>, files: Set<Int64>) = ([], [], [])
    for account in accounts.sorted() {
      let pairs = try samePayments(in: account)
      found.pairs += pairs
      var now: [Int64: Int64] = [:]
      for pair in pairs { for line in pair.dropped { now[line] = pair.kept.first } }
      let before = try Row.fetchAll(
        self,
        sql: """
          SELECT id, same_as FROM bank_line WHERE account = ? AND same_as IS NOT NULL ORDER BY id
          """,
        arguments: [account])
      for row in before where now[row["id"]] != row["same_as"] {
        try run("UPDATE bank_line SET same_as = NULL WHERE id = ?", [row["id"] as Int64])
      }
      for (line, kept) in now.sorted(by: { $0.key < $1.key }) {
        try drop(line, for: kept, &found.clients, &found.files)
      }
    }
    return found
  }

  /// What it was matched with is open again.
  private func drop(
    _ line: Int64, for kept: Int64, _ clients: inout Set<Int64>, _ files: inout Set<Int64>
  ) throws {
    let row = try Row.fetchOne(
      self, sql: "SELECT client_id, file_id FROM bank_line WHERE id = ? AND same_as IS NULL",
      arguments: [line])
    guard let row else { return }
    if let client: Int64 = row["client_id"] { clients.insert(client) }
    files.insert(row["file_id"])
    try run("DELETE FROM match WHERE bank_line_id = ?", [line])
    try run(
      """
      UPDATE bank_line SET same_as = ?, client_id = NULL, matched_by = NULL, is_payer_known = 0
      WHERE id = ?
      """, [kept, line])
  }

  /// Nothing where all that is known of the account was reported in one form.
  func samePayments(in account: String) throws -> [SamePayments.Pair] {
    let hasSeveral = try Int.fetchOne(
      self,
      sql: """
        SELECT EXISTS (SELECT 1 FROM bank_line WHERE account = ?1 AND is_notice)
          AND EXISTS (SELECT 1 FROM bank_line WHERE account = ?1 AND NOT is_notice)
          OR (SELECT COUNT(DISTINCT file_id) > 1 FROM statement WHERE account = ?1)
        """, arguments: [account])
    guard hasSeveral == 1 else { return [] }
    let (formatOfFile, balances) = try statements(of: account)
    let decided = try Set(Int64.fetchAll(self, sql: "SELECT bank_line_id FROM decision"))
    let query = try BulkStatement(
      self,
      """
      SELECT \(BankLine.columns), file_id, is_notice, entry_reference, traces, identity
      FROM bank_line
      WHERE account = ? ORDER BY id
      """)
    query.set(1, account)
    var lines: [SamePayments.Line] = []
    try query.each { row in
      let line = try BankLine(row)
      guard let id = line.id?.rawValue else { return }
      let more = BankLine.columnCount
      lines.append(
        SamePayments.Line(
          id: id, file: row.integer(more), identity: row.text(more + 4), booked: line.booked,
          amount: line.amount, isNotice: row.integer(more + 1) != 0,
          format: formatOfFile[row.integer(more)] ?? .camt, entryReference: row.text(more + 2),
          traces: row.text(more + 3).split(separator: "\n").map(String.init),
          payerAccount: line.counterpartyAccount, payer: line.counterparty, text: line.text,
          detail: line.references.count
            + [line.counterparty, line.counterpartyAccount, line.text].count { !$0.isEmpty },
          isDecided: decided.contains(id)))
    }
    let stable = try Row.fetchAll(
      self, sql: "SELECT later, earlier FROM retold_file ORDER BY later, earlier"
    ).map { SamePayments.FilePair($0["later"], $0["earlier"]) }
    return SamePayments(lines, balances: balances, stableReferences: Set(stable)).pairs
  }

  /// The format of each file's statement of an account, and its balances; of several in one file
  /// the first opening and the last closing.
  private func statements(
    of account: String
  ) throws -> (formats: [Int64: BankStatement.Format], balances: [Int64: SamePayments.Balances]) {
    var formats: [Int64: BankStatement.Format] = [:]
    var balances: [Int64: SamePayments.Balances] = [:]
    let rows = try Row.fetchAll(
      self, sql: "SELECT * FROM statement WHERE account = ? ORDER BY id", arguments: [account])
    for row in rows {
      let file: Int64 = row["file_id"]
      formats[file] = try formats[file] ?? row.value("format", as: BankStatement.Format.self)
      func money(_ column: String) throws -> Money? {
        guard let units: Int64 = row[column] else { return nil }
        return Money(minorUnits: units, currency: try row.currency(column + "_currency"))
      }
      let (opening, closing) = (try money("opening"), try money("closing"))
      balances[file] = SamePayments.Balances(
        opening: balances[file]?.opening ?? opening, closing: closing ?? balances[file]?.closing)
    }
    return (formats, balances)
  }

  /// Accounts of which lines of these files have the day and amount of lines of other files.
  func retoldAccounts(by files: Set<Int64>) throws -> Set<String> {
    struct Movement: Hashable {
      var day: Day
      var amount: Int64
    }
    let ofFile = try BulkStatement(
      self, "SELECT booked, amount FROM bank_line WHERE file_id = ? AND account = ?")
    let others = try BulkStatement(
      self,
      """
      SELECT booked, amount FROM bank_line
      WHERE account = ? AND booked BETWEEN ? AND ? AND file_id <> ?
      """)
    var accounts: Set<String> = []
    for file in files.sorted() {
      let named = try String.fetchSet(
        self,
        sql: """
          SELECT DISTINCT account FROM statement WHERE file_id = ?1 AND EXISTS
            (SELECT 1 FROM statement AS other
              WHERE other.account = statement.account AND other.file_id <> ?1)
          """, arguments: [file])
      // A join of the two would look at each pair of movements of a day.
      for account in named.subtracting(accounts).sorted() {
        var own: Set<Movement> = []
        ofFile.set(1, file)
        ofFile.set(2, account)
        try ofFile.each { own.insert(Movement(day: try $0.day(0), amount: $0.integer(1))) }
        guard let first = own.map(\.day).min(), let last = own.map(\.day).max() else { continue }
        others.set(1, account)
        others.set(2, first)
        others.set(3, last)
        others.set(4, file)
        var isAgain = false
        try others.rows { row in
          isAgain = try own.contains(Movement(day: row.day(0), amount: row.integer(1)))
          return !isAgain
        }
        if isAgain { accounts.insert(account) }
      }
    }
    return accounts
  }

  /// How a file reports of an account.
  func format(of file: Int64, _ account: String) throws -> BankStatement.Format {
    let format = try String.fetchOne(
      cachedStatement(
        sql: "SELECT format FROM statement WHERE file_id = ? AND account = ? ORDER BY id LIMIT 1"),
      arguments: [file, account])
    return format.flatMap(BankStatement.Format.init) ?? .camt
  }

  /// Accounts of which more than one form tells, or did.
  func twofoldAccounts() throws -> Set<String> {
    try Set(
      String.fetchAll(
        self,
        sql: """
          SELECT DISTINCT account FROM bank_line WHERE is_notice
          UNION SELECT account FROM bank_line WHERE same_as IS NOT NULL
          UNION SELECT account FROM statement GROUP BY account
            HAVING COUNT(DISTINCT format) > 1
          """))
  }
}

extension BankLine {
  /// What makes a movement the same when it is read again.
  var identity: String {
    [
      account, booked.description, "\(amount.minorUnits)", amount.currency.code,
      counterpartyAccount, references.joined(separator: "\n"), text, bankReference,
    ].joined(separator: "\u{1F}")
  }
}

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
        sql: "SELECT id, same_as FROM bank_line WHERE account = ? AND same_as IS NOT NULL",
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

  /// Nothing where all that is known of the account was told in one form.
  func samePayments(in account: String) throws -> [SamePayments.Pair] {
    let isTwofold = try Int.fetchOne(
      self,
      sql: """
        SELECT EXISTS (SELECT 1 FROM bank_line WHERE account = ?1 AND is_notice)
          AND EXISTS (SELECT 1 FROM bank_line WHERE account = ?1 AND NOT is_notice)
          OR (SELECT COUNT(DISTINCT \(Self.form)) > 1 FROM statement
            JOIN source_file ON source_file.id = file_id WHERE account = ?1)
        """, arguments: [account])
    guard isTwofold == 1 else { return [] }
    let forms = try Row.fetchAll(
      self,
      sql: """
        SELECT DISTINCT file_id, \(Self.form) AS form FROM statement
        JOIN source_file ON source_file.id = file_id WHERE account = ?
        """, arguments: [account]
    ).map { ($0["file_id"] as Int64, SamePayments.Form(rawValue: $0["form"]) ?? .camt) }
    let formOfFile = Dictionary(forms, uniquingKeysWith: { a, _ in a })
    let decided = try Set(Int64.fetchAll(self, sql: "SELECT bank_line_id FROM decision"))
    let rows = try Row.fetchAll(
      self, sql: "SELECT * FROM bank_line WHERE account = ? ORDER BY id", arguments: [account])
    return SamePayments(
      try rows.map { row in
        let line = try row.bankLine()
        return SamePayments.Line(
          id: row["id"], booked: line.booked, amount: line.amount, isNotice: row["is_notice"],
          form: formOfFile[row["file_id"]] ?? .camt, entryReference: row["entry_reference"],
          traces: (row["traces"] as String).split(separator: "\n").map(String.init),
          payerAccount: line.counterpartyAccount, text: line.text,
          detail: line.references.count
            + [line.counterparty, line.counterpartyAccount, line.text].count { !$0.isEmpty },
          isDecided: decided.contains(row["id"]))
      }
    ).pairs
  }

  /// How a statement was told: those of OFX and CSV are named by their days, behind `ofx` or the
  /// kind of CSV; those of camt as the bank likes.
  private static let form = """
    CASE WHEN name GLOB 'ofx \(days)' THEN 'ofx'
      WHEN name GLOB '* \(days)' AND lower(path) NOT LIKE '%.xml' THEN 'csv' ELSE 'camt' END
    """

  private static let days = {
    let day = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
    return "\(day) \(day)"
  }()

  /// How a file tells of an account.
  func form(of file: Int64, _ account: String) throws -> SamePayments.Form {
    let form = try String.fetchOne(
      cachedStatement(
        sql: """
          SELECT \(Self.form) FROM statement JOIN source_file ON source_file.id = file_id
          WHERE file_id = ? AND account = ?
          """), arguments: [file, account])
    return form.flatMap(SamePayments.Form.init) ?? .camt
  }

  /// Accounts of which more than one form tells, or did.
  func twofoldAccounts() throws -> Set<String> {
    try Set(
      String.fetchAll(
        self,
        sql: """
          SELECT DISTINCT account FROM bank_line WHERE is_notice
          UNION SELECT account FROM bank_line WHERE same_as IS NOT NULL
          UNION SELECT account FROM statement JOIN source_file ON source_file.id = file_id
            GROUP BY account HAVING COUNT(DISTINCT \(Self.form)) > 1
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

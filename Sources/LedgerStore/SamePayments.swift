import Domain
import GRDB

/// Which movements of one account are the same money, told twice: by a notification (camt.054) and
/// by a statement, or by statements in different forms (camt.053, OFX, CSV). It reads; it changes
/// nothing.
///
/// The bank's reference of an entry comes first: where all that both tell under it amounts to the
/// same, the side that splits it into more transactions counts. Then single transactions by their
/// references, and last by day, amount and payer. What two forms tell of one day and amount is the
/// same, unless their payers' accounts differ. Each movement is the same as one other at most, so
/// that two equal payments stay two.
struct SamePayments {
  /// A movement as far as this needs it.
  struct Line {
    var id: Int64
    var booked: Day
    var amount: Money
    var isNotice: Bool
    var form = Form.camt
    var entryReference: String
    var traces: [String]
    var payerAccount: String
    var text: String
    /// How many things it tells of its payer and purpose.
    var detail: Int
    /// A person said what it is for: it counts, whatever else tells of it.
    var isDecided: Bool
  }

  /// How a statement was told, what tells most first.
  enum Form: String, CaseIterable {
    case camt, ofx, csv
  }

  /// The same money twice: what counts, and what does not.
  struct Pair: Equatable {
    var kept: [Int64]
    var dropped: [Int64]
  }

  private(set) var pairs: [Pair] = []
  private let lines: [Line]
  private var told: Set<Int64> = []
  private var dropped: Set<Int64> = []
  /// Which other forms told of the money of a line that counts.
  private var absorbed: [Int64: Set<Form>] = [:]

  /// A notification may be sent, and an entry booked, so many days apart where the bank's own
  /// reference is the same, and where only an id of the payer's is.
  private static let bankDays = 10
  private static let payerDays = 3

  init(_ lines: [Line]) {
    self.lines = lines.sorted { ($0.booked, $0.id) < ($1.booked, $1.id) }
    pairEntries()
    for kind in ["AcctSvcrRef ", "UETR "] { pairTransactions(kind, Self.bankDays) }
    for kind in ["TxId ", "EndToEndId "] { pairTransactions(kind, Self.payerDays) }
    pairByPayer()
    pairForms()
  }

  private var open: [Line] { lines.filter { !told.contains($0.id) } }

  private struct EntryKey: Hashable {
    var reference: String
    var currency: Currency
  }

  private mutating func pairEntries() {
    let entries = Dictionary(grouping: open.filter { !$0.entryReference.isEmpty }) {
      EntryKey(reference: $0.entryReference, currency: $0.amount.currency)
    }
    for key in entries.keys.sorted(by: { ($0.reference, $0.currency) < ($1.reference, $1.currency) }
    ) {
      let all = entries[key] ?? []
      let notices = all.filter(\.isNotice)
      let statement = all.filter { !$0.isNotice }
      guard let first = all.first, let last = all.last, !notices.isEmpty, !statement.isEmpty,
        last.booked - first.booked <= Self.bankDays,
        notices.map(\.amount).sum(key.currency) == statement.map(\.amount).sum(key.currency)
      else { continue }
      drop(notices, or: statement)
    }
  }

  private mutating func pairTransactions(_ kind: String, _ days: Int) {
    struct Key: Hashable {
      var trace: String
      var amount: Money
    }
    var booked: [Key: [Line]] = [:]
    for line in open where !line.isNotice {
      for trace in line.traces where trace.hasPrefix(kind) {
        booked[Key(trace: trace, amount: line.amount), default: []].append(line)
      }
    }
    for notice in open where notice.isNotice {
      let keys = notice.traces.filter { $0.hasPrefix(kind) }
        .map { Key(trace: $0, amount: notice.amount) }
      pair(notice, with: keys.flatMap { booked[$0] ?? [] }, days)
    }
  }

  /// Of one day, one amount and one payer or text, where no reference of theirs differs.
  private mutating func pairByPayer() {
    struct Key: Hashable {
      var booked: Day
      var amount: Money
    }
    let booked = Dictionary(grouping: open.filter { !$0.isNotice }) {
      Key(booked: $0.booked, amount: $0.amount)
    }
    for notice in open where notice.isNotice {
      let alike = booked[Key(booked: notice.booked, amount: notice.amount)] ?? []
      pair(notice, with: alike.filter { Self.isAlike(notice, $0) }, 0)
    }
  }

  /// Of one day and amount in different forms: first those of one payer or text, then any that do
  /// not contradict each other. What counts already, beside a notification or another form, may be
  /// told once more by each further form.
  private mutating func pairForms() {
    struct Key: Hashable {
      var booked: Day
      var amount: Money
    }
    let kept = Set(pairs.flatMap(\.kept))
    let statements = lines.filter {
      kept.contains($0.id) || !$0.isNotice && !told.contains($0.id)
    }
    guard Set(statements.map(\.form)).count > 1 else { return }
    let groups = Dictionary(grouping: statements) { Key(booked: $0.booked, amount: $0.amount) }
    for group in groups.values.sorted(by: { $0[0].id < $1[0].id }) {
      for (rank, better) in Form.allCases.enumerated() {
        for worse in Form.allCases.dropFirst(rank + 1) {
          for isFit in [Self.isSamePayer, { !Self.isOtherPayer($0, $1) }] {
            for line in group where line.form == worse && isFree(line, of: better) {
              let fit = group.first {
                $0.form == better && isFree($0, of: worse) && isFit($0, line)
              }
              if let fit { drop([line], or: [fit]) }
            }
          }
        }
      }
    }
  }

  private func isFree(_ line: Line, of form: Form) -> Bool {
    !dropped.contains(line.id) && absorbed[line.id]?.contains(form) != true
  }

  private static func isSamePayer(_ a: Line, _ b: Line) -> Bool {
    !a.payerAccount.isEmpty && a.payerAccount == b.payerAccount
      || !a.text.isEmpty && a.text == b.text
  }

  private static func isOtherPayer(_ a: Line, _ b: Line) -> Bool {
    !a.payerAccount.isEmpty && !b.payerAccount.isEmpty && a.payerAccount != b.payerAccount
  }

  private static func isAlike(_ a: Line, _ b: Line) -> Bool {
    func kinds(_ line: Line) -> Set<Substring> {
      Set(line.traces.compactMap { $0.split(separator: " ").first })
    }
    let differ = !kinds(a).isDisjoint(with: kinds(b))
    return !differ && isSamePayer(a, b)
  }

  /// The nearest day's candidate that is still open; the earlier one of two.
  private mutating func pair(_ notice: Line, with candidates: [Line], _ days: Int) {
    func distance(_ line: Line) -> Int { abs(line.booked - notice.booked) }
    let near = candidates.filter { distance($0) <= days && !told.contains($0.id) }
    let best = near.min {
      (distance($0), $0.booked, $0.id) < (distance($1), $1.booked, $1.id)
    }
    if let best { drop([notice], or: [best]) }
  }

  /// Keeps the side a person spoke of, that of more transactions, that which tells more, or the
  /// statement; neither is dropped where a person spoke of both.
  private mutating func drop(_ notices: [Line], or statement: [Line]) {
    func rank(_ lines: [Line]) -> (Int, Int, Int) {
      (lines.contains(where: \.isDecided) ? 1 : 0, lines.count, lines.map(\.detail).reduce(0, +))
    }
    told.formUnion((notices + statement).map(\.id))
    let (kept, other) =
      rank(notices) > rank(statement) ? (notices, statement) : (statement, notices)
    guard !other.contains(where: \.isDecided) else { return }
    dropped.formUnion(other.map(\.id))
    let forms = other.reduce(into: Set<Form>()) {
      $0.insert($1.form)
      $0.formUnion(absorbed[$1.id] ?? [])
    }
    for line in kept { absorbed[line.id, default: []].formUnion(forms) }
    pairs.append(Pair(kept: kept.map(\.id), dropped: other.map(\.id)))
  }
}

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

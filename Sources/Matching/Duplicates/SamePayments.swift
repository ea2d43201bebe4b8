package import Domain

/// Which movements of one account are the same money, reported twice: by a notification (camt.054)
/// and by a statement, by statements in different formats (camt.053, MT940, OFX, CSV), or by two of
/// one format. It reads; it changes nothing.
///
/// The bank's reference of an entry comes first: where all that both tell under it amounts to the
/// same, the side that splits it into more transactions counts. Then single transactions by their
/// references, and last by day, amount and payer. What two forms tell of one day and amount is the
/// same, unless their payers' accounts differ; a few days apart it must be proved. Each movement is
/// the same as one other at most, so that two equal payments stay two.
package struct SamePayments {
  /// A movement as far as this needs it.
  package struct Line {
    package var id: Int64
    package var file: Int64
    package var identity: String
    package var booked: Day
    package var amount: Money
    package var isNotice: Bool
    package var format = BankStatement.Format.camt
    package var entryReference: String
    package var traces: [String]
    package var payerAccount: String
    package var payer: String
    package var text: String
    /// How many things it tells of its payer and purpose.
    package var detail: Int
    /// A person said what it is for: it counts, whatever else reports it.
    package var isDecided: Bool

    /// The payer's id of the payment, if it gave one.
    var endToEndID: String? { traces.first { $0.hasPrefix("EndToEndId ") } }

    package init(
      id: Int64, file: Int64, identity: String, booked: Day, amount: Money, isNotice: Bool,
      format: BankStatement.Format = .camt,
      entryReference: String, traces: [String], payerAccount: String, payer: String, text: String,
      detail: Int, isDecided: Bool
    ) {
      self.id = id
      self.file = file
      self.identity = identity
      self.booked = booked
      self.amount = amount
      self.isNotice = isNotice
      self.format = format
      self.entryReference = entryReference
      self.traces = traces
      self.payerAccount = payerAccount
      self.payer = payer
      self.text = text
      self.detail = detail
      self.isDecided = isDecided
    }
  }

  /// The same money twice: what counts, and what does not.
  package struct Pair: Equatable {
    package var kept: [Int64]
    package var dropped: [Int64]
  }

  package private(set) var pairs: [Pair] = []
  let lines: [Line]
  /// Of the statements, by file.
  let balances: [Int64: Balances]
  let stableReferences: Set<FilePair>
  private var duplicates: Set<Int64> = []
  private var dropped: Set<Int64> = []
  /// Which other forms told of the money of a line that counts.
  private var absorbed: [Int64: Set<BankStatement.Format>] = [:]

  /// A notification may be sent, and an entry booked, so many days apart where the bank's own
  /// reference is the same, and where only an id of the payer's is.
  private static let bankDays = 10
  private static let payerDays = 3

  package init(
    _ lines: [Line], balances: [Int64: Balances] = [:], stableReferences: Set<FilePair> = []
  ) {
    self.lines = lines.sorted { ($0.booked, $0.id) < ($1.booked, $1.id) }
    self.balances = balances
    self.stableReferences = stableReferences
    pairReissued()
    pairEntries()
    pairDeposits()
    for kind in ["AcctSvcrRef ", "UETR "] { pairTransactions(kind, Self.bankDays) }
    for kind in ["TxId ", "EndToEndId "] { pairTransactions(kind, Self.payerDays) }
    pairByPayer()
    pairForms()
    pairShifted()
  }

  var open: [Line] { lines.filter { !duplicates.contains($0.id) } }

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
    let statements = countingLines
    guard Set(statements.map(\.format)).count > 1 else { return }
    let groups = Dictionary(grouping: statements) { Key(booked: $0.booked, amount: $0.amount) }
    for group in groups.values.sorted(by: { $0[0].id < $1[0].id }) {
      let formats = BankStatement.Format.allCases.filter { format in
        group.contains { $0.format == format }
      }
      for (rank, better) in formats.enumerated() {
        for worse in formats.dropFirst(rank + 1) {
          for isFit in [Self.isSamePayer, { !Self.isOtherPayer($0, $1) }] {
            for line in group where line.format == worse && isFree(line, of: better) {
              let fit = group.first {
                $0.format == better && isFree($0, of: worse) && isFit($0, line)
              }
              if let fit { drop([line], or: [fit]) }
            }
          }
        }
      }
    }
  }

  /// Lines of statements without another report yet, and those that count beside one.
  var countingLines: [Line] {
    let kept = Set(pairs.flatMap(\.kept))
    return lines.filter { kept.contains($0.id) || !$0.isNotice && !duplicates.contains($0.id) }
  }

  func isDropped(_ line: Int64) -> Bool { dropped.contains(line) }

  /// The later of two reports of one movement does not count, unless a person spoke of it.
  mutating func dropReissued(_ line: Line, or known: Line) {
    guard !line.isDecided else { return }
    duplicates.insert(line.id)
    dropped.insert(line.id)
    pairs.append(Pair(kept: [known.id], dropped: [line.id]))
  }

  func isFree(_ line: Line, of format: BankStatement.Format) -> Bool {
    !dropped.contains(line.id) && absorbed[line.id]?.contains(format) != true
  }

  private static func isSamePayer(_ a: Line, _ b: Line) -> Bool {
    !a.payerAccount.isEmpty && a.payerAccount == b.payerAccount
      || !a.text.isEmpty && a.text == b.text
  }

  static func isOtherPayer(_ a: Line, _ b: Line) -> Bool {
    !a.payerAccount.isEmpty && !b.payerAccount.isEmpty && a.payerAccount != b.payerAccount
  }

  /// A bank may give its reference anew in each message: where payer and text are the same, only
  /// the payer's and the transaction's own ids tell two apart.
  private static func isAlike(_ a: Line, _ b: Line) -> Bool {
    func kinds(_ line: Line) -> Set<Substring> {
      Set(line.traces.compactMap { $0.split(separator: " ").first })
    }
    let shared = kinds(a).intersection(kinds(b))
    guard isSamePayer(a, b) else { return false }
    guard shared == ["AcctSvcrRef"] else { return shared.isEmpty }
    return !a.text.isEmpty && a.text == b.text && !isOtherPayer(a, b)
  }

  /// The nearest day's candidate that is still open; the earlier one of two.
  private mutating func pair(_ notice: Line, with candidates: [Line], _ days: Int) {
    func distance(_ line: Line) -> Int { abs(line.booked - notice.booked) }
    let near = candidates.filter { distance($0) <= days && !duplicates.contains($0.id) }
    let best = near.min {
      (distance($0), $0.booked, $0.id) < (distance($1), $1.booked, $1.id)
    }
    if let best { drop([notice], or: [best]) }
  }

  /// Keeps the side a person spoke of, that of more transactions, that which tells more, or the
  /// statement; neither is dropped where a person spoke of both.
  mutating func drop(_ notices: [Line], or statement: [Line]) {
    func rank(_ lines: [Line]) -> (Int, Int, Int) {
      (lines.contains(where: \.isDecided) ? 1 : 0, lines.count, lines.map(\.detail).reduce(0, +))
    }
    duplicates.formUnion((notices + statement).map(\.id))
    let (kept, other) =
      rank(notices) > rank(statement) ? (notices, statement) : (statement, notices)
    guard !other.contains(where: \.isDecided) else { return }
    dropped.formUnion(other.map(\.id))
    let formats = other.reduce(into: Set<BankStatement.Format>()) {
      $0.insert($1.format)
      $0.formUnion(absorbed[$1.id] ?? [])
    }
    for line in kept { absorbed[line.id, default: []].formUnion(formats) }
    pairs.append(Pair(kept: kept.map(\.id), dropped: other.map(\.id)))
  }
}

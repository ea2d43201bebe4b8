import Domain

/// The places of the system manual (Nets, Mastercard Payment Services).
extension RecordField {
  fileprivate static let mark = RecordField(1...2)
  fileprivate static let service = RecordField(3...4)
  fileprivate static let transactionType = RecordField(5...6)
  fileprivate static let kind = RecordField(7...8)
  // Assignment 20.
  fileprivate static let account = RecordField(25...35)
  // Amount items 30, 31 and 32.
  fileprivate static let transaction = RecordField(9...15)
  fileprivate static let day = RecordField(16...21)
  fileprivate static let settlement = RecordField(22...26)
  fileprivate static let sign = RecordField(32...32)
  fileprivate static let amount = RecordField(33...49)
  fileprivate static let kid = RecordField(50...74)
  fileprivate static let debitAccount = RecordField(48...58)
  fileprivate static let reference = RecordField(26...34)
  fileprivate static let text = RecordField(16...55)
  // Ends 88 and 89.
  fileprivate static let count = RecordField(9...16)
  fileprivate static let sum = RecordField(25...41)
}

/// Reads Norwegian incoming payments (OCR giro): records of 80 characters. Each payment is a notice
/// of money that a statement shows in sums.
struct OCRGiroReader: FixedRecordReader {
  static let width = 80

  private let business: Business
  private var statements: TextStatements
  private var draft: StatementDraft?
  private var isEnded = false
  private var lastLine = 1
  private var count: Int64 = 0
  /// The payment whose further records follow was read.
  private var isLastRead = false
  private let currency = Currency(code: "NOK") ?? .euro

  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.starts(with: Array("NY000010".utf8))
  }

  init(business: Business) {
    self.business = business
    statements = TextStatements(business: business, format: .giro)
  }

  mutating func take(_ record: FixedRecord) {
    lastLine = record.line
    guard record.text(.mark) == "NY" else {
      return statements.warn(
        line: record.line, "the record does not begin with NY", record.bytes.words)
    }
    // Other services have agreements and payment requests, which are no money.
    guard ["00", "09"].contains(record.text(.service)) else { return }
    switch record.text(.kind) {
    case "10": isEnded = false
    case "20": begin(record)
    case "30": takeFirst(record)
    case "31": takeSecond(record)
    case "32": add { $0.text += ($0.text.isEmpty ? "" : " ") + record.text(.text) }
    case "88": takeEnd(record)
    case "89":
      close()
      isEnded = true
    default:
      statements.warn(
        line: record.line, "the record is of no kind that is known", record.bytes.words)
    }
  }

  private mutating func begin(_ record: FixedRecord) {
    close()
    let number = record.text(.account)
    draft = StatementDraft(
      account: business.ownAccount(endingWith: number) ?? number, name: "", line: record.line,
      currency: currency)
    count = 0
  }

  private mutating func takeFirst(_ record: FixedRecord) {
    count += 1
    isLastRead = false
    guard var current = draft else {
      return statements.warn(
        line: record.line, "a payment stands before its assignment (record 20)")
    }
    defer { draft = current }
    guard let day = record.day(.day, .dayMonthYear) else {
      return statements.refuse(
        .bankDate, line: record.line, "the payment has no day of the form DDMMYY",
        record.text(.day),
        in: &current)
    }
    guard
      let amount = statements.money(
        record.amount(.amount, decimals: 2), currency, line: record.line,
        found: record.text(.amount), in: &current)
    else { return }
    let isNegative = record.text(.sign) == "-"
    var line = BankLine(
      account: current.account, booked: day, amount: isNegative ? -amount : amount)
    line.add(reference: record.text(.kid))
    // 18 and 20 take back purchases in the net shop of a bank.
    line.isReversal = isNegative || ["18", "20"].contains(record.text(.transactionType))
    // What is settled together is one entry of the statement.
    line.entryReference = "OCR \(day) \(record.text(.settlement))"
    current.lines.append(line)
    isLastRead = true
  }

  private mutating func takeSecond(_ record: FixedRecord) {
    let account = record.text(.debitAccount)
    let reference = record.text(.reference)
    add { line in
      if account.contains(where: { $0 != "0" }) { line.counterpartyAccount = account }
      if reference.contains(where: { $0 != "0" }) {
        line.bankReference = reference
        line.traces = ["AcctSvcrRef " + reference]
      }
    }
  }

  private mutating func add(_ change: (inout BankLine) -> Void) {
    guard isLastRead, let last = draft?.lines.indices.last else { return }
    if var line = draft?.lines[last] {
      change(&line)
      draft?.lines[last] = line
    }
  }

  private mutating func takeEnd(_ record: FixedRecord) {
    draft?.isEnded = true
    defer { close() }
    guard let draft, !draft.isRefused else { return }
    let sum = draft.lines.map(\.amount.minorUnits).reduce(Optional(Int64(0))) {
      guard let sum = $0?.addingReportingOverflow($1), !sum.overflow else { return nil }
      return sum.partialValue
    }
    if record.number(.sum) != sum.map(abs) {
      statements.warn(
        line: record.line, "the assignment's amount is not the sum of its payments",
        record.text(.sum))
    } else if record.number(.count) != count {
      statements.warn(
        line: record.line,
        "\(record.number(.count) ?? 0) payments are stated for the assignment, \(count) were read")
    }
  }

  private mutating func close() {
    guard var ended = draft else { return }
    draft = nil
    if !ended.isEnded {
      statements.warn(line: ended.line, "the assignment breaks off: it has no record 88")
    }
    if let first = ended.lines.map(\.booked).min(), let last = ended.lines.map(\.booked).max() {
      ended.name = "OCR \(first) \(last)"
    }
    statements.close(ended, isNotice: true)
  }

  mutating func finished() -> (statements: [BankStatement], faults: [Fault]) {
    close()
    if !isEnded {
      statements.warn(line: lastLine, "the file breaks off: it has no record 89")
    }
    return statements.finished("Norwegian giro payments (OCR)")
  }
}

import Domain

/// The places of the service description (Finance Finland, version 2.1).
extension RecordField {
  fileprivate static let kind = RecordField(1...1)
  // Batch 0.
  fileprivate static let created = RecordField(2...7)
  fileprivate static let time = RecordField(8...11)
  // Payment 3, debit 5.
  fileprivate static let account = RecordField(2...15)
  fileprivate static let day = RecordField(16...21)
  fileprivate static let archive = RecordField(28...43)
  fileprivate static let reference = RecordField(44...63)
  fileprivate static let name = RecordField(64...75)
  fileprivate static let currency = RecordField(76...76)
  fileprivate static let amount = RecordField(78...87)
  fileprivate static let correction = RecordField(88...88)
  fileprivate static let feedback = RecordField(90...90)
  // Sums 9.
  fileprivate static let count = RecordField(2...7)
  fileprivate static let sum = RecordField(8...18)
  fileprivate static let correctionCount = RecordField(19...24)
  fileprivate static let correctionSum = RecordField(25...35)
}

/// Reads Finnish incoming reference payments (viitemaksut, `.ktl`): records of 90 characters. Each
/// payment is a notice of money that a statement shows in one sum a day.
struct ReferencePaymentsReader: FixedRecordReader {
  static let width = 90

  private let business: Business
  private var statements: TextStatements
  /// Of the batch, by account.
  private var drafts: [StatementDraft] = []
  /// Number and sum of the batch's payments and of its corrections, in cents.
  private var totals: [(count: Int64, sum: Int64)] = [(0, 0), (0, 0)]
  private var batchLine = 1
  private var isOpen = false

  /// Whether a batch record and a payment stand at the beginning.
  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    var records = FixedRecords(Array(bytes.prefix(400)), width: width)
    guard let first = records.next(), first.text(.kind) == "0",
      first.day(.created, .yearMonthDay) != nil, first[.time].count == 4, first[.time].isDigits,
      let second = records.next()
    else { return false }
    switch second.text(.kind) {
    case "3", "5": return second[.account].isDigits && second[.amount].isDigits
    case "9": return second[.count].isDigits && second[.sum].isDigits
    default: return false
    }
  }

  init(business: Business) {
    self.business = business
    statements = TextStatements(business: business, format: .giro)
  }

  mutating func take(_ record: FixedRecord) {
    switch record.text(.kind) {
    case "0":
      breakOff()
      (batchLine, isOpen) = (record.line, true)
    case "3", "5": takePayment(record)
    case "9": takeSums(record)
    // Messages of some banks.
    case "7": break
    default:
      statements.warn(
        line: record.line, "the record type is not 0, 3, 5, 7 or 9", record.bytes.words)
    }
  }

  private mutating func takePayment(_ record: FixedRecord) {
    let isCorrection = record.text(.correction) == "1"
    let kind = isCorrection ? 1 : 0
    // Debits that failed bring no money.
    let isFailed = record.text(.kind) == "5" && !["", "0"].contains(record.text(.feedback))
    if !isFailed {
      let sum = totals[kind].sum.addingReportingOverflow(record.number(.amount) ?? 0)
      totals[kind] = (totals[kind].count + 1, sum.partialValue)
    }
    let number = record.text(.account)
    let account = business.ownAccount(endingWith: number) ?? number
    let place = drafts.firstIndex { $0.account == account } ?? drafts.count
    if place == drafts.count {
      drafts.append(
        StatementDraft(account: account, name: "", line: record.line, currency: .euro))
    }
    guard !isFailed else { return }
    guard record.text(.currency) == "1" else {
      return statements.refuse(
        .bankCurrency, line: record.line, "the payment is not in euro (1)", record.text(.currency),
        in: &drafts[place])
    }
    guard let day = record.day(.day, .yearMonthDay) else {
      return statements.refuse(
        .bankDate, line: record.line, "the payment has no entry date of the form YYMMDD",
        record.text(.day), in: &drafts[place])
    }
    guard
      let amount = statements.money(
        record.amount(.amount, decimals: 2), .euro, line: record.line, found: record.text(.amount),
        in: &drafts[place])
    else { return }
    var line = BankLine(account: account, booked: day, amount: isCorrection ? -amount : amount)
    line.add(reference: String(record.text(.reference).drop { $0 == "0" }))
    line.counterparty = record.text(.name)
    line.isReversal = isCorrection
    line.entryReference = "KTL \(day)"
    line.bankReference = record.text(.archive)
    if !line.bankReference.isEmpty { line.traces = ["AcctSvcrRef " + line.bankReference] }
    drafts[place].lines.append(line)
  }

  private mutating func takeSums(_ record: FixedRecord) {
    let stated: [(RecordField, RecordField)] = [
      (.count, .sum), (.correctionCount, .correctionSum),
    ]
    let isRefused = drafts.contains(where: \.isRefused)
    for (fields, total) in zip(stated, totals) where !isRefused {
      let count = record.number(fields.0) ?? 0
      let sum = record.number(fields.1) ?? 0
      guard count != total.count || sum != total.sum else { continue }
      statements.warn(
        line: record.line,
        "\(count) payments of \(ExactDecimal.text(Int128(sum), scale: 2)) are stated, \(total.count) "
          + "of \(ExactDecimal.text(Int128(total.sum), scale: 2)) were read")
    }
    close()
    isOpen = false
  }

  private mutating func close() {
    for var draft in drafts {
      if let first = draft.lines.map(\.booked).min(), let last = draft.lines.map(\.booked).max() {
        draft.name = "viitteet \(first) \(last)"
      }
      statements.close(draft, isNotice: true)
    }
    drafts = []
    totals = [(0, 0), (0, 0)]
  }

  private mutating func breakOff() {
    if isOpen {
      statements.warn(line: batchLine, "the batch breaks off: it has no record 9 with its sums")
    }
    close()
    isOpen = false
  }

  mutating func finished() -> (statements: [BankStatement], faults: [Fault]) {
    breakOff()
    return statements.finished("Finnish reference payments")
  }
}

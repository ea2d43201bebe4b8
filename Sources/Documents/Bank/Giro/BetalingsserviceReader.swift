import Domain

/// The places as programs of creditors read them.
extension RecordField {
  fileprivate static let mark = RecordField(1...5)
  fileprivate static let delivery = RecordField(17...20)
  fileprivate static let section = RecordField(14...17)
  /// Of a payment 042.
  fileprivate static let transaction = RecordField(14...17)
  fileprivate static let actualDay = RecordField(104...109)
  fileprivate static let bookedDay = RecordField(110...115)
  fileprivate static let actualAmount = RecordField(116...128)
  /// Of a debit.
  fileprivate static let sign = RecordField(56...56)
  fileprivate static let amount = RecordField(57...69)
  fileprivate static let reference = RecordField(70...99)
  /// Of a payment slip.
  fileprivate static let slipSign = RecordField(59...59)
  fileprivate static let slipAmount = RecordField(60...72)
  fileprivate static let slipReference = RecordField(73...81)
  fileprivate static let slipArchive = RecordField(82...103)
  /// Of the section's end 092.
  fileprivate static let count = RecordField(32...42)
}

/// Reads Danish incoming payments of Betalingsservice (delivery 0602): debits and payment slips.
/// Each is a notice of money that a statement shows in sums. The file does not name the account:
/// it is the only one in Danish kroner.
struct BetalingsserviceReader: FixedRecordReader {
  static let width = 128

  private let business: Business
  private var statements: TextStatements
  private var draft: StatementDraft?
  private var count: Int64 = 0
  private var isEnded = false
  private var lastLine = 1
  private let currency = Currency(code: "DKK") ?? .euro

  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    let record = FixedRecord(first: bytes, width: width)
    return record.text(.mark) == "BS002" && record.text(.delivery) == "0602"
  }

  init(business: Business) {
    self.business = business
    statements = TextStatements(business: business, format: .giro)
  }

  mutating func take(_ record: FixedRecord) {
    lastLine = record.line
    switch record.text(.mark) {
    case "BS012": begin(record)
    case "BS042": takePayment(record)
    case "BS092": takeEnd(record)
    case "BS992":
      close()
      isEnded = true
    default: break
    }
  }

  private mutating func begin(_ record: FixedRecord) {
    close()
    count = 0
    draft = StatementDraft(
      account: business.onlyAccount(in: currency)?.iban ?? "", name: record.text(.section),
      line: record.line, currency: currency)
  }

  private mutating func takePayment(_ record: FixedRecord) {
    count += 1
    guard var current = draft else {
      return statements.warn(line: record.line, "a payment stands before its section (BS012)")
    }
    defer { draft = current }
    let kind = record.text(.transaction)
    // Rejected and cancelled debits bring no money.
    if ["0237", "0238"].contains(kind) { return }
    guard ["0236", "0239", "0297", "0299"].contains(kind) else {
      return statements.refuse(
        .bankAmount, line: record.line, "the payment's transaction code is not known", kind,
        in: &current)
    }
    guard
      let day = record.day(.bookedDay, .dayMonthYear) ?? record.day(.actualDay, .dayMonthYear)
    else {
      return statements.refuse(
        .bankDate, line: record.line, "the payment has no day of booking of the form DDMMYY",
        record.text(.bookedDay), in: &current)
    }
    guard
      let amount = statements.money(
        record.amount(.actualAmount, decimals: 2), currency, line: record.line,
        found: record.text(.actualAmount), in: &current)
    else { return }
    let isSlip = kind == "0297" || kind == "0299"
    let isBack = kind == "0239" || kind == "0299"
    checkAmount(record, amount, isSlip)
    var line = BankLine(account: current.account, booked: day, amount: isBack ? -amount : amount)
    line.isReversal = isBack
    line.entryReference = "BS \(day) \(current.name)"
    line.add(
      reference: String(record.text(isSlip ? .slipReference : .reference).drop { $0 == "0" }))
    if isSlip {
      line.bankReference = record.text(.slipArchive)
      if !line.bankReference.isEmpty { line.traces = ["AcctSvcrRef " + line.bankReference] }
    }
    current.lines.append(line)
  }

  /// A debit is paid in full or not at all; who pays a slip may pay another amount.
  private mutating func checkAmount(_ record: FixedRecord, _ amount: Money, _ isSlip: Bool) {
    guard !isSlip, let asked = record.number(.amount), asked != amount.minorUnits else { return }
    statements.warn(
      line: record.line, "the debit is of another amount than the payment",
      record.text(.actualAmount))
  }

  private mutating func takeEnd(_ record: FixedRecord) {
    draft?.isEnded = true
    if draft?.isRefused == false, let stated = record.number(.count), stated != count {
      statements.warn(
        line: record.line, "\(stated) payments are stated for the section, \(count) were read")
    }
    close()
  }

  private mutating func close() {
    guard var ended = draft else { return }
    draft = nil
    if !ended.isEnded {
      statements.warn(line: ended.line, "the section breaks off: it has no record BS092")
    }
    let days = ended.lines.map(\.booked)
    if let first = days.min(), let last = days.max() {
      ended.name = "BS \(ended.name) \(first) \(last)"
    }
    statements.close(ended, isNotice: true)
  }

  mutating func finished() -> (statements: [BankStatement], faults: [Fault]) {
    close()
    if !isEnded {
      statements.warn(line: lastLine, "the file breaks off: it has no record BS992")
    }
    return statements.finished("Danish payments of Betalingsservice")
  }
}

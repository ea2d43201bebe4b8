import Domain

/// The places of the manual of Bankgirot.
extension RecordField {
  fileprivate static let kind = RecordField(1...2)
  fileprivate static let isTest = RecordField(45...45)
  // Section 05.
  fileprivate static let giro = RecordField(3...12)
  fileprivate static let plusGiro = RecordField(13...22)
  fileprivate static let currency = RecordField(23...25)
  // Payment 20, deduction 21, further references 22 and 23.
  fileprivate static let payer = RecordField(3...12)
  fileprivate static let reference = RecordField(13...37)
  fileprivate static let amount = RecordField(38...55)
  fileprivate static let serial = RecordField(58...69)
  // Text 25, name 26.
  fileprivate static let text = RecordField(3...52)
  fileprivate static let name = RecordField(3...37)
  fileprivate static let moreName = RecordField(38...72)
  // Deposit 15.
  fileprivate static let account = RecordField(3...37)
  fileprivate static let day = RecordField(38...45)
  fileprivate static let depositNumber = RecordField(46...50)
  fileprivate static let sum = RecordField(51...68)
  fileprivate static let count = RecordField(72...79)
  // End 70.
  fileprivate static let payments = RecordField(3...10)
  fileprivate static let deposits = RecordField(27...34)
}

/// Reads Swedish incoming giro payments (BGMAX): records of 80 characters. Each payment is a notice
/// of money that a statement shows in one sum a deposit.
struct BGMaxReader: FixedRecordReader {
  static let width = 80

  private let business: Business
  private var statements: TextStatements
  private var draft: StatementDraft?
  private var giro = ""
  /// The payments of the deposit, whose account and day stand behind them.
  private var payments: [Payment] = []
  /// The payment whose further records follow was read.
  private var isLastRead = false
  private var paymentCount: Int64 = 0
  private var depositCount: Int64 = 0
  private var isEnded = false
  private var lastLine = 1

  private struct Payment {
    var amount: Money
    var isDeduction: Bool
    var references: [String]
    var serial: String
    var payer: String
    var text = ""
    var name = ""
  }

  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.starts(with: Array("01BGMAX".utf8))
  }

  init(business: Business) {
    self.business = business
    statements = TextStatements(business: business, format: .giro)
  }

  mutating func take(_ record: FixedRecord) {
    lastLine = record.line
    switch record.text(.kind) {
    case "01":
      if record.text(.isTest) == "T" {
        statements.warn(line: record.line, "the file calls itself a test")
      }
    case "05": begin(record)
    case "20": takePayment(record, isDeduction: false)
    case "21": takePayment(record, isDeduction: true)
    case "22", "23": addReference(record)
    case "25": add { $0.text += ($0.text.isEmpty ? "" : " ") + record.text(.text) }
    case "26":
      add { $0.name = (record.text(.name) + " " + record.text(.moreName)).collapsed }
    case "27", "28", "29": break
    case "15": takeDeposit(record)
    case "70": takeEnd(record)
    default:
      statements.warn(
        line: record.line, "the record is of no kind that BGMAX has", record.bytes.words)
    }
  }

  private mutating func begin(_ record: FixedRecord) {
    breakOff()
    let code = record.text(.currency)
    giro = [record.text(.giro), record.text(.plusGiro)].first { $0.contains { $0 != "0" } } ?? ""
    draft = StatementDraft(
      account: "", name: "", line: record.line, currency: Currency(code: code))
    if draft?.currency == nil {
      statements.add(
        Fault(
          .bankCurrency, line: record.line, "the section's currency is no code of ISO 4217",
          excerpt: Fault.excerpt(code),
          remedy: "Ask the bank for a corrected file; nothing was imported from this section."))
    }
  }

  private mutating func takePayment(_ record: FixedRecord, isDeduction: Bool) {
    paymentCount += isDeduction ? 0 : 1
    isLastRead = false
    guard var current = draft, let currency = current.currency else { return }
    defer { draft = current }
    guard
      let amount = statements.money(
        record.amount(.amount, decimals: currency.decimals), currency, line: record.line,
        found: record.text(.amount), in: &current)
    else { return }
    isLastRead = true
    payments.append(
      Payment(
        amount: isDeduction ? -amount : amount, isDeduction: isDeduction,
        references: [record.text(.reference)], serial: record.text(.serial),
        payer: String(record.text(.payer).drop { $0 == "0" })))
  }

  private mutating func add(_ change: (inout Payment) -> Void) {
    guard isLastRead, let last = payments.indices.last else { return }
    change(&payments[last])
  }

  private mutating func addReference(_ record: FixedRecord) {
    add { $0.references.append(record.text(.reference)) }
  }

  private mutating func takeDeposit(_ record: FixedRecord) {
    depositCount += 1
    guard var current = draft, let currency = current.currency else { return }
    let ended = payments
    payments = []
    draft = StatementDraft(account: "", name: "", line: record.line, currency: currency)
    guard let day = record.day(.day, .longYear) else {
      return statements.add(
        Fault(
          .bankDate, line: record.line, "the deposit has no date of the form YYYYMMDD",
          excerpt: Fault.excerpt(record.text(.day)),
          remedy: "Ask the bank for a corrected file; this deposit was not imported."))
    }
    let number = String(record.text(.account).drop { $0 == "0" })
    // The number in the bank's own form need not be that in our IBAN.
    current.account =
      business.ownAccount(endingWith: number) ?? business.onlyAccount(in: currency)?.iban
      ?? (number.isEmpty ? giro : number)
    let deposit = String(record.text(.depositNumber).drop { $0 == "0" })
    current.name = "BGMAX \(day) \(deposit)"
    current.lines = ended.map { Self.line($0, account: current.account, day, of: current.name) }
    if !current.isRefused { check(record, ended, currency) }
    statements.close(current, isNotice: true)
  }

  private static func line(
    _ payment: Payment, account: String, _ day: Day, of deposit: String
  ) -> BankLine {
    var line = BankLine(account: account, booked: day, amount: payment.amount)
    for reference in payment.references { line.add(reference: reference) }
    line.text = payment.text
    line.counterparty = payment.name
    line.counterpartyAccount = payment.payer
    line.isReversal = payment.isDeduction
    line.entryReference = deposit
    if payment.serial.contains(where: { $0 != "0" }) {
      line.bankReference = payment.serial
      line.traces = ["AcctSvcrRef " + payment.serial]
    }
    return line
  }

  private mutating func check(_ record: FixedRecord, _ payments: [Payment], _ currency: Currency) {
    let sum = payments.map(\.amount).reduce(Optional(Money.zero(currency))) {
      $0?.adding(checked: $1)
    }
    let stated = record.number(.sum)
    if stated != sum?.minorUnits {
      statements.warn(
        line: record.line, "the deposit's amount is not the sum of its payments",
        record.text(.sum))
    } else if let count = record.number(.count), count != Int64(payments.count) {
      statements.warn(
        line: record.line,
        "\(count) payments are stated for the deposit, \(payments.count) were read"
      )
    }
  }

  private mutating func takeEnd(_ record: FixedRecord) {
    breakOff()
    isEnded = true
    let stated = (record.number(.payments), record.number(.deposits))
    guard stated.0 != paymentCount || stated.1 != depositCount else { return }
    statements.warn(
      line: record.line,
      "\(stated.0 ?? 0) payments and \(stated.1 ?? 0) deposits are stated, \(paymentCount) and "
        + "\(depositCount) were read")
  }

  /// Payments whose deposit never came have neither account nor day.
  private mutating func breakOff() {
    guard !payments.isEmpty, let draft else { return }
    statements.add(
      Fault(
        .bankDate, line: draft.line,
        "\(payments.count) payments are followed by no deposit (record 15), which gives their day",
        remedy: "Ask the bank for the whole file; these payments were not imported."))
    payments = []
  }

  mutating func finished() -> (statements: [BankStatement], faults: [Fault]) {
    breakOff()
    if !isEnded {
      statements.warn(line: lastLine, "the file breaks off: it has no record 70")
    }
    return statements.finished("Swedish giro payments (BGMAX)")
  }
}

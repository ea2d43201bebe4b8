import Domain

/// The places of the standard (Febelfin, version 2).
extension RecordField {
  // Header 0.
  fileprivate static let created = RecordField(6...11)
  fileprivate static let application = RecordField(15...16)
  fileprivate static let version = RecordField(128...128)
  // Balances 1 and 8.
  fileprivate static let structure = RecordField(2...2)
  fileprivate static let oldNumber = RecordField(3...5)
  fileprivate static let oldAccount = RecordField(6...42)
  fileprivate static let oldSign = RecordField(43...43)
  fileprivate static let oldBalance = RecordField(44...58)
  fileprivate static let newSign = RecordField(42...42)
  fileprivate static let newBalance = RecordField(43...57)
  fileprivate static let newDay = RecordField(58...63)
  // Movements 2.
  fileprivate static let article = RecordField(2...2)
  fileprivate static let sequence = RecordField(3...6)
  fileprivate static let detail = RecordField(7...10)
  fileprivate static let bankReference = RecordField(11...31)
  fileprivate static let sign = RecordField(32...32)
  fileprivate static let amount = RecordField(33...47)
  fileprivate static let valueDay = RecordField(48...53)
  fileprivate static let code = RecordField(54...61)
  fileprivate static let isStructured = RecordField(62...62)
  fileprivate static let communication = RecordField(63...115)
  fileprivate static let entryDay = RecordField(116...121)
  fileprivate static let communication2 = RecordField(11...63)
  fileprivate static let ownReference = RecordField(64...98)
  fileprivate static let returnType = RecordField(113...113)
  fileprivate static let returnReason = RecordField(114...117)
  fileprivate static let otherAccount = RecordField(11...44)
  fileprivate static let otherName = RecordField(48...82)
  fileprivate static let communication3 = RecordField(83...125)
  // Information 3.
  fileprivate static let infoStructured = RecordField(40...40)
  fileprivate static let info = RecordField(41...113)
  fileprivate static let info2 = RecordField(11...115)
  fileprivate static let info3 = RecordField(11...100)
  // Trailer 9.
  fileprivate static let debits = RecordField(23...37)
  fileprivate static let credits = RecordField(38...52)
}

/// Reads Belgian account statements in CODA, version 2: records of 128 characters.
///
/// A movement that stands for several (a batch) becomes one line for each of its details where
/// these add up to it, as in camt; else the details only lend it their text and references.
struct CODAReader: FixedRecordReader {
  static let width = 128

  private let business: Business
  private var statements: TextStatements
  private var draft: StatementDraft?
  /// A movement and its details, in the order of the file.
  private var group: [CODAMovement] = []
  /// Whether the last record of its kind was read, and what came in and went out until then.
  private var isEnded = false
  private var isKnown = true
  private var debits: Int64 = 0
  private var credits: Int64 = 0
  private var lastLine = 1

  /// Whether the first record is a header of version 2.
  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    let record = FixedRecord(first: bytes, width: width)
    return record.bytes.starts(with: Array("00000".utf8)) && record[.created].isDigits
      && record[.application].words == "05"
      && record[.version].words == "2"
  }

  init(business: Business) {
    self.business = business
    statements = TextStatements(business: business, format: .coda)
  }

  mutating func take(_ record: FixedRecord) {
    lastLine = record.line
    switch record.bytes.first.map({ Character(Unicode.Scalar($0)) }) {
    case "0": isEnded = false
    case "1": begin(record)
    case "2": takeMovement(record)
    case "3": takeInformation(record)
    case "8": takeClosing(record)
    case "9": takeEnd(record)
    // Free messages.
    case "4": break
    default:
      statements.warn(
        line: record.line, "the record is of no kind that CODA has", record.bytes.words)
    }
  }

  // MARK: Balances

  private mutating func begin(_ record: FixedRecord) {
    endStatement()
    let area = record.raw(.oldAccount)
    let structure = record.text(.structure)
    let (number, code) = Self.account(area, structure)
    let account = business.accountNumber(bank: "", number: number) ?? ""
    let currency = Currency(code: code)
    var new = StatementDraft(
      account: account, name: "CODA " + record.text(.oldNumber), line: record.line,
      currency: currency)
    if let currency {
      new.opening = balance(record, .oldSign, .oldBalance, currency)
    } else {
      statements.add(
        Fault(
          .bankCurrency, line: record.line, "the account's currency is no code of ISO 4217",
          excerpt: Fault.excerpt(code),
          remedy: "Ask the bank for a corrected statement; nothing was imported from this one."))
    }
    draft = new
  }

  /// Number and currency of the account. Structures: Belgian number, foreign number, Belgian IBAN,
  /// foreign IBAN.
  private static func account(_ area: String, _ structure: String) -> (String, String) {
    func part(_ start: Int, _ count: Int) -> String {
      String(area.dropFirst(start).prefix(count)).withoutWhitespace
    }
    return switch structure {
    case "0": (part(0, 12), part(13, 3))
    case "2": (part(0, 31), part(34, 3))
    default: (part(0, 34), part(34, 3))
    }
  }

  private mutating func balance(
    _ record: FixedRecord, _ sign: RecordField, _ field: RecordField, _ currency: Currency
  ) -> Money? {
    let printed = record.amount(field, decimals: 3)
    guard let sign = Self.sign(record[sign]),
      let money = printed.flatMap({ Money(exactly: $0, currency) })
    else {
      statements.warn(line: record.line, "the balance is not a number", record.text(field))
      return nil
    }
    return sign < 0 ? -money : money
  }

  /// 0: in our favour, 1: against us.
  private static func sign(_ text: ArraySlice<UInt8>) -> Int64? {
    switch text.first {
    case UInt8(ascii: "0"): 1
    case UInt8(ascii: "1"): -1
    default: nil
    }
  }

  private mutating func takeClosing(_ record: FixedRecord) {
    endGroup()
    guard var ending = draft else { return }
    ending.isEnded = true
    if let currency = ending.currency {
      ending.closing = balance(record, .newSign, .newBalance, currency)
      ending.closingDay = record.day(.newDay, .dayMonthYear)
    }
    draft = ending
    endStatement()
  }

  private mutating func endStatement() {
    endGroup()
    guard let ended = draft else { return }
    draft = nil
    if !ended.isEnded {
      isKnown = false
      statements.warn(
        line: ended.line, "the statement breaks off: it has no record 8 with the new balance",
        ended.name)
    }
    guard ended.currency != nil else { return }
    statements.close(ended)
  }

  // MARK: Movements

  private mutating func takeMovement(_ record: FixedRecord) {
    let isDetail = record[.detail].contains { $0 != 0x30 }
    switch record.text(.article) {
    case "1":
      if !isDetail { endGroup() }
      takeFirst(record, isDetail)
    case "2":
      addToLast(record) { movement in
        movement.communication += record.raw(.communication2)
        movement.ownReference = record.text(.ownReference)
        movement.returnType = record.text(.returnType)
        movement.returnReason = record.text(.returnReason)
      }
    case "3":
      addToLast(record) { movement in
        movement.account = record.text(.otherAccount).withoutWhitespace
        movement.name = record.text(.otherName)
        movement.communication += record.raw(.communication3)
      }
    default:
      statements.warn(line: record.line, "the record type is not 21, 22 or 23", record.bytes.words)
    }
  }

  private mutating func takeFirst(_ record: FixedRecord, _ isDetail: Bool) {
    guard var current = draft, let currency = current.currency else { return }
    defer { draft = current }
    if isDetail, group.isEmpty {
      return statements.refuse(
        .bankAmount, line: record.line, "a detail stands without its movement", in: &current)
    }
    guard
      let day = record.day(.entryDay, .dayMonthYear)
        ?? record.day(.valueDay, .dayMonthYear)
    else {
      return statements.refuse(
        .bankDate, line: record.line, "the movement has no entry date",
        record.text(.entryDay), in: &current)
    }
    guard let sign = Self.sign(record[.sign]) else {
      return statements.refuse(
        .bankAmount, line: record.line,
        "the movement does not say whether money came in (0) or went out (1)",
        record.text(.sign), in: &current)
    }
    if !isDetail { count(record, sign) }
    guard
      let amount = statements.money(
        record.amount(.amount, decimals: 3), currency, line: record.line,
        found: record.text(.amount), in: &current)
    else { return }
    var movement = CODAMovement(day: day, amount: sign < 0 ? -amount : amount)
    movement.sequence = record.text(.sequence)
    movement.detail = record.text(.detail)
    movement.bankReference = record.text(.bankReference)
    movement.code = record.text(.code)
    movement.isStructured = record.text(.isStructured) == "1"
    movement.communication = record.raw(.communication)
    group.append(movement)
  }

  private mutating func count(_ record: FixedRecord, _ sign: Int64) {
    let thousandths = record.number(.amount) ?? 0
    let sum = (sign < 0 ? debits : credits).addingReportingOverflow(thousandths)
    if sum.overflow { isKnown = false }
    if sign < 0 { debits = sum.partialValue } else { credits = sum.partialValue }
  }

  /// A continuation of the movement or detail before it.
  private mutating func addToLast(_ record: FixedRecord, _ add: (inout CODAMovement) -> Void) {
    guard let last = group.indices.last, group[last].sequence == record.text(.sequence),
      group[last].detail == record.text(.detail)
    else {
      if draft?.isRefused == true { return }
      return statements.warn(
        line: record.line, "the record continues a movement that is not there", record.bytes.words)
    }
    add(&group[last])
  }

  private mutating func takeInformation(_ record: FixedRecord) {
    guard let last = group.indices.last, group[last].sequence == record.text(.sequence) else {
      return
    }
    switch record.text(.article) {
    case "1":
      guard record.text(.infoStructured) != "1" else { return }
      group[last].information += record.raw(.info)
    case "2": group[last].information += record.raw(.info2)
    case "3": group[last].information += record.raw(.info3)
    default: break
    }
  }

  private mutating func endGroup() {
    guard !group.isEmpty, var current = draft else {
      group = []
      return
    }
    current.lines += CODAMovement.lines(group, account: current.account)
    draft = current
    group = []
  }

  // MARK: The end

  /// The sums of all movements of the file.
  private mutating func takeEnd(_ record: FixedRecord) {
    endStatement()
    let stated = (record.number(.debits), record.number(.credits))
    if isKnown, stated.0 != debits || stated.1 != credits {
      statements.warn(
        line: record.line, "the totals of record 9 are not those of the movements of the file")
    }
    (isEnded, debits, credits, isKnown) = (true, 0, 0, true)
  }

  mutating func finished() -> (statements: [BankStatement], faults: [Fault]) {
    endStatement()
    if !isEnded, !statements.isEmpty {
      statements.warn(line: lastLine, "the file breaks off: it has no record 9")
    }
    return statements.finished("a statement in CODA")
  }
}

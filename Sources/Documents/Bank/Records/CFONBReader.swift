import Domain

/// The places of the standard of July 2004.
extension RecordField {
  fileprivate static let kind = RecordField(1...2)
  fileprivate static let bank = RecordField(3...7)
  fileprivate static let branch = RecordField(12...16)
  fileprivate static let currency = RecordField(17...19)
  fileprivate static let decimals = RecordField(20...20)
  fileprivate static let account = RecordField(22...32)
  fileprivate static let day = RecordField(35...40)
  fileprivate static let amount = RecordField(91...104)
  // Movement 04.
  fileprivate static let operation = RecordField(33...34)
  fileprivate static let rejection = RecordField(41...42)
  fileprivate static let label = RecordField(49...80)
  fileprivate static let number = RecordField(82...88)
  fileprivate static let reference = RecordField(105...120)
  // Complement 05.
  fileprivate static let qualifier = RecordField(46...48)
  fileprivate static let complement = RecordField(49...118)
}

extension ExactDecimal {
  /// Digits whose last one bears the sign: `{` and A to I are plus 0 to 9, `}` and J to R minus.
  init?(overpunched bytes: ArraySlice<UInt8>, decimals: Int) {
    guard let last = bytes.last, bytes.count > 1, let front = bytes.dropLast().number else {
      return nil
    }
    let (digit, isNegative): (UInt8, Bool)
    switch last {
    case UInt8(ascii: "{"): (digit, isNegative) = (0, false)
    case UInt8(ascii: "}"): (digit, isNegative) = (0, true)
    case 0x41...0x49: (digit, isNegative) = (last - 0x40, false)
    case 0x4A...0x52: (digit, isNegative) = (last - 0x49, true)
    default: return nil
    }
    let whole = Int128(front) * 10 + Int128(digit)
    self.init(coefficient: isNegative ? -whole : whole, scale: decimals)
  }
}

/// Reads French account statements in CFONB: records of 120 characters.
struct CFONBReader: FixedRecordReader {
  static let width = 120

  private let business: Business
  private var statements: TextStatements
  private var draft: StatementDraft?
  private var movement: Movement?

  fileprivate struct Movement {
    var line: BankLine
    var isRejected: Bool
    var debtor = ""
    var creditor = ""
    var ultimateDebtor = ""
    var ultimateCreditor = ""
    /// What was ordered, where another currency or amount is stated.
    var original: Money?
  }

  /// Whether the first record is an old balance.
  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    let record = FixedRecord(first: bytes, width: width)
    return record.text(.kind) == "01" && record[.bank].isDigits
      && record[.branch].isDigits && record[.day].isDigits
      && Currency(code: record.text(.currency)) != nil
      && ExactDecimal(overpunched: record[.amount], decimals: 0) != nil
  }

  init(business: Business) {
    self.business = business
    statements = TextStatements(business: business, format: .cfonb)
  }

  mutating func take(_ record: FixedRecord) {
    switch record.text(.kind) {
    case "01": begin(record)
    case "04": takeMovement(record)
    case "05": takeComplement(record)
    case "07": takeClosing(record)
    default:
      statements.warn(
        line: record.line, "the record type is not 01, 04, 05 or 07", record.bytes.words)
    }
  }

  private func currency(_ record: FixedRecord) -> Currency? {
    Currency(code: record.text(.currency))
  }

  private func amount(_ record: FixedRecord) -> ExactDecimal? {
    guard let decimals = record.number(.decimals) else { return nil }
    return ExactDecimal(overpunched: record[.amount], decimals: Int(decimals))
  }

  private mutating func begin(_ record: FixedRecord) {
    endStatement()
    let bank = record.text(.bank) + record.text(.branch)
    let account = record.text(.account)
    let number = ownAccount(bank, account)
    var new = StatementDraft(
      account: number, name: "CFONB " + record.text(.day), line: record.line,
      currency: currency(record))
    if let currency = new.currency,
      let money = amount(record).flatMap({ Money(exactly: $0, currency) })
    {
      new.opening = money
    } else {
      statements.warn(
        line: record.line, "the old balance is not an amount of a known currency",
        record.text(.amount))
    }
    draft = new
  }

  /// A French IBAN ends with bank, branch, account and two check digits.
  private func ownAccount(_ bank: String, _ account: String) -> String {
    let number = bank + account
    guard !account.isEmpty else { return "" }
    return business.accounts.first {
      $0.iban.hasPrefix("FR") && $0.iban.dropFirst(4).hasPrefix(number)
    }?
    .iban ?? business.accountNumber(bank: bank, number: account) ?? ""
  }

  private mutating func takeMovement(_ record: FixedRecord) {
    endMovement()
    guard var current = draft else {
      return statements.warn(line: record.line, "a movement stands before the old balance")
    }
    defer { draft = current }
    guard let day = record.day(.day, .dayMonthYear) else {
      return statements.refuse(
        .bankDate, line: record.line, "the movement has no accounting date",
        record.text(.day), in: &current)
    }
    guard let currency = currency(record) else {
      return statements.refuse(
        .bankCurrency, line: record.line, "the movement's currency is no code of ISO 4217",
        record.text(.currency), in: &current)
    }
    guard
      let amount = statements.money(
        amount(record), currency, line: record.line, found: record.text(.amount),
        in: &current)
    else { return }
    var line = BankLine(account: current.account, booked: day, amount: amount)
    line.text = record.text(.label)
    line.add(reference: record.text(.reference))
    let reason = record.text(.rejection)
    movement = Movement(line: line, isRejected: !reason.isEmpty && reason != "00")
  }

  private mutating func takeComplement(_ record: FixedRecord) {
    guard var current = movement else {
      if draft?.isRefused == true { return }
      return statements.warn(line: record.line, "a complement stands without its movement")
    }
    defer { movement = current }
    let text = record.text(.complement)
    switch record.text(.qualifier) {
    case "LIB", "LCC", "LC2": current.add(text)
    case "LCS": current.line.add(reference: text)
    case "RCN":
      // The payer's id of the transaction, and the purpose behind it.
      let whole = record.raw(.complement)
      current.line.add(endToEnd: String(whole.prefix(35)).collapsed)
    case "REF": current.line.add(reference: text)
    case "NPY": current.debtor = text
    case "NBE": current.creditor = text
    case "NPO": current.ultimateDebtor = text
    case "NBU": current.ultimateCreditor = text
    case "MMO": current.original = Self.original(record.raw(.complement))
    default: break
    }
  }

  /// `USD` and an amount: its decimals in one digit, then fourteen digits.
  private static func original(_ text: String) -> Money? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 18, let currency = Currency(code: String(text.prefix(3))),
      let decimals = bytes[3...3].number, let digits = bytes[4..<18].number
    else { return nil }
    return Money(exactly: ExactDecimal(coefficient: Int128(digits), scale: Int(decimals)), currency)
  }

  private mutating func endMovement() {
    guard let ended = movement else { return }
    movement = nil
    draft?.lines.append(ended.finished)
  }

  private mutating func takeClosing(_ record: FixedRecord) {
    endMovement()
    guard var ending = draft else {
      return statements.warn(line: record.line, "a new balance stands before the old one")
    }
    ending.isEnded = true
    if let currency = currency(record) {
      ending.closing = amount(record).flatMap { Money(exactly: $0, currency) }
      ending.closingDay = record.day(.day, .dayMonthYear)
    }
    draft = ending
    endStatement()
  }

  private mutating func endStatement() {
    endMovement()
    guard let ended = draft else { return }
    draft = nil
    if !ended.isEnded {
      statements.warn(
        line: ended.line, "the statement breaks off: it has no record 07 with the new balance",
        ended.name)
    }
    statements.close(ended)
  }

  mutating func finished() -> (statements: [BankStatement], faults: [Fault]) {
    endStatement()
    return statements.finished("a statement in CFONB")
  }
}

extension CFONBReader.Movement {
  mutating func add(_ text: String) {
    guard !text.isEmpty, !line.text.contains(text) else { return }
    line.text += (line.text.isEmpty ? "" : " ") + text
  }

  /// The line with its parties, and whether it came back.
  var finished: BankLine {
    var line = line
    line.complete(
      MovementWords(isReturn: isRejected, type: line.text, everything: Array(line.text.utf8)[...]))
    let isToCreditor = line.amount.isNegative != line.isReversal
    let holder = isToCreditor ? creditor : debtor
    let meant = isToCreditor ? ultimateCreditor : ultimateDebtor
    line.counterparty = meant.isEmpty ? holder : meant
    if line.counterparty.isEmpty { line.counterparty = isToCreditor ? debtor : creditor }
    line.accountHolder = meant.isEmpty || meant == holder ? "" : holder
    if let original, original.currency != line.amount.currency {
      line.instructed = line.amount.isNegative ? -original : original
    }
    return line
  }
}

import Domain

/// The places of the standard.
extension RecordField {
  fileprivate static let kind = RecordField(1...2)
  fileprivate static let bank = RecordField(3...6)
  fileprivate static let branch = RecordField(7...10)
  fileprivate static let account = RecordField(11...20)
  // Header 11.
  fileprivate static let lastDay = RecordField(27...32)
  fileprivate static let openingSide = RecordField(33...33)
  fileprivate static let opening = RecordField(34...47)
  fileprivate static let currency = RecordField(48...50)
  // Movement 22.
  fileprivate static let day = RecordField(11...16)
  fileprivate static let concept = RecordField(23...24)
  fileprivate static let ownConcept = RecordField(25...27)
  fileprivate static let side = RecordField(28...28)
  fileprivate static let amount = RecordField(29...42)
  fileprivate static let document = RecordField(43...52)
  fileprivate static let reference1 = RecordField(53...64)
  fileprivate static let reference2 = RecordField(65...80)
  // Text 23.
  fileprivate static let text1 = RecordField(5...42)
  fileprivate static let text2 = RecordField(43...80)
  // Other currency 24.
  fileprivate static let otherCurrency = RecordField(5...7)
  fileprivate static let otherAmount = RecordField(8...21)
  // Totals 33.
  fileprivate static let debitCount = RecordField(21...25)
  fileprivate static let debits = RecordField(26...39)
  fileprivate static let creditCount = RecordField(40...44)
  fileprivate static let credits = RecordField(45...58)
  fileprivate static let closingSide = RecordField(59...59)
  fileprivate static let closing = RecordField(60...73)
  // End 88.
  fileprivate static let recordCount = RecordField(21...26)
}

/// Reads Spanish account statements in Norma 43 (Cuaderno 43 of the AEB): records of 80 characters.
struct Norma43Reader: FixedRecordReader {
  static let width = 80

  private let business: Business
  private var statements: TextStatements
  private var draft: StatementDraft?
  private var lastDay: Day?
  private var movement: (line: BankLine, concept: String)?
  private var records = 0
  private var isEnded = false
  private var lastLine = 1

  /// Whether the first record is the header of an account.
  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    let record = FixedRecord(first: bytes, width: width)
    return record.text(.kind) == "11" && record[RecordField(3...32)].isDigits
      && record[RecordField(3...32)].count == 30
      && ["1", "2"].contains(record.text(.openingSide))
      && record[.opening].isDigits && record[.currency].isDigits
  }

  init(business: Business) {
    self.business = business
    statements = TextStatements(business: business, format: .norma43)
  }

  mutating func take(_ record: FixedRecord) {
    lastLine = record.line
    let kind = record.text(.kind)
    if kind == "88" { return takeEnd(record) }
    records += 1
    switch kind {
    case "11": begin(record)
    case "22": takeMovement(record)
    case "23": takeText(record)
    case "24": takeOtherCurrency(record)
    case "33": takeClosing(record)
    default:
      statements.warn(
        line: record.line, "the record type is not 11, 22, 23, 24, 33 or 88", record.bytes.words)
    }
  }

  /// ISO 4217 by numbers, of the currencies that accounts in Spain are kept in.
  private static let currencies = [
    "978": "EUR", "840": "USD", "826": "GBP", "756": "CHF", "392": "JPY", "752": "SEK",
    "578": "NOK", "208": "DKK", "124": "CAD", "036": "AUD", "985": "PLN", "484": "MXN",
    "203": "CZK", "348": "HUF", "504": "MAD", "946": "RON", "949": "TRY", "156": "CNY",
  ]

  private static func currency(_ number: String) -> Currency? {
    currencies[number].flatMap { Currency(code: $0) }
  }

  private mutating func begin(_ record: FixedRecord) {
    endStatement()
    let bank = record.text(.bank) + record.text(.branch)
    let account = record.text(.account)
    // A Spanish IBAN has two check digits between branch and account.
    let own = business.accounts.first {
      $0.iban.hasPrefix("ES") && $0.iban.dropFirst(4).hasPrefix(bank) && $0.iban.hasSuffix(account)
    }
    let code = record.text(.currency)
    lastDay = record.day(.lastDay, .yearMonthDay)
    var new = StatementDraft(
      account: own?.iban ?? bank + account, name: "N43 " + (lastDay.map { "\($0)" } ?? ""),
      line: record.line, currency: Self.currency(code))
    if let currency = new.currency {
      new.opening = balance(record, .openingSide, .opening, currency)
    } else {
      statements.add(
        Fault(
          .bankCurrency, line: record.line, "the account's currency is no number that is known",
          excerpt: Fault.excerpt(code),
          remedy: "Ask the bank for a statement in euro; nothing was imported from this one."))
    }
    draft = new
  }

  private mutating func balance(
    _ record: FixedRecord, _ side: RecordField, _ field: RecordField, _ currency: Currency
  ) -> Money? {
    let printed = record.amount(field, decimals: 2)
    guard let isDebit = Self.isDebit(record[side]),
      let money = printed.flatMap({ Money(exactly: $0, currency) })
    else {
      statements.warn(line: record.line, "the balance is not a number", record.text(field))
      return nil
    }
    return isDebit ? -money : money
  }

  /// 1: debe, against us; 2: haber, in our favour.
  private static func isDebit(_ text: ArraySlice<UInt8>) -> Bool? {
    switch text.first {
    case UInt8(ascii: "1"): true
    case UInt8(ascii: "2"): false
    default: nil
    }
  }

  private mutating func takeMovement(_ record: FixedRecord) {
    endMovement()
    guard var current = draft, let currency = current.currency else { return }
    defer { draft = current }
    guard let day = record.day(.day, .yearMonthDay) else {
      return statements.refuse(
        .bankDate, line: record.line, "the movement has no date of operation",
        record.text(.day), in: &current)
    }
    guard let isDebit = Self.isDebit(record[.side]) else {
      return statements.refuse(
        .bankAmount, line: record.line,
        "the movement does not say whether money went out (1) or came in (2)",
        record.text(.side), in: &current)
    }
    guard
      let amount = statements.money(
        record.amount(.amount, decimals: 2), currency, line: record.line,
        found: record.text(.amount), in: &current)
    else { return }
    var line = BankLine(
      account: current.account, booked: day, amount: isDebit ? -amount : amount)
    for field in [RecordField.reference1, .reference2] {
      line.add(reference: record.text(field))
    }
    movement = (line, record.text(.concept))
  }

  private mutating func takeText(_ record: FixedRecord) {
    guard movement != nil else {
      if draft?.isRefused == true { return }
      return statements.warn(line: record.line, "a text stands without its movement")
    }
    let text = (record.raw(.text1) + " " + record.raw(.text2)).collapsed
    guard !text.isEmpty, let known = movement?.line.text else { return }
    movement?.line.text = known + (known.isEmpty ? "" : " ") + text
  }

  private mutating func takeOtherCurrency(_ record: FixedRecord) {
    guard let amount = movement?.line.amount,
      let currency = Self.currency(record.text(.otherCurrency)),
      currency != amount.currency,
      let money = record.amount(.otherAmount, decimals: 2)
        .flatMap({ Money(exactly: $0, currency) }), !money.isZero
    else { return }
    movement?.line.instructed = amount.isNegative ? -money : money
  }

  private mutating func endMovement() {
    guard let (read, concept) = movement else { return }
    movement = nil
    var line = read
    let instructed = line.instructed
    // 14: returned and unpaid; 98: cancelled and corrected; 17: interest and charges.
    line.complete(
      MovementWords(
        isReturn: concept == "14" || concept == "98", isFee: concept == "17",
        type: line.text, everything: Array(line.text.utf8)[...]))
    line.instructed = instructed ?? line.instructed
    draft?.lines.append(line)
  }

  private mutating func takeClosing(_ record: FixedRecord) {
    endMovement()
    guard var ending = draft, let currency = ending.currency else { return }
    ending.isEnded = true
    ending.closing = balance(record, .closingSide, .closing, currency)
    ending.closingDay = lastDay
    if !ending.isRefused { checkTotals(record, ending.lines) }
    draft = ending
    endStatement()
  }

  private mutating func checkTotals(_ record: FixedRecord, _ lines: [BankLine]) {
    let outs = lines.count { $0.amount.isNegative }
    let counts = (record.number(.debitCount), record.number(.creditCount))
    guard let debits = counts.0, let credits = counts.1,
      debits != Int64(outs) || credits != Int64(lines.count - outs)
    else { return }
    statements.warn(
      line: record.line,
      "\(debits) debits and \(credits) credits are stated, \(outs) and \(lines.count - outs) were "
        + "read")
  }

  private mutating func endStatement() {
    endMovement()
    guard let ended = draft else { return }
    draft = nil
    if !ended.isEnded {
      statements.warn(
        line: ended.line, "the statement breaks off: it has no record 33 with the final balance",
        ended.name)
    }
    guard ended.currency != nil else { return }
    statements.close(ended)
  }

  private mutating func takeEnd(_ record: FixedRecord) {
    endStatement()
    isEnded = true
    guard let stated = record.number(.recordCount), stated != Int64(records) else {
      return
    }
    statements.warn(line: record.line, "\(stated) records are stated, \(records) were read")
  }

  mutating func finished() -> (statements: [BankStatement], faults: [Fault]) {
    endStatement()
    if !isEnded, !statements.isEmpty {
      statements.warn(line: lastLine, "the file breaks off: it has no record 88")
    }
    return statements.finished("a statement in Norma 43")
  }
}

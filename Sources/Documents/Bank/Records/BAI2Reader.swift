import Domain

/// Reads the cash reports of American, British and Australian banks in BAI2: records of fields
/// between commas. Records `88` go on with the one before them.
///
/// What is reported within the day comes again in the report of the day, so such lines are notices.
struct BAI2Reader {
  let business: Business

  /// Whether the first records are those of a file and a group.
  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.starts(with: Array("01,".utf8)) else { return false }
    var lines = TextLines(Array(bytes.prefix(2048)))
    guard let first = lines.next(), let second = lines.next() else { return false }
    let isEnded = lines.bytes[first].trimmed.last == 0x2F
    var next = lines.bytes[second].trimmed
    if next.starts(with: Array("88,".utf8)), let third = lines.next() {
      next = lines.bytes[third].trimmed
    }
    return isEnded && next.starts(with: Array("02,".utf8))
  }

  func read(_ file: [UInt8]) -> (statements: [BankStatement], faults: [Fault]) {
    let bytes = file.asUTF8
    var reading = BAI2Reading(business: business)
    var lines = TextLines(bytes)
    var record: BAI2Record?
    while let range = lines.next() {
      let line = bytes[range].trimmed
      guard !line.isEmpty else { continue }
      if line.starts(with: Array("88,".utf8)), record != nil {
        record?.append(line.dropFirst(3))
      } else {
        if let record { reading.take(record) }
        record = BAI2Record(line, line: lines.number)
      }
    }
    if let record { reading.take(record) }
    return reading.finished()
  }
}

/// One record with those that go on with it.
struct BAI2Record {
  let line: Int
  private var body: [UInt8]
  /// How many lines it has.
  private(set) var lineCount = 1
  /// Whether the last line ended with a slash.
  private var isEnded: Bool

  init(_ bytes: ArraySlice<UInt8>, line: Int) {
    self.line = line
    isEnded = bytes.last == 0x2F
    body = Array(isEnded ? bytes.dropLast() : bytes)
  }

  mutating func append(_ bytes: ArraySlice<UInt8>) {
    // A text goes on with a space, a field with the comma that the slash stands for.
    body.append(isEnded ? 0x2C : 0x20)
    isEnded = bytes.last == 0x2F
    body += isEnded ? bytes.dropLast() : bytes
    lineCount += 1
  }

  /// The fields, of which the last takes all that is left where `max` are given.
  func fields(max: Int = Int.max) -> [ArraySlice<UInt8>] {
    body.split(
      separator: 0x2C, maxSplits: max == Int.max ? max : max - 1, omittingEmptySubsequences: false)
  }

  var kind: String { String(decoding: body.prefix(2), as: UTF8.self) }
}

private struct BAI2Reading {
  private let business: Business
  private var statements: TextStatements
  private var draft: StatementDraft?
  /// Of the group.
  private var day: Day?
  private var groupCurrency = ""
  private var isInterim = false
  private var skipped: String?
  /// Sum of the account's amounts and number of its records, for its control totals; nil where an
  /// amount could not be read.
  private var control: Int64? = 0
  private var records = 0
  private var isEnded = false
  private var lastLine = 1

  init(business: Business) {
    self.business = business
    statements = TextStatements(business: business, format: .bai2)
  }

  mutating func take(_ record: BAI2Record) {
    lastLine = record.line
    if draft != nil { records += record.lineCount }
    switch record.kind {
    case "01": isEnded = false
    case "02": beginGroup(record)
    case "03": beginAccount(record)
    case "16": takeTransaction(record)
    case "49": endAccount(record)
    case "98": endDraft()
    case "99":
      endDraft()
      isEnded = true
    case "88": break
    default:
      statements.warn(line: record.line, "the record is of no kind that BAI2 has", record.kind)
    }
  }

  /// Receiver, originator, status, day, time, currency, kind of day.
  private mutating func beginGroup(_ record: BAI2Record) {
    endDraft()
    let fields = record.fields().map(\.words)
    func field(_ place: Int) -> String { place < fields.count ? fields[place] : "" }
    day = Int(field(4)).flatMap { Day(digits: $0, count: field(4).utf8.count, .yearMonthDay) }
    groupCurrency = field(6)
    isInterim = field(7) == "3"
    skipped = field(3) == "4" ? "a test" : field(3) == "2" ? "a deletion" : nil
    if let skipped {
      statements.warn(line: record.line, "the group is \(skipped): it was skipped")
    } else if day == nil {
      statements.add(
        Fault(
          .bankDate, line: record.line, "the group has no date of the form YYMMDD",
          excerpt: Fault.excerpt(field(4)),
          remedy: "Ask the bank for a corrected report; nothing was imported from this group."))
    }
  }

  // MARK: Accounts

  private mutating func beginAccount(_ record: BAI2Record) {
    endDraft()
    guard skipped == nil, let day else { return }
    let fields = record.fields()
    func field(_ place: Int) -> String { place < fields.count ? fields[place].words : "" }
    let code = [field(2), groupCurrency].first { !$0.isEmpty } ?? "USD"
    let account = business.accountNumber(bank: "", number: field(1)) ?? ""
    let currency = Currency(code: code)
    var new = StatementDraft(
      account: account, name: "BAI2 \(day)", line: record.line, currency: currency)
    (control, records) = (0, record.lineCount)
    if let currency {
      takeSummaries(fields.dropFirst(3), currency, record.line, &new)
    } else {
      statements.add(
        Fault(
          .bankCurrency, line: record.line, "the account's currency is no code of ISO 4217",
          excerpt: Fault.excerpt(code),
          remedy: "Ask the bank for a corrected report; nothing was imported from this account."))
    }
    draft = new
  }

  /// Balances and sums: type, amount, count, kind of funds and what belongs to it.
  private mutating func takeSummaries(
    _ fields: ArraySlice<ArraySlice<UInt8>>, _ currency: Currency, _ line: Int,
    _ draft: inout StatementDraft
  ) {
    var rest = fields
    while let type = rest.popFirst() {
      let printed = rest.popFirst()?.trimmed ?? []
      _ = rest.popFirst()
      Self.dropFunds(&rest)
      guard !printed.isEmpty else { continue }
      guard let money = amount(printed, currency) else {
        control = nil
        statements.warn(line: line, "a balance or sum is not a whole number", printed.words)
        continue
      }
      add(money.minorUnits)
      switch type.words {
      case "010": draft.opening = money
      case "015": (draft.closing, draft.closingDay) = (money, day)
      default: break
      }
    }
  }

  /// Availability behind the kind of funds: three amounts, a day and a time, or pairs.
  private static func dropFunds(_ rest: inout ArraySlice<ArraySlice<UInt8>>) {
    let kind = rest.popFirst()?.words.uppercased() ?? ""
    let count: Int
    switch kind {
    case "S": count = 3
    case "V": count = 2
    case "D": count = min(Int(rest.popFirst()?.number ?? 0), 1000) * 2
    default: count = 0
    }
    rest = rest.dropFirst(count)
  }

  /// Whole minor units with or without a sign.
  private func amount(_ text: ArraySlice<UInt8>, _ currency: Currency) -> Money? {
    guard let units = Self.signedNumber(text), abs(units) <= Money.limit else { return nil }
    return Money(minorUnits: units, currency: currency)
  }

  private static func signedNumber(_ text: ArraySlice<UInt8>) -> Int64? {
    let isNegative = text.first == 0x2D
    let digits = isNegative || text.first == 0x2B ? text.dropFirst() : text
    return digits.number.map { isNegative ? -$0 : $0 }
  }

  private mutating func add(_ units: Int64) {
    guard let sum = control?.addingReportingOverflow(units) else { return }
    control = sum.overflow ? nil : sum.partialValue
  }

  // MARK: Transactions

  /// Type, amount, kind of funds, the bank's reference, the client's, text.
  private mutating func takeTransaction(_ record: BAI2Record) {
    guard skipped == nil, var current = draft, let currency = current.currency, let day else {
      return
    }
    defer { draft = current }
    var rest = record.fields()[...].dropFirst()
    let type = rest.popFirst()?.words ?? ""
    let printed = rest.popFirst()?.trimmed ?? []
    Self.dropFunds(&rest)
    guard let units = amount(printed, currency) else {
      control = nil
      return statements.refuse(
        .bankAmount, line: record.line, "the transaction's amount is not a whole number",
        printed.words, in: &current)
    }
    add(units.minorUnits)
    let number = type.utf8.count == 3 ? Int(type) : nil
    // Information without an amount of its own.
    if number == 890 { return }
    guard let isCredit = number.flatMap(Self.isCredit) else {
      return statements.refuse(
        .bankAmount, line: record.line,
        "the type does not say whether money came in (100 to 399) or went out (400 to 699)", type,
        in: &current)
    }
    var line = BankLine(
      account: current.account, booked: day, amount: isCredit ? units : -units)
    line.add(bankReference: rest.popFirst()?.words ?? "")
    line.add(reference: rest.popFirst()?.words ?? "")
    line.text = rest.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",").collapsed
    line.complete(
      MovementWords(
        isReturn: Self.returns.contains(type), isFee: Self.fees.contains(type),
        everything: Array(line.text.utf8)[...]))
    current.lines.append(line)
  }

  private static func isCredit(_ type: Int) -> Bool? {
    switch type {
    case 100...399, 720, 920...959: true
    case 400...699, 760, 960...999: false
    default: nil
    }
  }

  /// Returned and reversed items, rejected ones, in and out.
  private static let returns: Set<String> = [
    "250", "251", "252", "255", "256", "257", "258", "260", "261", "266", "268", "550", "551",
    "552", "555", "556", "557", "558", "560", "561", "566", "568",
  ]
  private static let fees: Set<String> = ["564", "567", "654", "698"]

  private mutating func endAccount(_ record: BAI2Record) {
    defer { endDraft() }
    draft?.isEnded = true
    let fields = record.fields()
    guard let draft, fields.count > 1 else { return }
    let stated = fields[1].trimmed
    if let control, Self.signedNumber(stated) != control {
      statements.warn(
        line: record.line, "the control total is not the sum of the account's amounts",
        stated.words)
    } else if fields.count > 2, let count = fields[2].trimmed.number, count != Int64(records),
      !draft.isRefused
    {
      statements.warn(
        line: record.line, "\(count) records are stated for the account, \(records) were read")
    }
  }

  private mutating func endDraft() {
    guard let ended = draft else { return }
    draft = nil
    if !ended.isEnded {
      statements.warn(
        line: ended.line, "the account's report breaks off: it has no record 49", ended.name)
    }
    guard ended.currency != nil else { return }
    // Reports need not give balances; the control total has checked the amounts.
    let isChecked = ended.opening != nil && ended.closing != nil && !ended.lines.isEmpty
    statements.close(ended, isNotice: isInterim, needsBalances: isChecked)
  }

  mutating func finished() -> (statements: [BankStatement], faults: [Fault]) {
    endDraft()
    if !isEnded, !statements.isEmpty {
      statements.warn(line: lastLine, "the file breaks off: it has no record 99")
    }
    return statements.finished("a report in BAI2")
  }
}

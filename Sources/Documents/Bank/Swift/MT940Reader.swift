import Domain

/// Reads account statements of SWIFT: MT940, and MT942, which reports movements within the day.
/// What an MT942 holds comes again in a statement, so its lines are notices.
///
/// A file may hold several messages, each with or without the blocks of the SWIFT envelope. Pages
/// of one statement (`:60M:`, `:62M:`) are put together. Unknown fields are ignored.
struct MT940Reader {
  let business: Business

  /// Whether lines near the beginning are those of a message: an account and what only statements
  /// have.
  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    var tags = TaggedText(Array(bytes.prefix(4096)), .swift)
    var hasAccount = false
    for _ in 0..<20 {
      guard let field = tags.next() else { return false }
      if field.tag == "25" || field.tag == "25P" { hasAccount = true }
      if hasAccount, signs.contains(field.tag) { return true }
    }
    return false
  }

  private static let signs: Set<String> = [
    "28", "28C", "60F", "60M", "61", "62F", "62M", "34F", "13", "13D",
  ]

  func read(_ file: [UInt8]) -> (statements: [BankStatement], faults: [Fault]) {
    var text = TaggedText(file.asUTF8, .swift)
    var reading = MT940Reading(business: business, bytes: text.bytes)
    while let field = text.next() { reading.take(field) }
    return reading.finished()
  }
}

private struct MT940Reading {
  let bytes: [UInt8]
  private let business: Business
  private var statements: TextStatements
  private var message: Message?
  /// The statement whose pages go on.
  private var pending: StatementDraft?
  private var entry: (entry: MT940Entry, line: Int, more: ArraySlice<UInt8>)?
  /// The value of the entry's `:86:`, or of several, with line ends.
  private var details: ArraySlice<UInt8> = []
  /// Names of movements that we order, which are no returns.
  private var plainTypes: Set<String> = []

  /// One message: a statement, or a page of one.
  private struct Message {
    var draft: StatementDraft
    var isInterim = false
    var isContinued = false
    var continues = false
    var isClosed = false
    /// The mark at its end, or another message, was read.
    var isEnded = false
    var totals: [(isDebit: Bool, sum: Money, line: Int)] = []
  }

  init(business: Business, bytes: [UInt8]) {
    self.business = business
    self.bytes = bytes
    statements = TextStatements(business: business, format: .mt940)
  }

  mutating func take(_ field: TaggedField) {
    let whole = bytes[field.value]
    if field.tag == "86" { return takeDetails(whole) }
    endEntry()
    let value = whole.firstLine
    switch field.tag {
    case "-":
      message?.isEnded = true
      endMessage()
    case "20": begin(field, name: value.words)
    case "25", "25P":
      if message == nil || message?.draft.account.isEmpty == false { begin(field, name: "") }
      setAccount(value.words)
    case "28", "28C": if !value.words.isEmpty { message?.draft.name = value.words }
    case "60F", "60M": takeOpening(field, value)
    case "61": takeEntry(field, value, whole.furtherLines)
    case "62F", "62M": takeClosing(field, value)
    case "13", "13D": takeTime()
    case "34F": takeFloor(value)
    case "90C", "90D": takeTotal(field, value)
    default: break
    }
  }

  private mutating func begin(_ field: TaggedField, name: String) {
    message?.isEnded = true
    endMessage()
    message = Message(draft: StatementDraft(account: "", name: name, line: field.line))
  }

  /// `IBAN`, `bank code/number`, `BIC/number`, each with a currency behind it or not.
  private mutating func setAccount(_ text: String) {
    var bare = text.uppercased().withoutWhitespace
    if let currency = Currency(code: String(bare.suffix(3))), bare.count > 11,
      bare.dropLast(3).last?.isNumber == true, !BankAccount.isIBAN(bare)
    {
      message?.draft.currency = currency
      bare.removeLast(3)
    }
    let parts = bare.split(separator: "/").map(String.init)
    guard let number = parts.last else { return }
    let bank = parts.count > 1 ? parts[parts.count - 2] : ""
    let isBIC = bank.contains(where: \.isLetter)
    message?.draft.account = business.accountNumber(bank: isBIC ? "" : bank, number: number) ?? ""
  }

  // MARK: Balances

  private mutating func takeOpening(_ field: TaggedField, _ value: ArraySlice<UInt8>) {
    guard let balance = MT940Balance(value) else {
      return statements.warn(
        line: field.line, "the opening balance is not of the form C260601EUR1234,56", value.words)
    }
    message?.draft.opening = balance.amount
    message?.draft.currency = balance.amount.currency
    message?.continues = field.tag == "60M"
  }

  private mutating func takeClosing(_ field: TaggedField, _ value: ArraySlice<UInt8>) {
    message?.isClosed = true
    message?.draft.isEnded = true
    guard let balance = MT940Balance(value) else {
      return statements.warn(
        line: field.line, "the closing balance is not of the form C260630EUR1234,56", value.words)
    }
    message?.draft.closing = balance.amount
    message?.draft.closingDay = balance.day
    message?.isContinued = field.tag == "62M"
  }

  /// A message with a time or a floor limit (field 34F) and without an opening balance is an MT942.
  private mutating func takeTime() {
    let isInterim = message?.draft.opening == nil
    message?.isInterim = isInterim
  }

  /// The floor limit of an MT942 (field 34F), which gives its currency.
  private mutating func takeFloor(_ value: ArraySlice<UInt8>) {
    takeTime()
    if let currency = Currency(code: String(decoding: value.trimmed.prefix(3), as: UTF8.self)) {
      message?.draft.currency = currency
    }
  }

  /// How many movements there are and what they sum up to: `5EUR1234,56`.
  private mutating func takeTotal(_ field: TaggedField, _ value: ArraySlice<UInt8>) {
    let rest = value.trimmed.drop(while: \.isDigit)
    guard let sum = Money(swift: rest) else {
      return statements.warn(
        line: field.line, "the total is not of the form 5EUR1234,56", value.words)
    }
    message?.totals.append((field.tag == "90D", sum, field.line))
  }

  // MARK: Entries

  private mutating func takeEntry(
    _ field: TaggedField, _ value: ArraySlice<UInt8>, _ more: ArraySlice<UInt8>
  ) {
    guard message != nil else { return }
    do {
      entry = (try MT940Entry(value), field.line, more)
    } catch {
      guard var draft = message?.draft else { return }
      let (code, what) = Self.words(error)
      statements.refuse(code, line: field.line, what, value.words, in: &draft)
      message?.draft = draft
    }
  }

  private static func words(_ problem: MT940Entry.Problem) -> (Fault.Code, String) {
    switch problem {
    case .date: (.bankDate, "the entry does not begin with a value date (YYMMDD) that exists")
    case .mark: (.bankAmount, "the entry does not say whether money came in or went out (C or D)")
    case .amount: (.bankAmount, "the entry's amount is not of the form 1234,56")
    case .type: (.bankAmount, "the entry breaks off behind its amount: its type is missing")
    }
  }

  private mutating func takeDetails(_ value: ArraySlice<UInt8>) {
    guard entry != nil, message?.isClosed == false else { return }
    details = details.isEmpty ? value : details + [0x0A] + value
  }

  /// Adds the entry whose fields are complete.
  private mutating func endEntry() {
    guard let (parsed, place, more) = entry else { return }
    defer { (entry, details) = (nil, []) }
    guard !parsed.isExpected, let account = message?.draft.account else { return }
    let currency = message?.draft.currency ?? business.onlyCurrency(of: account)
    guard let currency, let amount = Money(exactly: parsed.amount, currency) else {
      return refuse(parsed, currency, place)
    }
    var line = BankLine(account: account, booked: parsed.booked, amount: amount)
    fill(&line, parsed, MT940Details(details), more)
    message?.draft.lines.append(line)
  }

  private mutating func refuse(_ parsed: MT940Entry, _ currency: Currency?, _ place: Int) {
    guard var draft = message?.draft else { return }
    defer { message?.draft = draft }
    guard let currency else {
      return statements.refuse(
        .bankCurrency, line: place, "no balance (:60F:) gives the entry's currency", in: &draft)
    }
    _ = statements.money(
      parsed.amount, currency, line: place, found: parsed.amount.description, in: &draft)
  }

  private mutating func fill(
    _ line: inout BankLine, _ parsed: MT940Entry, _ details: MT940Details,
    _ more: ArraySlice<UInt8>
  ) {
    line.add(bankReference: parsed.bankReference)
    line.add(endToEnd: details.endToEnd)
    for reference in details.references { line.add(reference: reference) }
    line.add(reference: parsed.reference)
    line.text = details.text
    line.counterpartyAccount = details.account
    let supplement = more.words
    if !supplement.isEmpty { add(supplement, to: &line) }
    complete(&line, parsed, details, supplement)
    // Of a return the parties stand as in the payment that came back.
    let isToCreditor = line.amount.isNegative != line.isReversal
    let meant = isToCreditor ? details.ultimateCreditor : details.ultimateDebtor
    line.counterparty = meant.isEmpty ? details.name : meant
    line.accountHolder = meant.isEmpty || meant == details.name ? "" : details.name
  }

  /// The further lines of `:61:`: the other account in the Netherlands, else words.
  private func add(_ supplement: String, to line: inout BankLine) {
    let bare = supplement.withoutWhitespace
    if line.counterpartyAccount.isEmpty, BankAccount.isIBAN(bare) {
      line.counterpartyAccount = bare
    } else if line.text.isEmpty, !supplement.hasPrefix("/TRCD/") {
      line.text = supplement
    }
  }

  /// Whether it came back, and what was ordered.
  private mutating func complete(
    _ line: inout BankLine, _ parsed: MT940Entry, _ details: MT940Details, _ supplement: String
  ) {
    let code = GermanCode(digits: details.code)
    let isOut = line.amount.isNegative
    var words = MovementWords(
      isReturn: parsed.isReversal || parsed.type == "RTI" || details.isReturn
        || code.isReturn(isOut: isOut),
      isFee: code.isFee || ["CHG", "COM"].contains(parsed.type), isOwn: code.isOurs,
      type: details.type, everything: details.everything)
    if !supplement.isEmpty { words.everything += Array(supplement.utf8) }
    words.statesAmount = details.statesAmount || !supplement.isEmpty
    // Of what we ordered only the name of its kind is asked, which comes again and again.
    words.isPlain = words.isOwn && plainTypes.contains(words.type)
    line.complete(words)
    if words.isOwn, isOut, !line.isReversal { plainTypes.insert(words.type) }
  }

  // MARK: Messages

  private mutating func endMessage() {
    endEntry()
    guard let ended = message else { return }
    message = nil
    let draft = ended.draft
    // A header without anything behind it.
    if draft.account.isEmpty, draft.lines.isEmpty, draft.opening == nil, !draft.isRefused { return }
    if ended.isInterim {
      endPending()
      check(ended.totals, of: draft)
      if ended.totals.isEmpty, !ended.isEnded {
        statements.warn(
          line: draft.line, "the report breaks off: it has neither totals (:90D:) nor an end (-)",
          draft.name)
      }
      return statements.close(named(draft), isNotice: true)
    }
    var whole = draft
    if ended.continues, let first = pending, first.account == draft.account {
      whole = joined(first, draft)
      pending = nil
    } else {
      endPending()
    }
    if ended.isContinued {
      pending = whole
    } else {
      if !draft.isEnded { breaksOff(draft) }
      statements.close(named(whole))
    }
  }

  /// Two pages of one statement.
  private mutating func joined(_ first: StatementDraft, _ next: StatementDraft) -> StatementDraft {
    if let end = first.closing, let start = next.opening, end != start {
      statements.warn(
        line: next.line, "the page begins with \(start), the page before it ends with \(end)",
        next.name)
    }
    var whole = first
    whole.lines += next.lines
    (whole.closing, whole.closingDay) = (next.closing, next.closingDay)
    whole.isRefused = first.isRefused || next.isRefused
    whole.isEnded = next.isEnded
    return whole
  }

  /// The account's only currency in the settings where the file names no account.
  private func named(_ draft: StatementDraft) -> StatementDraft {
    guard draft.account.isEmpty, let own = business.onlyAccount(in: draft.currency) else {
      return draft
    }
    var draft = draft
    draft.account = own.iban
    return draft
  }

  private mutating func endPending() {
    guard let draft = pending else { return }
    pending = nil
    statements.warn(
      line: draft.line, "the statement ends with a page (:62M:) that goes on elsewhere", draft.name)
    statements.close(named(draft))
  }

  private mutating func breaksOff(_ draft: StatementDraft) {
    statements.warn(
      line: draft.line, "the statement breaks off: it has no closing balance (:62F:)", draft.name)
  }

  private mutating func check(
    _ totals: [(isDebit: Bool, sum: Money, line: Int)], of draft: StatementDraft
  ) {
    guard !draft.isRefused else { return }
    for total in totals {
      let amounts = draft.lines.map(\.amount).filter { $0.isNegative == total.isDebit }
      let sum = amounts.reduce(Optional(Money.zero(total.sum.currency))) {
        $0?.adding(checked: $1.magnitude)
      }
      guard sum != total.sum else { continue }
      let found = sum.map { "\($0)" } ?? "another currency"
      statements.warn(
        line: total.line,
        "the \(total.isDebit ? "debits" : "credits") are said to be \(total.sum), the entries "
          + "make \(found)")
    }
  }

  mutating func finished() -> (statements: [BankStatement], faults: [Fault]) {
    endMessage()
    endPending()
    return statements.finished("an account statement in MT940")
  }
}

extension Business {
  /// The currency of our account with this number; if no account has it, that of the only account.
  func onlyCurrency(of number: String) -> Currency? {
    (accounts.first { $0.iban == number } ?? onlyAccount(in: nil))?.currency
  }
}

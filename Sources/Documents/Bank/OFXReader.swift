import Domain

/// Reads bank statements in OFX: 1.x, whose SGML closes no element that holds a value, and 2.x,
/// which is XML. One pass over the tags, without a tree; nothing is resolved and nothing nests.
struct OFXReader {
  let business: Business

  static let bytesMax = XMLParser.bytesMax

  /// Whether `OFXHEADER`, `<OFX>` or `<?OFX` stands near the beginning.
  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    let top = Array(bytes.prefix(512))
    for place in 0..<max(0, top.count - 3) where top[place + 1] | 0x20 == 0x66 {
      guard top[place] | 0x20 == 0x6F, top[place + 2] | 0x20 == 0x78 else { continue }
      if place == 0 { return top[place + 3] | 0x20 == 0x68 }
      let isTag = top[place - 1] == 0x3C && top[place + 3] == 0x3E
      if isTag || top[place - 1] == 0x3F { return true }
    }
    return false
  }

  func read(_ file: [UInt8]) -> (statements: [BankStatement], faults: [Fault]) {
    var reading = OFXReading(business: business)
    var tags = OFXTags(file.asUTF8)
    while let tag = tags.next() {
      if tag.name.hasPrefix("!DOCTYPE") {
        let fault = Fault(
          .xmlDoctype, line: tag.line, "the file holds a DOCTYPE, which may hide an attack",
          remedy: "Ask the bank for the file without one" + CSVReader.refused)
        return ([], [fault])
      }
      reading.take(tag)
    }
    reading.endStatement()
    if reading.statements.isEmpty && reading.faults.isEmpty {
      reading.faults = [
        Fault(
          .fileKind, "the OFX file holds no bank statement (STMTRS)",
          remedy: "Export the account's statement" + CSVReader.refused)
      ]
    }
    return (reading.statements, reading.faults)
  }
}

/// One tag and the text behind it.
private struct OFXTag {
  /// In capitals, with a leading `/` where it closes.
  var name: String
  var value: String
  var line: Int
}

private struct OFXTags {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  /// Longer names are text and not tags.
  private static let nameMax = 64

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func next() -> OFXTag? {
    while position < bytes.count, bytes[position] != 0x3C { step() }
    guard position < bytes.count else { return nil }
    let start = position + 1
    let first = line
    while position < bytes.count, bytes[position] != 0x3E { step() }
    let name = bytes[start..<position].prefix(Self.nameMax)
    if position < bytes.count { step() }
    let valueStart = position
    while position < bytes.count, bytes[position] != 0x3C { step() }
    let value = String(decoding: bytes[valueStart..<position], as: UTF8.self)
    return OFXTag(
      name: String(decoding: name, as: UTF8.self).uppercased(), value: Self.plain(value),
      line: first)
  }

  private mutating func step() {
    if bytes[position] == 0x0A { line += 1 }
    position += 1
  }

  /// The value with its white space collapsed and the few entities of the format replaced.
  private static func plain(_ text: String) -> String {
    guard text.contains("&") else { return text.collapsed }
    let known = [
      ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&quot;", "\""), ("&apos;", "'"),
      ("&amp;", "&"),
    ]
    return known.reduce(text) { $0.replacing($1.0, with: $1.1) }.collapsed
  }
}

private struct OFXReading {
  let business: Business
  var statements: [BankStatement] = []
  var faults: [Fault] = []

  private var isInStatement = false
  /// In the statement of an investment account, whose movements of money are not read.
  private var isInvestment = false
  private var line = 0
  private var currency = ""
  private var bank = ""
  private var account = ""
  private var lines: [BankLine] = []
  private var closing: (amount: String, day: String) = ("", "")
  /// The values of the movement that is being read, by tag; nil between movements.
  private var movement: [String: String]?
  private var movementLine = 0
  /// The account and balance tags also stand in other aggregates; these are the ones meant.
  private var aggregate = ""

  init(business: Business) {
    self.business = business
  }

  mutating func take(_ tag: OFXTag) {
    switch tag.name {
    case "STMTRS", "CCSTMTRS":
      endStatement()
      isInStatement = true
      line = tag.line
    case "/STMTRS", "/CCSTMTRS": endStatement()
    case "INVSTMTRS": isInvestment = true
    case "/INVSTMTRS": isInvestment = false
    case "STMTTRN":
      guard !isInvestment else { return }
      beginBare(tag)
      endMovement()
      movement = [:]
      movementLine = tag.line
    case "/STMTTRN", "/BANKTRANLIST": endMovement()
    case "BANKTRANLIST": beginBare(tag)
    case "BANKACCTFROM", "CCACCTFROM", "LEDGERBAL", "AVAILBAL", "BANKACCTTO", "ORIGCURRENCY",
      "CURRENCY", "BANKTRANLISTP":
      aggregate = tag.name
    case "/BANKACCTFROM", "/CCACCTFROM", "/LEDGERBAL", "/AVAILBAL", "/BANKACCTTO",
      "/ORIGCURRENCY", "/CURRENCY", "/BANKTRANLISTP":
      aggregate = ""
    default: value(tag)
    }
  }

  /// Some programs write the list of movements alone, without a statement around it.
  private mutating func beginBare(_ tag: OFXTag) {
    guard !isInStatement else { return }
    isInStatement = true
    line = tag.line
  }

  private mutating func value(_ tag: OFXTag) {
    let isOfAccount = ["BANKACCTFROM", "CCACCTFROM"].contains(aggregate) || tag.name == "CURDEF"
    guard isInStatement || isOfAccount, !isInvestment, !tag.value.isEmpty else { return }
    if movement != nil {
      // A movement may name the other side's account, and another currency of origin.
      let name = aggregate.isEmpty ? tag.name : aggregate + "." + tag.name
      if movement?[name] == nil { movement?[name] = tag.value }
      return
    }
    switch (aggregate, tag.name) {
    case (_, "CURDEF"): currency = tag.value.uppercased()
    case ("BANKACCTFROM", "BANKID"): bank = tag.value
    case ("BANKACCTFROM", "ACCTID"), ("CCACCTFROM", "ACCTID"): account = tag.value
    case ("LEDGERBAL", "BALAMT"): closing.amount = tag.value
    case ("LEDGERBAL", "DTASOF"): closing.day = tag.value
    default: break
    }
  }

  private mutating func refuse(_ code: Fault.Code, _ message: String, _ found: String = "") {
    faults.append(
      Fault(
        code, line: movementLine, message, excerpt: Fault.excerpt(found),
        remedy: "Ask the bank for a corrected export; this entry was not imported."))
  }

  private mutating func endMovement() {
    guard let values = movement else { return }
    movement = nil
    aggregate = ""
    guard let day = Self.day(values["DTPOSTED"] ?? "") else {
      return refuse(.bankDate, "the entry has no posting date", values["DTPOSTED"] ?? "")
    }
    let code = values["CURRENCY.CURSYM"]?.uppercased() ?? ownCurrency
    guard let currency = Currency(code: code) else {
      // Without an account and a currency there is one fault for all of them.
      guard !isUnknown else { return }
      return refuse(.bankCurrency, "the entry's currency is no code of ISO 4217", code)
    }
    let printed = values["TRNAMT"] ?? ""
    guard let exact = Self.decimal(printed), let amount = Money(exact, currency) else {
      return refuse(
        .bankAmount, "the entry's amount is not a decimal number such as 1234.50", printed)
    }
    guard !exact.isFiner(than: currency) else {
      return refuse(.bankAmount, currency.tooFine, printed)
    }
    lines.append(Self.line(values, booked: day, amount))
  }

  private static func line(_ values: [String: String], booked: Day, _ amount: Money) -> BankLine {
    var line = BankLine(account: "", booked: booked, amount: amount)
    let name = values["NAME"] ?? ""
    let memo = values["MEMO"] ?? ""
    line.counterparty = name
    line.text = memo.isEmpty ? name : name.isEmpty || memo == name ? memo : "\(name) \(memo)"
    line.counterpartyAccount = (values["BANKACCTTO.ACCTID"] ?? "").withoutWhitespace
    line.references = ["REFNUM"].compactMap { values[$0] }
    if let number = values["CHECKNUM"] { line.traces = ["Cheque " + number] }
    line.bankReference = values["FITID"] ?? ""
    let type = values["TRNTYPE"]?.uppercased() ?? ""
    line.isReversal = ReturnWords.shared.isReturn(
      ReturnWords.Movement(
        type: Self.fees.contains(type) ? "fee" : "", said: [name], texts: [memo], amount: amount,
        isOwn: Self.ours.contains(type)))
    if line.isReversal {
      let stated = StatedAmounts(FoldedText(line.text), amount.currency)
      line.instructed = stated.returned(of: amount)
    }
    return line
  }

  /// Kinds of movement (TRNTYPE) that are fees, and those that we order: their memo is our own.
  private static let fees: Set<String> = ["FEE", "SRVCHG", "INT"]
  private static let ours: Set<String> = ["XFER", "PAYMENT", "REPEATPMT", "POS", "ATM", "CASH"]

  mutating func endStatement() {
    endMovement()
    defer {
      (isInStatement, currency, bank, account, aggregate) = (false, "", "", "", "")
      (lines, closing) = ([], ("", ""))
    }
    guard isInStatement else { return }
    guard let number = accountNumber() ?? onlyAccount?.iban else {
      faults.append(
        Fault(
          .bankAccount, line: line,
          "the statement names no account (ACCTID), and the settings do not have exactly one"
            + (currency.isEmpty ? "" : " in \(Fault.excerpt(currency))"),
          remedy: "Name the account in dunlin.yaml (bank), or ask the bank for a complete "
            + "statement; nothing was imported from this one."))
      return
    }
    for index in lines.indices { lines[index].account = number }
    var statement = BankStatement(id: "", account: number, lines: lines)
    statement.format = .ofx
    if let first = lines.map(\.booked).min(), let last = lines.map(\.booked).max() {
      statement.id = "ofx \(first) \(last)"
    }
    statement.format = .ofx
    if let day = Self.day(closing.day), let currency = Currency(code: ownCurrency),
      let amount = Self.decimal(closing.amount).flatMap({ Money($0, currency) })
    {
      (statement.closing, statement.closingDay) = (amount, day)
    }
    statements.append(statement)
  }

  /// The only account of the settings, of the currency that the statement names: what a list of
  /// movements without an account is of.
  private var onlyAccount: BankAccount? {
    guard account.isEmpty else { return nil }
    let fit = business.accounts.filter { currency.isEmpty || $0.currency.code == currency }
    return fit.count == 1 ? fit[0] : nil
  }

  /// The statement's currency, or that of its account in the settings.
  private var ownCurrency: String {
    guard currency.isEmpty else { return currency }
    let number = accountNumber()
    let known = business.accounts.first { $0.iban == number } ?? onlyAccount
    return known?.currency.code ?? ""
  }

  /// Neither account nor currency is known.
  private var isUnknown: Bool { currency.isEmpty && account.isEmpty && onlyAccount == nil }

  /// Our IBAN that ends with the bank's number and the account's; else what the file says.
  private func accountNumber() -> String? { business.accountNumber(bank: bank, number: account) }

  /// `YYYYMMDD`, with a time and a zone behind it or not.
  private static func day(_ text: String) -> Day? {
    Day(compact: String(decoding: text.utf8.prefix(8), as: UTF8.self))
  }

  /// A number with a dot or a comma for its decimal mark, and no other.
  private static func decimal(_ text: String) -> ExactDecimal? {
    try? ExactDecimal(parsing: text.utf8.map { $0 == 0x2C ? 0x2E : $0 })
  }
}

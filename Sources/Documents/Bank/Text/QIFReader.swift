import Domain

/// Reads bank accounts in QIF, an old export format: one field a line, marked by its first letter.
///
/// The order of day and month and the decimal mark are decided from all entries, as for CSV; what
/// they leave open is asked. The format gives neither currency nor closing balance.
struct QIFReader {
  let business: Business
  var dateOrder: DateOrder?
  var decimalMark: DecimalMark?

  /// Whether it begins with a header such as `!Type:Bank`.
  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    let top = String(decoding: bytes.prefix(12), as: UTF8.self).lowercased()
    return ["!type:", "!account", "!option:", "!clear:"].contains(where: top.hasPrefix)
  }

  func read(_ file: [UInt8]) -> (statements: [BankStatement], faults: [Fault]) {
    var text = TaggedText(file.asUTF8, .letters)
    var reading = QIFReading(business: business)
    while let field = text.next() { reading.take(field, text.bytes) }
    reading.endSection()
    return reading.finished(order: dateOrder, mark: decimalMark)
  }
}

private struct QIFReading {
  private let business: Business
  private var sections: [Section] = []
  private var section: Section?
  private var entry: Entry?
  /// In a list of accounts or categories.
  private var isList = false
  private var account = ""

  /// The entries of one account.
  private struct Section {
    var line: Int
    var account: String
    var entries: [Entry] = []
  }

  private struct Entry {
    var line: Int
    var date = ""
    var amount = ""
    var number = ""
    var payee = ""
    var memo = ""
    var category = ""
  }

  init(business: Business) {
    self.business = business
  }

  mutating func take(_ field: TaggedField, _ bytes: [UInt8]) {
    let value = bytes[field.value].words
    switch field.tag {
    case "!": begin(value, field.line)
    case "^": endEntry()
    default:
      if isList {
        if field.tag == "N" { account = value }
        return
      }
      guard section != nil else { return }
      if entry == nil { entry = Entry(line: field.line) }
      switch field.tag {
      case "D": entry?.date = Self.date(value)
      case "T": entry?.amount = value
      case "U": if entry?.amount.isEmpty == true { entry?.amount = value }
      case "N": entry?.number = value
      case "P": entry?.payee = value
      case "M": entry?.memo = value
      case "L": entry?.category = value
      default: break
      }
    }
  }

  /// `Type:Bank` begins entries, `Account` says whose; other lists are skipped.
  private mutating func begin(_ header: String, _ line: Int) {
    endEntry()
    let words = header.lowercased()
    if words.hasPrefix("account") {
      endSection()
      (isList, account) = (true, "")
    } else if ["type:bank", "type:ccard", "type:cash"].contains(where: words.hasPrefix) {
      endSection()
      isList = false
      section = Section(line: line, account: account)
    } else if words.hasPrefix("type:") {
      endSection()
      isList = true
    }
  }

  /// `1/13'26` and `1/ 3/26` as `1/13/26` and `1/3/26`; behind an apostrophe the year is of this
  /// century.
  private static func date(_ text: String) -> String {
    let bare = text.filter { $0 != " " }
    guard let mark = bare.firstIndex(of: "'") else { return bare }
    let year = bare[bare.index(after: mark)...]
    let separator = bare[..<mark].first { "/.-".contains($0) } ?? "/"
    guard year.utf8.count <= 2, let number = Int(year), number >= 0 else {
      return bare.replacing("'", with: String(separator))
    }
    return "\(bare[..<mark])\(separator)\(2000 + number)"
  }

  private mutating func endEntry() {
    guard let ended = entry else { return }
    entry = nil
    section?.entries.append(ended)
  }

  mutating func endSection() {
    endEntry()
    guard let ended = section else { return }
    section = nil
    if !ended.entries.isEmpty { sections.append(ended) }
  }

  // MARK: Typing

  func finished(
    order: DateOrder?, mark: DecimalMark?
  ) -> (statements: [BankStatement], faults: [Fault]) {
    var dates = DateEvidence()
    var decimals = DecimalEvidence()
    for entry in sections.flatMap(\.entries) {
      dates.add(Array(entry.date.utf8)[...])
      decimals.add(Array(entry.amount.utf8)[...])
    }
    var undecided: [Fault] = []
    let order = order ?? dates.order
    if order == nil { undecided.append(CSVEvidence.undecided(dates)) }
    let mark = mark ?? decimals.mark
    if mark == nil { undecided.append(CSVEvidence.undecided(decimals)) }
    guard let order, let mark else { return ([], undecided) }
    var statements = TextStatements(business: business, format: .qif)
    let lexis = CSVLexis(order: order, mark: mark)
    // Several accounts of a program need each a name that is one of ours.
    let isOne = Set(sections.map(\.account)).count <= 1
    for section in sections {
      let own = account(section.account, isOne: isOne)
      Self.add(section, own, lexis, to: &statements)
    }
    return statements.finished("an account in QIF")
  }

  /// The account of ours of that number, or, where the file is of one account, the only one.
  private func account(_ name: String, isOne: Bool) -> BankAccount? {
    let number = business.accountNumber(bank: "", number: name)
    if let named = business.accounts.first(where: { $0.iban == number }) { return named }
    guard isOne else { return nil }
    return business.onlyAccount(in: nil) ?? business.onlyAccount(in: business.currency)
  }

  private static func add(
    _ section: Section, _ own: BankAccount?, _ lexis: CSVLexis,
    to statements: inout TextStatements
  ) {
    var draft = StatementDraft(
      account: own?.iban ?? "", name: "", line: section.line, currency: own?.currency)
    guard let currency = own?.currency else { return statements.close(draft) }
    for entry in section.entries { add(entry, lexis, currency, to: &statements, &draft) }
    if let first = draft.lines.map(\.booked).min(), let last = draft.lines.map(\.booked).max() {
      draft.name = "qif \(first) \(last)"
    }
    statements.close(draft, needsBalances: false)
  }

  private static func add(
    _ entry: Entry, _ lexis: CSVLexis, _ currency: Currency, to statements: inout TextStatements,
    _ draft: inout StatementDraft
  ) {
    guard let day = lexis.day(Array(entry.date.utf8)[...]) else {
      return statements.refuse(
        .bankDate, line: entry.line, "the entry has no date", entry.date, in: &draft)
    }
    let printed = lexis.decimal(Array(entry.amount.utf8)[...])
    guard
      let amount = statements.money(
        printed, currency, line: entry.line, found: entry.amount, in: &draft)
    else { return }
    // Programs write the balance at the beginning as an entry of this name, in its own account.
    if entry.payee.lowercased() == "opening balance", entry.category.hasPrefix("[") {
      draft.opening = amount
      return
    }
    var line = BankLine(account: draft.account, booked: day, amount: amount)
    line.counterparty = entry.payee
    line.text =
      entry.memo.isEmpty || entry.memo == entry.payee
      ? entry.payee : entry.payee.isEmpty ? entry.memo : "\(entry.payee) \(entry.memo)"
    if !entry.number.isEmpty {
      let isCheque = entry.number.utf8.allSatisfy(\.isDigit)
      if isCheque { line.traces = ["Cheque " + entry.number] }
    }
    line.complete(MovementWords(everything: Array(line.text.utf8)[...]))
    draft.lines.append(line)
  }
}

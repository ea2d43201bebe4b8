import Domain

/// What columns of a list of invoices mean where their names leave it open: their values decide.
///
/// A column `Paid` may hold amounts, days, yes and no, or a state; `Account` may be the client's
/// number or an account of the books; `Name` the client or the job.
extension CSVTable {
  /// The table with such columns read for what they hold, or why a person has to say what they are.
  func settledByValues() -> (table: CSVTable, fault: Fault?) {
    guard dialect.kind == .invoices else { return (self, nil) }
    var table = self
    for column in [CSVColumn.paidAmount, .open, .isPaid, .isOpen] {
      guard let place = place(of: column) else { continue }
      let isOfPaid = column == .paidAmount || column == .isPaid
      let flag: CSVColumn = isOfPaid ? .isPaid : .isOpen
      let values = ColumnValues(self, at: place)
      if values.kind == .digitFlags, column != flag, Self.saysAmount(header[place]) {
        guard dialect.id == CSVDialect.mappingID else { return (self, doubt(of: place, column)) }
        continue
      }
      switch values.kind {
      case .flags, .digitFlags, .flagsAndStates:
        table.set(column, to: nil)
        table.set(flag, to: place)
      case .days where isOfPaid:
        table.set(column, to: nil)
        if !has(.paidDate) { table.set(.paidDate, to: place) }
      case .states:
        table.set(column, to: nil)
        table.addState(at: place)
      case .amounts where column == flag && !values.isEmpty:
        table.set(column, to: nil)
        let amount: CSVColumn = isOfPaid ? .paidAmount : .open
        if !has(amount) { table.set(amount, to: place) }
      case .spans where column == .paidAmount && dialect.isStrict:
        // `12 days` under Paid is no amount; nothing is read from it.
        table.set(column, to: nil)
      case .other where column == .paidAmount && dialect.isStrict:
        return (self, riddle(of: place))
      case .days, .amounts, .spans, .other: continue
      }
    }
    table.settleStates()
    table.settleClient()
    table.settleUnknown()
    return (table, nil)
  }

  /// Leaves a column `State` that holds none: it is the state of an address.
  private mutating func settleStates() {
    let isOfAddress = [CSVColumn.city, .postcode, .street, .country].contains(where: has)
    guard dialect.isStrict else { return }
    for place in states where Self.landNames.contains(CSVDialect.folded(header[place])) {
      guard isOfAddress || states.count > 1 else { continue }
      if case .other = ColumnValues(self, at: place).kind { removeState(at: place) }
    }
  }

  private static let landNames = CSVDialect.words("state estado stato")

  private func riddle(of place: Int) -> Fault {
    Fault(
      .csvHeader, line: headerLine,
      "a column that may say what is paid holds words that are not known",
      excerpt: Fault.excerpt(header[place]),
      remedy: "Write yes or no in it, or what was paid, or the day; or say in dunlin.yaml under "
        + "`csv` what the columns are, as `dunlin import --map FILE` proposes" + CSVReader.refused)
  }

  private func doubt(of place: Int, _ column: CSVColumn) -> Fault {
    Fault(
      .csvHeader, line: headerLine,
      "a column holds only 0 and 1: these may be amounts, or no and yes",
      excerpt: Fault.excerpt(header[place]),
      remedy: "Say in dunlin.yaml under `csv` which it is, `\(column.name)` or `"
        + (column == .open ? "is_open" : "is_paid") + "`, as `dunlin import --map FILE` proposes"
        + CSVReader.refused)
  }

  /// Whether a title says that an amount stands below it, not a yes or no.
  private static func saysAmount(_ title: String) -> Bool {
    let name = CSVDialect.folded(title)
    return amountWords.contains { name.contains($0) }
  }

  private static let amountWords = CSVDialect.words(
    """
    amount betrag montant bedrag importe importo kwota sum summe total balance saldo solde
    outstanding due rest
    """)

  /// How many rows are looked at to tell what a column holds.
  static let sampleRows = 300

  /// Gives the columns of client and client's number to those that prove to be them.
  private mutating func settleClient() {
    guard dialect.isStrict || dialect.id == CSVDialect.mappingID else { return }
    guard let id = place(of: .clientID), let name = place(of: .client) else {
      return settleCodedClient()
    }
    guard Self.doubtfulIDs.contains(CSVDialect.folded(header[id])) else { return }
    // What holds several clients is no client's number.
    var names: [String: Set<String>] = [:]
    var rows = self
    var count = 0
    while count < Self.sampleRows, rows.next() {
      count += 1
      let (number, client) = (rows.text(at: id), FoldedText(rows.text(at: name)).words.first)
      guard !number.isEmpty, let client else { continue }
      names[number, default: []].insert(String(client))
    }
    if names.values.count(where: { $0.count > 1 }) * 2 > names.count { set(.clientID, to: nil) }
  }

  /// `Customer` holds numbers, and another column the names.
  private mutating func settleCodedClient() {
    guard dialect.isStrict, place(of: .clientID) == nil, let code = place(of: .client) else {
      return
    }
    let folded = header.map(CSVDialect.folded)
    let others = (dialect.columns[.client] ?? []).compactMap { folded.firstIndex(of: $0) }
    guard let name = others.first(where: { $0 != code }) else { return }
    var rows = self
    var names: [String: Set<String>] = [:]
    var count = 0
    while count < Self.sampleRows, rows.next() {
      count += 1
      let text = rows.text(at: code)
      if text.isEmpty && rows.text(at: name).isEmpty { continue }
      guard text.contains(where: \.isNumber), !text.contains(" "), text.utf8.count <= 16 else {
        return
      }
      names[text, default: []].insert(
        FoldedText(rows.text(at: name)).words.first.map(String.init) ?? "")
    }
    guard !names.isEmpty, names.values.allSatisfy({ $0.count == 1 }) else { return }
    set(.clientID, to: code)
    set(.client, to: name)
  }

  /// Names of a client's number that accounts of the books have, too.
  private static let doubtfulIDs = CSVDialect.words(
    "account accountno accountnumber accountcode konto kontonummer compte rekening cuenta conto")
}

/// What the fields of one column are.
struct ColumnValues {
  enum Kind {
    case flags
    /// 0 and 1.
    case digitFlags
    /// Yes and no, and states such as partly.
    case flagsAndStates
    /// Days of the calendar, and numbers of days, such as `12 days`.
    case days, spans
    case amounts, states, other
  }

  let kind: Kind
  /// Nothing stands in it.
  let isEmpty: Bool

  /// Looks at the first rows below the header, and at all of them before it calls a column one of
  /// yes and no.
  init(_ table: CSVTable, at place: Int) {
    var rows = table
    var count = 0
    var seen = Kinds()
    while rows.next() {
      count += 1
      guard count <= CSVTable.sampleRows || seen.mayBeFlags else { break }
      let bytes = rows.bytes(at: place)
      if !bytes.isEmpty { seen.add(bytes) }
    }
    (kind, isEmpty) = (seen.kind, seen.count == 0)
  }

  init(_ values: [String]) {
    var seen = Kinds()
    for value in values where !value.isEmpty { seen.add(Array(value.utf8)[...]) }
    (kind, isEmpty) = (seen.kind, seen.count == 0)
  }

  private struct Kinds {
    var count = 0
    var digits = 0
    var ones = 0
    var words = 0
    var days = 0
    var amounts = 0
    var states = 0
    var spans = 0
    /// Whether a word of the language of yes and no is known, remembered by its bytes.
    var known: [[UInt8]: Word] = [:]

    enum Word { case flag, state, span, other }

    var mayBeFlags: Bool { count == digits + words }

    mutating func add(_ bytes: ArraySlice<UInt8>) {
      count += 1
      if bytes.count == 1, let byte = bytes.first, byte == 0x30 || byte == 0x31 {
        digits += 1
        if byte == 0x31 { ones += 1 }
        return
      }
      let number = CurrencySign.split(bytes).number
      if DecimalMark.allCases.contains(where: { ExactDecimal(spreadsheet: number, $0) != nil }) {
        amounts += 1
        return
      }
      if Self.orders.contains(where: { CSVLexis(order: $0, mark: .dot).day(bytes) != nil }) {
        days += 1
        return
      }
      let word = known[Array(bytes)] ?? Self.look(bytes)
      if known.count < 1_000 { known[Array(bytes)] = word }
      switch word {
      case .flag: words += 1
      case .state: states += 1
      case .span: spans += 1
      case .other: break
      }
    }

    private static let orders = [DateOrder.dayFirst, .monthFirst]

    private static func look(_ bytes: ArraySlice<UInt8>) -> Word {
      let text = String(decoding: bytes, as: UTF8.self)
      if FlagWords.answer(text) != nil { return .flag }
      let words = text.split(separator: " ")
      if words.count == 2, Int(words[0]) != nil, StateWords.shared.isAge(String(words[1])) {
        return .span
      }
      return StateWords.shared.state(text) != nil ? .state : .other
    }

    var kind: Kind {
      guard count > 0 else { return .amounts }
      if words > 0, count == digits + words { return .flags }
      if ones > 0, count == digits { return .digitFlags }
      if amounts + digits == count { return .amounts }
      if days == count { return .days }
      if states > 0, (states + words + digits) * 10 >= count * 9 {
        return words + digits > 0 ? .flagsAndStates : .states
      }
      if spans > 0, spans + digits + amounts == count { return .spans }
      // A few fields that are wrong are faults of their rows.
      if (amounts + digits) * 2 > count { return .amounts }
      if days * 2 > count { return .days }
      return .other
    }
  }
}

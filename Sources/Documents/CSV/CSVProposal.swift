package import Domain

/// What the columns of a CSV file probably mean: for a person to check, never used unasked.
///
/// Nothing is stated that was not looked at: a column that is needed and not found, an order of
/// dates or a decimal mark that the rows leave open are questions.
package struct CSVProposal {
  package private(set) var mapping: CSVMapping
  /// Header names nobody has a meaning for.
  package private(set) var unused: [String] = []
  /// Columns that are read without being mapped, because their values decide what they are.
  private var selfEvident: [String] = []
  private let isBank: Bool
  /// It may be either, so that a person has to say which.
  package private(set) var isKindOpen = false
  /// Columns that possibly state what is owed or paid; a person has to decide.
  private var questions: [CSVColumn: String] = [:]
  private let dates: DateEvidence
  private let decimals: DecimalEvidence

  /// Nil where the file has no two rows with the same columns.
  package init?(_ file: [UInt8], name: some StringProtocol) {
    let bytes = file.asUTF8
    let start = bytes.utf8MarkCount
    guard !bytes.prefix(4096).contains(0), let sample = TableSample(bytes, from: start) else {
      return nil
    }
    let evidence = FileEvidence(sample)
    let isBank = evidence.isBank ?? (evidence.bankWeight > evidence.invoicesWeight)
    self.isBank = isBank
    isKindOpen = evidence.isBank == nil && evidence.bankWeight > 1
    var columns = ProposedColumns(sample)
    if isBank { columns.readBank() } else { columns.readInvoices() }
    mapping = CSVMapping(
      name: String(name), columns: columns.places.mapValues { sample.header[$0] })
    if !isBank { questions = columns.questions.mapValues { sample.header[$0] } }
    let taken = Set(columns.places.values)
    unused = sample.header.enumerated().filter { !taken.contains($0.offset) }.map(\.element)
      .filter { !$0.isEmpty }
    var (dates, decimals) = (DateEvidence(), DecimalEvidence())
    var (sawDate, sawAmount) = (false, false)
    for (column, place) in columns.places {
      for value in sample.values(place) {
        if ProposedColumns.dayColumns.contains(column) {
          dates.add(Array(value.utf8)[...])
          sawDate = true
        }
        if ProposedColumns.amountColumns.contains(column) {
          decimals.add(CurrencySign.split(Array(value.utf8)[...]).number)
          sawAmount = true
        }
      }
    }
    (self.dates, self.decimals) = (dates, decimals)
    let missing = Set(mapping.missing(isBank: isBank))
    // What was not looked at may read otherwise.
    mapping.dateOrder = sawDate && !missing.contains(.date) ? dates.order : nil
    mapping.decimalMark = sawAmount && !missing.contains(.amount) ? decimals.mark : nil
    if !isBank, mapping.missing.isEmpty,
      let found = CSVTable(bytes, from: start, mappings: [mapping])
    {
      let table = found.settledByValues().table
      let read = Set(table.placesRead.map { table.header[$0] })
      selfEvident = unused.filter(read.contains)
      unused.removeAll(where: read.contains)
    }
    if mapping.columns[.currency] == nil, !isBank {
      let titles = [CSVColumn.amount, .open].compactMap { mapping.columns[$0] }
      mapping.currency = titles.lazy.compactMap { CurrencySign.currency(inTitle: $0) }.first
    }
  }

  /// What a person has to settle before the mapping can be used.
  package var isComplete: Bool {
    mapping.missing(isBank: isBank).isEmpty && questions.isEmpty && !isKindOpen
      && (mapping.dateOrder != nil || dates.isSettledByRows)
      && (mapping.decimalMark != nil || decimals.isSettledByRows)
  }

  /// The part of a `dunlin.yaml` that says it, with what a person still has to settle.
  package var yaml: String {
    var text = "# Proposed. Check each line, then put it into dunlin.yaml.\n"
    if isKindOpen {
      text +=
        "# Is this a list of invoices or a bank's file? Both may be. Map `booked` for a bank's.\n"
    }
    return text + "csv:\n" + entry
  }

  /// The entry below `csv:`.
  package var entry: String {
    var text = "  - name: \(Self.quoted(mapping.name))\n    columns:\n"
    for column in CSVColumn.allCases {
      if let title = mapping.columns[column] {
        text += "      \(column.name): \(Self.quoted(title))\n"
      }
    }
    for column in mapping.missing(isBank: isBank) {
      text += "      # \(column.name): which column? It is needed.\n"
    }
    for (column, title) in questions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let what =
        switch column {
        case .open: "what is still owed"
        case .paidAmount: "what was paid"
        default: "what is paid, void or a draft"
        }
      text +=
        "      # \(column.name): does \(Self.quoted(title)) say \(what)? If not, leave it out.\n"
    }
    text +=
      mapping.dateOrder.map { "    date_order: \($0.rawValue)\n" }
      ?? "    # date_order: dmy or mdy? \(Self.doubt(dates.example, dates.readings))\n"
    text +=
      mapping.decimalMark.map { "    decimal: \($0.rawValue)\n" }
      ?? "    # decimal: dot or comma? \(Self.doubt(decimals.example, decimals.readings))\n"
    if let currency = mapping.currency { text += "    currency: \(currency.code)\n" }
    if !selfEvident.isEmpty {
      text +=
        "    # Read by what stands in them: "
        + selfEvident.map(Self.quoted).joined(separator: ", ") + "\n"
    }
    if !unused.isEmpty {
      text += "    # Not used: " + unused.map(Self.quoted).joined(separator: ", ") + "\n"
    }
    return text
  }

  private static func doubt(_ example: String, _ readings: String) -> String {
    example.isEmpty
      ? "The rows do not say; leave it out to let each file's rows decide."
      : "\(example.printable) reads \(readings)."
  }

  private static func quoted(_ text: String) -> String {
    let safe = text.printable.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(safe)\""
  }
}

/// The places of columns that names and values speak for.
struct ProposedColumns {
  private let sample: TableSample
  private let keys: [String]
  private let kinds: [ColumnValues.Kind]
  private(set) var places: [CSVColumn: Int] = [:]

  static let dayColumns: Set<CSVColumn> = [.date, .due, .paidDate, .booked]
  static let amountColumns: Set<CSVColumn> = [
    .amount, .open, .paidAmount, .owed, .credit, .debit, .balance, .fee,
  ]

  init(_ sample: TableSample) {
    self.sample = sample
    keys = sample.header.map(HeaderWords.key)
    kinds = keys.indices.map { ColumnValues(sample.values($0)).kind }
  }

  mutating func readInvoices() {
    // Where values say what a name leaves open, they come first.
    func are(_ kind: ColumnValues.Kind...) -> [Int] {
      keys.indices.filter { kind.contains(kinds[$0]) && !sample.values($0).isEmpty }
    }
    let (states, days) = (are(.states, .flagsAndStates), are(.days))
    let flags = are(.flags, .digitFlags, .flagsAndStates)
    assign(.status, among: states)
    assign(.isPaid, named: .paidAmount, among: flags)
    assign(.isOpen, named: .open, among: flags)
    assign(.paidDate, named: .paidAmount, among: days)
    if places[.status] == nil, states.count == 1 { places[.status] = states[0] }
    give(HeaderWords.shared.invoices)
    takeOpenForAmount()
    dropDoubtful()
  }

  mutating func readBank() {
    give(HeaderWords.shared.bank)
    if places[.credit] == nil || places[.debit] == nil || places[.amount] != nil {
      (places[.credit], places[.debit]) = (nil, nil)
    }
    if places[.text] == nil {
      // What has the most to read is what the payer wrote.
      let free = keys.indices.filter { place in
        isFree(place) && kinds[place] == .other && Set(sample.values(place)).count > 1
      }
      func length(_ place: Int) -> Int { sample.values(place).reduce(0) { $0 + $1.utf8.count } }
      places[.text] = free.max { (length($0), $1) < (length($1), $0) }
    }
    if places[.booked] == nil {
      places[.booked] = keys.indices.first {
        kinds[$0] == .days && !sample.values($0).isEmpty && isFree($0)
      }
    }
  }

  private func isFree(_ place: Int) -> Bool { !places.values.contains(place) }

  /// The first of a column's names, those of `other` if given, that stands above one of `allowed`.
  private mutating func assign(
    _ column: CSVColumn, named other: CSVColumn? = nil, among allowed: [Int]
  ) {
    let found = HeaderWords.shared.names(of: other ?? column).compactMap { keys.firstIndex(of: $0) }
    if let place = found.first(where: { isFree($0) && allowed.contains($0) }) {
      places[column] = place
    }
  }

  /// The better a name fits its column, the earlier it is given away.
  private mutating func give(_ words: [(column: CSVColumn, names: [String])]) {
    let ranks = words.map(\.names.count).max() ?? 0
    for rank in 0..<ranks {
      for (column, names) in words where places[column] == nil && rank < names.count {
        let place = keys.indices.first { keys[$0] == names[rank] && isFree($0) && fits(column, $0) }
        if let place { places[column] = place }
      }
    }
  }

  /// Whether most of a column's values are of the kind the column needs.
  private func fits(_ column: CSVColumn, _ place: Int) -> Bool {
    let values = sample.values(place)
    if Self.dayColumns.contains(column) { return values.isEmpty || kinds[place] == .days }
    if Self.amountColumns.contains(column) {
      return values.isEmpty || kinds[place] == .amounts
        || kinds[place] == .digitFlags && column == .amount
    }
    guard !values.isEmpty else { return column != .number && column != .client }
    switch column {
    case .number: return kinds[place] != .days && Set(values).count * 3 > values.count
    case .client, .counterparty:
      // A client may be called as a word for yes or no is.
      return [.other, .spans, .states, .flags, .flagsAndStates].contains(kinds[place])
        || kinds[place] == .amounts && column == .client && places[.clientID] != nil
    case .status: return [.states, .flagsAndStates].contains(kinds[place])
    case .currency: return values.allSatisfy { CurrencySign.currency(named: $0) != nil }
    case .email: return values.contains { $0.contains("@") }
    case .type: return values.allSatisfy { DocumentWord(CSVDialect.folded($0)) != .unknown }
    case .account: return Set(values).count * 4 <= max(4, values.count)
    case .direction:
      return Set(values.map(CSVDialect.folded)).isSubset(of: BankCSV.directions)
    default: return true
    }
  }

  /// A list of open items may give nothing but what is open; and of two amounts beside it the one
  /// that is never less is the invoice's.
  private mutating func takeOpenForAmount() {
    guard places[.amount] == nil else { return }
    let free = keys.indices.filter {
      kinds[$0] == .amounts && !sample.values($0).isEmpty && isFree($0)
    }
    guard let open = places[.open] else { return }
    let rest = sample.amounts(open)
    let whole = free.filter { place in
      zip(rest, sample.amounts(place)).allSatisfy { rest, whole in
        guard let rest, let whole else { return rest == nil }
        return whole.isNegative ? whole <= rest : rest <= whole
      }
    }
    if whole.count == 1 {
      places[.amount] = whole[0]
    } else if free.isEmpty {
      places[.open] = nil
      places[.amount] = open
    }
  }

  /// Columns that are not read and may say what is owed: amounts that are all or nothing or a part
  /// of the invoice's, where no column says what is open or paid; and one that is called a state,
  /// in words that are not known.
  var questions: [CSVColumn: Int] {
    var questions: [CSVColumn: Int] = [:]
    let says: [CSVColumn] = [.open, .paidAmount, .isOpen, .isPaid, .status, .paidDate]
    let isSilent = says.allSatisfy { places[$0] == nil }
    if places[.status] == nil {
      questions[.status] = keys.indices.first { place in
        isFree(place) && HeaderWords.shared.isName(keys[place], of: .status)
          && !sample.values(place).isEmpty
      }
    }
    guard isSilent else { return questions }
    // Whatever stands below a name for what is open or paid, a person knows what it means; several
    // such columns are numbered.
    for column in [CSVColumn.paidAmount, .open] {
      questions[column] = keys.indices.first { place in
        let name = keys[place].trimmingDigits
        return isFree(place) && !sample.values(place).isEmpty
          && HeaderWords.shared.isName(name, of: column)
      }
    }
    guard questions[.paidAmount] == nil, questions[.open] == nil, let amount = places[.amount]
    else { return questions }
    questions[.open] = keys.indices.first { place in
      isFree(place) && (kinds[place] == .amounts || kinds[place] == .digitFlags)
        && !Self.taxNames.contains { keys[place].contains($0) } && isPart(place, of: amount)
    }
    questions[.paidAmount] = questions[.open]
    return questions
  }

  /// Whether the amounts of a column lie between nothing and those of another, and are all or
  /// nothing of some.
  private func isPart(_ place: Int, of whole: Int) -> Bool {
    let pairs = zip(sample.amounts(place), sample.amounts(whole)).compactMap { part, all in
      part.flatMap { part in all.map { (part: part, all: $0) } }
    }
    return pairs.count > 1 && pairs.allSatisfy { !$0.part.isNegative && $0.part <= $0.all }
      && pairs.contains { $0.part.isZero || $0.part == $0.all }
      && pairs.contains { !$0.part.isZero }
  }

  private static let taxNames = HeaderWords.folded(
    """
    net netto tax vat ust mwst steuer tva btw iva iva subtotal discount rabatt skonto remise korting
    sconto fee shipping versand quantity menge rate satz percent age days tage exchange surcharge
    """)

  /// What says nothing beside what is known already.
  private mutating func dropDoubtful() {
    if let id = places[.clientID], let name = places[.client],
      Set(sample.values(id)).count == 1, Set(sample.values(name)).count > 1
    {
      places[.clientID] = nil
    }
  }
}

extension String {
  /// Without figures at its end.
  fileprivate var trimmingDigits: String {
    var text = self[...]
    while text.last?.isNumber == true { text.removeLast() }
    return String(text)
  }
}

extension DateEvidence {
  /// Rows of each file are to decide, and they do.
  fileprivate var isSettledByRows: Bool { example.isEmpty && !isContradictory }
}

extension DecimalEvidence {
  fileprivate var isSettledByRows: Bool { example.isEmpty && !isContradictory }
}

import Domain

/// What the rows of a file say about the order of its dates, its decimal mark and its currency.
struct CSVEvidence {
  private var dates = DateEvidence()
  private var decimals = DecimalEvidence()
  private var signs: Set<CurrencySign> = []
  private let dialect: CSVDialect
  /// A file that another program saved again may differ from what its own program writes.
  private let isOwn: Bool
  private let order: DateOrder?
  private let mark: DecimalMark?
  /// The columns that are asked.
  private let dateColumns: [CSVColumn]
  private let amountColumns: [CSVColumn]

  /// `order` and `mark` are what the caller says; where it does, the rows are not asked.
  init(_ table: CSVTable, order: DateOrder?, mark: DecimalMark?) {
    dialect = table.dialect
    isOwn = dialect.separator.map { $0 == table.separator } ?? true
    (self.order, self.mark) = (order, mark)
    dateColumns = order == nil ? Self.dateColumns.filter(table.has) : []
    // Where no column names the currency, the signs at the amounts may.
    let isAsked = mark == nil || !table.has(.currency)
    amountColumns = isAsked ? Self.amountColumns.filter(table.has) : []
  }

  private static let dateColumns: [CSVColumn] = [.date, .due, .paidDate, .booked]
  private static let amountColumns: [CSVColumn] = [
    .amount, .open, .paidAmount, .owed, .lineAmount, .tax, .debit, .credit, .balance, .fee,
    .unitAmount,
  ]

  /// Whether nothing is asked but dates and amounts of whole documents.
  var isOfOwnFigures: Bool {
    !dateColumns.contains(.booked)
      && amountColumns.allSatisfy { [.amount, .open, .paidAmount].contains($0) }
  }

  mutating func addAll(_ table: CSVTable) {
    guard !dateColumns.isEmpty || !amountColumns.isEmpty else { return }
    var rows = table
    while rows.next() { add(rows) }
  }

  /// Adds the table's current row.
  mutating func add(_ row: CSVTable) {
    for column in dateColumns { dates.add(row.bytes(column)) }
    for column in amountColumns {
      let (number, sign) = CurrencySign.split(row.bytes(column))
      decimals.add(number)
      if let sign { signs.insert(sign) }
    }
  }

  /// Adds an amount that can only have a dot for its decimal mark.
  mutating func addDecimalDot() {
    decimals.add(Array("0.5".utf8)[...])
  }

  /// Whether what was added so far tells, or may come to tell, something else than `guess`.
  func isAgainst(_ guess: CSVLexis) -> Bool {
    guard dates.order == .dayFirst, signs.isEmpty else { return true }
    return decimals.isContradictory || decimals.mark == .comma
  }

  /// How the file is to be read, or the faults that say why that is open.
  var lexis: (CSVLexis?, [Fault]) {
    var faults: [Fault] = []
    let ownOrder = isOwn && !dates.isContradictory ? dialect.dateOrder : nil
    let order = order ?? dates.order ?? ownOrder
    if order == nil { faults.append(Self.undecided(dates)) }
    let ownMark = isOwn && !decimals.isContradictory ? dialect.decimalMark : nil
    let mark = mark ?? decimals.mark ?? ownMark
    if mark == nil { faults.append(Self.undecided(decimals)) }
    guard let order, let mark else { return (nil, faults) }
    return (
      CSVLexis(order: order, mark: mark, sign: signs.count == 1 ? signs.first : nil), faults
    )
  }

  static func undecided(_ dates: DateEvidence) -> Fault {
    Fault(
      .csvDateOrder, line: 1,
      dates.isContradictory
        ? "some dates can only be read day first, others only month first"
        : "the dates do not tell day from month: \(Fault.excerpt(dates.example)) can be read "
          + dates.readings, excerpt: Fault.excerpt(dates.example),
      remedy: "Say which with --date-order dmy or --date-order mdy" + CSVReader.refused)
  }

  static func undecided(_ decimals: DecimalEvidence) -> Fault {
    Fault(
      .csvDecimal, line: 1,
      decimals.isContradictory
        ? "some amounts have a decimal dot, others a decimal comma"
        : "the amounts do not tell the decimal mark from the thousands mark: "
          + "\(Fault.excerpt(decimals.example)) can be read \(decimals.readings)",
      excerpt: Fault.excerpt(decimals.example),
      remedy: "Say which with --decimal dot or --decimal comma" + CSVReader.refused)
  }
}

package import Domain

/// Reads a CSV file of any known kind: the generic register, the exports of invoicing programs, the
/// statements of banks, and what the settings describe.
///
/// Day and month order and the decimal mark are decided from all rows of the file. Where the rows
/// do not settle them, what the dialect is known to write does; else the file is refused with both
/// readings, and the caller's choice settles it.
package struct CSVReader: Sendable {
  let house: House
  let dateOrder: DateOrder?
  let decimalMark: DecimalMark?
  let mappings: [CSVMapping]

  package init(
    house: House, dateOrder: DateOrder? = nil, decimalMark: DecimalMark? = nil,
    mappings: [CSVMapping] = []
  ) {
    self.house = house
    self.dateOrder = dateOrder
    self.decimalMark = decimalMark
    self.mappings = mappings
  }

  /// What one CSV file holds.
  package struct Contents {
    package var records: [FileContents.Record] = []
    package var refusals: [FileContents.Refusal] = []
    package var statements: [BankStatement] = []
    package var faults: [Fault] = []
  }

  static let refused = "; nothing was imported from this file."

  package func read(_ file: [UInt8]) -> Contents {
    let bytes = file.asUTF8
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if DatevReader.accepts(bytes[start...]) {
      return DatevReader(house: house).read(bytes, from: start)
    }
    guard let table = CSVTable(bytes, from: start, mappings: mappings) else {
      return Contents(faults: [
        Fault(
          .csvHeader, line: 1, "the header is not one that is known",
          excerpt: Fault.excerpt(bytes[start...].prefix { $0 != 0x0A && $0 != 0x0D }),
          remedy: "Name at least number, date and amount in the header, or map its names in "
            + "dunlin.yaml, which `dunlin import --map FILE` proposes" + Self.refused)
      ])
    }
    let (lexis, faults) = lexis(of: table)
    guard let lexis else { return Contents(faults: faults) }
    var contents = Contents()
    let end: CSVTable
    switch table.dialect.kind {
    case .bank:
      var reader = BankCSV(house: house, table: table, lexis: lexis)
      reader.readAll()
      (contents.statements, contents.faults, end) = (reader.statements, reader.faults, reader.table)
    case .invoices:
      var reader = InvoiceCSV(house: house, table: table, lexis: lexis)
      reader.readAll()
      (contents.records, contents.refusals) = (reader.records, reader.refusals)
      (contents.faults, end) = (reader.faults, reader.table)
    }
    if end.hasOpenQuote {
      contents.faults.append(
        Fault(
          .csvQuote, line: end.line, "a quotation mark is opened and never closed",
          remedy: "Close it; the rows before it were read, those from it on were not."))
    }
    return contents
  }

  private static let dateColumns: [CSVColumn] = [.date, .due, .paidDate, .booked]
  private static let amountColumns: [CSVColumn] = [
    .amount, .open, .paidAmount, .lineAmount, .tax, .debit, .credit, .balance, .fee, .unitAmount,
  ]

  /// Reads all rows once for what they say about dates and decimals.
  private func lexis(of table: CSVTable) -> (CSVLexis?, [Fault]) {
    let dialect = table.dialect
    // A file that another program saved again may differ from what its own program writes.
    let isOwn = dialect.separator.map { $0 == table.separator } ?? true
    var dates = DateEvidence()
    var decimals = DecimalEvidence()
    let askDates = dateOrder == nil
    let askDecimals = decimalMark == nil
    let dateColumns = askDates ? Self.dateColumns.filter(table.has) : []
    // Where no column names the currency, the signs at the amounts may.
    let askSigns = !table.has(.currency)
    let amountColumns = askDecimals || askSigns ? Self.amountColumns.filter(table.has) : []
    var signs: Set<CurrencySign> = []
    if askDates || askDecimals || askSigns {
      var rows = table
      while rows.next() {
        for column in dateColumns { dates.add(rows.bytes(column)) }
        for column in amountColumns {
          let (number, sign) = CurrencySign.split(rows.bytes(column))
          decimals.add(number)
          if let sign { signs.insert(sign) }
        }
      }
    }
    var faults: [Fault] = []
    let ownOrder = isOwn && !dates.isContradictory ? dialect.dateOrder : nil
    let order = dateOrder ?? dates.order ?? ownOrder
    if order == nil { faults.append(Self.undecided(dates)) }
    let ownMark = isOwn && !decimals.isContradictory ? dialect.decimalMark : nil
    let mark = decimalMark ?? decimals.mark ?? ownMark
    if mark == nil { faults.append(Self.undecided(decimals)) }
    guard let order, let mark else { return (nil, faults) }
    return (
      CSVLexis(order: order, mark: mark, sign: signs.count == 1 ? signs.first : nil), faults
    )
  }

  private static func undecided(_ dates: DateEvidence) -> Fault {
    Fault(
      .csvDateOrder, line: 1,
      dates.isContradictory
        ? "some dates can only be read day first, others only month first"
        : "the dates do not tell day from month: \(Fault.excerpt(dates.example)) can be read "
          + dates.readings, excerpt: Fault.excerpt(dates.example),
      remedy: "Say which with --date-order dmy or --date-order mdy" + refused)
  }

  private static func undecided(_ decimals: DecimalEvidence) -> Fault {
    Fault(
      .csvDecimal, line: 1,
      decimals.isContradictory
        ? "some amounts have a decimal dot, others a decimal comma"
        : "the amounts do not tell the decimal mark from the thousands mark: "
          + "\(Fault.excerpt(decimals.example)) can be read \(decimals.readings)",
      excerpt: Fault.excerpt(decimals.example),
      remedy: "Say which with --decimal dot or --decimal comma" + refused)
  }
}

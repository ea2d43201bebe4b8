package import Domain

/// Reads a CSV file of any known kind: the generic register, the exports of invoicing programs, the
/// statements of banks, and what the settings describe.
///
/// Day and month order and the decimal mark are decided from all rows of the file. Where the rows
/// do not settle them, what the dialect is known to write does; else the file is refused with both
/// readings, and the caller's choice settles it.
package struct CSVReader: Sendable {
  let business: Business
  let dateOrder: DateOrder?
  let decimalMark: DecimalMark?
  let mappings: [CSVMapping]
  /// Whether plain rows are read apart from the others, which is faster and gives the same.
  var hasPlainRows = true

  package init(
    business: Business, dateOrder: DateOrder? = nil, decimalMark: DecimalMark? = nil,
    mappings: [CSVMapping] = []
  ) {
    self.business = business
    self.dateOrder = dateOrder
    self.decimalMark = decimalMark
    self.mappings = mappings
  }

  /// What one CSV file holds.
  package struct Contents {
    package var records = FileContents.RecordList()
    package var refusals: [FileContents.Refusal] = []
    package var voided: [FileContents.Voided] = []
    package var statements: [BankStatement] = []
    package var faults: [Fault] = []
    /// As in `FileContents`.
    package var statedOpen: [Money] = []
  }

  static let refused = "; nothing was imported from this file."

  /// What a file is by its header and the values of its columns.
  enum Recognition {
    case datev
    case table(CSVTable)
    /// The header is known, but the file cannot be read before a person has decided something.
    case refused(CSVTable, Fault)
    case unknown
  }

  /// Recognises the text of a file, which begins at `start`.
  func recognition(of bytes: [UInt8], from start: Int) -> Recognition {
    if DatevReader.accepts(bytes[start...]) { return .datev }
    guard let found = CSVTable(bytes, from: start, mappings: mappings) else { return .unknown }
    let (table, doubt) = found.settledByValues()
    let fault = doubt ?? table.clientlessFault ?? table.bankLikeFault
    return fault.map { .refused(table, $0) } ?? .table(table)
  }

  /// Reads a whole file, of text in any encoding that `asUTF8` knows.
  package func read(_ file: [UInt8]) -> Contents {
    let bytes = file.asUTF8
    let start = bytes.utf8MarkCount
    switch recognition(of: bytes, from: start) {
    case .datev: return DatevReader(business: business).read(bytes, from: start)
    case .table(let table): return contents(of: table)
    case .refused(_, let fault): return Contents(faults: [fault])
    case .unknown: return Contents(faults: [Self.unknownTable(bytes, from: start)])
    }
  }

  private static func unknownTable(_ bytes: [UInt8], from start: Int) -> Fault {
    if let other = TableSample(bytes, from: start)?.otherKind {
      return Fault(
        .fileKind, line: 1, "the table is \(other.name): \(other.reason)",
        remedy: other.remedy + refused)
    }
    return Fault(
      .csvHeader, line: 1, "the header is not one that is known",
      excerpt: Fault.excerpt(bytes[start...].prefix { $0 != 0x0A && $0 != 0x0D }),
      remedy: "If it is a list of invoices or a bank's file, `dunlin import --map --yes FILE` "
        + "proposes what its columns mean and notes it in dunlin.yaml" + refused)
  }

  private func contents(of table: CSVTable) -> Contents {
    if hasPlainRows, let contents = guessed(table) { return contents }
    var evidence = CSVEvidence(table, order: dateOrder, mark: decimalMark)
    evidence.addAll(table)
    let (lexis, faults) = evidence.lexis
    guard let lexis else { return Contents(faults: faults) }
    switch table.dialect.kind {
    case .bank:
      var reader = BankCSV(business: business, table: table, lexis: lexis)
      reader.readAll()
      return Self.contents(
        Contents(statements: reader.statements, faults: reader.faults), reader.table)
    case .invoices:
      var reader = InvoiceCSV(business: business, table: table, lexis: lexis)
      if hasPlainRows, let plain = PlainRows(table, lexis, isGuess: false) {
        reader.readRows(plain)
      } else {
        reader.readAll()
      }
      return Self.contents(of: reader)
    }
  }

  /// Reads as if the rows had told what most say: year first, decimal dot. Nil where they tell
  /// something else, or may.
  private func guessed(_ table: CSVTable) -> Contents? {
    let guess = CSVLexis(order: dateOrder ?? .dayFirst, mark: decimalMark ?? .dot)
    guard let plain = PlainRows(table, guess, isGuess: true) else { return nil }
    var evidence = CSVEvidence(table, order: dateOrder, mark: decimalMark)
    guard evidence.isOfOwnFigures else { return nil }
    var reader = InvoiceCSV(business: business, table: table, lexis: guess)
    let end = reader.readRows(plain) { row in
      evidence.add(row)
      return !evidence.isAgainst(guess)
    }
    guard let end else { return nil }
    if end.sawMark { evidence.addDecimalDot() }
    return evidence.lexis.0 == guess ? Self.contents(of: reader) : nil
  }

  private static func contents(of reader: InvoiceCSV) -> Contents {
    let ofFile = [reader.table.unreadFault, reader.passedOver.fault, reader.notOwed.stateFault]
    let faults = ofFile.compactMap { $0 } + reader.faults
    var contents = Contents(
      records: reader.records, refusals: reader.refusals, voided: reader.voided, faults: faults)
    if [.open, .owed, .homeOpen, .isOpen].contains(where: reader.table.has) {
      contents.statedOpen = reader.records.openByRows
    }
    return Self.contents(contents, reader.table)
  }

  /// With what there is to say about the end of the file.
  private static func contents(_ read: Contents, _ end: CSVTable) -> Contents {
    var contents = read
    if let line = end.openQuoteLine {
      contents.faults.append(
        Fault(
          .csvQuote, line: line, "a quotation mark is opened and never closed",
          remedy: "Close it; the rows before it were read, those from it on were not."))
    }
    return contents
  }
}

package import Domain

/// Reads the generic register: one invoice or credit note a row, columns by their names.
///
/// Day and month order and the decimal mark are decided from all rows of the file. Where the rows
/// do not settle them, the file is refused with both readings; the caller's choice settles it.
package struct InvoiceCSV: Sendable {
  let house: House
  let dateOrder: DateOrder?
  let decimalMark: DecimalMark?

  package init(house: House, dateOrder: DateOrder? = nil, decimalMark: DecimalMark? = nil) {
    self.house = house
    self.dateOrder = dateOrder
    self.decimalMark = decimalMark
  }

  private static let refused = "; nothing was imported from this file."

  package func read(_ file: [UInt8]) -> (records: [FileContents.Record], faults: [Fault]) {
    let bytes = file.asUTF8
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let separator = Self.separator(of: bytes[start...])
    var scanner = CSVScanner(bytes, separator: separator, from: start)
    var fields: [CSVScanner.Field] = []
    guard scanner.next(into: &fields) != nil,
      let columns = RegisterColumns(header: fields.map(scanner.text))
    else {
      return (
        [],
        [
          Fault(
            .csvHeader, line: 1, "the header is not one that is known",
            excerpt: Fault.excerpt(bytes[start...].prefix { $0 != 0x0A && $0 != 0x0D }),
            remedy: "Name at least number, date and amount in the header" + Self.refused)
        ]
      )
    }
    let (lexis, faults) = lexis(scanner, columns)
    guard let lexis else { return ([], faults) }
    var rows = RegisterRows(house: house, columns: columns, lexis: lexis)
    while let line = scanner.next(into: &fields) {
      rows.add(fields, of: scanner, line: line)
    }
    if scanner.hasOpenQuote {
      rows.faults.append(
        Fault(
          .csvQuote, line: scanner.line, "a quotation mark is opened and never closed",
          remedy: "Close it; the rows before it were read, those from it on were not."))
    }
    return (rows.records, rows.faults)
  }

  struct Lexis {
    var order: DateOrder
    var mark: DecimalMark
  }

  /// Reads all rows once for what they say about dates and decimals.
  private func lexis(
    _ scanner: CSVScanner, _ columns: RegisterColumns
  ) -> (Lexis?, [Fault]) {
    var dates = DateEvidence()
    var decimals = DecimalEvidence()
    var rows = scanner
    var fields: [CSVScanner.Field] = []
    let dateColumns = [.issueDate, .dueDate, .paidDate].compactMap { columns[$0] }
    let amountColumns = [.amount, .open, .paidAmount].compactMap { columns[$0] }
    while rows.next(into: &fields) != nil {
      for column in dateColumns where column < fields.count {
        dates.add(rows.trimmed(fields[column]))
      }
      for column in amountColumns where column < fields.count {
        decimals.add(rows.trimmed(fields[column]))
      }
    }
    var faults: [Fault] = []
    let order = dateOrder ?? dates.order
    if order == nil {
      faults.append(
        Fault(
          .csvDateOrder, line: 1,
          dates.isContradictory
            ? "some dates can only be read day first, others only month first"
            : "the dates do not tell day from month: \(Fault.excerpt(dates.example)) can be read "
              + "day first or month first", excerpt: Fault.excerpt(dates.example),
          remedy: "Say which with --date-order dmy or --date-order mdy" + Self.refused))
    }
    let mark = decimalMark ?? decimals.mark
    if mark == nil {
      faults.append(
        Fault(
          .csvDecimal, line: 1,
          decimals.isContradictory
            ? "some amounts have a decimal dot, others a decimal comma"
            : "the amounts do not tell the decimal mark from the thousands mark: "
              + "\(Fault.excerpt(decimals.example)) can be read either way",
          excerpt: Fault.excerpt(decimals.example),
          remedy: "Say which with --decimal dot or --decimal comma" + Self.refused))
    }
    guard let order, let mark else { return (nil, faults) }
    return (Lexis(order: order, mark: mark), faults)
  }

  /// The separator that the header uses most.
  private static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let header = bytes.prefix(8192).prefix { $0 != 0x0A && $0 != 0x0D }
    let candidates: [UInt8] = [0x2C, 0x3B, 0x09]
    return candidates.max { a, b in
      header.count(where: { $0 == a }) < header.count(where: { $0 == b })
    } ?? 0x2C
  }
}

/// The rows of one register, typed one by one.
private struct RegisterRows {
  let house: House
  let columns: RegisterColumns
  let lexis: InvoiceCSV.Lexis
  var records: [FileContents.Record] = []
  var faults: [Fault] = []
  private let seller: Party

  init(house: House, columns: RegisterColumns, lexis: InvoiceCSV.Lexis) {
    self.house = house
    self.columns = columns
    self.lexis = lexis
    var seller = Party(name: house.name)
    seller.identifiers = house.identifiers
    self.seller = seller
  }

  private mutating func refuse(
    _ code: Fault.Code, _ line: Int, _ message: String, _ found: String = "",
    remedy: String = "Correct the row and import again; only this row was left out."
  ) {
    faults.append(
      Fault(code, line: line, message, excerpt: Fault.excerpt(found), remedy: remedy))
  }

  mutating func add(_ fields: [CSVScanner.Field], of scanner: CSVScanner, line: Int) {
    // Spreadsheets end with rows of separators.
    if fields.allSatisfy({ scanner.trimmed($0).isEmpty }) { return }
    guard fields.count <= columns.count else {
      return refuse(
        .csvFields, line, "the row has \(fields.count) fields, the header \(columns.count)")
    }
    func text(_ column: RegisterColumns.Column) -> String {
      guard let position = columns[column], position < fields.count else { return "" }
      return scanner.text(fields[position])
    }
    let number = text(.number)
    guard !number.isEmpty else { return refuse(.csvMissing, line, "the row has no invoice number") }
    guard let issued = day(text(.issueDate)) else {
      return refuse(.csvDate, line, Self.badDate("issue date"), text(.issueDate))
    }
    let dueText = text(.dueDate)
    let due = day(dueText)
    guard dueText.isEmpty || due != nil else {
      return refuse(.csvDate, line, Self.badDate("due date"), dueText)
    }
    let paidText = text(.paidDate)
    let paidDay = day(paidText)
    guard paidText.isEmpty || paidDay != nil else {
      return refuse(.csvDate, line, Self.badDate("paid date"), paidText)
    }
    let code = text(.currency)
    guard let currency = code.isEmpty ? house.currency : Currency(code: code.uppercased()) else {
      return refuse(.csvCurrency, line, "the currency is no code of ISO 4217", code)
    }
    guard let total = money(text(.amount), currency) else {
      return refuse(.csvAmount, line, "the amount is not a number", text(.amount))
    }
    warnOfPrecision(text(.amount), total, line)
    let openText = text(.open)
    let open = money(openText, currency)
    let paidAmountText = text(.paidAmount)
    let paidAmount = money(paidAmountText, currency)
    guard openText.isEmpty || open != nil, paidAmountText.isEmpty || paidAmount != nil else {
      return refuse(
        .csvAmount, line, "the open or paid amount is not a number",
        open == nil ? openText : paidAmountText)
    }
    let isCredit = text(.type).lowercased().contains("credit")
    var invoice = Invoice(
      kind: isCredit ? .creditNote : .invoice, number: InvoiceNumber(number.collapsed),
      issueDate: issued, due: due.map { DueDate($0, .document) },
      payable: isCredit ? total.magnitude : total, payablePrinted: text(.amount), seller: seller,
      buyer: buyer(text))
    invoice.payablePrinted = plain(text(.amount)) ?? invoice.payablePrinted
    var record = FileContents.Record(invoice: invoice, line: line, source: .csv)
    record.settlement = settlement(
      total: total, open: open, paid: paidAmount, day: paidDay)
    record.isDisputed = ["1", "true", "yes", "y", "x"].contains(text(.disputed).lowercased())
    record.language = String(text(.language).lowercased().prefix(2))
    records.append(record)
  }

  private mutating func warnOfPrecision(_ text: String, _ booked: Money, _ line: Int) {
    guard let printed = decimal(text), !printed.fits(scale: booked.currency.decimals) else {
      return
    }
    refuse(
      .docPrecision, line,
      "the amount is finer than \(booked.currency) allows; it was booked as \(booked.plain)", text,
      remedy: "Round amounts to pay; the row was read all the same.")
  }

  private static func badDate(_ what: String) -> String {
    "the \(what) is not a day of the calendar"
  }

  private func buyer(_ text: (RegisterColumns.Column) -> String) -> Party {
    let id = text(.clientID).collapsed
    let name = text(.clientName).collapsed
    var buyer = Party(name: name.isEmpty ? id : name)
    if !id.isEmpty { buyer.identifiers = [Party.Identifier(normalising: .account, id)] }
    buyer.address.country = text(.country).uppercased()
    buyer.contact.email = text(.email)
    return buyer
  }

  private func day(_ text: String) -> Day? {
    let bytes = Array(text.utf8)
    if let day = Day(xml: bytes[...]) { return day }
    return DateParts(bytes[...])?.day(lexis.order)
  }

  private func decimal(_ text: String) -> ExactDecimal? {
    ExactDecimal(spreadsheet: Array(text.utf8)[...], lexis.mark)
  }

  private func plain(_ text: String) -> String? { decimal(text)?.description }

  private func money(_ text: String, _ currency: Currency) -> Money? {
    decimal(text).flatMap { Money($0, currency) }
  }

  /// What the row says was paid: a paid date without amounts means all of it.
  private func settlement(
    total: Money, open: Money?, paid: Money?, day: Day?
  ) -> FileContents.Settlement? {
    let stated = paid ?? open.map { total - $0 } ?? (day == nil ? nil : total)
    guard let stated, stated.isPositive else { return nil }
    return FileContents.Settlement(paid: stated, day: day)
  }
}

import Domain

/// Types the rows of a file of invoices: a register's, or an invoicing program's export.
struct InvoiceCSV {
  let business: Business
  var table: CSVTable
  let lexis: CSVLexis
  var records = FileContents.RecordList()
  /// What the rows say that are left out, one an invoice.
  var refusals: [FileContents.Refusal] = []
  /// What rows that are passed over call void.
  var voided: [FileContents.Voided] = []
  var faults: [Fault] = []
  let dialect: CSVDialect
  let us: Party
  /// Invoices of several rows, in the order of their first rows.
  var groups: [InvoiceRows] = []
  var groupOfKey: [String: Int] = [:]
  var groupsOfNumber: [String: [Int]] = [:]
  /// The invoice of the row before; nil if that row was not of an invoice.
  var lastGroup: Int?
  /// Rows of other kinds than are read here.
  var passedOver = PassedOver()
  /// Rows that a state calls void or a draft, by its words.
  var notOwed = PassedOver()
  /// Rows of money that came in.
  var receipts: [Receipt] = []
  /// Rows that name an invoice and what was paid of it, and nothing else.
  var looseReceipts: [LooseReceipt] = []
  /// Words that were reported, each once.
  var toldWords: Set<String> = []
  /// The client under whose heading a report's rows stand.
  var heading = ""
  /// The currency that stands in a row of its own above the rows.
  var headingCurrency: Currency?
  /// A heading such as `Paid`, and the state that it gives the rows below it.
  var headingState: (state: InvoiceState, text: String)?
  /// The currency of rows that name none and stand below no heading of one: that of a title of an
  /// amount, of the lines above the header, of the dialect or the settings, or the business's.
  let usualCurrency: Currency
  var lastCurrency: (code: [UInt8], currency: Currency)?
  /// The state of the current row, once it was read.
  var stateOfLine: (line: Int, state: RowState)?
  /// What texts of state columns say, each looked up once.
  var knownStates: [String: InvoiceState?] = [:]
  /// Credits without a number, by what they are called instead.
  var namedCredits: [String: Int] = [:]
  var nameOfLine: (line: Int, name: String)?

  init(business: Business, table: CSVTable, lexis: CSVLexis) {
    self.business = business
    self.table = table
    self.lexis = lexis
    dialect = table.dialect
    usualCurrency =
      CurrencySign.currency(inTitle: table.title(.amount))
      ?? CurrencySign.currency(inTitle: table.title(.open))
      ?? CurrencySign.currency(inPreamble: table.preamble) ?? table.dialect.currency
      ?? business.currency
    var us = Party(name: business.name)
    us.identifiers = business.identifiers
    self.us = us
  }

  mutating func readAll() {
    while table.next() {
      if isFurniture || isPassedOver {
        lastGroup = nil
        continue
      }
      switch dialect.rows {
      case .one: if let record = record() { records.append(record) }
      case .repeat, .sum: addLine()
      }
    }
    if dialect.rows == .one { joinPaymentRows() }
    takeReceipts()
    for group in groups {
      var group = group
      let (record, fault) = group.finished()
      if let record { records.append(record) }
      if let fault {
        faults.append(fault)
        if record == nil { refusals += [group.refusal(fault.code)].compactMap { $0 } }
      }
    }
  }

  /// Has plain rows read as such, and reads every other one itself, once `isSound` has agreed to
  /// it. What is left of `rows` at the end; nil where `isSound` did not agree.
  @discardableResult
  mutating func readRows(
    _ rows: consuming PlainRows, isSound: (CSVTable) -> Bool = { _ in true }
  ) -> PlainRows? {
    var plain = rows
    let bytes = table.scanner.bytes
    let rest = bytes[table.place.position...]
    // About as many as are as long as the first, within reason.
    let likely = rest.count / max(32, rest.prefix { $0 != 0x0A }.count + 1) + 1
    records.reserve(rows: min(likely, 5_000_000))
    while !plain.read(bytes.span, into: &records) {
      table.seek(plain.position, line: plain.line)
      guard table.next() else { break }
      guard isSound(table) else { return nil }
      var pattern: RowPatterns.Pattern?
      let (currency, heading) = (headingCurrency, headingState?.text)
      let isLeft = isFurniture || isPassedOver
      // What the rows above shared was in another currency, or of another state.
      if headingCurrency != currency || headingState?.text != heading { plain.forget() }
      if !isLeft, let record = record() {
        // What is said of a credit, or of what was given up, is not what is said of an invoice.
        let state = rowState()
        if !record.invoice.kind.isCredit, !record.isLost, !state.isPart, state.day == nil {
          pattern = RowPatterns.Pattern(
            place: records.wholes.count, currency: record.invoice.currency,
            isPaid: state.isPaid)
        }
        records.append(record)
      }
      plain.resume(behind: table, with: pattern)
    }
    joinPaymentRows()
    return plain
  }

  mutating func refuse(
    _ code: Fault.Code, _ message: String, _ found: String = "",
    remedy: String = "Correct the row and import again; only this row was left out."
  ) {
    faults.append(
      Fault(code, line: table.line, message, excerpt: Fault.excerpt(found), remedy: remedy))
    if code.gravity == .refused { refusals.append(refusal(code)) }
  }

  /// The document of the current row, or nil with a fault.
  private mutating func record() -> FileContents.Record? {
    guard hasRightWidth else { return nil }
    if let receipt = looseReceipt() {
      looseReceipts.append(receipt)
      return nil
    }
    guard var record = bareRecord() else { return nil }
    let currency = record.invoice.currency
    let amount = table.bytes(.amount)
    guard let printed = lexis.decimal(amount), let total = Money(printed, currency) else {
      refuse(.csvAmount, "the amount is not a number", table.text(.amount))
      return nil
    }
    if let (column, place) = disagreement(currency) {
      refuse(
        column == .due ? .csvDate : column == .currency ? .csvCurrency : .csvAmount,
        "the columns \(table.title(column)) and \(table.header[place]) disagree",
        String(decoding: table.bytes(at: place), as: UTF8.self),
        remedy: "Correct the row, or map the column that counts, as `dunlin import --map FILE` "
          + "proposes; only this row was left out.")
      return nil
    }
    warnOfPrecision(printed, total)
    let state = rowState()
    var payment = StatedPayment()
    payment.day = record.settlement?.day ?? state.day
    (payment.isPaid, payment.isPart, payment.isLost) = (state.isPaid, state.isPart, record.isLost)
    if let column = payment.read(table, lexis, currency) {
      refuse(.csvAmount, "the open or paid amount is not a number", table.text(column))
      return nil
    }
    let isCredit = record.invoice.kind.isCredit
    record.invoice.payable = isCredit ? total.magnitude : total
    record.invoice.payablePrinted = lexis.plain(amount) ?? printed.description
    record.settlement = payment.settlement(of: total, isCredit: isCredit)
    if let doubt = payment.doubt(of: total, isCredit: isCredit) {
      refuse(.csvOpen, doubt, table.text(.open), remedy: StatedPayment.remedy)
    }
    return record
  }

  /// What the current row says, as far as it says anything.
  func refusal(_ fault: Fault.Code) -> FileContents.Refusal {
    let kind = kind()
    let client = client()
    var refusal = FileContents.Refusal(
      kind: kind, number: table.text(.number).collapsed, seller: kind.isOurs ? us : client,
      buyer: kind.isOurs ? client : us, fault: fault)
    refusal.issueDate = issueDay()
    refusal.due = lexis.day(table.bytes(.due)).map { DueDate($0, .document) }
    let code = table.text(.currency).collapsed.uppercased()
    refusal.currency = code.isEmpty ? (dialect.currency ?? business.currency).code : code
    let amount = table.bytes(.amount)
    refusal.payable = lexis.decimal(amount)?.description ?? table.text(.amount).collapsed
    return refusal
  }

  var hasRightWidth: Bool {
    mutating get {
      let extra = table.fields.dropFirst(table.header.count)
      // Some banks and programs end every row with one more separator.
      let isHarmless =
        !dialect.isStrict && extra.allSatisfy { table.scanner.trimmed($0).isEmpty }
      guard extra.isEmpty || isHarmless else {
        refuse(
          .csvFields,
          "the row has \(table.fields.count) fields, the header \(table.header.count)")
        return false
      }
      return true
    }
  }

  /// Everything of the current row but its amounts; its settlement holds the paid day, if any.
  mutating func bareRecord() -> FileContents.Record? {
    let printed = table.text(.number).collapsed
    let number = printed.isEmpty ? creditName() ?? "" : printed
    guard !number.isEmpty else {
      refuse(.csvMissing, "the row has no invoice number")
      return nil
    }
    guard let issued = issueDay() else {
      refuseDate("issue date", .date)
      return nil
    }
    let due = table.bytes(.due).isEmpty ? dueByTerms(issued) : lexis.day(table.bytes(.due))
    guard due != nil || table.bytes(.due).isEmpty else {
      refuseDate("due date", .due)
      return nil
    }
    let paidDay = lexis.day(table.bytes(.paidDate))
    guard paidDay != nil || table.bytes(.paidDate).isEmpty else {
      refuseDate("paid date", .paidDate)
      return nil
    }
    guard let currency = currency() else {
      let code = table.text(.currency)
      if code.isEmpty {
        refuse(
          .csvCurrency, "the amount is in another currency, at a rate, and the file names none",
          table.text(.exchangeRate))
        return nil
      }
      refuse(
        .csvCurrency,
        Currency(code: code.uppercased()) == nil
          ? "the currency is no code of ISO 4217"
          : "the amount is given in another currency, at a rate", code)
      return nil
    }
    if let sign = amountSign, !sign.fits(currency) {
      refuse(
        .csvCurrency, "the amount's sign is of another currency than \(currency)",
        table.text(.amount))
      return nil
    }
    guard case .kind(let kind) = documentWord else {
      refuse(
        .csvValue, "the type is no known word for an invoice, a credit note or a bill",
        table.text(.type), remedy: "Write invoice, credit note or bill; the row was left out.")
      return nil
    }
    let client = client()
    guard !client.name.isEmpty else {
      refuse(
        .csvMissing, "the row names no client",
        remedy: "Name the client, or its id, and import again; the row's invoice was left out.")
      return nil
    }
    var invoice = Invoice(
      kind: kind, number: InvoiceNumber(number), issueDate: issued,
      due: due.map { DueDate($0, .document) }, payable: .zero(currency), payablePrinted: "",
      seller: kind.isOurs ? us : client, buyer: kind.isOurs ? client : us)
    invoice.currency = currency
    var record = FileContents.Record(invoice: invoice, line: table.line, source: .csv)
    if table.has(.disputed) { record.isDisputed = isDisputed() }
    hearState(&record)
    if table.has(.language) {
      record.language = String(table.text(.language).lowercased().prefix(2))
    }
    if paidDay != nil {
      record.settlement = FileContents.Settlement(paid: .zero(currency), day: paidDay)
    }
    return record
  }

  /// By terms such as `Net 14`, `30 Tage netto` or `14`, where they leave no doubt.
  private func dueByTerms(_ issued: Day) -> Day? {
    let text = table.text(.terms)
    guard !text.isEmpty else { return nil }
    return PrintedTerms(Int(text) == nil ? text : text + " days").due(issued)
  }

  func issueDay() -> Day? {
    let own = lexis.day(table.bytes(.date))
    return own ?? (dialect.isStrict ? nil : lexis.day(Array(table.firstText(.date).utf8)[...]))
  }

  /// What the row calls itself, in the words of its program or in common ones.
  var documentWord: DocumentWord {
    guard table.has(.type) else { return .kind(.invoice) }
    let isBill = table.value(.type, isIn: dialect.bill)
    let isCredit = table.value(.type, isIn: dialect.credit)
    if isBill || isCredit { return .kind(Invoice.Kind(isOurs: !isBill, isCredit: isCredit)) }
    // Where rows of other kinds are passed over, the rest are invoices.
    return dialect.only[.type] == nil ? DocumentWord(table.folded(.type)) : .kind(.invoice)
  }

  func kind() -> Invoice.Kind {
    guard case .kind(let kind) = documentWord else { return .invoice }
    return kind
  }

  private mutating func warnOfPrecision(_ printed: ExactDecimal, _ booked: Money) {
    guard !printed.fits(scale: booked.currency.decimals) else { return }
    refuse(
      .docPrecision,
      "the amount is finer than \(booked.currency) allows; it was booked as \(booked.plain)",
      table.text(.amount), remedy: "Round amounts to pay; the row was read all the same.")
  }

  private mutating func refuseDate(_ what: String, _ column: CSVColumn) {
    let complaint = DateParts.complaint(table.bytes(column), lexis.order)
    refuse(.csvDate, "the \(what) is \(complaint)", table.text(column))
  }
}

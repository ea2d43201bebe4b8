import Domain

/// Types the rows of a file of invoices: a register's, or an invoicing program's export.
struct InvoiceCSV {
  let business: Business
  var table: CSVTable
  let lexis: CSVLexis
  private(set) var records = FileContents.RecordList()
  /// What the rows say that are left out, one an invoice.
  var refusals: [FileContents.Refusal] = []
  /// What rows that are passed over call void.
  private(set) var voided: [FileContents.Voided] = []
  var faults: [Fault] = []
  let dialect: CSVDialect
  private let us: Party
  /// Invoices of several rows, in the order of their first rows.
  var groups: [InvoiceRows] = []
  var groupOfKey: [String: Int] = [:]
  var groupsOfNumber: [String: [Int]] = [:]
  /// The invoice of the row before; nil where that was none of an invoice.
  var lastGroup: Int?
  /// Rows of other kinds than are read here.
  var passedOver = PassedOver()
  /// Rows of money that came in.
  var receipts: [Receipt] = []
  /// Words that were told of, each once.
  var toldWords: Set<String> = []
  /// The client under whose heading a report's rows stand.
  private var heading = ""
  private var lastCurrency: (code: [UInt8], currency: Currency)?

  init(business: Business, table: CSVTable, lexis: CSVLexis) {
    self.business = business
    self.table = table
    self.lexis = lexis
    dialect = table.dialect
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
      if !isFurniture, !isPassedOver, let record = record() {
        // What is said of a credit, or of what was given up, is not what is said of an invoice.
        if !record.invoice.kind.isCredit, !record.isLost, !table.hasValue(in: dialect.part) {
          pattern = RowPatterns.Pattern(
            place: records.wholes.count, currency: record.invoice.currency,
            isPaid: table.hasValue(in: dialect.paid))
        }
        records.append(record)
      }
      plain.resume(behind: table, with: pattern)
    }
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

  /// Rows of reports that are no documents: headings, totals, and what the dialect passes over.
  private var isFurniture: Bool {
    mutating get {
      if isHeaderAgain { return true }
      if dialect.isStrict, isTotalRow { return true }
      if dialect.id == "quickbooks" {
        if table.text(.type).isEmpty {
          if table.filledCount == 1, !Self.isTotal(table.firstField) { heading = table.firstField }
          return true
        }
        if Self.isTotal(table.firstField) { return true }
      }
      guard table.hasValue(in: dialect.skip) else { return false }
      addVoided()
      return true
    }
  }

  /// Keeps what the current row calls void: an earlier export may have told of it.
  private mutating func addVoided() {
    let number = table.text(.number).collapsed
    guard table.has(.status), !number.isEmpty,
      CSVDialect.voidStatuses.contains(table.folded(.status))
    else { return }
    let (kind, client) = (kind(), client())
    let one = FileContents.Voided(
      kind: kind, number: InvoiceNumber(number), seller: kind.isOurs ? us : client, client: client)
    // Rows of line items say so again and again.
    if voided.last != one { voided.append(one) }
  }

  /// The header, once more, as where files were put together.
  private var isHeaderAgain: Bool {
    !table.bytes(.number).isEmpty && table.text(.number) == table.title(.number)
      && table.text(.date) == table.title(.date)
  }

  /// Rows of documents that are none of ours to read: payments, quotes. They are counted.
  private var isPassedOver: Bool {
    mutating get {
      guard table.has(.type) else { return false }
      if let only = dialect.only[.type] {
        if only.contains(table.folded(.type)) { return false }
      } else {
        guard case .passedOver = documentWord else { return false }
      }
      if dialect.rows != .one, let receipt = receipt() {
        receipts.append(receipt)
      } else {
        passedOver.add(table.text(.type), line: table.line)
      }
      return true
    }
  }

  static func isTotal(_ text: String) -> Bool {
    let text = text.lowercased()
    return text.hasPrefix("total") || text.hasPrefix("grand total")
      || ["subtotal", "sum", "summe", "gesamt"].contains(text)
  }

  /// What spreadsheets add below a register: amounts, and at most the word in the first column.
  private var isTotalRow: Bool {
    guard table.bytes(.date).isEmpty, table.bytes(.due).isEmpty else { return false }
    let named = [CSVColumn.number, .client, .clientID].count { !table.bytes($0).isEmpty }
    return named == 0 || named == 1 && Self.isTotal(table.firstField)
  }

  /// The document of the current row, or nil with a fault.
  private mutating func record() -> FileContents.Record? {
    guard hasRightWidth else { return nil }
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
    var payment = StatedPayment()
    (payment.day, payment.isLost) = (record.settlement?.day, record.isLost)
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
  private func refusal(_ fault: Fault.Code) -> FileContents.Refusal {
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
    let number = table.text(.number).collapsed
    guard !number.isEmpty else {
      refuse(.csvMissing, "the row has no invoice number")
      return nil
    }
    guard let issued = issueDay() else {
      refuseDate("issue date", .date)
      return nil
    }
    let due = lexis.day(table.bytes(.due))
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
    // Only a mapping can say that all invoices of a file are those of one client.
    let isOfOne =
      dialect.id == CSVDialect.mappingID && !table.has(.client) && !table.has(.clientID)
    guard !client.name.isEmpty || isOfOne else {
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
    if table.has(.status) { tellOfStatus(&record) }
    if table.has(.language) {
      record.language = String(table.text(.language).lowercased().prefix(2))
    }
    if paidDay != nil {
      record.settlement = FileContents.Settlement(paid: .zero(currency), day: paidDay)
    }
    return record
  }

  func issueDay() -> Day? {
    let own = lexis.day(table.bytes(.date))
    return own ?? (dialect.isStrict ? nil : lexis.day(Array(table.firstText(.date).utf8)[...]))
  }

  private mutating func currency() -> Currency? {
    let code = table.bytes(.currency)
    if let lastCurrency, code.elementsEqual(lastCurrency.code) { return lastCurrency.currency }
    let text = table.text(.currency).uppercased()
    let rate = lexis.decimal(table.bytes(.exchangeRate))
    if let rate, !rate.isZero, rate != ExactDecimal(1) { return nil }
    guard !text.isEmpty else {
      let usual = dialect.currency ?? business.currency
      let sign = amountSign ?? lexis.sign
      return sign.map { $0.currency(preferring: usual) } ?? usual
    }
    guard let currency = Currency(code: text) else { return nil }
    lastCurrency = (Array(code), currency)
    return currency
  }

  /// The currency sign at the row's amount, if there is one.
  private var amountSign: CurrencySign? {
    for column in Self.signColumns {
      let bytes = table.bytes(column)
      if !bytes.isEmpty { return CurrencySign.split(bytes).sign }
    }
    return nil
  }

  private static let signColumns: [CSVColumn] = [.amount, .open, .lineAmount]

  /// What the row calls itself, in the words of its program or in common ones.
  private var documentWord: DocumentWord {
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

  private func client() -> Party {
    let id = table.text(.clientID).collapsed
    var name = (dialect.isStrict ? table.text(.client) : table.firstText(.client)).collapsed
    if name.isEmpty { name = heading.collapsed }
    var client = Party(name: name.isEmpty ? id : name)
    if !id.isEmpty { client.identifiers = [Party.Identifier(normalising: .account, id)] }
    let country = table.text(.country).uppercased()
    // Programs write whole names of countries; a register is taken at its word.
    if dialect.isStrict || country.utf8.count == 2 { client.address.country = country }
    if table.has(.email) { client.contact.email = table.text(.email) }
    client.isNamedByPostcode = dialect.isStrict
    if table.has(.street) {
      let street = table.text(.street).collapsed
      client.address.lines = street.isEmpty ? [] : [street]
    }
    if table.has(.postcode) { client.address.postcode = table.text(.postcode).collapsed }
    if table.has(.city) { client.address.city = table.text(.city).collapsed }
    return client
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

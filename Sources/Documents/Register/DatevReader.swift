import Domain

/// Reads invoices and credit notes out of a DATEV batch of bookings (EXTF Buchungsstapel).
///
/// The header line says the year, the currency and how long account numbers are. A booking that
/// debits a debtor against revenue is an invoice, one that credits it against revenue a credit
/// note, and one against money with the number of an invoice of the batch is what was paid of it.
/// Other bookings of debtors are skipped and reported. A booking has no name of the client.
struct DatevReader {
  let business: Business

  static func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    let top = bytes.prefix(7)
    return top.starts(with: Array("\"EXTF\";".utf8)) || top.starts(with: Array("EXTF;".utf8))
  }

  func read(_ bytes: [UInt8], from start: Int) -> CSVReader.Contents {
    var scanner = CSVScanner(bytes, separator: 0x3B, from: start)
    var fields: [CSVScanner.Field] = []
    _ = scanner.next(into: &fields)
    let meta = fields.map(scanner.text)
    let headerLine = scanner.next(into: &fields) ?? 2
    let header = fields.map { CSVDialect.folded(scanner.text($0)) }
    guard let batch = DatevBatch(meta, business), let columns = DatevColumns(header) else {
      return CSVReader.Contents(faults: [
        Fault(
          .csvHeader, line: headerLine,
          "this DATEV file is no batch of bookings (Buchungsstapel) with its year and columns",
          remedy: "Export the bookings as EXTF Buchungsstapel" + CSVReader.refused)
      ])
    }
    var reading = DatevReading(business: business, batch: batch, columns: columns)
    while let line = scanner.next(into: &fields) {
      reading.add(fields.map(scanner.text), line: line)
    }
    reading.finish()
    if let line = scanner.openQuoteLine {
      reading.faults.append(
        Fault(
          .csvQuote, line: line, "a quotation mark is opened and never closed",
          remedy: "Close it; the rows before it were read, those from it on were not."))
    }
    return CSVReader.Contents(
      records: FileContents.RecordList(reading.records), refusals: reading.refusals,
      faults: [reading.passedOver.fault].compactMap { $0 } + reading.faults)
  }
}

/// What the first line of the file says.
private struct DatevBatch {
  let first: Day
  let last: Day
  let currency: Currency
  /// Debtor accounts: 10000 to 69999 where ledger accounts have four digits.
  let debtors: ClosedRange<Int>
  /// Thousands of the chart's revenue accounts: 8 in SKR 03, 4 in SKR 04.
  let revenue: Set<Int>
  /// Accounts of cash and banks, of four digits: those of both charts where the file names none.
  let money: [ClosedRange<Int>]
  let accountScale: Int

  /// Nil unless the file is a batch of bookings (category 21) that names its year.
  init?(_ meta: [String], _ business: Business) {
    guard meta.count > 21, meta[2] == "21",
      let year = Day(compact: meta[12]), let digits = Int(meta[13]), (4...8).contains(digits)
    else { return nil }
    first = Day(compact: meta[14]) ?? year
    last = Day(compact: meta[15]) ?? year + 365
    guard first <= last else { return nil }
    guard let currency = meta[21].isEmpty ? business.currency : Currency(code: meta[21]) else {
      return nil
    }
    self.currency = currency
    let scale = (4..<digits).reduce(1) { scale, _ in scale * 10 }
    accountScale = scale
    debtors = (10_000 * scale)...(70_000 * scale - 1)
    let chart = meta.count > 26 ? meta[26] : ""
    money =
      chart.hasSuffix("03")
      ? [1000...1299] : chart.hasSuffix("04") ? [1600...1899] : [1000...1299, 1800...1899]
    revenue = chart.hasSuffix("03") ? [8] : chart.hasSuffix("04") ? [4] : [4, 8]
  }

  /// The day a `DDMM` means: in the batch's own period, else in one of its years.
  func day(ofDayAndMonth text: String) -> Day? {
    guard (3...4).contains(text.utf8.count), let digits = Int(text), digits > 0 else { return nil }
    let days = (first.year...max(first.year, last.year)).compactMap {
      Day(year: $0, month: digits % 100, day: digits / 100)
    }
    return days.first { first <= $0 && $0 <= last } ?? days.first
  }

  func isRevenue(_ account: Int) -> Bool {
    revenue.contains(account / (1000 * accountScale)) && !debtors.contains(account)
  }

  func isMoney(_ account: Int) -> Bool {
    money.contains { $0.contains(account / accountScale) }
  }
}

private struct DatevColumns {
  let amount: Int, side: Int, currency: Int, account: Int, counter: Int, date: Int, number: Int
  let due: Int?

  init?(_ header: [String]) {
    func place(_ name: String) -> Int? { header.firstIndex { $0.hasPrefix(name) } }
    guard let amount = place("umsatz"), let side = place("sollhaben"),
      let currency = place("wkzumsatz"), let account = header.firstIndex(of: "konto"),
      let counter = place("gegenkonto"), let date = place("belegdatum"),
      let number = place("belegfeld1")
    else { return nil }
    (self.amount, self.side, self.currency, self.account) = (amount, side, currency, account)
    (self.counter, self.date, self.number) = (counter, date, number)
    due = header.firstIndex(of: "fälligkeit")
  }
}

private struct DatevReading {
  let business: Business
  let batch: DatevBatch
  let columns: DatevColumns
  var records: [FileContents.Record] = []
  var refusals: [FileContents.Refusal] = []
  var faults: [Fault] = []
  var passedOver = PassedOver()
  private var payments: [(key: String, amount: Money, day: Day, line: Int)] = []
  private var placeOfKey: [String: Int] = [:]
  /// Documents of which a booking could not be read.
  private var spoiled: Set<String> = []

  init(business: Business, batch: DatevBatch, columns: DatevColumns) {
    self.business = business
    self.batch = batch
    self.columns = columns
  }

  mutating func add(_ row: [String], line: Int) {
    func text(_ column: Int?) -> String {
      column.flatMap { $0 < row.count ? row[$0] : nil } ?? ""
    }
    guard let account = Int(text(columns.account)), let counter = Int(text(columns.counter)),
      ["S", "H"].contains(text(columns.side))
    else { return }
    let isDebit = text(columns.side) == "S"
    let debtor: Int
    let isInvoice: Bool
    if batch.debtors.contains(account), batch.isRevenue(counter) {
      (debtor, isInvoice) = (account, isDebit)
    } else if batch.debtors.contains(counter), batch.isRevenue(account) {
      (debtor, isInvoice) = (counter, !isDebit)
    } else {
      return addOther(row, line: line, account: account, counter: counter, isDebit: isDebit)
    }
    let number = text(columns.number).collapsed
    let key = "\(debtor) \(isInvoice) \(number)"
    func refuse(_ code: Fault.Code, _ message: String, _ found: String = "") {
      if spoiled.insert(key).inserted {
        var refusal = FileContents.Refusal(
          kind: isInvoice ? .invoice : .creditNote, number: number, seller: us,
          buyer: Self.client(debtor), fault: code)
        refusal.issueDate = batch.day(ofDayAndMonth: text(columns.date))
        refusal.due = due(text(columns.due))
        let currency = text(columns.currency)
        refusal.currency = currency.isEmpty ? batch.currency.code : currency
        refusal.payable =
          ExactDecimal(spreadsheet: Array(text(columns.amount).utf8)[...], .comma)?.description
          ?? text(columns.amount)
        refusals.append(refusal)
      }
      faults.append(
        Fault(
          code, line: line, message, excerpt: Fault.excerpt(found), remedy: InvoiceCSV.leftOut))
    }
    guard !number.isEmpty else {
      return refuse(.csvMissing, "the booking has no invoice number (Belegfeld 1)")
    }
    guard let day = batch.day(ofDayAndMonth: text(columns.date)) else {
      return refuse(.csvDate, "the booking's date is not a day (DDMM)", text(columns.date))
    }
    let code = text(columns.currency)
    guard let currency = code.isEmpty ? batch.currency : Currency(code: code) else {
      return refuse(.csvCurrency, "the currency is no code of ISO 4217", code)
    }
    let bytes = Array(text(columns.amount).utf8)
    guard let printed = ExactDecimal(spreadsheet: bytes[...], .comma), !printed.isNegative,
      let amount = Money(printed, currency)
    else {
      return refuse(.csvAmount, "the amount is not a number", text(columns.amount))
    }
    if let place = placeOfKey[key] {
      let so = records[place].invoice
      guard so.currency == currency, so.issueDate == day,
        let sum = so.payable.adding(checked: amount), sum.minorUnits <= Money.limit
      else { return refuse(.csvRows, InvoiceCSV.disagree, number) }
      records[place].invoice.payable = sum
      records[place].invoice.payablePrinted = sum.plain
      return
    }
    placeOfKey[key] = records.count
    let invoice = Invoice(
      kind: isInvoice ? .invoice : .creditNote, number: InvoiceNumber(number),
      issueDate: day, due: due(text(columns.due)), payable: amount, seller: us,
      buyer: Self.client(debtor))
    records.append(FileContents.Record(invoice: invoice, line: line, source: .csv))
  }

  /// Adds a booking of a debtor that is neither invoice nor credit note.
  private mutating func addOther(
    _ row: [String], line: Int, account: Int, counter: Int, isDebit: Bool
  ) {
    func text(_ column: Int) -> String { column < row.count ? row[column].collapsed : "" }
    let isOfAccount = batch.debtors.contains(account)
    guard isOfAccount != batch.debtors.contains(counter) else { return }
    let debtor = isOfAccount ? account : counter
    guard batch.isMoney(isOfAccount ? counter : account) else {
      return passedOver.add("other booking", line: line)
    }
    let isIncoming = isOfAccount != isDebit
    let code = text(columns.currency)
    guard let currency = code.isEmpty ? batch.currency : Currency(code: code),
      let day = batch.day(ofDayAndMonth: text(columns.date)),
      let printed = ExactDecimal(spreadsheet: Array(text(columns.amount).utf8)[...], .comma),
      !printed.isNegative, let amount = Money(printed, currency), !text(columns.number).isEmpty
    else { return passedOver.add(isIncoming ? "payment" : "repayment", line: line) }
    // What went back is paid no more.
    payments.append(
      (
        key: "\(debtor) true \(text(columns.number))", amount: isIncoming ? amount : -amount,
        day: day, line: line
      ))
  }

  /// Adds the payments to the invoices whose numbers they bear.
  private mutating func takePayments() {
    for payment in payments {
      guard let place = placeOfKey[payment.key], !spoiled.contains(payment.key),
        records[place].invoice.currency == payment.amount.currency,
        let paid = (records[place].settlement?.paid ?? .zero(payment.amount.currency))
          .adding(checked: payment.amount)
      else {
        passedOver.add(payment.amount.isNegative ? "repayment" : "payment", line: payment.line)
        continue
      }
      let day = records[place].settlement?.day.map { max($0, payment.day) } ?? payment.day
      records[place].settlement = FileContents.Settlement(paid: paid, day: day)
    }
    for place in records.indices where records[place].settlement?.paid.isNegative == true {
      records[place].settlement = nil
    }
  }

  private var us: Party {
    var us = Party(name: business.name)
    us.identifiers = business.identifiers
    return us
  }

  private static func client(_ debtor: Int) -> Party {
    var client = Party(name: "\(debtor)")
    client.identifiers = [Party.Identifier(.account, "\(debtor)")]
    return client
  }

  /// `DDMMYYYY`.
  private func due(_ text: String) -> DueDate? {
    guard (7...8).contains(text.utf8.count), let digits = Int(text), digits > 0,
      let day = Day(
        year: digits % 10_000, month: digits / 10_000 % 100, day: digits / 1_000_000)
    else { return nil }
    return DueDate(day, .document)
  }

  mutating func finish() {
    takePayments()
    guard !spoiled.isEmpty else { return }
    let lost = Set(spoiled.compactMap { placeOfKey[$0] })
    records = records.enumerated().filter { !lost.contains($0.offset) }.map(\.element)
  }
}

import Domain

/// One invoice that a file gives in several rows, a line item each.
struct InvoiceRows {
  /// A row could not be read; the whole invoice is left out.
  var isSpoiled = false
  /// Its rows name no client.
  var isNameless = false
  private let record: FileContents.Record?
  let currency: Currency?
  let issueDate: Day?
  let due: Day?
  private let rows: CSVDialect.Rows
  private var total: ExactDecimal?
  private var payment = StatedPayment()
  /// The last day on which money came in, where rows tell of it.
  private var receivedDay: Day?
  /// A row has said in words what is paid.
  private var hasWords = false
  /// Sums of the line items, in millionths of the currency's unit.
  private var lines: Int128 = 0
  private var taxes: Int128 = 0
  /// A line bears a tax whose amount is not given.
  private var isTaxOpen = false

  private static let scale = 6

  /// Why a row cannot be added, and the value that is wrong.
  struct Problem {
    let message: String
    let found: String
    let isDisagreement: Bool

    init(_ message: String, _ found: String, isDisagreement: Bool = false) {
      self.message = message
      self.found = found
      self.isDisagreement = isDisagreement
    }
  }

  static let spoiled: InvoiceRows = {
    var rows = InvoiceRows(record: nil, rows: .sum)
    rows.isSpoiled = true
    return rows
  }()

  init(record: FileContents.Record?, rows: CSVDialect.Rows) {
    self.record = record
    self.rows = rows
    currency = record?.invoice.currency
    issueDate = record?.invoice.issueDate
    due = record?.invoice.due?.day
  }

  /// Adds the table's current row; says what is wrong with it, and the value that is.
  mutating func add(_ table: CSVTable, _ lexis: CSVLexis, _ state: RowState) -> Problem? {
    guard let currency else { return nil }
    if let problem = addWords(table, state) { return problem }
    /// An amount within bounds, at the common scale; nil for an empty field.
    func amount(_ column: CSVColumn) -> (value: Int128?, isBad: Bool) {
      let bytes = table.bytes(column)
      guard !bytes.isEmpty else { return (nil, false) }
      guard let printed = lexis.decimal(bytes), Money(printed, currency) != nil else {
        return (nil, true)
      }
      return (printed.coefficient(atScale: Self.scale), false)
    }
    let tax = amount(.tax)
    if tax.isBad { return Problem("the tax is not a number", table.text(.tax)) }
    taxes += tax.value ?? 0
    if rows == .sum {
      guard let line = amount(.lineAmount).value else {
        return Problem("the line's amount is not a number", table.text(.lineAmount))
      }
      lines += line
      let rate = table.text(.taxRate).filter { ("1"..."9").contains($0) }
      if tax.value == nil, !rate.isEmpty { isTaxOpen = true }
      return nil
    }
    guard table.bytes(.amount).isEmpty else { return addRepeated(table, lexis, currency) }
    guard total == nil else { return Problem(InvoiceCSV.disagree, "", isDisagreement: true) }
    guard let line = Self.product(table, lexis) else {
      return Problem("the row has neither a total nor a quantity and a price", "")
    }
    lines += line
    if tax.value == nil, !Self.isUntaxed(table.folded(.taxType)) { isTaxOpen = true }
    return nil
  }

  /// Adds what came in by a day; false where the invoice cannot take it.
  mutating func receive(_ receipt: InvoiceCSV.Receipt) -> Bool {
    guard !isSpoiled, let currency, let amount = Money(receipt.amount, currency),
      let sum = (payment.paid ?? .zero(currency)).adding(checked: amount)
    else { return false }
    payment.paid = sum
    receivedDay = receivedDay.map { max($0, receipt.day) } ?? receipt.day
    return true
  }

  /// What words say of the payment, which each row repeats or leaves out.
  private mutating func addWords(_ table: CSVTable, _ state: RowState) -> Problem? {
    let places = table.states + [.isPaid, .isOpen].compactMap(table.place)
    guard places.contains(where: { !table.bytes(at: $0).isEmpty }) else { return nil }
    let (isPaid, isPart) = (state.isPaid, state.isPart)
    guard !hasWords || payment.isPaid == isPaid && payment.isPart == isPart else {
      return Problem(InvoiceCSV.disagree, table.text(.status), isDisagreement: true)
    }
    hasWords = true
    (payment.isPaid, payment.isPart) = (isPaid, isPart)
    return nil
  }

  /// The document's own amounts, which each of its rows repeats.
  private mutating func addRepeated(
    _ table: CSVTable, _ lexis: CSVLexis, _ currency: Currency
  ) -> Problem? {
    guard let printed = lexis.decimal(table.bytes(.amount)), Money(printed, currency) != nil else {
      return Problem("the amount is not a number", table.text(.amount))
    }
    guard total == nil || total == printed, lines == 0 else {
      return Problem(InvoiceCSV.disagree, table.text(.amount), isDisagreement: true)
    }
    total = printed
    let problem = Self.repeated(table, .open, lexis, currency, in: &payment.open)
    if let problem { return problem }
    return Self.repeated(table, .paidAmount, lexis, currency, in: &payment.paid)
  }

  /// Takes in an amount that each row gives alike or not at all.
  private static func repeated(
    _ table: CSVTable, _ column: CSVColumn, _ lexis: CSVLexis, _ currency: Currency,
    in stated: inout Money?
  ) -> Problem? {
    let bytes = table.bytes(column)
    guard !bytes.isEmpty else { return nil }
    guard let amount = lexis.money(bytes, currency) else {
      return Problem("the open or paid amount is not a number", table.text(column))
    }
    guard stated == nil || stated == amount else {
      return Problem(InvoiceCSV.disagree, table.text(column), isDisagreement: true)
    }
    stated = amount
    return nil
  }

  /// Quantity by price less discount, at the common scale; nil beyond all bounds.
  private static func product(_ table: CSVTable, _ lexis: CSVLexis) -> Int128? {
    func factor(_ column: CSVColumn) -> Int128? {
      let bytes = table.bytes(column).filter { $0 != 0x25 }
      guard let value = lexis.decimal(bytes[...]), value.fits(scale: Self.scale),
        value.coefficient.magnitude < 1_000_000_000_000_000_000
      else { return nil }
      return value.coefficient(atScale: Self.scale)
    }
    guard let quantity = factor(.quantity), let price = factor(.unitAmount) else { return nil }
    let discount = table.bytes(.discount).isEmpty ? 0 : factor(.discount)
    let hundred: Int128 = 100_000_000
    guard let discount, (0...hundred).contains(discount),
      quantity.magnitude < 1_000_000_000_000_000,
      price.magnitude < 1_000_000_000_000_000
    else { return nil }
    let gross = (quantity * price).divided(by: 1_000_000, .halfAwayFromZero)
    return (gross * (hundred - discount)).divided(by: hundred, .halfAwayFromZero)
  }

  private static func isUntaxed(_ type: String) -> Bool {
    type.isEmpty
      || ["none", "notax", "taxexempt", "exempt", "zerorated", "basexcluded", "novat"]
        .contains { type.hasPrefix($0) }
  }

  /// The whole invoice, with what is in doubt about it, or why it is not to be had.
  mutating func finished() -> (FileContents.Record?, Fault?) {
    guard !isSpoiled, var record else { return (nil, nil) }
    let currency = record.invoice.currency
    func refused(_ message: String) -> (FileContents.Record?, Fault?) {
      let remedy =
        "Give each row the invoice's total, or export the invoices instead; "
        + "this invoice was left out."
      return (nil, Fault(.csvAmount, line: record.line, message, remedy: remedy))
    }
    if total == nil {
      if isTaxOpen { return refused("the rows name a tax but neither its amount nor a total") }
      if rows == .repeat, taxes != 0 {
        return refused(
          "the rows give no total: it is \(Self.plain(lines)) with the tax inside the prices, "
            + "or \(Self.plain(lines + taxes)) with the tax on top")
      }
      let sum = ExactDecimal(coefficient: lines + taxes, scale: Self.scale)
      total = sum.rounded(to: currency)
    }
    guard let total, let money = Money(total, currency) else {
      return refused("the amount is out of range")
    }
    let isCredit = record.invoice.kind.isCredit
    record.invoice.payable = isCredit ? money.magnitude : money
    record.invoice.payablePrinted = total.description
    (payment.day, payment.isLost) = (receivedDay ?? record.settlement?.day, record.isLost)
    record.settlement = payment.settlement(of: money, isCredit: isCredit)
    let doubt = payment.doubt(of: money, isCredit: isCredit)
    let line = record.line
    return (
      record, doubt.map { Fault(.csvOpen, line: line, $0, remedy: StatedPayment.remedy) }
    )
  }

  /// What is known of an invoice whose rows lead to no amount.
  func refusal(_ fault: Fault.Code) -> FileContents.Refusal? {
    guard let invoice = record?.invoice else { return nil }
    var refusal = FileContents.Refusal(
      kind: invoice.kind, number: invoice.number.text, seller: invoice.seller,
      buyer: invoice.buyer, fault: fault)
    (refusal.issueDate, refusal.due) = (invoice.issueDate, invoice.due)
    refusal.currency = invoice.currency.code
    return refusal
  }

  private static func plain(_ value: Int128) -> String {
    ExactDecimal(coefficient: value.divided(by: 10_000, .halfAwayFromZero), scale: 2).description
  }
}

extension ExactDecimal {
  /// The sum of line items as the invoice prints it.
  fileprivate func rounded(to currency: Currency) -> ExactDecimal {
    ExactDecimal(coefficient: coefficient(atScale: currency.decimals), scale: currency.decimals)
  }
}

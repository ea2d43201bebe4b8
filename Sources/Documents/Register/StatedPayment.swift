import Domain

/// What a file of invoices says about how much of one is paid.
struct StatedPayment {
  var open: Money?
  var paid: Money?
  var day: Day?
  /// The row says that nothing is open, with or without amounts.
  var isPaid = false
  /// The row says that what is open was given up: that nothing is open is then no payment.
  var isLost = false
  /// The row says that a part is paid, with or without amounts.
  var isPart = false

  /// Reads the table's current row. Returns the first column that holds something else than an
  /// amount, or nil.
  mutating func read(_ table: CSVTable, _ lexis: CSVLexis, _ currency: Currency) -> CSVColumn? {
    var owed: Money?
    for column in [CSVColumn.open, .paidAmount, .owed] {
      let bytes = table.bytes(column)
      guard !bytes.isEmpty else { continue }
      guard let amount = lexis.money(bytes, currency) else { return column }
      switch column {
      case .open: open = amount
      case .paidAmount: paid = amount
      default: owed = amount
      }
    }
    readHomeOpen(table, lexis, currency)
    if let owed {
      open = open ?? owed - (paid ?? .zero(currency))
      paid = nil
    }
    return nil
  }

  /// What is open in another currency than the amount says only whether it is all, nothing or a
  /// part.
  private mutating func readHomeOpen(_ table: CSVTable, _ lexis: CSVLexis, _ currency: Currency) {
    func amount(_ column: CSVColumn) -> Money? { lexis.money(table.bytes(column), currency) }
    guard open == nil, let left = amount(.homeOpen), let home = amount(.homeAmount),
      let total = amount(.amount)
    else { return }
    open = left.isZero || home == total ? left : left == home ? total : nil
    if open == nil { isPart = true }
  }

  /// What counts as paid, or of a credit as used; nil where the file does not say. A paid date
  /// without amounts means all of it.
  func settlement(of total: Money, isCredit: Bool) -> FileContents.Settlement? {
    let amount = isCredit || total.isNegative ? used(of: total) : paid(of: total)
    guard let amount, !amount.isNegative else { return nil }
    return FileContents.Settlement(paid: amount, day: day)
  }

  /// Where an invoice's open and paid amounts differ, what is open counts: a credit note may have
  /// settled the rest, and nobody is to be asked for more than the file calls open.
  private func paid(of total: Money) -> Money? {
    if isPaid { return total }
    if isLost, open?.isZero == true { return paid.map { min($0, total) } }
    let settled = open.map { total - $0 }
    if let open, !open.isNegative, open <= total { return settled }
    return paid ?? settled ?? (day == nil || isPart || isLost ? nil : total)
  }

  /// Of a credit only what is open counts: a file that tells it tells of its invoices, too, what is
  /// open after their credits. What a credit note was "paid" may still have to be applied to one.
  private func used(of total: Money) -> Money? {
    guard let left = open?.magnitude, left <= total.magnitude else { return nil }
    return total.magnitude - left
  }

  /// Why what is open is in doubt, or nil where it is not.
  func doubt(of total: Money, isCredit: Bool) -> String? {
    guard !isCredit, !isLost else { return nil }
    if isPaid {
      guard let paid, paid.isPositive, paid < total, open?.isZero != true else { return nil }
      return "it is called paid, but less than its amount was; all of it was booked as paid"
    }
    if isPart, open == nil, paid == nil {
      return "a part is paid, but the file does not say how much; all of it was booked as open"
    }
    guard let open else { return nil }
    if open > total, !total.isNegative {
      return "more is open than the invoice's amount; \(total.plain) less what is paid was booked"
    }
    guard let paid, total - open != paid else { return nil }
    return open.isNegative || open > total
      ? "what is open and what is paid do not add up to the amount; what is paid was believed"
      : "what is open and what is paid do not add up to the amount; what is open was believed"
  }

  static let remedy = "Compare the invoice with the program it is from; it was read all the same."
}

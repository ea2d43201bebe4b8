internal import Documents
internal import Domain

/// The totals of the document, its VAT breakdown, and how many decimals their amounts have.
let totalContexts: [Context] = [
  Context(
    .model, .legalMonetaryTotal, late: true,
    checks: [
      Check("BR-12") { s, e in s.has(e, .lineExtensionAmount) },
      Check("BR-13") { s, e in s.has(e, .taxExclusiveAmount) },
      Check("BR-14") { s, e in s.has(e, .taxInclusiveAmount) },
      Check("BR-15") { s, e in s.has(e, .payableAmount) },
      Check("BR-CO-10") { s, e in
        let due = s.lineTotal()
        return s.isEqual(s.decimal(e, .lineExtensionAmount), due)
      },
      Check("BR-CO-11") { s, e in s.isSumOfDeductions(e, .allowanceTotalAmount, isCharge: false) },
      Check("BR-CO-12") { s, e in s.isSumOfDeductions(e, .chargeTotalAmount, isCharge: true) },
      Check("BR-CO-13") { s, e in
        let due = s.netTotal(e)
        return s.isEqual(s.decimal(e, .taxExclusiveAmount), due)
      },
      Check("BR-CO-16") { s, e in s.isPayableRight(e) },
    ] + decimalsChecks),
  Context(
    .model, .taxTotal, where: { s, e in s.isInRoot(e) },
    checks: [Check("BR-CO-14") { s, e in s.isSumOfBreakdowns(e) }]),
  Context(
    .model, .taxSubtotal, where: { s, e in s.isIn(e, .taxTotal) },
    checks: [
      Check("BR-45") { s, e in s.has(e, .taxableAmount) },
      Check("BR-46") { s, e in s.has(e, .taxAmount) },
      Check("BR-47") { s, e in s.anyVATCategory(e) { s, e in s.has(e, .id) } },
      Check("BR-48") { s, e in
        s.anyVATCategory(e) { s, e in s.has(e, .percent) }
          || s.anyVATCategory(e) { s, e in s.category(e) == .outOfScope }
      },
      Check("BR-CO-17") { s, e in s.isTaxOfBreakdownRight(e) },
      Check("BR-DEC-19") { s, e in s.hasTwoDecimals(e, .taxableAmount) },
      Check("BR-DEC-20") { s, e in s.hasTwoDecimals(e, .taxAmount) },
    ]),
]

private let decimalsChecks: [Check] = [
  ("BR-DEC-09", XMLName.lineExtensionAmount), ("BR-DEC-10", .allowanceTotalAmount),
  ("BR-DEC-11", .chargeTotalAmount), ("BR-DEC-12", .taxExclusiveAmount),
  ("BR-DEC-14", .taxInclusiveAmount), ("BR-DEC-16", .prepaidAmount),
  ("BR-DEC-17", .payableRoundingAmount), ("BR-DEC-18", .payableAmount),
].map { id, name in Check(id) { s, e in s.hasTwoDecimals(e, name) } }

/// Judged on the root element.
let documentTotalChecks: [Check] = [
  Check("BR-CO-15") { s, e in s.isGrossTotalRight(e) },
  // The release looks for the currency inside the amount, so that these two hold of any document
  // the schema allows. `UBL-DT-01` counts the decimals of every amount.
  Check("BR-DEC-13") { _, _ in true },
  Check("BR-DEC-15") { _, _ in true },
]

extension Survey {
  /// Whether both are there and the same number.
  fileprivate func isEqual(_ a: ExactDecimal?, _ b: ExactDecimal?) -> Bool {
    guard let a, let b else { return false }
    return a == b
  }

  /// The net amounts of all lines, wherever they stand.
  func lineTotal() -> ExactDecimal? {
    var sum: ExactDecimal? = .zero
    for line in lines {
      if let amount = decimal(line, .lineExtensionAmount) { sum = sum?.adding(amount) }
    }
    return sum?.roundedHalfTowardsPlusInfinity(to: 2)
  }

  /// The amounts of the allowances or the charges beside the totals; nil where there is none.
  func deductionTotal(_ total: Int, isCharge: Bool) -> ExactDecimal? {
    guard let parent = parent(total) else { return nil }
    var sum: ExactDecimal? = .zero
    var isAny = false
    var next = parent + 1
    let end = Int(rows[parent].end)
    while next < end {
      if rows[next].name == .allowanceCharge, indicator(next, is: isCharge) {
        isAny = true
        if let amount = decimal(next, .amount) { sum = sum?.adding(amount) }
      }
      next = Int(rows[next].end)
    }
    return isAny ? sum?.roundedHalfTowardsPlusInfinity(to: 2) : nil
  }

  fileprivate func isSumOfDeductions(
    _ total: Int, _ name: XMLName, isCharge: Bool
  ) -> Bool {
    let due = deductionTotal(total, isCharge: isCharge)
    guard has(total, name) else { return due == nil }
    return isEqual(decimal(total, name), due ?? .zero)
  }

  /// Lines less allowances plus charges, as the totals themselves state them.
  func netTotal(_ total: Int) -> ExactDecimal? {
    guard var sum = decimal(total, .lineExtensionAmount) else { return nil }
    let isPlain = !has(total, .chargeTotalAmount) && !has(total, .allowanceTotalAmount)
    if isPlain { return sum }
    if let charges = decimal(total, .chargeTotalAmount) {
      guard let next = sum.adding(charges) else { return nil }
      sum = next
    }
    if let allowances = decimal(total, .allowanceTotalAmount) {
      guard let next = sum.subtracting(allowances) else { return nil }
      sum = next
    }
    return sum.roundedHalfTowardsPlusInfinity(to: 2)
  }

  /// What remains of the gross total after prepayments, before rounding.
  func remainder(_ total: Int) -> ExactDecimal? {
    guard let gross = decimal(total, .taxInclusiveAmount) else { return nil }
    guard has(total, .prepaidAmount) else { return gross }
    guard let prepaid = decimal(total, .prepaidAmount) else { return nil }
    return gross.subtracting(prepaid)?.roundedHalfTowardsPlusInfinity(to: 2)
  }

  fileprivate func isPayableRight(_ total: Int) -> Bool {
    guard let due = remainder(total) else { return false }
    guard let payable = decimal(total, .payableAmount) else { return false }
    guard has(total, .payableRoundingAmount) else { return payable == due }
    guard let rounding = decimal(total, .payableRoundingAmount),
      let before = payable.subtracting(rounding)
    else { return false }
    return before.roundedHalfTowardsPlusInfinity(to: 2) == due
  }

  /// The tax of a tax total's breakdowns.
  func breakdownTotal(_ total: Int) -> ExactDecimal? {
    var sum: ExactDecimal? = .zero
    var next = total + 1
    let end = Int(rows[total].end)
    while next < end {
      if rows[next].name == .taxSubtotal, let amount = decimal(next, .taxAmount) {
        sum = sum?.adding(amount)
      }
      next = Int(rows[next].end)
    }
    return sum?.roundedHalfTowardsPlusInfinity(to: 2)
  }

  fileprivate func isSumOfBreakdowns(_ total: Int) -> Bool {
    guard has(total, .taxSubtotal) else {
      _ = decimal(total, .taxAmount)
      return true
    }
    let due = breakdownTotal(total)
    return isEqual(decimal(total, .taxAmount), due)
  }

  /// Net total plus the tax in the document's currency; nil unless there is just one such tax.
  func grossTotal(_ root: Int, in currency: Int) -> ExactDecimal? {
    var taxes: [ExactDecimal] = []
    var next = root + 1
    let end = Int(rows[root].end)
    while next < end {
      if rows[next].name == .taxTotal, let amount = onlyTaxAmount(of: next, in: currency) {
        if let tax = decimal(amount) { taxes.append(tax) }
      }
      next = Int(rows[next].end)
    }
    guard taxes.count == 1, let net = decimalOfTotals(root, .taxExclusiveAmount) else { return nil }
    return net.adding(taxes[0])?.roundedHalfTowardsPlusInfinity(to: 2)
  }

  private func onlyTaxAmount(of total: Int, in currency: Int) -> Int? {
    var found: Int?
    var isSecond = false
    each(total, .taxAmount) { amount in
      guard let printed = attribute(amount, .currencyIDAttribute), isSameText(printed, currency)
      else { return }
      if found == nil { found = amount } else { isSecond = true }
    }
    if isSecond { isUndecidable = true }
    return found
  }

  private func decimalOfTotals(_ root: Int, _ name: XMLName) -> ExactDecimal? {
    only(root, .legalMonetaryTotal, name).flatMap { decimal($0) }
  }

  fileprivate func isGrossTotalRight(_ root: Int) -> Bool {
    var next = root + 1
    let end = Int(rows[root].end)
    while next < end {
      if rows[next].name == .documentCurrencyCode {
        guard let due = grossTotal(root, in: next) else { return false }
        guard isAnyTotal(root, .taxInclusiveAmount, due) else { return false }
      }
      next = Int(rows[next].end)
    }
    return true
  }

  /// Whether the amount of some set of totals is the one that is due.
  private func isAnyTotal(_ root: Int, _ name: XMLName, _ due: ExactDecimal) -> Bool {
    var next = root + 1
    let end = Int(rows[root].end)
    while next < end {
      if rows[next].name == .legalMonetaryTotal, isEqual(decimal(next, name), due) { return true }
      next = Int(rows[next].end)
    }
    return false
  }

  fileprivate func anyVATCategory(
    _ subtotal: Int, _ holds: (Survey, Int) -> Bool
  ) -> Bool {
    var next = subtotal + 1
    let end = Int(rows[subtotal].end)
    while next < end {
      if rows[next].name == .taxCategory, isVAT(next), holds(self, next) { return true }
      next = Int(rows[next].end)
    }
    return false
  }

  /// Tax is rate times base, to less than one unit; a rate of nothing gives no tax.
  fileprivate func isTaxOfBreakdownRight(_ subtotal: Int) -> Bool {
    var rates: [ExactDecimal] = []
    var next = subtotal + 1
    let end = Int(rows[subtotal].end)
    while next < end {
      if rows[next].name == .taxCategory, isVAT(next), let rate = decimal(next, .percent) {
        rates.append(rate)
      }
      next = Int(rows[next].end)
    }
    if rates.count > 1 { isUndecidable = true }
    let tax = decimal(subtotal, .taxAmount)
    guard let rate = rates.first, !rate.roundedHalfTowardsPlusInfinity(to: 0).isZero else {
      return tax?.roundedHalfTowardsPlusInfinity(to: 0).isZero ?? false
    }
    guard let tax, let taxable = decimal(subtotal, .taxableAmount) else { return false }
    return isNear(tax, taxable, rate)
  }
}

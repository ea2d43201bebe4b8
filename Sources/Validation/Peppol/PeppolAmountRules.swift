internal import Documents
internal import Domain

/// Amounts of allowances, charges and lines, by where they stand in a syntax.
struct PeppolAmountRules: Sendable {
  let terms: PeppolTerms
  /// How far a reckoned amount may be off, in hundredths of the document's currency.
  let margin: @Sendable (Survey) -> Int128

  var contexts: [Context] {
    [
      deductions(
        where: { s, e in s.has(e, terms.percent) && !s.has(e, terms.base) },
        checks: [Check("PEPPOL-EN16931-R041") { _, _ in false }]),
      deductions(
        where: { s, e in !s.has(e, terms.percent) && s.has(e, terms.base) },
        checks: [Check("PEPPOL-EN16931-R042") { _, _ in false }]),
      deductions(
        checks: [
          Check("PEPPOL-EN16931-R040") { s, e in isShareOfBase(s, e) },
          Check("PEPPOL-EN16931-R043" + (terms.isIndicatorNumbered ? "-1" : "")) { s, e in
            s.isIndicator(e, at: terms.indicator)
          },
        ]),
      Context(
        .peppol, names: terms.lines,
        checks: [
          Check("PEPPOL-EN16931-R120") { s, e in isLineAmountRight(s, e) },
          Check("PEPPOL-EN16931-R100", terms.hasOneObject),
          Check("PEPPOL-EN16931-R101") { s, e in
            let references = s.all(e, at: terms.lineReferences)
            return references.isEmpty
              || references.contains { s.any($0, terms.referenceType, is: .invoicedObject) }
          },
        ] + terms.lineChecks),
    ]
  }

  private func deductions(where applies: Test? = nil, checks: [Check]) -> Context {
    Context(
      .peppol, names: [terms.deduction],
      where: { s, e in terms.isDeduction(s, e) && (applies.map { $0(s, e) } ?? true) },
      checks: checks)
  }

  /// Whether an amount is its percentage of its base, the margin aside.
  private func isShareOfBase(_ s: Survey, _ deduction: Int) -> Bool {
    guard s.has(deduction, terms.percent), s.has(deduction, terms.base) else { return true }
    let amount = s.decimal(deduction, terms.amount) ?? ExactDecimal(0)
    guard let base = s.decimal(deduction, terms.base),
      let percent = s.decimal(deduction, terms.percent)
    else { return false }
    let share = base.coefficient.multipliedReportingOverflow(by: percent.coefficient)
    guard !share.overflow else {
      s.isUndecidable = true
      return false
    }
    return isNear(s, amount, Sum(share.partialValue, base.scale + percent.scale + 2))
  }

  /// Whether the net amount of a line is quantity × price + charges − allowances, the margin aside.
  /// The price of one unit is taken to 18 places, as the release does.
  private func isLineAmountRight(_ s: Survey, _ line: Int) -> Bool {
    let net = s.decimal(line, at: terms.net) ?? ExactDecimal(0)
    let quantity = s.decimal(line, at: terms.quantity(s)) ?? ExactDecimal(1)
    let price = s.decimal(line, at: terms.price) ?? ExactDecimal(0)
    let bases = terms.priceBases.lazy.compactMap { s.decimal(line, at: $0) }
    let base = bases.first { !$0.isZero } ?? ExactDecimal(1)
    let charges = roundedSum(s, line, "true")
    let allowances = roundedSum(s, line, "false")
    if s.isUndecidable { return false }
    guard let unitPrice = Sum(price, dividedBy: base),
      let whole = unitPrice.times(quantity),
      let sum = whole.plus(Sum(charges - allowances, 2))
    else {
      s.isUndecidable = true
      return false
    }
    return isNear(s, net, sum)
  }

  /// The sum in hundredths, halves rounded up.
  private func roundedSum(_ s: Survey, _ line: Int, _ indicator: Code) -> Int128 {
    var sum = Sum(0, 2)
    for deduction in s.all(line, at: terms.lineDeductions)
    where s.only(deduction, at: terms.indicator).map({ s.code($0) }) == indicator {
      for amount in s.all(deduction, terms.amount) {
        guard let value = s.decimal(amount),
          let next = sum.plus(Sum(value.coefficient, value.scale))
        else {
          s.isUndecidable = true
          return 0
        }
        sum = next
      }
    }
    return sum.hundredths
  }

  private func isNear(_ s: Survey, _ amount: ExactDecimal, _ sum: Sum) -> Bool {
    guard let difference = sum.plus(Sum(-amount.coefficient, amount.scale)),
      let margin = Sum(margin(s), 2).at(scale: difference.scale)
    else {
      s.isUndecidable = true
      return false
    }
    return difference.coefficient.magnitude <= margin.magnitude
  }
}

/// Rules about amounts that are those of UBL alone.
let peppolUBLAmountContexts: [Context] = [
  Context(
    .peppol, .amount, .baseAmount, .priceAmount, .taxableAmount, .lineExtensionAmount,
    .taxExclusiveAmount, .taxInclusiveAmount, .allowanceTotalAmount, .chargeTotalAmount,
    .prepaidAmount, .payableRoundingAmount, .payableAmount,
    checks: [Check("PEPPOL-EN16931-R051") { s, e in s.isInDocumentCurrency(e) }]),
  Context(
    .peppol, .taxAmount,
    where: { s, e in
      guard let parent = s.parent(e) else { return false }
      return s.name(parent) == .taxSubtotal
        || s.name(parent) == .taxTotal && s.has(parent, .taxSubtotal)
    },
    checks: [Check("PEPPOL-EN16931-R051") { s, e in s.isInDocumentCurrency(e) }]),
  Context(
    .peppol, .startDate,
    where: { s, e in s.isInLinePeriod(e) && s.has(0, .invoicePeriod, .startDate) },
    checks: [
      Check("PEPPOL-EN16931-R110") { s, e in
        // A date without any text is in no order.
        !s.text(e).isEmpty && s.isInOrder(s.only(0, .invoicePeriod, .startDate), e)
      }
    ]),
  Context(
    .peppol, .endDate,
    where: { s, e in s.isInLinePeriod(e) && s.has(0, .invoicePeriod, .endDate) },
    checks: [
      Check("PEPPOL-EN16931-R111") { s, e in
        !s.text(e).isEmpty && s.isInOrder(e, s.only(0, .invoicePeriod, .endDate))
      }
    ]),
  Context(
    .peppol, .allowanceCharge, where: { s, e in s.isIn(e, .price) },
    checks: [
      Check("PEPPOL-EN16931-R044") { s, e in s.code(e, .chargeIndicator) == "false" },
      Check("PEPPOL-EN16931-R046") { s, e in s.isPriceRight(e) },
    ]),
  Context(
    .peppol, .baseQuantity,
    where: { s, e in s.isIn(e, .price) && s.hasAttribute(e, .unitCodeAttribute) },
    checks: [Check("PEPPOL-EN16931-R130") { s, e in s.isInUnitOfLine(e) }]),
]

extension Survey {
  private var lineName: XMLName { root == .invoice ? .invoiceLine : .creditNoteLine }

  /// Whether an allowance or charge says which of the two it is.
  func isIndicator(_ deduction: Int, at path: [XMLName]) -> Bool {
    let indicator = only(deduction, at: path).map { code($0) }
    return indicator == "true" || indicator == "false"
  }

  fileprivate func isInLinePeriod(_ date: Int) -> Bool {
    guard isIn(date, .invoicePeriod, lineName), let period = parent(date), let line = parent(period)
    else { return false }
    return isInRoot(line)
  }

  fileprivate func isInDocumentCurrency(_ amount: Int) -> Bool {
    guard let currency = exactAttributeCode(amount, .currencyIDAttribute) else { return false }
    return theMarket().currencies.contains(currency)
  }

  fileprivate func isInOrder(_ first: Int?, _ second: Int?) -> Bool {
    guard let first, let second, let start = XMLDate(bytes[text(first)]),
      let end = XMLDate(bytes[text(second)])
    else {
      isUndecidable = true
      return false
    }
    return start <= end
  }

  /// Whether the net price is the gross price less the discount.
  fileprivate func isPriceRight(_ discount: Int) -> Bool {
    guard has(discount, .baseAmount) else { return true }
    guard let gross = decimal(discount, .baseAmount), let less = decimal(discount, .amount),
      let price = parent(discount), let net = decimal(price, .priceAmount)
    else { return false }
    return isDifference(net, gross, less)
  }

  /// Whether a net price is a gross price less a discount.
  func isDifference(_ net: ExactDecimal, _ gross: ExactDecimal, _ less: ExactDecimal) -> Bool {
    let rest = Sum(gross.coefficient, gross.scale).plus(Sum(-less.coefficient, less.scale))?
      .plus(Sum(-net.coefficient, net.scale))
    if rest == nil { isUndecidable = true }
    return rest?.coefficient == 0
  }

  fileprivate func isInUnitOfLine(_ base: Int) -> Bool {
    guard let price = parent(base), let line = parent(price) else { return true }
    guard has(line, .invoicedQuantity) || has(line, .creditedQuantity) else { return true }
    let counted: XMLName = root == .invoice ? .invoicedQuantity : .creditedQuantity
    let unit = attributeString(base, .unitCodeAttribute)
    return all(line, counted).contains { attributeString($0, .unitCodeAttribute) == unit }
  }
}

/// A number on its way to a comparison; its scale is not bounded, nil is more than 128 bits hold.
private struct Sum {
  let coefficient: Int128
  let scale: Int

  init(_ coefficient: Int128, _ scale: Int) {
    self.coefficient = coefficient
    self.scale = scale
  }

  /// The quotient to 18 places, halves rounded towards zero.
  init?(_ number: ExactDecimal, dividedBy divisor: ExactDecimal) {
    let shift = 18 - number.scale + divisor.scale
    guard let raised = Sum(number.coefficient, 0).at(scale: shift) else { return nil }
    let (quotient, rest) = raised.quotientAndRemainder(dividingBy: divisor.coefficient)
    let isUp = rest.magnitude > divisor.coefficient.magnitude - rest.magnitude
    let away: Int128 = (raised < 0) == (divisor.coefficient < 0) ? 1 : -1
    self.init(isUp ? quotient + away : quotient, 18)
  }

  func at(scale target: Int) -> Int128? {
    var raised = coefficient
    for _ in scale..<max(scale, target) {
      let (next, overflow) = raised.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      raised = next
    }
    return raised
  }

  func plus(_ other: Sum) -> Sum? {
    let scale = max(scale, other.scale)
    guard let a = at(scale: scale), let b = other.at(scale: scale) else { return nil }
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? nil : Sum(sum, scale)
  }

  func times(_ other: ExactDecimal) -> Sum? {
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: other.coefficient)
    return overflow ? nil : Sum(product, scale + other.scale)
  }

  var hundredths: Int128 {
    var unit: Int128 = 1
    for _ in 2..<max(2, scale) { unit *= 10 }
    let doubled = coefficient * 2 + unit
    let (quotient, rest) = doubled.quotientAndRemainder(dividingBy: unit * 2)
    return rest < 0 ? quotient - 1 : quotient
  }
}

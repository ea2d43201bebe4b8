internal import Documents

/// Lines, and the allowances and charges of a line or of the whole document.
let lineContexts: [Context] = [
  Context(
    .model, .invoiceLine, .creditNoteLine,
    checks: [
      Check("BR-21") { s, e in s.isFilled(e, .id) },
      Check("BR-22") { s, e in s.has(e, .invoicedQuantity) || s.has(e, .creditedQuantity) },
      Check("BR-23") { s, e in s.hasUnit(e, .invoicedQuantity) || s.hasUnit(e, .creditedQuantity) },
      Check("BR-24") { s, e in s.has(e, .lineExtensionAmount) },
      Check("BR-25") { s, e in s.isFilled(e, .item, .name) },
      Check("BR-26") { s, e in s.has(e, .price, .priceAmount) },
      Check("BR-27") { s, e in s.isAnyNotNegative(e, .price, .priceAmount) },
      Check("BR-28") { s, e in
        !s.has(e, .price, .allowanceCharge, .baseAmount)
          || s.isAnyNotNegative(e, .price, .allowanceCharge, .baseAmount)
      },
      Check("BR-CO-04") { s, e in s.hasVATCategory(e) },
      Check("BR-DEC-23") { s, e in s.hasTwoDecimals(e, .lineExtensionAmount) },
    ]),
  Context(
    .model, .additionalItemProperty,
    checks: [Check("BR-54") { s, e in s.has(e, .name) && s.has(e, .value) }]),
  Context(
    .model, .itemClassificationCode,
    where: { s, e in s.isOfItem(e, .commodityClassification) },
    checks: [Check("BR-65") { s, e in s.hasAttribute(e, .listIDAttribute) }]),
  Context(
    .model, .id, where: { s, e in s.isOfItem(e, .standardItemIdentification) },
    checks: [Check("BR-64") { s, e in s.hasAttribute(e, .schemeIDAttribute) }]),
]

/// The rules of one kind of allowance or charge differ only in their names.
private struct DeductionRules {
  let amount, category, reason, nothing, reasonAgain, decimals, baseDecimals: String
  let isCharge: Bool
  let isOfLine: Bool

  var context: Context {
    let isCharge = isCharge
    let isOfLine = isOfLine
    var checks = [
      Check(amount) { s, e in s.has(e, .amount) },
      Check(reason) { s, e in s.hasReason(e) },
      // The release tests nothing here: that code and text agree is for a reader to say.
      Check(nothing) { _, _ in true },
      Check(reasonAgain) { s, e in s.hasReason(e) },
      Check(decimals) { s, e in s.hasTwoDecimals(e, .amount) },
      Check(baseDecimals) { s, e in s.hasTwoDecimals(e, .baseAmount) },
    ]
    if !isOfLine {
      checks.append(Check(category) { s, e in s.hasVATCode(e) })
    }
    return Context(
      .model, .allowanceCharge,
      where: { s, e in
        (isOfLine ? s.isInLine(e) : s.isInRoot(e)) && s.indicator(e, is: isCharge)
      },
      checks: checks)
  }
}

let allowanceContexts: [Context] = [
  DeductionRules(
    amount: "BR-31", category: "BR-32", reason: "BR-33", nothing: "BR-CO-05",
    reasonAgain: "BR-CO-21", decimals: "BR-DEC-01", baseDecimals: "BR-DEC-02",
    isCharge: false, isOfLine: false),
  DeductionRules(
    amount: "BR-36", category: "BR-37", reason: "BR-38", nothing: "BR-CO-06",
    reasonAgain: "BR-CO-22", decimals: "BR-DEC-05", baseDecimals: "BR-DEC-06",
    isCharge: true, isOfLine: false),
  DeductionRules(
    amount: "BR-41", category: "", reason: "BR-42", nothing: "BR-CO-07",
    reasonAgain: "BR-CO-23", decimals: "BR-DEC-24", baseDecimals: "BR-DEC-25",
    isCharge: false, isOfLine: true),
  DeductionRules(
    amount: "BR-43", category: "", reason: "BR-44", nothing: "BR-CO-08",
    reasonAgain: "BR-CO-24", decimals: "BR-DEC-27", baseDecimals: "BR-DEC-28",
    isCharge: true, isOfLine: true),
].map(\.context)

extension Survey {
  fileprivate func hasUnit(_ line: Int, _ quantity: XMLName) -> Bool {
    var found = false
    each(line, quantity) { if hasAttribute($0, .unitCodeAttribute) { found = true } }
    return found
  }

  fileprivate func hasReason(_ deduction: Int) -> Bool {
    has(deduction, .allowanceChargeReason) || has(deduction, .allowanceChargeReasonCode)
  }

  /// Whether the element stands in `part` of the item of a line.
  fileprivate func isOfItem(_ element: Int, _ part: XMLName) -> Bool {
    guard isIn(element, part, .item), let part = parent(element), let item = parent(part) else {
      return false
    }
    return isInLine(item)
  }

  fileprivate func isAnyNotNegative(_ line: Int, _ a: XMLName, _ b: XMLName) -> Bool {
    let found = firstPath(line, a, b) { s, e in s.isAtLeastZero(e) }
    return found
  }

  fileprivate func isAnyNotNegative(
    _ line: Int, _ a: XMLName, _ b: XMLName, _ c: XMLName
  ) -> Bool {
    var next = line + 1
    let end = Int(rows[line].end)
    while next < end {
      if rows[next].name == a, firstPath(next, b, c, { s, e in s.isAtLeastZero(e) }) { return true }
      next = Int(rows[next].end)
    }
    return false
  }

  /// Whether the test holds of any element at the path; it stops at the first.
  fileprivate func firstPath(
    _ element: Int, _ a: XMLName, _ b: XMLName, _ holds: (Survey, Int) -> Bool
  ) -> Bool {
    var next = element + 1
    let end = Int(rows[element].end)
    while next < end {
      if rows[next].name == a {
        var inner = next + 1
        let innerEnd = Int(rows[next].end)
        while inner < innerEnd {
          if rows[inner].name == b, holds(self, inner) { return true }
          inner = Int(rows[inner].end)
        }
      }
      next = Int(rows[next].end)
    }
    return false
  }

  fileprivate func isAtLeastZero(_ element: Int) -> Bool {
    guard let sign = sign(element) else { return false }
    return sign >= 0
  }

  fileprivate func hasVATCategory(_ line: Int) -> Bool {
    firstPath(line, .item, .classifiedTaxCategory) { s, e in s.isSoleVAT(e) && s.has(e, .id) }
  }

  fileprivate func hasVATCode(_ deduction: Int) -> Bool {
    var next = deduction + 1
    let end = Int(rows[deduction].end)
    while next < end {
      if rows[next].name == .taxCategory, has(next, .id), isVAT(next) { return true }
      next = Int(rows[next].end)
    }
    return false
  }
}

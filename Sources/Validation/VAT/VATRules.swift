internal import Documents
internal import Domain

/// The rules of one category of VAT, the same for all but for what `VATCategory` says of it.
struct VATRules {
  let category: VATCategory

  func id(_ number: String) -> String { "BR-\(category.family)-\(number)" }

  /// Judged on the root element.
  var documentChecks: [Check] {
    let category = category
    let set = VATCategory.Set(category)
    var checks = [
      Check(id("01")) { s, _ in s.hasBreakdown(of: category) },
      Check(id("02")) { s, _ in
        s.gatherVATFacts()
        let facts = s.vatFacts
        if category == .standard {
          return !facts.itemsOfAnyTax.contains(set)
            || facts.items.contains(set) && s.hasRegistrations(for: category)
        }
        return !facts.items.contains(set) || s.hasRegistrations(for: category)
      },
      Check(id("03")) { s, _ in
        s.gatherVATFacts()
        let facts = s.vatFacts
        let found = category == .outOfScope ? facts.documentAllowances : facts.allowances
        return !found.contains(set) || s.hasRegistrations(for: category)
      },
      Check(id("04")) { s, _ in
        s.gatherVATFacts()
        let facts = s.vatFacts
        let found =
          switch category {
          case .outOfScope: facts.documentCharges
          case .canaryIslands: facts.exactCharges
          default: facts.charges
          }
        return !found.contains(set) || s.hasRegistrations(for: category)
      },
    ]
    if category == .outOfScope { checks += outOfScopeChecks }
    if category == .intraCommunity { checks += intraCommunityChecks }
    return checks
  }

  /// Not subject to VAT: then nothing in the document may be.
  private var outOfScopeChecks: [Check] {
    func alone(_ number: String, _ isBroken: @escaping @Sendable (VATFacts) -> Bool) -> Check {
      Check(id(number)) { s, _ in
        s.gatherVATFacts()
        return s.vatFacts.breakdownCodes[VATCategory.outOfScope.rawValue] == 0
          || !isBroken(s.vatFacts)
      }
    }
    return [
      alone("11") { $0.hasOtherBreakdown }, alone("12") { $0.hasOtherItem },
      alone("13") { $0.hasOtherAllowance }, alone("14") { $0.hasOtherCharge },
    ]
  }

  /// Goods sent to another member state: when and where to.
  private var intraCommunityChecks: [Check] {
    @Sendable func applies(_ s: Survey) -> Bool {
      s.gatherVATFacts()
      return s.vatFacts.breakdownCodes[VATCategory.intraCommunity.rawValue] > 0
    }
    return [
      Check(id("11")) { s, e in
        guard applies(s) else { return true }
        if s.length(s.only(e, .delivery, .actualDeliveryDate)) > 1 { return true }
        var hasPeriod = false
        s.each(e, .invoicePeriod) { if s.hasChildren($0) { hasPeriod = true } }
        return hasPeriod
      },
      Check(id("12")) { s, e in
        guard applies(s) else { return true }
        let country = s.only(
          e, .delivery, .deliveryLocation, .address, .country, .identificationCode)
        return s.length(country) > 1
      },
    ]
  }

  /// Breakdown, allowance, charge and item of the category.
  var contexts: [Context] {
    let category = category
    return [
      Context(
        .model, .taxCategory, late: true,
        where: { s, e in
          s.isIn(e, .taxSubtotal, .taxTotal) && s.isThreeDeep(e) && s.vatCategory(e) == category
        },
        checks: [
          Check(id("08")) { s, e in
            category.isTaxed
              ? s.isTaxableSumNear(e, category) : s.isTaxableSumExact(e, category)
          },
          Check(id("09")) { s, e in category.isTaxed ? s.isTaxNear(e) : s.isTaxZero(e) },
          Check(id("10")) { s, e in
            category.needsReason
              == (s.has(e, .taxExemptionReason) || s.has(e, .taxExemptionReasonCode))
          },
        ]),
      Context(
        .model, .taxCategory,
        where: { s, e in
          s.isIn(e, .allowanceCharge) && s.vatCategory(e) == category && s.isOfDeduction(e, false)
        },
        checks: [Check(id("06")) { s, e in s.hasRate(e, category.rate) }]),
      Context(
        .model, .taxCategory,
        where: { s, e in
          s.isIn(e, .allowanceCharge) && s.vatCategory(e) == category && s.isOfDeduction(e, true)
        },
        checks: [Check(id("07")) { s, e in s.hasRate(e, category.rate) }]),
      Context(
        .model, .classifiedTaxCategory,
        where: { s, e in
          s.isIn(e, .item) && s.isInLine(Int(s.rows[e].parent)) && s.vatCategory(e) == category
        },
        checks: [Check(id("05")) { s, e in s.hasRate(e, category.rate) }]),
    ]
  }
}

/// Split payment, an Italian matter: not for others, and not beside the standard rate.
let splitPaymentChecks: [Check] = [
  Check("BR-B-01") { s, _ in
    let isAbroad = s.countryCodes.contains { s.exactCode($0) != .italy }
    guard isAbroad else { return true }
    return !(s.taxCategories + s.classifiedTaxCategories).contains {
      s.any($0, .id, is: .splitPayment)
    }
  },
  Check("BR-B-02") { s, _ in
    !(s.hasCategoryOfDocument(.splitPayment) && s.hasCategoryOfDocument(.standardRated))
  },
]

extension Survey {
  fileprivate func isThreeDeep(_ element: Int) -> Bool {
    var depth = 0
    var next = Int(rows[element].parent)
    while next >= 0 && depth < 4 {
      depth += 1
      next = Int(rows[next].parent)
    }
    return depth == 3
  }

  fileprivate func isOfDeduction(_ category: Int, _ isCharge: Bool) -> Bool {
    parent(category).map { indicator($0, is: isCharge) } ?? false
  }

  /// A code in a breakdown, allowance or charge of the document, or in any item.
  fileprivate func hasCategoryOfDocument(_ code: Code) -> Bool {
    taxCategories.contains { category in
      (isIn(category, .taxSubtotal, .taxTotal) && isThreeDeep(category)
        || isIn(category, .allowanceCharge) && parent(category).map(isInRoot) == true)
        && any(category, .id, is: code)
    } || classifiedTaxCategories.contains { any($0, .id, is: code) }
  }

  fileprivate func hasBreakdown(of category: VATCategory) -> Bool {
    gatherVATFacts()
    let facts = vatFacts
    let set = VATCategory.Set(category)
    switch category {
    case .standard:
      let isUsed = !facts.deductionsOfAnyTax.union(facts.itemsOfAnyTax).isDisjoint(with: set)
      return isUsed == facts.breakdowns.contains(set)
    case .canaryIslands, .ceutaAndMelilla:
      let isUsed = !facts.deductions.union(facts.items).isDisjoint(with: set)
      let exact =
        category == .canaryIslands ? facts.exactBreakdowns : facts.exactVATBreakdowns
      return isUsed ? exact.contains(set) : !facts.vatBreakdowns.contains(set)
    default:
      let isUsed = !facts.inTaxCategories.union(facts.inItems).isDisjoint(with: set)
      return !isUsed || facts.breakdownCodes[category.rawValue] == 1
    }
  }

  fileprivate func hasRate(_ category: Int, _ rate: VATCategory.Rate) -> Bool {
    if rate == .absent { return !has(category, .percent) }
    if rate == .zero { return decimal(category, .percent)?.isZero ?? false }
    var next = category + 1
    let end = Int(rows[category].end)
    while next < end {
      if rows[next].name == .percent, let sign = sign(next) {
        if sign > 0 || sign == 0 && rate == .notBelowZero { return true }
      }
      next = Int(rows[next].end)
    }
    return false
  }

  fileprivate func isTaxZero(_ category: Int) -> Bool {
    parent(category).flatMap { decimal($0, .taxAmount) }?.isZero ?? false
  }

  /// Whether the tax is the rate's share of the taxable amount, to less than one unit.
  fileprivate func isTaxNear(_ category: Int) -> Bool {
    guard let subtotal = parent(category), let tax = decimal(subtotal, .taxAmount),
      let taxable = decimal(subtotal, .taxableAmount), let rate = decimal(category, .percent)
    else { return false }
    return isNear(tax, taxable, rate)
  }

  func isNear(_ tax: ExactDecimal, _ taxable: ExactDecimal, _ rate: ExactDecimal) -> Bool {
    let one = ExactDecimal(1)
    guard let due = taxable.magnitude.percentageRoundedHalfTowardsPlusInfinity(rate),
      let below = tax.magnitude.subtracting(one), let above = tax.magnitude.adding(one)
    else { return false }
    return below < due && above > due
  }

  fileprivate func isTaxableSumExact(_ element: Int, _ category: VATCategory) -> Bool {
    let sums = gatheredVATSums()
    let sum = sums.sums(category)
    guard let subtotal = parent(element), let taxable = decimal(subtotal, .taxableAmount),
      let deductions = sum.deductions
    else { return false }
    if sums.hasInvoiceLine, let due = sum.invoiceLines?.adding(deductions), due == taxable {
      return true
    }
    if sums.hasCreditNoteLine, let due = sum.creditNoteLines?.adding(deductions), due == taxable {
      return true
    }
    return false
  }

  /// The rules add and subtract one in binary floating point before they compare with exact sums.
  fileprivate func isTaxableSumNear(_ element: Int, _ category: VATCategory) -> Bool {
    guard has(element, .percent) else { return true }
    guard let rate = decimal(element, .percent) else { return false }
    let sums = gatheredVATSums()
    let sum = sums.sums(category, at: rate)
    guard let subtotal = parent(element), let amount = only(subtotal, .taxableAmount),
      let taxable = double(amount), let deductions = sum.deductions
    else { return false }
    if !taxable.isFinite {
      isUndecidable = true
      return false
    }
    func isNear(_ lines: ExactDecimal?) -> Bool {
      guard let due = lines?.adding(deductions) else { return false }
      return Self.compare(taxable - 1, to: due) < 0 && Self.compare(taxable + 1, to: due) > 0
    }
    let isStandard = category == .standard
    let asInvoice = isStandard ? sum.hasInvoiceLine || sum.hasDeduction : sums.hasInvoiceLine
    let asCredit = isStandard ? sum.hasCreditNoteLine || sum.hasDeduction : sums.hasCreditNoteLine
    return asInvoice && isNear(sum.invoiceLines) || asCredit && isNear(sum.creditNoteLines)
  }
}

internal import Documents
internal import Domain

/// The rules of one category of VAT, bound to CII.
struct CIIVATRules {
  let category: VATCategory

  private func id(_ number: String) -> String { "BR-\(category.family)-\(number)" }
  private var code: Code { Code(category.code) }

  /// Judged on the root element: the category is broken down where it is used.
  var documentCheck: Check {
    let (category, code) = (category, code)
    return Check(id("01")) { s, _ in
      func count(_ taxes: [Int]) -> Int { taxes.count { s.any($0, .categoryCode, is: code) } }
      let breakdowns = count(s.everywhere(.tradeTax, in: .settlement))
      let lines = count(s.everywhere(.tradeTax, in: .lineSettlement))
      let allowances = count(s.everywhere(.categoryTax))
      if category.isTaxed {
        return (lines + breakdowns >= 2 || lines == 0)
          && (allowances + breakdowns >= 2 || allowances == 0)
      }
      if category == .outOfScope, breakdowns == 0 { return true }
      return breakdowns == 0 && lines == 0 && allowances == 0
        || breakdowns == 1 && lines + allowances > 0
    }
  }

  var contexts: [Context] {
    let (category, code) = (category, code)
    /// Some are judged at the tax itself, others at its category.
    let isAtTax = [.canaryIslands, .ceutaAndMelilla, .outOfScope].contains(category)
    let needsVAT = category != .standard && category != .zero
    let breakdown = Context(
      .model, isAtTax ? .tradeTax : .categoryCode, late: true,
      where: { s, e in
        let tax = isAtTax ? e : s.parent(e) ?? e
        guard s.name(tax) == .tradeTax, s.isIn(tax, .settlement) else { return false }
        let isMeant = isAtTax ? s.any(tax, .categoryCode, is: code) : s.exactCode(e) == code
        return isMeant && (!needsVAT || s.isVATType(tax))
      },
      checks: breakdownChecks(isAtTax))
    func allowance(_ isCharge: Bool, _ registration: String, _ rate: String) -> Context {
      Context(
        .model, .categoryTax, late: true,
        where: { s, e in
          guard let allowance = s.parent(e), s.name(allowance) == .tradeAllowance,
            s.any(e, .categoryCode, is: code), s.isVATType(e)
          else { return false }
          return s.all(allowance, .ramChargeIndicator).contains {
            s.indicator(of: $0, is: isCharge)
          }
        },
        checks: [
          Check(id(registration)) { s, _ in s.hasCIIRegistrations(category) },
          Check(id(rate)) { s, e in s.hasRate(category, e) },
        ])
    }
    let line = Context(
      .model, .tradeTax, late: true,
      where: { s, e in
        s.isIn(e, .lineSettlement, .lineItem) && s.any(e, .categoryCode, is: code)
          && s.isVATType(e)
      },
      checks: [
        Check(id("02")) { s, _ in s.hasCIIRegistrations(category) },
        Check(id("05")) { s, e in s.hasRate(category, e) },
      ])
    return [breakdown, line, allowance(false, "03", "06"), allowance(true, "04", "07")]
  }

  private func breakdownChecks(_ isAtTax: Bool) -> [Check] {
    let (category, code) = (category, code)
    @Sendable func tax(_ s: Survey, _ e: Int) -> Int { isAtTax ? e : s.parent(e) ?? e }
    var checks = [
      Check(id("08")) { s, e in
        switch category {
        // The release looks where no rate stands.
        case .canaryIslands, .ceutaAndMelilla: true
        case .standard: s.isStandardBaseRight(tax(s, e))
        default: s.isBaseRight(tax(s, e), code, isExact: category == .outOfScope)
        }
      },
      Check(id("09")) { s, e in
        switch category {
        case .canaryIslands, .ceutaAndMelilla: true
        case .standard: s.isTaxNearRate(tax(s, e))
        default: s.isAny(tax(s, e), .calculatedAmount) { $0.isZero }
        }
      },
      Check(id("10")) { s, e in
        let tax = tax(s, e)
        let hasReason = s.has(tax, .exemptionReason) || s.has(tax, .exemptionCode)
        return hasReason == category.needsReason
      },
    ]
    if category == .outOfScope {
      @Sendable func isAlone(_ s: Survey, _ name: XMLName) -> Bool {
        !s.everywhere(name).flatMap { s.all($0, .categoryCode) }.contains {
          s.exactCode($0) != code
        }
      }
      checks += [
        Check(id("11")) { s, _ in isAlone(s, .tradeTax) },
        Check(id("12")) { s, _ in isAlone(s, .tradeTax) },
        Check(id("13")) { s, _ in isAlone(s, .categoryTax) },
        Check(id("14")) { s, _ in isAlone(s, .categoryTax) },
      ]
    }
    if category == .intraCommunity {
      checks += [
        Check(id("11")) { s, e in
          let settlement = s.parent(tax(s, e)) ?? 0
          return
            !s.all(0, .transaction, .tradeDelivery, .deliveryEvent, .occurrence, .dateTimeString)
            .isEmpty || s.has(settlement, .billingPeriod, .startDateTime)
            || s.has(settlement, .billingPeriod, .endDateTime)
        },
        Check(id("12")) { s, _ in
          !s.all(0, .transaction, .tradeDelivery, .shipTo, .tradeAddress, .countryID).isEmpty
        },
      ]
    }
    return checks
  }
}

/// What every breakdown must have that is not judged by its category before.
let ciiBreakdownContext = Context(
  .model, .tradeTax, late: true, where: { s, e in s.isIn(e, .settlement) },
  checks: [
    Check("BR-45") { s, e in s.has(e, .basisAmount) },
    Check("BR-46") { s, e in s.has(e, .calculatedAmount) },
    Check("BR-47") { s, e in s.isVATType(e) && s.has(e, .categoryCode) },
    Check("BR-48") { s, e in
      s.isVATType(e) && (s.has(e, .ratePercent) || s.any(e, .categoryCode, is: "O"))
    },
    Check("BR-CO-03") { s, _ in
      s.everywhere(.ramTaxPointDate).isEmpty || s.everywhere(.dueDateTypeCode).isEmpty
    },
    Check("BR-CO-17") { s, e in
      let isVAT = s.only(e, .ramTypeCode).map { s.upperCode($0) == .vat } ?? false
      let rate = isVAT ? s.decimal(e, .ratePercent) : nil
      guard let tax = s.decimal(e, .calculatedAmount) else { return false }
      guard let rate, !rate.roundedHalfTowardsPlusInfinity(to: 0).isZero else {
        return tax.roundedHalfTowardsPlusInfinity(to: 0).isZero
      }
      guard let base = s.decimal(e, .basisAmount),
        let due = base.magnitude.percentageRoundedHalfTowardsPlusInfinity(rate),
        let low = tax.magnitude.subtracting(ExactDecimal(1)),
        let high = tax.magnitude.adding(ExactDecimal(1))
      else { return false }
      return low <= due && high >= due
    },
    Check("BR-DEC-19") { s, e in s.hasTwoDecimals(e, .basisAmount) },
    Check("BR-DEC-20") { s, e in s.hasTwoDecimals(e, .calculatedAmount) },
  ])

extension Survey {
  /// Whether any number of a name is as the test wants it.
  func isAny(_ element: Int, _ name: XMLName, _ holds: (ExactDecimal) -> Bool) -> Bool {
    all(element, name).contains { decimal($0).map(holds) ?? false }
  }

  fileprivate func hasRate(_ category: VATCategory, _ tax: Int) -> Bool {
    switch category.rate {
    case .absent: !has(tax, .ratePercent)
    case .zero: isAny(tax, .ratePercent) { $0.isZero }
    case .aboveZero, .notBelowZero:
      isAny(tax, .ratePercent) {
        !$0.isNegative && (category == .ceutaAndMelilla || !$0.isZero)
      }
    }
  }

  fileprivate func hasCIIRegistrations(_ category: VATCategory) -> Bool {
    let sellers = everywhere(.sellerParty)
    let agents = everywhere(.representative)
    let buyers = everywhere(.buyerParty)
    let agentHasVAT = agents.contains { hasRegistration($0, "VA") }
    let hasAny = agentHasVAT || sellers.contains { hasRegistration($0, "VA", "FC") }
    let hasVAT = agentHasVAT || sellers.contains { hasRegistration($0, "VA") }
    let buyerHasVAT = buyers.contains { hasRegistration($0, "VA") }
    return switch category.registration {
    case .seller: hasAny
    case .sellerVAT: hasVAT
    case .sellerAndBuyer:
      hasAny && (buyerHasVAT || buyers.contains { has($0, .organization, .ramID) })
    case .sellerVATAndBuyerVAT: hasVAT && buyerHasVAT
    case .none: !hasVAT && !buyerHasVAT
    }
  }

  private func lineAmounts(where isMeant: (Int) -> Bool) -> [Int] {
    all(0, .transaction, .lineItem, .lineSettlement).filter(isMeant)
      .flatMap { all($0, .lineSummation, .lineTotal) }
  }

  /// Lines plus charges less allowances, each sum rounded; nil where one is no number.
  private func base(_ isMeant: (Int, XMLName) -> Bool) -> ExactDecimal? {
    let charges = allowanceAmounts(isCharge: true) { isMeant($0, .categoryTax) }
    let allowances = allowanceAmounts(isCharge: false) { isMeant($0, .categoryTax) }
    guard let lines = sum(lineAmounts { isMeant($0, .tradeTax) }), let more = sum(charges),
      let less = sum(allowances)
    else { return nil }
    return lines.roundedHalfTowardsPlusInfinity(to: 2)
      .adding(more.roundedHalfTowardsPlusInfinity(to: 2))?
      .subtracting(less.roundedHalfTowardsPlusInfinity(to: 2))
  }

  fileprivate func isBaseRight(_ tax: Int, _ code: Code, isExact: Bool) -> Bool {
    let due = base { element, name in
      all(element, name).contains { any($0, .categoryCode, is: code) }
    }
    guard let due, let low = due.subtracting(ExactDecimal(1)),
      let high = due.adding(ExactDecimal(1))
    else { return false }
    return isAny(tax, .basisAmount) { isExact ? $0 == due : $0 > low && $0 < high }
  }

  /// The base of each rate is that of its lines, charges and allowances.
  fileprivate func isStandardBaseRight(_ tax: Int) -> Bool {
    all(tax, .ratePercent).allSatisfy { element in
      guard let rate = decimal(element) else { return false }
      let due = base { element, name in
        let taxes = all(element, name)
        return taxes.contains { any($0, .categoryCode, is: .standardRated) }
          && taxes.contains { isAny($0, .ratePercent) { $0 == rate } }
      }
      guard let due else { return false }
      return isAny(tax, .basisAmount) { $0 == due }
    }
  }

  fileprivate func isTaxNearRate(_ tax: Int) -> Bool {
    guard let amount = decimal(tax, .calculatedAmount)?.magnitude,
      let base = decimal(tax, .basisAmount)?.magnitude, let rate = decimal(tax, .ratePercent),
      let due = base.percentageRoundedHalfTowardsPlusInfinity(rate),
      let low = amount.subtracting(ExactDecimal(1)), let high = amount.adding(ExactDecimal(1))
    else { return false }
    return low < due && high > due
  }
}

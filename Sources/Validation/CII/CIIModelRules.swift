internal import Documents
internal import Domain

/// The business rules bound to CII: totals, head, lines, allowances, parties and payment.
func ciiModelContexts(_ lists: CodeLists) -> [Context] {
  let prefixes = lists["vat-prefixes"]
  return [
    Context(
      .model, .classification,
      checks: [
        Check("BR-65") { s, e in
          s.all(e, .classCode).contains { s.isFilledAttribute($0, .listIDAttribute) }
            || !s.has(e, .classCode)
        }
      ]),
    Context(
      .model, .additionalReference,
      checks: [Check("BR-52") { s, e in s.isFilled(e, .issuerAssignedID) }]),
    Context(
      .model, .card,
      checks: [
        Check("BR-51") { s, e in s.only(e, .ramID).map { s.normalizedLength($0) <= 10 } ?? true }
      ]
    ),
    Context(
      .model, .creditorAccount,
      where: { s, e in
        guard let means = s.parent(e), s.name(means) == .means else { return false }
        return s.any(means, .ramTypeCode, is: "30") || s.any(means, .ramTypeCode, is: "58")
      },
      checks: [
        Check("BR-50") { s, e in s.isFilled(e, .iban) || s.isFilled(e, .proprietaryID) },
        Check("BR-61") { s, e in s.has(e, .iban) || s.has(e, .proprietaryID) },
      ]),
    Context(
      .model, .tradeDelivery, where: { s, e in s.isAt(e, below: [.transaction]) },
      checks: [
        Check("BR-57") { s, e in
          !s.has(e, .shipTo, .tradeAddress)
            || s.isFilled(s.only(e, .shipTo, .tradeAddress, .countryID))
        }
      ]),
    ciiAllowance(
      false, of: .settlement, ["BR-31", "BR-32", "BR-33", "BR-CO-05", "BR-CO-21", "BR-DEC-01"],
      "BR-DEC-02"),
    ciiAllowance(
      true, of: .settlement, ["BR-36", "BR-37", "BR-38", "BR-CO-06", "BR-CO-22", "BR-DEC-05"],
      "BR-DEC-06"),
    Context(.model, .summation, late: true, checks: ciiTotalChecks),
    Context(.model, .ciiRoot, late: true, where: { _, e in e == 0 }, checks: ciiHeadChecks),
    Context(.model, .lineItem, late: true, checks: ciiLineChecks),
    ciiAllowance(
      false, of: .lineSettlement, ["BR-41", "", "BR-42", "BR-CO-07", "BR-CO-23", "BR-DEC-24"],
      "BR-DEC-25"),
    ciiAllowance(
      true, of: .lineSettlement, ["BR-43", "", "BR-44", "BR-CO-08", "BR-CO-24", "BR-DEC-27"],
      "BR-DEC-28"),
    Context(
      .model, .billingPeriod, where: { s, e in s.isIn(e, .lineSettlement) },
      checks: [
        Check("BR-30") { s, e in s.isPeriodInOrder(e) },
        Check("BR-CO-20") { s, e in s.has(e, .startDateTime) || s.has(e, .endDateTime) },
      ]),
    Context(
      .model, .billingPeriod, where: { s, e in s.isIn(e, .settlement) },
      checks: [
        Check("BR-29") { s, e in s.isPeriodInOrder(e) },
        Check("BR-CO-19") { s, e in s.has(e, .startDateTime) || s.has(e, .endDateTime) },
      ]),
    Context(
      .model, .characteristic,
      checks: [Check("BR-54") { s, e in s.has(e, .ramDescription) && s.has(e, .ramValue) }]),
    Context(
      .model, .payeeTradeParty,
      checks: [
        Check("BR-17") { s, e in
          s.has(e, .ramTitle) && !s.sharesWithTheSeller(e, [.ramTitle])
            && !s.sharesWithTheSeller(e, [.ramID])
            && !s.sharesWithTheSeller(e, [.organization, .ramID])
        }
      ]),
    Context(.model, .means, checks: [Check("BR-49") { s, e in s.has(e, .ramTypeCode) }]),
    Context(
      .model, .invoiceReference, where: { s, e in s.isAt(e, below: [.transaction, .settlement]) },
      checks: [Check("BR-55") { s, e in s.isFilled(e, .issuerAssignedID) }]),
    Context(
      .model, .sellerParty,
      checks: [
        Check("BR-CO-26") { s, e in
          s.has(e, .ramID) || s.has(e, .globalID) || s.has(e, .organization, .ramID)
            || s.hasRegistration(e, "VA")
        }
      ]),
    Context(
      .model, .representative,
      checks: [
        Check("BR-18") { s, e in s.isFilled(e, .ramTitle) },
        Check("BR-19") { s, e in s.has(e, .tradeAddress) },
        Check("BR-20") { s, e in s.isFilled(e, .tradeAddress, .countryID) },
        Check("BR-56") { s, e in s.ciiRegistrations(e, "VA").contains { !s.isBlank($0) } },
      ]),
    Context(
      .model, .taxTotalAmount, late: true,
      where: { s, e in
        guard s.isIn(e, .summation), let own = s.attribute(e, .currencyIDAttribute) else {
          return false
        }
        return s.documentCurrencies.contains { s.isSameText(own, $0) }
      },
      checks: [
        Check("BR-CO-14") { s, e in
          let sum = s.sum(s.all(0, .transaction, .settlement, .tradeTax, .calculatedAmount))
          guard let amount = s.decimal(e) else { return false }
          return sum.map { $0.roundedHalfTowardsPlusInfinity(to: 2) == amount } ?? false
        }
      ]),
    Context(
      .model, .ramID,
      where: { s, e in
        s.isIn(e, .taxRegistration) && s.exactAttributeCode(e, .schemeIDAttribute) == "VA"
      },
      checks: [
        Check("BR-CO-09") { s, e in
          let prefix = s.twoCharacters(e)
          var packer = Code.Packer()
          for byte in prefix { packer.append(byte) }
          return prefix.count > 1 && prefixes.contains(packer.code)
        }
      ]),
  ] + VATCategory.allCases.flatMap { CIIVATRules(category: $0).contexts } + [ciiBreakdownContext]
}

/// `rules`: amount, category, reason, nothing, reason again, decimals.
private func ciiAllowance(
  _ isCharge: Bool, of parent: XMLName, _ rules: [String], _ baseDecimals: String
) -> Context {
  func above(_ holds: @escaping @Sendable (Survey, Int) -> Bool) -> Test {
    { s, e in s.parent(e).map { holds(s, $0) } ?? false }
  }
  let hasReason = above { s, e in s.has(e, .ramReason) || s.has(e, .reasonCode) }
  var checks = [
    Check(rules[0], above { s, e in s.has(e, .ramActualAmount) }), Check(rules[2], hasReason),
    Check(rules[3]) { _, _ in true }, Check(rules[4], hasReason),
    Check(
      rules[5],
      above { s, e in s.child(e, .ramActualAmount).map { s.hasTwoDecimals($0) } ?? true }),
    Check(baseDecimals, above { s, e in s.hasTwoDecimals(e, .basisAmount) }),
  ]
  if !rules[1].isEmpty {
    checks.append(
      Check(
        rules[1],
        above { s, e in
          s.all(e, .categoryTax).contains { s.isVATType($0) && s.has($0, .categoryCode) }
        }))
  }
  return Context(
    .model, .ramChargeIndicator, late: true,
    where: { s, e in
      s.isIn(e, .tradeAllowance, parent)
        && s.all(e, .udtIndicator).contains { s.exactCode($0) == (isCharge ? "true" : "false") }
    },
    checks: checks)
}

private let ciiTotalChecks: [Check] =
  [
    Check("BR-12") { s, e in s.has(e, .lineTotal) },
    Check("BR-13") { s, e in s.has(e, .taxBasisTotal) },
    Check("BR-14") { s, e in s.has(e, .grandTotal) },
    Check("BR-15") { s, e in s.has(e, .duePayable) },
    Check("BR-53") { s, e in
      let currencies = s.taxCurrencies
      guard !currencies.isEmpty else { return true }
      let amounts = s.all(e, .taxTotalAmount)
      let hasTotal = currencies.contains { currency in
        amounts.contains { amount in
          s.attribute(amount, .currencyIDAttribute).map { s.isSameText($0, currency) } ?? false
        }
      }
      let isSame = currencies.contains { one in
        s.documentCurrencies.contains { s.isSameText(one, $0) }
      }
      return hasTotal && !isSame
    },
    Check("BR-CO-10") { s, e in
      let lines = s.all(0, .transaction, .lineItem, .lineSettlement, .lineSummation, .lineTotal)
      guard let total = s.decimal(e, .lineTotal), let sum = s.sum(lines) else { return false }
      return total == sum.roundedHalfTowardsPlusInfinity(to: 2)
    },
    Check("BR-CO-11") { s, e in s.isSumOfAllowances(e, .allowanceTotal, isCharge: false) },
    Check("BR-CO-12") { s, e in s.isSumOfAllowances(e, .chargeTotal, isCharge: true) },
    Check("BR-CO-13") { s, e in
      guard let total = s.first(e, .taxBasisTotal), var sum = s.first(e, .lineTotal) else {
        return false
      }
      if s.has(e, .allowanceTotal) {
        guard let less = s.first(e, .allowanceTotal), let rest = sum.subtracting(less) else {
          return false
        }
        sum = rest
      }
      if s.has(e, .chargeTotal) {
        guard let more = s.first(e, .chargeTotal), let whole = sum.adding(more) else {
          return false
        }
        sum = whole
      }
      return total == sum.roundedHalfTowardsPlusInfinity(to: 2)
    },
    Check("BR-CO-16") { s, e in
      guard let due = s.first(e, .duePayable), var sum = s.first(e, .grandTotal) else {
        return false
      }
      if s.has(e, .totalPrepaid) {
        guard let less = s.first(e, .totalPrepaid), let rest = sum.subtracting(less) else {
          return false
        }
        sum = rest
      }
      if s.has(e, .ramRounding) {
        guard let more = s.first(e, .ramRounding), let whole = sum.adding(more) else {
          return false
        }
        sum = whole
      }
      return due == sum
    },
    Check("BR-DEC-13") { s, e in
      let amounts = s.all(e, .taxTotalAmount)
      return amounts.isEmpty
        || amounts.contains { amount in
          let own = s.attribute(amount, .currencyIDAttribute)
          let isOwn = own.map { own in s.documentCurrencies.contains { s.isSameText(own, $0) } }
          return isOwn == true ? s.hasCents(amount) : true
        }
    },
    Check("BR-DEC-15") { s, e in
      let amounts = s.all(e, .taxTotalAmount)
      guard !amounts.isEmpty, !s.taxCurrencies.isEmpty else { return true }
      return amounts.contains { amount in
        guard let own = s.attribute(amount, .currencyIDAttribute),
          s.taxCurrencies.contains(where: { s.isSameText(own, $0) })
        else { return false }
        return s.hasCents(amount)
      }
    },
  ]
  + [
    ("BR-DEC-09", XMLName.lineTotal), ("BR-DEC-10", .allowanceTotal), ("BR-DEC-11", .chargeTotal),
    ("BR-DEC-12", .taxBasisTotal), ("BR-DEC-14", .grandTotal), ("BR-DEC-16", .totalPrepaid),
    ("BR-DEC-17", .ramRounding), ("BR-DEC-18", .duePayable),
  ].map { id, name in Check(id) { s, e in s.hasTwoDecimals(e, name) } }

private let ciiHeadChecks: [Check] =
  [
    Check("BR-01") { s, e in s.isFilled(s.only(e, .exchangedContext, .guideline, .ramID)) },
    Check("BR-02") { s, e in s.isFilled(e, .exchangedDocument, .ramID) },
    Check("BR-03") { s, e in
      let dates = s.all(e, .exchangedDocument, .issueDateTime, .dateTimeString).filter {
        s.exactAttributeCode($0, .formatAttribute) == "102"
      }
      if dates.count > 1 { s.isUndecidable = true }
      return dates.contains { !s.isBlank($0) }
    },
    Check("BR-04") { s, e in s.isFilled(e, .exchangedDocument, .ramTypeCode) },
    Check("BR-05") { s, e in s.isFilled(s.only(e, .transaction, .settlement, .invoiceCurrency)) },
    Check("BR-06") { s, e in
      s.isFilled(s.only(e, .transaction, .agreement, .sellerParty, .ramTitle))
    },
    Check("BR-07") { s, e in s.isFilled(s.only(e, .transaction, .agreement, .buyerParty, .ramTitle))
    },
    Check("BR-08") { s, e in
      !s.all(e, .transaction, .agreement, .sellerParty, .tradeAddress).isEmpty
    },
    Check("BR-09") { s, e in
      s.isFilled(s.only(e, .transaction, .agreement, .sellerParty, .tradeAddress, .countryID))
    },
    Check("BR-10") { s, e in
      !s.all(e, .transaction, .agreement, .buyerParty, .tradeAddress).isEmpty
    },
    Check("BR-11") { s, e in
      s.isFilled(s.only(e, .transaction, .agreement, .buyerParty, .tradeAddress, .countryID))
    },
    Check("BR-16") { s, _ in s.rows.contains { $0.name == .lineItem } },
    Check("BR-62") { s, e in s.hasAddressScheme(e, .sellerParty) },
    Check("BR-63") { s, e in s.hasAddressScheme(e, .buyerParty) },
    Check("BR-CO-15") { s, e in s.isGrandTotalRight(e) },
    Check("BR-B-01") { s, _ in
      let codes = s.everywhere(.categoryCode)
      guard codes.contains(where: { s.exactCode($0) == .splitPayment }) else { return true }
      return !s.everywhere(.countryID).contains { s.exactCode($0) != .italy }
    },
    Check("BR-B-02") { s, _ in
      let codes = s.everywhere(.categoryCode).map { s.exactCode($0) }
      return !(codes.contains(.splitPayment) && codes.contains(.standardRated))
    },
  ] + VATCategory.allCases.map { CIIVATRules(category: $0).documentCheck }

private let ciiLineChecks: [Check] = [
  Check("BR-21") { s, e in s.isFilled(e, .lineDocument, .ciiLineID) },
  Check("BR-22") { s, e in s.has(e, .lineDelivery, .billedQuantity) },
  Check("BR-23") { s, e in
    s.all(e, .lineDelivery, .billedQuantity).contains { s.hasAttribute($0, .unitCodeAttribute) }
  },
  Check("BR-24") { s, e in s.has(e, .lineSettlement, .lineSummation, .lineTotal) },
  Check("BR-25") { s, e in s.isFilled(e, .product, .ramTitle) },
  Check("BR-26") { s, e in s.has(e, .lineAgreement, .netPrice, .chargeAmount) },
  Check("BR-27") { s, e in
    s.all(e, .lineAgreement, .netPrice, .chargeAmount).contains {
      s.sign($0).map { $0 >= 0 } ?? false
    }
  },
  Check("BR-28") { s, e in
    let prices = s.all(e, .lineAgreement, .grossPrice, .chargeAmount)
    return prices.isEmpty || prices.contains { s.sign($0).map { $0 >= 0 } ?? false }
  },
  Check("BR-64") { s, e in
    let ids = s.all(e, .product, .globalID)
    return ids.isEmpty || ids.contains { s.isFilledAttribute($0, .schemeIDAttribute) }
  },
  Check("BR-CO-04") { s, e in
    s.all(e, .lineSettlement, .tradeTax).contains { s.isVATType($0) && s.has($0, .categoryCode) }
  },
  Check("BR-CO-18") { s, _ in !s.everywhere(.tradeTax, in: .settlement).isEmpty },
  Check("BR-DEC-23") { s, e in
    s.only(e, .lineSettlement, .lineSummation, .lineTotal).map { s.hasTwoDecimals($0) } ?? true
  },
]

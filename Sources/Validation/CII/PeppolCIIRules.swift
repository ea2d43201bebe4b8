internal import Documents
internal import Domain

/// The rules of Peppol for CII but those of single countries; `use` is who applies them.
func peppolCIIContexts(_ use: PeppolUse, _ lists: CodeLists) -> [Context] {
  let terms: PeppolTerms = use == .xrechnung ? .xrechnungCII : .cii
  let identifiers = PeppolIdentifierRules(terms: terms)
  return ciiHeadContexts(terms, use) + PeppolHeaderRules(terms: terms).contexts
    + PeppolAmountRules(terms: terms, margin: use.margin).contexts
    + [
      Context(
        .peppol, .appliedAllowance,
        checks: [
          Check("PEPPOL-EN16931-R043" + (use == .xrechnung ? "-2" : "")) { s, e in
            s.isIndicator(e, at: terms.indicator)
          }
        ])
    ] + ciiLineContexts + identifiers.contexts
    + identifiers.contextsOfCII + ciiPeppolCodes(lists)
}

private func ciiHeadContexts(_ terms: PeppolTerms, _ use: PeppolUse) -> [Context] {
  let rules = PeppolHeaderRules(terms: terms)
  return [
    Context(
      .peppol, .exchangedContext,
      checks: [
        rules.processCheck, Check("PEPPOL-EN16931-R007") { s, _ in s.theProcess() != nil },
        Check("PEPPOL-EN16931-R004") { s, e in
          s.normalized(s.only(e, .guideline, .ramID)).hasPrefix(peppolSpecification)
        },
      ]),
    Context(
      .peppol, .agreement,
      checks: [
        rules.referenceCheck,
        Check("PEPPOL-EN16931-R006") { s, e in references(s, e, .invoicedObject) <= 1 },
        Check("PEPPOL-EN16931-R080") { s, e in references(s, e, .projectReference) <= 1 },
      ]),
    Context(
      .peppol, .settlement,
      checks: [
        Check("PEPPOL-EN16931-R005") { s, e in rules.areCurrenciesDistinct(s, e) },
        Check("PEPPOL-EN16931-R053") { s, e in
          let own = s.all(e, .summation, .taxTotalAmount).count { s.isIn($0, s.documentCurrencies) }
          return use == .xrechnung ? own <= 1 : own == 1
        },
        Check("PEPPOL-EN16931-R054") { s, e in
          let others = s.all(e, .summation, .taxTotalAmount).count { amount in
            guard let currency = s.attribute(amount, .currencyIDAttribute) else { return false }
            return s.documentCurrencies.contains { !s.isSameText(currency, $0) }
          }
          return others == (s.has(e, .taxCurrency) ? 1 : 0)
        },
        Check("PEPPOL-EN16931-R055") { s, e in s.haveTotalsOneSign(e, use) },
      ]),
    Context(
      .peppol, .exchangedDocument,
      checks: [
        Check("PEPPOL-EN16931-R002") { s, e in
          s.count(e, .includedNote) <= 1 && !s.has(e, .includedNote, .subjectCode)
        }
      ]),
  ]
}

private func references(_ s: Survey, _ agreement: Int, _ type: Code) -> Int {
  s.all(agreement, .additionalReference).count { s.any($0, .ramTypeCode, is: type) }
}

private let ciiLineContexts: [Context] = [
  period("PEPPOL-EN16931-R110", .startDateTime) { line, document in line >= document },
  period("PEPPOL-EN16931-R111", .endDateTime) { line, document in line <= document },
  Context(
    .peppol, .netPrice, .grossPrice,
    checks: [
      Check("PEPPOL-EN16931-R121") { s, e in s.isQuantityPositive(e, [.basisQuantity]) }
    ]),
  Context(
    .peppol, .basisQuantity,
    where: { s, e in
      (s.isIn(e, .netPrice) || s.isIn(e, .grossPrice)) && s.hasAttribute(e, .unitCodeAttribute)
    },
    checks: [
      Check("PEPPOL-EN16931-R130") { s, e in
        guard let price = s.parent(e), let agreement = s.parent(price),
          let line = s.parent(agreement)
        else { return false }
        let unit = s.attributeString(e, .unitCodeAttribute)
        return s.all(line, .lineDelivery, .billedQuantity).contains {
          s.attributeString($0, .unitCodeAttribute) == unit
        }
      }
    ]),
]

/// A date of a line's period against that of the document, both written YYYYMMDD.
private func period(
  _ rule: String, _ name: XMLName, isInOrder: @escaping @Sendable (String, String) -> Bool
) -> Context {
  Context(
    .peppol, at: [.transaction, .lineItem, .lineSettlement, .billingPeriod, name],
    where: { s, _ in !s.all(0, .transaction, .settlement, .billingPeriod, name).isEmpty },
    checks: [
      Check(rule) { s, e in
        let own = s.all(e, .dateTimeString).map { s.string($0) }
        let others = s.all(0, .transaction, .settlement, .billingPeriod, name, .dateTimeString)
          .map { s.string($0) }
        return own.contains { one in others.contains { isInOrder(one, $0) } }
      }
    ])
}

private func ciiPeppolCodes(_ lists: CodeLists) -> [Context] {
  let files = lists["file-types"]
  let endpoints = lists["endpoint-schemes"]
  let currencies = lists["currencies"]
  return [
    Context(
      .peppolCodes, .binaryObject, where: { s, e in s.hasAttribute(e, .mimeCodeAttribute) },
      checks: [
        Check("PEPPOL-EN16931-CL001") { s, e in
          guard let type = s.attributeString(e, .mimeCodeAttribute) else { return false }
          return files.contains(Code(type)) || files.contains(type)
        }
      ]),
    reason("PEPPOL-EN16931-CL002", "false", lists["allowance-reasons"]),
    reason("PEPPOL-EN16931-CL003", "true", lists["charge-reasons"]),
    Context(
      .peppolCodes, .taxTotalAmount, where: { s, e in s.hasAttribute(e, .currencyIDAttribute) },
      checks: [
        Check("PEPPOL-EN16931-CL007") { s, e in
          s.exactAttributeCode(e, .currencyIDAttribute).map(currencies.contains) ?? false
        }
      ]),
    Context(
      .peppolCodes, .dateTimeString,
      checks: [
        Check("PEPPOL-EN16931-F001") { s, e in
          let text = s.string(e)
          return s.attributeCode(e, .formatAttribute) == "102" && text.count == 8
            && text.isAllDigits && text.hasPrefix("20")
        }
      ]),
    Context(
      .peppolCodes, .uriID,
      where: { s, e in
        s.isIn(e, .uriCommunication, .buyerParty) || s.isIn(e, .uriCommunication, .sellerParty)
      },
      checks: [
        Check("PEPPOL-EN16931-CL008") { s, e in
          s.exactAttributeCode(e, .schemeIDAttribute).map(endpoints.contains) ?? false
        }
      ]),
  ]
}

private func reason(_ rule: String, _ indicator: Code, _ list: CodeList) -> Context {
  Context(
    .peppolCodes, .reasonCode,
    where: { s, e in
      guard s.isIn(e, .tradeAllowance), let deduction = s.parent(e) else { return false }
      return s.only(deduction, .ramChargeIndicator, .udtIndicator).map { s.code($0) } == indicator
    },
    checks: [Check(rule) { s, e in list.contains(s.code(e)) }])
}

/// What XRechnung adds to the rules of Peppol for CII.
let xrechnungPriceContexts: [Context] = [
  // The delivery header has to be there, even if it is empty.
  emptyElementContext { s, e in s.name(e) == .tradeDelivery },
  Context(
    .prices, .grossPrice,
    where: { s, e in s.isAt(e, below: [.transaction, .lineItem, .lineAgreement]) },
    checks: [
      Check("PEPPOL-EN16931-R044") { s, e in
        let allowances = s.all(e, .appliedAllowance)
        return !allowances.contains { s.has($0, .ramActualAmount) }
          || allowances.flatMap { s.all($0, .ramChargeIndicator, .udtIndicator) }.contains {
            s.exactCode($0) == "false"
          }
      },
      Check("PEPPOL-EN16931-R046") { s, e in s.isNetOfGross(e) },
    ]),
]

extension Survey {
  /// Whether an amount is stated in one of the currencies, as printed.
  fileprivate func isIn(_ amount: Int, _ currencies: [Int]) -> Bool {
    guard let own = attribute(amount, .currencyIDAttribute) else { return false }
    return currencies.contains { isSameText(own, $0) }
  }

  /// Whether the two VAT totals are both below zero, or neither is.
  fileprivate func haveTotalsOneSign(_ settlement: Int, _ use: PeppolUse) -> Bool {
    let amounts = all(settlement, .summation, .taxTotalAmount)
    let own = amounts.filter { isIn($0, documentCurrencies) }
    if taxCurrencies.isEmpty || use == .xrechnung && own.isEmpty { return true }
    let inTax = amounts.filter { isIn($0, taxCurrencies) }.compactMap { sign($0) }
    let inDocument = own.compactMap { sign($0) }
    return inTax.contains { $0 < 0 } && inDocument.contains { $0 < 0 }
      || inTax.contains { $0 >= 0 } && inDocument.contains { $0 >= 0 }
  }

  /// Whether the net price of a line is the gross price less its discount.
  fileprivate func isNetOfGross(_ gross: Int) -> Bool {
    guard let before = only(gross, .chargeAmount) else { return true }
    let discounts = all(gross, .appliedAllowance).compactMap { child($0, .ramActualAmount) }
    guard let agreement = parent(gross), let amount = decimal(before),
      let net = only(agreement, .netPrice, .chargeAmount).flatMap({ decimal($0) })
    else { return false }
    let discount = sole(discounts).flatMap { decimal($0) } ?? .zero
    return isDifference(net, amount, discount)
  }
}

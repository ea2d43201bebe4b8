internal import Documents
internal import Domain

/// The places of the business terms that Peppol's rules use in one syntax.
struct PeppolTerms: Sendable {
  /// Allowances and charges, and whether one is of the document or of a line.
  var deduction: XMLName, isDeduction: Test
  /// From an allowance or charge: what it is, its amount, base and percentage.
  var indicator: [XMLName], amount: XMLName, base: XMLName, percent: XMLName
  /// Names a rule about indicators: CII has one for prices, too, and numbers them.
  var isIndicatorNumbered: Bool
  /// Invoice lines (BG-25).
  var lines: [XMLName]
  /// From a line: BT-131, BT-129, BT-146, and the places of BT-149, the first of which counts.
  var net: [XMLName], quantity: @Sendable (Survey) -> [XMLName], price: [XMLName]
  var priceBases: [[XMLName]]
  /// From a line: its allowances and charges, and what it refers to.
  var lineDeductions: [XMLName], lineReferences: [XMLName], referenceType: XMLName
  /// Whether a line refers to no more than one object.
  var hasOneObject: Test
  /// Checks of a line that are those of the syntax.
  var lineChecks: [Check]
  /// BT-23 and BT-24, BT-10, BT-13, BT-6 and BT-5.
  var process: [XMLName], buyerReference: XMLName, order: [XMLName]
  var taxCurrency: XMLName, currency: XMLName
  /// The parties, and from there BT-34 and BT-49.
  var seller: (name: XMLName, applies: Test), buyer: (name: XMLName, applies: Test)
  var address: [XMLName]
  /// BG-16, from there BT-81, and whether it has BT-89.
  var means: XMLName, meansCode: XMLName, hasMandate: Test
  /// Identifiers that may be of a scheme whose numbers prove themselves, and whether one is.
  var identifiers: [XMLName], isIdentifier: Test
  /// The name of electronic addresses.
  var endpoint: XMLName
}

extension PeppolTerms {
  static let ubl = PeppolTerms(
    deduction: .allowanceCharge, isDeduction: { s, e in s.isDeduction(e) },
    indicator: [.chargeIndicator], amount: .amount, base: .baseAmount,
    percent: .multiplierFactorNumeric, isIndicatorNumbered: false,
    lines: [.invoiceLine, .creditNoteLine], net: [.lineExtensionAmount],
    quantity: { s in [s.root == .invoice ? .invoicedQuantity : .creditedQuantity] },
    price: [.price, .priceAmount], priceBases: [[.price, .baseQuantity]],
    lineDeductions: [.allowanceCharge], lineReferences: [.documentReference],
    referenceType: .documentTypeCode,
    hasOneObject: { s, e in s.count(e, .documentReference) <= 1 },
    lineChecks: [
      Check("PEPPOL-EN16931-R121") { s, e in s.isQuantityPositive(e, [.price, .baseQuantity]) }
    ],
    process: [.profileID], buyerReference: .buyerReference, order: [.orderReference, .id],
    taxCurrency: .taxCurrencyCode, currency: .documentCurrencyCode,
    seller: (.party, { s, e in s.isIn(e, .accountingSupplierParty) }),
    buyer: (.party, { s, e in s.isIn(e, .accountingCustomerParty) }), address: [.endpointID],
    means: .paymentMeans, meansCode: .paymentMeansCode,
    hasMandate: { s, e in s.has(e, .paymentMandate, .id) },
    identifiers: [.endpointID, .companyID, .id],
    isIdentifier: { s, e in s.name(e) != .id || s.isIn(e, .partyIdentification) },
    endpoint: .endpointID)

  static let cii = PeppolTerms(
    deduction: .tradeAllowance, isDeduction: { _, _ in true },
    indicator: [.ramChargeIndicator, .udtIndicator], amount: .ramActualAmount,
    base: .basisAmount, percent: .calculationPercent, isIndicatorNumbered: false,
    lines: [.lineItem], net: [.lineSettlement, .lineSummation, .lineTotal],
    quantity: { _ in [.lineDelivery, .billedQuantity] },
    price: [.lineAgreement, .netPrice, .chargeAmount],
    priceBases: [[.lineAgreement, .netPrice, .basisQuantity]],
    lineDeductions: [.lineSettlement, .tradeAllowance],
    lineReferences: [.lineSettlement, .additionalReference], referenceType: .ramTypeCode,
    hasOneObject: { s, e in
      s.all(e, .lineSettlement, .additionalReference).count {
        s.any($0, .ramTypeCode, is: .invoicedObject)
      } <= 1
    }, lineChecks: [],
    process: [.businessProcess, .ramID], buyerReference: .ramBuyerReference,
    order: [.orderReferenced, .issuerAssignedID],
    taxCurrency: .taxCurrency, currency: .invoiceCurrency,
    seller: (.sellerParty, { _, _ in true }), buyer: (.buyerParty, { _, _ in true }),
    address: [.uriCommunication, .uriID], means: .means, meansCode: .ramTypeCode,
    hasMandate: { s, e in
      s.parent(e).map { s.has($0, .tradeTerms, .directDebitMandate) } ?? false
    },
    identifiers: [.uriID, .ramID, .globalID], isIdentifier: { _, _ in true }, endpoint: .uriID)

  /// As XRechnung reads CII: the base of the gross price counts where the net price has none.
  static let xrechnungCII: PeppolTerms = {
    var terms = cii
    terms.isIndicatorNumbered = true
    terms.priceBases.append([.lineAgreement, .grossPrice, .basisQuantity])
    return terms
  }()
}

extension Survey {
  /// Whether a quantity, where there is one, is above zero.
  func isQuantityPositive(_ element: Int, _ path: [XMLName]) -> Bool {
    guard let quantity = only(element, at: path) else { return true }
    return decimal(quantity).map { $0.coefficient > 0 } ?? false
  }

  /// Whether an allowance or charge is one of the document or of a line.
  fileprivate func isDeduction(_ element: Int) -> Bool {
    let line: XMLName = root == .invoice ? .invoiceLine : .creditNoteLine
    return isInRoot(element) || isIn(element, line) && parent(element).map(isInRoot) == true
  }
}

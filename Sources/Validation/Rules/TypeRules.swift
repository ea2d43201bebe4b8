internal import Documents

/// UBL-DT: amounts, attachments, and attributes outside the core invoice model.
let typeContexts: [Context] = [
  Context(
    .syntax, ending: "Amount",
    where: { s, e in !s.isPriceAmount(e) && !s.isBelowPriceAllowance(e) },
    checks: [Check("UBL-DT-01") { s, e in s.hasTwoDecimals(e) }]),
  Context(
    .syntax, ending: "BinaryObject", where: { _, _ in true },
    checks: [
      Check("UBL-DT-06") { s, e in s.hasAttribute(e, .mimeCodeAttribute) },
      Check("UBL-DT-07") { s, e in s.hasAttribute(e, .filenameAttribute) },
    ]),
]

/// Attributes no element may have, and the rule that warns of each. `name` is allowed in
/// `PaymentMeansCode` alone.
let outsideAttributes: [(name: String, rule: String)] = [
  ("schemeName", "UBL-DT-08"), ("schemeAgencyName", "UBL-DT-09"), ("schemeDataURI", "UBL-DT-10"),
  ("schemeURI", "UBL-DT-11"), ("format", "UBL-DT-12"), ("unitCodeListIdentifier", "UBL-DT-13"),
  ("unitCodeListAgencyIdentifier", "UBL-DT-14"), ("unitCodeListAgencyName", "UBL-DT-15"),
  ("listAgencyName", "UBL-DT-16"), ("listName", "UBL-DT-17"), ("name", "UBL-DT-18"),
  ("languageID", "UBL-DT-19"), ("listURI", "UBL-DT-20"), ("listSchemeURI", "UBL-DT-21"),
  ("languageLocaleID", "UBL-DT-22"), ("uri", "UBL-DT-23"),
  ("currencyCodeListVersionID", "UBL-DT-24"), ("characterSetCode", "UBL-DT-25"),
  ("encodingCode", "UBL-DT-26"), ("schemeAgencyID", "UBL-DT-27"), ("listAgencyID", "UBL-DT-28"),
  ("unitCodeListID", "UBL-CR-663"),
]

/// UBL-CR rules about elements wherever they stand; the others are paths from the root, in
/// `outside-the-model.tsv`.
let anywhereContexts: [Context] = [
  Context(
    .anywhere, .ublVersionID, where: { s, e in s.isInRoot(e) },
    checks: [Check("UBL-CR-002") { s, _ in s.any(0, .ublVersionID, is: .ublVersion) }]),
  Context(
    .anywhere, .paymentDueDate,
    where: { s, e in
      s.root == .invoice && s.isIn(e, .paymentMeans) && s.isInRoot(Int(s.rows[e].parent))
    },
    checks: [Check("UBL-CR-412") { _, _ in false }]),
  Context(
    .anywhere, .companyID, where: { s, e in s.isIn(e, .partyTaxScheme) },
    checks: [Check("UBL-CR-652") { s, e in !s.hasAttribute(e, .schemeIDAttribute) }]),
  Context(
    .anywhere, .identificationCode, where: { s, e in s.isIn(e, .country) },
    checks: [Check("UBL-CR-660") { s, e in !s.hasAttribute(e, .listIDAttribute) }]),
  Context(
    .anywhere, .allowanceChargeReasonCode,
    checks: [
      Check("UBL-CR-662") { s, e in !s.hasAttribute(e, .listIDAttribute) },
      Check("UBL-CR-669") { s, e in !s.isOfPriceAllowance(e) },
    ]),
  Context(
    .anywhere, .allowanceChargeReason,
    checks: [Check("UBL-CR-670") { s, e in !s.isOfPriceAllowance(e) }]),
  Context(
    .anywhere, .multiplierFactorNumeric,
    checks: [Check("UBL-CR-671") { s, e in !s.isOfPriceAllowance(e) }]),
  Context(.anywhere, .financialInstitution, checks: [Check("UBL-CR-664") { _, _ in false }]),
  Context(
    .anywhere, .additionalDocumentReference,
    checks: [
      Check("UBL-CR-665") { s, e in !s.hasSchemeOutsideInvoicedObject(e) },
      Check("UBL-CR-666") { s, e in
        !(s.any(e, .documentTypeCode, is: .invoicedObject) && s.has(e, .attachment))
      },
      Check("UBL-CR-673") { s, e in
        !(s.any(e, .documentTypeCode, is: .invoicedObject) && s.has(e, .documentDescription))
      },
    ]),
  Context(
    .anywhere, .primaryAccountNumberID,
    checks: [Check("UBL-CR-674") { s, e in !s.hasAttribute(e, .schemeIDAttribute) }]),
  Context(
    .anywhere, .networkID, where: { s, e in s.isIn(e, .cardAccount) },
    checks: [Check("UBL-CR-675") { s, e in !s.hasAttribute(e, .schemeIDAttribute) }]),
  Context(
    .anywhere, .id, where: { s, e in s.hasAttribute(e, .schemeIDAttribute) },
    checks: [
      Check("UBL-CR-667") { s, e in !s.isIn(e, .buyersItemIdentification) },
      Check("UBL-CR-668") { s, e in !s.isIn(e, .sellersItemIdentification) },
      Check("UBL-CR-676") { s, e in !s.isIn(e, .paymentMandate) },
      Check("UBL-CR-677") { s, e in !s.isIn(e, .payerFinancialAccount, .paymentMandate) },
      Check("UBL-CR-678") { s, e in !s.isIn(e, .taxCategory) },
      Check("UBL-CR-679") { s, e in !s.isIn(e, .classifiedTaxCategory) },
    ]),
  Context(
    .anywhere, .payerFinancialAccount,
    checks: [Check("UBL-CR-680") { s, e in !s.isIn(e, .paymentMeans) }]),
]

extension Survey {
  fileprivate func isPriceAmount(_ element: Int) -> Bool {
    let name = name(element)
    return name == .priceAmount || name != .amount && name.text.hasSuffix("PriceAmount")
  }

  fileprivate func isBelowPriceAllowance(_ element: Int) -> Bool {
    var next = element
    while let parent = parent(next) {
      if name(parent) == .allowanceCharge && isIn(parent, .price) { return true }
      next = parent
    }
    return false
  }

  fileprivate func isOfPriceAllowance(_ element: Int) -> Bool {
    isIn(element, .allowanceCharge, .price)
  }

  /// An id with a scheme in a reference that is not, or not only, that of the invoiced object.
  fileprivate func hasSchemeOutsideInvoicedObject(_ reference: Int) -> Bool {
    var isOther = !has(reference, .documentTypeCode)
    each(reference, .documentTypeCode) { if exactCode($0) != .invoicedObject { isOther = true } }
    guard isOther else { return false }
    var found = false
    each(reference, .id) { if hasAttribute($0, .schemeIDAttribute) { found = true } }
    return found
  }
}

internal import Documents
internal import Domain

/// What the head of an invoice must hold. The context is the root element.
let headerChecks: [Check] = [
  Check("BR-01") { s, e in s.isFilled(e, .customizationID) },
  Check("BR-02") { s, e in s.isFilled(e, .id) },
  Check("BR-03") { s, e in s.isFilled(e, .issueDate) },
  Check("BR-04") { s, e in s.isFilled(e, .invoiceTypeCode) || s.isFilled(e, .creditNoteTypeCode) },
  Check("BR-05") { s, e in s.isFilled(e, .documentCurrencyCode) },
  Check("BR-06") { s, e in s.hasRegistrationName(e, .accountingSupplierParty) },
  Check("BR-07") { s, e in s.hasRegistrationName(e, .accountingCustomerParty) },
  Check("BR-08") { s, e in s.has(e, .accountingSupplierParty, .party, .postalAddress) },
  Check("BR-10") { s, e in s.has(e, .accountingCustomerParty, .party, .postalAddress) },
  Check("BR-16") { s, e in s.has(e, .invoiceLine) || s.has(e, .creditNoteLine) },
  Check("BR-53") { s, e in s.everyTaxCurrencyHasATotal(e) },
  Check("BR-CO-03") { s, e in
    !(s.has(e, .taxPointDate) && s.has(e, .invoicePeriod, .descriptionCode))
  },
  Check("BR-CO-18") { s, e in s.has(e, .taxTotal, .taxSubtotal) },
]

/// References, dates, payment and notes.
let headerContexts: [Context] = [
  Context(
    .model, .additionalDocumentReference,
    checks: [Check("BR-52") { s, e in s.isFilled(e, .id) }]),
  Context(
    .model, .primaryAccountNumberID, where: { s, e in s.isIn(e, .cardAccount, .paymentMeans) },
    checks: [Check("BR-51") { s, e in s.normalizedLength(e) <= 10 }]),
  Context(
    .model, .address, where: { s, e in s.isIn(e, .deliveryLocation, .delivery) },
    checks: [Check("BR-57") { s, e in s.has(e, .country, .identificationCode) }]),
  Context(
    .model, .invoicePeriod, where: { s, e in s.isInLine(e) },
    checks: [
      Check("BR-30") { s, e in s.endsNoEarlierThanItStarts(e) },
      Check("BR-CO-20") { s, e in s.has(e, .startDate) || s.has(e, .endDate) },
    ]),
  Context(
    .model, .invoicePeriod,
    checks: [
      Check("BR-29") { s, e in s.endsNoEarlierThanItStarts(e) },
      Check("BR-CO-19") { s, e in
        s.has(e, .startDate) || s.has(e, .endDate) || s.has(e, .descriptionCode)
      },
    ]),
  Context(
    .model, .payeeFinancialAccount,
    where: { s, e in
      s.parent(e).map { means in
        s.name(means) == .paymentMeans
          && (s.any(means, .paymentMeansCode, is: .creditTransfer)
            || s.any(means, .paymentMeansCode, is: .sepaCreditTransfer))
      } ?? false
    },
    checks: [Check("BR-50") { s, e in s.isFilled(e, .id) }]),
  Context(
    .model, .paymentMeans,
    checks: [
      Check("BR-49") { s, e in s.has(e, .paymentMeansCode) },
      Check("BR-61") { s, e in
        let code = s.code(e, .paymentMeansCode)
        let isTransfer = code == .creditTransfer || code == .sepaCreditTransfer
        return !isTransfer || s.has(e, .payeeFinancialAccount, .id)
      },
    ]),
  Context(
    .model, .billingReference,
    checks: [Check("BR-55") { s, e in s.has(e, .invoiceDocumentReference, .id) }]),
]

extension Survey {
  fileprivate func hasRegistrationName(_ root: Int, _ role: XMLName) -> Bool {
    isFilled(only(root, role, .party, .partyLegalEntity, .registrationName))
  }

  /// Whether some tax total of the document is in each currency named for the VAT accounts.
  fileprivate func everyTaxCurrencyHasATotal(_ root: Int) -> Bool {
    var every = true
    each(root, .taxCurrencyCode) { currency in
      let has = taxTotals.contains { total in taxAmount(of: total, in: currency) != nil }
      if !has { every = false }
    }
    return every
  }

  /// The first tax amount of a total whose currency is exactly the text of an element.
  func taxAmount(of total: Int, in currency: Int) -> Int? {
    var found: Int?
    each(total, .taxAmount) { amount in
      guard found == nil, let printed = attribute(amount, .currencyIDAttribute) else { return }
      if isSameText(printed, currency) { found = amount }
    }
    return found
  }

  fileprivate func endsNoEarlierThanItStarts(_ period: Int) -> Bool {
    guard has(period, .startDate), has(period, .endDate) else { return true }
    guard let end = only(period, .endDate), let start = only(period, .startDate),
      let last = XMLDate(bytes[text(end)]),
      let first = XMLDate(bytes[text(start)])
    else {
      isUndecidable = true
      return false
    }
    return last >= first
  }
}

internal import Documents

/// How often UBL elements may stand where the core invoice model allows one. On the root element.
let documentSyntaxChecks: [Check] = [
  Check("UBL-SR-01") { s, e in s.count(e, .contractDocumentReference, .id) <= 1 },
  Check("UBL-SR-02") { s, e in s.count(e, .receiptDocumentReference, .id) <= 1 },
  Check("UBL-SR-03") { s, e in s.count(e, .despatchDocumentReference, .id) <= 1 },
  Check("UBL-SR-04") { s, e in s.countInvoicedObjects(e) <= 1 },
  Check("UBL-SR-05") { s, e in s.count(e, .paymentTerms, .note) <= 1 },
  Check("UBL-SR-08") { s, e in s.count(e, .invoicePeriod) <= 1 },
  Check("UBL-SR-09") { s, e in s.countLegal(e, .accountingSupplierParty, .registrationName) <= 1 },
  Check("UBL-SR-10") { s, e in
    s.count(e, .accountingSupplierParty, .party, .partyName, .name) <= 1
  },
  Check("UBL-SR-11") { s, e in s.countLegal(e, .accountingSupplierParty, .companyID) <= 1 },
  Check("UBL-SR-12") { s, e in s.countTaxNumbers(e, .accountingSupplierParty, vat: true) <= 1 },
  Check("UBL-SR-13") { s, e in s.countTaxNumbers(e, .accountingSupplierParty, vat: false) <= 1 },
  Check("UBL-SR-14") { s, e in s.countLegal(e, .accountingSupplierParty, .companyLegalForm) <= 1 },
  Check("UBL-SR-15") { s, e in s.countLegal(e, .accountingCustomerParty, .registrationName) <= 1 },
  Check("UBL-SR-16") { s, e in
    s.count(e, .accountingCustomerParty, .party, .partyIdentification, .id) <= 1
  },
  Check("UBL-SR-17") { s, e in s.countLegal(e, .accountingCustomerParty, .companyID) <= 1 },
  Check("UBL-SR-18") { s, e in s.countTaxNumbers(e, .accountingCustomerParty, vat: true) <= 1 },
  Check("UBL-SR-24") { s, e in s.count(e, .delivery) <= 1 },
  Check("UBL-SR-29") { s, _ in s.countSEPACreditors() <= 1 },
  Check("UBL-SR-39") { s, e in s.count(e, .projectReference, .id) <= 1 },
  Check("UBL-SR-40") { s, e in
    s.count(e, .accountingCustomerParty, .party, .partyName, .name) <= 1
  },
  Check("UBL-SR-44") { s, _ in s.areSame(s.paymentIDs) },
  Check("UBL-SR-45") { s, e in s.count(e, .paymentMeans, .paymentDueDate) <= 1 },
  Check("UBL-SR-46") { s, e in s.countNamedMeans(e) <= 1 },
  Check("UBL-SR-47") { s, _ in s.areSame(s.paymentMeansCodes) },
  Check("UBL-SR-49") { s, e in s.count(e, .invoicePeriod, .descriptionCode) <= 1 },
  Check("UBL-SR-54") { s, e in s.count(e, .paymentMeans, .cardAccount) <= 1 },
  Check("UBL-SR-55") { s, e in s.count(e, .paymentMeans, .paymentMandate) <= 1 },
  Check("UBL-SR-56") { s, e in s.count(e, .originatorDocumentReference, .id) <= 1 },
]

/// The same for other elements, in the order in which they take precedence.
let syntaxContexts: [Context] = [
  Context(
    .syntax, .postalAddress, .address,
    checks: [Check("UBL-SR-51") { s, e in s.count(e, .addressLine) <= 1 }]),
  Context(
    .syntax, .party, where: { s, e in s.isIn(e, .accountingSupplierParty) },
    checks: [Check("UBL-SR-42") { s, e in s.count(e, .partyTaxScheme) <= 2 }]),
  Context(
    .syntax, .additionalDocumentReference,
    checks: [
      Check("UBL-SR-33") { s, e in s.count(e, .documentDescription) <= 1 },
      Check("UBL-SR-43") { s, e in s.isTypeOfReferenceRight(e) },
    ]),
  Context(
    .syntax, .delivery,
    checks: [Check("UBL-SR-25") { s, e in s.count(e, .deliveryParty, .partyName, .name) <= 1 }]),
  Context(
    .syntax, .allowanceCharge, where: { s, e in s.indicator(e, is: false) },
    checks: [Check("UBL-SR-30") { s, e in s.count(e, .allowanceChargeReason) <= 1 }]),
  Context(
    .syntax, .allowanceCharge, where: { s, e in s.indicator(e, is: true) },
    checks: [Check("UBL-SR-31") { s, e in s.count(e, .allowanceChargeReason) <= 1 }]),
  Context(
    .syntax, .partyTaxScheme,
    checks: [Check("UBL-SR-53") { s, e in s.has(e, .taxScheme, .id) && s.has(e, .companyID) }]),
  Context(
    .syntax, .invoiceLine, .creditNoteLine,
    checks: [
      Check("UBL-SR-34") { s, e in s.count(e, .note) <= 1 },
      Check("UBL-SR-35") { s, e in s.count(e, .orderLineReference, .lineID) <= 1 },
      Check("UBL-SR-36") { s, e in s.count(e, .invoicePeriod) <= 1 },
      Check("UBL-SR-37") { s, e in s.count(e, .price, .allowanceCharge, .amount) <= 1 },
      Check("UBL-SR-48") { s, e in s.count(e, .item, .classifiedTaxCategory) == 1 },
      Check("UBL-SR-50") { s, e in s.count(e, .item, .description) <= 1 },
      Check("UBL-SR-52") { s, e in s.count(e, .documentReference) <= 1 },
    ]),
  Context(
    .syntax, .payeeParty,
    checks: [
      Check("UBL-SR-19") { s, e in s.count(e, .partyName, .name) <= 1 && s.differsFromSeller(e) },
      Check("UBL-SR-20") { s, e in s.countOtherIdentifiers(e) <= 1 && s.differsFromSeller(e) },
      Check("UBL-SR-21") { s, e in
        s.count(e, .partyLegalEntity, .companyID) <= 1 && s.differsFromSeller(e)
      },
    ]),
  Context(
    .syntax, .paymentMeans,
    checks: [
      Check("UBL-SR-26") { s, e in s.count(e, .paymentID) <= 1 },
      Check("UBL-SR-27") { s, e in s.count(e, .paymentMeansCode) <= 1 },
      Check("UBL-SR-28") { s, e in s.count(e, .paymentMandate, .id) <= 1 },
    ]),
  Context(
    .syntax, .billingReference,
    checks: [
      Check("UBL-SR-06") { s, e in s.count(e, .invoiceDocumentReference) <= 1 },
      Check("UBL-SR-07") { s, e in s.has(e, .invoiceDocumentReference, .id) },
    ]),
  Context(
    .syntax, .taxRepresentativeParty,
    checks: [
      Check("UBL-SR-22") { s, e in s.count(e, .partyName, .name) <= 1 },
      Check("UBL-SR-23") { s, e in s.count(e, .partyTaxScheme, .companyID) <= 1 },
    ]),
  Context(
    .syntax, .taxSubtotal,
    checks: [Check("UBL-SR-32") { s, e in s.count(e, .taxCategory, .taxExemptionReason) <= 1 }]),
]

extension Survey {
  fileprivate func countLegal(_ root: Int, _ role: XMLName, _ name: XMLName) -> Int {
    count(root, role, .party, .partyLegalEntity, name)
  }

  /// Tax numbers of a scheme that is VAT, or of any other. A registration may have several schemes.
  fileprivate func countTaxNumbers(_ root: Int, _ role: XMLName, vat: Bool) -> Int {
    var numbers = 0
    for scheme in partyTaxSchemes {
      guard isIn(scheme, .party, role), let party = parent(scheme), let holder = parent(party),
        parent(holder) == root
      else { continue }
      if hasScheme(scheme, vat: vat) { numbers += count(scheme, .companyID) }
    }
    return numbers
  }

  fileprivate func hasScheme(_ registration: Int, vat: Bool) -> Bool {
    var next = registration + 1
    let end = Int(rows[registration].end)
    while next < end {
      if rows[next].name == .taxScheme {
        let code = only(next, .id).map { exactUpperCode($0) } ?? .empty
        if (code == .vat) == vat { return true }
      }
      next = Int(rows[next].end)
    }
    return false
  }

  fileprivate func countInvoicedObjects(_ root: Int) -> Int {
    var ids = 0
    each(root, .additionalDocumentReference) { reference in
      if any(reference, .documentTypeCode, is: .invoicedObject) { ids += count(reference, .id) }
    }
    return ids
  }

  fileprivate func countSEPACreditors() -> Int {
    var ids = 0
    for identification in partyIdentifications {
      each(identification, .id) {
        if exactAttributeCode($0, .schemeIDAttribute, toUpper: true) == .sepa { ids += 1 }
      }
    }
    return ids
  }

  fileprivate func countOtherIdentifiers(_ payee: Int) -> Int {
    var ids = 0
    each(payee, .partyIdentification) {
      each($0, .id) { id in
        // Without a scheme there is nothing to compare, so it does not count.
        guard let scheme = exactAttributeCode(id, .schemeIDAttribute, toUpper: true) else { return }
        if scheme != .sepa { ids += 1 }
      }
    }
    return ids
  }

  fileprivate func countNamedMeans(_ root: Int) -> Int {
    var names = 0
    each(root, .paymentMeans) {
      each($0, .paymentMeansCode) { if hasAttribute($0, .nameAttribute) { names += 1 } }
    }
    return names
  }

  /// Whether all these elements have the same text.
  fileprivate func areSame(_ elements: [Int]) -> Bool {
    guard let first = elements.first else { return true }
    return elements.dropFirst().allSatisfy { isSameText($0, first) }
  }

  fileprivate func isTypeOfReferenceRight(_ reference: Int) -> Bool {
    if any(reference, .documentTypeCode, is: .invoicedObject) { return true }
    if root == .creditNote, any(reference, .documentTypeCode, is: .projectReference) { return true }
    var hasScheme = false
    each(reference, .id) { if hasAttribute($0, .schemeIDAttribute) { hasScheme = true } }
    return !hasScheme && !has(reference, .documentTypeCode)
  }

  /// Whether some name of the payee differs from some name of the seller beside it.
  fileprivate func differsFromSeller(_ payee: Int) -> Bool {
    guard let parent = parent(payee) else { return false }
    var differs = false
    each(payee, .partyName) {
      each($0, .name) { name in
        each(parent, .accountingSupplierParty) {
          each($0, .party) {
            each($0, .partyLegalEntity) {
              each($0, .registrationName) { if !isSameText(name, $0) { differs = true } }
            }
          }
        }
      }
    }
    return differs
  }
}

internal import Documents
internal import Domain

/// What Italy asks of its sellers.
let italianContexts: [Context] = [
  Context(
    .italy, .partyTaxScheme,
    where: { s, e in
      s.isIn(e, .party, .accountingSupplierParty) && s.isFrom(\.supplier, "IT")
        && !s.isOf(e, .vat)
    },
    checks: [
      Check("IT-R-001") { s, e in
        s.normalized(s.only(e, .companyID)).isItalianTaxNumber
      }
    ]),
  Context(
    .italy, .party,
    where: { s, e in s.isIn(e, .accountingSupplierParty) && s.isFrom(\.supplier, "IT") },
    checks: [
      Check("IT-R-002") { s, e in s.has(e, .postalAddress, .streetName) },
      Check("IT-R-003") { s, e in s.has(e, .postalAddress, .cityName) },
      Check("IT-R-004") { s, e in s.has(e, .postalAddress, .postalZone) },
    ]),
]

/// What the Netherlands ask of their sellers, and of buyers there.
let dutchContexts: [Context] = [
  Context(
    .netherlands, .creditNoteTypeCode, where: { s, _ in s.isFrom(\.supplierAddress, "NL") },
    checks: [
      Check("NL-R-001") { s, _ in s.has(0, .billingReference, .invoiceDocumentReference, .id) }
    ]),
  Context(
    .netherlands, .postalAddress,
    where: { s, e in
      s.isIn(e, .party, .accountingSupplierParty) && s.isFrom(\.supplierAddress, "NL")
    },
    checks: [Check("NL-R-002") { s, e in s.isWholeAddress(e) }]),
  Context(
    .netherlands, .companyID,
    where: { s, e in
      s.isRegistration(e, of: .accountingSupplierParty) && s.isDutch(\.supplierAddress)
    },
    checks: [Check("NL-R-003") { s, e in s.isDutchRegistration(e) }]),
  Context(
    .netherlands, .postalAddress,
    where: { s, e in s.isIn(e, .party, .accountingCustomerParty) && s.isDutch(\.customerAddress) },
    checks: [Check("NL-R-004") { s, e in s.isWholeAddress(e) }]),
  Context(
    .netherlands, .companyID,
    where: { s, e in
      s.isRegistration(e, of: .accountingCustomerParty) && s.isDutch(\.customerAddress)
    },
    checks: [Check("NL-R-005") { s, e in s.isDutchRegistration(e) }]),
  Context(
    .netherlands, .postalAddress,
    where: { s, e in s.isIn(e, .taxRepresentativeParty) && s.isDutch(\.representativeAddress) },
    checks: [Check("NL-R-006") { s, e in s.isWholeAddress(e) }]),
  Context(
    .netherlands, .legalMonetaryTotal, where: { s, _ in s.isFrom(\.supplierAddress, "NL") },
    checks: [
      Check("NL-R-007") { s, e in
        if let amount = s.decimal(e, .payableAmount) {
          let isOwed = s.root == .invoice ? amount.coefficient > 0 : amount.coefficient < 0
          if !isOwed { return true }
        }
        return s.has(0, .paymentMeans)
      }
    ]),
  Context(
    .netherlands, .paymentMeans, where: { s, _ in s.isDutch(\.customerAddress) },
    checks: [dutchMeansCheck(.paymentMeansCode)]),
  Context(
    .netherlands, .lineID,
    where: { s, e in s.isIn(e, .orderLineReference) && s.isFrom(\.supplierAddress, "NL") },
    checks: [Check("NL-R-009") { s, _ in s.has(0, .orderReference, .id) }]),
]

/// NL-R-008, for a payment means whose code stands under `code`.
func dutchMeansCheck(_ code: XMLName) -> Check {
  Check("NL-R-008") { s, e in
    ["30", "48", "49", "57", "58", "59"].contains(s.code(e, code))
  }
}

extension String {
  /// A tax number of an Italian seller that is not its VAT number.
  var isItalianTaxNumber: Bool {
    (11...16).contains(utf8.count)
      && utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
  }
}

extension Survey {
  /// Whether the seller and another party have Dutch addresses.
  fileprivate func isDutch(_ other: KeyPath<Market, Code?>) -> Bool {
    isFrom(\.supplierAddress, "NL") && isFrom(other, "NL")
  }

  fileprivate func isWholeAddress(_ address: Int) -> Bool {
    has(address, .streetName) && has(address, .cityName) && has(address, .postalZone)
  }

  /// Whether the element is the legal registration of the party of a role.
  fileprivate func isRegistration(_ number: Int, of role: XMLName) -> Bool {
    guard isIn(number, .partyLegalEntity), let entity = parent(number) else { return false }
    return isIn(entity, .party, role)
  }

  func isDutchRegistration(_ number: Int) -> Bool {
    let scheme = " \(attributeString(number, .schemeIDAttribute) ?? "") "
    return !isBlank(number) && (scheme.contains(" 0106 ") || scheme.contains(" 0190 "))
  }
}

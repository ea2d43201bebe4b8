internal import Documents

/// Seller, buyer, payee and tax representative.
let partyContexts: [Context] = [
  Context(
    .model, .endpointID, where: { s, e in s.isIn(e, .party, .accountingCustomerParty) },
    checks: [Check("BR-63") { s, e in s.hasAttribute(e, .schemeIDAttribute) }]),
  Context(
    .model, .postalAddress, where: { s, e in s.isIn(e, .party, .accountingCustomerParty) },
    checks: [Check("BR-11") { s, e in s.isFilled(e, .country, .identificationCode) }]),
  Context(
    .model, .endpointID, where: { s, e in s.isIn(e, .party, .accountingSupplierParty) },
    checks: [Check("BR-62") { s, e in s.hasAttribute(e, .schemeIDAttribute) }]),
  Context(
    .model, .postalAddress, where: { s, e in s.isIn(e, .party, .accountingSupplierParty) },
    checks: [Check("BR-09") { s, e in s.isFilled(e, .country, .identificationCode) }]),
  Context(
    .model, .accountingSupplierParty,
    checks: [Check("BR-CO-26") { s, e in s.isIdentifiedSeller(e) }]),
  Context(
    .model, .taxRepresentativeParty,
    checks: [
      Check("BR-18") { s, e in s.isFilled(e, .partyName, .name) },
      Check("BR-19") { s, e in s.has(e, .postalAddress) },
      Check("BR-56") { s, e in s.hasSoleVATNumber(e) },
    ]),
  Context(
    .model, .postalAddress, where: { s, e in s.isIn(e, .taxRepresentativeParty) },
    checks: [Check("BR-20") { s, e in s.isFilled(e, .country, .identificationCode) }]),
  Context(
    .model, .payeeParty,
    checks: [
      Check("BR-17") { s, e in
        s.has(e, .partyName, .name)
          && !s.sharesWithSeller(e, .partyName, .name)
          && !s.sharesWithSeller(e, .partyIdentification, .id)
      }
    ]),
]

extension Survey {
  /// Whether a party (not its role) has a VAT number among its tax registrations.
  func hasVATNumber(_ party: Int) -> Bool {
    var next = party + 1
    let end = Int(rows[party].end)
    while next < end {
      if rows[next].name == .partyTaxScheme, has(next, .companyID), isVAT(next) { return true }
      next = Int(rows[next].end)
    }
    return false
  }

  fileprivate func hasSoleVATNumber(_ party: Int) -> Bool {
    var next = party + 1
    let end = Int(rows[party].end)
    while next < end {
      if rows[next].name == .partyTaxScheme, isSoleVAT(next), has(next, .companyID) { return true }
      next = Int(rows[next].end)
    }
    return false
  }

  fileprivate func isIdentifiedSeller(_ role: Int) -> Bool {
    var next = role + 1
    let end = Int(rows[role].end)
    while next < end {
      if rows[next].name == .party, hasVATNumber(next) || hasIdentifier(next) { return true }
      next = Int(rows[next].end)
    }
    return false
  }

  /// A legal registration, or an identifier other than a SEPA creditor's.
  fileprivate func hasIdentifier(_ party: Int) -> Bool {
    if has(party, .partyLegalEntity, .companyID) { return true }
    var found = false
    each(party, .partyIdentification) { identification in
      each(identification, .id) { id in
        if exactAttributeCode(id, .schemeIDAttribute) != .sepa { found = true }
      }
    }
    return found
  }

  /// Whether any text at a path of the payee equals one at the same path of the seller.
  fileprivate func sharesWithSeller(_ payee: Int, _ a: XMLName, _ b: XMLName) -> Bool {
    guard let parent = parent(payee) else { return false }
    var found = false
    each(payee, a) {
      each($0, b) { ours in
        each(parent, .accountingSupplierParty) {
          each($0, .party) {
            each($0, a) { each($0, b) { if isSameText(ours, $0) { found = true } } }
          }
        }
      }
    }
    return found
  }
}

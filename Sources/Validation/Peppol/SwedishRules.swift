internal import Documents

/// What Sweden asks of its sellers.
let swedishContexts: [Context] = [
  Context(
    .sweden, .party,
    where: { s, e in s.isIn(e, .accountingSupplierParty) && s.isSwedishWithVAT(e) },
    checks: [
      Check("SE-R-001") { s, e in s.normalized(s.swedishVATNumber(e)).count == 14 },
      Check("SE-R-002") { s, e in
        s.string(s.swedishVATNumber(e)).part(3, 12).number != nil
      },
    ]),
  Context(
    .sweden, .partyLegalEntity,
    where: { s, e in
      s.isIn(e, .party, .accountingSupplierParty) && s.has(e, .companyID)
        && s.parent(e).map { s.hasAddress($0, in: "SE") } == true
    },
    checks: swedishNumberChecks(.companyID)),
  Context(
    .sweden, .companyID,
    where: { s, e in
      guard s.isIn(e, .partyTaxScheme, .party), let registration = s.parent(e),
        let party = s.parent(registration), s.isIn(party, .accountingSupplierParty)
      else { return false }
      let scheme = s.only(registration, .taxScheme, .id)
      return scheme.map { s.upperCode($0) } != .vat && s.hasAddress(party, in: "SE")
        && s.has(party, .partyLegalEntity, .companyID)
    },
    checks: [swedishTaxStatusCheck]),
  Context(
    .sweden, .taxCategory, .classifiedTaxCategory,
    where: { s, e in
      s.any(e, .id, is: .standardRated)
        && s.all(0, .accountingSupplierParty, .party).contains { s.isSwedishWithVAT($0) }
    },
    checks: [swedishRateCheck(.percent)]),
  account(at: "SE:PLUSGIRO", checks: plusgiroChecks),
  account(at: "SE:BANKGIRO", checks: bankgiroChecks),
  Context(
    .sweden, .paymentMeans,
    where: { s, e in
      s.isSwedish(.accountingSupplierParty)
        && (s.any(e, .paymentMeansCode, is: "50") || s.any(e, .paymentMeansCode, is: "56"))
    },
    checks: [Check("SE-R-011") { _, _ in false }]),
  Context(
    .sweden, .paymentMeans,
    where: { s, e in
      s.isSwedish(.accountingSupplierParty) && s.isSwedish(.accountingCustomerParty)
        && s.any(e, .paymentMeansCode, is: "31")
    },
    checks: [Check("SE-R-012") { _, _ in false }]),
]

/// The checks of a legal registration whose number stands under `number`.
func swedishNumberChecks(_ number: XMLName) -> [Check] {
  [
    Check("SE-R-003") { s, e in s.string(s.only(e, number)).number != nil },
    Check("SE-R-004") { s, e in s.normalized(s.only(e, number)).count == 10 },
    Check("SE-R-013") { s, e in s.normalized(s.only(e, number)).hasSwedishCheckDigit },
  ]
}

let swedishTaxStatusCheck = Check("SE-R-005") { s, e in
  s.normalized(e).uppercased() == "GODKÄND FÖR F-SKATT"
}

/// SE-R-006, for a tax category whose percentage stands under `percent`.
func swedishRateCheck(_ percent: XMLName) -> Check {
  Check("SE-R-006") { s, e in
    s.string(s.only(e, percent)).number.map { [6, 12, 25].contains($0) } ?? false
  }
}

let plusgiroChecks = [
  Check("SE-R-007") { s, e in s.string(e).number != nil },
  Check("SE-R-010") { s, e in (2...8).contains(s.normalizedLength(e)) },
]

let bankgiroChecks = [
  Check("SE-R-008") { s, e in s.string(e).number != nil },
  Check("SE-R-009") { s, e in (7...8).contains(s.normalizedLength(e)) },
]

/// The account of a transfer through one of the Swedish giros.
private func account(at branch: String, checks: [Check]) -> Context {
  Context(
    .sweden, .id,
    where: { s, e in
      guard s.isIn(e, .payeeFinancialAccount, .paymentMeans), let account = s.parent(e),
        let means = s.parent(account), s.isSwedish(.accountingSupplierParty)
      else { return false }
      return s.code(means, .paymentMeansCode) == .creditTransfer
        && s.normalized(s.only(means, .payeeFinancialAccount, .financialInstitutionBranch, .id))
          == branch
    },
    checks: checks)
}

extension Survey {
  /// Whether a party has an address in a country, as printed.
  func hasAddress(_ party: Int, in country: Code) -> Bool {
    all(party, .postalAddress, .country, .identificationCode).contains {
      exactCode($0) == country
    }
  }

  fileprivate func isSwedish(_ role: XMLName) -> Bool {
    all(0, role, .party).contains { hasAddress($0, in: "SE") }
  }

  fileprivate func isSwedishWithVAT(_ party: Int) -> Bool {
    hasAddress(party, in: "SE")
      && registrations(party, .vat).contains { registration in
        all(registration, .companyID).contains { string($0).hasPrefix("SE") }
      }
  }

  fileprivate func swedishVATNumber(_ party: Int) -> Int? {
    sole(registrations(party, .vat).flatMap { all($0, .companyID) })
  }
}

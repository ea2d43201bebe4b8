internal import Documents

/// Identifiers of a scheme whose numbers prove themselves.
let peppolIdentifierContexts: [Context] = [
  identifier("PEPPOL-COMMON-R040", "0088") { s, e in s.normalized(e).isGLN },
  identifier("PEPPOL-COMMON-R041", "0192") { s, e in s.normalized(e).isNorwegianNumber },
  identifier("PEPPOL-COMMON-R042", "0184") { s, e in s.string(e).isDanishNumber },
  identifier("PEPPOL-COMMON-R043", "0208") { s, e in s.normalized(e).isBelgianNumber },
  identifier("PEPPOL-COMMON-R044", "0201") { s, e in s.normalized(e).isItalianOffice },
  identifier("PEPPOL-COMMON-R045", "0210") { s, e in s.normalized(e).isItalianTaxCode },
  Context(
    .peppol, .endpointID,
    where: { s, e in s.exactAttributeCode(e, .schemeIDAttribute) == "9907" },
    checks: [Check("PEPPOL-COMMON-R046") { s, e in s.normalized(e).isItalianTaxCode }]),
  identifier("PEPPOL-COMMON-R047", "0211") { s, e in s.normalized(e).isItalianVATNumber },
  identifier("PEPPOL-COMMON-R049", "0007") { s, e in
    let number = s.normalized(e)
    return number.count == 10 && number.hasSwedishCheckDigit
  },
  identifier("PEPPOL-COMMON-R050", "0151") { s, e in s.normalized(e).isAustralianNumber },
]

private func identifier(_ rule: String, _ scheme: Code, _ holds: @escaping Test) -> Context {
  Context(
    .peppol, .endpointID, .companyID, .id,
    where: { s, e in
      (s.name(e) != .id || s.isIn(e, .partyIdentification))
        && s.exactAttributeCode(e, .schemeIDAttribute) == scheme
    },
    checks: [Check(rule, holds)])
}

internal import Documents

/// Identifiers of a scheme whose numbers prove themselves.
struct PeppolIdentifierRules: Sendable {
  let terms: PeppolTerms

  /// The rules that both syntaxes have.
  var contexts: [Context] {
    [
      identifier("PEPPOL-COMMON-R040", "0088") { s, e in s.normalized(e).isGLN },
      identifier("PEPPOL-COMMON-R041", "0192") { s, e in s.normalized(e).isNorwegianNumber },
      identifier("PEPPOL-COMMON-R042", "0184") { s, e in s.string(e).isDanishNumber },
      identifier("PEPPOL-COMMON-R043", "0208") { s, e in s.normalized(e).isBelgianNumber },
      identifier("PEPPOL-COMMON-R044", "0201") { s, e in s.normalized(e).isItalianOffice },
      identifier("PEPPOL-COMMON-R045", "0210") { s, e in s.normalized(e).isItalianTaxCode },
      address("PEPPOL-COMMON-R046", "9907") { s, e in s.normalized(e).isItalianTaxCode },
      identifier("PEPPOL-COMMON-R047", "0211") { s, e in s.normalized(e).isItalianVATNumber },
      identifier("PEPPOL-COMMON-R049", "0007") { s, e in
        let number = s.normalized(e)
        return number.count == 10 && number.hasSwedishCheckDigit
      },
      identifier("PEPPOL-COMMON-R050", "0151") { s, e in s.normalized(e).isAustralianNumber },
    ]
  }

  /// The rule that CII has besides.
  var contextsOfCII: [Context] {
    [address("PEPPOL-COMMON-R048", "9906") { s, e in s.normalized(e).isItalianVATNumber }]
  }

  /// The rules that UBL has besides.
  var contextsOfUBL: [Context] {
    [
      identifier("PEPPOL-COMMON-R052", "0096") { s, e in s.string(e).isDigits(10) },
      identifier("PEPPOL-COMMON-R053", "0198") { s, e in
        let number = s.string(e)
        return number.hasPrefix("DK") && number.dropFirst(2).isDigits(8)
      },
      identifier("PEPPOL-COMMON-R054", "0106") { s, e in s.normalized(e).isDigits(8) },
      identifier("PEPPOL-COMMON-R055", "0190") { s, e in s.normalized(e).isDigits(20) },
      identifier("PEPPOL-COMMON-R056-1", "9944") { s, e in s.normalized(e).isDutchVATNumber },
      Context(
        .peppol, .companyID,
        where: { s, e in
          guard let scheme = s.parent(e), s.name(scheme) == .partyTaxScheme else { return false }
          return s.all(scheme, .taxScheme, .id).contains { s.normalized($0) == "VAT" }
            && s.normalized(e).hasPrefix("NL")
        },
        checks: [Check("PEPPOL-COMMON-R056-2") { s, e in s.normalized(e).isDutchVATNumber }]),
      identifier("PEPPOL-COMMON-R057", "0217") { s, e in s.normalized(e).isDigits(12) },
    ]
  }

  private func identifier(_ rule: String, _ scheme: Code, _ holds: @escaping Test) -> Context {
    Context(
      .peppol, names: terms.identifiers,
      where: { s, e in
        terms.isIdentifier(s, e) && s.exactAttributeCode(e, .schemeIDAttribute) == scheme
      },
      checks: [Check(rule, holds)])
  }

  private func address(_ rule: String, _ scheme: Code, _ holds: @escaping Test) -> Context {
    Context(
      .peppol, names: [terms.endpoint],
      where: { s, e in s.exactAttributeCode(e, .schemeIDAttribute) == scheme },
      checks: [Check(rule, holds)])
  }
}

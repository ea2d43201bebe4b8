internal import Documents
internal import Domain

/// What single countries ask of an invoice in CII in the network of Peppol.
let peppolCIICountryContexts: [Context] =
  [
    seller(
      .norway, where: { s, _ in s.isFrom(\.supplier, "NO") },
      checks: [
        Check("NO-R-001") { s, e in
          s.areNorwegianVATNumbers(s.peppolVATNumbers(e).map { s.string($0) })
        },
        Check("NO-R-002") { s, e in
          s.ciiRegistrations(e, "FC").contains { s.normalized($0) == "Foretaksregisteret" }
        },
      ]),
    Context(
      .italy, .taxRegistration,
      where: { s, e in s.isIn(e, .sellerParty) && s.isFrom(\.supplier, "IT") },
      checks: [
        Check("IT-R-001") { s, e in
          let ids = s.all(e, .ramID)
          func isTaxNumber(_ id: Int) -> Bool { s.attributeCode(id, .schemeIDAttribute) == "FC" }
          // An identifier without a scheme is neither.
          return ids.contains { s.hasAttribute($0, .schemeIDAttribute) && !isTaxNumber($0) }
            || s.normalized(s.sole(ids.filter(isTaxNumber))).isItalianTaxNumber
        }
      ]),
    seller(
      .italy, where: { s, _ in s.isFrom(\.supplier, "IT") },
      checks: [
        Check("IT-R-002") { s, e in s.has(e, .tradeAddress, .lineOne) },
        Check("IT-R-003") { s, e in s.has(e, .tradeAddress, .ramTown) },
        Check("IT-R-004") { s, e in s.has(e, .tradeAddress, .postcode) },
      ]),
  ] + danish + swedish + dutch

private func seller(
  _ pattern: Context.Pattern, where applies: @escaping Test, checks: [Check]
) -> Context {
  Context(pattern, names: [.sellerParty], where: applies, checks: checks)
}

private let toSeller: [XMLName] = [.transaction, .agreement, .sellerParty]
private let toBuyer: [XMLName] = [.transaction, .agreement, .buyerParty]
private let toMeans: [XMLName] = [.transaction, .settlement, .means]

private let danish: [Context] = [
  Context(
    .denmark, .ciiRoot, where: { s, e in e == 0 && s.isFrom(\.supplierAsPrinted, "DK") },
    checks: [
      Check("DK-R-002") { s, e in
        s.isAnyFilled(e, at: toSeller + [.organization, .ramID])
      },
      Check("DK-R-004") { s, e in
        guard s.isFrom(\.customerAsPrinted, "DK") else { return true }
        let allowances = s.all(e, .transaction, .settlement, .tradeAllowance)
        guard allowances.contains(where: { s.any($0, .reasonCode, is: "ZZZ") }) else {
          return true
        }
        return s.string(s.sole(allowances.flatMap { s.all($0, .ramReason) })).isDanishTaxReason
      },
      Check("DK-R-013") { s, e in
        guard s.isFrom(\.customerAsPrinted, "DK") else { return true }
        return [toSeller, toBuyer].allSatisfy { party in
          guard let id = s.only(e, at: party + [.globalID]) else { return true }
          return (s.attributeCode(id, .schemeIDAttribute) ?? .empty) != .empty
        }
      },
      Check("DK-R-014") { s, e in
        guard let id = s.only(e, at: toSeller + [.organization, .ramID]) else { return true }
        return s.attributeCode(id, .schemeIDAttribute) == "0184"
      },
      Check("DK-R-016") { s, e in
        guard s.isFrom(\.customerAsPrinted, "DK"),
          s.code(s.only(e, .exchangedDocument, .ramTypeCode) ?? e) == "381"
        else { return true }
        let due = s.only(e, at: [.transaction, .settlement, .summation, .duePayable])
        return s.string(due).number.map { $0 >= 0 } ?? true
      },
    ]),
  Context(
    .denmark, at: toMeans, where: { s, _ in s.isDomestic("DK") }, checks: danishPaymentChecks),
  Context(
    .denmark, at: [.transaction, .lineItem], where: { s, _ in s.isDomestic("DK") },
    checks: [
      Check("DK-R-003") { s, e in
        s.isDanishClass(s.all(e, .product, .classification, .classCode))
      }
    ]),
]

private let danishPaymentChecks: [Check] = [
  danishMeansCheck(.ramTypeCode),
  Check("DK-R-006") { s, e in
    guard s.any(e, .ramTypeCode, is: "31") || s.any(e, .ramTypeCode, is: "42") else { return true }
    return s.isFilled(e, .creditorAccount, .iban)
      && s.isFilled(e, .creditorInstitution, .bic)
  },
  // The release looks for the mandate among the means of payment, not among the terms.
  Check("DK-R-007") { s, e in
    !s.any(e, .ramTypeCode, is: "49")
      || s.isFilled(s.parent(e).flatMap { s.only($0, .creditorReference) })
        && s.isFilled(e, .tradeTerms, .directDebitMandate)
  },
  Check("DK-R-008") { s, e in
    !s.any(e, .ramTypeCode, is: "50")
      || ["01#", "04#", "15#"].contains(s.cardType(e))
        && s.length(s.only(e, .creditorAccount, .iban)) == 7
  },
  Check("DK-R-009") { s, e in
    !s.any(e, .ramTypeCode, is: "50") || !["04#", "15#"].contains(s.cardType(e))
      || s.paymentReference(e).count == 19
  },
  Check("DK-R-010") { s, e in
    !s.any(e, .ramTypeCode, is: "93")
      || ["71#", "73#", "75#"].contains(s.cardType(e))
        && s.length(s.only(e, .creditorAccount, .iban)) == 8
  },
  Check("DK-R-011") { s, e in
    !s.any(e, .ramTypeCode, is: "93") || !["71#", "75#"].contains(s.cardType(e))
      || (18...19).contains(s.paymentReference(e).count)
  },
]

private let swedish: [Context] = [
  Context(
    .sweden, at: toSeller, where: { s, e in s.isSwedishWithVAT(e) },
    checks: [
      Check("SE-R-001") { s, e in
        s.normalized(s.sole(s.ciiRegistrations(e, .vat))).count == 14
      },
      Check("SE-R-002") { s, e in
        s.string(s.sole(s.ciiRegistrations(e, .vat))).part(3, 12).number != nil
      },
    ]),
  Context(
    .sweden, at: toSeller + [.organization],
    where: { s, e in
      s.has(e, .ramID) && s.parent(e).map { s.isPartyFrom($0, "SE") } == true
    },
    checks: swedishNumberChecks(.ramID)),
  Context(
    .sweden, at: toSeller + [.taxRegistration, .ramID],
    where: { s, e in
      s.exactAttributeCode(e, .schemeIDAttribute) == "FC"
        && s.all(0, at: toSeller).contains {
          s.isPartyFrom($0, "SE") && s.has($0, .organization, .ramID)
        }
    },
    checks: [swedishTaxStatusCheck]),
  Context(
    .sweden, .tradeTax, .categoryTax,
    where: { s, _ in s.all(0, at: toSeller).contains { s.isSwedishWithVAT($0) } },
    checks: [swedishRateCheck(.ratePercent)]),
  giro("SE:PLUSGIRO", checks: plusgiroChecks),
  giro("SE:BANKGIRO", checks: bankgiroChecks),
  Context(
    .sweden, at: toMeans,
    where: { s, e in s.isSwedish(toSeller) && ["50", "56"].contains(s.code(e, .ramTypeCode)) },
    checks: [Check("SE-R-011") { _, _ in false }]),
  Context(
    .sweden, at: toMeans,
    where: { s, e in
      s.isSwedish(toSeller) && s.isSwedish(toBuyer) && s.code(e, .ramTypeCode) == "31"
    },
    checks: [Check("SE-R-012") { _, _ in false }]),
]

private func giro(_ name: String, checks: [Check]) -> Context {
  Context(
    .sweden, at: toMeans + [.creditorAccount, .proprietaryID],
    where: { s, e in
      guard let means = s.parent(e).flatMap({ s.parent($0) }), s.isSwedish(toSeller) else {
        return false
      }
      return s.code(means, .ramTypeCode) == .creditTransfer
        && s.normalized(s.only(means, .creditorInstitution, .bic)) == name
    },
    checks: checks)
}

private let dutch: [Context] = [
  Context(
    .netherlands, at: [.exchangedDocument],
    where: { s, e in
      ["81", "83", "381", "396", "532"].contains(s.code(e, .ramTypeCode))
        && s.isFrom(\.supplierAddress, "NL")
    },
    checks: [
      Check("NL-R-001") { s, _ in
        !s.all(0, .transaction, .settlement, .invoiceReference, .issuerAssignedID).isEmpty
      }
    ]),
  address("NL-R-002", toSeller) { s, _ in s.isDutch() },
  address("NL-R-004", toBuyer) { s, _ in s.isDutch(\.customerAddress) },
  address("NL-R-006", [.transaction, .agreement, .representative]) { s, _ in
    s.isDutch(\.representativeAddress)
  },
  registration("NL-R-003", toSeller) { s, _ in s.isDutch() },
  registration("NL-R-005", toBuyer) { s, _ in s.isDutch(\.customerAddress) },
  Context(
    .netherlands, at: [.transaction, .settlement, .summation],
    where: { s, _ in s.isFrom(\.supplierAddress, "NL") },
    checks: [
      Check("NL-R-007") { s, e in
        let isCredit = s.code(s.only(0, .exchangedDocument, .ramTypeCode) ?? 0) == "381"
        if let due = s.decimal(e, .duePayable) {
          if isCredit ? due.coefficient >= 0 : due.coefficient <= 0 { return true }
        }
        return !s.all(0, at: toMeans).isEmpty
      }
    ]),
  Context(
    .netherlands, at: toMeans, where: { s, _ in s.isDutch(\.customerAddress) },
    checks: [dutchMeansCheck(.ramTypeCode)]),
  Context(
    .netherlands, at: [.transaction, .lineItem, .lineAgreement, .orderReferenced, .ciiLineID],
    where: { s, _ in s.isDutch() },
    checks: [
      Check("NL-R-009") { s, _ in
        !s.all(0, .transaction, .agreement, .orderReferenced, .issuerAssignedID).isEmpty
      }
    ]),
]

private func address(
  _ rule: String, _ party: [XMLName], where applies: @escaping Test
) -> Context {
  Context(
    .netherlands, at: party + [.tradeAddress], where: applies,
    checks: [
      Check(rule) { s, e in s.has(e, .lineOne) && s.has(e, .ramTown) && s.has(e, .postcode) }
    ])
}

private func registration(
  _ rule: String, _ party: [XMLName], where applies: @escaping Test
) -> Context {
  Context(
    .netherlands, at: party + [.organization, .ramID], where: applies,
    checks: [Check(rule) { s, e in s.isDutchRegistration(e) }])
}

extension Survey {
  /// The registrations that the release takes for VAT numbers: those of the scheme VAT, not VA.
  func peppolVATNumbers(_ party: Int) -> [Int] {
    all(party, .taxRegistration).filter { registration in
      all(registration, .ramID).contains { exactAttributeCode($0, .schemeIDAttribute) == .vat }
    }.compactMap { only($0, .ramID) }
  }

  fileprivate func isPartyFrom(_ party: Int, _ country: Code) -> Bool {
    all(party, .tradeAddress, .countryID).contains { exactCode($0) == country }
  }

  fileprivate func isSwedish(_ party: [XMLName]) -> Bool {
    all(0, at: party).contains { isPartyFrom($0, "SE") }
  }

  fileprivate func isSwedishWithVAT(_ party: Int) -> Bool {
    isPartyFrom(party, "SE")
      && ciiRegistrations(party, .vat).contains { string($0).hasPrefix("SE") }
  }

  fileprivate func isDutch(_ other: KeyPath<Market, Code?>? = nil) -> Bool {
    isFrom(\.supplierAddress, "NL") && (other.map { isFrom($0, "NL") } ?? true)
  }

  fileprivate func paymentReference(_ means: Int) -> String {
    string(parent(means).flatMap { only($0, .ramPaymentReference) })
  }

  fileprivate func cardType(_ means: Int) -> String { paymentReference(means).part(1, 3) }
}

/// Names of CII that only the rules of countries speak of.
extension XMLName {
  fileprivate static let lineOne = XMLName("ram:LineOne")
  fileprivate static let bic = XMLName("ram:BICID")
  fileprivate static let ramPaymentReference = XMLName("ram:PaymentReference")
}

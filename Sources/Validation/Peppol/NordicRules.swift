internal import Documents

/// What Norway asks of its sellers.
let norwegianContexts: [Context] = [
  Context(
    .norway, .party,
    where: { s, e in s.isIn(e, .accountingSupplierParty) && s.isFrom(\.supplier, "NO") },
    checks: [
      Check("NO-R-001") { s, e in
        s.areNorwegianVATNumbers(
          s.looseRegistrations(e, .vat).map { s.string(s.only($0, .companyID)) })
      },
      Check("NO-R-002") { s, e in
        let names = s.looseRegistrations(e, "TAX").flatMap { s.all($0, .companyID) }
        return s.normalized(s.sole(names)) == "Foretaksregisteret"
      },
    ])
]

/// What Iceland asks of its sellers, and of buyers there.
let icelandicContexts: [Context] = [
  Context(
    .iceland, .invoice, .creditNote, where: { s, _ in s.isFrom(\.supplierAsPrinted, "IS") },
    checks: [
      Check("IS-R-001") { s, e in
        ["380", "381"].contains(s.code(e, .invoiceTypeCode))
          || ["380", "381"].contains(s.code(e, .creditNoteTypeCode))
      },
      Check("IS-R-002") { s, e in s.hasKennitala(s.all(e, .accountingSupplierParty)) },
      Check("IS-R-003") { s, e in s.hasStreetAndPostCode(s.all(e, .accountingSupplierParty)) },
      Check("IS-R-006") { s, e in s.hasIcelandicAccount(e, "9") },
      Check("IS-R-007") { s, e in s.hasIcelandicAccount(e, "42") },
      Check("IS-R-008") { s, e in
        let finals = s.finalDueDates(e)
        guard let finals else { return true }
        guard let date = s.sole(finals) else { return false }
        return s.length(date) == 10 && XMLDate(s.bytes[s.text(date)]) != nil
      },
      Check("IS-R-009") { s, e in s.finalDueDates(e) == nil || s.has(e, .dueDate) },
      Check("IS-R-010") { s, e in
        guard let finals = s.finalDueDates(e) else { return true }
        return s.all(e, .dueDate).contains { due in
          finals.contains { s.string(due) <= s.string($0) }
        }
      },
    ]),
  Context(
    .iceland, .accountingCustomerParty, where: { s, e in s.isInRoot(e) && s.isDomestic("IS") },
    checks: [
      Check("IS-R-004") { s, e in s.hasKennitala([e]) },
      Check("IS-R-005") { s, e in s.hasStreetAndPostCode([e]) },
    ]),
]

extension Survey {
  /// Whether a Norwegian VAT number, if there is one, is NO, nine proven digits and MVA.
  func areNorwegianVATNumbers(_ numbers: [String]) -> Bool {
    guard numbers.contains(where: { $0.hasPrefix("NO") }) else { return true }
    if numbers.count > 1 { isUndecidable = true }
    return numbers.allSatisfy {
      $0.count == 14 && $0.part(3, 9).isNorwegianNumber && $0.hasSuffix("MVA")
    }
  }

  fileprivate func hasKennitala(_ roles: [Int]) -> Bool {
    roles.flatMap { all($0, .party, .partyLegalEntity, .companyID) }.contains {
      exactAttributeCode($0, .schemeIDAttribute) == "0196"
    }
  }

  fileprivate func hasStreetAndPostCode(_ roles: [Int]) -> Bool {
    let addresses = roles.flatMap { all($0, .party, .postalAddress) }
    return addresses.contains { has($0, .streetName) }
      && addresses.contains { has($0, .postalZone) }
  }

  /// Whether means of payment of a code, if there are any, name an account of 12 characters.
  fileprivate func hasIcelandicAccount(_ root: Int, _ code: Code) -> Bool {
    let means = all(root, .paymentMeans).filter { any($0, .paymentMeansCode, is: code) }
    if means.isEmpty { return true }
    let accounts = means.flatMap { all($0, .payeeFinancialAccount, .id) }
    return sole(accounts).map { normalizedLength($0) == 12 } ?? false
  }

  /// The identifiers of documents described as EINDAGI; nil without such a document.
  fileprivate func finalDueDates(_ root: Int) -> [Int]? {
    let documents = all(root, .additionalDocumentReference).filter {
      any($0, .documentDescription, is: "EINDAGI")
    }
    return documents.isEmpty ? nil : documents.flatMap { all($0, .id) }
  }
}

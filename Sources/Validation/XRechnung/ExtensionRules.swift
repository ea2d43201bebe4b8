internal import Documents
internal import Domain

/// The rules of the extension of XRechnung, which apply to documents that say they follow it.
struct ExtensionRules: Sendable {
  let terms: GermanTerms
  let lists: CodeLists

  /// Identifiers of digital health applications, which the extension adds to the schemes.
  private static let healthSchemes: Set<Code> = ["XR01", "XR02", "XR03"]
  private static let fileTypes: Set<String> = [
    "application/pdf", "image/png", "image/jpeg", "text/csv", "application/xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
  ]

  private func context(
    _ name: XMLName, where applies: Test? = nil, checks: [Check]
  ) -> Context {
    Context(
      .xrechnungExtension, name,
      where: { s, e in s.isOf(.extension) && (applies.map { $0(s, e) } ?? true) },
      checks: checks)
  }

  /// The scheme of an identifier must be of a list, or one of the extension's own.
  private func scheme(
    _ rule: String, _ name: XMLName, _ list: String, where applies: @escaping Test,
    or isOther: Test? = nil
  ) -> Context {
    let list = lists[list]
    return context(
      name, where: { s, e in s.hasAttribute(e, .schemeIDAttribute) && applies(s, e) },
      checks: [
        Check(rule) { s, e in
          guard let code = s.attributeCode(e, .schemeIDAttribute) else { return false }
          return list.contains(code) || Self.healthSchemes.contains(code)
            || (isOther.map { $0(s, e) } ?? false)
        }
      ])
  }

  private func attachments(_ name: XMLName) -> Context {
    context(
      name,
      checks: [
        Check("BR-DEX-01") { s, e in
          s.attributeString(e, .mimeCodeAttribute).map(Self.fileTypes.contains) ?? false
        }
      ])
  }

  var cii: [Context] {
    [
      context(
        .lineDocument, where: { s, e in s.isAt(e, below: [.transaction, .lineItem]) },
        checks: [Check("BR-DEX-15") { s, _ in s.everywhere(.parentLine).isEmpty }]),
      scheme("BR-DEX-04", .globalID, "identifier-schemes") { s, e in
        !s.isBelow(e, .product) && !s.isBelow(e, .shipTo)
      },
      scheme("BR-DEX-05", .ramID, "identifier-schemes") { s, e in !s.isBelow(e, .taxRegistration) },
      scheme("BR-DEX-06", .globalID, "identifier-schemes") { s, e in s.isIn(e, .product) },
      scheme("BR-DEX-07", .uriID, "endpoint-schemes") { s, e in s.isIn(e, .uriCommunication) },
      scheme("BR-DEX-08", .globalID, "identifier-schemes") { s, e in
        s.isIn(e, .shipTo, .tradeDelivery)
      },
      attachments(.binaryObject),
    ]
  }

  var ubl: [Context] {
    [
      attachments(.embeddedDocumentBinaryObject),
      context(
        .invoice, where: { _, e in e == 0 },
        checks: [
          Check("BR-DEX-02") { s, e in s.areLinesSumsOfSubLines(e) },
          Check("BR-DEX-03") { s, _ in
            s.everywhere(.subInvoiceLine).flatMap { s.all($0, .item) }.allSatisfy {
              s.count($0, .classifiedTaxCategory) == 1
            }
          },
        ]),
      context(
        .legalMonetaryTotal, checks: [Check("BR-DEX-09") { s, e in s.isDueWithThirdParties(e) }]),
      scheme(
        "BR-DEX-04", .id, "identifier-schemes", where: { s, e in s.isIn(e, .partyIdentification) },
        or: { s, e in
          s.attributeCode(e, .schemeIDAttribute) == .sepa
            && (s.isBelow(e, .accountingSupplierParty) || s.isBelow(e, .payeeParty))
        }),
      scheme("BR-DEX-05", .companyID, "identifier-schemes") { s, e in s.isIn(e, .partyLegalEntity)
      },
      scheme("BR-DEX-06", .id, "identifier-schemes") { s, e in
        s.isIn(e, .standardItemIdentification)
      },
      scheme("BR-DEX-07", .endpointID, "endpoint-schemes") { _, _ in true },
      scheme("BR-DEX-08", .id, "identifier-schemes") { s, e in s.isIn(e, .deliveryLocation) },
      context(
        .prepaidPayment, where: { s, e in s.root == .invoice && s.isInRoot(e) },
        checks: [
          Check("BR-DEX-10") { s, e in s.isAnyFilled(e, .id) },
          Check("BR-DEX-11") { s, e in s.isAnyFilled(e, .paidAmount) },
          Check("BR-DEX-12") { s, e in s.isAnyFilled(e, .instructionID) },
          Check("BR-DEX-13") { s, e in s.hasTwoDecimals(e, .paidAmount) },
          Check("BR-DEX-14") { s, e in
            let currencies = s.all(0, .documentCurrencyCode).map { s.string($0) }
            return s.all(e, .paidAmount).contains { amount in
              s.attributeString(amount, .currencyIDAttribute).map(currencies.contains) ?? false
            }
          },
        ]),
    ]
  }
}

extension Survey {
  /// Whether each line that has sub-lines is their sum, at every depth.
  fileprivate func areLinesSumsOfSubLines(_ root: Int) -> Bool {
    let lines = all(root, .invoiceLine) + everywhere(.subInvoiceLine)
    for line in lines where has(line, .subInvoiceLine) {
      let parts = all(line, .subInvoiceLine).flatMap { all($0, .lineExtensionAmount) }
      guard let amount = decimal(line, .lineExtensionAmount), let sum = sum(parts) else {
        return false
      }
      if amount != sum { return false }
    }
    return true
  }

  /// BR-CO-16 with what is collected for third parties.
  fileprivate func isDueWithThirdParties(_ totals: Int) -> Bool {
    let root = parent(totals) ?? 0
    let payments = all(root, .prepaidPayment)
    let isAnyPaid = payments.contains { isAnyFilled($0, .paidAmount) }
    guard let due = decimal(totals, .payableAmount),
      let gross = decimal(totals, .taxInclusiveAmount),
      let thirdParties = isAnyPaid ? sum(payments.flatMap { all($0, .paidAmount) }) : .zero
    else { return false }
    let rounding = decimal(totals, .payableRoundingAmount) ?? .zero
    let prepaid = decimal(totals, .prepaidAmount) ?? .zero
    guard let left = due.subtracting(rounding),
      let right = gross.subtracting(prepaid)?.adding(thirdParties)
    else {
      isUndecidable = true
      return false
    }
    return left.roundedHalfTowardsPlusInfinity(to: 2) == right.roundedHalfTowardsPlusInfinity(to: 2)
  }
}

/// Names that only the extension speaks of.
extension XMLName {
  static let subInvoiceLine = XMLName("cac:SubInvoiceLine")
  static let prepaidPayment = XMLName("cac:PrepaidPayment")
  static let paidAmount = XMLName("cbc:PaidAmount")
  static let instructionID = XMLName("cbc:InstructionID")
}

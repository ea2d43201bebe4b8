internal import Documents

/// Codes of a CII document that must be of a list.
func ciiCodeContexts(_ lists: CodeLists) -> [Context] {
  let schemes = lists["identifier-schemes"]
  let currencies = lists["currencies"]
  let types = (lists["invoice-types"], lists["credit-note-types"])
  return [
    Context(
      .codes, .ramTypeCode, where: { s, e in s.isIn(e, .exchangedDocument) },
      checks: [
        Check("BR-CL-01") { s, e in
          types.0.contains(s.code(e)) || types.1.contains(s.code(e))
        }
      ]),
    attribute("BR-CL-03", .taxTotalAmount, .currencyIDAttribute, currencies),
    text("BR-CL-04", .invoiceCurrency, currencies), text("BR-CL-05", .taxCurrency, currencies),
    Context(
      .codes, .dueDateTypeCode,
      checks: [Check("BR-CL-06") { s, e in ["5", "29", "72"].contains(s.code(e)) }]),
    text("BR-CL-07", .referenceTypeCode, lists["object-identifiers"]),
    text("BR-CL-08", .subjectCode, lists["note-subjects"]),
    attribute("BR-CL-10", .globalID, .schemeIDAttribute, schemes) { s, e in
      !s.isBelow(e, .product) && !s.isBelow(e, .shipTo)
    },
    attribute("BR-CL-11", .ramID, .schemeIDAttribute, schemes) { s, e in
      !s.isBelow(e, .taxRegistration)
    },
    attribute("BR-CL-13", .classCode, .listIDAttribute, lists["item-classifications"]),
    text("BR-CL-14", .countryID, lists["countries"]),
    text("BR-CL-15", .ramID, lists["countries"]) { s, e in s.isIn(e, .originTradeCountry) },
    text("BR-CL-16", .ramTypeCode, lists["payment-means"]) { s, e in s.isIn(e, .means) },
    text("BR-CL-17", .categoryCode, lists["vat-categories"]) { s, e in s.isIn(e, .categoryTax) },
    text("BR-CL-18", .categoryCode, lists["vat-categories"]) { s, e in s.isIn(e, .tradeTax) },
    reason("BR-CL-19", false, lists["allowance-reasons"]),
    reason("BR-CL-20", true, lists["charge-reasons"]),
    attribute("BR-CL-21", .globalID, .schemeIDAttribute, schemes) { s, e in s.isIn(e, .product) },
    Context(
      .codes, .exemptionCode,
      checks: [
        Check("BR-CL-22") { s, e in
          let list = lists["exemption-reasons"]
          return list.contains(s.normalized(e).uppercased()) || list.contains(s.upperCode(e))
        }
      ]),
    attribute("BR-CL-23", .basisQuantity, .unitCodeAttribute, lists["units"]),
    attribute("BR-CL-23", .billedQuantity, .unitCodeAttribute, lists["units"]),
    Context(
      .codes, .binaryObject, where: { s, e in s.hasAttribute(e, .mimeCodeAttribute) },
      checks: [
        Check("BR-CL-24") { s, e in
          s.attributeString(e, .mimeCodeAttribute).map(attachmentTypes.contains) ?? false
        }
      ]),
    attribute("BR-CL-25", .uriID, .schemeIDAttribute, lists["endpoint-schemes"]) { s, e in
      s.isIn(e, .uriCommunication)
    },
    attribute("BR-CL-26", .globalID, .schemeIDAttribute, schemes) { s, e in
      s.isIn(e, .shipTo, .tradeDelivery)
    },
  ]
}

private let attachmentTypes: Set<String> = [
  "application/pdf", "image/png", "image/jpeg", "text/csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.oasis.opendocument.spreadsheet",
]

private func text(
  _ rule: String, _ name: XMLName, _ list: CodeList, where applies: Test? = nil
) -> Context {
  Context(
    .codes, name, where: applies, checks: [Check(rule) { s, e in list.contains(s.code(e)) }])
}

private func attribute(
  _ rule: String, _ name: XMLName, _ attribute: XMLName, _ list: CodeList,
  where applies: Test? = nil
) -> Context {
  Context(
    .codes, name,
    where: { s, e in s.hasAttribute(e, attribute) && (applies.map { $0(s, e) } ?? true) },
    checks: [Check(rule) { s, e in s.attributeCode(e, attribute).map(list.contains) ?? false }])
}

private func reason(_ rule: String, _ isCharge: Bool, _ list: CodeList) -> Context {
  Context(
    .codes, .reasonCode,
    where: { s, e in
      guard let allowance = s.parent(e), s.name(allowance) == .tradeAllowance else { return false }
      return s.all(allowance, .ramChargeIndicator).contains { s.indicator(of: $0, is: isCharge) }
    },
    checks: [Check(rule) { s, e in list.contains(s.code(e)) }])
}

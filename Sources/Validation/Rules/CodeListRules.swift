internal import Documents

/// Codes that must be of a list.
func codeListContexts(_ lists: CodeLists) -> [Context] {
  let schemes = lists["identifier-schemes"]
  return [
    noteSubjectContext(lists["note-subjects"]),
    vatNumberContext(lists["vat-prefixes"]),
    typeCodeContext(lists),
    currencyAttributeContext(lists["currencies"]),
    ofText("BR-CL-04", .documentCurrencyCode, lists["currencies"]),
    ofText("BR-CL-05", .taxCurrencyCode, lists["currencies"]),
    ofText("BR-CL-06", .descriptionCode, in: .invoicePeriod, lists["tax-points"]),
    invoicedObjectContext(lists["object-identifiers"]),
    partyIdentificationContext(schemes),
    ofAttribute("BR-CL-11", .companyID, in: .partyLegalEntity, .schemeIDAttribute, schemes),
    ofAttribute(
      "BR-CL-13", .itemClassificationCode, in: .commodityClassification, .listIDAttribute,
      lists["item-classifications"]),
    ofText("BR-CL-14", .identificationCode, in: .country, lists["countries"]),
    ofText("BR-CL-15", .identificationCode, in: .originCountry, lists["countries"]),
    ofText("BR-CL-16", .paymentMeansCode, in: .paymentMeans, lists["payment-means"]),
    ofText("BR-CL-17", .id, in: .taxCategory, lists["vat-categories"]),
    ofText("BR-CL-18", .id, in: .classifiedTaxCategory, lists["vat-categories"]),
    reasonContext("BR-CL-19", isCharge: false, lists["allowance-reasons"]),
    reasonContext("BR-CL-20", isCharge: true, lists["charge-reasons"]),
    ofAttribute("BR-CL-21", .id, in: .standardItemIdentification, .schemeIDAttribute, schemes),
    exemptionContext(lists["exemption-reasons"]),
    unitContext(lists["units"]),
    attachmentContext,
    ofAttribute("BR-CL-25", .endpointID, in: nil, .schemeIDAttribute, lists["endpoint-schemes"]),
    ofAttribute("BR-CL-26", .id, in: .deliveryLocation, .schemeIDAttribute, schemes),
  ]
}

private func ofText(
  _ rule: String, _ name: XMLName, in parent: XMLName? = nil, _ list: CodeList
) -> Context {
  Context(
    .codes, name, where: { s, e in parent.map { s.isIn(e, $0) } ?? true },
    checks: [Check(rule) { s, e in list.contains(s.code(e)) }])
}

private func ofAttribute(
  _ rule: String, _ name: XMLName, in parent: XMLName?, _ attribute: XMLName, _ list: CodeList
) -> Context {
  Context(
    .codes, name,
    where: { s, e in (parent.map { s.isIn(e, $0) } ?? true) && s.hasAttribute(e, attribute) },
    checks: [
      Check(rule) { s, e in s.attributeCode(e, attribute).map(list.contains) ?? false }
    ])
}

private func typeCodeContext(_ lists: CodeLists) -> Context {
  let invoices = lists["invoice-types"]
  let creditNotes = lists["credit-note-types"]
  return Context(
    .codes, .invoiceTypeCode, .creditNoteTypeCode,
    checks: [
      Check("BR-CL-01") { s, e in
        (s.name(e) == .invoiceTypeCode ? invoices : creditNotes).contains(s.code(e))
      }
    ])
}

private func currencyAttributeContext(_ list: CodeList) -> Context {
  Context(
    .codes, .amount, .baseAmount, .priceAmount, .taxAmount, .taxableAmount, .lineExtensionAmount,
    .taxExclusiveAmount, .taxInclusiveAmount, .allowanceTotalAmount, .chargeTotalAmount,
    .prepaidAmount, .payableRoundingAmount, .payableAmount,
    checks: [
      Check("BR-CL-03") { s, e in
        s.attributeCode(e, .currencyIDAttribute).map(list.contains) ?? false
      }
    ])
}

private func invoicedObjectContext(_ list: CodeList) -> Context {
  Context(
    .codes, .id,
    where: { s, e in
      guard s.isIn(e, .additionalDocumentReference) || s.isIn(e, .documentReference) else {
        return false
      }
      return s.hasAttribute(e, .schemeIDAttribute)
        && s.any(Int(s.rows[e].parent), .documentTypeCode, is: .invoicedObject)
    },
    checks: [
      Check("BR-CL-07") { s, e in
        s.attributeCode(e, .schemeIDAttribute).map(list.contains) ?? false
      }
    ])
}

/// A SEPA creditor's identifier is one of the seller or the payee.
private func partyIdentificationContext(_ list: CodeList) -> Context {
  Context(
    .codes, .id,
    where: { s, e in s.isIn(e, .partyIdentification) && s.hasAttribute(e, .schemeIDAttribute) },
    checks: [
      Check("BR-CL-10") { s, e in
        guard let scheme = s.attributeCode(e, .schemeIDAttribute) else { return false }
        return list.contains(scheme)
          || scheme == .sepa
            && (s.isBelow(e, .accountingSupplierParty) || s.isBelow(e, .payeeParty))
      }
    ])
}

private func reasonContext(_ rule: String, isCharge: Bool, _ list: CodeList) -> Context {
  Context(
    .codes, .allowanceChargeReasonCode,
    where: { s, e in
      s.isIn(e, .allowanceCharge) && s.indicator(Int(s.rows[e].parent), is: isCharge)
    },
    checks: [Check(rule) { s, e in list.contains(s.code(e)) }])
}

private func unitContext(_ list: CodeList) -> Context {
  Context(
    .codes, .invoicedQuantity, .baseQuantity, .creditedQuantity,
    where: { s, e in s.hasAttribute(e, .unitCodeAttribute) },
    checks: [
      Check("BR-CL-23") { s, e in
        s.attributeCode(e, .unitCodeAttribute).map(list.contains) ?? false
      }
    ])
}

/// Its codes are long; in any case of letters.
private func exemptionContext(_ list: CodeList) -> Context {
  Context(
    .codes, .taxExemptionReasonCode,
    checks: [
      Check("BR-CL-22") { s, e in
        let words = s.bytes[s.text(e)].split(whereSeparator: Survey.isSpace)
        guard words.count == 1, let word = words.first else { return false }
        return list.contains(String(decoding: word, as: UTF8.self).uppercased())
      }
    ])
}

private let attachmentContext = Context(
  .codes, .embeddedDocumentBinaryObject,
  where: { s, e in s.hasAttribute(e, .mimeCodeAttribute) },
  checks: [
    Check("BR-CL-24") { s, e in
      guard let range = s.attribute(e, .mimeCodeAttribute) else { return false }
      return mediaTypes.contains(String(decoding: s.attributeBytes[range], as: UTF8.self))
    }
  ])

private let mediaTypes: Set = [
  "application/pdf", "image/png", "image/jpeg", "text/csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.oasis.opendocument.spreadsheet",
]

/// A note may begin with a subject code between two number signs: `#AAI#`.
private func noteSubjectContext(_ list: CodeList) -> Context {
  Context(
    .model, .note, where: { s, e in s.isInRoot(e) },
    checks: [
      Check("BR-CL-08") { s, e in
        let text = s.bytes[s.text(e)]
        guard let first = text.firstIndex(of: 0x23) else { return true }
        let rest = text[(first + 1)...]
        guard let second = rest.firstIndex(of: 0x23) else { return true }
        let subject = rest[..<second]
        guard Survey.characters(subject) == 3 else { return true }
        return list.isInRunningText(subject)
      }
    ])
}

/// A VAT number begins with its country. As the rules look for the two letters in the running text
/// of the list, less than two will also do.
private func vatNumberContext(_ list: CodeList) -> Context {
  Context(
    .model, .partyTaxScheme, where: { s, e in s.isVAT(e) },
    checks: [
      Check("BR-CO-09") { s, e in
        guard let number = s.only(e, .companyID) else { return true }
        let prefix = s.twoCharacters(number)
        var packer = Code.Packer()
        for byte in prefix { packer.append(byte) }
        return list.contains(packer.code) || list.isInRunningText(prefix)
      }
    ])
}

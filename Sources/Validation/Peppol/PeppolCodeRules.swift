internal import Documents

/// Codes, dates and types of document, each of the lists Peppol allows.
func peppolCodeContexts(_ lists: CodeLists) -> [Context] {
  let currencies = lists["currencies"]
  let endpoints = lists["endpoint-schemes"]
  let files = lists["file-types"]
  return [
    Context(
      .peppolCodes, .embeddedDocumentBinaryObject,
      where: { s, e in s.hasAttribute(e, .mimeCodeAttribute) },
      checks: [
        Check("PEPPOL-EN16931-CL001") { s, e in
          guard let type = s.attributeString(e, .mimeCodeAttribute) else { return false }
          return files.contains(Code(type)) || files.contains(type)
        }
      ]),
    reasonContext("PEPPOL-EN16931-CL002", "false", lists["allowance-reasons"]),
    reasonContext("PEPPOL-EN16931-CL003", "true", lists["charge-reasons"]),
    Context(
      .peppolCodes, .descriptionCode, where: { s, e in s.isIn(e, .invoicePeriod) },
      checks: [
        Check("PEPPOL-EN16931-CL006") { s, e in lists["tax-points"].contains(s.code(e)) }
      ]),
    Context(
      .peppolCodes, .amount, .baseAmount, .priceAmount, .taxAmount, .taxableAmount,
      .lineExtensionAmount, .taxExclusiveAmount, .taxInclusiveAmount, .allowanceTotalAmount,
      .chargeTotalAmount, .prepaidAmount, .payableRoundingAmount, .payableAmount,
      checks: [
        Check("PEPPOL-EN16931-CL007") { s, e in
          s.exactAttributeCode(e, .currencyIDAttribute).map(currencies.contains) ?? false
        }
      ]),
    Context(
      .peppolCodes, .endpointID, where: { s, e in s.hasAttribute(e, .schemeIDAttribute) },
      checks: [
        Check("PEPPOL-EN16931-CL008") { s, e in
          s.exactAttributeCode(e, .schemeIDAttribute).map(endpoints.contains) ?? false
        }
      ]),
    Context(
      .peppolCodes, .issueDate, .dueDate, .taxPointDate, .startDate, .endDate,
      .actualDeliveryDate,
      checks: [
        Check("PEPPOL-EN16931-F001") { s, e in
          s.length(e) == 10 && XMLDate(s.bytes[s.text(e)]) != nil
        }
      ]),
  ] + typeContexts(lists) + exemptionContexts
}

private func reasonContext(_ rule: String, _ indicator: Code, _ list: CodeList) -> Context {
  Context(
    .peppolCodes, .allowanceChargeReasonCode,
    where: { s, e in
      guard let deduction = s.parent(e), s.name(deduction) == .allowanceCharge else { return false }
      return s.any(deduction, .chargeIndicator, is: indicator)
    },
    checks: [Check(rule) { s, e in list.contains(s.code(e)) }])
}

/// The types of document the billing process takes, and those only German parties use.
private func typeContexts(_ lists: CodeLists) -> [Context] {
  let invoices = lists["invoice-types"]
  let creditNotes = lists["credit-note-types"]
  return [
    Context(
      .peppolCodes, .invoiceTypeCode,
      checks: [
        Check("PEPPOL-EN16931-P0100") { s, e in
          s.theProcess() == nil || invoices.contains(s.code(e))
        },
        Check("PEPPOL-EN16931-P0112") { s, e in
          !["326", "384"].contains(s.code(e)) || s.isGerman()
        },
      ]),
    Context(
      .peppolCodes, .creditNoteTypeCode,
      checks: [
        Check("PEPPOL-EN16931-P0101") { s, e in
          s.theProcess() == nil || creditNotes.contains(s.code(e))
        }
      ]),
  ]
}

/// Codes of exemption that go with one category of VAT only.
private let exemptionContexts: [Context] = [
  ("P0104", "VATEX-EU-G", Code("G")), ("P0105", "VATEX-EU-O", "O"), ("P0106", "VATEX-EU-IC", "K"),
  ("P0107", "VATEX-EU-AE", "AE"), ("P0108", "VATEX-EU-D", "E"), ("P0109", "VATEX-EU-F", "E"),
  ("P0110", "VATEX-EU-I", "E"), ("P0111", "VATEX-EU-J", "E"),
].map { rule, exemption, category in
  Context(
    .peppolCodes, .taxCategory,
    where: { s, e in
      s.only(e, .taxExemptionReasonCode).map { s.string($0).uppercased() } == exemption
    },
    checks: [Check("PEPPOL-EN16931-" + rule) { s, e in s.code(e, .id) == category }])
}

internal import Documents

/// What Peppol asks of the head of a document, its parties and its means of payment.
let peppolHeaderContexts: [Context] = [
  // No element may be empty, whatever its name.
  Context(
    .anywhere, ending: "",
    where: { s, e in !s.hasChildren(e) && s.isBlank(e) && !s.rows[e].hasDroppedText },
    checks: [Check("PEPPOL-EN16931-R008") { _, _ in false }]),
  Context(
    .anywhere, .creditNote,
    checks: [
      Check("PEPPOL-EN16931-R080") { s, e in
        s.all(e, .additionalDocumentReference).count {
          s.any($0, .documentTypeCode, is: .projectReference)
        } <= 1
      }
    ]),
  Context(
    .peppol, .invoice, .creditNote,
    checks: [
      Check("PEPPOL-EN16931-R001") { s, e in s.has(e, .profileID) },
      Check("PEPPOL-EN16931-R002") { s, e in s.count(e, .note) <= 1 || s.isGerman() },
      Check("PEPPOL-EN16931-R003") { s, e in
        s.has(e, .buyerReference) || s.has(e, .orderReference, .id)
      },
      Check("PEPPOL-EN16931-R004") { s, e in
        let id = s.normalized(s.only(e, .customizationID))
        return !id.contains("::")
          && id.hasPrefix(
            "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0")
      },
      Check("PEPPOL-EN16931-R007") { s, _ in s.theProcess() != nil },
      Check("PEPPOL-EN16931-R053") { s, e in
        s.all(e, .taxTotal).count { s.has($0, .taxSubtotal) } == 1
      },
      Check("PEPPOL-EN16931-R054") { s, e in
        s.all(e, .taxTotal).count { !s.has($0, .taxSubtotal) }
          == (s.has(e, .taxCurrencyCode) ? 1 : 0)
      },
      Check("PEPPOL-EN16931-R055") { s, e in s.taxesHaveOneSign(e) },
    ]),
  Context(
    .peppol, .taxCurrencyCode,
    checks: [
      Check("PEPPOL-EN16931-R005") { s, e in
        s.normalized(e) != s.normalized(s.parent(e).flatMap { s.only($0, .documentCurrencyCode) })
      }
    ]),
  Context(
    .peppol, .party, where: { s, e in s.isIn(e, .accountingCustomerParty) },
    checks: [Check("PEPPOL-EN16931-R010") { s, e in s.has(e, .endpointID) }]),
  Context(
    .peppol, .party, where: { s, e in s.isIn(e, .accountingSupplierParty) },
    checks: [Check("PEPPOL-EN16931-R020") { s, e in s.has(e, .endpointID) }]),
  Context(
    .peppol, .paymentMeans,
    where: { s, e in ["49", "59"].contains(s.code(e, .paymentMeansCode)) },
    checks: [Check("PEPPOL-EN16931-R061") { s, e in s.has(e, .paymentMandate, .id) }]),
]

extension Survey {
  /// Whether the tax in the accounting currency has the sign of that in the document's.
  fileprivate func taxesHaveOneSign(_ root: Int) -> Bool {
    guard has(root, .taxCurrencyCode) else { return true }
    let inTaxCurrency = signs(root, in: normalized(only(root, .taxCurrencyCode)))
    let inDocumentCurrency = signs(root, in: normalized(only(root, .documentCurrencyCode)))
    return inTaxCurrency.contains { $0 <= 0 } && inDocumentCurrency.contains { $0 <= 0 }
      || inTaxCurrency.contains { $0 >= 0 } && inDocumentCurrency.contains { $0 >= 0 }
  }

  private func signs(_ root: Int, in currency: String) -> [Int] {
    var signs: [Int] = []
    for amount in all(root, .taxTotal, .taxAmount)
    where attributeString(amount, .currencyIDAttribute) == currency {
      if let sign = sign(amount) { signs.append(sign) }
    }
    return signs
  }
}

internal import Documents

/// What Peppol asks of the head of a document, its parties and its means of payment, by where the
/// terms stand in a syntax.
struct PeppolHeaderRules: Sendable {
  let terms: PeppolTerms

  /// From the elements that hold them; UBL has all in the root, in one context.
  var processCheck: Check {
    Check("PEPPOL-EN16931-R001") { s, e in !s.all(e, at: terms.process).isEmpty }
  }

  var referenceCheck: Check {
    Check("PEPPOL-EN16931-R003") { s, e in
      s.has(e, terms.buyerReference) || !s.all(e, at: terms.order).isEmpty
    }
  }

  /// Asked of the element that has both currencies.
  func areCurrenciesDistinct(_ s: Survey, _ e: Int) -> Bool {
    !s.has(e, terms.taxCurrency)
      || s.normalized(s.only(e, terms.taxCurrency)) != s.normalized(s.only(e, terms.currency))
  }

  /// What both syntaxes ask of parties and means of payment.
  var contexts: [Context] {
    [
      Context(
        .peppol, names: [terms.buyer.name], where: terms.buyer.applies,
        checks: [Check("PEPPOL-EN16931-R010") { s, e in !s.all(e, at: terms.address).isEmpty }]),
      Context(
        .peppol, names: [terms.seller.name], where: terms.seller.applies,
        checks: [Check("PEPPOL-EN16931-R020") { s, e in !s.all(e, at: terms.address).isEmpty }]),
      Context(
        .peppol, names: [terms.means],
        where: { s, e in ["49", "59"].contains(s.code(e, terms.meansCode)) },
        checks: [Check("PEPPOL-EN16931-R061", terms.hasMandate)]),
    ]
  }
}

/// No element may be empty, whatever its name.
func emptyElementContext(except applies: Test? = nil) -> Context {
  Context(
    .anywhere, ending: "",
    where: { s, e in
      !s.hasChildren(e) && s.isBlank(e) && !s.rows[e].hasDroppedText
        && (applies.map { !$0(s, e) } ?? true)
    },
    checks: [Check("PEPPOL-EN16931-R008") { _, _ in false }])
}

/// The rules about the head that are those of UBL.
let peppolUBLHeaderContexts: [Context] = {
  let rules = PeppolHeaderRules(terms: .ubl)
  return [
    emptyElementContext(),
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
        rules.processCheck,
        Check("PEPPOL-EN16931-R002") { s, e in s.count(e, .note) <= 1 || s.isGerman() },
        rules.referenceCheck,
        Check("PEPPOL-EN16931-R004") { s, e in
          let id = s.normalized(s.only(e, .customizationID))
          return !id.contains("::") && id.hasPrefix(peppolSpecification)
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
          s.parent(e).map { rules.areCurrenciesDistinct(s, $0) } ?? true
        }
      ]),
  ] + rules.contexts
}()

/// BT-24 of Peppol BIS Billing 3.
let peppolSpecification =
  "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"

extension Survey {
  /// Whether the tax in the accounting currency has the sign of that in the document's.
  fileprivate func taxesHaveOneSign(_ root: Int) -> Bool {
    guard has(root, .taxCurrencyCode) else { return true }
    let amounts = all(root, .taxTotal, .taxAmount)
    let inTaxCurrency = signs(amounts, in: normalized(only(root, .taxCurrencyCode)))
    let inDocumentCurrency = signs(amounts, in: normalized(only(root, .documentCurrencyCode)))
    return inTaxCurrency.contains { $0 <= 0 } && inDocumentCurrency.contains { $0 <= 0 }
      || inTaxCurrency.contains { $0 >= 0 } && inDocumentCurrency.contains { $0 >= 0 }
  }

  /// The signs of the amounts of a currency.
  func signs(_ amounts: [Int], in currency: String) -> [Int] {
    amounts.filter { attributeString($0, .currencyIDAttribute) == currency }
      .compactMap { sign($0) }
  }
}

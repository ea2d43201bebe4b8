internal import Documents

/// Where the business terms that German rules use stand in one syntax.
///
/// A path leads from the root, or from the element that a comment names.
struct GermanTerms: Sendable {
  /// The root elements.
  var roots: [XMLName]
  /// BT-24.
  var specification: [XMLName]
  /// The element whose rules ask for BT-24; empty is the root.
  var specificationHolder: [XMLName]
  /// BT-3.
  var types: [[XMLName]]
  /// BT-10.
  var buyerReference: [XMLName]
  /// BG-3.
  var precedingInvoice: [XMLName]
  /// BT-20: the groups of terms, and the text in each.
  var paymentTerms: [XMLName], termsText: XMLName
  /// Documents that may have an attachment, and from there BT-125.
  var supportingDocuments: @Sendable (Survey) -> [Int], attachment: [XMLName]
  /// The element that carries BG-6, and the path to it from there.
  var seller: [XMLName], sellerContact: [XMLName]
  /// BG-5, BG-8, BG-15.
  var addresses: (seller: [XMLName], buyer: [XMLName], delivery: [XMLName])
  var city: XMLName, postCode: XMLName
  /// BG-6, and from there BT-41, BT-42 and BT-43.
  var contact: [XMLName], contactNames: [[XMLName]], telephone: [XMLName], mail: [XMLName]
  /// BG-16, and from there BT-81, BG-17 and BG-18.
  var means: [XMLName], meansCode: XMLName, transfer: XMLName, card: XMLName
  /// From BG-16: all that belongs to a transfer.
  var transferParts: [XMLName]
  /// From BG-16: BT-84 and BT-91.
  var creditorIBAN: [XMLName], debtorIBAN: [XMLName]
  /// BG-23, and from there BT-119.
  var breakdown: [XMLName], rate: [XMLName]
  /// BG-11.
  var representative: [XMLName]
  /// BT-72, BG-14, BG-25, and from there BG-26.
  var deliveryDate: [XMLName], period: [XMLName], lines: [[XMLName]], linePeriod: [XMLName]
  /// From BG-25: BG-31; from there BT-158, BG-32; from there BT-160 and BT-161.
  var item: [XMLName], itemClass: [XMLName], property: XMLName
  var propertyName: XMLName, propertyValue: XMLName
  /// BT-12.
  var contract: [XMLName]

  /// Whether a direct debit (BG-19) is announced, of one of the means of payment.
  var isDebit: Test
  /// Whether BT-90, BT-91 are stated where a direct debit is announced; asked of the root.
  var hasCreditorID: Test, hasDebtorAccount: Test
  /// Whether an allowance, a charge or a line has a category that needs the seller's tax number.
  var usesVATCategory: Test
  /// Whether the seller has a VAT number or a tax number.
  var hasTaxNumber: Test
  /// Whether BT-17 is stated.
  var hasTender: Test
  /// Addresses of supporting documents: where they stand, and whether one is whole.
  var documentAddress: (path: [XMLName], applies: Test, isWhole: Test)

  static let needsTaxNumber: [Code] = ["S", "Z", "E", "AE", "K", "G", "L", "M"]
}

extension GermanTerms {
  static let ubl = GermanTerms(
    roots: [.invoice, .creditNote], specification: [.customizationID], specificationHolder: [],
    types: [[.invoiceTypeCode], [.creditNoteTypeCode]], buyerReference: [.buyerReference],
    precedingInvoice: [.billingReference, .invoiceDocumentReference],
    paymentTerms: [.paymentTerms], termsText: .note,
    supportingDocuments: { s in s.all(0, .additionalDocumentReference) },
    attachment: [.attachment, .embeddedDocumentBinaryObject],
    seller: [.accountingSupplierParty], sellerContact: [.party, .contact],
    addresses: (
      [.accountingSupplierParty, .party, .postalAddress],
      [.accountingCustomerParty, .party, .postalAddress], [.delivery, .deliveryLocation, .address]
    ),
    city: .cityName, postCode: .postalZone,
    contact: [.accountingSupplierParty, .party, .contact], contactNames: [[.name]],
    telephone: [.telephone], mail: [.electronicMail],
    means: [.paymentMeans], meansCode: .paymentMeansCode, transfer: .payeeFinancialAccount,
    card: .cardAccount, transferParts: [.payeeFinancialAccount],
    creditorIBAN: [.payeeFinancialAccount, .id],
    debtorIBAN: [.paymentMandate, .payerFinancialAccount, .id],
    breakdown: [.taxTotal, .taxSubtotal], rate: [.taxCategory, .percent],
    representative: [.taxRepresentativeParty],
    deliveryDate: [.delivery, .actualDeliveryDate], period: [.invoicePeriod],
    lines: [[.invoiceLine], [.creditNoteLine]], linePeriod: [.invoicePeriod],
    item: [.item], itemClass: [.commodityClassification, .itemClassificationCode],
    property: .additionalItemProperty, propertyName: .name, propertyValue: .value,
    contract: [.contractDocumentReference, .id],
    isDebit: { s, e in s.has(e, .paymentMandate) },
    hasCreditorID: { s, e in
      guard s.has(e, .paymentMeans, .paymentMandate) else { return true }
      let parties = s.all(e, .accountingSupplierParty, .party) + s.all(e, .payeeParty)
      return parties.flatMap { s.all($0, .partyIdentification, .id) }.contains {
        s.exactAttributeCode($0, .schemeIDAttribute) == .sepa
      }
    },
    hasDebtorAccount: { s, e in
      !s.has(e, .paymentMeans, .paymentMandate)
        || s.count(e, .paymentMeans, .paymentMandate, .payerFinancialAccount, .id) > 0
    },
    usesVATCategory: { s, e in
      let deductions = s.all(e, .allowanceCharge).filter {
        s.any($0, .chargeIndicator, is: "true") || s.any($0, .chargeIndicator, is: "false")
      }
      let lines = s.all(e, .invoiceLine) + s.all(e, .creditNoteLine)
      let categories =
        deductions.flatMap { s.all($0, .taxCategory, .id) }
        + lines.flatMap { s.all($0, .item, .classifiedTaxCategory, .id) }
      return categories.contains { needsTaxNumber.contains(s.exactCode($0)) }
    },
    hasTaxNumber: { s, e in
      s.isAnyFilled(e, at: [.accountingSupplierParty, .party, .partyTaxScheme, .companyID])
    },
    hasTender: { s, e in s.isAnyFilled(e, at: [.originatorDocumentReference, .id]) },
    documentAddress: (
      [.additionalDocumentReference, .attachment, .externalReference], { _, _ in true },
      { s, e in s.string(s.only(e, .uri)).hasScheme }
    ))

  static let cii = GermanTerms(
    roots: [.ciiRoot], specification: [.exchangedContext, .guideline, .ramID],
    specificationHolder: [.exchangedContext],
    types: [[.exchangedDocument, .ramTypeCode]],
    buyerReference: [.transaction, .agreement, .ramBuyerReference],
    precedingInvoice: [.transaction, .settlement, .invoiceReference],
    paymentTerms: [.transaction, .settlement, .tradeTerms], termsText: .ramDescription,
    supportingDocuments: { s in s.everywhere(.additionalReference) }, attachment: [.binaryObject],
    seller: [.transaction, .agreement, .sellerParty], sellerContact: [.tradeContact],
    addresses: (
      [.transaction, .agreement, .sellerParty, .tradeAddress],
      [.transaction, .agreement, .buyerParty, .tradeAddress],
      [.transaction, .tradeDelivery, .shipTo, .tradeAddress]
    ),
    city: .ramTown, postCode: .postcode,
    contact: [.transaction, .agreement, .sellerParty, .tradeContact],
    contactNames: [[.contactPerson], [.contactDepartment]],
    telephone: [.telephoneCommunication, .completeNumber], mail: [.mailCommunication, .uriID],
    means: [.transaction, .settlement, .means], meansCode: .ramTypeCode,
    transfer: .creditorAccount, card: .card,
    transferParts: [.creditorAccount, .creditorInstitution, .debtorInstitution],
    creditorIBAN: [.creditorAccount, .iban], debtorIBAN: [.debtorAccount, .iban],
    breakdown: [.transaction, .settlement, .tradeTax], rate: [.ratePercent],
    representative: [.transaction, .agreement, .representative],
    deliveryDate: [.transaction, .tradeDelivery, .deliveryEvent, .occurrence],
    period: [.transaction, .settlement, .billingPeriod], lines: [[.transaction, .lineItem]],
    linePeriod: [.lineSettlement, .billingPeriod],
    item: [.product], itemClass: [.classification, .classCode],
    property: .characteristic, propertyName: .ramDescription, propertyValue: .ramValue,
    contract: [.transaction, .agreement, .contractReference, .issuerAssignedID],
    isDebit: { s, e in
      s.has(0, .transaction, .settlement, .creditorReference)
        || !s.all(0, at: mandate).isEmpty || s.has(e, .debtorAccount, .iban)
    },
    hasCreditorID: { s, e in
      let hasOther = !s.all(e, at: mandate).isEmpty || !s.all(e, at: debtorAccount).isEmpty
      return s.has(e, .transaction, .settlement, .creditorReference) ? hasOther : !hasOther
    },
    hasDebtorAccount: { s, e in
      let hasOther =
        !s.all(e, at: mandate).isEmpty || s.has(e, .transaction, .settlement, .creditorReference)
      return s.all(e, at: debtorAccount).isEmpty ? !hasOther : hasOther
    },
    usesVATCategory: { s, e in
      let taxes = s.all(e, .transaction, .lineItem, .lineSettlement, .tradeTax)
      return taxes.contains { s.any($0, .ramTypeCode, is: .vat) }
        && taxes.flatMap { s.all($0, .categoryCode) }.contains {
          needsTaxNumber.contains(s.exactCode($0))
        }
    },
    hasTaxNumber: { s, e in
      let seller: [XMLName] = [.transaction, .agreement, .sellerParty, .taxRegistration, .ramID]
      return s.all(e, at: seller).contains { id in
        let scheme = s.attributeCode(id, .schemeIDAttribute)
        return (scheme == "VA" || scheme == "FC") && !s.isBlank(id)
      }
    },
    hasTender: { s, e in
      s.all(e, .transaction, .agreement, .additionalReference).contains { reference in
        s.code(reference, .ramTypeCode) == "50" && s.isFilled(reference, .issuerAssignedID)
      }
    },
    documentAddress: (
      [.transaction, .agreement, .additionalReference],
      { s, e in s.any(e, .ramTypeCode, is: "916") },
      { s, e in s.only(e, .uriID).map { s.string($0).hasScheme } ?? true }
    ))

  private static let mandate: [XMLName] = [
    .transaction, .settlement, .tradeTerms, .directDebitMandate,
  ]
  private static let debtorAccount: [XMLName] = [
    .transaction, .settlement, .means, .debtorAccount, .iban,
  ]
}

/// Names of CII that only the German rules and those of Peppol speak of.
extension XMLName {
  static let ramBuyerReference = XMLName("ram:BuyerReference")
  static let tradeTerms = XMLName("ram:SpecifiedTradePaymentTerms")
  static let directDebitMandate = XMLName("ram:DirectDebitMandateID")
  static let creditorReference = XMLName("ram:CreditorReferenceID")
  static let creditorInstitution = XMLName("ram:PayeeSpecifiedCreditorFinancialInstitution")
  static let debtorInstitution = XMLName("ram:PayerSpecifiedDebtorFinancialInstitution")
  static let debtorAccount = XMLName("ram:PayerPartyDebtorFinancialAccount")
  static let ramTown = XMLName("ram:CityName")
  static let postcode = XMLName("ram:PostcodeCode")
  static let telephoneCommunication = XMLName("ram:TelephoneUniversalCommunication")
  static let completeNumber = XMLName("ram:CompleteNumber")
  static let mailCommunication = XMLName("ram:EmailURIUniversalCommunication")
  static let contractReference = XMLName("ram:ContractReferencedDocument")
  static let orderReferenced = XMLName("ram:BuyerOrderReferencedDocument")
  static let businessProcess = XMLName("ram:BusinessProcessSpecifiedDocumentContextParameter")
  static let calculationPercent = XMLName("ram:CalculationPercent")
  static let parentLine = XMLName("ram:ParentLineID")
}

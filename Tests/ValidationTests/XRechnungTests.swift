import Documents
import Domain
import Testing

@testable import Validation

/// A small document of either syntax.
private func tree(_ inner: String, isCII: Bool) throws -> XMLTree {
  let urn = "urn:oasis:names:specification:ubl:schema:xsd:"
  let un = "urn:un:unece:uncefact:data:standard:"
  let text =
    isCII
    ? """
    <rsm:CrossIndustryInvoice xmlns:rsm="\(un)CrossIndustryInvoice:100"
      xmlns:ram="\(un)ReusableAggregateBusinessInformationEntity:100"
      xmlns:udt="\(un)UnqualifiedDataType:100">\(inner)</rsm:CrossIndustryInvoice>
    """
    : """
    <Invoice xmlns="\(urn)Invoice-2" xmlns:cac="\(urn)CommonAggregateComponents-2"
      xmlns:cbc="\(urn)CommonBasicComponents-2">\(inner)</Invoice>
    """
  return try XMLParser().parse(Array(text.utf8))
}

private func agreement(_ inner: String) -> String {
  "<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement>\(inner)"
    + "</ram:ApplicableHeaderTradeAgreement></rsm:SupplyChainTradeTransaction>"
}

private func settlement(_ inner: String) -> String {
  "<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeSettlement>\(inner)"
    + "</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction>"
}

private let ids = [
  "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
  "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
    + "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0",
  "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
    + "#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9",
]

private func specification(_ id: String, isCII: Bool) -> String {
  isCII
    ? "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>\(id)"
      + "</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
    : "<cbc:CustomizationID>\(id)</cbc:CustomizationID>"
}

@Test("the XRechnung books hold the rules of the release, each with words")
func xrechnungCounts() {
  for (book, european, count) in [
    (RuleBook.xrechnungUBL, RuleBook.en16931, 76), (.xrechnungCII, .cii, 71),
  ] {
    #expect(book.rules.count == count)
    #expect(book.rules.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty })
    #expect(Set(book.rules.map(\.id)).isDisjoint(with: european.rules.map(\.id)))
  }
}

/// The same case in UBL and in CII.
private let cases: [(rule: String, isBroken: Bool, ubl: String, cii: String)] = [
  ("BR-DE-1", true, "<cbc:Note>a</cbc:Note>", agreement("")),
  (
    "BR-DE-1", false,
    "<cac:PaymentMeans><cbc:PaymentMeansCode>1</cbc:PaymentMeansCode></cac:PaymentMeans>",
    settlement("<ram:SpecifiedTradeSettlementPaymentMeans/>")
  ),
  (
    "BR-DE-15", true, "<cbc:BuyerReference> </cbc:BuyerReference>",
    agreement("<ram:BuyerReference> </ram:BuyerReference>")
  ),
  (
    "BR-DE-15", false, "<cbc:BuyerReference>a</cbc:BuyerReference>",
    agreement("<ram:BuyerReference>a</ram:BuyerReference>")
  ),
  (
    "BR-DE-18", false, terms("#SKONTO#TAGE=14#PROZENT=2.00#\n"),
    ciiTerms("#SKONTO#TAGE=14#PROZENT=2.00#\n")
  ),
  (
    "BR-DE-18", true, terms("#SKONTO#TAGE=14#PROZENT=2#\n"),
    ciiTerms("#SKONTO#TAGE=14#PROZENT=2#\n")
  ),
  (
    "BR-DE-18", true, terms("#SKONTO#TAGE=14#PROZENT=2.00#"),
    ciiTerms("#SKONTO#TAGE=14#PROZENT=2.00#")
  ),
  (
    "BR-DE-18", true, terms("#A#SKONTO#TAGE=14#PROZENT=2.00#\n"),
    ciiTerms("#A#SKONTO#TAGE=14#PROZENT=2.00#\n")
  ),
  (
    "BR-DE-19", true, transfer("58", "DE02120300000000202052"),
    ciiTransfer("58", "DE02120300000000202052")
  ),
  (
    "BR-DE-19", false, transfer("58", "DE02 1203 0000 0000 2020 51"),
    ciiTransfer("58", "DE02 1203 0000 0000 2020 51")
  ),
  ("BR-DE-23-a", false, transfer("30", "1"), ciiTransfer("30", "1")),
  ("BR-DE-24-a", true, transfer("48", "1"), ciiTransfer("48", "1")),
  ("BR-DE-24-b", true, transfer("48", "1"), ciiTransfer("48", "1")),
  ("BR-DE-25-b", true, transfer("59", "1"), ciiTransfer("59", "1")),
  ("BR-DE-26", true, "<cbc:InvoiceTypeCode>384</cbc:InvoiceTypeCode>", type("384")),
  ("BR-DE-26", false, "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", type("380")),
  ("BR-DE-17", true, "<cbc:InvoiceTypeCode>82</cbc:InvoiceTypeCode>", type("82")),
  ("BR-DE-17", false, "<cbc:InvoiceTypeCode>877</cbc:InvoiceTypeCode>", type("877")),
  ("BR-DE-28", true, contact("a@b", "1"), ciiContact("a@b", "1")),
  ("BR-DE-28", false, contact("a@b.de", "1"), ciiContact("a@b.de", "1")),
  ("BR-DE-27", true, contact("", "12"), ciiContact("", "12")),
  ("BR-DE-27", false, contact("", "1-2-3"), ciiContact("", "1-2-3")),
  ("BR-DE-5", true, contact("", ""), ciiContact("", "")),
  ("PEPPOL-EN16931-R040", true, charge("9.97", "100", "10"), ciiCharge("9.97", "100", "10")),
  ("PEPPOL-EN16931-R040", false, charge("9.98", "100", "10"), ciiCharge("9.98", "100", "10")),
  ("PEPPOL-EN16931-R041", true, charge("9.98", nil, "10"), ciiCharge("9.98", nil, "10")),
  ("PEPPOL-EN16931-R042", true, charge("9.98", "100", nil), ciiCharge("9.98", "100", nil)),
]

private func terms(_ text: String) -> String {
  "<cac:PaymentTerms><cbc:Note>\(text)</cbc:Note></cac:PaymentTerms>"
}

private func ciiTerms(_ text: String) -> String {
  settlement(
    "<ram:SpecifiedTradePaymentTerms><ram:Description>\(text)</ram:Description>"
      + "</ram:SpecifiedTradePaymentTerms>")
}

private func transfer(_ code: String, _ account: String) -> String {
  "<cac:PaymentMeans><cbc:PaymentMeansCode>\(code)</cbc:PaymentMeansCode>"
    + "<cac:PayeeFinancialAccount><cbc:ID>\(account)</cbc:ID></cac:PayeeFinancialAccount>"
    + "</cac:PaymentMeans>"
}

private func ciiTransfer(_ code: String, _ account: String) -> String {
  settlement(
    "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>\(code)</ram:TypeCode>"
      + "<ram:PayeePartyCreditorFinancialAccount><ram:IBANID>\(account)</ram:IBANID>"
      + "</ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>")
}

private func type(_ code: String) -> String {
  "<rsm:ExchangedDocument><ram:TypeCode>\(code)</ram:TypeCode></rsm:ExchangedDocument>"
}

private func contact(_ mail: String, _ telephone: String) -> String {
  "<cac:AccountingSupplierParty><cac:Party><cac:Contact><cbc:Telephone>\(telephone)"
    + "</cbc:Telephone><cbc:ElectronicMail>\(mail)</cbc:ElectronicMail></cac:Contact></cac:Party>"
    + "</cac:AccountingSupplierParty>"
}

private func ciiContact(_ mail: String, _ telephone: String) -> String {
  agreement(
    "<ram:SellerTradeParty><ram:DefinedTradeContact><ram:TelephoneUniversalCommunication>"
      + "<ram:CompleteNumber>\(telephone)</ram:CompleteNumber></ram:TelephoneUniversalCommunication>"
      + "<ram:EmailURIUniversalCommunication><ram:URIID>\(mail)</ram:URIID>"
      + "</ram:EmailURIUniversalCommunication></ram:DefinedTradeContact></ram:SellerTradeParty>")
}

private func charge(_ amount: String, _ base: String?, _ percent: String?) -> String {
  "<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>"
    + (percent.map { "<cbc:MultiplierFactorNumeric>\($0)</cbc:MultiplierFactorNumeric>" } ?? "")
    + "<cbc:Amount>\(amount)</cbc:Amount>"
    + (base.map { "<cbc:BaseAmount>\($0)</cbc:BaseAmount>" } ?? "") + "</cac:AllowanceCharge>"
}

private func ciiCharge(_ amount: String, _ base: String?, _ percent: String?) -> String {
  settlement(
    "<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>true</udt:Indicator>"
      + "</ram:ChargeIndicator>"
      + (percent.map { "<ram:CalculationPercent>\($0)</ram:CalculationPercent>" } ?? "")
      + (base.map { "<ram:BasisAmount>\($0)</ram:BasisAmount>" } ?? "")
      + "<ram:ActualAmount>\(amount)</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>")
}

@Test("a rule of XRechnung says the same of UBL and of CII", arguments: cases.indices)
func bothSyntaxes(index: Int) throws {
  let one = cases[index]
  for (isCII, inner) in [(false, one.ubl), (true, one.cii)] {
    let book: RuleBook = isCII ? .xrechnungCII : .xrechnungUBL
    let judgement = book.judge(try tree(inner, isCII: isCII))
    #expect(
      (judgement.fatalRules + judgement.warningRules).contains(one.rule) == one.isBroken,
      "\(one.rule), CII: \(isCII)")
  }
}

@Test("the profile of XRechnung is known by the identifier, and named", arguments: [true, false])
func profiles(isCII: Bool) throws {
  let known: [XRechnungProfile] = [.core, .extension, .vehicles, .other]
  for (id, profile) in zip(ids + ["urn:cen.eu:en16931:2017"], known) {
    let document = try tree(specification(id, isCII: isCII), isCII: isCII)
    #expect(XRechnungProfile(of: document) == profile)
    #expect(Profile.xrechnung.judge(document).note == profile.note)
    #expect(Profile.en16931.judge(document).note.isEmpty)
    let opinion = Profile.xrechnung.judge(document)
    #expect(opinion.warningRules.contains("BR-DE-21") == (profile == .other))
    #expect(opinion.fatalRules.contains("BR-DE-CVD-01") == (profile == .vehicles))
    // The missing date of delivery is for information alone.
    #expect(!(opinion.fatalRules + opinion.warningRules).contains("BR-DE-TMP-32"))
  }
}

@Test("XRechnung weighs rules of EN 16931 by its own levels", arguments: [true, false])
func levels(isCII: Bool) throws {
  let scheme = "schemeID=\"XR01\""
  let inner =
    isCII
    ? agreement(
      "<ram:SellerTradeParty><ram:URIUniversalCommunication><ram:URIID \(scheme)>1</ram:URIID>"
        + "</ram:URIUniversalCommunication></ram:SellerTradeParty>")
    : "<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID \(scheme)>1</cbc:EndpointID>"
      + "</cac:Party></cac:AccountingSupplierParty>"
  func fatal(_ id: String, _ profile: Profile) throws -> Bool {
    let document = try tree(specification(id, isCII: isCII) + inner, isCII: isCII)
    return profile.judge(document).fatalRules.contains("BR-CL-25")
  }
  #expect(try fatal(ids[0], .xrechnung))
  #expect(try !fatal(ids[1], .xrechnung))
  #expect(try fatal(ids[1], .en16931))
}

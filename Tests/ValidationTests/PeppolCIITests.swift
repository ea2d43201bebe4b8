import Documents
import Domain
import Testing

@testable import Validation

private func judge(_ inner: String) throws -> Judgement {
  let un = "urn:un:unece:uncefact:data:standard:"
  let text = """
    <rsm:CrossIndustryInvoice xmlns:rsm="\(un)CrossIndustryInvoice:100"
      xmlns:ram="\(un)ReusableAggregateBusinessInformationEntity:100"
      xmlns:udt="\(un)UnqualifiedDataType:100">\(inner)</rsm:CrossIndustryInvoice>
    """
  return RuleBook.peppolCII.judge(try XMLParser().parse(Array(text.utf8)))
}

private func transaction(_ agreement: String, _ settlement: String = "") -> String {
  "<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement>\(agreement)"
    + "</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeSettlement>\(settlement)"
    + "</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction>"
}

private func party(_ role: String, _ country: String, _ rest: String = "") -> String {
  "<ram:\(role)>\(rest)<ram:PostalTradeAddress><ram:CountryID>\(country)</ram:CountryID>"
    + "</ram:PostalTradeAddress></ram:\(role)>"
}

private func means(_ code: String, _ rest: String = "") -> String {
  "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>\(code)</ram:TypeCode>\(rest)"
    + "</ram:SpecifiedTradeSettlementPaymentMeans>"
}

private let danish = party("SellerTradeParty", "DK") + party("BuyerTradeParty", "DK")
private let dutch = party("SellerTradeParty", "NL") + party("BuyerTradeParty", "NL")
private let swedish = party("SellerTradeParty", "SE") + party("BuyerTradeParty", "SE")

private func registered(_ country: String, _ id: String, _ scheme: String) -> String {
  let organization =
    "<ram:SpecifiedLegalOrganization><ram:ID schemeID=\"\(scheme)\">\(id)</ram:ID>"
    + "</ram:SpecifiedLegalOrganization>"
  return party("SellerTradeParty", country, organization)
}

@Test("the Peppol book for CII holds the 84 rules of the release but P0100, which cannot fire")
func peppolCIICounts() {
  let rules = RuleBook.peppolCII.rules
  #expect(rules.count == 83)
  #expect(Set(rules.map(\.id)).isDisjoint(with: RuleBook.cii.rules.map(\.id)))
  #expect(rules.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty })
}

@Test(
  "rules of Peppol fire on CII, and stay silent, as they should",
  arguments: [
    (transaction("<ram:BuyerReference>a</ram:BuyerReference>"), "PEPPOL-EN16931-R003", false),
    (transaction(""), "PEPPOL-EN16931-R003", true),
    (transaction(party("BuyerTradeParty", "DE")), "PEPPOL-EN16931-R010", true),
    (transaction(danish), "DK-R-002", true),
    (transaction(registered("DK", "DK12345678", "0184")), "DK-R-002", false),
    (transaction(registered("DK", "DK12345678", "0088")), "DK-R-014", true),
    (transaction(danish, means("57")), "DK-R-005", true),
    (transaction(danish, means("58")), "DK-R-005", false),
    (transaction(dutch, means("57")), "NL-R-008", false),
    (transaction(dutch, means("10")), "NL-R-008", true),
    (transaction(dutch), "NL-R-002", true),
    (transaction(registered("NL", "12345678", "0106")), "NL-R-003", false),
    (transaction(registered("NL", "12345678", "0088")), "NL-R-003", true),
    (transaction(swedish, means("31")), "SE-R-012", true),
    (transaction(swedish, means("50")), "SE-R-011", true),
    (transaction(registered("SE", "5560160680", "0007")), "SE-R-013", false),
    (transaction(registered("SE", "5560160681", "0007")), "SE-R-013", true),
    (transaction(party("SellerTradeParty", "IT")), "IT-R-002", true),
    (transaction(party("SellerTradeParty", "NO")), "NO-R-002", true),
    (
      transaction(
        party(
          "SellerTradeParty", "DE",
          "<ram:GlobalID schemeID=\"0088\">7300010000001</ram:GlobalID>")), "PEPPOL-COMMON-R040",
      false
    ),
    (
      transaction(
        party(
          "SellerTradeParty", "DE",
          "<ram:GlobalID schemeID=\"0088\">7300010000002</ram:GlobalID>")), "PEPPOL-COMMON-R040",
      true
    ),
  ])
func peppolCIIFires(inner: String, rule: String, isBroken: Bool) throws {
  let judgement = try judge(inner)
  #expect((judgement.fatalRules + judgement.warningRules).contains(rule) == isBroken)
}

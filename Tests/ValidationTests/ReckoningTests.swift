import Documents
import Testing

@testable import Validation

/// A document whose every sum is wrong: what it states, and what it comes to.
private let wrongSums = """
  <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
    xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
    xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
    <cbc:Amount>10.00</cbc:Amount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent>
    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:AllowanceCharge>
  <cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>
    <cbc:Amount>4.50</cbc:Amount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent>
    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:AllowanceCharge>
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">20.00</cbc:TaxAmount><cac:TaxSubtotal>
    <cbc:TaxableAmount>90.00</cbc:TaxableAmount><cbc:TaxAmount>5.00</cbc:TaxAmount>
    <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent>
    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal><cbc:LineExtensionAmount>150.00</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount>1.00</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount>2.00</cbc:TaxInclusiveAmount>
    <cbc:AllowanceTotalAmount>11.00</cbc:AllowanceTotalAmount>
    <cbc:ChargeTotalAmount>5.00</cbc:ChargeTotalAmount>
    <cbc:PrepaidAmount>0.50</cbc:PrepaidAmount>
    <cbc:PayableRoundingAmount>0.01</cbc:PayableRoundingAmount>
    <cbc:PayableAmount>3.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
  <cac:InvoiceLine><cbc:LineExtensionAmount>100.00</cbc:LineExtensionAmount><cac:Item>
    <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent>
    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
  </cac:InvoiceLine>
  </Invoice>
  """

@Test(
  "where an amount is wrong, the finding says what is stated and what it comes to",
  arguments: [
    ("BR-CO-10", "150.00", "100.00"), ("BR-CO-11", "11.00", "10.00"), ("BR-CO-12", "5.00", "4.50"),
    ("BR-CO-13", "1.00", "144.00"), ("BR-CO-14", "20.00", "5.00"), ("BR-CO-15", "2.00", "21.00"),
    ("BR-CO-16", "3.00", "1.51"), ("BR-CO-17", "5.00", "17.10"), ("BR-S-08", "90.00", "94.50"),
    ("BR-S-09", "5.00", "17.10"),
  ])
func reckoning(rule: String, stated: String, expected: String) throws {
  let tree = try XMLParser().parse(Array(wrongSums.utf8))
  let opinion = Profile.en16931.judge(tree)
  let finding = try #require(opinion.findings.first { $0.rule.id == rule })
  #expect(
    Reckoner(tree).reckoning(of: rule, at: finding.node)
      == Reckoning(stated: stated, expected: expected))
}

@Test("a rule that is not about an amount has none to expect")
func noReckoning() throws {
  let tree = try XMLParser().parse(Array(wrongSums.utf8))
  let others = Profile.en16931.judge(tree).findings.filter { !$0.rule.id.hasPrefix("BR-CO-1") }
    .filter { !["BR-S-08", "BR-S-09"].contains($0.rule.id) }
  #expect(others.count > 10)
  for finding in others where finding.rule.id != "BR-CO-18" {
    #expect(Reckoner(tree).reckoning(of: finding.rule.id, at: finding.node) == nil)
  }
}

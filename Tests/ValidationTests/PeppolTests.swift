import Documents
import Domain
import Testing

@testable import Validation

/// A small document, judged by the Peppol rules alone.
private func judgePeppol(_ inner: String, root: String = "Invoice") throws -> Judgement {
  RuleBook.peppol.judge(try document(inner, root: root))
}

private func document(_ inner: String, root: String = "Invoice") throws -> XMLTree {
  let urn = "urn:oasis:names:specification:ubl:schema:xsd:"
  let text = """
    <\(root) xmlns="\(urn)\(root)-2" xmlns:cac="\(urn)CommonAggregateComponents-2"
      xmlns:cbc="\(urn)CommonBasicComponents-2">\(inner)</\(root)>
    """
  return try XMLParser().parse(Array(text.utf8))
}

@Test("the Peppol book holds the 165 rules of the release")
func peppolCounts() {
  let rules = RuleBook.peppol.rules
  #expect(rules.count == 165)
  #expect(rules.map(\.id) == rules.map(\.id).sorted())
  #expect(rules.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty })
  #expect(Set(rules.map(\.id)).isDisjoint(with: RuleBook.en16931.rules.map(\.id)))
}

/// A party of a role in Iceland.
private func icelandic(_ role: String, _ rest: String = "") -> String {
  """
  <cac:\(role)><cac:Party><cac:PostalAddress>\(rest)<cac:Country>
  <cbc:IdentificationCode>IS</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
  </cac:Party></cac:\(role)>
  """
}

private let seller = icelandic("AccountingSupplierParty")

private func means(_ code: String, _ account: String) -> String {
  """
  <cac:PaymentMeans><cbc:PaymentMeansCode>\(code)</cbc:PaymentMeansCode>
  <cac:PayeeFinancialAccount><cbc:ID>\(account)</cbc:ID></cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  """
}

private func final(_ date: String) -> String {
  """
  <cac:AdditionalDocumentReference><cbc:ID>\(date)</cbc:ID>
  <cbc:DocumentDescription>EINDAGI</cbc:DocumentDescription></cac:AdditionalDocumentReference>
  """
}

@Test(
  "rules the official expectations pass over fire, and stay silent, as they should",
  arguments: [
    ("<cbc:Note> </cbc:Note>", "PEPPOL-EN16931-R008", true),
    ("<cac:Unheard/>", "PEPPOL-EN16931-R008", true),
    ("<cbc:Note>x</cbc:Note>", "PEPPOL-EN16931-R008", false),
    ("<cbc:EmbeddedDocumentBinaryObject/>", "PEPPOL-EN16931-R008", true),
    (
      "<cbc:EmbeddedDocumentBinaryObject> </cbc:EmbeddedDocumentBinaryObject>",
      "PEPPOL-EN16931-R008", true
    ),
    (
      "<cbc:EmbeddedDocumentBinaryObject>eA==</cbc:EmbeddedDocumentBinaryObject>",
      "PEPPOL-EN16931-R008", false
    ),
    ("<cbc:EndpointID schemeID='0192'>974760673</cbc:EndpointID>", "PEPPOL-COMMON-R041", false),
    ("<cbc:EndpointID schemeID='0192'>974760674</cbc:EndpointID>", "PEPPOL-COMMON-R041", true),
    ("<cbc:EndpointID schemeID='0192'>000000000</cbc:EndpointID>", "PEPPOL-COMMON-R041", true),
    (seller, "IS-R-001", true),
    (seller + "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "IS-R-001", false),
    (seller, "IS-R-002", true), (seller, "IS-R-003", true),
    (
      icelandic(
        "AccountingSupplierParty",
        "<cbc:StreetName>a</cbc:StreetName><cbc:PostalZone>1</cbc:PostalZone>"), "IS-R-003", false
    ),
    (seller + icelandic("AccountingCustomerParty"), "IS-R-004", true),
    (seller + icelandic("AccountingCustomerParty"), "IS-R-005", true),
    (icelandic("AccountingCustomerParty"), "IS-R-005", false),
    (seller + means("9", "12345"), "IS-R-006", true),
    (seller + means("9", "123456789012"), "IS-R-006", false),
    (seller + means("42", "12345"), "IS-R-007", true), (seller, "IS-R-007", false),
    (seller + final("31.1.2026"), "IS-R-008", true),
    (seller + final("2026-01-31"), "IS-R-008", false),
    (seller + final("2026-01-31"), "IS-R-009", true),
    (seller + final("2026-01-31") + "<cbc:DueDate>2026-01-30</cbc:DueDate>", "IS-R-009", false),
    (seller + final("2026-01-31") + "<cbc:DueDate>2026-01-30</cbc:DueDate>", "IS-R-010", false),
    (seller + final("2026-01-31") + "<cbc:DueDate>2026-02-01</cbc:DueDate>", "IS-R-010", true),
  ])
func peppolFires(inner: String, rule: String, isBroken: Bool) throws {
  let judgement = try judgePeppol(inner)
  #expect((judgement.fatalRules + judgement.warningRules).contains(rule) == isBroken)
}

@Test("the profile peppol asks both books, and its ids are sorted")
func peppolProfile() throws {
  let tree = try document("<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>")
  let both = Profile.peppol.judge(tree)
  #expect(both.verdict == .fatal)
  #expect(both.fatalRules.contains("BR-22"))
  #expect(both.fatalRules.contains("PEPPOL-EN16931-R001"))
  #expect(both.fatalRules == both.fatalRules.sorted())
  #expect(both.findings.map(\.rule.id) == both.findings.map(\.rule.id).sorted())
  let alone = Profile.en16931.judge(tree)
  #expect(alone.fatalRules == RuleBook.en16931.judge(tree).fatalRules)
}

@Test("a seller with two VAT numbers has no country the rules can tell")
func ambiguousSeller() throws {
  let registration = """
    <cac:PartyTaxScheme><cbc:CompanyID>NO1</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID>
    </cac:TaxScheme></cac:PartyTaxScheme>
    """
  let party =
    "<cac:AccountingSupplierParty><cac:Party>\(registration)\(registration)</cac:Party>"
    + "</cac:AccountingSupplierParty>"
  #expect(try judgePeppol(party).fatalRules.allSatisfy { !$0.hasPrefix("NO-R") })
}

@Test("two business processes are one too many to judge by")
func twoProcesses() throws {
  let profile = "<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>"
  #expect(try !judgePeppol(profile).fatalRules.contains("PEPPOL-EN16931-R007"))
  #expect(try judgePeppol(profile).verdict == .fatal)
  #expect(try judgePeppol(profile + profile).verdict == .unreadable)
}

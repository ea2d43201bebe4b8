import Documents
import Domain
import Foundation
import Testing

@testable import Validation

/// A small document around some elements of its root.
func judge(_ inner: String, root: String = "Invoice") throws -> Judgement {
  let urn = "urn:oasis:names:specification:ubl:schema:xsd:"
  let document = """
    <\(root) xmlns="\(urn)\(root)-2" xmlns:cac="\(urn)CommonAggregateComponents-2"
      xmlns:cbc="\(urn)CommonBasicComponents-2" xmlns:ext="\(urn)CommonExtensionComponents-2">\(inner)</\(root)>
    """
  return RuleBook.en16931.judge(try XMLParser().parse(Array(document.utf8)))
}

@Test("the book holds the 979 rules of the release, 281 of them fatal")
func counts() {
  let rules = RuleBook.en16931.rules
  #expect(rules.count == 979)
  #expect(rules.count { $0.flag == .fatal } == 281)
  #expect(rules.map(\.id) == rules.map(\.id).sorted())
  #expect(rules.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty })
}

@Test(
  "an element fires what it breaks",
  arguments: [
    ("<cac:AdditionalDocumentReference/>", "BR-52"),
    ("<cac:LegalMonetaryTotal/>", "BR-15"),
    ("<cac:InvoiceLine/>", "BR-21"),
    ("<cac:TaxTotal><cac:TaxSubtotal/></cac:TaxTotal>", "BR-45"),
    ("<cbc:DocumentCurrencyCode>EURO</cbc:DocumentCurrencyCode>", "BR-CL-04"),
    ("<cac:Delivery/><cac:Delivery/>", "UBL-SR-24"),
    ("<cbc:PrepaidAmount>1.234</cbc:PrepaidAmount>", "UBL-DT-01"),
    ("<cbc:Note languageID='de'>x</cbc:Note>", "UBL-DT-19"),
    ("<cbc:UUID>1</cbc:UUID>", "UBL-CR-005"),
    ("<cbc:ID schemeID='x'>1</cbc:ID>", "UBL-CR-650"),
    ("<cac:PaymentMeans><cbc:PaymentDueDate/></cac:PaymentMeans>", "UBL-CR-412"),
  ])
func fires(inner: String, rule: String) throws {
  let judgement = try judge(inner)
  #expect((judgement.fatalRules + judgement.warningRules).contains(rule))
}

@Test("every category of VAT asks for its breakdown", arguments: VATCategory.allCases)
func breakdown(category: VATCategory) throws {
  let inner = """
    <cac:InvoiceLine><cac:Item><cac:ClassifiedTaxCategory><cbc:ID>\(category.code)</cbc:ID>
    <cac:TaxScheme><cbc:ID>vat</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
    </cac:InvoiceLine>
    """
  #expect(try judge(inner).fatalRules.contains("BR-\(category.family)-01"))
}

@Test("what the rules cannot evaluate is a fault of its own, never clean")
func undecidable() throws {
  let inner =
    "<cac:AllowanceCharge><cbc:ChargeIndicator>no</cbc:ChargeIndicator></cac:AllowanceCharge>"
  let judgement = try judge(inner)
  #expect(judgement.verdict == .unreadable)
  #expect(!judgement.undecidable.isEmpty)
}

@Test("a credit note may state its due date among the means of payment")
func creditNote() throws {
  let inner = "<cac:PaymentMeans><cbc:PaymentDueDate/></cac:PaymentMeans>"
  #expect(try !judge(inner, root: "CreditNote").warningRules.contains("UBL-CR-412"))
}

@Test("every path outside the model fires its rule")
func paths() throws {
  let table = String(decoding: PackageResources.outside_the_model_tsv, as: UTF8.self)
  for entry in PathTrie.entries(table: table) {
    var inner = ""
    for step in entry.steps.reversed() {
      let name = step.split(separator: "|")[0]
      if name.hasPrefix("@") {
        inner = " \(name.dropFirst())='x'>"
      } else {
        let body = inner.hasPrefix(" ") ? inner : ">" + inner
        inner = "<\(name)" + body + "</\(name)>"
      }
    }
    let found = try judge(inner)
    #expect(found.warningRules.contains(entry.rule), "\(entry.steps)")
  }
}

@Test(
  "amounts of allowances and charges have two decimals",
  arguments: [
    ("", "false", "BaseAmount", "BR-DEC-02"), ("", "true", "BaseAmount", "BR-DEC-06"),
    ("InvoiceLine", "false", "Amount", "BR-DEC-24"),
    ("InvoiceLine", "false", "BaseAmount", "BR-DEC-25"),
    ("InvoiceLine", "true", "BaseAmount", "BR-DEC-28"),
  ])
func decimals(parent: String, indicator: String, amount: String, rule: String) throws {
  let inner = """
    <cac:AllowanceCharge><cbc:ChargeIndicator>\(indicator)</cbc:ChargeIndicator>
    <cbc:\(amount)>1.001</cbc:\(amount)></cac:AllowanceCharge>
    """
  let whole = parent.isEmpty ? inner : "<cac:\(parent)>\(inner)</cac:\(parent)>"
  #expect(try judge(whole).fatalRules.contains(rule))
}

@Test("a subject code in a note is one of the list")
func subject() throws {
  #expect(try judge("<cbc:Note>#AAI#x</cbc:Note>").fatalRules.contains("BR-CL-08") == false)
  #expect(try judge("<cbc:Note>#QQQ#x</cbc:Note>").fatalRules.contains("BR-CL-08"))
}

@Test("no element has an attribute outside the model")
func attributes() throws {
  for attribute in outsideAttributes {
    let judgement = try judge("<cbc:Note \(attribute.name)='x'/>")
    #expect(judgement.warningRules == ["\(attribute.rule)"], "\(attribute.name)")
  }
}

/// A path whose last step is written twice, and the rule that allows it once.
let repeated: [(path: String, rule: String)] = [
  ("cac:ReceiptDocumentReference/cbc:ID", "UBL-SR-02"),
  ("cac:DespatchDocumentReference/cbc:ID", "UBL-SR-03"),
  ("cac:InvoicePeriod", "UBL-SR-08"),
  ("cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName", "UBL-SR-09"),
  ("cac:AccountingSupplierParty/cac:Party/cac:PartyName/cbc:Name", "UBL-SR-10"),
  ("cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyLegalForm", "UBL-SR-14"),
  ("cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName", "UBL-SR-15"),
  ("cac:TaxRepresentativeParty/cac:PartyName/cbc:Name", "UBL-SR-22"),
  ("cac:TaxRepresentativeParty/cac:PartyTaxScheme/cbc:CompanyID", "UBL-SR-23"),
  ("cac:Delivery", "UBL-SR-24"),
  ("cac:PaymentMeans/cbc:PaymentMeansCode", "UBL-SR-27"),
  ("cac:PaymentMeans/cac:PaymentMandate/cbc:ID", "UBL-SR-28"),
  ("cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReason", "UBL-SR-32"),
  ("cac:AdditionalDocumentReference/cbc:DocumentDescription", "UBL-SR-33"),
  ("cac:InvoiceLine/cbc:Note", "UBL-SR-34"),
  ("cac:Delivery/cac:DeliveryLocation/cac:Address/cac:AddressLine", "UBL-SR-51"),
  ("cac:PaymentMeans/cac:CardAccount", "UBL-SR-54"),
  ("cac:PaymentMeans/cac:PaymentMandate", "UBL-SR-55"),
]

@Test("what the model allows once stands once", arguments: repeated)
func twice(path: String, rule: String) throws {
  var inner = ""
  for (index, step) in path.split(separator: "/").reversed().enumerated() {
    let element = "<\(step)>\(inner)</\(step)>"
    inner = index == 0 ? element + element : element
  }
  #expect(try judge(inner).fatalRules.contains(rule))
}

@Test(
  "and so do these",
  arguments: [
    (
      """
      <cac:AdditionalDocumentReference><cbc:ID/><cbc:ID/><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>
      </cac:AdditionalDocumentReference>
      """, "UBL-SR-04"
    ),
    (
      """
      <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
      <cbc:AllowanceChargeReason/><cbc:AllowanceChargeReason/></cac:AllowanceCharge>
      """, "UBL-SR-30"
    ),
    (
      """
      <cac:PaymentMeans><cbc:PaymentMeansCode name='a'/><cbc:PaymentMeansCode name='b'/>
      </cac:PaymentMeans>
      """, "UBL-SR-46"
    ),
  ])
func alsoTwice(inner: String, rule: String) throws {
  #expect(try judge(inner).fatalRules.contains(rule))
}

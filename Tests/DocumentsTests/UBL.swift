import Domain
import Testing

@testable import Documents

/// A small UBL document whose parts a test replaces.
struct UBL {
  var root = "Invoice"
  var id = "<cbc:ID>R-1</cbc:ID>"
  var issued = "<cbc:IssueDate>2026-06-01</cbc:IssueDate>"
  var due = ""
  var type = "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"
  var currency = "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
  var reference = ""
  var supplier = UBL.party("Brachvogel Studio GmbH")
  var customer = UBL.party("Tern Lane Stationers Ltd")
  var means = ""
  var terms = ""
  var payable = "<cbc:PayableAmount currencyID=\"EUR\">119.00</cbc:PayableAmount>"
  static func party(_ name: String, _ more: String = "") -> String {
    "<cac:Party>\(more)<cac:PartyLegalEntity><cbc:RegistrationName>\(name)</cbc:RegistrationName>"
      + "</cac:PartyLegalEntity></cac:Party>"
  }

  static let schema = "urn:oasis:names:specification:ubl:schema:xsd:"

  /// One element a line: the root stands on line 1, the number on line 2.
  var text: String {
    """
    <\(root) xmlns="\(Self.schema)\(root)-2" xmlns:cac="\(Self.schema)CommonAggregateComponents-2" \
    xmlns:cbc="\(Self.schema)CommonBasicComponents-2">
    \(id)
    \(issued)
    \(due)
    \(type)
    \(currency)
    \(reference)
    <cac:AccountingSupplierParty>\(supplier)</cac:AccountingSupplierParty>
    <cac:AccountingCustomerParty>\(customer)</cac:AccountingCustomerParty>
    \(means)
    \(terms)
    <cac:LegalMonetaryTotal>\(payable)</cac:LegalMonetaryTotal>
    </\(root)>
    """
  }

  static let business: Business = {
    var business = Business(name: "Brachvogel Studio GmbH")
    business.identifiers = [.init(.vat, "DE099412207")]
    return business
  }()

  func read(_ business: Business = UBL.business) throws -> (invoice: Invoice?, faults: [Fault]) {
    let tree = try XMLParser().parse(Array(text.utf8))
    let (record, faults) = EInvoiceReader(business: business).read(tree)
    return (record?.invoice, faults)
  }

  /// The invoice of a document that has no fault.
  func invoice(_ business: Business = UBL.business) throws -> Invoice {
    let (invoice, faults) = try read(business)
    #expect(faults.map(\.message) == [])
    return try #require(invoice)
  }
}

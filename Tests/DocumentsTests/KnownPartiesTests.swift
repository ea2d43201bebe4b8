import Domain
import Foundation
import Support
import Testing

@testable import Documents

/// Documents that a reader has read before leave their parties in its mind; what it makes of the
/// next one is what a reader makes that has seen nothing.
@Suite("KnownParties")
struct KnownPartiesTests {
  private static func document(buyer: String, number: Int = 1) -> [UInt8] {
    let text = UBL().text
    let start = text.firstRange(of: "<cac:AccountingCustomerParty>")
    let end = text.firstRange(of: "</cac:AccountingCustomerParty>")
    guard let start, let end else { preconditionFailure("UBL() names its buyer") }
    return Array((text[..<start.upperBound] + buyer + text[end.lowerBound...]).utf8)
  }

  /// Buyers that differ in one thing from one another; the text of some is the same.
  private static let buyers = [
    "<cac:Party><cbc:EndpointID schemeID=\"9930\">DE1</cbc:EndpointID></cac:Party>",
    "<cac:Party><cbc:EndpointID schemeID=\"9931\">DE1</cbc:EndpointID></cac:Party>",
    "<cac:Party><cbc:EndpointID schemeID=\"9930\">DE2</cbc:EndpointID></cac:Party>",
    "<cac:Party><cbc:EndpointID>DE1</cbc:EndpointID></cac:Party>",
    "<cac:Party><cac:PartyName><cbc:Name>DE1</cbc:Name></cac:PartyName></cac:Party>",
    "<cac:Party><cac:PartyName><cbc:Name> DE1</cbc:Name></cac:PartyName></cac:Party>",
    """
    <cac:Party><cac:PartyName><cbc:Name>DE1</cbc:Name></cac:PartyName>
      <cac:PostalAddress><cbc:CityName>A</cbc:CityName><cbc:PostalZone>BC</cbc:PostalZone>
      </cac:PostalAddress></cac:Party>
    """,
    """
    <cac:Party><cac:PartyName><cbc:Name>DE1</cbc:Name></cac:PartyName>
      <cac:PostalAddress><cbc:CityName>AB</cbc:CityName><cbc:PostalZone>C</cbc:PostalZone>
      </cac:PostalAddress></cac:Party>
    """,
    """
    <cac:Party><cac:PartyName><cbc:Name>DE1</cbc:Name></cac:PartyName>
      <cac:PostalAddress><cbc:PostalZone>A</cbc:PostalZone><cbc:CityName>BC</cbc:CityName>
      </cac:PostalAddress></cac:Party>
    """,
    "<cbc:CustomerAssignedAccountID>DE1</cbc:CustomerAssignedAccountID>",
    "<cbc:SupplierAssignedAccountID>DE1</cbc:SupplierAssignedAccountID>",
    "<cbc:Unknown>DE1</cbc:Unknown>",
    "",
  ]

  private func read(_ bytes: [UInt8], _ reader: DocumentReader) -> (FileContents.Record?, [Fault]) {
    let contents = reader.read(SourceFile(path: "a.xml", bytes: bytes))
    return (contents.records.first, contents.faults)
  }

  @Test("what differs from a known party in one thing is read as if nothing were known")
  func sameAsUnknown() throws {
    var random = Seeded(11)
    let reader = DocumentReader(business: UBL.business)
    for _ in 0..<300 {
      let buyer = try #require(Self.buyers.randomElement(using: &random))
      let bytes = Self.document(buyer: buyer)
      let known = read(bytes, reader)
      let fresh = read(bytes, DocumentReader(business: UBL.business))
      #expect(known.0 == fresh.0, "\(buyer)")
      #expect(known.1 == fresh.1, "\(buyer)")
    }
  }

  @Test("the samples are read the same by one reader again and again, and with their lines")
  func samples() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let files = SourceFolder([folder.path + "/Samples"]).files
    #expect(files.count > 100)
    let reader = DocumentReader(business: .unnamed)
    for _ in 0..<3 {
      for path in files {
        let known = reader.read(path: path)
        // A judge has the lines left in the tree.
        let whole = DocumentReader(business: .unnamed, judge: { _ in .clean }).read(path: path)
        let records = whole.records.map { record in
          var record = record
          record.verdict = nil
          return record
        }
        #expect(Array(known.records) == records, "\(path)")
        #expect(known.faults == whole.faults, "\(path)")
      }
    }
  }

  @Test("elements that are left out are missing from the tree, and nothing else is")
  func leftOut() throws {
    let left = [XMLName("cac:InvoiceLine"), XMLName("cac:CreditNoteLine")]
    let bytes = Array(
      UBL().text.replacing(
        "<cac:LegalMonetaryTotal>",
        with: """
          <cac:InvoiceLine a="1&amp;2" b="2">
            <cbc:ID>1 &lt; 2</cbc:ID><cac:InvoiceLine/><cbc:Note><![CDATA[x]]></cbc:Note>
          </cac:InvoiceLine><cac:InvoiceLine/><cac:CreditNoteLine>9</cac:CreditNoteLine>
          <cac:LegalMonetaryTotal>
          """
      ).utf8)
    let whole = try XMLParser().parse(bytes)
    let part = try XMLParser(leavingOut: left).parse(bytes)
    let byLibrary = try XMLParser(leavingOut: left).parseByLibrary(bytes)
    #expect(part == byLibrary)
    #expect((0..<part.count).allSatisfy { !left.contains(part.name(XMLTree.Node($0))) })
    func path(_ node: XMLTree.Node, _ tree: XMLTree) -> [XMLName] {
      var path = [tree.name(node)]
      var node = node
      while let parent = tree.parent(node) {
        path.append(tree.name(parent))
        node = parent
      }
      return path
    }
    func told(_ tree: XMLTree) -> [String] {
      (0..<tree.count).map(XMLTree.Node.init)
        .filter { !path($0, tree).contains(where: left.contains) }
        .map { node in
          let text = tree.hasChildren(node) ? "" : tree.text(node)
          return "\(tree.line(node)) \(tree.name(node).text) \(text) \(tree.attributes(node))"
        }
    }
    #expect(told(part) == told(whole))
    #expect(part.count == told(part).count)
    #expect(part.count < whole.count)
  }

  @Test(
    "what is wrong inside of an element that is left out is wrong all the same",
    arguments: [
      "<b>", "<b></c>", "<b a=\"1\" a=\"2\"/>", "<b>&x;</b>", "<b a=\"<\"/>", "<p:b/>", "]]>",
      "<b a=1/>", "\u{0}",
    ])
  func malformed(inner: String) {
    let parser = XMLParser(leavingOut: [XMLName("cac:InvoiceLine")])
    let line = "<cac:InvoiceLine xmlns:cac=\"\(Self.aggregates)\">"
    for text in ["<a>\(line)\(inner)</cac:InvoiceLine></a>", "<a>\(inner)</a>"] {
      #expect(throws: XMLParser.Problem.self) { try parser.parse(Array(text.utf8)) }
    }
  }

  @Test("the root is never left out, and there is one")
  func root() throws {
    let reader = DocumentReader(business: UBL.business)
    let line = "<cac:InvoiceLine xmlns:cac=\"\(Self.aggregates)\"><x/></cac:InvoiceLine>"
    let two = read(Array((line + UBL().text.drop { $0 != ">" }.dropFirst()).utf8), reader)
    #expect(two.0 == nil && two.1.map(\.code) == [.xmlMalformed])
    #expect(read(Array(line.utf8), reader).1.map(\.code) == [.ublRoot])
  }

  private static let aggregates =
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
}

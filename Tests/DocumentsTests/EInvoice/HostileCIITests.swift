import Domain
import Foundation
import Support
import Testing

@testable import Documents

/// An invoice in CII over 100.00 euros, in pieces that the tests put attacks into.
private struct Sample {
  var declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
  var prolog = ""
  var number = "H-1"
  var seller = "Seller"
  var amount = "100.00"
  var date = "20250101"
  var inside = ""
  var after = ""
  var namespace = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"

  var text: String {
    let un = "urn:un:unece:uncefact:data:standard:"
    return """
      \(declaration)
      \(prolog)<rsm:CrossIndustryInvoice xmlns:rsm="\(namespace)"
        xmlns:ram="\(un)ReusableAggregateBusinessInformationEntity:100"
        xmlns:udt="\(un)UnqualifiedDataType:100">
      <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
      <ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter>
      </rsm:ExchangedDocumentContext>
      <rsm:ExchangedDocument><ram:ID>\(number)</ram:ID><ram:TypeCode>380</ram:TypeCode>
      <ram:IssueDateTime><udt:DateTimeString format="102">\(date)</udt:DateTimeString>
      </ram:IssueDateTime></rsm:ExchangedDocument>
      <rsm:SupplyChainTradeTransaction>\(inside)<ram:ApplicableHeaderTradeAgreement>
      <ram:SellerTradeParty><ram:Name>\(seller)</ram:Name></ram:SellerTradeParty>
      <ram:BuyerTradeParty><ram:Name>Buyer</ram:Name></ram:BuyerTradeParty>
      </ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/>
      <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>
      <udt:DateTimeString format="102">20250131</udt:DateTimeString></ram:DueDateDateTime>
      </ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
      <ram:GrandTotalAmount>\(amount)</ram:GrandTotalAmount>
      <ram:DuePayableAmount>\(amount)</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
      </rsm:SupplyChainTradeTransaction>
      </rsm:CrossIndustryInvoice>\(after)
      """
  }
}

private func sample(_ change: (inout Sample) -> Void) -> [UInt8] {
  var sample = Sample()
  change(&sample)
  return Array(sample.text.utf8)
}

private func read(_ bytes: [UInt8]) -> FileContents {
  DocumentReader(business: .unnamed).read(SourceFile(path: "a.xml", bytes: bytes))
}

private func many(_ count: Int, _ piece: (Int) -> String) -> String {
  (0..<count).map(piece).joined()
}

private func replaced(_ bytes: [UInt8], _ old: String, by new: [UInt8]) -> [UInt8] {
  let old = Array(old.utf8)
  guard let place = bytes.indices.first(where: { bytes[$0...].starts(with: old) }) else {
    preconditionFailure("the sample has no such text")
  }
  return Array(bytes[..<place]) + new + Array(bytes[(place + old.count)...])
}

private let doctypes: [(String, String)] = [
  (
    "billion laughs",
    "<!DOCTYPE x [<!ENTITY a \"lol\">"
      + many(30) { "<!ENTITY a\($0 + 1) \"&a\($0 == 0 ? "" : "\($0)");&a;&a;&a;\">" } + "]>"
  ),
  ("a file", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>"),
  ("the network", "<!DOCTYPE x [<!ENTITY a SYSTEM \"http://127.0.0.1:9/a\">]>"),
  ("rules in the network", "<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/a.dtd\">"),
  ("rules in a file", "<!DOCTYPE x SYSTEM \"file:///etc/hostname\">"),
  (
    "parameters of rules",
    "<!DOCTYPE x [<!ENTITY % a SYSTEM \"http://127.0.0.1:9/a.dtd\"> %a; %b;]>"
  ),
  ("an entity of its own", "<!DOCTYPE x [<!ENTITY a \"100.00\">]>"),
  ("values by rule", "<!DOCTYPE x [<!ATTLIST x a CDATA \"1\">]>"),
]

@Suite("Hostile documents in CII")
struct HostileCIITests {
  @Test("the sample itself is read")
  func plain() throws {
    let contents = read(sample { _ in })
    #expect(contents.faults.isEmpty)
    let invoice = try #require(contents.records.first).invoice
    #expect(invoice.number.text == "H-1")
    #expect(invoice.payable == Money(minorUnits: 100_00, currency: .euro))
  }

  @Test("rules of its own are refused before anything is done with them", arguments: doctypes)
  func doctype(name: String, prolog: String) {
    let contents = read(sample { ($0.prolog, $0.number, $0.amount) = (prolog, "&a;", "&a30;") })
    #expect(contents.faults.map(\.code) == [.xmlDoctype], "\(name)")
    #expect(contents.records.isEmpty)
    let host = (try? String(contentsOfFile: "/etc/hostname", encoding: .utf8)) ?? ""
    let trimmed = host.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(trimmed.count < 4 || !"\(contents.faults)".contains(trimmed))
  }

  @Test(
    "what stands too deep, or carries too much, is refused",
    arguments: [
      (many(300) { _ in "<ram:A>" } + many(300) { _ in "</ram:A>" }, Fault.Code.xmlDepth),
      (many(100_000) { _ in "<ram:A>" }, .xmlDepth),
      ("<ram:A " + many(20_000) { "a\($0)=\"1\" " } + "/>", .xmlAttributes),
      ("<ram:A " + many(20_000) { "xmlns:a\($0)=\"urn:\($0)\" " } + "/>", .xmlAttributes),
      ("<ram:A a=\"1\" a=\"2\"/>", .xmlMalformed),
      ("<ram:A a=\"" + many(11_000_000) { _ in "x" } + "\"/>", .xmlMalformed),
      ("<ram:" + many(60_000) { _ in "x" } + "/>", .xmlMalformed), ("&undeclared;", .xmlMalformed),
      ("<ram:A>&#0;</ram:A>", .xmlMalformed), ("<ram:A>\u{1}</ram:A>", .xmlMalformed),
      ("<ram:A></ram:B>", .xmlMalformed), ("<none:A/>", .xmlMalformed),
    ])
  func tooMuch(inside: String, code: Fault.Code) {
    let contents = read(sample { $0.inside = inside })
    #expect(contents.faults.map(\.code) == [code])
    #expect(contents.records.isEmpty)
  }

  @Test("a document that breaks off or does not end is refused")
  func ends() {
    let whole = sample { _ in }
    for count in [whole.count - 1, whole.count / 2, 60] {
      #expect(read(Array(whole.prefix(count))).faults.map(\.code) == [.xmlMalformed], "\(count)")
    }
    for after in ["garbage", "<rsm:CrossIndustryInvoice/>"] {
      let contents = read(sample { $0.after = after })
      #expect(contents.faults.map(\.code) == [.xmlMalformed], "\(after)")
    }
    let spaced = read(Array(" \n".utf8) + whole)
    #expect(spaced.faults.map(\.code) == [.xmlSpace])
  }

  @Test(
    "bytes that are no text of the encoding are refused",
    arguments: [
      [0xC3, 0x28], [0xFF], [0xC0, 0xAF], [0xE4],
    ] as [[UInt8]])
  func badText(bytes: [UInt8]) {
    let contents = read(replaced(sample { $0.seller = "SELLER" }, "SELLER", by: bytes))
    #expect(contents.faults.map(\.code) == [.xmlEncoding])
  }

  @Test("encodings that exist are read, and others refused")
  func encodings() throws {
    for (name, bytes) in [
      ("ISO-8859-1", [0xE4]), ("ISO-8859-15", [0xA4]), ("windows-1252", [0x80]),
    ] as [(String, [UInt8])] {
      let document = sample {
        $0.declaration = "<?xml version=\"1.0\" encoding=\"\(name)\"?>"
        $0.seller = "SELLER"
      }
      let contents = read(replaced(document, "SELLER", by: bytes))
      #expect(contents.faults.isEmpty && contents.records.count == 1, "\(name)")
    }
    let text = String(decoding: sample { $0.declaration = "" }, as: UTF8.self)
    for (encoding, mark) in [
      (String.Encoding.utf16LittleEndian, [0xFF, 0xFE]), (.utf16BigEndian, [0xFE, 0xFF]),
      (.utf8, [0xEF, 0xBB, 0xBF]),
    ] as [(String.Encoding, [UInt8])] {
      let body = try #require(text.drop { $0.isNewline }.data(using: encoding))
      #expect(read(mark + [UInt8](body)).records.count == 1, "\(encoding)")
    }
    let unknown = sample { $0.declaration = "<?xml version=\"1.0\" encoding=\"EBCDIC-XX\"?>" }
    #expect(read(unknown).faults.map(\.code) == [.xmlEncoding])
    let lie = sample { $0.declaration = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" }
    #expect(read(lie).faults.map(\.code) == [.xmlEncoding])
  }

  @Test(
    "a root of another namespace is no invoice, whatever its name",
    arguments: [
      "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:1", "urn:other", "",
    ])
  func otherNamespace(namespace: String) {
    let contents = read(sample { $0.namespace = namespace })
    #expect(contents.records.isEmpty)
    #expect(contents.faults.count == 1)
  }

  @Test(
    "an invalid amount is a fault with its place, and never a figure",
    arguments: [
      "1e9", "1,234.00", "NaN", "INF", "0x10", "--1", "99999999999999999999.00", "",
    ])
  func amounts(text: String) throws {
    let contents = read(sample { $0.amount = text })
    #expect(contents.records.isEmpty, "\(text)")
    let fault = try #require(contents.faults.first { $0.gravity == .refused })
    #expect(fault.code.rawValue.hasPrefix("DOC-"))
    #expect(fault.line > 0)
  }

  @Test(
    "an invalid date is a fault with its place, and never a day",
    arguments: ["20250230", "2025-13-01", "99999999", "0", ""])
  func dates(text: String) throws {
    let contents = read(sample { $0.date = text })
    #expect(contents.records.isEmpty)
    let fault = try #require(contents.faults.first { $0.gravity == .refused })
    #expect(fault.code.rawValue.hasPrefix("DOC-"))
    #expect(fault.line > 0)
  }

  @Test("a hundred thousand lines are read in seconds, and the invoice with them")
  func manyLines() throws {
    let line =
      "<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>"
      + "<ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>"
      + "</ram:IncludedSupplyChainTradeLineItem>"
    let bytes = sample { $0.inside = many(100_000) { _ in line } }
    let clock = ContinuousClock()
    let took = clock.measure { #expect(read(bytes).records.count == 1) }
    #expect(took < .seconds(30))
  }
}

import Foundation
import Testing

@testable import Documents

@Suite("XMLParser")
struct XMLParserTests {
  private let parser = XMLParser()
  private let a = XMLName("a"), b = XMLName("b")

  private func tree(_ text: String) throws -> XMLTree { try parser.parse(Array(text.utf8)) }

  private func problem(_ bytes: [UInt8]) -> XMLParser.Problem? {
    do {
      _ = try parser.parse(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "a DOCTYPE of any kind is refused where it stands",
    arguments: [
      "<!DOCTYPE a>\n<a/>", "<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><a/>",
      "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
      "<!DOCTYPE a [<!ENTITY % p SYSTEM \"evil.dtd\">%p;]><a/>",
      "<!DOCTYPE a PUBLIC \"-//W3C//DTD\" \"http://127.0.0.1/x.dtd\"><a/>",
    ])
  func doctype(text: String) {
    #expect(problem(Array(text.utf8)) == .doctype(line: 1))
    #expect(problem(Array(("\n" + text).utf8)) == .doctype(line: 2))
  }

  @Test("elements stand at most a hundred deep", arguments: [1, 99, 100])
  func deep(levels: Int) throws {
    let text = String(repeating: "<a>", count: levels) + String(repeating: "</a>", count: levels)
    #expect(try tree(text).count == levels)
  }

  @Test("one level more is refused, however much follows", arguments: [101, 300, 100_000])
  func tooDeep(levels: Int) {
    let open = Array(String(repeating: "<a>\n", count: levels).utf8)
    #expect(problem(open) == .depth(line: 101))
  }

  @Test("a hundred attributes and namespaces are read, one more is refused")
  func attributes() throws {
    func element(_ attributes: Int, _ namespaces: Int) -> String {
      "<a" + (0..<attributes).map { " x\($0)='1'" }.joined()
        + (0..<namespaces).map { " xmlns:n\($0)='urn:n'" }.joined() + "/>"
    }
    #expect(try tree(element(60, 40)).attributes(.root).count == 60)
    #expect(problem(Array(element(61, 40).utf8)) == .attributes(line: 1))
    #expect(problem(Array(element(20_000, 0).utf8)) == .attributes(line: 1))
    #expect(problem(Array(element(0, 20_000).utf8)) == .attributes(line: 1))
  }

  @Test(
    "what is not well-formed is refused with its line",
    arguments: [
      ("<a>\n<b>", 2), ("<a><b></a>", 1), ("<a/><a/>", 1), ("<a/>\ntrailing", 2),
      ("<a x='1' x='2'/>", 1),
      ("<a>&undefined;</a>", 1), ("<a>\n\u{1}</a>", 2), ("<a>&#0;</a>", 1), ("<a", 1),
      ("<a x=1/>", 1),
      ("<a>]]></a>", 1), ("<a><!-- -- --></a>", 1), ("\n<?xml version='1.0'?><a/>", 2),
    ])
  func malformed(text: String, line: Int) throws {
    guard case .malformed(let found, _, let reason) = try #require(problem(Array(text.utf8))) else {
      Issue.record("\(String(describing: problem(Array(text.utf8)))) is another problem")
      return
    }
    #expect(found == line)
    #expect(!reason.isEmpty)
  }

  @Test("a document cut off anywhere before its last byte is refused")
  func truncated() throws {
    let whole = Array("<?xml version='1.0'?><a x='1'><b>text</b><!--c--><b/></a>".utf8)
    #expect(problem(whole) == nil)
    for count in 0..<whole.count {
      #expect(problem(Array(whole.prefix(count))) != nil, "\(count) bytes")
    }
  }

  @Test("nothing, or white space, is no document", arguments: ["", " ", "\n\t\r\n"])
  func nothing(text: String) {
    #expect(problem(Array(text.utf8)) != nil)
  }

  @Test("bytes that are not of the declared encoding are refused")
  func encoding() {
    let latin =
      Array("<?xml version='1.0' encoding='UTF-8'?>\n<a>Stra".utf8) + [0xDF] + Array("e</a>".utf8)
    let overlong = Array("<a>".utf8) + [0xC0, 0xAF] + Array("</a>".utf8)
    let unknown = Array("<?xml version='1.0' encoding='KLINGON-8'?><a/>".utf8)
    for (bytes, line) in [(latin, 2), (overlong, 1), (unknown, 1)] {
      guard case .encoding(let found, _) = problem(bytes) else {
        Issue.record("\(String(describing: problem(bytes))) is another problem")
        continue
      }
      #expect(found == line)
    }
  }

  // The decoder's own words once went to standard error, past the parser's handler.
  @Test(
    "bytes that no character of the encoding has are refused as such",
    arguments: ["UTF-16BE", "windows-1250", "EUC-JP", "SHIFT_JIS", "ISO-8859-3"])
  func decoderFails(encoding: String) {
    let text = Array("<?xml version='1.0' encoding='\(encoding)'?>\n<a>".utf8)
    let isWide = encoding == "UTF-16BE"
    let head = isWide ? [0xFE, 0xFF] + text.flatMap { [0, $0] } : text
    let bad: [UInt8] = isWide ? [0xD8, 0xD8, 0xD8, 0xD8] : [0x8D, 0x0D, 0xFF, 0xA5, 0x81, 0x81]
    guard case .encoding(let line, let reason) = problem(head + bad + Array("</a>".utf8)) else {
      Issue.record("\(encoding) is read")
      return
    }
    #expect((1...2).contains(line) && !reason.isEmpty)
  }

  @Test("a byte-order mark goes before a declaration that an editor left behind")
  func markAndDeclaration() throws {
    let text = "<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>Süderquell</a>"
    let tree = try XMLParser().parse([0xEF, 0xBB, 0xBF] + Array(text.utf8))
    #expect(tree.text(.root) == "Süderquell")
  }

  @Test("the encodings of real files give the same text")
  func encodings() throws {
    func document(_ encoding: String) -> String {
      "<?xml version='1.0' encoding='\(encoding)'?><a>Süderquell</a>"
    }
    let units = document("UTF-16").utf16.map { (UInt8($0 & 0xFF), UInt8($0 >> 8)) }
    let little: [UInt8] = [0xFF, 0xFE] + units.flatMap { [$0.0, $0.1] }
    let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { [$0.1, $0.0] }
    let latin = document("ISO-8859-1").unicodeScalars.map { UInt8($0.value) }
    let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(document("UTF-8").utf8)
    for bytes in [little, big, latin, marked, Array(document("utf-8").utf8)] {
      let tree = try parser.parse(bytes)
      #expect(tree.text(.root) == "Süderquell")
    }
  }

  @Test(
    "text is all there is between the tags, whatever it is made of",
    arguments: [
      ("<a>A&amp;B<![CDATA[C]]><!-- x -->D<?pi y?></a>", "A&BCD"), ("<a>&#83;&#xFC;d</a>", "Süd"),
      ("<a>  1.00\n</a>", "1.00"), ("<a/>", ""), ("<a></a>", ""), ("<a><![CDATA[<b>]]></a>", "<b>"),
      ("<a>&lt;&gt;&quot;&apos;</a>", "<>\"'"), ("<a>x\r\ny</a>", "x\ny"),
    ])
  func text(document: String, text: String) throws {
    #expect(try tree(document).text(.root) == text)
  }

  @Test("long text comes whole, in however many pieces the parser hands it over")
  func longText() throws {
    let text = String(repeating: "Süd ", count: 200_000) + "end"
    #expect(try tree("<a>\(text)</a>").text(.root) == text)
  }

  @Test("a document's own prefixes do not matter, its namespaces do")
  func prefixes() throws {
    let cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
    for prefix in ["cbc", "x", "ns2", "_"] {
      let tree = try tree("<a xmlns:\(prefix)='\(cbc)'><\(prefix):ID>7</\(prefix):ID></a>")
      #expect(tree.child(.root, XMLName("cbc:ID")).map(tree.text) == "7")
    }
    let other = try tree("<a xmlns:cbc='urn:other'><cbc:ID>7</cbc:ID></a>")
    #expect(other.child(.root, XMLName("cbc:ID")) == nil)
    #expect(other.child(.root, XMLName("{urn:other}ID")) != nil)
    let bare = try tree("<a xmlns='\(cbc)'><ID>7</ID></a>")
    #expect(bare.name(.root).text == "cbc:a")
  }

  @Test("an attachment's bytes are not kept, what follows them is")
  func attachments() throws {
    let cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
    let name = "EmbeddedDocumentBinaryObject"
    let tree = try tree(
      "<a xmlns:c='\(cbc)'><c:\(name) filename='f.pdf'>QUJD</c:\(name)><c:ID>7</c:ID></a>")
    let object = try #require(tree.child(.root, XMLName("cbc:\(name)")))
    #expect(tree.rawText(object).isEmpty)
    #expect(tree.attribute(object, XMLName("filename")) == "f.pdf")
    #expect(tree.child(.root, XMLName("cbc:ID")).map(tree.text) == "7")
  }

  @Test("attribute values are read as XML normalises them")
  func attributeValues() throws {
    let tree = try tree("<a x='1&amp;2' y='p\nq' z='' v='&amp;#38;&lt;&amp;amp;&#38;'/>")
    #expect(tree.attribute(.root, XMLName("x")) == "1&2")
    #expect(tree.attribute(.root, XMLName("v")) == "&#38;<&amp;&")
    #expect(tree.attribute(.root, XMLName("y")) == "p q")
    #expect(tree.attribute(.root, XMLName("z")) == "")
    #expect(tree.attribute(.root, XMLName("w")) == nil)
  }

  @Test("one parser reads many documents, good and bad, without mixing them")
  func reuse() throws {
    let first = try tree("<a><b>1</b></a>")
    #expect(problem(Array("<a><b>2".utf8)) != nil)
    #expect(problem(Array("<!DOCTYPE a><a/>".utf8)) == .doctype(line: 1))
    let second = try tree("<b/>")
    #expect(second.name(.root) == b)
    #expect(second.count == 1)
    #expect(first.child(.root, b).map(first.text) == "1")
  }

  @Test("a document of thousands of names leaves the parser able to read the next")
  func manyNames() throws {
    let names = (0..<9000).map { "<n\($0)/>" }.joined()
    for _ in 0..<2 {
      let tree = try tree("<a>\(names)<b>7</b></a>")
      #expect(tree.count == 9002)
      #expect(tree.child(.root, b).map(tree.text) == "7")
    }
    #expect(try tree("<a/>").name(.root) == a)
  }
}

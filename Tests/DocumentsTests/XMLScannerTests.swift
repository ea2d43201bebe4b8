import Foundation
import Support
import Testing

@testable import Documents

/// The scanner's own reading beside that of libxml2.
@Suite("XMLScanner")
struct XMLScannerTests {
  private let parser = XMLParser()

  private func scanned(_ bytes: [UInt8]) -> XMLTree? {
    var scanner = XMLScanner()
    return scanner.scan(bytes.span) ? scanner.writer.tree : nil
  }

  /// What the same scanner, which knows the tags of documents before, reads otherwise.
  private func differsWhenReused(_ scanner: inout XMLScanner, _ bytes: [UInt8]) -> Bool {
    let reused = scanner.scan(bytes.span) ? scanner.writer.tree : nil
    return reused != scanned(bytes)
  }

  @Test("tags known from one document hold in the next only under the same declarations")
  func knownTags() throws {
    var scanner = XMLScanner()
    let tail = "<p:b c=\"1\">x</p:b><p:b c=\"1\"/><b>y</b></a><!-- so that eight bytes follow -->"
    let heads = [
      "<a xmlns:p=\"urn:1\">", "<a xmlns:p=\"urn:2\">", "<a xmlns=\"urn:1\" xmlns:p=\"urn:1\">",
      "<a xmlns:p=\"urn:1\" xmlns=\"urn:1\">", "<a xmlns:q=\"urn:1\">", "<a>",
      "<a xmlns:p=\"urn:1\"><d xmlns:p=\"urn:2\"><p:b c=\"1\">x</p:b></d>",
      "<a xmlns:p=\"urn:1\"><d xmlns:p=\"urn:2\"/>",
    ]
    for round in 0..<3 {
      for head in heads + heads.reversed() {
        let bytes = Array((head + tail).utf8)
        #expect(!differsWhenReused(&scanner, bytes), "round \(round): \(head)")
        #expect(difference(bytes) == nil, "\(head)")
      }
    }
  }

  @Test(
    "tags and values are told apart in every position",
    arguments: [
      "<b c=\"x>y\">1</b>", "<b c=\"x>y\">2</b>", "<b c='/>'/>", "<b\nc=\"1\">1</b>", "<b >1</b >",
      "<b c=\"&lt;\">1</b>", "<b>1 > 2</b>", "<b>a]b</b>", "<b>a\tb</b>", "<b>Grüße</b>",
      "<b>1</b>\n  <c>2</c>\n\n  <!-- x -->\n  <c/>\n", "<b>\n</b>", "<b>\n  </b>", "<b>\n  x</b>",
      "<b> x</b>", "<b>x<c/>y</b>", "<b>12345678</b>", "<b>1234567</b>", "<b>123456789</b>",
      "<b>\n<![CDATA[x]]></b>", "<b c=\"1\" d=\"2\">1</b><b d=\"2\" c=\"1\">1</b>",
    ])
  func positions(inner: String) {
    var scanner = XMLScanner()
    // However far the end of the document is, and the second time known from the first.
    for padding in 0..<18 {
      let twice = "<a>\(inner)\(inner)</a>" + String(repeating: " ", count: padding)
      for bytes in [Array(twice.utf8), Array(twice.replacing("\n", with: "\r\n").utf8)] {
        #expect(!differsWhenReused(&scanner, bytes))
        #expect(difference(bytes) == nil)
        #expect(scanned(bytes) != nil)
      }
    }
  }

  /// What differs between the two readings of a document; nil if the scanner left it to libxml2 or
  /// both agree.
  private func difference(_ bytes: [UInt8]) -> String? {
    guard let scanned = scanned(bytes) else { return nil }
    do {
      let other = try parser.parseByLibrary(bytes)
      return scanned == other ? nil : "the trees differ"
    } catch {
      return "libxml2 says \(error)"
    }
  }

  @Test(
    "plain documents are read without libxml2",
    arguments: [
      "<a/>", "<?xml version=\"1.0\"?>\n<a/>\n", "<?xml version='1.0' encoding='utf-8'?><a> x </a>",
      "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<a>\r\n <b/>\r\n</a>",
      "<!-- a > b --><a><?pi x?><b>1 &lt; 2 &#x20AC;&#8364;</b><!-- c --> <c> </c></a><?pi?>",
      "<a xmlns=\"urn:x\" xmlns:p='http://h/p#q'><p:b p:c=\"1&amp;2\" d='\t\n\"'/></a >",
      "<a xml:lang=\"en\"><![CDATA[<&]]>x<![CDATA[ ]]></a>", "<a>x<b>y</b> z &amp; w </a>",
      "<a xmlns:p=\"urn:1\"><b xmlns:p=\"urn:2\"><p:c/></b><p:c/></a>", "<a>Grüße 한 😀]]</a>",
    ])
  func plain(text: String) {
    #expect(scanned(Array(text.utf8)) != nil)
    #expect(difference(Array(text.utf8)) == nil)
  }

  @Test(
    "what is damaged, hostile or out of the ordinary is left to libxml2",
    arguments: [
      "", " ", "a", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "x<a/>", "<a b=1/>", "<a b=\"<\"/>",
      "<a b=\"1\" b=\"2\"/>", "<a><b></a></b>", "<!DOCTYPE a><a/>", "<a>&x;</a>", "<a>&amp</a>",
      "<a>]]></a>", "<a>\u{1}</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#+65;</a>", "<1/>",
      "<p:a/>", "<a p:b=\"1\"/>", "<a xmlns:p=\"\"/>", "<a xmlns:xml=\"urn:x\"/>", "<a:b:c/>",
      "<a xmlns:p=\"urn:x\" xmlns:q=\"urn:x\" p:b=\"1\" q:b=\"2\"/>", "<é/>", "< a/>", "<a / >",
      "<a xmlns=\"urn:x\" xmlns=\"urn:y\"/>", "<a>\u{FFFE}</a>", "<!-- -- --><a/>", "<!---><a/>",
      "<?xml version=\"1.1\"?><a/>", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>",
      "<?XML x?><a/>", " <?xml version=\"1.0\"?><a/>", "<a b=\"&lt\"/>", "<a>x\ry</a>", "<a",
      "<a b", "<a b=", "<a b=\"", "<a ", "<a><!", "<a><![CDATA[", "<a><?", "</a>", "<a/", "<",
      "<a xmlns:p=\"http://x:y z\"/>", "<a xmlns:p=\"relative\"/>", "<a b=\"1\"c=\"2\"/>", ":",
    ])
  func leftToLibrary(text: String) {
    #expect(scanned(Array(text.utf8)) == nil)
  }

  @Test("a hundred levels are read, one more is left to libxml2, which refuses it")
  func depth() {
    func nested(_ levels: Int) -> [UInt8] {
      Array(
        (String(repeating: "<a>", count: levels) + String(repeating: "</a>", count: levels)).utf8)
    }
    #expect(scanned(nested(100)) != nil)
    #expect(scanned(nested(101)) == nil)
  }

  @Test("bytes that are not UTF-8 are left to libxml2")
  func notUTF8() {
    for bad: [UInt8] in [
      [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xFF],
      [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
    ] {
      #expect(scanned(Array("<a>".utf8) + bad + Array("</a>".utf8)) == nil, "\(bad)")
      #expect(scanned(Array("<a b=\"".utf8) + bad + Array("\"/>".utf8)) == nil, "\(bad)")
      #expect(scanned(Array("<!--".utf8) + bad + Array("--><a/>".utf8)) == nil, "\(bad)")
    }
  }

  @Test("large attributes and many declarations are left to libxml2")
  func large() {
    let value = String(repeating: "x", count: 1_000_001)
    #expect(scanned(Array("<a b=\"\(value)\"/>".utf8)) == nil)
    #expect(scanned(Array("<a b=\"\(value.dropLast())\"/>".utf8)) != nil)
    for count in [40, 41] {
      let declared = (0..<count).map { " xmlns:p\($0)=\"urn:\($0)\"" }.joined()
      #expect((scanned(Array("<a\(declared)/>".utf8)) != nil) == (count == 40))
    }
  }

  @Test("more names than an honest document has are left to libxml2")
  func manyNames() {
    let many = (0..<5000).map { "<n\($0)/>" }.joined()
    #expect(scanned(Array("<a>\(many)</a>".utf8)) == nil)
    #expect(scanned(Array("<a>\(many.prefix(2000))</a>".utf8)) == nil)
    let few = (0..<3000).map { "<n\($0)/>" }.joined()
    #expect(difference(Array("<a>\(few)</a>".utf8)) == nil)
  }

  private static let samples: [String] = {
    let folders =
      ["Samples/Invoices", "Samples/Bad", "Samples/Bank"].map { packageFolder + "/" + $0 }
      + (ublFolder.map { [$0 + "/documents"] } ?? [])
    return folders.flatMap { SourceFolder([$0 + "/"]).files }.filter { $0.hasSuffix(".xml") }
  }()

  @Test("whole documents have the same tree, most of them without libxml2")
  func documents() throws {
    var own = 0
    var scanner = XMLScanner()
    for path in Self.samples {
      let bytes = try SourceFile(reading: path).bytes
      #expect(difference(bytes) == nil, "\(path)")
      #expect(!differsWhenReused(&scanner, bytes), "\(path)")
      if scanned(bytes) != nil { own += 1 }
    }
    #expect(own * 10 > Self.samples.count * 8 && own > 20)
  }

  @Test(
    "documents damaged at random are read as libxml2 reads them, or left to it",
    arguments: [7, 8, 9] as [UInt64])
  func damaged(seed: UInt64) throws {
    var random = Seeded(seed)
    let marks = Array("<>/&;\"'= \r\n\t]![-?:xmlns#\u{E9}".utf8)
    var own = 0
    var scanner = XMLScanner()
    for round in 0..<1200 {
      let path = try #require(Self.samples.randomElement(using: &random))
      var bytes = Array(try SourceFile(reading: path).bytes.prefix(6000))
      guard !bytes.isEmpty else { continue }
      // A head of a document is closed again, so that it may be whole.
      if round.isMultiple(of: 2) { bytes = Self.closed(bytes) }
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = marks.randomElement(using: &random) ?? 0
        case 1: bytes.insert(marks.randomElement(using: &random) ?? 0, at: place)
        default: bytes.remove(at: place)
        }
      }
      #expect(difference(bytes) == nil, "seed \(seed), round \(round), \(path)")
      #expect(!differsWhenReused(&scanner, bytes), "seed \(seed), round \(round), \(path)")
      if scanned(bytes) != nil { own += 1 }
    }
    #expect(own > 90, "too few were read to say much: \(own)")
  }

  /// A document cut short, its open elements closed.
  private static func closed(_ bytes: [UInt8]) -> [UInt8] {
    guard let end = bytes.lastIndex(of: 0x3E) else { return bytes }
    let text = String(decoding: bytes[...end], as: UTF8.self)
    var open: [Substring] = []
    for tag in text.matches(of: /<(\/?)([A-Za-z_][\w:.-]*)[^<>]*?(\/?)>/) {
      if !tag.1.isEmpty { _ = open.popLast() } else if tag.3.isEmpty { open.append(tag.2) }
    }
    return Array((text + open.reversed().map { "</\($0)>" }.joined()).utf8)
  }
}

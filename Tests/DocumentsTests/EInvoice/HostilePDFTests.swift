import Domain
import Support
import Testing

@testable import Documents

private func read(_ bytes: [UInt8]) -> [FileContents] {
  DocumentReader(business: .unnamed).readAll(SourceFile(path: "a.pdf", bytes: bytes))
}

/// What the one fault of a PDF says.
private func refusal(_ bytes: [UInt8]) -> String {
  let contents = read(bytes)
  #expect(contents.count == 1 && contents.allSatisfy { $0.records.isEmpty })
  #expect(contents.flatMap(\.faults).map(\.code) == [.filePDF])
  return contents.first?.faults.first?.message ?? ""
}

private let tooLarge = "what the PDF carries is larger than is read"
private let damaged = "the PDF is damaged or breaks off"
private let nothing = "the PDF has no e-invoice inside"
private let pages = "<< /Type /Pages /Kids [] /Count 0 >>"

private func many(_ count: Int, _ piece: String) -> String {
  String(repeating: piece, count: count)
}

@Suite("Hostile PDFs")
struct HostilePDFTests {
  @Test("the bombs are what they say")
  func bombs() {
    #expect(PDFSample.bombs.thrice.count < 5_000)
    #expect(PDFSample.bombs.once.count > 900_000)
    let once = Inflater.measure(PDFSample.bombs.once, from: 0, limit: 2_000_000_000)
    #expect(once.count == 1_000_000_000)
  }

  @Test("a file inside that inflates to a thousand million bytes is refused before it does")
  func embedded() {
    let bombs = PDFSample.bombs
    for (dictionary, bytes) in [
      ("/Filter /FlateDecode", bombs.once),
      ("/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>", bombs.once),
      ("/Filter [/FlateDecode /FlateDecode]", bombs.twice),
      ("/Filter [/FlateDecode /FlateDecode /FlateDecode]", bombs.thrice),
    ] {
      let pdf = PDFSample(carrying: PDFSample.stream(dictionary, bytes))
      #expect(refusal(pdf.bytes) == tooLarge, "\(dictionary)")
    }
  }

  @Test("a stream of objects is bounded, whatever it is called and wherever it is said to end")
  func objectStreams() {
    let bombs = PDFSample.bombs
    for kind in ["/ObjStm", "/Obj#53tm", "/Foo", "/ObjStm /Junk (\(many(9_000, "x")))"] {
      let flat = PDFSample.objectStream("/Type \(kind) /Filter /FlateDecode", bombs.once)
      #expect(refusal(flat) == tooLarge, "\(kind)")
      let twice = "/Type \(kind) /Filter [/FlateDecode /FlateDecode]"
      #expect(refusal(PDFSample.objectStream(twice, bombs.twice)) == tooLarge, "\(kind)")
    }
    // A deflated block that is only stored may hold the mark of the end.
    let mark = Array("1 0 2 0 3 0         endstream endobj".utf8)
    let count = UInt8(mark.count)
    let stored = [0x78, 0x01, 0x00, count, 0x00, ~count, 0xFF] + mark
    let body = stored + bombs.once.dropFirst(2)
    #expect(
      refusal(PDFSample.objectStream("/Type /ObjStm /Filter /FlateDecode", body)) == tooLarge)
  }

  @Test(
    "streams packed by other means than deflation are not unpacked",
    arguments: [
      "/RunLengthDecode", "/RL", "/RunL#65ngthDecode", "/LZWDecode", "/LZW",
    ])
  func otherFilters(filter: String) {
    let runs = (0..<2_000).flatMap { _ in [129, 32] as [UInt8] }
    let bytes = PDFSample.objectStream("/Type /ObjStm /Filter [\(filter)]", runs)
    #expect(refusal(bytes) == tooLarge)
  }

  @Test("many small objects are counted before they are kept")
  func objects() {
    let wide = PDFSample([
      "<< /Type /Catalog /Pages 2 0 R /AF [\(many(700_000, "[]"))] >>", pages,
    ])
    #expect(refusal(wide.bytes) == tooLarge)
    let headless = Array("%PDF-1.7\n\(many(400_000, "1 0 obj\n"))".utf8)
    #expect([tooLarge, damaged].contains(refusal(headless)))
    let streams = Array("%PDF-1.7\n\(many(100_000, "stream\nx"))".utf8)
    #expect(refusal(streams) == tooLarge)
  }

  @Test("objects that lead back to themselves, or lead very deep, end the search")
  func loops() {
    let deep = (2...20_000).map { "<< /Type /Pages /Kids [\($0 + 1) 0 R] /Count 1 >>" }
    for (name, objects) in [
      (
        "names",
        [
          "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>", pages,
          "<< /Kids [3 0 R 3 0 R 3 0 R 3 0 R] >>",
        ]
      ),
      (
        "pages",
        [
          "<< /Type /Catalog /Pages 2 0 R >>",
          "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>",
        ]
      ),
      ("references", ["<< /Type /Catalog /Pages 2 0 R /AF 3 0 R >>", pages, "4 0 R", "3 0 R"]),
      ("deep pages", ["<< /Type /Catalog /Pages 2 0 R >>"] + deep + ["<< /Type /Page >>"]),
      (
        "deep lists",
        [
          "<< /Type /Catalog /Pages 2 0 R /AF \(many(100_000, "["))\(many(100_000, "]")) >>", pages,
        ]
      ),
      (
        "many notes",
        [
          "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
          "<< /Type /Page /Annots [\(many(50_000, "<</FS 5 0 R>> "))] >>",
        ]
      ),
    ] {
      #expect([nothing, damaged].contains(refusal(PDFSample(objects).bytes)), "\(name)")
    }
    var table = PDFSample(["<< /Type /Catalog /Pages 2 0 R >>", pages])
    table.trailer = "/Prev TABLE"
    #expect([nothing, damaged].contains(refusal(table.bytes)))
    let length = PDFSample(carrying: Array("<< /Length 4 0 R >>\nstream\n<a/>\nendstream".utf8))
    #expect([nothing, damaged].contains(refusal(length.bytes)))
  }

  @Test("scripts, links and files outside are ignored")
  func outside() {
    let script = PDFSample([
      "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.launchURL\\(\"a\"\\)) >>"
        + " /Names << /EmbeddedFiles << /Names [(factur-x.xml) 3 0 R] >> >> >>", pages,
      "<< /Type /Filespec /FS /URL /F (http://127.0.0.1:9/factur-x.xml) >>",
    ])
    #expect(refusal(script.bytes) == nothing)
    let file = PDFSample(
      carrying: Array("<< /Length 0 /F (/etc/hostname) >>\nstream\n\nendstream".utf8))
    #expect([nothing, damaged].contains(refusal(file.bytes)))
  }

  @Test("what is locked, broken off or empty is named as such")
  func broken() {
    var locked = PDFSample(["<< /Type /Catalog /Pages 2 0 R >>", pages])
    let key = many(32, "00")
    locked.trailer =
      "/ID [<\(key)> <\(key)>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <\(key)> /U <\(key)>"
      + " /P -4 >>"
    #expect(refusal(locked.bytes) == "the PDF is locked with a password")
    let whole = PDFSample(carrying: PDFSample.stream("", Array("<a/>".utf8))).bytes
    for count in [9, 60, whole.count / 2] {
      #expect([damaged, nothing].contains(refusal(Array(whole.prefix(count)))), "\(count)")
    }
    var state: UInt64 = 24
    let noise = (0..<200_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    #expect([damaged, tooLarge].contains(refusal(Array("%PDF-1.7\n".utf8) + noise)))
  }

  @Test("an invoice is found where the standards put it")
  func plain() throws {
    let xml = """
      <rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:\
      CrossIndustryInvoice:100"/>
      """
    let pdf = PDFSample(carrying: PDFSample.stream("", Array(xml.utf8)))
    let contents = try #require(read(pdf.bytes).first)
    // It has nothing in it, and is not taken for another kind of file.
    #expect(contents.faults.map(\.code).contains(.docNumber))
  }
}

import Domain
import Support
import Testing

@testable import Documents

@Suite("Hostile and damaged spreadsheets")
struct HostileSheetTests {
  private func problem(_ bytes: [UInt8], path: String = "a.xlsx") -> SheetProblem? {
    do {
      _ = try SheetFile.texts(bytes, path: path)
      return nil
    } catch {
      return error
    }
  }

  private static func row(_ number: Int, _ cell: String) -> String {
    "<row r=\"\(number)\">\(cell)</row>"
  }

  @Test(
    "sheets that do not stand in order or are too large are refused",
    arguments: [
      (row(2, "<c><v>1</v></c>") + row(1, "<c><v>1</v></c>"), SheetProblem.order(row: 1)),
      (row(1, "<c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c>"), .order(row: 1)),
      (row(1, "<c r=\"1\"><v>1</v></c>"), .broken),
      (row(1_048_577, "<c><v>1</v></c>"), .tooLarge),
      (row(1, "<c r=\"XFE1\"><v>1</v></c>"), .tooLarge),
      (row(1, "<c r=\"AAAAAAAAAAAAAA1\"><v>1</v></c>"), .tooLarge),
      ("<row><c><v>1</v></row></c>", .broken), ("<row><c><v>1</v>", .broken),
      ("<!DOCTYPE x [<!ENTITY a \"b\">]>", .doctype), ("<row a=\"<\">", .broken),
      (String(repeating: "<row>", count: 300), .broken), ("<row><c t=\"str\"><v>\u{0}", .broken),
    ])
  func refused(rows: String, expected: SheetProblem) {
    #expect(problem(SheetFile.xlsx(rows)) == expected)
  }

  @Test("the last row and the last column are read")
  func limits() throws {
    let texts = try SheetFile.texts(
      SheetFile.xlsx(Self.row(1_048_576, "<c r=\"XFD1048576\"><v>1</v></c>")))
    #expect(texts[0].utf8.count == 1_048_575 + 16_383 + 2)
  }

  @Test("a million empty rows are nothing, and wide rows stop at the bound")
  func rows() throws {
    let empty = (1...200_000).map { Self.row($0, "") }.joined()
    #expect(try SheetFile.texts(SheetFile.xlsx(empty)) == [""])
    let wide = (1...6_000).map { Self.row($0, "<c r=\"XFD\($0)\"><v>1</v></c>") }.joined()
    #expect(problem(SheetFile.xlsx(wide)) == .tooLarge)
  }

  @Test("cells that OpenDocument repeats a million times stop at the bound")
  func repeated() {
    func table(_ rows: Int, _ columns: Int) -> [UInt8] {
      SheetFile.ods(
        "<table:table><table:table-row table:number-rows-repeated=\"\(rows)\"><table:table-cell "
          + "table:number-columns-repeated=\"\(columns)\" office:value-type=\"float\" "
          + "office:value=\"1\"/></table:table-row></table:table>")
    }
    #expect(problem(table(1_048_576, 16_384)) == .tooLarge)
    #expect(problem(table(1, 16_385)) == .tooLarge)
    #expect(problem(table(1_048_577, 1)) == .tooLarge)
    #expect(problem(table(999_999_999, 999_999_999)) == .tooLarge)
    #expect(problem(table(1_048_576, 2)) == nil)
  }

  @Test("a deflated sheet that unpacks a thousandfold is refused long before its end")
  func bomb() throws {
    // Three million zeros in three thousand bytes, as an archive that is named a workbook's.
    let bytes = try SourceFile(reading: packageFolder + "/Samples/Bad/file-archive.zip").bytes
    let zip = try #require(ZipDirectory(bytes))
    let entry = try #require(zip.entries.first)
    #expect(throws: SheetProblem.tooLarge) {
      try PartReader.all(entry, of: zip, limit: 1_000_000)
    }
    #expect(try PartReader.all(entry, of: zip, limit: 3_000_000).count == 3_000_000)
  }

  @Test("bytes that are no UTF-8 are refused, not guessed at")
  func encoding() {
    var bytes = Array("<sst><si><t>".utf8)
    bytes += [0xFC] + Array("</t></si></sst>".utf8)
    var parts = SheetFile.xlsx([("S", "<row><c t=\"s\"><v>0</v></c></row>")], strings: "")
    for index in parts.indices where parts[index].name.hasSuffix("sharedStrings.xml") {
      parts[index].bytes = bytes
    }
    #expect(problem(ArchiveFileTests.zip(parts)) == .encoding)
  }

  @Test("locked files are told as such")
  func locked() {
    let manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    let ods = ArchiveFileTests.zip([
      ("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)),
      ("META-INF/manifest.xml", Array(manifest.utf8)), ("content.xml", [1, 2, 3]),
    ])
    #expect(problem(ods) == .locked)
    var xlsx = SheetFile.xlsx("<row/>")
    // The flag of an encrypted entry, in the directory: of the workbook's own part.
    let name = Array("xl/workbook.xml".utf8)
    let places = xlsx.indices.filter { xlsx[$0...].starts(with: name) }
    if let last = places.last { xlsx[last - 46 + 8] = 1 }
    #expect(problem(xlsx) == .locked)
  }

  @Test("links out of the archive are labels, and external targets are not looked at")
  func links() throws {
    var parts = SheetFile.xlsx([("S", "<row><c><v>1</v></c></row>")])
    func replace(_ name: String, _ old: String, _ new: String) {
      for index in parts.indices where parts[index].name == name {
        let text = String(decoding: parts[index].bytes, as: UTF8.self)
        parts[index].bytes = Array(text.replacing(old, with: new).utf8)
      }
    }
    replace(
      "xl/_rels/workbook.xml.rels", "Target=\"worksheets/",
      "Target=\"../../../xl/./worksheets/")
    #expect(try SheetFile.texts(ArchiveFileTests.zip(parts)) == ["1\n"])
    replace(
      "xl/_rels/workbook.xml.rels", "Target=\"../../../xl/./worksheets/sheet1.xml\"",
      "Target=\"file:///etc/passwd\" TargetMode=\"External\"")
    #expect(problem(ArchiveFileTests.zip(parts)) == .empty)
  }

  @Test("whatever is cut off or changed in a workbook is read or refused, and says so")
  func damaged() {
    let strings = "<si><t>number</t></si><si><t>client</t></si><si><t>date</t></si>"
    let cells = (0..<3).map { "<c t=\"s\"><v>\($0)</v></c>" }.joined()
    let rows =
      Self.row(1, cells + "<c t=\"str\"><v>amount</v></c>")
      + Self.row(
        2, "<c><v>7</v></c><c t=\"str\"><v>T</v></c><c s=\"1\"><v>46173</v></c><c><v>1.5</v></c>")
    let styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>"
    let ods = SheetFile.ods(
      "<table:table><table:table-row><table:table-cell office:value-type=\"float\" "
        + "office:value=\"1\"/></table:table-row></table:table>")
    var random = Seeded(25)
    for whole in [SheetFile.xlsx(rows, strings: strings, styles: styles), ods] {
      for count in stride(from: 0, to: whole.count, by: 7) {
        expectAnswer(Array(whole[..<count]), "cut at \(count)")
      }
      for round in 0..<2_000 {
        var bytes = whole
        damage(&bytes, with: ods, &random)
        expectAnswer(bytes, "seed 25, round \(round)")
        expectAnswer(bytes, path: "a.ods", "seed 25, round \(round)")
      }
    }
  }

  @Test("whatever is cut off or changed in a page with tables is read or refused, and says so")
  func damagedPage() {
    let page = Array("<table><tr><td rowspan=9>a&uuml;<td colspan=\"3\">b</table>".utf8)
    for count in 0..<page.count {
      expectAnswer(Array(page[..<count]), path: "a.xls", "cut at \(count)")
    }
    var random = Seeded(26)
    for round in 0..<2_000 {
      var bytes = page
      damage(&bytes, with: Array("<table><tr></td>".utf8), &random)
      expectAnswer(bytes, path: "a.xls", "seed 26, round \(round)")
    }
  }

  /// Every file leads to facts or faults, and to nothing that no file may lead to.
  private func expectAnswer(_ bytes: [UInt8], path: String = "a.xlsx", _ place: Comment) {
    let contents = SheetFile.contents(bytes, path: path)
    #expect(!contents.isEmpty && contents.allSatisfy { !$0.isSilent }, place)
    #expect(contents.flatMap(\.flaws) == [], place)
  }

  @Test("tokens that end at the end of a piece are read whole")
  func pieces() throws {
    // Rows of growing length put every kind of token across the borders of what is read at once.
    let rows = (1...9_000).map { number in
      Self.row(
        number,
        "<c r=\"A\(number)\"><v>\(number)</v></c><!-- \(number) --><c t=\"str\"><v><![CDATA[<"
          + "\(number)>]]></v></c><c t=\"str\"><v>&amp;\(number)</v></c>")
    }.joined()
    let expected = (1...9_000).map { "\($0),<\($0)>,&\($0)\n" }.joined()
    #expect(try SheetFile.texts(SheetFile.xlsx(rows)) == [expected])
  }
}

import Domain
import Testing

@testable import Documents

@Suite("Sheets of .xlsx")
struct OOXMLSheetTests {
  /// Formats in the order of the cells' styles.
  private static func styles(_ codes: [String]) -> String {
    let own = codes.enumerated().map { place, code in
      let escaped = code.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
      return "<numFmt numFmtId=\"\(164 + place)\" formatCode=\"\(escaped)\"/>"
    }
    let cells = codes.indices.map { "<xf numFmtId=\"\(164 + $0)\"/>" }
    return "<numFmts>\(own.joined())</numFmts>"
      + "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
      + cells.joined() + "</cellXfs><dxfs><dxf><numFmt numFmtId=\"164\" formatCode=\"0\"/></dxf>"
      + "</dxfs>"
  }

  private func one(_ cell: String, strings: String? = nil, styles: String? = nil) throws -> String {
    let texts = try SheetFile.texts(
      SheetFile.xlsx("<row r=\"1\">\(cell)</row>", strings: strings, styles: styles))
    return String(texts[0].dropLast())
  }

  @Test(
    "numbers are exact decimals without noise and without an exponent",
    arguments: [
      ("300.5", "300.5"), ("1234.1000000000001", "1234.1"), ("0.1", "0.1"), ("-0.5", "-0.5"),
      ("1E-3", "0.0010"), ("1.5E+3", "1500"), ("2.0000000000000001E-2", "0.02"), ("0", "0"),
      ("-0", "0"), ("1.234", "1.2340"), ("1234.567", "1234.5670"), ("12.340000000000002", "12.34"),
      ("299.99999999999994", "300"), ("99999999999999.99", "100000000000000"),
      ("1234567890123456", "1234567890123456"), ("20260000000000000001", "20260000000000000001"),
      ("1E+20", "100000000000000000000"), (".5", "0.5"), ("5.", "5"), ("+7", "7"), ("007", "7"),
      ("1e999", "1e999"), ("nan", "nan"), ("4.3500000000000005", "4.35"),
      ("1.0049999999999999", "1.0050"), ("9.9999999999999999", "10"),
    ])
  func numbers(written: String, text: String) throws {
    #expect(try one("<c r=\"A1\"><v>\(written)</v></c>") == text)
  }

  @Test(
    "a number format with a day makes a date, elapsed time and figures do not",
    arguments: [
      ("yyyy-mm-dd", "46173", "2026-05-31"), ("[$-407]d. mmmm yyyy;@", "46173", "2026-05-31"),
      ("dd/mm/yy", "46173.604166666664", "2026-05-31 14:30:00"),
      ("TT.MM.JJJJ", "46173", "2026-05-31"),
      ("mmm-yy", "46173", "2026-05-31"), ("[h]:mm", "1.5", "1.5"), ("[mm]:ss", "0.5", "0.5"),
      ("h:mm AM/PM", "0.75", "18:00:00"), ("hh:mm:ss.000", "0.5", "12:00:00"),
      ("0.00", "46173", "46173"), ("#,##0.00 \"days\"", "46173", "46173"), ("General", "5", "5"),
      ("0.00E+00", "46173", "46173"), ("#,##0.00\\ [$€-407]", "46173", "46173"), ("@", "12", "12"),
      ("[Red]-0.00;[Blue]0.00", "7", "7"), ("#,##0 EUR", "46173", "46173"),
      ("[$-F800]dddd, mmmm dd, yyyy", "46173", "2026-05-31"), ("\"d\"0", "3", "3"),
      ("yyyy\\-mm\\-dd", "1", "1900-01-01"), ("yyyy", "59", "1900-02-28"),
      ("yyyy", "60", "1900-02-29"), ("yyyy", "61", "1900-03-01"), ("yyyy", "0", "1900-01-00"),
      ("yyyy", "2958465", "9999-12-31"), ("yyyy", "2958466", "2958466"), ("yyyy", "-1", "-1"),
      ("yyyy", "46173.99999999", "2026-06-01"), ("yyyy", "36585", "2000-02-29"),
    ])
  func dates(code: String, written: String, text: String) throws {
    #expect(
      try one("<c r=\"A1\" s=\"1\"><v>\(written)</v></c>", styles: Self.styles([code])) == text)
  }

  @Test(
    "formats that need no code are known by their numbers",
    arguments: [
      (14, "2026-05-31"), (22, "2026-05-31"), (15, "2026-05-31"), (17, "2026-05-31"),
      (31, "2026-05-31"), (57, "2026-05-31"), (0, "46173"), (4, "46173"), (10, "46173"),
      (46, "46173"), (49, "46173"),
    ])
  func builtIn(id: Int, text: String) throws {
    let styles = "<cellXfs><xf numFmtId=\"\(id)\"/></cellXfs>"
    #expect(try one("<c r=\"A1\" s=\"0\"><v>46173</v></c>", styles: styles) == text)
  }

  @Test("the days of 1904 begin four years later", arguments: ["1", "true"])
  func from1904(flag: String) throws {
    let parts = SheetFile.xlsx(
      [("S", "<row><c s=\"1\"><v>44711</v></c><c s=\"1\"><v>0</v></c></row>")],
      styles: Self.styles(["yyyy-mm-dd"]), settings: "<workbookPr date1904=\"\(flag)\"/>")
    #expect(try SheetFile.texts(ArchiveFileTests.zip(parts)) == ["2026-05-31,1904-01-01\n"])
  }

  @Test(
    "each type of cell is read as what it is",
    arguments: [
      ("<c t=\"b\"><v>1</v></c>", "TRUE"), ("<c t=\"b\"><v>0</v></c>", "FALSE"),
      ("<c t=\"e\"><v>#N/A</v></c>", "#N/A"), ("<c t=\"str\"><f>A1&amp;B1</f><v>ab</v></c>", "ab"),
      ("<c><f>SUM(B1:B9)</f><v>12.5</v></c>", "12.5"), ("<c><f>NOW()</f></c>", ""),
      ("<c t=\"inlineStr\"><is><t>a</t></is></c>", "a"),
      (
        "<c t=\"inlineStr\"><is><r><rPr><b/></rPr><t>a</t></r><r><t xml:space=\"preserve\"> </t></r>"
          + "<r><t>b</t></r></is></c>", "a b"
      ),
      ("<c t=\"d\"><v>2026-05-31T00:00:00</v></c>", "2026-05-31"),
      ("<c t=\"d\"><v>2026-05-31T14:30:00.5Z</v></c>", "2026-05-31 14:30:00"),
      ("<c t=\"d\"><v>2026-05-31</v></c>", "2026-05-31"),
      ("<c t=\"str\"><v>a, \"b\"</v></c>", "\"a, \"\"b\"\"\""),
      ("<c t=\"str\"><v>a&#10;b&#9;c</v></c>", "a b c"),
      ("<c t=\"str\"><v>&lt;&#xe4;&gt;</v></c>", "<ä>"),
      ("<c t=\"str\"><v>a_x000D_b_x005F_x</v></c>", "a b_x"),
      ("<c t=\"str\"><v>a_x00</v></c>", "a_x00"),
      ("<c t=\"str\"><v><![CDATA[<x>]]></v></c>", "<x>"), ("<c t=\"n\"><v> 5 </v></c>", "5"),
      ("<x:c xmlns:x=\"u\"><x:v>5</x:v></x:c>", "5"),
    ])
  func types(cell: String, text: String) throws {
    #expect(try one(cell) == text)
  }

  @Test("shared texts join their runs and leave out how to pronounce them")
  func shared() throws {
    let strings =
      "<si><t>plain</t></si><si><r><t>rich </t></r><r><rPr/><t>text</t></r></si>"
      + "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si><si><t/></si><si/>"
      + "<si><t>a,b</t></si>"
    let cells = (0..<6).map { "<c t=\"s\"><v>\($0)</v></c>" }.joined()
    #expect(try one(cells, strings: strings) == "plain,rich text,東京,,,\"a,b\"")
    #expect(throws: SheetProblem.broken) {
      try one("<c t=\"s\"><v>9</v></c>", strings: strings)
    }
  }

  @Test("row N stands on line N, and columns keep their gaps")
  func places() throws {
    let rows =
      "<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"D3\"><v>2</v></c><c><v>3</v></c></row><row/>"
      + "<row><c r=\"AA5\"><v>4</v></c></row><row r=\"9\"><c s=\"1\"/></row>"
    #expect(
      try SheetFile.texts(SheetFile.xlsx(rows)) == [
        "\n\n,1,,2,3\n\n" + String(repeating: ",", count: 26) + "4\n"
      ])
  }

  @Test("rows that end early are filled up to the header")
  func filledUp() throws {
    let rows = SheetFile.rows("title\n\na|b|c|d\n1|2\n|||4\n1|2|3|4|5")
    #expect(
      try SheetFile.texts(SheetFile.xlsx(rows)) == ["title\n\na,b,c,d\n1,2,,\n,,,4\n1,2,3,4,5\n"])
  }

  @Test("the strict form reads like the other, and sheets come in the workbook's order")
  func strict() throws {
    let sheets = [("Two", "<row><c><v>2</v></c></row>"), ("One", "<row><c><v>1</v></c></row>")]
    for isStrict in [false, true] {
      let bytes = ArchiveFileTests.zip(
        SheetFile.xlsx(sheets, states: ["One": "veryHidden"], isStrict: isStrict))
      let kind = try #require(SheetKind(bytes, path: "a"))
      let workbook = try Workbook(kind, bytes)
      #expect(workbook.sheets.map(\.name) == ["Two", "One"])
      #expect(workbook.sheets.map(\.isHidden) == [false, true])
      #expect(workbook.sheets.map { String(decoding: $0.text, as: UTF8.self) } == ["2\n", "1\n"])
    }
  }

  @Test("fractions are written with the mark of amounts that stand as text")
  func marks() throws {
    let comma =
      "<row><c t=\"str\"><v>1.234,56</v></c><c><v>300.5</v></c><c><v>1.234</v></c></row>"
    #expect(
      try SheetFile.texts(SheetFile.xlsx(comma)) == ["\"1.234,56\",\"300,5\",\"1,2340\"\n"])
    #expect(
      try SheetFile.texts(SheetFile.xlsx(comma), mark: .dot) == ["\"1.234,56\",300.5,1.2340\n"])
    let both = comma + "<row><c t=\"str\"><v>$ 5.50</v></c></row>"
    #expect(try SheetFile.texts(SheetFile.xlsx(both))[0].contains(",300.5,"))
    let day = "<row><c t=\"str\"><v>31.12.26</v></c><c><v>300.5</v></c></row>"
    #expect(try SheetFile.texts(SheetFile.xlsx(day)) == ["31.12.26,300.5\n"])
  }
}

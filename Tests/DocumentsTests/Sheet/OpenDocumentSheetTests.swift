import Domain
import Testing

@testable import Documents

@Suite("Sheets of .ods, and of files called .xls")
struct OpenDocumentSheetTests {
  private func one(_ cell: String) throws -> String {
    let texts = try SheetFile.texts(
      SheetFile.ods("<table:table><table:table-row>\(cell)</table:table-row></table:table>"))
    return String(texts[0].dropLast())
  }

  private static func cell(_ type: String, _ inside: String = "") -> String {
    "<table:table-cell office:value-type=\(type)>\(inside)</table:table-cell>"
  }

  @Test(
    "typed cells are read by their values, others by their text",
    arguments: [
      ("\"float\" office:value=\"1234.5\"", "<text:p>1.234,50</text:p>", "1234.5"),
      ("\"currency\" office:currency=\"EUR\" office:value=\"5\"", "<text:p>5,00 €</text:p>", "5"),
      ("\"percentage\" office:value=\"0.19\"", "<text:p>19 %</text:p>", "0.19"),
      ("\"float\" office:value=\"1.5E-2\"", "", "0.0150"),
      ("\"date\" office:date-value=\"2026-05-31\"", "<text:p>31.05.26</text:p>", "2026-05-31"),
      ("\"date\" office:date-value=\"2026-05-31T00:00:00\"", "", "2026-05-31"),
      ("\"date\" office:date-value=\"2026-05-31T14:30:00.25\"", "", "2026-05-31 14:30:00"),
      ("\"time\" office:time-value=\"PT14H30M05S\"", "", "14:30:05"),
      ("\"time\" office:time-value=\"PT09H\"", "", "09:00:00"),
      ("\"boolean\" office:boolean-value=\"true\"", "<text:p>WAHR</text:p>", "TRUE"),
      ("\"boolean\" office:boolean-value=\"false\"", "", "FALSE"),
      ("\"string\"", "<text:p>#N/A</text:p>", "#N/A"),
      ("\"string\"", "<text:p>a</text:p><text:p>b</text:p>", "a b"),
      ("\"string\" office:string-value=\"x, y\"", "<text:p>z</text:p>", "\"x, y\""),
      (
        "\"string\"", "<text:p>a<text:s text:c=\"2\"/>b<text:tab/>c<text:line-break/>d</text:p>",
        "a  b c d"
      ),
      (
        "\"string\"", "<text:p>a <text:span>b</text:span> <text:a>c</text:a>\n  d</text:p>",
        "a b c d"
      ),
      (
        "\"string\"",
        "<office:annotation><text:p>note</text:p></office:annotation><text:p>a</text:p>",
        "a"
      ),
      ("\"string\"", "<text:p>a</text:p><draw:frame><text:p>x</text:p></draw:frame>", "a"),
      (
        "\"string\"",
        "<text:p><text:ruby><text:ruby-base>a</text:ruby-base>"
          + "<text:ruby-text>b</text:ruby-text></text:ruby></text:p>", "a"
      ),
    ])
  func cells(type: String, inside: String, text: String) throws {
    #expect(try one(Self.cell(type, inside)) == text)
  }

  @Test("repeated and covered cells and rows keep their places")
  func repeated() throws {
    let x = Self.cell("\"string\"", "<text:p>x</text:p>")
    let twice = x.replacing(
      "<table:table-cell", with: "<table:table-cell table:number-columns-repeated=\"2\"")
    let table =
      "<table:table table:name=\"T\"><table:table-column table:number-columns-repeated=\"9\"/>"
      + "<table:table-header-rows><table:table-row>\(x)<table:covered-table-cell/>"
      + "<table:table-cell table:number-columns-repeated=\"2\"/>\(twice)"
      + "<table:table-cell table:number-columns-repeated=\"16378\"/></table:table-row>"
      + "</table:table-header-rows><table:table-row table:number-rows-repeated=\"2\"/>"
      + "<table:table-row table:number-rows-repeated=\"3\">\(x)</table:table-row>"
      + "<table:table-row table:number-rows-repeated=\"1048570\">"
      + "<table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>"
    for bytes in [SheetFile.ods(table), SheetFile.fods(table)] {
      #expect(try SheetFile.texts(bytes) == ["x,,,,x,x\n\n\nx,,,,,\nx,,,,,\nx,,,,,\n"])
    }
  }

  @Test("copies of other files' tables are left out, hidden tables are known as such")
  func tables() throws {
    let row = "<table:table-row>\(Self.cell("\"float\" office:value=\"1\""))</table:table-row>"
    let bytes = SheetFile.ods(
      "<table:table table:name=\"A\">\(row)</table:table>"
        + "<table:table table:name=\"B\" table:style-name=\"ta2\">\(row)</table:table>"
        + "<table:table table:name=\"'file:///x.ods'#$C\">\(row)</table:table>",
      styles: "<style:style style:name=\"ta2\" style:family=\"table\">"
        + "<style:table-properties table:display=\"false\"/></style:style>")
    let workbook = try Workbook(try #require(SheetKind(bytes, path: "a")), bytes)
    #expect(workbook.sheets.map(\.name) == ["A", "B"])
    #expect(workbook.sheets.map(\.isHidden) == [false, true])
  }

  private static let spreadsheet2003 = """
    <?xml version="1.0"?>
    <?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
      xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
      <Worksheet ss:Name="Rechnungen"><Table>
        <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Liste, alle</Data></Cell>
          <Cell><Data ss:Type="String">x</Data></Cell></Row>
        <Row ss:Index="3"><Cell><Data ss:Type="DateTime">2026-05-31T00:00:00.000</Data></Cell>
          <Cell ss:Index="4"><Data ss:Type="Number">1.5E2</Data>
            <Comment><ss:Data>no</ss:Data></Comment></Cell>
          <Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
      </Table></Worksheet>
      <Worksheet ss:Name="Hidden"><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>
      </Worksheet>
    </Workbook>
    """

  @Test("XML Spreadsheet 2003 is read")
  func xml2003() throws {
    let bytes = Array(Self.spreadsheet2003.utf8)
    let workbook = try Workbook(try #require(SheetKind(bytes, path: "a.xls")), bytes)
    #expect(workbook.sheets.map(\.name) == ["Rechnungen", "Hidden"])
    #expect(workbook.sheets[1].isHidden)
    #expect(
      String(decoding: workbook.sheets[0].text, as: UTF8.self)
        == "\"Liste, alle\",,x\n\n2026-05-31,,,150,TRUE\n")
  }

  @Test("tables of a page called .xls are read, also nested and spanned ones")
  func html() throws {
    let page = """
      <html><head><style>td { color: red }</style><script>if (a < b) "<td>"</script></head><body>
      <!-- <td>no</td> --><table border=1><tr><th>A</th><TH rowspan="2">B&nbsp;&amp;&uuml;</TH>
      <th colspan='2'>C</th><th>D<tr><td>1<br>2</td><td>3</td><td></td><td>&euro; 4 < 5</td></tr>
      <tr><td><table><tr><td>in</td></tr></table></td></tr></table>
      """
    #expect(
      try SheetFile.texts(Array(page.utf8), path: "a.xls")
        == ["A,B &ü,C,,D\n1 2,,3,,€ 4 < 5\n", "in\n"])
  }
}

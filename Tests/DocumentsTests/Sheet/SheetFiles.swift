import Domain

@testable import Documents

/// Workbooks made of XML strings, for tests.
struct SheetFile {
  /// The parts of an `.xlsx`: `rows` is what stands in `sheetData` of each sheet.
  static func xlsx(
    _ sheets: [(name: String, rows: String)], strings: String? = nil, styles: String? = nil,
    settings: String = "", states: [String: String] = [:], isStrict: Bool = false
  ) -> [(name: String, bytes: [UInt8])] {
    let main =
      isStrict
      ? "http://purl.oclc.org/ooxml/spreadsheetml/main"
      : "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let types =
      isStrict
      ? "http://purl.oclc.org/ooxml/officeDocument/relationships"
      : "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    func links(_ links: [(id: String, kind: String, target: String)]) -> String {
      let all = links.map {
        "<Relationship Id=\"\($0.id)\" Type=\"\(types)/\($0.kind)\" Target=\"\($0.target)\"/>"
      }
      return
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + all.joined() + "</Relationships>"
    }
    var book: [(id: String, kind: String, target: String)] = sheets.indices.map {
      ("rId\($0 + 1)", "worksheet", "worksheets/sheet\($0 + 1).xml")
    }
    if strings != nil { book.append(("rId90", "sharedStrings", "/xl/sharedStrings.xml")) }
    if styles != nil { book.append(("rId91", "styles", "styles.xml")) }
    let list = sheets.enumerated().map { index, sheet in
      let state = states[sheet.name].map { " state=\"\($0)\"" } ?? ""
      return
        "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\"\(state) r:id=\"rId\(index + 1)\"/>"
    }
    var parts = [
      ("[Content_Types].xml", "<Types/>"),
      ("_rels/.rels", links([("rId1", "officeDocument", "xl/workbook.xml")])),
      (
        "xl/workbook.xml",
        "<?xml version=\"1.0\"?><workbook xmlns=\"\(main)\" xmlns:r=\"\(types)\">\(settings)<sheets>"
          + list.joined() + "</sheets></workbook>"
      ),
      ("xl/_rels/workbook.xml.rels", links(book)),
    ]
    for (index, sheet) in sheets.enumerated() {
      parts.append(
        (
          "xl/worksheets/sheet\(index + 1).xml",
          "<worksheet xmlns=\"\(main)\"><sheetData>\(sheet.rows)</sheetData></worksheet>"
        ))
    }
    if let strings { parts.append(("xl/sharedStrings.xml", "<sst>\(strings)</sst>")) }
    if let styles { parts.append(("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>")) }
    return parts.map { ($0.0, Array($0.1.utf8)) }
  }

  static func xlsx(_ rows: String, strings: String? = nil, styles: String? = nil) -> [UInt8] {
    ArchiveFileTests.zip(xlsx([("Sheet1", rows)], strings: strings, styles: styles))
  }

  /// One row of inline texts a line, cells between bars.
  static func rows(_ table: String) -> String {
    table.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { row, line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
        cell.isEmpty ? "<c/>" : "<c t=\"inlineStr\"><is><t>\(cell)</t></is></c>"
      }
      return "<row r=\"\(row + 1)\">\(cells.joined())</row>"
    }.joined()
  }

  static let odsRoot =
    "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
    + "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
    + "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
    + "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
    + "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\">"

  /// `tables` is what stands in the spreadsheet.
  static func ods(_ tables: String, styles: String = "") -> [UInt8] {
    let content =
      odsRoot + "<office:automatic-styles>\(styles)</office:automatic-styles>"
      + "<office:body><office:spreadsheet>\(tables)</office:spreadsheet></office:body>"
      + "</office:document-content>"
    return ArchiveFileTests.zip([
      ("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)),
      ("content.xml", Array(content.utf8)),
    ])
  }

  static func fods(_ tables: String) -> [UInt8] {
    Array(
      ("<?xml version=\"1.0\"?>\n<office:document "
        + "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
        + "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
        + "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
        + "office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">"
        + "<office:body><office:spreadsheet>\(tables)</office:spreadsheet></office:body>"
        + "</office:document>").utf8)
  }

  /// The sheets of a file as text, or why it cannot be read.
  static func texts(
    _ bytes: [UInt8], path: String = "a.xlsx", mark: DecimalMark? = nil
  ) throws(SheetProblem) -> [String] {
    guard let kind = SheetKind(bytes, path: path) else { throw .empty }
    return try Workbook(kind, bytes, mark: mark).sheets.map {
      String(decoding: $0.text, as: UTF8.self)
    }
  }

  static func contents(
    _ bytes: [UInt8], path: String = "a.xlsx", mark: DecimalMark? = nil
  ) -> [FileContents] {
    DocumentReader(business: UBL.business, decimalMark: mark)
      .readAll(SourceFile(path: path, bytes: bytes))
  }
}

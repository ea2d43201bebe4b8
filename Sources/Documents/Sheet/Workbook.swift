import Domain

/// Why a spreadsheet cannot be read.
enum SheetProblem: Error, Equatable {
  /// It breaks off, its parts do not fit together, or its XML is not well-formed.
  case broken
  /// Its rows or cells do not stand in their order.
  case order(row: Int)
  /// It needs a password.
  case locked
  case tooLarge
  case doctype
  case encoding
  /// It has no sheet with cells.
  case empty
}

/// The sheets of a spreadsheet as table text, which the readers of CSV understand.
///
/// Formulas are not evaluated, the values a program stored with them are read; macros, links and
/// pictures are not looked at, and nothing is opened but the file itself.
struct Workbook {
  struct Sheet {
    var name: String
    /// Its program does not show it.
    var isHidden = false
    /// CSV in UTF-8: row N of the sheet on line N.
    var text: [UInt8]
  }

  var sheets: [Sheet]

  /// Of the text of all sheets together: larger tables are read as CSV.
  static let textBytesMax = 80_000_000
  static let sheetsMax = 250

  /// `mark` is what fractions of numeric cells are written with; where it is nil, that of the
  /// amounts that stand as text in the same file, so that all are read alike, or else a dot.
  init(_ kind: SheetKind, _ bytes: [UInt8], mark: DecimalMark? = nil) throws(SheetProblem) {
    var parts = try Self.read(kind, bytes, mark ?? .dot)
    let ofTexts = Set(parts.compactMap(\.writer.markOfTexts))
    if mark == nil, ofTexts == [.comma], parts.contains(where: \.writer.wroteFraction) {
      parts = try Self.read(kind, bytes, .comma)
    }
    sheets = parts.map { part in
      Sheet(name: part.name, isHidden: part.isHidden, text: part.writer.bytes)
    }
    guard !sheets.isEmpty else { throw .empty }
    for sheet in sheets where !sheet.text.isUTF8 { throw .encoding }
  }

  /// A sheet as it is written.
  struct Part {
    var name: String
    var isHidden = false
    var writer: SheetWriter
  }

  private static func read(
    _ kind: SheetKind, _ bytes: [UInt8], _ mark: DecimalMark
  ) throws(SheetProblem) -> [Part] {
    switch kind {
    case .officeOpen(let zip): try OOXMLWorkbook(zip).sheets(mark)
    case .openDocument(let zip): try OpenDocumentSheets.read(zip, mark)
    case .flatOpenDocument: try OpenDocumentSheets.read(SheetXML(bytes), mark)
    case .spreadsheetXML: try SpreadsheetXML.read(SheetXML(bytes), mark)
    case .html: try HTMLTables.read(bytes.asUTF8)
    case .damaged: throw .broken
    case .other: []
    }
  }

  /// The sheet that looks most like a table: the one with the most rows and columns, hidden ones
  /// last.
  var mostTabular: Sheet? {
    sheets.max { a, b in
      (a.isHidden ? 0 : 1, a.text.tableScore) < (b.isHidden ? 0 : 1, b.text.tableScore)
    }
  }
}

extension [UInt8] {
  /// Filled fields in rows of three and more, among the first ones.
  fileprivate var tableScore: Int {
    var scanner = CSVScanner(self, separator: 0x2C)
    var fields: [CSVScanner.Field] = []
    var score = 0
    var rows = 0
    while rows < 1000, scanner.next(into: &fields) != nil {
      let filled = fields.count { $0.end > $0.start }
      if filled > 2 { score += filled }
      rows += 1
    }
    return score
  }

  fileprivate var isUTF8: Bool {
    allSatisfy { $0 < 0x80 } || String(validating: self, as: UTF8.self) != nil
  }
}

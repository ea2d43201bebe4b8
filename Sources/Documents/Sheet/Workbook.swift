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
      Sheet(name: part.name, isHidden: part.isHidden, text: part.writer.bytes.unwrapped)
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
    case .flatOpenDocument: try OpenDocumentSheets.read(SheetXML(bytes.asUTF8), mark)
    case .spreadsheetXML: try SpreadsheetXML.read(SheetXML(bytes.asUTF8), mark)
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
  /// The lines themselves where each is one cell with a line of CSV in it: a spreadsheet that does
  /// not know a file's separator puts whole lines into its first column. Any other text as it is.
  fileprivate var unwrapped: [UInt8] {
    let top = prefix(CSVTable.headerBytesMax)
    func isWrapped(_ text: ArraySlice<UInt8>) -> Bool {
      var scanner = CSVScanner(Array(text), separator: 0x2C)
      var fields: [CSVScanner.Field] = []
      var rows = 0
      while scanner.next(into: &fields) != nil {
        guard fields.count == 1 else { return false }
        let inside = scanner.bytes[fields[0].start..<fields[0].end]
        if CSVTable.separators.contains(where: { mark in inside.count { $0 == mark } > 1 }) {
          rows += 1
        }
      }
      return rows > 1
    }
    // The last line of the top may be cut off.
    let end = top.count < count ? top.lastIndex(of: 0x0A) ?? 0 : count
    guard isWrapped(self[..<end]), end == count || isWrapped(self[...]) else { return self }
    var lines: [UInt8] = []
    lines.reserveCapacity(count)
    for line in split(separator: 0x0A, omittingEmptySubsequences: false) {
      guard line.first == 0x22, line.last == 0x22, line.count > 1 else {
        lines += line + [0x0A]
        continue
      }
      var isDoubled = false
      for byte in line.dropFirst().dropLast() {
        isDoubled = byte == 0x22 && !isDoubled
        if !isDoubled { lines.append(byte) }
      }
      lines.append(0x0A)
    }
    return lines
  }

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
}

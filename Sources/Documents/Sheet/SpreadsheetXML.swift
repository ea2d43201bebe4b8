import Domain

/// Reads XML Spreadsheet 2003, the one XML file that Excel of that time and many programs since
/// write, often under the name `.xls`.
struct SpreadsheetXML {
  private var xml: SheetXML
  private var writer: SheetWriter
  private let names = Names()

  private struct Names {
    let sheet = SheetXML.Name("Worksheet")
    let name = SheetXML.Name("Name")
    let options = SheetXML.Name("WorksheetOptions")
    let visible = SheetXML.Name("Visible")
    let row = SheetXML.Name("Row")
    let cell = SheetXML.Name("Cell")
    let data = SheetXML.Name("Data")
    let type = SheetXML.Name("Type")
    let index = SheetXML.Name("Index")
    let across = SheetXML.Name("MergeAcross")
  }

  private static let textBytesMax = 1_000_000

  static func read(_ xml: SheetXML, _ mark: DecimalMark) throws(SheetProblem) -> [Workbook.Part] {
    var xml = xml
    let names = Names()
    var parts: [Workbook.Part] = []
    var left = Workbook.textBytesMax
    while true {
      let token = try xml.next()
      if token == .done { return parts }
      guard token == .start(names.sheet) else { continue }
      guard parts.count < Workbook.sheetsMax else { throw .tooLarge }
      let name = xml.text(names.name) ?? ""
      var reader = SpreadsheetXML(xml: xml, writer: SheetWriter(mark: mark, bytesMax: left))
      let isHidden = try reader.readSheet()
      xml = reader.xml
      left -= reader.writer.bytes.count
      parts.append(Workbook.Part(name: name, isHidden: isHidden, writer: reader.writer))
    }
  }

  private init(xml: SheetXML, writer: SheetWriter) {
    (self.xml, self.writer) = (xml, writer)
  }

  /// Whether the sheet is hidden.
  private mutating func readSheet() throws(SheetProblem) -> Bool {
    let outside = xml.depth - 1
    var row = 0
    var isHidden = false
    while xml.depth > outside {
      guard case .start(let name) = try xml.next() else { continue }
      if name == names.row {
        let stated = xml.number(names.index) ?? row + 1
        guard stated > row else { throw .order(row: stated) }
        row = stated
        try readRow(row)
      } else if name == names.visible {
        isHidden = true
      }
    }
    writer.end()
    return isHidden
  }

  private mutating func readRow(_ row: Int) throws(SheetProblem) {
    let outside = xml.depth - 1
    var column = 0
    while xml.depth > outside {
      guard case .start(let name) = try xml.next(), name == names.cell else { continue }
      if let stated = xml.number(names.index) {
        guard stated > column else { throw .order(row: row) }
        column = stated - 1
      }
      let across = xml.number(names.across) ?? 0
      try readCell(row, column)
      column += 1 + across
    }
  }

  private mutating func readCell(_ row: Int, _ column: Int) throws(SheetProblem) {
    let outside = xml.depth - 1
    var isWritten = false
    while xml.depth > outside {
      // Comments hold data of their own.
      guard case .start(let name) = try xml.next() else { continue }
      guard name == names.data, xml.depth == outside + 2, !isWritten else {
        try xml.skipElement()
        continue
      }
      isWritten = true
      let type = xml.text(names.type) ?? "String"
      let text = try readData()
      guard !text.isEmpty else { continue }
      try writer.move(toRow: row, column: column)
      switch type {
      case "Number": writer.writeNumber(text[...])
      case "DateTime": writer.writeISO(text[...])
      case "Boolean": writer.write(text == [0x31] ? "TRUE" : "FALSE")
      default: writer.writeText(text)
      }
    }
  }

  private mutating func readData() throws(SheetProblem) -> [UInt8] {
    let outside = xml.depth - 1
    var text: [UInt8] = []
    while xml.depth > outside {
      let token = try xml.next()
      xml.append(token, to: &text)
      guard text.count <= Self.textBytesMax else { throw .tooLarge }
    }
    return text
  }
}

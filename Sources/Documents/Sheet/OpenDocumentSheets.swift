import Domain

/// Reads the tables of an OpenDocument spreadsheet: `.ods`, and `.fods`, which is one XML file.
struct OpenDocumentSheets {
  private var xml: SheetXML
  private let mark: DecimalMark
  private let names = Names()
  private var parts: [Workbook.Part] = []
  private var left = Workbook.textBytesMax
  /// Styles of tables that are not shown.
  private var hiddenStyles: Set<String> = []
  private var style = ""

  private struct Names {
    let style = SheetXML.Name("style")
    let properties = SheetXML.Name("table-properties")
    let display = SheetXML.Name("display")
    let name = SheetXML.Name("name")
    let styleName = SheetXML.Name("style-name")
    let spreadsheet = SheetXML.Name("spreadsheet")
    let table = SheetXML.Name("table")
    let row = SheetXML.Name("table-row")
    let cell = SheetXML.Name("table-cell")
    let covered = SheetXML.Name("covered-table-cell")
    let rowsRepeated = SheetXML.Name("number-rows-repeated")
    let columnsRepeated = SheetXML.Name("number-columns-repeated")
    /// Pictures, buttons and what was changed stand beside the rows.
    let skipped = Set(
      ["shapes", "forms", "tracked-changes", "scenario", "dde-links"].map { SheetXML.Name($0) })
  }

  static func read(
    _ zip: ZipDirectory, _ mark: DecimalMark
  ) throws(SheetProblem) -> [Workbook.Part] {
    if zip["encrypted-package"] != nil { throw .locked }
    if let list = zip["META-INF/manifest.xml"] {
      // The content of a locked file is listed with how to unlock it.
      var xml = SheetXML(try PartReader(list, of: zip, limit: 20_000_000))
      let lock = SheetXML.Name("encryption-data")
      while true {
        let token = try xml.next()
        if token == .start(lock) { throw .locked }
        if token == .done { break }
      }
    }
    guard let content = zip["content.xml"] else { throw .broken }
    return try read(SheetXML(try PartReader(content, of: zip)), mark)
  }

  static func read(_ xml: SheetXML, _ mark: DecimalMark) throws(SheetProblem) -> [Workbook.Part] {
    var reader = OpenDocumentSheets(xml, mark)
    try reader.readAll()
    return reader.parts
  }

  private init(_ xml: SheetXML, _ mark: DecimalMark) {
    (self.xml, self.mark) = (xml, mark)
  }

  private mutating func readAll() throws(SheetProblem) {
    var tablesDepth = Int.max
    while true {
      switch try xml.next() {
      case .done: return
      case .start(let name):
        if name == names.spreadsheet {
          tablesDepth = xml.depth + 1
        } else if name == names.table, xml.depth == tablesDepth {
          try readTable()
        } else if name == names.style {
          style = xml.text(names.name) ?? ""
        } else if name == names.properties, xml.text(names.display) == "false" {
          hiddenStyles.insert(style)
        } else if names.skipped.contains(name) {
          try xml.skipElement()
        }
      default: break
      }
    }
  }

  private mutating func readTable() throws(SheetProblem) {
    guard parts.count < Workbook.sheetsMax else { throw .tooLarge }
    let name = xml.text(names.name) ?? ""
    let isHidden = hiddenStyles.contains(xml.text(names.styleName) ?? "")
    let outside = xml.depth - 1
    var writer = SheetWriter(mark: mark, bytesMax: left)
    var cell = OpenDocumentCell()
    var row = 0
    while xml.depth > outside {
      guard case .start(let name) = try xml.next() else { continue }
      if name == names.row {
        let count = max(1, xml.number(names.rowsRepeated) ?? 1)
        row += 1
        let isFilled = try readRow(row, &cell, &writer)
        if isFilled { try writer.repeatRow(count - 1) }
        row = min(row + count - 1, .max / 2)
      } else if names.skipped.contains(name) {
        try xml.skipElement()
      }
    }
    writer.end()
    left -= writer.bytes.count
    // Copies of other files' tables stand beside the own ones, named after their places.
    guard !name.hasPrefix("'file:") else { return }
    parts.append(Workbook.Part(name: name, isHidden: isHidden, writer: writer))
  }

  /// Whether the row has anything in it.
  private mutating func readRow(
    _ row: Int, _ cell: inout OpenDocumentCell, _ writer: inout SheetWriter
  ) throws(SheetProblem) -> Bool {
    let outside = xml.depth - 1
    var column = 0
    var isFilled = false
    while xml.depth > outside {
      guard case .start(let name) = try xml.next() else { continue }
      guard name == names.cell || name == names.covered else {
        try xml.skipElement()
        continue
      }
      let count = max(1, xml.number(names.columnsRepeated) ?? 1)
      try cell.read(&xml)
      if cell.isFilled {
        isFilled = true
        guard column + count <= SheetWriter.columnsMax else { throw .tooLarge }
        for place in column..<column + count {
          try writer.move(toRow: row, column: place)
          cell.write(&writer)
        }
      }
      column = min(column + count, SheetWriter.columnsMax)
    }
    return isFilled
  }
}

/// A cell of an OpenDocument table: its typed value, or else its text.
private struct OpenDocumentCell {
  private enum Kind { case text, number, day, time, boolean }

  private let names = Names()
  private var kind = Kind.text
  private var value: [UInt8] = []
  private var text: [UInt8] = []

  private struct Names {
    let type = SheetXML.Name("value-type")
    let value = SheetXML.Name("value")
    let day = SheetXML.Name("date-value")
    let time = SheetXML.Name("time-value")
    let boolean = SheetXML.Name("boolean-value")
    let string = SheetXML.Name("string-value")
    let paragraph = SheetXML.Name("p")
    let heading = SheetXML.Name("h")
    let spaces = SheetXML.Name("s")
    let count = SheetXML.Name("c")
    let breaks = Set(["tab", "line-break"].map { SheetXML.Name($0) })
    /// What stands in a text without being of it: notes, pictures, how to pronounce it.
    let skipped = Set(
      ["annotation", "annotation-end", "frame", "note", "ruby-text", "custom-shape"].map {
        SheetXML.Name($0)
      })
  }

  private static let textBytesMax = 1_000_000
  private static let spacesMax = 1_000

  var isFilled: Bool { kind == .text ? !text.isEmpty : !value.isEmpty }

  /// Reads the cell whose start tag was the last token, up to its end.
  mutating func read(_ xml: inout SheetXML) throws(SheetProblem) {
    takeValue(xml)
    text.removeAll(keepingCapacity: true)
    let isGiven = !value.isEmpty
    if isGiven, kind == .text { text = value }
    let outside = xml.depth - 1
    var isFirst = true
    while xml.depth > outside {
      guard case .start(let name) = try xml.next() else { continue }
      if name == names.paragraph || name == names.heading, !isGiven {
        if !isFirst { text.append(0x20) }
        isFirst = false
        try readParagraph(&xml)
      } else {
        try xml.skipElement()
      }
    }
  }

  private mutating func takeValue(_ xml: SheetXML) {
    value.removeAll(keepingCapacity: true)
    let (kind, name) =
      switch xml.text(names.type) {
      case "float", "percentage", "currency": (Kind.number, names.value)
      case "date": (Kind.day, names.day)
      case "time": (Kind.time, names.time)
      case "boolean": (Kind.boolean, names.boolean)
      default: (Kind.text, names.string)
      }
    self.kind = kind
    if let given = xml.value(name) { SheetXML.append(given, to: &value) }
    // A typed cell without its value is read as it looks.
    if value.isEmpty { self.kind = .text }
  }

  /// White space counts once, as in OpenDocument; more of it stands in elements.
  private mutating func readParagraph(_ xml: inout SheetXML) throws(SheetProblem) {
    let outside = xml.depth - 1
    var piece: [UInt8] = []
    while xml.depth > outside {
      let token = try xml.next()
      switch token {
      case .text, .literal:
        piece.removeAll(keepingCapacity: true)
        xml.append(token, to: &piece)
        for byte in piece {
          let isSpace = XMLTree.isSpace(byte)
          if !isSpace || text.last != 0x20 { text.append(isSpace ? 0x20 : byte) }
        }
      case .start(let name):
        if name == names.spaces {
          let count = min(xml.number(names.count) ?? 1, Self.spacesMax)
          text += [UInt8](repeating: 0x20, count: count)
        } else if names.breaks.contains(name) {
          text.append(0x20)
        } else if names.skipped.contains(name) {
          try xml.skipElement()
        }
      case .end, .done: break
      }
      guard text.count <= Self.textBytesMax else { throw .tooLarge }
    }
  }

  func write(_ writer: inout SheetWriter) {
    switch kind {
    case .text: writer.writeText(text)
    case .number: writer.writeNumber(value[...])
    case .day: writer.writeISO(value[...])
    case .boolean: writer.write(value == Array("true".utf8) ? "TRUE" : "FALSE")
    case .time: writer.writeText(Self.clock(value))
    }
  }

  /// `PT14H30M05.5S` as `14:30:05`; anything else stays as it is.
  private static func clock(_ duration: [UInt8]) -> [UInt8] {
    var parts: [UInt8: Int] = [:]
    var rest = duration[...]
    guard rest.starts(with: Array("PT".utf8)) else { return duration }
    rest = rest.dropFirst(2)
    while !rest.isEmpty {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(digits.count)
      if rest.first == 0x2E || rest.first == 0x2C {
        rest = rest.dropFirst().drop { (0x30...0x39).contains($0) }
      }
      guard let number = SheetXML.number(digits), let unit = rest.popFirst() else {
        return duration
      }
      parts[unit] = number
    }
    func two(_ unit: Character) -> String {
      let number = parts[unit.asciiValue ?? 0] ?? 0
      return number < 10 ? "0\(number)" : "\(number)"
    }
    return Array("\(two("H")):\(two("M")):\(two("S"))".utf8)
  }
}

/// Reads the cells of one worksheet of an Office Open XML workbook.
struct OOXMLSheet {
  private(set) var writer: SheetWriter
  private var xml: SheetXML
  private let texts: SharedStrings
  private let styles: NumberStyles
  private let isFrom1904: Bool
  private let names = Names()
  private var rich = RichText()
  private var row = 0
  /// 0-based column of the last cell of the row.
  private var column = -1
  /// The value of the cell as it stands.
  private var value: [UInt8] = []

  private struct Names {
    let data = SheetXML.Name("sheetData")
    let row = SheetXML.Name("row")
    let cell = SheetXML.Name("c")
    let value = SheetXML.Name("v")
    let inline = SheetXML.Name("is")
    let reference = SheetXML.Name("r")
    let style = SheetXML.Name("s")
    let type = SheetXML.Name("t")
  }

  private enum CellType {
    case number, shared, text, inline, boolean, day
  }

  init(
    _ part: PartReader, _ texts: SharedStrings, _ styles: NumberStyles, isFrom1904: Bool,
    _ writer: SheetWriter
  ) {
    xml = SheetXML(part)
    (self.texts, self.styles, self.isFrom1904) = (texts, styles, isFrom1904)
    self.writer = writer
  }

  mutating func readAll() throws(SheetProblem) {
    var isData = false
    while true {
      switch try xml.next() {
      case .start(let name):
        if name == names.data {
          isData = true
        } else if isData, name == names.row {
          try startRow()
        } else if isData, name == names.cell {
          try readCell()
        }
      case .end(let name): if name == names.data { isData = false }
      case .done:
        writer.end()
        return
      default: break
      }
    }
  }

  private mutating func startRow() throws(SheetProblem) {
    let stated = xml.number(names.reference) ?? row + 1
    guard stated > row else { throw .order(row: stated) }
    (row, column) = (stated, -1)
  }

  private mutating func readCell() throws(SheetProblem) {
    var (type, style) = (CellType.number, 0)
    column += 1
    for attribute in xml.attributes {
      if attribute.name == names.reference {
        let stated = Self.column(xml.buffer, attribute.value)
        guard let stated else { throw .broken }
        guard stated >= column else { throw .order(row: row) }
        column = stated
      } else if attribute.name == names.style {
        style = SheetXML.number(xml.buffer[attribute.value]) ?? 0
      } else if attribute.name == names.type {
        type = Self.type(xml.buffer[attribute.value])
      }
    }
    value.removeAll(keepingCapacity: true)
    var isValue = false
    while true {
      let token = try xml.next()
      switch token {
      case .start(let name):
        isValue = name == names.value
        if name == names.inline {
          try rich.read(&xml, to: name)
          (value, type) = (rich.text, .inline)
        }
      case .text, .literal: if isValue { xml.append(token, to: &value) }
      case .end(let name):
        isValue = false
        if name == names.cell { return try write(type, style) }
      case .done: throw .broken
      }
    }
  }

  private mutating func write(_ type: CellType, _ style: Int) throws(SheetProblem) {
    guard !value.isEmpty else { return }
    if type == .shared {
      guard let text = texts[SheetXML.number(value[...]) ?? -1] else {
        throw .broken
      }
      guard !text.isEmpty else { return }
      try writer.move(toRow: row, column: column)
      writer.writeEscaped(text)
      return
    }
    try writer.move(toRow: row, column: column)
    switch type {
    case .number:
      let style = styles[style]
      if style == .number {
        writer.writeNumber(value[...])
      } else {
        writer.writeDate(value[...], style, isFrom1904: isFrom1904)
      }
    case .boolean: writer.write(value == [0x31] ? "TRUE" : "FALSE")
    case .day: writer.writeISO(value[...])
    case .text:
      RichText.resolveEscapes(&value)
      writer.writeText(value)
    case .inline, .shared: writer.writeText(value)
    }
  }

  /// The 0-based column of a reference such as `AB12`; nil where it has no letters.
  private static func column(_ bytes: [UInt8], _ place: Range<Int>) -> Int? {
    var number = 0
    for index in place {
      let letter = bytes[index] & 0xDF
      guard (0x41...0x5A).contains(letter) else { break }
      number = number * 26 + Int(letter - 0x40)
      guard number <= SheetWriter.columnsMax else { return number }
    }
    return number > 0 ? number - 1 : nil
  }

  private static func type(_ word: ArraySlice<UInt8>) -> CellType {
    guard let first = word.first else { return .number }
    switch (first, word.count) {
    case (UInt8(ascii: "s"), 1): return .shared
    case (UInt8(ascii: "b"), 1): return .boolean
    case (UInt8(ascii: "d"), 1): return .day
    case (UInt8(ascii: "n"), 1): return .number
    // `str` of formulas, `e` of errors, `inlineStr` without its own element.
    default: return .text
    }
  }
}

import Domain

/// Writes the cells of a sheet as CSV: a comma between fields, quotes where they are needed, row N
/// of the sheet on line N. Empty cells at the end of a row, and empty rows at the end, are not
/// written.
struct SheetWriter {
  private(set) var bytes: [UInt8] = []
  /// The mark that fractions of numeric cells are written with.
  let mark: DecimalMark
  /// The decimal mark of text cells that look like amounts; nil without a mark, or with both.
  var markOfTexts: DecimalMark? {
    sawComma == sawDot ? nil : sawComma ? .comma : .dot
  }
  /// A numeric cell was written with a fraction.
  private(set) var wroteFraction = false

  private var sawComma = false
  private var sawDot = false
  /// Bytes that may still be written.
  private let bytesMax: Int
  /// 1-based row that is being written, and how many of its fields stand there.
  private var row = 1
  private var fields = 0
  private var rowStart = 0
  /// What the row holds.
  private var filled = 0
  private var hasFigures = false
  /// As many fields as the header probably has: rows that end early are filled up to it, so that
  /// they read as fast as others.
  private var width = 0

  static let rowsMax = 1_048_576
  static let columnsMax = 16_384

  init(mark: DecimalMark, bytesMax: Int) {
    (self.mark, self.bytesMax) = (mark, bytesMax)
  }

  // MARK: Places

  /// Goes to a cell, by 1-based row and 0-based column, behind the last one that was written.
  mutating func move(toRow newRow: Int, column: Int) throws(SheetProblem) {
    guard newRow <= Self.rowsMax, column < Self.columnsMax else { throw .tooLarge }
    guard newRow > row || newRow == row && column >= fields else { throw .order(row: newRow) }
    if newRow > row {
      endRow()
      for _ in row..<newRow { bytes.append(0x0A) }
      row = newRow
      rowStart = bytes.count
    }
    // The first field has no comma before it.
    let commas = fields == 0 ? column : column - fields + 1
    for _ in 0..<commas { bytes.append(0x2C) }
    fields = column + 1
    filled += 1
    guard bytes.count <= bytesMax else { throw .tooLarge }
  }

  private mutating func endRow() {
    if filled > 2, !hasFigures, row <= CSVTable.headerRowMax {
      width = width == 0 ? fields : min(width, fields)
    }
    fillUp()
    (fields, filled, hasFigures) = (0, 0, false)
  }

  private mutating func fillUp() {
    guard fields > 0, fields < width else { return }
    for _ in fields..<width { bytes.append(0x2C) }
    fields = width
  }

  /// Writes the row that was just written so many times more.
  mutating func repeatRow(_ count: Int) throws(SheetProblem) {
    guard count > 0, fields > 0 else { return }
    guard row + count <= Self.rowsMax else { throw .tooLarge }
    fillUp()
    let written = Array(bytes[rowStart...])
    let room = bytesMax - bytes.count
    guard room >= 0, count <= room / (written.count + 1) else { throw .tooLarge }
    for _ in 0..<count {
      bytes.append(0x0A)
      rowStart = bytes.count
      bytes += written
    }
    row += count
  }

  mutating func end() {
    endRow()
    if !bytes.isEmpty { bytes.append(0x0A) }
  }

  // MARK: Values

  /// A field that is escaped already, as `escape` does it.
  mutating func writeEscaped(_ field: ArraySlice<UInt8>) {
    note(field)
    bytes += field
  }

  mutating func writeText(_ text: [UInt8]) {
    let start = bytes.count
    Self.escape(text, into: &bytes)
    note(bytes[start...])
  }

  /// A word without commas and quotes.
  mutating func write(_ word: StaticString) {
    for place in 0..<word.utf8CodeUnitCount { unsafe bytes.append(word.utf8Start[place]) }
  }

  /// A number as it stands in the file, in ASCII; anything else is written as text.
  mutating func writeNumber(_ written: ArraySlice<UInt8>) {
    hasFigures = true
    let start = bytes.count
    guard SheetNumber.append(written, to: &bytes) else {
      writeText(Array(written))
      return
    }
    guard let dot = bytes[start...].firstIndex(of: 0x2E) else { return }
    wroteFraction = true
    guard mark == .comma else { return }
    bytes[dot] = 0x2C
    bytes.insert(0x22, at: start)
    bytes.append(0x22)
  }

  /// A day, a moment or a time of day by its serial number; other values as a number.
  mutating func writeDate(_ written: ArraySlice<UInt8>, _ style: NumberStyle, isFrom1904: Bool) {
    hasFigures = true
    if !SheetNumber.appendDate(written, style, isFrom1904: isFrom1904, to: &bytes) {
      writeNumber(written)
    }
  }

  /// A day or a moment in ISO 8601: a time of midnight is left out, fractions of seconds are.
  mutating func writeISO(_ written: ArraySlice<UInt8>) {
    hasFigures = true
    guard let time = written.firstIndex(of: UInt8(ascii: "T")) else {
      writeText(Array(written))
      return
    }
    let clock = written[time...].dropFirst().prefix { $0 == 0x3A || (0x30...0x39).contains($0) }
    var text = Array(written[..<time])
    if !clock.allSatisfy({ $0 == 0x3A || $0 == 0x30 }) { text += [0x20] + clock }
    writeText(text)
  }

  /// Adds a cell's text as a field: line ends and tabs become spaces, quotes are doubled.
  static func escape(_ text: [UInt8], into bytes: inout [UInt8]) {
    let needsQuotes = text.contains { $0 == 0x2C || $0 == 0x22 }
    if needsQuotes { bytes.append(0x22) }
    for byte in text {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte < 0x20 ? 0x20 : byte)
    }
    if needsQuotes { bytes.append(0x22) }
  }

  /// Notes the decimal mark of a text that looks like an amount: digits and marks, one or two
  /// digits behind the last mark, and a currency or quote behind them.
  private mutating func note(_ field: ArraySlice<UInt8>) {
    var last = field.endIndex - 1
    let first = max(field.startIndex, last - 6)
    while last > first, field[last] &- 0x30 > 9 { last -= 1 }
    guard last - field.startIndex >= 2, last - field.startIndex < 24, field[last] &- 0x30 <= 9
    else { return }
    let place = field[last - 1] &- 0x30 <= 9 ? last - 2 : last - 1
    guard place > field.startIndex, field[place] == 0x2C || field[place] == 0x2E,
      field[place - 1] &- 0x30 <= 9
    else { return }
    let before = field[field.startIndex..<place]
    guard before.allSatisfy({ $0 < 0x41 || $0 > 0x7F }) else { return }
    // `31.12.26` is a day, and no amount.
    if field[place] == 0x2C { sawComma = true } else if !before.contains(0x2E) { sawDot = true }
  }
}

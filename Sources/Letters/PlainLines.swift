/// Lines of plain text while they are written, without an end after the last.
struct PlainLines {
  private var bytes: [UInt8] = []
  private static let space = UInt8(ascii: " ")

  init() {}

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func endLine(twice: Bool = false) {
    bytes.append(UInt8(ascii: "\n"))
    if twice { endLine() }
  }

  mutating func pad(_ count: Int, with byte: UInt8 = space) {
    for _ in 0..<max(0, count) { bytes.append(byte) }
  }

  /// A text, and spaces behind it up to a width.
  mutating func add(_ text: String, to width: Int = 0) {
    bytes.append(contentsOf: text.utf8)
    if width > 0 { pad(width - text.width) }
  }

  /// Spaces up to a width, and a text behind them.
  mutating func add(_ text: String, toRight width: Int) {
    pad(width - text.width)
    add(text)
  }

  /// Adds a paragraph, broken at spaces; lines after the first begin with `indent` spaces. Only a
  /// single word that is wider than `columns` stands over.
  mutating func wrap(_ text: String, columns: Int = LetterText.columns, indent: Int = 0) {
    let utf8 = Array(text.utf8)
    var used = 0
    var place = 0
    while place < utf8.count {
      guard utf8[place] != Self.space else {
        place += 1
        continue
      }
      let word = utf8[place...].prefix { $0 != Self.space }
      place = word.endIndex
      let isASCII = word.allSatisfy { $0 < 0x80 }
      let width = isASCII ? word.count : String(decoding: word, as: UTF8.self).count
      if used > 0, used + 1 + width <= columns {
        bytes.append(Self.space)
        used += 1 + width
      } else {
        if used > 0 {
          endLine()
          pad(indent)
        }
        used = width
      }
      bytes.append(contentsOf: word)
    }
  }
}

/// Tables: amounts, days and rates to the right, the rest to the left.
extension PlainLines {
  /// The table of a letter; columns without a word in any row are left out.
  init(_ table: Letter.Table) {
    let shown = (0..<5).filter { column in table.rows.contains { !$0.cells[column].isEmpty } }
    let headings = shown.map { table.headings[$0] }
    let rows = table.rows.map { row in
      let cells = row.cells
      return shown.map { cells[$0] }
    }
    let full = lay(headings, rows, right: shown.map { $0 >= 3 })
    endLine()
    pad(full, with: UInt8(ascii: "-"))
    for sum in table.extras + [table.total] {
      // A currency behind the total stands outside the column, so that digits are in line.
      let behind = sum.amount.reversed().prefix { !$0.isNumber }.count
      let end = min(LetterText.columns, full + behind)
      endLine()
      add(sum.label)
      add(sum.amount, toRight: max(sum.amount.width + 1, end - sum.label.width))
    }
  }

  /// How interest was reckoned: title, table and note.
  init(_ annex: Letter.Annex) {
    add(annex.title)
    endLine(twice: true)
    _ = lay(annex.headings, annex.rows, right: annex.headings.indices.map { $0 >= 3 })
    endLine(twice: true)
    wrap(annex.note)
  }

  /// Adds head, rule and rows; returns the width of them all.
  private mutating func lay(_ headings: [String], _ rows: [[String]], right: [Bool]) -> Int {
    var widths = headings.map(\.width)
    for row in rows {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.width) }
    }
    let gap = widths.reduce(0, +) + 2 * (widths.count - 1) > LetterText.columns ? 1 : 2
    let others = widths[1...].reduce(0) { $0 + gap + $1 }
    // A number too long for its column gets a line of its own.
    widths[0] = max(headings[0].width, min(widths[0], LetterText.columns - others))
    let full = widths[0] + others
    bytes.reserveCapacity(bytes.count + (rows.count + 6) * (full + 8))
    line(headings, widths, gap, right)
    endLine()
    pad(full, with: UInt8(ascii: "-"))
    for row in rows {
      endLine()
      line(row, widths, gap, right)
    }
    return full
  }

  private mutating func line(_ cells: [String], _ widths: [Int], _ gap: Int, _ right: [Bool]) {
    for (column, cell) in cells.enumerated() {
      if column > 0 { pad(gap) }
      if right[column] {
        add(cell, toRight: widths[column])
      } else {
        add(cell, to: widths[column])
      }
      if column == 0, cell.width > widths[0] {
        endLine()
        pad(widths[0])
      }
    }
  }
}

extension Letter.Table {
  /// Whether any row says when it was issued.
  var isAnythingIssued: Bool { rows.contains { !$0.issued.isEmpty } }
  /// Whether any row says how late it is.
  var isAnythingLate: Bool { rows.contains { !$0.days.isEmpty } }
}

extension String {
  /// Characters; quickly where all are ASCII, as most are.
  var width: Int { utf8.allSatisfy { $0 < 0x80 } ? utf8.count : count }
}

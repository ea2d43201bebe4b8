import Domain

/// Reads the tables of an HTML page, which many programs write under the name `.xls`.
///
/// A page is read as forgivingly as browsers do; scripts are skipped, nothing is fetched. A cell
/// that spans several columns or rows stands in the first of them.
struct HTMLTables {
  private let bytes: [UInt8]
  private var place = 0
  /// Tables that were read, with their place among all.
  private var parts: [(number: Int, part: Workbook.Part)] = []
  /// Tables that are being read, the innermost last.
  private var open: [Table] = []
  private var left = Workbook.textBytesMax
  private var count = 0

  private static let depthMax = 8
  private static let tagBytesMax = 10_000

  private struct Table {
    var number: Int
    var writer: SheetWriter
    var row = 0
    var column = 0
    /// The text of the cell that is being read.
    var cell: [UInt8]?
    /// Columns taken by cells of earlier rows: up to which row each.
    var taken: [Int: Int] = [:]
    var width = 1
  }

  static func read(_ bytes: [UInt8]) throws(SheetProblem) -> [Workbook.Part] {
    var reader = HTMLTables(bytes: bytes)
    try reader.readAll()
    return reader.parts.sorted { $0.number < $1.number }.map(\.part)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func readAll() throws(SheetProblem) {
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "<") else {
        takeText()
        continue
      }
      if starts("<!--") {
        skip(behind: "-->")
      } else if let tag = tag() {
        try take(tag)
      } else {
        // A bare `<` is text.
        append([UInt8(ascii: "<")])
        place += 1
      }
    }
    while !open.isEmpty { try endTable() }
  }

  private struct Tag {
    var name: String
    var isEnd: Bool
    var attributes: Substring
  }

  /// The tag at the place, which is then behind it; nil if there is no tag.
  private mutating func tag() -> Tag? {
    guard place + 1 < bytes.count else { return nil }
    let second = bytes[place + 1]
    let isLetter = (0x61...0x7A).contains(second | 0x20)
    guard
      isLetter || second == UInt8(ascii: "/") || second == UInt8(ascii: "!")
        || second == UInt8(ascii: "?")
    else { return nil }
    let limit = min(bytes.count, place + Self.tagBytesMax)
    var end = place + 1
    var quote: UInt8?
    while end < limit {
      let byte = bytes[end]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        break
      } else if byte == 0x22 || byte == 0x27, bytes[end - 1] == UInt8(ascii: "=") {
        quote = byte
      }
      end += 1
    }
    guard end < limit else { return nil }
    let text = Substring(String(decoding: bytes[place + 1..<end], as: UTF8.self).lowercased())
    place = end + 1
    let isEnd = text.hasPrefix("/")
    let body = isEnd ? text.dropFirst() : text
    let name = body.prefix { $0.isLetter || $0.isNumber || $0 == ":" }
    return Tag(name: String(name), isEnd: isEnd, attributes: body.dropFirst(name.count))
  }

  private mutating func take(_ tag: Tag) throws(SheetProblem) {
    switch (tag.name, tag.isEnd) {
    case ("table", false): try startTable()
    case ("table", true): if !open.isEmpty { try endTable() }
    case ("tr", _):
      try endCell()
      if !tag.isEnd { startRow() }
    case ("td", _), ("th", _):
      try endCell()
      if !tag.isEnd { try startCell(tag) }
    case ("br", _), ("p", _), ("div", _), ("li", _): append([0x20])
    case ("script", false), ("style", false), ("title", false): skip(behind: "</\(tag.name)")
    default: break
    }
  }

  private mutating func startTable() throws(SheetProblem) {
    guard open.count < Self.depthMax, count < Workbook.sheetsMax else { throw .tooLarge }
    count += 1
    // What a program shows is not known to be in one notation: numbers stay as they are written.
    open.append(Table(number: count, writer: SheetWriter(mark: .dot, bytesMax: left)))
  }

  private mutating func endTable() throws(SheetProblem) {
    try endCell()
    guard var table = open.popLast() else { return }
    table.writer.end()
    left = max(0, left - table.writer.bytes.count)
    guard !table.writer.bytes.isEmpty else { return }
    let part = Workbook.Part(name: "table \(table.number)", writer: table.writer)
    parts.append((table.number, part))
  }

  private mutating func startRow() {
    guard let last = open.indices.last else { return }
    open[last].row += 1
    open[last].column = 0
  }

  private mutating func startCell(_ tag: Tag) throws(SheetProblem) {
    guard let last = open.indices.last else { return }
    if open[last].row == 0 { startRow() }
    let row = open[last].row
    while let end = open[last].taken[open[last].column], end >= row { open[last].column += 1 }
    let width = Self.number("colspan", tag.attributes)
    let height = Self.number("rowspan", tag.attributes)
    guard open[last].column + width <= SheetWriter.columnsMax else { throw .tooLarge }
    if height > 1 {
      for column in open[last].column..<open[last].column + width {
        open[last].taken[column] = row + height - 1
      }
    }
    open[last].width = width
    open[last].cell = []
  }

  private static func number(_ name: String, _ attributes: Substring) -> Int {
    guard let start = attributes.firstRange(of: name + "=")?.upperBound else { return 1 }
    let digits = attributes[start...].drop { $0 == "\"" || $0 == "'" }.prefix { $0.isNumber }
    return min(1_000, max(1, Int(digits) ?? 1))
  }

  private mutating func endCell() throws(SheetProblem) {
    guard let last = open.indices.last, let cell = open[last].cell else { return }
    open[last].cell = nil
    let text = Self.collapsed(cell)
    if !text.isEmpty {
      try open[last].writer.move(toRow: open[last].row, column: open[last].column)
      open[last].writer.writeText(text)
    }
    open[last].column += open[last].width
  }

  /// One space for each run of white space, none at the ends.
  private static func collapsed(_ text: [UInt8]) -> [UInt8] {
    Array(text.split(whereSeparator: XMLTree.isSpace).joined(separator: [0x20]))
  }

  // MARK: Text

  private mutating func takeText() {
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "<") { place += 1 }
    guard open.last?.cell != nil else { return }
    var index = start
    var text: [UInt8] = []
    while index < place {
      if bytes[index] == UInt8(ascii: "&"), let (character, end) = entity(at: index) {
        text += character
        index = end
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
    append(text)
  }

  private mutating func append(_ text: [UInt8]) {
    guard let last = open.indices.last else { return }
    open[last].cell?.append(contentsOf: text)
  }

  private func entity(at start: Int) -> (text: [UInt8], end: Int)? {
    if let known = XMLReference(at: start, in: bytes.span, end: place) {
      // No-break spaces are spaces to a reader.
      return (known.text == [0xC2, 0xA0] ? [0x20] : known.text, known.end)
    }
    let name = bytes[start..<min(place, start + 10)].dropFirst().prefix { $0 != 0x3B }
    let end = start + name.count + 2
    guard end <= place, let text = Self.entities[String(decoding: name, as: UTF8.self)] else {
      return nil
    }
    return (Array(text.utf8), end)
  }

  /// The names of Latin letters and signs that invoices have.
  private static let entities: [String: String] = {
    var entities = [
      "nbsp": " ", "euro": "€", "pound": "£", "yen": "¥", "cent": "¢", "sect": "§", "deg": "°",
      "ndash": "–", "mdash": "—", "hellip": "…", "shy": "", "middot": "·", "szlig": "ß",
      "rsquo": "’", "lsquo": "‘", "rdquo": "”", "ldquo": "“", "bdquo": "„", "oelig": "œ",
      "OElig": "Œ", "aelig": "æ", "AElig": "Æ", "oslash": "ø", "Oslash": "Ø", "aring": "å",
      "Aring": "Å", "ccedil": "ç", "Ccedil": "Ç", "ntilde": "ñ", "Ntilde": "Ñ", "atilde": "ã",
      "otilde": "õ", "Atilde": "Ã", "Otilde": "Õ", "scaron": "š", "Scaron": "Š",
    ]
    let accented = [
      ("grave", "àèìòùÀÈÌÒÙ", "aeiouAEIOU"), ("acute", "áéíóúýÁÉÍÓÚÝ", "aeiouyAEIOUY"),
      ("circ", "âêîôûÂÊÎÔÛ", "aeiouAEIOU"), ("uml", "äëïöüÿÄËÏÖÜ", "aeiouyAEIOU"),
    ]
    for (name, letters, plain) in accented {
      for (letter, base) in zip(letters, plain) { entities["\(base)\(name)"] = String(letter) }
    }
    return entities
  }()

  // MARK: Places

  private func starts(_ mark: StaticString) -> Bool {
    let count = mark.utf8CodeUnitCount
    guard place + count <= bytes.count else { return false }
    return (0..<count).allSatisfy { unsafe bytes[place + $0] == mark.utf8Start[$0] }
  }

  /// Goes behind the next place of a mark, small and capital letters alike, or to the end.
  private mutating func skip(behind mark: String) {
    let mark = Array(mark.utf8)
    while place + mark.count <= bytes.count {
      let isThere = mark.indices.allSatisfy { offset in
        let byte = bytes[place + offset]
        return byte == mark[offset] || (0x41...0x5A).contains(byte) && byte | 0x20 == mark[offset]
      }
      if isThere {
        place += mark.count
        return
      }
      place += 1
    }
    place = bytes.count
  }
}

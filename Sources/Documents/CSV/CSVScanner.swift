/// Cuts bytes into the rows and fields of RFC 4180, and of what is sold as such: any one-byte
/// separator, line ends of any kind, quotes around a field, quotes doubled inside.
struct CSVScanner {
  let bytes: [UInt8]
  let separator: UInt8
  /// Where the next row begins, or blank lines before it.
  private(set) var position: Int
  /// 1-based line on which the next row begins.
  private(set) var line = 1

  /// 1-based line of a quote that was opened and never closed; the scanner then ends at its row.
  private(set) var openQuoteLine: Int?

  init(_ bytes: [UInt8], separator: UInt8, from start: Int = 0) {
    self.bytes = bytes
    self.separator = separator
    position = start
  }

  /// Goes to where a row begins.
  mutating func seek(_ position: Int, line: Int) {
    (self.position, self.line) = (position, line)
  }

  /// A field's place in `bytes`, its quotes left out.
  struct Field {
    var start: Int
    var end: Int
    /// Doubled quotes stand inside.
    var isEscaped = false
  }

  /// The next row that is not blank, and the line it begins on; nil at the end.
  mutating func next(into fields: inout [Field]) -> Int? {
    while position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D {
      endLine()
    }
    guard position < bytes.count else { return nil }
    fields.removeAll(keepingCapacity: true)
    let first = line
    while true {
      guard let field = nextField() else { return nil }
      fields.append(field)
      guard position < bytes.count else { return first }
      if bytes[position] == separator {
        position += 1
        if position == bytes.count {
          fields.append(Field(start: position, end: position))
          return first
        }
        continue
      }
      endLine()
      return first
    }
  }

  /// Steps over one line end: LF, CRLF or CR.
  private mutating func endLine() {
    if bytes[position] == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A {
      position += 1
    }
    position += 1
    line += 1
  }

  /// Nil where a quote is never closed.
  private mutating func nextField() -> Field? {
    guard position < bytes.count, bytes[position] == 0x22 else {
      let start = position
      skipToFieldEnd()
      return Field(start: start, end: position)
    }
    let opened = line
    position += 1
    var field = Field(start: position, end: position)
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x22 {
        if position + 1 < bytes.count, bytes[position + 1] == 0x22 {
          field.isEscaped = true
          position += 2
          continue
        }
        field.end = position
        position += 1
        skipToFieldEnd()
        return field
      }
      if byte == 0x0A { line += 1 }
      position += 1
    }
    openQuoteLine = opened
    return nil
  }

  private mutating func skipToFieldEnd() {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == separator || byte == 0x0A || byte == 0x0D { return }
      position += 1
    }
  }

  /// The field's text without white space at its ends; bytes that are not UTF-8 are replaced.
  func text(_ field: Field) -> String {
    let bytes = trimmed(field)
    let text = String(decoding: bytes, as: UTF8.self)
    guard field.isEscaped else { return text }
    var out = ""
    var wasQuote = false
    for character in text {
      if character == "\"" && wasQuote {
        wasQuote = false
        continue
      }
      wasQuote = character == "\""
      out.append(character)
    }
    return out
  }

  func trimmed(_ field: Field) -> ArraySlice<UInt8> {
    var slice = bytes[field.start..<field.end]
    while let first = slice.first, XMLTree.isSpace(first) { slice = slice.dropFirst() }
    while let last = slice.last, XMLTree.isSpace(last) { slice = slice.dropLast() }
    // `="0012"`, with which programs keep a spreadsheet from making a number of a text; its quotes
    // are doubled where the field has quotes of its own.
    let quotes = field.isEscaped ? 2 : 1
    guard slice.first == 0x3D, slice.count > 2 * quotes,
      slice.dropFirst().prefix(quotes).allSatisfy({ $0 == 0x22 }),
      slice.suffix(quotes).allSatisfy({ $0 == 0x22 })
    else { return slice }
    return slice.dropFirst(1 + quotes).dropLast(quotes)
  }
}

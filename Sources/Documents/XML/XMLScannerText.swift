extension XMLScanner {
  /// Passes the line's end and the spaces that stand between most tags. False, with nothing done,
  /// where there is anything else.
  mutating func skipIndentation(_ bytes: Span<UInt8>) -> Bool {
    guard bytes[position] == 0x0A else { return false }
    let index = endOfSpaces(from: position + 1, bytes)
    guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "<"),
      writer.dropsSpace || writer.isBare && isNameStart(bytes[index + 1])
    else { return false }
    line += 1
    position = index
    return true
  }

  /// Reads the text of an element that holds nothing else, up to its end tag. False, with nothing
  /// done, where there is anything out of the ordinary.
  mutating func scanPlainValue(_ bytes: Span<UInt8>) -> Bool {
    guard position < bytes.count, bytes[position] > 0x20 else { return false }
    var index = position
    while index + 8 <= bytes.count {
      let count = EightBytes(at: index, bytes).plainCount
      index += count
      guard count < 8 else { continue }
      guard index + 1 < bytes.count, index > position, bytes[index] == UInt8(ascii: "<"),
        bytes[index + 1] == UInt8(ascii: "/")
      else { return false }
      writer.text(bytes.extracting(position..<index), isSpace: false)
      position = index
      return true
    }
    return false
  }

  private func endOfSpaces(from start: Int, _ bytes: Span<UInt8>) -> Int {
    var index = start
    while index + 8 <= bytes.count {
      let count = EightBytes(at: index, bytes).spaceCount
      index += count
      if count < 8 { return index }
    }
    while index < bytes.count && bytes[index] == 0x20 { index += 1 }
    return index
  }

  /// Reads text up to the next tag.
  mutating func scanText(_ bytes: Span<UInt8>) -> Bool {
    var start = position
    var index = start
    var isSpace = true
    while index < bytes.count {
      let byte = bytes[index]
      if byte > 0x20, byte < 0x80, byte != UInt8(ascii: "<"), byte != UInt8(ascii: "&"),
        byte != UInt8(ascii: "]")
      {
        isSpace = false
        index += 1
        continue
      }
      switch byte {
      case 0x20, 0x09: index += 1
      case 0x0A:
        line += 1
        index += 1
        // The indentation of the next line.
        index = endOfSpaces(from: index, bytes)
      case UInt8(ascii: "<"):
        position = index
        if isSpace && writer.isBare && isStartTag(at: index, bytes) { return true }
        return keep(bytes, start..<index, isSpace)
      case UInt8(ascii: "&"):
        guard keep(bytes, start..<index, isSpace), writer.depth > 0,
          let reference = XMLReference(at: index, in: bytes, end: bytes.count)
        else { return false }
        writer.text(reference.text.span, isSpace: reference.text.allSatisfy(XMLTree.isSpace))
        index = reference.end
        start = index
        isSpace = true
      case 0x0D:
        // A line's end is one character, however it is written.
        guard keep(bytes, start..<index, isSpace), index + 1 < bytes.count,
          bytes[index + 1] == 0x0A
        else { return false }
        index += 1
        start = index
        isSpace = true
      case UInt8(ascii: "]"):
        let isEnd =
          index + 2 < bytes.count && bytes[index + 1] == UInt8(ascii: "]")
          && bytes[index + 2] == UInt8(ascii: ">")
        guard !isEnd else { return false }
        isSpace = false
        index += 1
      default:
        guard let end = scalarEnd(at: index, bytes) else { return false }
        isSpace = false
        index = end
      }
    }
    position = index
    return keep(bytes, start..<index, isSpace)
  }

  private func isStartTag(at place: Int, _ bytes: Span<UInt8>) -> Bool {
    place + 1 < bytes.count && isNameStart(bytes[place + 1])
  }

  /// Adds a run of text; outside the root element only white space may stand.
  private mutating func keep(_ bytes: Span<UInt8>, _ run: Range<Int>, _ isSpace: Bool) -> Bool {
    guard !run.isEmpty else { return true }
    writer.text(bytes.extracting(run), isSpace: isSpace)
    return isSpace || writer.depth > 0
  }

  /// The end of a character of more than one byte, if it is UTF-8 and XML allows it.
  func scalarEnd(at start: Int, _ bytes: Span<UInt8>) -> Int? {
    let lead = bytes[start]
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, lead < 0xF5, start + length <= bytes.count else { return nil }
    var scalar = UInt32(lead) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let byte = bytes[start + offset]
      guard byte & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    let least: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80
    guard scalar >= least, XMLReference.isCharacter(scalar) else { return nil }
    return start + length
  }

  /// A comment is passed over, a CDATA section is text.
  mutating func scanCommentOrCDATA(_ bytes: Span<UInt8>) -> Bool {
    if starts(bytes, with: Self.commentStart) {
      position += Self.commentStart.count
      guard skip(bytes, to: Self.dashes), position < bytes.count else { return false }
      position += 1
      return bytes[position - 1] == UInt8(ascii: ">")
    }
    guard writer.depth > 0, starts(bytes, with: Self.cdataStart) else { return false }
    position += Self.cdataStart.count
    let start = position
    guard skip(bytes, to: Self.cdataEnd) else { return false }
    let text = bytes.extracting(start..<position - Self.cdataEnd.count)
    var isSpace = true
    for index in text.indices {
      // Line ends would have to be made one; libxml2 does.
      if text[index] == 0x0D { return false }
      if !XMLTree.isSpace(text[index]) { isSpace = false }
    }
    writer.text(text, isSpace: isSpace)
    return true
  }

  /// Passes a processing instruction, which says nothing to us.
  mutating func skipInstruction(_ bytes: Span<UInt8>) -> Bool {
    position += 2
    let start = position
    while position < bytes.count, isNameByte(bytes[position]) { position += 1 }
    let target = bytes.extracting(start..<position)
    guard position < bytes.count, target.count > 0, isNameStart(target[0]),
      !(target.count == 3 && target[0] | 0x20 == UInt8(ascii: "x"))
    else { return false }
    let isSpaced = XMLTree.isSpace(bytes[position])
    let end = position + 2
    guard skip(bytes, to: Self.instructionEnd) else { return false }
    return isSpaced || position == end
  }

  /// Passes the byte-order mark and the XML declaration, if it declares what is read here.
  mutating func skipDeclaration(_ bytes: Span<UInt8>) -> Bool {
    if starts(bytes, with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    guard starts(bytes, with: Self.declarationStart) else { return true }
    position += Self.declarationStart.count
    guard position < bytes.count, XMLTree.isSpace(bytes[position]) else { return false }
    for (name, values) in Self.declarations {
      skipSpace(bytes)
      guard starts(bytes, with: name) else {
        if name == Self.declarations[0].name { return false }
        continue
      }
      // White space before a name, none around the equals sign: as nearly everybody writes it.
      guard XMLTree.isSpace(bytes[position - 1]) else { return false }
      position += name.count
      guard position < bytes.count else { return false }
      let quote = bytes[position]
      guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
        let value = values.first(where: { startsIgnoringCase(bytes, at: position + 1, with: $0) }),
        position + 1 + value.count < bytes.count, bytes[position + 1 + value.count] == quote
      else { return false }
      position += value.count + 2
    }
    skipSpace(bytes)
    guard starts(bytes, with: Self.instructionEnd) else { return false }
    position += Self.instructionEnd.count
    return true
  }

  private static let commentStart = Array("<!--".utf8)
  private static let dashes = Array("--".utf8)
  private static let cdataStart = Array("<![CDATA[".utf8)
  private static let cdataEnd = Array("]]>".utf8)
  private static let instructionEnd = Array("?>".utf8)
  private static let declarationStart = Array("<?xml".utf8)
  /// In this order; the values in lower case.
  private static let declarations: [(name: [UInt8], values: [[UInt8]])] = [
    (Array("version=".utf8), [Array("1.0".utf8)]),
    (Array("encoding=".utf8), [Array("utf-8".utf8)]),
    (Array("standalone=".utf8), [Array("yes".utf8), Array("no".utf8)]),
  ]

  /// Passes characters up to and with `end`.
  private mutating func skip(_ bytes: Span<UInt8>, to end: [UInt8]) -> Bool {
    while position < bytes.count {
      if bytes[position] == end[0] && starts(bytes, with: end) {
        position += end.count
        return true
      }
      switch bytes[position] {
      case 0x80...:
        guard let end = scalarEnd(at: position, bytes) else { return false }
        position = end
      case 0x0A:
        line += 1
        position += 1
      case 0x20...0x7F, 0x09, 0x0D: position += 1
      default: return false
      }
    }
    return false
  }

  mutating func skipSpace(_ bytes: Span<UInt8>) {
    while position < bytes.count, XMLTree.isSpace(bytes[position]) {
      if bytes[position] == 0x0A { line += 1 }
      position += 1
    }
  }

  private func starts(_ bytes: Span<UInt8>, with text: [UInt8]) -> Bool {
    position + text.count <= bytes.count
      && isEqual(bytes.extracting(position..<position + text.count), text.span)
  }

  /// `text` is in lower case.
  private func startsIgnoringCase(_ bytes: Span<UInt8>, at start: Int, with text: [UInt8]) -> Bool {
    start + text.count <= bytes.count
      && text.indices.allSatisfy { index in
        let byte = bytes[start + index]
        return (0x41...0x5A).contains(byte) ? byte | 0x20 == text[index] : byte == text[index]
      }
  }
}

/// A letter or an underscore: what a name of ASCII begins with.
func isNameStart(_ byte: UInt8) -> Bool {
  (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
}

/// What a name of ASCII is made of, the colon left out.
func isNameByte(_ byte: UInt8) -> Bool {
  if (byte | 0x20) &- 0x61 < 26 { return true }
  switch byte {
  case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): return true
  default: return false
  }
}

/// Whether libxml2 takes it for a namespace without a word: letters, digits and the usual marks
/// after `urn:`, or a host and a path after `http://`.
func isPlainURI(_ uri: Span<UInt8>) -> Bool {
  func starts(_ text: StaticString) -> Bool {
    text.withUTF8Buffer {
      unsafe $0.count < uri.count && isEqual(uri.extracting(first: $0.count), $0.span)
    }
  }
  guard starts("urn:") || starts("http://") || starts("https://") else { return false }
  var fragments = 0
  for index in uri.indices {
    let byte = uri[index]
    if byte == UInt8(ascii: "#") { fragments += 1 }
    // A colon after the first one might be that of a port.
    let isColon = byte == UInt8(ascii: ":") && (index < 6 || starts("urn:"))
    guard isNameByte(byte) || isColon || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "#")
    else { return false }
  }
  return fragments <= 1
}

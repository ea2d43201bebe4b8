/// Cuts the XML of a workbook into tags and text, piece by piece: a sheet of a hundred megabytes is
/// read with the memory of its longest tag.
///
/// It checks that tags are nested and that no document type is declared. Prefixes are left out of
/// names: the strict and the transitional form of a format then read alike.
struct SheetXML {
  enum Token: Equatable {
    /// A start tag; its attributes are those of `attributes`.
    case start(Name)
    case end(Name)
    /// Text in `buffer`, references not resolved yet.
    case text(Range<Int>)
    /// Text of a CDATA section, as it stands.
    case literal(Range<Int>)
    case done
  }

  /// A name without its prefix, as a number.
  struct Name: Hashable {
    let hash: UInt64

    init(hash: UInt64) { self.hash = hash }

    init(_ text: String) {
      hash = text.utf8.reduce(0) { Self.adding($1, to: $0) }
    }

    @inline(__always)
    static func adding(_ byte: UInt8, to hash: UInt64) -> UInt64 {
      (hash &<< 5 | hash &>> 59) ^ UInt64(byte)
    }
  }

  struct Attribute {
    var name: Name
    /// Where its value stands in the buffer.
    var value: Range<Int>
  }

  /// What is read at the moment; the places in the last token hold until the next is asked for.
  private(set) var buffer: [UInt8]
  /// Those of the last start tag.
  private(set) var attributes: [Attribute] = []
  private(set) var depth = 0

  private var part: PartReader?
  private var position = 0
  private var end: Int
  private var open: [Name] = []
  /// The last start tag closed itself, and its end is still to be reported.
  private var endsAtOnce = false
  private var sawRoot = false

  private static let chunkBytes = 262_144
  /// The longest tag or text.
  private static let tokenBytesMax = 16_000_000
  private static let depthMax = 200
  private static let attributesMax = 1_000

  /// Reads a part of a workbook.
  init(_ part: PartReader) {
    self.part = part
    buffer = [UInt8](repeating: 0, count: Self.chunkBytes)
    end = 0
  }

  /// Reads a document that is in memory.
  init(_ bytes: [UInt8]) {
    buffer = bytes
    end = bytes.count
  }

  /// The next token. What stands outside of the root element is skipped.
  mutating func next() throws(SheetProblem) -> Token {
    if endsAtOnce {
      endsAtOnce = false
      return try close(open[open.count - 1])
    }
    while true {
      if position == end, try !refill() {
        guard depth == 0, sawRoot else { throw .broken }
        return .done
      }
      guard buffer[position] == UInt8(ascii: "<") else {
        let count = try endOfText()
        if depth > 0 { return .text(position - count..<position) }
        continue
      }
      guard let second = try byte(1) else { throw .broken }
      switch second {
      case UInt8(ascii: "/"): return try endTag()
      case UInt8(ascii: "?"): try skip(from: 2, to: Self.instructionEnd)
      case UInt8(ascii: "!"): if let text = try commentOrText() { return text }
      default: return try startTag()
      }
    }
  }

  /// Skips what is in the element that was started last, and its end.
  mutating func skipElement() throws(SheetProblem) {
    let outside = depth - 1
    while depth > outside {
      if case .done = try next() { throw .broken }
    }
  }

  /// The value of an attribute of the last start tag; nil if the tag has no such attribute.
  func value(_ name: Name) -> ArraySlice<UInt8>? {
    for attribute in attributes where attribute.name == name { return buffer[attribute.value] }
    return nil
  }

  /// The same as text, references resolved.
  func text(_ name: Name) -> String? {
    guard let value = value(name) else { return nil }
    var bytes: [UInt8] = []
    Self.append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  func number(_ name: Name) -> Int? {
    value(name).flatMap(Self.number)
  }

  /// A number of up to nine digits; nil for anything else.
  static func number(_ value: ArraySlice<UInt8>) -> Int? {
    guard (1...9).contains(value.count) else { return nil }
    var number = 0
    for byte in value {
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    return number
  }

  /// Adds the text of the last token, references resolved.
  func append(_ token: Token, to bytes: inout [UInt8]) {
    switch token {
    case .text(let place): Self.append(buffer[place], to: &bytes)
    case .literal(let place): bytes += buffer[place]
    default: break
    }
  }

  /// A reference that XML itself does not define stays as it is.
  static func append(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    guard text.contains(UInt8(ascii: "&")) else {
      bytes += text
      return
    }
    let all = Array(text)
    var place = 0
    while place < all.count {
      if all[place] == UInt8(ascii: "&"),
        let reference = XMLReference(at: place, in: all.span, end: all.count)
      {
        bytes += reference.text
        place = reference.end
      } else {
        bytes.append(all[place])
        place += 1
      }
    }
  }

  // MARK: Tags

  private mutating func startTag() throws(SheetProblem) -> Token {
    while true {
      // Moved out and back: the buffer may not be looked at while a part of the same value changes.
      var found: [Attribute] = []
      swap(&found, &attributes)
      found.removeAll(keepingCapacity: true)
      let tag = Self.scanTag(buffer.span, position, end, into: &found)
      swap(&found, &attributes)
      if let tag {
        guard tag.next > 0, attributes.count <= Self.attributesMax, depth < Self.depthMax,
          depth > 0 || !sawRoot
        else { throw .broken }
        position = tag.next
        open.append(tag.name)
        depth += 1
        sawRoot = true
        endsAtOnce = tag.isEmpty
        return .start(tag.name)
      }
      guard try refill() else { throw .broken }
    }
  }

  private struct Tag {
    var name: Name
    var isEmpty: Bool
    /// Where it ends; 0 where it is no tag.
    var next: Int
  }

  /// Nil where the tag does not end in what is there.
  private static func scanTag(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, into attributes: inout [Attribute]
  ) -> Tag? {
    let none = Tag(name: Name(hash: 0), isEmpty: false, next: 0)
    var place = start + 1
    guard let name = scanName(bytes, &place, end) else { return nil }
    guard name.hash != 0 else { return none }
    while true {
      while place < end, XMLTree.isSpace(bytes[place]) { place += 1 }
      guard place < end else { return nil }
      switch bytes[place] {
      case UInt8(ascii: ">"): return Tag(name: name, isEmpty: false, next: place + 1)
      case UInt8(ascii: "/"):
        guard place + 1 < end else { return nil }
        return bytes[place + 1] == UInt8(ascii: ">")
          ? Tag(name: name, isEmpty: true, next: place + 2) : none
      default: break
      }
      guard let attribute = scanName(bytes, &place, end) else { return nil }
      while place < end, XMLTree.isSpace(bytes[place]) { place += 1 }
      guard place < end else { return nil }
      guard bytes[place] == UInt8(ascii: "="), attribute.hash != 0 else { return none }
      place += 1
      while place < end, XMLTree.isSpace(bytes[place]) { place += 1 }
      guard place < end else { return nil }
      let quote = bytes[place]
      guard quote == 0x22 || quote == 0x27 else { return none }
      place += 1
      let first = place
      while place < end, bytes[place] != quote {
        guard bytes[place] != UInt8(ascii: "<") else { return none }
        place += 1
      }
      guard place < end else { return nil }
      attributes.append(Attribute(name: attribute, value: first..<place))
      place += 1
    }
  }

  /// A name up to what ends it, its prefix left out; nil where it goes on behind what is there.
  @inline(__always)
  private static func scanName(_ bytes: Span<UInt8>, _ place: inout Int, _ end: Int) -> Name? {
    var hash: UInt64 = 0
    while place < end {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: ":"): hash = 0
      case UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "="), 0x09, 0x0A, 0x0D, 0x20:
        return Name(hash: hash)
      case UInt8(ascii: "<"), UInt8(ascii: "&"), 0x22, 0x27: return Name(hash: 0)
      default: hash = Name.adding(byte, to: hash)
      }
      place += 1
    }
    return nil
  }

  private mutating func endTag() throws(SheetProblem) -> Token {
    while true {
      var place = position + 2
      if let name = Self.scanName(buffer.span, &place, end) {
        while place < end, XMLTree.isSpace(buffer[place]) { place += 1 }
        if place < end {
          guard buffer[place] == UInt8(ascii: ">") else { throw .broken }
          position = place + 1
          return try close(name)
        }
      }
      guard try refill() else { throw .broken }
    }
  }

  private mutating func close(_ name: Name) throws(SheetProblem) -> Token {
    guard open.popLast() == name else { throw .broken }
    depth -= 1
    return .end(name)
  }

  // MARK: Text

  /// Goes to the next tag, or to the end; how many bytes stand before it.
  private mutating func endOfText() throws(SheetProblem) -> Int {
    var offset = 0
    while true {
      let place = Self.nextTag(buffer.span, position + offset, end)
      offset = place - position
      if place < end {
        position = place
        return offset
      }
      guard try refill() else {
        position = end
        return offset
      }
    }
  }

  private static func nextTag(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var place = start
    while place < end, bytes[place] != UInt8(ascii: "<") { place += 1 }
    return place
  }

  private static let instructionEnd = Array("?>".utf8)
  private static let commentStart = Array("<!--".utf8)
  private static let commentEnd = Array("-->".utf8)
  private static let literalStart = Array("<![CDATA[".utf8)
  private static let literalEnd = Array("]]>".utf8)

  /// Skips a comment, or gives the text of a CDATA section.
  private mutating func commentOrText() throws(SheetProblem) -> Token? {
    if try starts(with: Self.commentStart) {
      try skip(from: 4, to: Self.commentEnd)
      return nil
    }
    guard try starts(with: Self.literalStart) else { throw .doctype }
    let count = try skip(from: 9, to: Self.literalEnd)
    return depth > 0 ? .literal(position - count + 9..<position - 3) : nil
  }

  private mutating func starts(with mark: [UInt8]) throws(SheetProblem) -> Bool {
    for (offset, byte) in mark.enumerated() {
      guard try self.byte(offset) == byte else { return false }
    }
    return true
  }

  /// Goes behind the mark; how many bytes were skipped with it.
  @discardableResult
  private mutating func skip(from start: Int, to mark: [UInt8]) throws(SheetProblem) -> Int {
    var offset = start
    while true {
      guard try byte(offset + mark.count - 1) != nil else { throw .broken }
      let place = position + offset
      if buffer[place] == mark[0], buffer[place..<place + mark.count].elementsEqual(mark) {
        position = place + mark.count
        return offset + mark.count
      }
      offset += 1
    }
  }

  // MARK: Reading on

  /// The byte that stands so far behind the position; nil behind the end.
  private mutating func byte(_ offset: Int) throws(SheetProblem) -> UInt8? {
    while position + offset >= end {
      guard try refill() else { return nil }
    }
    return buffer[position + offset]
  }

  /// Reads on, keeping what stands from the position on; false at the end.
  private mutating func refill() throws(SheetProblem) -> Bool {
    guard part != nil else { return false }
    let kept = end - position
    guard kept <= Self.tokenBytesMax else { throw .tooLarge }
    if position > 0 {
      for offset in 0..<kept { buffer[offset] = buffer[position + offset] }
      (position, end) = (0, kept)
    }
    if end == buffer.count {
      buffer += [UInt8](repeating: 0, count: buffer.count)
    }
    let got = try part?.read(into: &buffer, at: end) ?? 0
    end += got
    return got > 0
  }
}

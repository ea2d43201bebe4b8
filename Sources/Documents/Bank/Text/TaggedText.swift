/// One field of a tagged text.
struct TaggedField {
  /// `61` or `60F` of SWIFT, one letter of QIF; `-` at the end of a SWIFT message.
  var tag: String
  /// Where it begins; 1-based.
  var line: Int
  /// Where its value stands: behind the tag, up to the end of its last line.
  var value: Range<Int>
}

/// Splits a text into its fields: SWIFT messages (`:61:` begins one, further lines belong to it)
/// and QIF (each line is one, marked by its first letter).
struct TaggedText {
  enum Style { case swift, letters }

  let bytes: [UInt8]
  private let style: Style
  private var lines: TextLines
  /// A tag line that ended the field before it.
  private var waiting: TaggedField?

  /// Fields are bounded by their format; what is longer is no field of a bank.
  private static let bytesMax = 20_000

  init(_ bytes: [UInt8], _ style: Style) {
    self.bytes = bytes
    self.style = style
    lines = TextLines(bytes)
  }

  /// Nil at the end. Lines before the first tag and blank lines are skipped.
  mutating func next() -> TaggedField? {
    var field = waiting
    waiting = nil
    while let line = lines.next() {
      let found = style == .swift ? swiftField(line) : letterField(line)
      guard let found else {
        if let known = field?.value, line.upperBound - known.lowerBound <= Self.bytesMax {
          field?.value = known.lowerBound..<line.upperBound
        }
        continue
      }
      if found.tag.isEmpty { continue }
      guard field == nil else {
        waiting = found
        return field
      }
      field = found
      if style == .letters { return field }
    }
    return field
  }

  private func letterField(_ line: Range<Int>) -> TaggedField? {
    let start = line.first { bytes[$0] > 0x20 } ?? line.upperBound
    guard start < line.upperBound else {
      return TaggedField(tag: "", line: lines.number, value: line)
    }
    let tag = String(decoding: bytes[start...start], as: UTF8.self)
    return TaggedField(tag: tag, line: lines.number, value: start + 1..<line.upperBound)
  }

  /// Nil for a line that goes on with the field before it.
  private func swiftField(_ line: Range<Int>) -> TaggedField? {
    var start = line.lowerBound
    while start < line.upperBound, bytes[start] < 0x20 { start += 1 }
    guard start < line.upperBound else { return nil }
    if bytes[start] == 0x3A { return field(start, line.upperBound) }
    let isDash = bytes[start] == 0x2D
    if isDash || bytes[start] == 0x7B, let block = textBlock(start..<line.upperBound),
      let field = field(block, line.upperBound)
    {
      return field
    }
    // Blocks before and behind the text: `{1:…}{4:` and `-}`.
    let isEnd =
      bytes[start] == 0x7B
      || isDash && (start + 1 == line.upperBound || bytes[start + 1] == 0x7D)
    return isEnd ? TaggedField(tag: "-", line: lines.number, value: line) : nil
  }

  /// `:NN:` or `:NNA:`.
  private func field(_ start: Int, _ end: Int) -> TaggedField? {
    guard start + 3 < end, bytes[start] == 0x3A, bytes[start + 1].isDigit, bytes[start + 2].isDigit
    else { return nil }
    let close = bytes[start + 3].isCapital ? start + 4 : start + 3
    guard close < end, bytes[close] == 0x3A else { return nil }
    return TaggedField(
      tag: String(decoding: bytes[(start + 1)..<close], as: UTF8.self), line: lines.number,
      value: close + 1..<end)
  }

  /// Where the text block `{4:` of a SWIFT message begins in its line of blocks.
  private func textBlock(_ line: Range<Int>) -> Int? {
    guard line.count >= 3 else { return nil }
    return line.dropLast(2).first {
      bytes[$0] == 0x7B && bytes[$0 + 1] == 0x34 && bytes[$0 + 2] == 0x3A
    }.map { $0 + 3 }
  }
}

extension ArraySlice<UInt8> {
  /// The first line of a field.
  var firstLine: ArraySlice<UInt8> { prefix { $0 != 0x0A && $0 != 0x0D } }

  /// What follows its first line.
  var furtherLines: ArraySlice<UInt8> { self[firstLine.endIndex...] }

  /// The lines of a field that are not blank.
  var lines: [ArraySlice<UInt8>] { split { $0 == 0x0A || $0 == 0x0D } }

  /// Without line ends.
  var withoutLineEnds: ArraySlice<UInt8> {
    var text: [UInt8] = []
    text.reserveCapacity(count)
    // Line by line, which is many times as fast as byte by byte.
    let all = span
    var start = 0
    for place in 0...all.count where place == all.count || all[place] == 0x0A || all[place] == 0x0D
    {
      text += self[(startIndex + start)..<(startIndex + place)]
      start = place + 1
    }
    return text[...]
  }
}

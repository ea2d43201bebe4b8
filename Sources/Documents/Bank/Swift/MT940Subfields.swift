import Domain

/// The sub-fields of a German or Polish `:86:`: a mark and two digits before each.
struct MT940Subfields {
  private(set) var code: Substring = ""
  private(set) var type = ""
  private(set) var name = ""
  private(set) var account = ""
  /// The text, with a line end before each piece that begins with a tag such as `EREF+`.
  private(set) var remittance: [UInt8] = []

  private static let marks = Array("?<>~^@|#!".utf8)
  /// Characters of a full piece of text: the next goes on without a space.
  private static let pieceMax = 27
  /// Room for what most texts are.
  private static let textBytes = 140

  /// Nil for a field that is written otherwise.
  init?(_ text: ArraySlice<UInt8>) {
    var start = text.startIndex
    while start < text.endIndex, start - text.startIndex < 3, text[start].isDigit { start += 1 }
    let digits = text[..<start]
    while start < text.endIndex, text[start] == 0x20 { start += 1 }
    guard start < text.endIndex, Self.marks.contains(text[start]) else { return nil }
    let mark = text[start]
    let rest = text[start...]
    guard digits.isEmpty || digits.count == 3, Self.number(rest.span, 0) != nil else { return nil }
    code = Substring(String(decoding: digits, as: UTF8.self))
    read(text[start...], mark)
  }

  /// The number of the sub-field that begins at a place.
  private static func number(_ text: Span<UInt8>, _ place: Int) -> Int? {
    guard place + 2 < text.count, text[place + 1].isDigit, text[place + 2].isDigit else {
      return nil
    }
    let number = Int(text[place + 1] - 0x30) * 10 + Int(text[place + 2] - 0x30)
    let isKnown =
      number == 0 || number == 10 || (20...38).contains(number) || (60...65).contains(number)
    return isKnown ? number : nil
  }

  private mutating func read(_ text: ArraySlice<UInt8>, _ mark: UInt8) {
    var names = Pieces()
    var others = Pieces()
    var pieces = Pieces()
    let bytes = text.span
    var place = 0
    while place < bytes.count {
      let number = Self.number(bytes, place)
      var end = place + 1
      while end < bytes.count, bytes[end] != mark || Self.number(bytes, end) == nil { end += 1 }
      let value = text[(text.startIndex + min(place + 3, end))..<(text.startIndex + end)]
      switch number {
      case 0: type = value.words
      case .some(20...26), .some(60...63): pieces.add(value)
      case 27, 28, 29: if mark == 0x3F { pieces.add(value) } else { others.add(value) }
      case 31: if account.isEmpty { account = value.words.withoutWhitespace }
      // Polish banks give the other side's whole number here.
      case 38: if !value.isEmpty { account = value.words.withoutWhitespace }
      case 32, 33: names.add(value)
      default: break
      }
      place = end
    }
    name = names.bytes[...].words
    if name.isEmpty {
      name = others.bytes[...].words
    } else if !others.bytes.isEmpty {
      pieces.add(others.bytes[...])
    }
    remittance = pieces.bytes
  }

  /// Pieces of one text.
  private struct Pieces {
    var bytes: [UInt8] = []
    private var isFull = true

    mutating func add(_ piece: ArraySlice<UInt8>) {
      guard !piece.isEmpty else { return }
      if bytes.isEmpty { bytes.reserveCapacity(MT940Subfields.textBytes) }
      if MT940Words.isTag(piece) {
        if !bytes.isEmpty { bytes.append(0x0A) }
      } else if !isFull {
        bytes.append(0x20)
      }
      bytes += piece
      isFull = piece.count { $0 & 0xC0 != 0x80 } >= MT940Subfields.pieceMax
    }
  }
}

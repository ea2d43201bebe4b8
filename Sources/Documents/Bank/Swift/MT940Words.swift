import Domain

/// A text that is divided by key words: `EREF+…` in German fields, `/REMI/…` and `REMI: …` in Dutch
/// ones.
struct MT940Words {
  /// In the order in which they stand.
  private(set) var values: [(key: String, value: String)] = []
  /// What stands before the first of them.
  private(set) var untagged = ""
  let everything: ArraySlice<UInt8>

  enum Style { case slashes, colons }

  /// Key words behind which `+` or a colon stands, of German banks.
  private static let tags: Set<UInt32> = Set(
    "EREF KREF MREF CRED DEBT COAM OAMT SVWZ ABWA ABWE IBAN BREF RREF PURP".split(separator: " ")
      .map { packed($0.utf8) })

  /// Key words between slashes.
  private static let slashed = Set(
    """
    ACCW ADDR BENM BIC BUSP CHGS CNTP CSID EREF EXCH IBAN ID ISDT KREF MARF NAME NRTX OCMT ORDP PORD
    PREF PURP REMI RREF RTRN RTYP SVCL TRCD TRTP TYPE ULTB ULTC ULTD
    """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })

  private static let coloned = Set(
    """
    BIC IBAN NAAM NAME OMSCHRIJVING KENMERK BETALINGSKENM. BETALINGSKENM INCASSANT MACHTIGING REMI
    """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })

  /// Four letters in one number.
  private static func packed(_ letters: some Sequence<UInt8>) -> UInt32 {
    letters.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// `EREF+` at the beginning.
  static func isTag(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count > 4 else { return false }
    let mark = text[text.startIndex + 4]
    return (mark == 0x2B || mark == 0x3A) && tags.contains(packed(text.prefix(4)))
      || text.starts(with: [0x42, 0x49, 0x43, 0x2B])
  }

  /// The parts of a text of German sub-fields, which has a line end before each tag that begins a
  /// piece; that before the first tag has no key.
  static func each(of bytes: [UInt8], _ take: (String, ArraySlice<UInt8>) -> Void) {
    let all = bytes.span
    var start = 0
    var key = ""
    var place = 0
    while place <= bytes.count {
      // Only behind a space or a line end may one begin.
      while place < all.count, place > 0, all[place - 1] != 0x20, all[place - 1] != 0x0A {
        place += 1
      }
      guard place == bytes.count || isTag(bytes[place...]) else {
        place += 1
        continue
      }
      let value = bytes[start..<place].trimmed
      if !key.isEmpty || !value.isEmpty { take(key, value) }
      guard place < bytes.count else { break }
      let count = bytes[place + 3] == 0x2B ? 3 : 4
      key = String(decoding: bytes[place..<(place + count)], as: UTF8.self)
      place += count + 1
      start = place
    }
  }

  /// Nil if the text has no key word.
  init?(_ text: ArraySlice<UInt8>, _ style: Style) {
    everything = text
    var start = text.startIndex
    var key = ""
    var place = text.startIndex
    while place <= text.endIndex {
      let found = place < text.endIndex ? Self.key(text, place, style) : nil
      guard place == text.endIndex || found != nil else {
        place += 1
        continue
      }
      let value = Self.value(text[start..<place], style)
      if key.isEmpty {
        untagged = value
      } else {
        values.append((key, value))
      }
      guard let found else { break }
      key = found.key
      place = found.end
      start = place
    }
    guard !values.isEmpty, style == .slashes || values.contains(where: { $0.key == "IBAN" }) else {
      return nil
    }
  }

  private static func value(_ text: ArraySlice<UInt8>, _ style: Style) -> String {
    guard style == .slashes else { return text.words }
    var text = text.trimmed
    while text.last == 0x2F || text.last == 0x20 { text.removeLast() }
    return text.words
  }

  /// The key word that begins at a place, and where its value begins.
  private static func key(
    _ text: ArraySlice<UInt8>, _ place: Int, _ style: Style
  ) -> (key: String, end: Int)? {
    let isSlash = style == .slashes
    if isSlash, text[place] != 0x2F { return nil }
    if !isSlash, place > text.startIndex, text[place - 1] != 0x20 { return nil }
    let start = isSlash ? place + 1 : place
    guard start < text.endIndex, text[start].isCapital else { return nil }
    let word = text[start...].prefix(15).prefix { $0.isCapital || $0 == 0x2E }
    let end = start + word.count
    guard end < text.endIndex, text[end] == (isSlash ? 0x2F : 0x3A),
      (isSlash ? slashed : coloned).contains(Array(word))
    else { return nil }
    return (String(decoding: word, as: UTF8.self), end + 1)
  }
}

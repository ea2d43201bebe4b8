extension [UInt8] {
  /// The bytes themselves where they are UTF-8, else what they are when read as Windows-1252, the
  /// encoding in which spreadsheets on Windows write registers.
  var asUTF8: [UInt8] {
    if allSatisfy({ $0 < 0x80 }) || String(validating: self, as: UTF8.self) != nil { return self }
    var text = String.UnicodeScalarView()
    for byte in self {
      let isUpper = (0x80...0x9F).contains(byte)
      text.append(isUpper ? upperWindows1252[Int(byte) - 0x80] : Unicode.Scalar(byte))
    }
    return Array(String(text).utf8)
  }
}

/// What 0x80 to 0x9F mean; the five that mean nothing are U+FFFD.
private let upperWindows1252 = Array(
  """
  €\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ
  """.unicodeScalars)

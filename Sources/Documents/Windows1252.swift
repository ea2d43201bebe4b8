extension [UInt8] {
  /// The bytes themselves where they are UTF-8, UTF-16 with its mark turned into it, and anything
  /// else as it reads in Windows-1252, the encoding in which spreadsheets on Windows write.
  var asUTF8: [UInt8] {
    let isBigEndian = starts(with: [0xFE, 0xFF])
    if isBigEndian || starts(with: [0xFF, 0xFE]) {
      let (high, low) = isBigEndian ? (0, 1) : (1, 0)
      let units = stride(from: 2, to: count - 1, by: 2).map { (place: Int) -> UInt16 in
        UInt16(self[place + high]) << 8 | UInt16(self[place + low])
      }
      return Array(String(decoding: units, as: UTF16.self).utf8)
    }
    if isASCII || String(validating: self, as: UTF8.self) != nil { return self }
    var text = String.UnicodeScalarView()
    for byte in self {
      let isUpper = (0x80...0x9F).contains(byte)
      text.append(isUpper ? upperWindows1252[Int(byte) - 0x80] : Unicode.Scalar(byte))
    }
    return Array(String(text).utf8)
  }

  private var isASCII: Bool {
    let bytes = span
    var index = 0
    while index + 8 <= bytes.count {
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { return false }
      index += 8
    }
    return self[index...].allSatisfy { $0 < 0x80 }
  }
}

/// What 0x80 to 0x9F mean; the five that mean nothing are U+FFFD.
private let upperWindows1252 = Array(
  """
  €\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ
  """.unicodeScalars)

extension Collection<UInt8> {
  /// How many bytes the byte order mark of UTF-8 takes at the beginning: 3, or 0 without one.
  var utf8MarkCount: Int { starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}

extension [UInt8] {
  /// The bytes themselves where they are UTF-8, UTF-16 turned into it, and anything else as it
  /// reads in Windows-1252, the encoding in which spreadsheets on Windows write.
  var asUTF8: [UInt8] {
    let mark: (isBigEndian: Bool, first: Int)? =
      starts(with: [0xFE, 0xFF])
      ? (true, 2) : starts(with: [0xFF, 0xFE]) ? (false, 2) : unmarked16.map { ($0, 0) }
    if let (isBigEndian, first) = mark {
      let (high, low) = isBigEndian ? (0, 1) : (1, 0)
      let units = stride(from: first, to: count - 1, by: 2).map { (place: Int) -> UInt16 in
        UInt16(self[place + high]) << 8 | UInt16(self[place + low])
      }
      return Array(String(decoding: units, as: UTF16.self).utf8)
    }
    if isASCII || isUTF8 { return self }
    var text = String.UnicodeScalarView()
    for byte in self {
      let isUpper = (0x80...0x9F).contains(byte)
      text.append(isUpper ? upperWindows1252[Int(byte) - 0x80] : Unicode.Scalar(byte))
    }
    return Array(String(text).utf8)
  }

  /// Whether it is UTF-16 without a mark, by its first characters, which are those of a header.
  var isUnmarkedUTF16: Bool { unmarked16 != nil }

  /// True for big-endian UTF-16 without a mark, false for little-endian, nil for anything else. A
  /// text has no zero bytes, and half of the first bytes of such a one are zeros.
  private var unmarked16: Bool? {
    let start = prefix(32)
    guard start.count >= 4, start.count.isMultiple(of: 2) else { return nil }
    func areZero(from first: Int) -> Bool {
      stride(from: first, to: start.count, by: 2).allSatisfy { start[$0] == 0 }
    }
    guard start.count(where: { $0 == 0 }) * 2 == start.count else { return nil }
    return areZero(from: 0) ? true : areZero(from: 1) ? false : nil
  }

  var isUTF8: Bool {
    do {
      _ = try UTF8Span(validating: span)
      return true
    } catch {
      return false
    }
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

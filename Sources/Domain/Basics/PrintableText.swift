extension String {
  /// The text with characters that could steer a terminal or reorder a line made visible: control
  /// characters and bidirectional marks become `�`; tabs and line ends become a space.
  package var printable: String {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
    var changed = false
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x2028, 0x2029:
        scalars.append(" ")
        changed = true
      case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E,
        0x2060...0x2069, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
        scalars.append("\u{FFFD}")
        changed = true
      default:
        scalars.append(scalar)
      }
    }
    return changed ? String(scalars) : self
  }

  /// The text without white space at its ends, and with every run of white space inside as one
  /// space.
  package var collapsed: String {
    if isCollapsedASCII { return self }
    return slowlyCollapsed
  }

  /// Whether there is nothing to collapse, as in most texts.
  private var isCollapsedASCII: Bool {
    var wasSpace = true
    for byte in utf8 {
      guard byte > 0x20 && byte < 0x7F || byte == 0x20 && !wasSpace else { return false }
      wasSpace = byte == 0x20
    }
    return !wasSpace
  }

  /// The text without any white space, as account numbers and identifiers are compared.
  package var withoutWhitespace: String {
    var (isASCII, hasSpace) = (true, false)
    for byte in utf8 {
      isASCII = isASCII && byte < 0x80
      hasSpace = hasSpace || byte <= 0x20
    }
    guard isASCII else { return filter { !$0.isWhitespace } }
    guard hasSpace else { return self }
    return String(
      decoding: utf8.filter { $0 != 0x20 && !(0x09...0x0D).contains($0) }, as: UTF8.self)
  }

  private var slowlyCollapsed: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

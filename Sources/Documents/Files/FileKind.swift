import Domain

/// What the first bytes of a file say it is.
enum FileKind {
  case empty, xml, csv, ofx
  /// A text format of banks.
  case bankText(BankText)
  /// Something else, named for the reader.
  case other(String)

  private static let magics: [([UInt8], String)] = [
    ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or office file"),
    ([0x1F, 0x8B], "compressed with gzip"), ([0x89, 0x50, 0x4E, 0x47], "a picture"),
    ([0xFF, 0xD8, 0xFF], "a picture"), ([0xD0, 0xCF, 0x11, 0xE0], "an old office file"),
    (Array("SQLite format 3".utf8), "a database"),
  ]

  init(_ bytes: [UInt8], path: String) {
    let isSpaceOnly = bytes.prefix(4096).allSatisfy(XMLTree.isSpace) && bytes.count <= 4096
    if isSpaceOnly {
      self = .empty
      return
    }
    if let known = Self.magics.first(where: { bytes.starts(with: $0.0) }) {
      self = .other(known.1)
      return
    }
    let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    let start = isUTF16 ? 2 : bytes.utf8MarkCount
    let first = bytes[start...].first { !XMLTree.isSpace($0) && $0 != 0 }
    if OFXReader.accepts(bytes[start...].drop(while: XMLTree.isSpace)) {
      self = .ofx
    } else if let text = BankText(bytes[start...]) {
      self = .bankText(text)
    } else if first == 0x3C {
      self = .xml
    } else if isUTF16 {
      self = path.lowercased().hasSuffix(".xml") ? .xml : .csv
    } else if path.lowercased().hasSuffix(".xml")
      || bytes.prefix(4096).contains(0) && !bytes.isUnmarkedUTF16
    {
      self = .other("of an unknown kind")
    } else if let name = Self.textKind(bytes[start...]) {
      self = .other(name)
    } else {
      self = .csv
    }
  }

  /// What a text is that begins as no table does.
  private static func textKind(_ bytes: ArraySlice<UInt8>) -> String? {
    let top = bytes.drop(while: XMLTree.isSpace).prefix(64)
    let text = String(decoding: top, as: UTF8.self)
    if text.hasPrefix("{\\rtf") { return "a document of a word processor (RTF)" }
    if text.hasPrefix("%!PS") { return "a document to print (PostScript)" }
    guard let first = text.first else { return nil }
    if first == "{" || first == "[" {
      let rest = text.dropFirst().drop(while: \.isWhitespace)
      if let next = rest.first, "{[\"]}".contains(next) { return "JSON" }
    }
    return nil
  }
}

import Domain

/// Whether a file whose name says nothing is one to read, by its first bytes.
extension DocumentReader {
  /// Whether a file of such a name may hold invoices or payments: its ending is not that of
  /// pictures, sounds, programs, pages and the like.
  static func mayBeCandidate(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    guard !name.hasPrefix("."), !name.hasPrefix("~$") else { return false }
    guard let dot = name.lastIndex(of: ".") else { return true }
    return !otherEndings.contains(name[dot...].dropFirst().lowercased())
  }

  private static let otherEndings = CSVDialect.words(
    """
    png jpg jpeg gif bmp webp tif tiff svg ico heic avif mp3 mp4 m4a mov avi mkv wav ogg ttf otf
    woff woff2 css js mjs ts map html htm md rst log lock pid tmp temp bak swp part crdownload ini
    cfg conf yaml yml toml plist sqlite sqlite3 db wal shm exe dll so dylib bin iso dmg deb rpm sh
    bat ps1 py rb pl php java swift c h cpp rs go class jar mustache url lnk webloc p7s p7m sig
    pem crt key ics vcf psd ai eps ppt pptx odp key
    """)

  /// The kind of a file that is not read, by its first bytes, and what to do with it.
  package static func unreadKind(_ path: String) -> (kind: String, remedy: String) {
    let top = SourceFile.top(of: path, 4096) ?? []
    switch FileKind(top, path: path) {
    case .empty: return ("empty", "export it again if it should hold something")
    case .other(let kind):
      return (kind, "export what it holds as CSV, XML or a bank's statement and import that")
    case .xml:
      return ("XML of a kind that is not read", "import the file by its own name to see why")
    default:
      return (
        "a text in which no table of invoices or payments is known",
        "try `dunlin import --map` with it if it is one"
      )
    }
  }

  /// Whether the file's first bytes are those of a document that is read: a UBL document, a bank's
  /// message, a table whose header is known. Other text is skipped without a fault.
  static func proves(path: String, mappings: [CSVMapping]) -> Bool {
    guard let top = SourceFile.top(of: path, CSVTable.headerBytesMax), !top.isEmpty else {
      return false
    }
    // Not with half a letter at its end.
    let end = top.count < CSVTable.headerBytesMax ? nil : top.lastIndex(of: 0x0A)
    let text = Array(top[..<(end ?? top.count)]).asUTF8
    guard text.count > 8, !text.prefix(512).contains(0) else { return false }
    let start = text.utf8MarkCount
    let body = text[start...].drop(while: XMLTree.isSpace)
    if OFXReader.accepts(body) || BankText.accepts(body) || DatevReader.accepts(text[start...]) {
      return true
    }
    if body.first == 0x3C {
      let words = String(decoding: body.prefix(4096), as: UTF8.self)
      return roots.contains { words.contains($0) }
    }
    return CSVTable(text, from: start, mappings: mappings) != nil
  }

  private static let roots = [
    "schema:xsd:Invoice-2", "schema:xsd:CreditNote-2", "xsd:camt.053", "xsd:camt.054",
  ]
}

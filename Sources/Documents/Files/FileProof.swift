import Domain

/// Whether a file whose name says nothing is one to read, by its first bytes.
extension DocumentReader {
  /// Whether a file of such a name may be one to read: it ends in nothing, or in what any text may
  /// end in.
  static func mayBeCandidate(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    guard !name.hasPrefix(".") else { return false }
    guard let dot = name.lastIndex(of: ".") else { return true }
    let ending = name[dot...].dropFirst().lowercased()
    return ["txt", "tsv", "tab"].contains(ending) || bankEndings.contains(ending)
  }

  /// How banks' text files are called, by those who have them; what they are, their bytes say.
  private static let bankEndings: Set<String> = [
    "sta", "mta", "swi", "fin", "940", "942", "mt940", "mt942", "cod", "coda", "bc2", "cfo",
    "cfonb",
    "aso", "n43", "q43", "c43", "bai", "bai2", "bai2txt", "qif", "qbo", "ktl", "bgmax", "bg", "ocr",
    "pbs", "dat", "asc", "pcc",
  ]

  /// Whether the file's first bytes are those of a document that is read: a UBL document, a bank's
  /// message, a table whose header is known. Any other text is none, without a fault.
  static func proves(path: String, mappings: [CSVMapping]) -> Bool {
    guard let top = SourceFile.top(of: path, CSVTable.headerBytesMax), !top.isEmpty else {
      return false
    }
    // Not with half a letter at its end.
    let end = top.count < CSVTable.headerBytesMax ? nil : top.lastIndex(of: 0x0A)
    let text = Array(top[..<(end ?? top.count)]).asUTF8
    guard text.count > 8, !text.prefix(512).contains(0) else { return false }
    let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
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

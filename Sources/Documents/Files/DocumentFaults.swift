import Domain

/// What is said of files that cannot be read.
extension DocumentReader {
  static func wrongRoot(_ tree: XMLTree) -> Fault {
    let root = Fault.excerpt(tree.name(.root).text)
    guard let foreign = ForeignXML(tree) else {
      return Fault(
        .ublRoot, line: tree.line(.root),
        "the XML document is not a UBL 2 or CII invoice or credit note and not a camt.052, "
          + "camt.053 or camt.054 message",
        excerpt: root,
        remedy: "Ask for UBL 2, CII or camt.053; nothing was imported from this file.")
    }
    return Fault(
      foreign.code, line: tree.line(.root), "the XML document is \(foreign.name)", excerpt: root,
      remedy: foreign.remedy)
  }

  static func fault(_ problem: SourceFile.Problem, _ path: String) -> Fault {
    switch problem {
    case .missing:
      Fault(
        .fileAccess, file: path, "there is no such file", remedy: "Check the path and try again.")
    case .notAFile:
      Fault(
        .fileAccess, file: path, "this is neither a file nor a folder",
        remedy: "Name a file or a folder; it was passed over.")
    case .unreadable(let reason):
      Fault(
        .fileAccess, file: path, "the file cannot be read: \(reason)",
        remedy: "Allow it to be read and try again; it was passed over.")
    case .tooLarge(let bytes):
      Fault(
        .fileSize, file: path, "the file has \(bytes) bytes, more than is read",
        remedy: "Split it; nothing was imported from it.")
    }
  }

  /// `bytes` are those of the file, which may tell more.
  static func fault(_ problem: XMLParser.Problem, _ bytes: [UInt8] = []) -> Fault {
    let refused = "; nothing was imported from this file."
    switch problem {
    case .malformed where bytes.hasSpaceBeforeDeclaration:
      return Fault(
        .xmlSpace, line: 1, "white space stands before the XML declaration, which XML forbids",
        remedy: "Delete what stands before <?xml, or ask the sender's program to do so" + refused)
    case .malformed(let line, let column, let reason):
      return Fault(
        .xmlMalformed, line: line,
        "the XML breaks off or is not well-formed" + (column > 0 ? " (column \(column))" : ""),
        excerpt: Fault.excerpt(reason), remedy: "Ask the sender for the whole file" + refused)
    case .encoding(let line, let reason):
      return Fault(
        .xmlEncoding, line: line, "the bytes are not of the encoding the file names",
        excerpt: Fault.excerpt(reason), remedy: "Ask the sender for a file in UTF-8" + refused)
    case .doctype(let line):
      return Fault(
        .xmlDoctype, line: line, "the file holds a DOCTYPE, which may hide an attack",
        remedy: "Ask the sender for the document without one" + refused)
    case .depth(let line):
      return Fault(
        .xmlDepth, line: line,
        "elements stand more than \(XMLParser.depthMax) deep inside one another",
        remedy: "No invoice needs that; ask the sender what it is" + refused)
    case .attributes(let line):
      return Fault(
        .xmlAttributes, line: line,
        "an element has more than \(XMLParser.attributesMax) attributes",
        remedy: "No invoice needs that; ask the sender what it is" + refused)
    }
  }
}

extension [UInt8] {
  /// Whether white space, and nothing else, stands before an XML declaration.
  fileprivate var hasSpaceBeforeDeclaration: Bool {
    let start = utf8MarkCount
    guard start < count, XMLTree.isSpace(self[start]) else { return false }
    return self[start...].drop(while: XMLTree.isSpace).starts(with: Array("<?xml".utf8))
  }
}

package import Domain

/// Recognises what a file is by its content, reads it, and gathers its faults. One reader serves
/// one thread.
package final class DocumentReader {
  private let parser: XMLParser
  private let ubl: UBLReader
  private let camt = CamtReader()
  private let csv: CSVReader
  private let ofx: OFXReader
  private let judge: (@Sendable (XMLTree) -> Verdict)?
  private let keep: ((FileContents, [UInt8]) -> Void)?

  /// `judge` gives the verdict on a UBL document; nil leaves documents unjudged. `keep` is handed
  /// each file that holds something for the ledger, with its bytes.
  package init(
    business: Business, dateOrder: DateOrder? = nil, decimalMark: DecimalMark? = nil,
    mappings: [CSVMapping] = [], judge: (@Sendable (XMLTree) -> Verdict)? = nil,
    keep: ((FileContents, [UInt8]) -> Void)? = nil
  ) {
    // Only the rules ask for what stands on the lines.
    parser = XMLParser(leavingOut: judge == nil ? UBLNames.shared.lines : [])
    self.judge = judge
    self.keep = keep
    ubl = UBLReader(business: business)
    ofx = OFXReader(business: business)
    csv = CSVReader(
      business: business, dateOrder: dateOrder, decimalMark: decimalMark, mappings: mappings)
  }

  /// Whether a file found in a folder is one that is read at all, by its name.
  package static func isCandidate(_ path: String) -> Bool {
    let bytes = path.utf8
    let name = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes[$0...].dropFirst() } ?? bytes[...]
    guard name.first != UInt8(ascii: "."), let dot = name.lastIndex(of: UInt8(ascii: ".")) else {
      return false
    }
    let ending = name[dot...].dropFirst()
    guard ending.count <= candidateBytesMax else { return false }
    return candidates.contains { candidate in
      ending.elementsEqual(candidate) { $0 == $1 || (0x41...0x5A).contains($0) && $0 | 0x20 == $1 }
    }
  }

  private static let candidates = [
    "xml", "csv", "ubl", "camt", "053", "054", "ofx", "qfx", "zip",
  ].map { Array($0.utf8) }
  private static let candidateBytesMax = 4

  /// What a file holds; what an archive holds file by file.
  package func readAll(path: String) -> [FileContents] {
    do {
      return readAll(try SourceFile(reading: path))
    } catch {
      return [unread(path, error)]
    }
  }

  package func readAll(_ file: SourceFile) -> [FileContents] {
    ArchiveFile.accepts(file.bytes) ? readAll(archive: file) : [read(file)]
  }

  private func readAll(archive file: SourceFile) -> [FileContents] {
    do {
      return try ArchiveFile.entries(of: file.bytes).map { entry in
        read(SourceFile(path: "\(file.path)/\(entry.name.printable)", bytes: entry.bytes))
      }
    } catch {
      var contents = FileContents(path: file.path, digest: file.digest)
      contents.faults = [Fault(error, file: file.path)]
      return [contents]
    }
  }

  /// What one file holds. An archive is not opened.
  package func read(path: String) -> FileContents {
    do {
      return read(try SourceFile(reading: path))
    } catch {
      return unread(path, error)
    }
  }

  private func unread(_ path: String, _ problem: SourceFile.Problem) -> FileContents {
    var contents = FileContents(path: path, digest: Digest())
    contents.faults = [Self.fault(problem, path)]
    return contents
  }

  package func read(_ file: SourceFile) -> FileContents {
    var contents = FileContents(path: file.path, digest: file.digest)
    readBody(file.bytes, into: &contents)
    for index in contents.faults.indices { contents.faults[index].file = file.path }
    if contents.holdsFacts { keep?(contents, file.bytes) }
    return contents
  }

  private func readBody(_ bytes: [UInt8], into contents: inout FileContents) {
    switch FileKind(bytes, path: contents.path) {
    case .empty:
      contents.faults = [
        Fault(
          .fileEmpty, "the file is empty",
          remedy: "Export it again; there was nothing to import.")
      ]
    case .other(let kind):
      contents.faults = [
        Fault(
          .fileKind, "the file is \(kind), not XML and not CSV",
          remedy: "Export the document as UBL XML or CSV; nothing was imported from this file.")
      ]
    case .xml: readXML(bytes, into: &contents)
    case .ofx: (contents.statements, contents.faults) = ofx.read(bytes)
    case .csv:
      let read = csv.read(bytes)
      (contents.records, contents.refusals) = (read.records, read.refusals)
      contents.voided = read.voided
      (contents.statements, contents.faults) = (read.statements, read.faults)
    }
  }

  private func readXML(_ bytes: [UInt8], into contents: inout FileContents) {
    guard bytes.count <= XMLParser.bytesMax else {
      contents.faults = [Self.fault(.tooLarge(bytes: bytes.count), contents.path)]
      return
    }
    let tree: XMLTree
    do {
      tree = try parser.parse(bytes)
    } catch {
      contents.faults = [Self.fault(error)]
      return
    }
    if ubl.accepts(tree) {
      let (record, faults) = ubl.read(tree)
      if var record {
        record.verdict = judge?(ubl.payload(of: tree) ?? tree)
        contents.records = [record]
      } else if let refusal = ubl.refusal(of: tree, faults) {
        contents.refusals = [refusal]
      }
      contents.faults = faults
    } else if camt.accepts(tree) {
      (contents.statements, contents.faults) = camt.read(tree)
    } else {
      contents.faults = [Self.wrongRoot(tree)]
    }
  }

  static func wrongRoot(_ tree: XMLTree) -> Fault {
    let root = tree.name(.root).text
    let hint =
      switch true {
      case root.hasSuffix("CrossIndustryInvoice"): "a CII invoice (Factur-X, ZUGFeRD)"
      case root.contains("schema:xsd:Invoice-1"), root.contains("ubl:Invoice:1"):
        "a UBL 1.0 invoice"
      case root == "sbdh:StandardBusinessDocument": "an envelope without a UBL document"
      default:
        "not a UBL 2 Invoice or CreditNote and not a camt.052, camt.053 or "
          + "camt.054 message"
      }
    return Fault(
      .ublRoot, line: tree.line(.root), "the XML document is \(hint)",
      excerpt: Fault.excerpt(root),
      remedy: "Ask for UBL 2 or camt.053; nothing was imported from this file.")
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

  static func fault(_ problem: XMLParser.Problem) -> Fault {
    let refused = "; nothing was imported from this file."
    switch problem {
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

/// What the first bytes of a file say it is.
private enum FileKind {
  case empty, xml, csv, ofx
  /// Something else, named for the reader.
  case other(String)

  private static let magics: [([UInt8], String)] = [
    (Array("%PDF".utf8), "a PDF"), ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or office file"),
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
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : isUTF16 ? 2 : 0
    let first = bytes[start...].first { !XMLTree.isSpace($0) && $0 != 0 }
    if OFXReader.accepts(bytes[start...].drop(while: XMLTree.isSpace)) {
      self = .ofx
    } else if first == 0x3C {
      self = .xml
    } else if isUTF16 {
      self = path.lowercased().hasSuffix(".xml") ? .xml : .csv
    } else if path.lowercased().hasSuffix(".xml")
      || bytes.prefix(4096).contains(0) && !bytes.isUnmarkedUTF16
    {
      self = .other("of an unknown kind")
    } else {
      self = .csv
    }
  }
}

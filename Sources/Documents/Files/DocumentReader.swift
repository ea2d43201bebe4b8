package import Domain

/// Recognises what a file is by its content, reads it, and gathers its faults. One reader serves
/// one thread.
package final class DocumentReader {
  private let parser: XMLParser
  private let invoices: EInvoiceReader
  private let camt = CamtReader()
  let csv: CSVReader
  private let ofx: OFXReader
  private let bankText: BankTextReader
  private let judge: (@Sendable (XMLTree) -> Verdict)?
  let keep: ((FileContents, [UInt8]) -> Void)?

  /// `judge` gives the verdict on a UBL document; nil leaves documents unjudged. `keep` is handed
  /// each file that holds something for the ledger, with its bytes.
  package init(
    business: Business, dateOrder: DateOrder? = nil, decimalMark: DecimalMark? = nil,
    mappings: [CSVMapping] = [], judge: (@Sendable (XMLTree) -> Verdict)? = nil,
    keep: ((FileContents, [UInt8]) -> Void)? = nil
  ) {
    // Only the rules ask for what stands on the lines.
    let lines = UBLNames.shared.lines + CIINames.shared.lines
    parser = XMLParser(leavingOut: judge == nil ? lines : [])
    self.judge = judge
    self.keep = keep
    invoices = EInvoiceReader(business: business)
    ofx = OFXReader(business: business)
    bankText = BankTextReader(
      business: business, dateOrder: dateOrder, decimalMark: decimalMark)
    csv = CSVReader(
      business: business, dateOrder: dateOrder, decimalMark: decimalMark, mappings: mappings)
  }

  /// Whether a file found in a folder is one that is read at all, by its name.
  package static func isCandidate(_ path: String) -> Bool {
    let bytes = path.utf8
    let name = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes[$0...].dropFirst() } ?? bytes[...]
    // `~$name.xlsx` is what Excel keeps while it has a workbook open.
    let isLock = name.first == UInt8(ascii: "~") && name.dropFirst().first == UInt8(ascii: "$")
    guard name.first != UInt8(ascii: "."), !isLock,
      let dot = name.lastIndex(of: UInt8(ascii: "."))
    else { return false }
    let ending = name[dot...].dropFirst()
    guard ending.count <= candidateBytesMax else { return false }
    return candidates.contains { candidate in
      ending.elementsEqual(candidate) { $0 == $1 || (0x41...0x5A).contains($0) && $0 | 0x20 == $1 }
    }
  }

  private static let candidates = [
    "xml", "csv", "ubl", "camt", "053", "054", "ofx", "qfx", "zip", "eml", "pdf", "xlsx", "xlsm",
    "xltx", "xlsb", "xls", "ods", "fods",
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
    if let sheets = readSheets(file) { return sheets }
    guard let container = Container(file.bytes) else { return [read(file)] }
    return readAll(container, of: file, depth: 1)
  }

  /// What is in a container, with the containers in it.
  private func readAll(_ container: Container, of file: SourceFile, depth: Int) -> [FileContents] {
    let parts: [Container.Part]
    do {
      parts = try container.parts(of: file.bytes)
    } catch {
      return [unread(file, Fault(error, file: file.path))]
    }
    var contents: [FileContents] = []
    // Pictures of documents that stand beside them.
    var pictures: [FileContents] = []
    for part in parts {
      let inner = SourceFile(path: "\(file.path)/\(part.name.printable)", bytes: part.bytes)
      if let sheets = readSheets(inner) {
        contents += sheets
        continue
      }
      guard let nested = Container(inner.bytes) else {
        let one = read(inner)
        // A signature of what stands beside it is no document.
        if one.faults.first?.code != .fileSignature { contents.append(one) }
        continue
      }
      let isDeep = depth == Container.depthMax
      let read =
        isDeep
        ? [unread(inner, .containersTooDeep(inner.path))]
        : readAll(nested, of: inner, depth: depth + 1)
      if nested == .pdf, read.allSatisfy({ !$0.holdsAnything }) {
        pictures += read
      } else {
        contents += read
      }
    }
    if !contents.contains(where: \.holdsAnything) { contents += pictures }
    if contents.isEmpty, let fault = container.nothingFound(in: file.path) {
      contents = [unread(file, fault)]
    }
    return contents
  }

  private func unread(_ file: SourceFile, _ fault: Fault) -> FileContents {
    var contents = FileContents(path: file.path, digest: file.digest)
    contents.faults = [fault]
    return contents
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
    case .bankText(let kind):
      (contents.statements, contents.faults) = bankText.read(bytes, as: kind)
    case .csv: contents.take(csv.read(bytes))
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
      contents.faults = [Self.fault(error, bytes)]
      return
    }
    if invoices.accepts(tree) {
      readInvoices(tree, into: &contents)
    } else if camt.accepts(tree) {
      (contents.statements, contents.faults) = camt.read(tree)
    } else if let attached = invoices.attachedDocuments(tree) {
      readAttached(attached, to: tree, into: &contents)
    } else {
      contents.faults = [Self.wrongRoot(tree)]
    }
  }

  private func readInvoices(_ tree: XMLTree, into contents: inout FileContents) {
    for outcome in invoices.readAll(tree) {
      if var record = outcome.record {
        if outcome.rules.isEuropean, invoices.isJudged(tree.name(outcome.document)) {
          record.verdict = judge?(
            outcome.document == .root ? tree : tree.rooted(at: outcome.document))
        }
        contents.records.append(record)
      } else if let refusal = outcome.refusal {
        contents.refusals.append(refusal)
      }
      contents.faults += outcome.faults
    }
  }

  /// Reads the documents that another one carries as text.
  private func readAttached(
    _ attached: [[UInt8]], to tree: XMLTree, into contents: inout FileContents
  ) {
    var isFound = false
    for bytes in attached where bytes.count <= XMLParser.bytesMax {
      guard let inner = try? parser.parse(bytes), invoices.accepts(inner) else { continue }
      isFound = true
      readInvoices(inner, into: &contents)
    }
    if !isFound { contents.faults.append(Self.wrongRoot(tree)) }
  }
}

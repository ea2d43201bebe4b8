package import Domain

/// Reads e-invoices as trees of all that is in them, for the rules. One reader serves one thread.
package final class JudgedDocumentReader {
  private let parser = XMLParser()
  private let invoices = EInvoiceReader(business: .unnamed)

  package init() {}

  /// A document to be judged, or what keeps one from being judged.
  package struct Document {
    /// The file, with the name inside where it is in an archive, a mail or a PDF.
    package var path: String
    /// Nil where it cannot be judged.
    package var tree: XMLTree?
    package var specification: Specification?
    package var faults: [Fault] = []

    /// It is something else, such as a register or a bank file, not a document that is damaged.
    package var isNoInvoice: Bool {
      faults.contains {
        [.ublRoot, .xmlFormat, .fileKind, .filePDF, .fileMail, .fileSignature].contains($0.code)
      }
    }
  }

  /// The documents of a file: those in its containers and envelopes each.
  package func documents(path: String) -> [Document] {
    do {
      let limit = Self.isContainer(path) ? SourceFile.bytesMax : XMLParser.bytesMax
      return documents(try SourceFile(reading: path, limit: limit), depth: 0)
    } catch {
      return [Document(path: path, faults: [DocumentReader.fault(error, path)])]
    }
  }

  private static func isContainer(_ path: String) -> Bool {
    let name = path.lowercased()
    return [".zip", ".eml", ".pdf"].contains { name.hasSuffix($0) }
  }

  private func documents(_ file: SourceFile, depth: Int) -> [Document] {
    guard let container = Container(file.bytes) else { return bare(file) }
    guard depth < Container.depthMax else {
      return [Document(path: file.path, faults: [.containersTooDeep(file.path)])]
    }
    do {
      let parts = try container.parts(of: file.bytes)
      let found = parts.flatMap { part in
        documents(
          SourceFile(path: "\(file.path)/\(part.name.printable)", bytes: part.bytes),
          depth: depth + 1)
      }
      // What stands beside a document in a container is passed over.
      let judged = found.filter { !$0.isNoInvoice }
      if !judged.isEmpty { return judged }
      if container == .archive { return found }
      let fault = container.nothingFound(in: file.path)
      return [Document(path: file.path, faults: found.first?.faults ?? [fault].compactMap(\.self))]
    } catch {
      return [Document(path: file.path, faults: [Fault(error, file: file.path)])]
    }
  }

  private func bare(_ file: SourceFile) -> [Document] {
    let tree: XMLTree
    do {
      guard file.bytes.count <= XMLParser.bytesMax else {
        let fault = DocumentReader.fault(.tooLarge(bytes: file.bytes.count), file.path)
        return [Document(path: file.path, faults: [fault])]
      }
      tree = try parser.parse(file.bytes)
    } catch {
      let isNamedXML = file.path.lowercased().hasSuffix(".xml")
      let first = file.bytes.first { !XMLTree.isSpace($0) && $0 < 0x80 && $0 != 0 }
      let fault =
        isNamedXML || first == 0x3C ? DocumentReader.fault(error, file.bytes) : Self.noXML
      return [Document(path: file.path, faults: [fault.located(in: file.path)])]
    }
    let found = invoices.documents(in: tree).filter { invoices.isJudged(tree.name($0)) }
    guard !found.isEmpty else {
      return [
        Document(path: file.path, faults: [DocumentReader.wrongRoot(tree).located(in: file.path)])
      ]
    }
    return found.enumerated().map { place, node in
      Document(
        path: found.count == 1 ? file.path : "\(file.path)/\(place + 1)",
        tree: node == .root ? tree : tree.rooted(at: node),
        specification: invoices.places(node, of: tree).rules)
    }
  }

  private static let noXML = Fault(
    .fileKind, "the file is no XML document",
    remedy: "Name e-invoices, or a folder of them; this file was not judged.")
}

extension XMLTree {
  /// A copy whose root is the element.
  func rooted(at node: Node) -> XMLTree {
    let range = subtree(node)
    let shift = Int32(range.lowerBound)
    var copy = self
    copy.elements = elements[range].map { element in
      var element = element
      element.parent -= shift
      element.end -= shift
      return element
    }
    copy.elements[0].parent = -1
    return copy
  }
}

extension Fault {
  func located(in file: String) -> Fault {
    var fault = self
    fault.file = file
    return fault
  }
}

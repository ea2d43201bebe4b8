package import Domain

/// Reads UBL documents as trees of all that is in them. One reader serves one thread.
package final class UBLTreeReader {
  private let parser = XMLParser()
  private let ubl = UBLReader(business: .unnamed)

  package init() {}

  /// The tree of a UBL document, out of its envelope if it is in one. Nil with a fault for what
  /// cannot be read or is something else.
  package func tree(path: String) -> (tree: XMLTree?, faults: [Fault]) {
    let tree: XMLTree
    do {
      let file = try SourceFile(reading: path, limit: XMLParser.bytesMax)
      do {
        tree = try parser.parse(file.bytes)
      } catch {
        let isNamedXML = path.lowercased().hasSuffix(".xml")
        let first = file.bytes.first { !XMLTree.isSpace($0) && $0 < 0x80 && $0 != 0 }
        let fault = isNamedXML || first == 0x3C ? DocumentReader.fault(error) : Self.noXML
        return (nil, [fault.located(in: path)])
      }
    } catch {
      return (nil, [DocumentReader.fault(error, path)])
    }
    guard let document = ubl.payload(of: tree) else {
      return (nil, [DocumentReader.wrongRoot(tree).located(in: path)])
    }
    return (document, [])
  }

  private static let noXML = Fault(
    .fileKind, "the file is no XML document",
    remedy: "Name UBL documents, or a folder of them; this file was not judged.")
}

extension UBLReader {
  /// The document as a tree of its own, or nil where the tree holds none.
  func payload(of tree: XMLTree) -> XMLTree? {
    document(in: tree).map { $0 == .root ? tree : tree.rooted(at: $0) }
  }
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

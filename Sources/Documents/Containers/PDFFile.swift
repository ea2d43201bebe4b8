internal import CQPDF
import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The XML that a PDF carries (Factur-X, ZUGFeRD), read by libqpdf within bounds.
///
/// Pages, fonts and scripts are not looked at, nothing is opened and nothing fetched.
struct PDFFile {
  enum Problem: Error, Equatable {
    case malformed, encrypted, tooLarge
  }

  private static let bytesMax = 100_000_000
  /// Of one embedded file.
  private static let xmlBytesMax = 50_000_000
  /// Of a stream that qpdf itself has to decode, before it is decoded.
  private static let rawBytesMax = 1_000_000
  private static let filesMax = 200
  private static let nodesMax = 10_000
  /// Of the children of one node of the tree of pages.
  private static let pagesMax = 2_000
  /// How deep trees of names and of pages may be.
  private static let depthMax = 40

  /// A PDF may have some bytes before its header.
  static func accepts(_ bytes: [UInt8]) -> Bool {
    let mark = Array("%PDF-".utf8)
    let top = bytes.prefix(1_024)
    guard let start = top.firstIndex(of: mark[0]) else { return false }
    if top[start...].starts(with: mark) { return true }
    guard bytes.first != 0x3C else { return false }
    return top.indices.contains { top[$0...].starts(with: mark) }
  }

  /// The embedded files that may be invoices: those with the names of the standards first, of these
  /// the newest.
  static func parts(of bytes: [UInt8]) throws(Problem) -> [Container.Part] {
    guard bytes.count <= bytesMax else { throw .tooLarge }
    guard PDFBounds.holds(bytes) else { throw .tooLarge }
    var files: [(name: String, bytes: [UInt8])] = []
    var problem: Problem?
    unsafe bytes.withUnsafeBytes { buffer in
      var handle = unsafe qpdf_init()
      defer { unsafe qpdf_cleanup(&handle) }
      guard let pdf = unsafe handle else {
        problem = .malformed
        return
      }
      unsafe qpdf_silence_errors(pdf)
      unsafe qpdf_set_suppress_warnings(pdf, 1)
      let status = unsafe qpdf_read_memory(
        pdf, "", buffer.baseAddress?.assumingMemoryBound(to: CChar.self), UInt64(buffer.count), nil)
      guard status & Int32(QPDF_ERRORS) == 0 else {
        let error = unsafe qpdf_get_error(pdf)
        let code = unsafe qpdf_get_error_code(pdf, error)
        problem = code == qpdf_e_password ? .encrypted : .malformed
        return
      }
      var walk = unsafe Walk(pdf: pdf)
      walk.findFiles()
      files = walk.files
      if files.isEmpty { problem = walk.problem }
      // The problem is known; qpdf prints errors that are not fetched.
      if unsafe qpdf_has_error(pdf) != 0 { unsafe _ = qpdf_get_error(pdf) }
    }
    if let problem { throw problem }
    return chosen(files)
  }

  /// Names that the standards reserve, the best first.
  private static let names = [
    "factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "order-x.xml",
  ]

  private static func chosen(_ files: [(name: String, bytes: [UInt8])]) -> [Container.Part] {
    func rank(_ name: String) -> Int {
      names.firstIndex(of: name.lowercased()) ?? names.count
    }
    let xml = files.filter { file in
      file.name.lowercased().hasSuffix(".xml") || file.bytes.isLikelyXML
    }.filter { $0.bytes.isInvoiceLike }
    // A file for readers of before stands beside the one of today.
    let current = xml.filter { !$0.bytes.holdsNear("urn:ferd:CrossIndustryDocument") }
    let best = (current.isEmpty ? xml : current).enumerated().min {
      (rank($0.element.name), $0.offset) < (rank($1.element.name), $1.offset)
    }?.element
    return best.map { [Container.Part(name: $0.name, bytes: $0.bytes)] } ?? []
  }

  /// Every file specification of a PDF.
  @safe private struct Walk {
    let pdf: OpaquePointer
    var files: [(name: String, bytes: [UInt8])] = []
    var problem: Problem?
    private var nodes = 0
    private var seen: Set<[Int32]> = []

    init(pdf: OpaquePointer) { unsafe self.pdf = unsafe pdf }

    mutating func findFiles() {
      let root = unsafe qpdf_get_root(pdf)
      walkNames(key(key(root, "/Names"), "/EmbeddedFiles"), depth: 0)
      walkList(key(root, "/AF"))
      guard files.isEmpty else { return }
      walkPages(key(root, "/Pages"))
    }

    /// The pages, from the first on; the library's own list of them has no bound.
    private mutating func walkPages(_ root: qpdf_oh) {
      var open = [(node: root, depth: 0)]
      while let (node, depth) = open.popLast(), nodes < PDFFile.nodesMax {
        nodes += 1
        let kids = key(node, "/Kids")
        guard count(kids) == 0 else {
          guard depth < PDFFile.depthMax else { continue }
          for place in (0..<min(count(kids), Int32(PDFFile.pagesMax))).reversed() {
            open.append((unsafe qpdf_oh_get_array_item(pdf, kids, place), depth + 1))
          }
          continue
        }
        walkList(key(node, "/AF"))
        let notes = key(node, "/Annots")
        for place in 0..<count(notes) where nodes < PDFFile.nodesMax {
          let note = unsafe qpdf_oh_get_array_item(pdf, notes, place)
          addFile(key(note, "/FS"))
        }
      }
    }

    private func key(_ object: qpdf_oh, _ name: String) -> qpdf_oh {
      unsafe qpdf_oh_get_key_if_dict(pdf, object, name)
    }

    private func count(_ object: qpdf_oh) -> Int32 {
      guard unsafe qpdf_oh_is_array(pdf, object) != 0 else { return 0 }
      return unsafe min(qpdf_oh_get_array_n_items(pdf, object), Int32(PDFFile.nodesMax))
    }

    private mutating func walkNames(_ node: qpdf_oh, depth: Int) {
      nodes += 1
      guard depth < PDFFile.depthMax, nodes < PDFFile.nodesMax else { return }
      let names = key(node, "/Names")
      for place in stride(from: Int32(1), to: count(names), by: 2) {
        addFile(unsafe qpdf_oh_get_array_item(pdf, names, place))
      }
      let kids = key(node, "/Kids")
      for place in 0..<count(kids) {
        walkNames(unsafe qpdf_oh_get_array_item(pdf, kids, place), depth: depth + 1)
      }
    }

    private mutating func walkList(_ list: qpdf_oh) {
      for place in 0..<count(list) {
        addFile(unsafe qpdf_oh_get_array_item(pdf, list, place))
      }
    }

    private mutating func addFile(_ specification: qpdf_oh) {
      nodes += 1
      guard nodes < PDFFile.nodesMax, files.count < PDFFile.filesMax else { return }
      let embedded = key(specification, "/EF")
      let unicode = key(embedded, "/UF")
      let stream = unsafe qpdf_oh_is_stream(pdf, unicode) != 0 ? unicode : key(embedded, "/F")
      guard unsafe qpdf_oh_is_stream(pdf, stream) != 0 else { return }
      let id = unsafe [qpdf_oh_get_object_id(pdf, stream), qpdf_oh_get_generation(pdf, stream)]
      guard seen.insert(id).inserted else { return }
      let name = text(key(specification, "/UF")) ?? text(key(specification, "/F")) ?? ""
      guard let bytes = data(of: stream) else { return }
      files.append(
        (name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? "", bytes)
      )
    }

    private func text(_ object: qpdf_oh) -> String? {
      guard unsafe qpdf_oh_is_string(pdf, object) != 0 else { return nil }
      return unsafe qpdf_oh_get_utf8_value(pdf, object).map { unsafe String(cString: $0) }
    }

    /// The bytes of an embedded file: what is deflated is inflated here, within a bound.
    private mutating func data(of stream: qpdf_oh) -> [UInt8]? {
      let filter = key(unsafe qpdf_oh_get_dict(pdf, stream), "/Filter")
      let isNamed = unsafe qpdf_oh_is_name(pdf, filter) != 0
      let only = count(filter) == 1 ? unsafe qpdf_oh_get_array_item(pdf, filter, 0) : filter
      let isFlate = unsafe qpdf_oh_is_name_and_equals(pdf, only, "/FlateDecode") != 0
      let parameters = key(unsafe qpdf_oh_get_dict(pdf, stream), "/DecodeParms")
      let hasParameters = unsafe qpdf_oh_is_dictionary(pdf, parameters) != 0
      guard let raw = bytes(of: stream, qpdf_dl_none) else {
        problem = .malformed
        return nil
      }
      if !isNamed && count(filter) == 0 { return raw }
      if isFlate && !hasParameters {
        do {
          return try Inflater.inflate(raw, limit: PDFFile.xmlBytesMax)
        } catch {
          problem = error == .tooLarge ? .tooLarge : .malformed
          return nil
        }
      }
      guard raw.count <= PDFFile.rawBytesMax / 20 else {
        problem = .tooLarge
        return nil
      }
      return bytes(of: stream, qpdf_dl_generalized)
    }

    private func bytes(of stream: qpdf_oh, _ level: qpdf_stream_decode_level_e) -> [UInt8]? {
      var filtered: Int32 = 0
      var buffer: UnsafeMutablePointer<UInt8>?
      var length = 0
      let status = unsafe qpdf_oh_get_stream_data(pdf, stream, level, &filtered, &buffer, &length)
      defer { unsafe free(buffer) }
      guard status & Int32(QPDF_ERRORS) == 0, let start = unsafe buffer else { return nil }
      return unsafe Array(UnsafeBufferPointer(start: start, count: length))
    }
  }
}

extension [UInt8] {
  fileprivate var isLikelyXML: Bool {
    let start = utf8MarkCount
    return self[Swift.min(start, count)...].first { !XMLTree.isSpace($0) } == 0x3C
  }

  /// The bytes stand in the first part of the file.
  fileprivate func holdsNear(_ text: String) -> Bool {
    String(decoding: prefix(8_192), as: UTF8.self).contains(text)
  }

  /// A root of an invoice stands at its top, or it is in an encoding that is not looked into.
  fileprivate var isInvoiceLike: Bool {
    contains(0) || holdsNear("CrossIndustry") || holdsNear("Invoice") || holdsNear("CreditNote")
  }
}

extension Fault {
  init(_ problem: PDFFile.Problem, file: String) {
    let refused = "; nothing was imported from this file."
    switch problem {
    case .malformed:
      self.init(
        .filePDF, file: file, "the PDF is damaged or breaks off",
        remedy: "Fetch it again, or ask the sender for the XML" + refused)
    case .encrypted:
      self.init(
        .filePDF, file: file, "the PDF is locked with a password",
        remedy: "Save it without a password, or ask the sender for the XML" + refused)
    case .tooLarge:
      self.init(
        .filePDF, file: file, "what the PDF carries is larger than is read",
        remedy: "Ask the sender for the XML" + refused)
    }
  }
}

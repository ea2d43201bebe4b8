internal import CLibXML2

/// Turns bytes into an `XMLTree` with one SAX pass of libxml2. No other file calls libxml2.
///
/// It opens no file and no socket, accepts no DOCTYPE, expands no entity but the five of XML, and
/// bounds depth and attributes. One parser serves one thread, for any number of files.
@safe
package final class XMLParser {
  package enum Problem: Error, Equatable {
    case malformed(line: Int, column: Int, reason: String)
    case encoding(line: Int, reason: String)
    case doctype(line: Int)
    /// More than `XMLParser.depthMax` elements inside one another.
    case depth(line: Int)
    /// More than `XMLParser.attributesMax` attributes or namespaces on one element.
    case attributes(line: Int)
  }

  /// UBL needs 15 levels, camt.053 14.
  package static let depthMax = 100
  package static let attributesMax = 100
  /// Larger documents are refused before they are parsed. The largest invoice seen has 5 MB.
  package static let bytesMax = 200_000_000

  private var context: xmlParserCtxtPtr
  private let builder: TreeBuilder
  private var scanner: XMLScanner

  /// Elements of the names in `leftOut` are read, but left out of the tree with all in them.
  package init(leavingOut leftOut: [XMLName] = []) {
    builder = TreeBuilder(leavingOut: leftOut)
    scanner = XMLScanner(leavingOut: leftOut)
    unsafe context = Self.makeContext(builder)
  }

  deinit {
    unsafe xmlFreeParserCtxt(context)
  }

  private static func makeContext(_ builder: TreeBuilder) -> xmlParserCtxtPtr {
    guard let context = unsafe xmlNewParserCtxt() else {
      preconditionFailure("out of memory for an XML parser")
    }
    unsafe context.pointee.sax.pointee = saxHandler
    unsafe context.pointee.userData = Unmanaged.passUnretained(builder).toOpaque()
    unsafe builder.context = context
    return unsafe context
  }

  /// The tree of a whole document. The result is a value of its own; dropping it before the next
  /// call lets its memory be used again.
  package func parse(_ document: [UInt8]) throws(Problem) -> XMLTree {
    precondition(document.count <= Self.bytesMax, "bound the size before parsing")
    if scanner.scan(document.span) { return scanner.writer.tree }
    return try parseByLibrary(document)
  }

  /// The same by libxml2 alone, which has the last word on what is well-formed.
  func parseByLibrary(_ document: [UInt8]) throws(Problem) -> XMLTree {
    if builder.isNameCacheFull {
      unsafe xmlFreeParserCtxt(context)
      builder.forgetNames()
      unsafe context = Self.makeContext(builder)
    }
    builder.begin()
    // What a decoder meets is not told to the parser's handler but to the thread's.
    unsafe xmlSetStructuredErrorFunc(Unmanaged.passUnretained(builder).toOpaque(), onError)
    defer { xmlSetStructuredErrorFunc(nil, nil) }
    let bytes = document.isEmpty ? [0x20] : document
    unsafe bytes.withUnsafeBytes { buffer in
      let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      let options = Int32(XML_PARSE_NONET.rawValue)
      // The mark says more of the bytes than a declaration that an editor left behind.
      let encoding: StaticString? = document.starts(with: [0xEF, 0xBB, 0xBF]) ? "UTF-8" : nil
      let name = unsafe encoding.map { unsafe UnsafeRawPointer($0.utf8Start) }?
        .assumingMemoryBound(to: CChar.self)
      let made = unsafe xmlCtxtReadMemory(context, start, Int32(buffer.count), nil, name, options)
      unsafe xmlFreeDoc(made)
    }
    if let problem = builder.problem { throw problem }
    guard unsafe context.pointee.wellFormed == 1, builder.isComplete else {
      throw .malformed(line: 0, column: 0, reason: "no XML document")
    }
    return builder.writer.tree
  }
}

/// Receives the SAX events.
@safe
private final class TreeBuilder {
  var writer: TreeWriter
  var problem: XMLParser.Problem?
  var context: xmlParserCtxtPtr?
  private var cache = NameCache()

  init(leavingOut leftOut: [XMLName]) { writer = TreeWriter(leavingOut: leftOut) }

  var isNameCacheFull: Bool { cache.isFull }
  var isComplete: Bool { writer.depth == 0 && writer.tree.count > 0 }

  func begin() {
    writer.begin()
    problem = nil
  }

  func forgetNames() {
    cache = NameCache()
  }

  private var line: Int {
    unsafe Int(context?.pointee.input?.pointee.line ?? 0)
  }

  func stop(_ problem: XMLParser.Problem) {
    if self.problem == nil { self.problem = problem }
    unsafe xmlStopParser(context)
  }

  func stopAtDoctype() {
    stop(.doctype(line: line))
  }

  func start(
    _ local: UnsafePointer<xmlChar>, _ namespace: UnsafePointer<xmlChar>?, namespaces: Int,
    attributes count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard problem == nil else { return }
    guard writer.depth < XMLParser.depthMax else { return stop(.depth(line: line)) }
    guard count + namespaces <= XMLParser.attributesMax else {
      return stop(.attributes(line: line))
    }
    let name = unsafe cache.name(local, namespace)
    writer.start(name, line: Int32(truncatingIfNeeded: line))
    guard count > 0, let attributes = unsafe attributes else { return }
    for position in 0..<count {
      unsafe append(attributes + position * 5)
    }
  }

  /// One attribute: five pointers, of which the last two bound its value.
  private func append(_ fields: UnsafeMutablePointer<UnsafePointer<xmlChar>?>) {
    guard let local = unsafe fields[0], let from = unsafe fields[3], let to = unsafe fields[4]
    else { return }
    let value = unsafe Self.restoringAmpersands(
      Array(UnsafeBufferPointer(start: from, count: to - from)))
    unsafe writer.attribute(cache.name(local, fields[2]), value.span)
  }

  /// libxml2 hands every `&` of an attribute's value over as `&#38;`, for a second parse that is
  /// not made here.
  private static func restoringAmpersands(_ written: [UInt8]) -> [UInt8] {
    guard written.contains(0x26) else { return written }
    var value: [UInt8] = []
    var position = 0
    while position < written.count {
      value.append(written[position])
      let isEscape = written[position...].starts(with: [0x26, 0x23, 0x33, 0x38, 0x3B])
      position += isEscape ? 5 : 1
    }
    return value
  }

  func end() { writer.end() }

  func text(_ start: UnsafePointer<xmlChar>, count: Int) {
    let run = unsafe UnsafeBufferPointer(start: start, count: count)
    unsafe writer.text(run.span, isSpace: run.allSatisfy(XMLTree.isSpace))
  }

  func fail(_ error: UnsafePointer<xmlError>) {
    let error = unsafe error.pointee
    guard problem == nil, unsafe error.level == XML_ERR_FATAL || error.level == XML_ERR_ERROR
    else { return }
    // A namespace error (an undeclared prefix) is an error of level 2 that libxml2 reads past.
    let line = unsafe error.line > 0 ? Int(error.line) : self.line
    let reason = unsafe error.message.map { unsafe String(cString: $0) } ?? "not well-formed"
    let clean = reason.split(separator: "\n").first.map(String.init) ?? reason
    // The code of bytes that are no UTF-8 is also that of characters XML forbids.
    let isNoUTF8 = clean.hasPrefix("Input is not proper UTF-8")
    switch unsafe UInt32(bitPattern: error.code) {
    case _ where isNoUTF8: unsafe stop(.encoding(line: line, reason: clean))
    case XML_I18N_CONV_FAILED.rawValue, XML_I18N_NO_OUTPUT.rawValue, XML_IO_ENCODER.rawValue:
      // The decoder is at work on the input, which stopping the parser would free.
      problem = .encoding(line: line, reason: clean)
    case XML_ERR_INVALID_ENCODING.rawValue, XML_ERR_UNSUPPORTED_ENCODING.rawValue,
      XML_ERR_UNKNOWN_ENCODING.rawValue:
      unsafe stop(.encoding(line: line, reason: clean))
    default:
      unsafe stop(.malformed(line: line, column: Int(error.int2), reason: clean))
    }
  }
}

/// From libxml2's interned pointers to our names: one probe for a name seen before.
@safe
private struct NameCache {
  @unsafe
  private struct Entry {
    var local: UnsafePointer<xmlChar>
    var namespace: UnsafePointer<xmlChar>?
    var name: XMLName
  }

  private static let slots = 8192
  private var entries = unsafe [Entry?](repeating: nil, count: slots)
  private var count = 0

  /// Half full: the parser should be replaced, or a hostile document slows down all that follow.
  var isFull: Bool { count > Self.slots / 2 }

  mutating func name(
    _ local: UnsafePointer<xmlChar>, _ namespace: UnsafePointer<xmlChar>?
  ) -> XMLName {
    let hash = UInt(bitPattern: local) >> 3 &* 31 &+ UInt(bitPattern: namespace) >> 3
    var slot = Int(hash & UInt(Self.slots - 1))
    while let entry = unsafe entries[slot] {
      if unsafe entry.local == local && entry.namespace == namespace {
        return unsafe entry.name
      }
      slot = (slot + 1) & (Self.slots - 1)
    }
    let name = unsafe XMLName(
      XMLName.written(
        local: String(cString: local), namespace: namespace.map { unsafe String(cString: $0) }))
    if count < Self.slots * 3 / 4 {
      unsafe entries[slot] = Entry(local: local, namespace: namespace, name: name)
      count += 1
    }
    return name
  }
}

/// Hands an event to the builder behind libxml2's pointer, which lives as long as its parser: no
/// count of references is kept for the call.
private func tell(_ userData: UnsafeMutableRawPointer?, _ event: (TreeBuilder) -> Void) {
  guard let userData = unsafe userData else { return }
  unsafe Unmanaged<TreeBuilder>.fromOpaque(userData)._withUnsafeGuaranteedRef { event($0) }
}

private var saxHandler: xmlSAXHandler {
  var handler = unsafe xmlSAXHandler()
  unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
  unsafe handler.internalSubset = { data, _, _, _ in
    unsafe tell(data) { $0.stopAtDoctype() }
  }
  unsafe handler.startElementNs = {
    data, local, _, namespace, namespaces, _, count, _, attributes in
    guard let local = unsafe local else { return }
    unsafe tell(data) { builder in
      unsafe builder.start(
        local, namespace, namespaces: Int(namespaces), attributes: Int(count), attributes)
    }
  }
  unsafe handler.endElementNs = { data, _, _, _ in unsafe tell(data) { $0.end() } }
  unsafe handler.characters = { data, text, count in
    guard let text = unsafe text else { return }
    unsafe tell(data) { unsafe $0.text(text, count: Int(count)) }
  }
  unsafe handler.cdataBlock = handler.characters
  unsafe handler.ignorableWhitespace = handler.characters
  unsafe handler.serror = onError
  return unsafe handler
}

private let onError: xmlStructuredErrorFunc = { data, error in
  guard let error = unsafe error else { return }
  unsafe tell(data) { unsafe $0.fail(error) }
}

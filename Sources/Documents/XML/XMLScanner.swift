/// Reads the plain kind of XML that nearly all documents are straight into a tree: UTF-8, without a
/// DOCTYPE, names in ASCII, every namespace declared.
///
/// It accepts a document only where libxml2 does, with the same tree (`XMLScannerTests` compares
/// the two). Whatever it meets that is out of the ordinary, damaged or hostile it leaves to
/// libxml2, which has the last word on what is well-formed and says what is wrong.
///
/// Namespaces in XML 1.0 and XML 1.0 (fifth edition) are what it follows.
struct XMLScanner {
  var writer: TreeWriter
  var position = 0
  var line: Int32 = 1
  private var names = WrittenNames()
  private var openTags: [OpenTag] = []
  private var bindings: [Binding] = []
  /// How many of the bindings hold outside of the element that is being read.
  private var outside = 0
  private var attributes: [Attribute] = []
  /// What the names of these are.
  private var attributeNames: [XMLName] = []
  /// Tags met under the declarations of `tagBindings`, those of the last root element.
  private var tags = KnownTags()
  private var tagBindings: [Binding] = []
  /// Those met under others: a folder has invoices and credit notes of several programs.
  private var otherTags: [(bindings: [Binding], tags: KnownTags)] = []

  private struct OpenTag {
    var name: Range<Int>
    /// How many bindings hold outside of it.
    var bindings: Int
  }

  /// A prefix (none for the default namespace) and what it stands for.
  private struct Binding: Equatable {
    var prefix: Prefix
    var namespace: WrittenNames.Namespace
  }

  /// The bytes of a prefix of up to eight characters, the last one lowest; 0 is no prefix.
  private struct Prefix: Equatable {
    var packed: UInt64 = 0

    static let xmlns = Prefix(packed: 0x78_6D_6C_6E_73)
    static let xml = Prefix(packed: 0x78_6D_6C)
  }

  private struct Attribute {
    var name: QualifiedName
    var value: Range<Int>
    /// References or white space have to be turned into what they stand for.
    var isPlain: Bool
  }

  private struct QualifiedName {
    var prefix: Prefix
    var written: Range<Int>
    var local: Range<Int>
    var hash: UInt64
  }

  /// Elements of these names are read, but left out of the tree.
  init(leavingOut leftOut: [XMLName] = []) { writer = TreeWriter(leavingOut: leftOut) }

  private static let otherTagsMax = 7
  /// More attributes and declarations than this on one element are left to libxml2.
  private static let attributesMax = 40
  /// Longer values are left to libxml2, which has a limit of its own.
  private static let valueBytesMax = 1_000_000

  /// Whether the document was read; if not, what is in the tree means nothing.
  mutating func scan(_ bytes: Span<UInt8>) -> Bool {
    writer.begin()
    position = 0
    line = 1
    openTags.removeAll(keepingCapacity: true)
    bindings.removeAll(keepingCapacity: true)
    guard bytes.count < Int(Int32.max), skipDeclaration(bytes) else { return false }
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else {
        guard skipIndentation(bytes) || scanText(bytes) else { return false }
        continue
      }
      guard position + 1 < bytes.count else { return false }
      let isDone =
        switch bytes[position + 1] {
        case UInt8(ascii: "/"): scanEndTag(bytes)
        case UInt8(ascii: "!"): scanCommentOrCDATA(bytes)
        case UInt8(ascii: "?"): skipInstruction(bytes)
        default: scanElement(bytes)
        }
      guard isDone else { return false }
    }
    return openTags.isEmpty && writer.tree.count > 0
  }

  // MARK: Tags

  /// Reads a start tag, and the rest of the element too where that is a value and the end tag.
  private mutating func scanElement(_ bytes: Span<UInt8>) -> Bool {
    guard scanStartTag(bytes) else { return false }
    return writer.isBare && scanPlainValue(bytes) ? scanEndTag(bytes) : true
  }

  private mutating func scanStartTag(_ bytes: Span<UInt8>) -> Bool {
    guard openTags.count < XMLParser.depthMax, !(openTags.isEmpty && writer.tree.count > 0)
    else { return false }
    // Declarations are added and removed at the end only, so that their number tells.
    let isUnderRoot = !openTags.isEmpty && bindings.count == tagBindings.count
    if isUnderRoot, let tag = tags.tag(at: position, bytes) {
      start(tag, bytes)
      return true
    }
    let isDone = scanNewTag(bytes, keepsTag: isUnderRoot)
    if isDone && openTags.count == 1 && writer.depth == 1 && bindings != tagBindings {
      changeTags()
    }
    return isDone
  }

  /// Takes the tags that were met under the declarations of this root element.
  private mutating func changeTags() {
    var next = (bindings: bindings, tags: KnownTags())
    if let place = otherTags.firstIndex(where: { $0.bindings == bindings }) {
      next = otherTags.remove(at: place)
    } else if otherTags.count == Self.otherTagsMax {
      next.tags = otherTags.removeFirst().tags
      next.tags.removeAll()
    }
    otherTags.append((tagBindings, tags))
    (tagBindings, tags) = next
  }

  private mutating func start(_ tag: KnownTags.Tag, _ bytes: Span<UInt8>) {
    writer.start(tag.name, line: line)
    for place in tags.attributes(of: tag) {
      let attribute = tags.attribute(at: place)
      let value = attribute.value.lowerBound + position..<attribute.value.upperBound + position
      writer.attribute(attribute.name, bytes.extracting(value))
    }
    if tag.isEmpty {
      writer.end()
    } else {
      let name = position + 1..<position + 1 + Int(tag.nameByteCount)
      openTags.append(OpenTag(name: name, bindings: bindings.count))
    }
    position += Int(tag.byteCount)
  }

  private mutating func scanNewTag(_ bytes: Span<UInt8>, keepsTag: Bool) -> Bool {
    let (first, firstLine) = (position, line)
    position += 1
    guard let name = scanName(bytes) else { return false }
    outside = bindings.count
    attributes.removeAll(keepingCapacity: true)
    guard scanAttributes(bytes), position < bytes.count else { return false }
    let isEmpty = bytes[position] == UInt8(ascii: "/")
    if isEmpty { position += 1 }
    guard position < bytes.count, bytes[position] == UInt8(ascii: ">"),
      let resolved = resolve(name, bytes, isAttribute: false)
    else { return false }
    position += 1
    writer.start(resolved, line: line)
    attributeNames.removeAll(keepingCapacity: true)
    for index in attributes.indices {
      let attribute = attributes[index]
      guard let resolved = resolve(attribute.name, bytes, isAttribute: true) else { return false }
      attributeNames.append(resolved)
      guard attribute.isPlain else {
        guard let value = normalised(attribute.value, bytes) else { return false }
        writer.attribute(resolved, value.span)
        continue
      }
      writer.attribute(resolved, bytes.extracting(attribute.value))
    }
    guard attributes.count < 2 || areDistinct() else { return false }
    if keepsTag && line == firstLine && bindings.count == outside
      && attributes.allSatisfy(\.isPlain)
    {
      keep(first..<position, bytes, resolved, nameByteCount: name.written.count, isEmpty: isEmpty)
    }
    if isEmpty {
      writer.end()
      bindings.removeLast(bindings.count - outside)
    } else {
      openTags.append(OpenTag(name: name.written, bindings: outside))
    }
    return true
  }

  /// Keeps the tag of the element that was started last.
  private mutating func keep(
    _ place: Range<Int>, _ bytes: Span<UInt8>, _ name: XMLName, nameByteCount: Int, isEmpty: Bool
  ) {
    let values = zip(attributeNames, attributes).map { name, attribute in
      KnownTags.Attribute(
        name: name,
        value: attribute.value.lowerBound - place.lowerBound..<attribute.value.upperBound
          - place.lowerBound)
    }
    tags.keep(
      place, bytes, name: name, nameByteCount: nameByteCount, isEmpty: isEmpty, values)
  }

  /// Whether no two attributes of the element started last are the same.
  private func areDistinct() -> Bool {
    attributeNames.indices.allSatisfy { index in
      !attributeNames[..<index].contains(attributeNames[index])
    }
  }

  private mutating func scanEndTag(_ bytes: Span<UInt8>) -> Bool {
    guard let tag = openTags.popLast() else { return false }
    let end = position + 2 + tag.name.count
    guard end < bytes.count,
      isEqual(bytes.extracting(position + 2..<end), bytes.extracting(tag.name))
    else { return false }
    position = end
    if bytes[end] != UInt8(ascii: ">") { skipSpace(bytes) }
    guard position < bytes.count, bytes[position] == UInt8(ascii: ">") else { return false }
    position += 1
    writer.end()
    bindings.removeLast(bindings.count - tag.bindings)
    return true
  }

  /// Reads up to the `>` or `/>` of a start tag.
  private mutating func scanAttributes(_ bytes: Span<UInt8>) -> Bool {
    while position < bytes.count {
      let before = position
      skipSpace(bytes)
      guard position < bytes.count else { return false }
      if bytes[position] == UInt8(ascii: ">") || bytes[position] == UInt8(ascii: "/") {
        return true
      }
      guard position > before,
        attributes.count + bindings.count - outside < Self.attributesMax,
        let name = scanName(bytes)
      else { return false }
      skipSpace(bytes)
      guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { return false }
      position += 1
      skipSpace(bytes)
      guard let (value, isPlain) = scanValue(bytes) else { return false }
      if name.prefix == .xmlns {
        guard isPlain, let prefix = packed(name.local, bytes), bind(prefix, to: value, bytes)
        else { return false }
      } else if name.prefix == Prefix(), packed(name.local, bytes) == .xmlns {
        guard isPlain, bind(Prefix(), to: value, bytes) else { return false }
      } else {
        attributes.append(Attribute(name: name, value: value, isPlain: isPlain))
      }
    }
    return false
  }

  /// The place of a value between its quotes, and whether it is to be taken as it stands.
  private mutating func scanValue(_ bytes: Span<UInt8>) -> (place: Range<Int>, isPlain: Bool)? {
    guard position < bytes.count else { return nil }
    let quote = bytes[position]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    let start = position + 1
    var index = start
    var isPlain = true
    while index < bytes.count {
      let byte = bytes[index]
      if byte == quote {
        position = index + 1
        return index - start > Self.valueBytesMax ? nil : (start..<index, isPlain)
      }
      switch byte {
      case UInt8(ascii: "<"): return nil
      case UInt8(ascii: "&"), 0x09: isPlain = false
      case 0x0A:
        isPlain = false
        line += 1
      case 0x20...0x7F: break
      case 0x80...:
        guard let end = scalarEnd(at: index, bytes) else { return nil }
        index = end
        continue
      default: return nil
      }
      index += 1
    }
    return nil
  }

  /// What an attribute's text stands for, or nil for a reference that is not taken here.
  private func normalised(_ place: Range<Int>, _ bytes: Span<UInt8>) -> [UInt8]? {
    var value: [UInt8] = []
    var index = place.lowerBound
    while index < place.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "&"):
        guard let reference = XMLReference(at: index, in: bytes, end: place.upperBound) else {
          return nil
        }
        value += reference.text
        index = reference.end
      case 0x09, 0x0A:
        value.append(0x20)
        index += 1
      case let byte:
        value.append(byte)
        index += 1
      }
    }
    return value
  }

  // MARK: Names

  private mutating func scanName(_ bytes: Span<UInt8>) -> QualifiedName? {
    let first = position
    var start = first
    var prefix = Prefix()
    var hash: UInt64 = 0
    var index = first
    while index < bytes.count {
      let byte = bytes[index]
      if isNameByte(byte) {
        hash = (hash &<< 5 | hash &>> 59) ^ UInt64(byte)
      } else if byte == UInt8(ascii: ":") {
        guard start == first, isNameStart(bytes[start]),
          let packed = packed(start..<index, bytes)
        else { return nil }
        prefix = packed
        start = index + 1
        hash = 0
      } else {
        break
      }
      index += 1
    }
    position = index
    guard index > start, isNameStart(bytes[start]), index - first <= WrittenNames.nameMax
    else { return nil }
    return QualifiedName(
      prefix: prefix, written: first..<index, local: start..<index, hash: hash)
  }

  /// Nil for none and for more than eight characters, which is left to libxml2.
  private func packed(_ place: Range<Int>, _ bytes: Span<UInt8>) -> Prefix? {
    guard (1...8).contains(place.count) else { return nil }
    var prefix = Prefix()
    for index in place { prefix.packed = prefix.packed << 8 | UInt64(bytes[index]) }
    return prefix
  }

  private mutating func resolve(
    _ name: QualifiedName, _ bytes: Span<UInt8>, isAttribute: Bool
  ) -> XMLName? {
    let local = bytes.extracting(name.local)
    let isBare = name.prefix == Prefix()
    if isAttribute && isBare { return names.name(local, hash: name.hash, .none) }
    var place = bindings.count
    while place > 0 {
      place -= 1
      if bindings[place].prefix == name.prefix {
        return names.name(local, hash: name.hash, bindings[place].namespace)
      }
    }
    if isBare { return names.name(local, hash: name.hash, .none) }
    return name.prefix == .xml ? names.name(local, hash: name.hash, .xml) : nil
  }

  /// Declares a prefix. What may not be declared, or not twice on one element, is left to libxml2.
  private mutating func bind(
    _ prefix: Prefix, to uri: Range<Int>, _ bytes: Span<UInt8>
  ) -> Bool {
    guard prefix != .xml, prefix != .xmlns,
      bindings[outside...].allSatisfy({ $0.prefix != prefix }),
      let namespace = names.namespace(bytes.extracting(uri)), namespace != .xml
    else { return false }
    bindings.append(Binding(prefix: prefix, namespace: namespace))
    return true
  }
}

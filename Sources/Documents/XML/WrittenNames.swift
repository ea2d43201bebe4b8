#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// From names as documents write them to interned ones: one probe for a name met before.
struct WrittenNames {
  /// A namespace by its place among those met; `none` for names without one.
  struct Namespace: Equatable {
    var index: UInt16

    static let none = Namespace(index: 0)
    static let xml = Namespace(index: 1)
  }

  private struct Entry {
    var hash: UInt64
    var namespace: UInt16
    var length: UInt16
    var start: Int32
    var name: XMLName
  }

  private static let slots = 8192
  private static let namespacesMax = 200
  /// Names made to collide are not worth the time.
  private static let probesMax = 64
  /// Longer names are left to the other parser.
  static let nameMax = 200

  private var entries: [Entry] = []
  /// 0: empty; else one more than the place in `entries`.
  private var table = [UInt16](repeating: 0, count: slots)
  /// The local names of all entries, one after another.
  private var text: [UInt8] = []
  private var namespaces: [[UInt8]] = [
    [], Array("http://www.w3.org/XML/1998/namespace".utf8),
  ]

  /// The namespace of a URI; nil for one that libxml2 should have a look at, and where more have
  /// been met than any honest document needs.
  mutating func namespace(_ uri: Span<UInt8>) -> Namespace? {
    for index in 1..<namespaces.count {
      let known = namespaces[index]
      if isEqual(known.span, uri) { return Namespace(index: UInt16(index)) }
    }
    guard namespaces.count < Self.namespacesMax, isPlainURI(uri) else { return nil }
    namespaces.append(uri.array)
    return Namespace(index: UInt16(namespaces.count - 1))
  }

  /// The name with this local part; nil where more have been met than any honest document needs.
  mutating func name(_ local: Span<UInt8>, hash: UInt64, _ namespace: Namespace) -> XMLName? {
    let mixed = (hash ^ UInt64(namespace.index)) &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(truncatingIfNeeded: mixed >> 51)
    var probes = 0
    while table[slot] != 0 {
      let entry = entries[Int(table[slot]) - 1]
      if entry.hash == hash, entry.namespace == namespace.index,
        isEqual(
          text.span.extracting(Int(entry.start)..<Int(entry.start) + Int(entry.length)), local)
      {
        return entry.name
      }
      slot = (slot + 1) & (Self.slots - 1)
      probes += 1
      guard probes < Self.probesMax else { return nil }
    }
    guard entries.count < Self.slots / 2 else { return nil }
    let uri = namespaces[Int(namespace.index)]
    let name = XMLName(
      XMLName.written(
        local: String(decoding: local.array, as: UTF8.self),
        namespace: namespace == .none ? nil : String(decoding: uri, as: UTF8.self)))
    entries.append(
      Entry(
        hash: hash, namespace: namespace.index, length: UInt16(local.count),
        start: Int32(text.count), name: name))
    table[slot] = UInt16(entries.count)
    text += local.array
    return name
  }
}

/// Whether two runs of bytes are the same.
@inline(__always)
func isEqual(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
  let count = a.count
  guard count == b.count else { return false }
  guard count >= 8 else { return a.indices.allSatisfy { a[$0] == b[$0] } }
  // Eight bytes at a time, the last of them once more where they are fewer: names are short, and to
  // call for a comparison takes longer than to make it.
  var place = 0
  while place + 8 < count {
    guard EightBytes(at: place, a).bits == EightBytes(at: place, b).bits else { return false }
    place += 8
  }
  return EightBytes(at: count - 8, a).bits == EightBytes(at: count - 8, b).bits
}

extension Span<UInt8> {
  /// A copy that outlives what it was read from.
  var array: [UInt8] { unsafe withUnsafeBufferPointer { unsafe Array($0) } }
}

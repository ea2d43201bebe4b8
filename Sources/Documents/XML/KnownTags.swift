/// Start tags met before, as written from `<` to `>`: documents repeat the same few hundred.
///
/// They hold for one set of namespace declarations; the caller makes sure that the same ones
/// are in force.
struct KnownTags {
  struct Tag {
    fileprivate var hash: UInt64
    fileprivate var start: Int32
    var byteCount: Int32
    /// Of the name as written, which the end tag has to repeat.
    var nameByteCount: Int32
    var name: XMLName
    /// `/>` instead of `>`.
    var isEmpty: Bool
    fileprivate var attributeStart: Int32
    fileprivate var attributeCount: Int32
  }

  struct Attribute {
    var name: XMLName
    /// Where its value is, counted from the `<`.
    var value: Range<Int>
  }

  private static let slots = 4096
  /// What is met beyond this many is read anew each time.
  private static let tagsMax = 1024
  private static let probesMax = 16
  /// Longer tags hold values that come once.
  static let bytesMax = 120

  private var tags: [Tag] = []
  /// Which tag came after each when it was met last, and which was met last: programs write their
  /// documents in one order. One more than the place in `tags`, 0 for none.
  private var followers: [UInt16] = [0]
  private var last = 0
  private var attributes: [Attribute] = []
  private var text: [UInt8] = []
  /// 0: empty; else one more than the place in `tags`.
  private var table = [UInt16](repeating: 0, count: slots)

  mutating func removeAll() {
    guard !tags.isEmpty else { return }
    tags.removeAll(keepingCapacity: true)
    (followers, last) = ([0], 0)
    attributes.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    for slot in table.indices { table[slot] = 0 }
  }

  /// Which of `attribute(at:)` are those of a tag.
  func attributes(of tag: Tag) -> Range<Int> {
    Int(tag.attributeStart)..<Int(tag.attributeStart + tag.attributeCount)
  }

  func attribute(at place: Int) -> Attribute { attributes[place] }

  /// The tag that begins at `start`.
  mutating func tag(at start: Int, _ bytes: Span<UInt8>) -> Tag? {
    let expected = Int(followers[last])
    if expected > 0 {
      let tag = tags[expected - 1]
      if isSame(tag, at: start, bytes) {
        last = expected
        return tag
      }
    }
    guard let found = place(of: start, bytes) else {
      last = 0
      return nil
    }
    followers[last] = UInt16(found + 1)
    last = found + 1
    return tags[found]
  }

  private func isSame(_ tag: Tag, at start: Int, _ bytes: Span<UInt8>) -> Bool {
    let end = start + Int(tag.byteCount)
    return end <= bytes.count
      && isEqual(
        text.span.extracting(Int(tag.start)..<Int(tag.start + tag.byteCount)),
        bytes.extracting(start..<end))
  }

  /// Where in `tags` the tag that begins at `start` is.
  private func place(of start: Int, _ bytes: Span<UInt8>) -> Int? {
    guard let (hash, end) = Self.hash(at: start, bytes) else { return nil }
    let first = Self.slot(hash)
    for probe in 0..<Self.probesMax {
      let place = table[(first + probe) & (Self.slots - 1)]
      guard place != 0 else { return nil }
      let tag = tags[Int(place) - 1]
      if tag.hash == hash, Int(tag.byteCount) == end - start, isSame(tag, at: start, bytes) {
        return Int(place) - 1
      }
    }
    return nil
  }

  /// Keeps a tag that was read, if it is short and ends with its first `>`.
  mutating func keep(
    _ place: Range<Int>, _ bytes: Span<UInt8>, name: XMLName, nameByteCount: Int, isEmpty: Bool,
    _ values: some Sequence<Attribute>
  ) {
    guard tags.count < Self.tagsMax, let (hash, end) = Self.hash(at: place.lowerBound, bytes),
      end == place.upperBound
    else { return }
    let first = Self.slot(hash)
    let slots = (0..<Self.probesMax).lazy.map { (first + $0) & (Self.slots - 1) }
    guard let slot = slots.first(where: { table[$0] == 0 }) else { return }
    let attributeStart = attributes.count
    attributes += values
    tags.append(
      Tag(
        hash: hash, start: Int32(text.count), byteCount: Int32(place.count),
        nameByteCount: Int32(nameByteCount), name: name, isEmpty: isEmpty,
        attributeStart: Int32(attributeStart),
        attributeCount: Int32(attributes.count - attributeStart)))
    followers.append(0)
    table[slot] = UInt16(tags.count)
    text += bytes.extracting(place).array
  }

  private static func slot(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 52)
  }

  /// A hash of the bytes up to and with the next `>`, and the place after it. Nil where none comes
  /// within `bytesMax`, or too close to the end of the document to look eight bytes at a time.
  private static func hash(at place: Int, _ bytes: Span<UInt8>) -> (hash: UInt64, end: Int)? {
    var index = place
    var hash: UInt64 = 0
    let last = min(bytes.count - 8, place + bytesMax)
    while index <= last {
      let word = EightBytes(at: index, bytes)
      let marks = word.places(of: UInt8(ascii: ">"))
      guard marks != 0 else {
        hash = (hash ^ word.bits) &* 0xD6E8_FEB8_6659_FD93
        hash ^= hash >> 32
        index += 8
        continue
      }
      let bits = marks.trailingZeroBitCount + 1
      hash = (hash ^ word.bits & (UInt64.max >> UInt64(64 - bits))) &* 0xD6E8_FEB8_6659_FD93
      return (hash ^ hash >> 32, index + bits / 8)
    }
    return nil
  }
}

/// Eight bytes of a document, looked at together; the first is the lowest.
struct EightBytes {
  let bits: UInt64

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  init(at place: Int, _ bytes: Span<UInt8>) {
    bits = unsafe UInt64(
      littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  /// The highest bit of each byte that equals this one; above the first such byte there may be
  /// more.
  func places(of byte: UInt8) -> UInt64 {
    let zeros = bits ^ (Self.ones &* UInt64(byte))
    return (zeros &- Self.ones) & ~zeros & Self.highs
  }

  /// The same for bytes below this one, which is at most 0x80, and those beyond ASCII.
  private func placesOfOthers(below byte: UInt8) -> UInt64 {
    ((bits &- Self.ones &* UInt64(byte)) | bits) & Self.highs
  }

  /// How many spaces it begins with.
  var spaceCount: Int { (bits ^ Self.ones &* 0x20).trailingZeroBitCount / 8 }

  /// How many bytes come before the first of ASCII's controls, `<`, `&`, `]`, or one beyond ASCII.
  var plainCount: Int {
    let others =
      placesOfOthers(below: 0x20) | places(of: UInt8(ascii: "<")) | places(of: UInt8(ascii: "&"))
      | places(of: UInt8(ascii: "]"))
    return others.trailingZeroBitCount / 8
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether a PDF can be opened within bounds: the library unpacks as a whole whatever stream the
/// file calls one of objects or of cross-references, and keeps every object that it finds, so that
/// every stream counts, and all text between streams.
///
/// Where a stream ends and how it is packed is determined from its bytes, not from its dictionary.
struct PDFBounds {
  /// Of one stream, and of all together.
  private static let streamMax = 60_000_000
  private static let unpackedMax = 400_000_000
  /// Of what may be objects: the bytes of one stream, and the words and marks of all together, for
  /// each of which the library may take 150 bytes.
  private static let objectBytesMax = 20_000_000
  private static let wordsMax = 1_200_000
  /// Of what is packed more than once, before the last unpacking.
  private static let layerMax = 6_000_000
  private static let layersMax = 3
  private static let streamsMax = 20_000
  /// A deflated byte becomes at most this many.
  private static let deflateRatio = 1_032
  /// Bytes that tell how a stream is packed.
  private static let headBytes = 64

  private static let stream = Array("stream".utf8)
  private static let endstream = Array("endstream".utf8)
  /// Filters that are not unpacked here; hardly any program uses them today.
  private static let otherFilters = ["LZWDecode", "LZW", "RunLengthDecode", "RL"].map {
    Array($0.utf8)
  }

  static func holds(_ bytes: [UInt8]) -> Bool {
    var bounds = PDFBounds(bytes.count)
    return bounds.areKept(bytes)
  }

  private var left = unpackedMax
  private var wordsLeft = wordsMax
  /// Whether no stream of the file can become too large if it is deflated once.
  private let isSmall: Bool

  private init(_ count: Int) {
    isSmall = count * Self.deflateRatio <= Self.streamMax
  }

  private mutating func areKept(_ bytes: [UInt8]) -> Bool {
    var place = 0
    var count = 0
    var end = bytes.place(of: Self.endstream, in: bytes.indices) ?? bytes.count
    while let found = bytes.place(of: Self.stream, in: place..<bytes.count) {
      // What stands between two streams describes the second, or is objects.
      guard isTextBounded(bytes, place..<found) else { return false }
      count += 1
      guard count <= Self.streamsMax else { return false }
      var start = found + Self.stream.count
      if start < bytes.count, bytes[start] == 0x0D { start += 1 }
      if start < bytes.count, bytes[start] == 0x0A { start += 1 }
      if end < start {
        end = bytes.place(of: Self.endstream, in: start..<bytes.count) ?? bytes.count
      }
      guard isBounded(bytes, start, end, layers: 0) else { return false }
      place = end < bytes.count ? end + Self.endstream.count : start
    }
    return isTextBounded(bytes, place..<bytes.count)
  }

  /// Whether text that may be objects has few enough words, and names no filter that is not
  /// unpacked here.
  private mutating func isTextBounded(_ bytes: [UInt8], _ text: Range<Int>) -> Bool {
    wordsLeft -= bytes.words(in: text)
    guard wordsLeft >= 0 else { return false }
    var place = text.lowerBound
    while let found = bytes.place(of: [0x2F], in: place..<text.upperBound) {
      place = found + 1
      guard place < text.upperBound, [0x4C, 0x52, 0x23].contains(bytes[place]) else { continue }
      if Self.otherFilters.contains(bytes.name(at: place, before: text.upperBound)) { return false }
    }
    return true
  }

  /// Whether what begins here stays within the bounds, and what is packed in it, too.
  private mutating func isBounded(
    _ bytes: [UInt8], _ start: Int, _ end: Int, layers: Int
  ) -> Bool {
    guard let layer = Layer(bytes, start) else {
      let part = start..<max(start, min(end, bytes.count))
      return !Layer.mayBeObjects(bytes, start) || isTextBounded(bytes, part)
    }
    guard layers < Self.layersMax else { return false }
    let head = layer.unpacked(bytes, start, limit: Self.headBytes).kept
    if Layer(head, 0) != nil {
      let inner = layer.unpacked(bytes, start, limit: Self.layerMax)
      guard inner.count <= Self.layerMax else { return false }
      return isBounded(inner.kept, 0, inner.kept.count, layers: layers + 1)
    }
    if Layer.mayBeObjects(head, 0) {
      let inner = layer.unpacked(bytes, start, limit: Self.objectBytesMax)
      return inner.count <= Self.objectBytesMax && isTextBounded(inner.kept, inner.kept.indices)
    }
    guard layer == .deflated, !isSmall || layers > 0 else { return true }
    let size = Inflater.measure(bytes, from: start, limit: min(Self.streamMax, left)).count
    left -= size
    return size <= Self.streamMax && left >= 0
  }

  /// How bytes are packed, as far as they show it themselves.
  private enum Layer {
    case deflated, base85, hexadecimal

    /// Nil for bytes that are packed in no known way. Text is taken for packed only where it
    /// unpacks to something deflated.
    init?(_ bytes: [UInt8], _ start: Int) {
      guard start + 1 < bytes.count else { return nil }
      if Self.isDeflated(bytes[start], bytes[start + 1]) {
        self = .deflated
        return
      }
      for text in [Layer.base85, .hexadecimal] {
        let head = text.unpacked(bytes, start, limit: 4).kept
        if head.count > 1, Self.isDeflated(head[0], head[1]) {
          self = text
          return
        }
      }
      return nil
    }

    private static func isDeflated(_ first: UInt8, _ second: UInt8) -> Bool {
      first & 0x0F == 8 && (Int(first) << 8 | Int(second)) % 31 == 0
    }

    /// A stream of objects begins with their numbers.
    static func mayBeObjects(_ bytes: [UInt8], _ start: Int) -> Bool {
      let first = bytes[min(start, bytes.count)...].first { !XMLTree.isSpace($0) && $0 != 0 }
      return first.map { (0x30...0x39).contains($0) || [0x25, 0x2B, 0x2D].contains($0) } ?? false
    }

    /// What comes out, up to a bound and a chunk more.
    func unpacked(_ bytes: [UInt8], _ start: Int, limit: Int) -> (count: Int, kept: [UInt8]) {
      switch self {
      case .deflated: return Inflater.measure(bytes, from: start, limit: limit, keeping: limit)
      case .base85:
        let found = Self.digits(bytes, start, limit, base: 85, group: 5, bytes: 4) { byte in
          (0x21...0x75).contains(byte) ? UInt32(byte - 0x21) : nil
        }
        return (found.count, found)
      case .hexadecimal:
        let found = Self.digits(bytes, start, limit, base: 16, group: 2, bytes: 1) { byte in
          byte.hexValue.map(UInt32.init)
        }
        return (found.count, found)
      }
    }

    private static func digits(
      _ bytes: [UInt8], _ start: Int, _ limit: Int, base: UInt32, group: Int, bytes width: Int,
      value: (UInt8) -> UInt32?
    ) -> [UInt8] {
      var result: [UInt8] = []
      var (sum, count): (UInt32, Int) = (0, 0)
      for byte in bytes[start...] where !XMLTree.isSpace(byte) {
        if base == 85, byte == 0x7A, count == 0 {
          result += [0, 0, 0, 0]
        } else {
          guard let digit = value(byte) else { break }
          (sum, count) = (sum &* base &+ digit, count + 1)
          guard count == group else { continue }
          for place in (0..<width).reversed() {
            result.append(UInt8(truncatingIfNeeded: sum >> UInt32(8 * place)))
          }
          (sum, count) = (0, 0)
        }
        if result.count > limit { break }
      }
      return result
    }
  }
}

extension UInt8 {
  fileprivate var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }

  /// A byte that goes on with a name of a PDF.
  fileprivate var isRegular: Bool {
    switch self {
    case 0...0x20, 0x25, 0x28, 0x29, 0x2F, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B, 0x7D: false
    default: true
    }
  }
}

extension [UInt8] {
  /// How many words and marks a part may be read as.
  fileprivate func words(in part: Range<Int>) -> Int {
    var count = 0
    var isInWord = false
    for index in part {
      let isRegular = self[index].isRegular
      let isMark = !isRegular && self[index] > 0x20
      if isMark || isRegular && !isInWord { count += 1 }
      isInWord = isRegular
    }
    return count
  }

  /// The name that begins at a place, as far as those of filters go; #41 is A.
  fileprivate func name(at start: Int, before end: Int) -> [UInt8] {
    var name: [UInt8] = []
    var place = start
    while place < end, name.count < 20, self[place].isRegular {
      let isCoded = self[place] == 0x23 && place + 2 < end
      if isCoded, let high = self[place + 1].hexValue, let low = self[place + 2].hexValue {
        name.append(high << 4 | low)
        place += 3
      } else {
        name.append(self[place])
        place += 1
      }
    }
    return name
  }

  /// Where a mark stands first in a part.
  fileprivate func place(of mark: [UInt8], in part: Range<Int>) -> Int? {
    let last = part.upperBound - mark.count
    return unsafe withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return nil }
      var place = part.lowerBound
      while place <= last {
        guard let found = unsafe memchr(base + place, Int32(mark[0]), last + 1 - place) else {
          return nil
        }
        place = unsafe UnsafeRawPointer(found) - base
        if unsafe memcmp(base + place, mark, mark.count) == 0 { return place }
        place += 1
      }
      return nil
    }
  }
}

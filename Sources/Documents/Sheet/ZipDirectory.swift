/// The parts of a workbook by name, as the directory at the end of a ZIP lists them.
///
/// `ArchiveFile` unpacks archives of documents one after the other; the parts of a workbook refer
/// to one another by name and are read in pieces, so that a large sheet is never unpacked whole.
struct ZipDirectory {
  struct Entry {
    /// With `/` between folders, without one at its start.
    var name: String
    var isEncrypted: Bool
    var isDeflated: Bool
    var checksum: UInt32
    var packedBytes: Int
    var bytes: Int
    /// Where its own header stands.
    fileprivate var header: Int
  }

  let bytes: [UInt8]
  private(set) var entries: [Entry] = []
  private var places: [String: Int] = [:]

  private static let entriesMax = 10_000

  /// Nil where the bytes do not end in a directory, or it is damaged.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard let end = Self.end(of: bytes) else { return nil }
    var place = end.start
    for _ in 0..<min(end.count, Self.entriesMax) {
      guard let (entry, next) = Self.entry(in: bytes, at: place) else { return nil }
      place = next
      guard let entry else { continue }
      let key = entry.name.lowercased()
      // Of two parts with one name the first counts, as for the programs that write them.
      if places[key] == nil { places[key] = entries.count }
      entries.append(entry)
    }
  }

  /// A part by its name; small and capital letters are one.
  subscript(name: String) -> Entry? {
    let name = name.hasPrefix("/") ? String(name.dropFirst()) : name
    return places[name.lowercased()].map { entries[$0] }
  }

  /// Where the directory starts and how many entries it has.
  private static func end(of bytes: [UInt8]) -> (start: Int, count: Int)? {
    let least = 22
    guard bytes.count >= least else { return nil }
    var place = bytes.count - least
    // A comment of up to 65,535 bytes may stand behind it.
    let first = max(0, place - 65_535)
    while place >= first {
      if bytes[place] == 0x50, bytes[place + 1] == 0x4B, bytes[place + 2] == 5,
        bytes[place + 3] == 6
      {
        break
      }
      place -= 1
    }
    guard place >= first else { return nil }
    var (count, start) = (bytes.little(place + 10, 2), bytes.little(place + 16, 4))
    if count == 0xFFFF || start == 0xFFFF_FFFF, let large = largeEnd(of: bytes, before: place) {
      (start, count) = large
    }
    return start <= bytes.count ? (start, count) : nil
  }

  /// The same of a ZIP64, whose end stands before the usual one.
  private static func largeEnd(of bytes: [UInt8], before place: Int) -> (start: Int, count: Int)? {
    let locator = place - 20
    guard locator >= 0, bytes.little(locator, 4) == 0x0706_4B50 else { return nil }
    let end = bytes.little(locator + 8, 8)
    guard end >= 0, end <= bytes.count - 56, bytes.little(end, 4) == 0x0606_4B50 else {
      return nil
    }
    let (count, start) = (bytes.little(end + 32, 8), bytes.little(end + 48, 8))
    return count >= 0 && start >= 0 ? (start, count) : nil
  }

  /// An entry of the directory and where the next one is; nil for a folder.
  private static func entry(in bytes: [UInt8], at place: Int) -> (entry: Entry?, next: Int)? {
    let head = 46
    guard place <= bytes.count - head, bytes.little(place, 4) == 0x0201_4B50 else { return nil }
    let nameEnd = place + head + bytes.little(place + 28, 2)
    let extraEnd = nameEnd + bytes.little(place + 30, 2)
    let next = extraEnd + bytes.little(place + 32, 2)
    guard next <= bytes.count else { return nil }
    let name = String(decoding: bytes[place + head..<nameEnd], as: UTF8.self)
      .replacing("\\", with: "/")
    let method = bytes.little(place + 10, 2)
    guard method == 0 || method == 8, !name.hasSuffix("/") else { return (nil, next) }
    var entry = Entry(
      name: name.hasPrefix("/") ? String(name.dropFirst()) : name,
      isEncrypted: bytes.little(place + 8, 2) & 1 == 1, isDeflated: method == 8,
      checksum: UInt32(truncatingIfNeeded: bytes.little(place + 16, 4)),
      packedBytes: bytes.little(place + 20, 4), bytes: bytes.little(place + 24, 4),
      header: bytes.little(place + 42, 4))
    entry.widen(bytes, nameEnd..<extraEnd)
    guard entry.packedBytes >= 0, entry.bytes >= 0, entry.header >= 0 else { return nil }
    return (entry, next)
  }

  /// Where the packed bytes of a part stand; nil where they are not all there.
  func place(of entry: Entry) -> Range<Int>? {
    let head = 30
    guard entry.header <= bytes.count - head, bytes.little(entry.header, 4) == 0x0403_4B50 else {
      return nil
    }
    let start =
      entry.header + head + bytes.little(entry.header + 26, 2)
      + bytes.little(entry.header + 28, 2)
    guard start <= bytes.count, entry.packedBytes <= bytes.count - start else { return nil }
    return start..<start + entry.packedBytes
  }
}

extension ZipDirectory.Entry {
  /// Takes in the figures of a ZIP64, which stand in a field of their own where four bytes are too
  /// few for them.
  fileprivate mutating func widen(_ bytes: [UInt8], _ extra: Range<Int>) {
    var place = extra.lowerBound
    while place + 4 <= extra.upperBound {
      let (id, size) = (bytes.little(place, 2), bytes.little(place + 2, 2))
      var field = place + 4
      place = field + size
      guard id == 1, place <= extra.upperBound else { continue }
      func next() -> Int? {
        guard field + 8 <= place else { return nil }
        defer { field += 8 }
        return bytes.little(field, 8)
      }
      let full = 0xFFFF_FFFF
      if self.bytes == full { self.bytes = next() ?? -1 }
      if packedBytes == full { packedBytes = next() ?? -1 }
      if header == full { header = next() ?? -1 }
      return
    }
  }
}

extension [UInt8] {
  /// A number of `count` bytes, the lowest first; negative where it is larger than any file.
  fileprivate func little(_ place: Int, _ count: Int) -> Int {
    var value: UInt64 = 0
    for offset in (0..<count).reversed() { value = value << 8 | UInt64(self[place + offset]) }
    return Int(exactly: value) ?? -1
  }
}

/// Unpacks one part of a workbook piece by piece, within a bound.
struct PartReader {
  private let source: [UInt8]
  private let end: Int
  private var place: Int
  /// Nil for a part that is stored as it is.
  private let stream: InflateStream?
  private let checksum: UInt32
  private var running: UInt32 = 0
  /// Bytes that may still come out.
  private var left: Int
  private let bytesTotal: Int
  private var count = 0

  /// What one part may unpack to.
  static let bytesMax = 1_000_000_000
  /// Bytes that may come out for one that went in; sheets pack 5 to 50 times.
  private static let ratioMax = 250
  private static let slackBytes = 10_000_000

  init(
    _ entry: ZipDirectory.Entry, of zip: ZipDirectory, limit: Int = bytesMax
  ) throws(SheetProblem) {
    guard !entry.isEncrypted else { throw .locked }
    guard let place = zip.place(of: entry) else { throw .broken }
    source = zip.bytes
    (self.place, end) = (place.lowerBound, place.upperBound)
    checksum = entry.checksum
    bytesTotal = entry.bytes
    stream = entry.isDeflated ? InflateStream() : nil
    guard entry.isDeflated == (stream != nil) else { throw .tooLarge }
    left = min(limit, place.count * Self.ratioMax + Self.slackBytes)
  }

  /// Fills `target` from `start` on; how many bytes came, 0 at the end.
  mutating func read(into target: inout [UInt8], at start: Int) throws(SheetProblem) -> Int {
    var got = 0
    if let stream {
      while got == 0, !stream.isDone {
        do {
          let step = try stream.inflate(source, place, end, into: &target, at: start)
          place += step.used
          got = step.got
        } catch {
          throw .broken
        }
      }
    } else {
      got = min(end - place, target.count - start)
      target.replaceSubrange(start..<start + got, with: source[place..<place + got])
      place += got
    }
    guard got <= left else { throw .tooLarge }
    left -= got
    count += got
    running = InflateStream.checksum(running, target, start, start + got)
    if got == 0, running != checksum || count != bytesTotal { throw .broken }
    return got
  }

  /// The whole part.
  static func all(
    _ entry: ZipDirectory.Entry, of zip: ZipDirectory, limit: Int
  ) throws(SheetProblem) -> [UInt8] {
    var reader = try PartReader(entry, of: zip, limit: limit)
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = try reader.read(into: &chunk, at: 0)
      if got == 0 { return all }
      all += chunk[..<got]
    }
  }
}

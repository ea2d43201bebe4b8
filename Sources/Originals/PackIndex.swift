package import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which files are in a pack and where, so that one can be read without most of the others.
package final class PackIndex {
  /// One file of the pack.
  package struct Entry: Equatable, Sendable {
    package var name: String
    package var byteCount: Int
    /// Where the frame it is in begins, counted from 0, and how long that is.
    var frameStart: Int
    var frameBytes: Int
    /// What the frame unpacks to, and where in that the file begins.
    var wholeBytes: Int
    var start: Int
  }

  package let path: String
  package let entries: [Entry]
  /// The frame that was read last: files are mostly asked for in their order.
  private var last: (frameStart: Int, bytes: [UInt8])?
  private static let rememberedMax = 8 * PackFrame.bestBytes

  /// Lists a pack. One that breaks off, as after a crash, has the files of frames that are whole,
  /// and so has one that was damaged; a file that is not a pack, or cannot be read, has none.
  package init(path: String) {
    self.path = path
    guard var window = Window(path) else {
      entries = []
      return
    }
    defer { window.close() }
    var found: [Entry] = []
    var offset = 0
    while offset < window.fileBytes {
      if let (frame, start) = Self.listed(at: offset, &window) {
        found += Self.entries(frame, at: start)
        offset = start + frame.frameBytes
      } else if let frame = Self.unlisted(at: offset, &window) {
        found += Self.entries(frame, at: offset)
        offset += frame.frameBytes
      } else if let next = window.place(
        ofAny: [PackFrame.listBeginning, PackFrame.beginning], from: offset + 1)
      {
        offset = next
      } else {
        break
      }
    }
    entries = found
  }

  private static func entries(_ frame: PackFrame, at frameStart: Int) -> [Entry] {
    let wholeBytes = frame.wholeBytes
    var place = 0
    return frame.files.map { file in
      defer { place += file.header.wholeBytes }
      return Entry(
        name: file.name, byteCount: file.byteCount, frameStart: frameStart,
        frameBytes: frame.frameBytes, wholeBytes: wholeBytes,
        start: place + TarHeader.blockBytes)
    }
  }

  /// A frame with its list, and where it begins.
  private static func listed(at offset: Int, _ window: inout Window) -> (PackFrame, start: Int)? {
    let head = window.bytes(offset, PackFrame.listHeadBytes)
    guard head.starts(with: PackFrame.listBeginning),
      let length = PackFrame.number(head.dropFirst(PackFrame.listBeginning.count)),
      length <= PackFrame.listMax
    else { return nil }
    let start = offset + PackFrame.listHeadBytes + length
    guard
      let frame = PackFrame(list: window.bytes(offset + PackFrame.listHeadBytes, length)),
      // A changed length would lead past the frames of others.
      let span = span(at: start, &window), span.end == start + frame.frameBytes,
      span.wholeBytes == frame.wholeBytes
    else { return nil }
    return (frame, start)
  }

  /// A frame without a list, as packs had them at first, or of which the list was damaged.
  private static func unlisted(at offset: Int, _ window: inout Window) -> PackFrame? {
    guard let (end, wholeBytes) = span(at: offset, &window),
      let tar = PackFrame.unpack(
        Array(window.bytes(offset, end - offset)), count: wholeBytes)
    else { return nil }
    var frame = PackFrame(files: [], frameBytes: end - offset)
    var place = 0
    while place < tar.count {
      guard let header = TarHeader(tar[place...].prefix(TarHeader.blockBytes)),
        place + header.wholeBytes <= tar.count
      else { return nil }
      frame.files.append(PackFrame.File(name: header.name, byteCount: header.byteCount))
      place += header.wholeBytes
    }
    return frame.files.isEmpty ? nil : frame
  }

  /// Where a frame of LZ4 ends, and what it says that it unpacks to; nil where there is none that
  /// is whole.
  private static func span(
    at start: Int, _ window: inout Window
  ) -> (end: Int, wholeBytes: Int)? {
    typealias Layout = PackFrame.Layout
    let head = window.bytes(start, Layout.firstBlock)
    guard head.starts(with: PackFrame.beginning),
      head.dropFirst(PackFrame.beginning.count).prefix(1).allSatisfy(Layout.flags.contains),
      let wholeBytes = PackFrame.number(
        head.dropFirst(Layout.sizeField.lowerBound).prefix(Layout.sizeField.count))
    else { return nil }
    var end = start + Layout.firstBlock
    while let length = PackFrame.number(window.bytes(end, Layout.lengthBytes)) {
      end += Layout.lengthBytes + length % Layout.plainMark
      guard length == 0 else { continue }
      // LZ4 makes nothing smaller than a 255th: what says more is not given the memory for it.
      let isCredible = wholeBytes / 255 <= end - start && wholeBytes <= PackFrame.wholeMax
      return isCredible ? (end, wholeBytes) : nil
    }
    return nil
  }

  /// Reads one file; one that was changed since the pack was listed is unreadable.
  package func file(_ entry: Entry) throws(SourceFile.Problem) -> SourceFile {
    let bytes = try tar(of: entry)
    let header = TarHeader(bytes[(entry.start - TarHeader.blockBytes)..<entry.start])
    guard header == TarHeader(name: entry.name, byteCount: entry.byteCount) else {
      throw .unreadable("the pack was changed")
    }
    return SourceFile(
      path: "\(path)/\(entry.name)", bytes: Array(bytes[entry.start...].prefix(entry.byteCount)))
  }

  private func tar(of entry: Entry) throws(SourceFile.Problem) -> [UInt8] {
    if let last, last.frameStart == entry.frameStart { return last.bytes }
    let frame = try SourceFile.bytes(entry.frameBytes, from: entry.frameStart, of: path)
    guard frame.count == entry.frameBytes,
      let bytes = PackFrame.unpack(frame, count: entry.wholeBytes)
    else { throw .unreadable("the pack was changed") }
    if bytes.count <= Self.rememberedMax { last = (entry.frameStart, bytes) }
    return bytes
  }
}

/// A part of a file, moved along it.
private struct Window {
  let descriptor: Int32
  let fileBytes: Int
  private var start = 0
  private var held: [UInt8] = []

  /// What is read at once: more than most lists have.
  private static let readBytes = 4096

  init?(_ path: String) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      closeFile(descriptor)
      return nil
    }
    fileBytes = Int(status.st_size)
  }

  /// So many bytes from a place on; none where the file ends before.
  mutating func bytes(_ place: Int, _ count: Int) -> ArraySlice<UInt8> {
    guard place + count <= fileBytes, hold(place, count) else { return [] }
    return held[(place - start)..<(place - start + count)]
  }

  private mutating func hold(_ place: Int, _ count: Int) -> Bool {
    guard place < start || place + count > start + held.count else { return true }
    start = place
    let most = max(count, min(Self.readBytes, fileBytes - place))
    held = unsafe [UInt8](unsafeUninitializedCapacity: most) { buffer, got in
      got = unsafe max(0, pread(descriptor, buffer.baseAddress, most, off_t(place)))
    }
    return held.count >= count
  }

  /// Where in the rest of the file one of these runs of bytes is next.
  mutating func place(ofAny wanted: [[UInt8]], from first: Int) -> Int? {
    let most = wanted.map(\.count).max() ?? 0
    var place = first
    while place + most <= fileBytes, hold(place, most) {
      let rest = held[(place - start)...]
      for index in rest.indices.dropLast(most - 1) {
        for bytes in wanted where rest[index] == bytes[0] && rest[index...].starts(with: bytes) {
          return start + index
        }
      }
      place = start + held.count - most + 1
    }
    return nil
  }

  func close() { closeFile(descriptor) }
}

private func closeFile(_ descriptor: Int32) {
  #if canImport(Glibc)
    _ = Glibc.close(descriptor)
  #elseif canImport(Darwin)
    _ = Darwin.close(descriptor)
  #endif
}

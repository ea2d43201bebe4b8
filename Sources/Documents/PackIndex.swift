#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which files are in a pack and where, so that one can be read without the others.
package struct PackIndex {
  /// One file of the pack.
  package struct Entry: Equatable, Sendable {
    package var name: String
    package var byteCount: Int
    /// Where its frame begins, counted from 0, and how long it is.
    package var offset: Int
    package var frameBytes: Int
  }

  package let entries: [Entry]

  /// Lists a pack. One that breaks off, as after a crash, has the files that are whole; what is no
  /// pack, or cannot be read, has none.
  package init(path: String) {
    guard var window = Window(path) else {
      entries = []
      return
    }
    defer { window.close() }
    var found: [Entry] = []
    var offset = 0
    while let entry = Self.entry(at: offset, &window) {
      found.append(entry)
      offset += entry.frameBytes
    }
    entries = found
  }

  private static func entry(at offset: Int, _ window: inout Window) -> Entry? {
    guard window.bytes(offset, PackFrame.beginning.count).elementsEqual(PackFrame.beginning)
    else { return nil }
    var place = offset + PackFrame.firstBlock
    var header: TarHeader?
    while let size = PackFrame.BlockSize(window.bytes(place, PackFrame.BlockSize.byteCount)) {
      place += PackFrame.BlockSize.byteCount
      if size.bytes == 0 {
        return header.map {
          Entry(
            name: $0.name, byteCount: $0.byteCount, offset: offset, frameBytes: place - offset)
        }
      }
      if header == nil {
        guard size.bytes <= TarHeader.blockBytes else { return nil }
        header = PackFrame.header(window.bytes(place, size.bytes), size)
      }
      place += size.bytes
      guard header != nil else { return nil }
    }
    return nil
  }

  /// A part of a file, moved along it.
  private struct Window {
    let descriptor: Int32
    let fileBytes: Int
    private var start = 0
    private var held: [UInt8] = []

    /// What is read at once: headers stand some kilobytes apart.
    private static let readBytes = 1024

    init?(_ path: String) {
      descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      var status = stat()
      guard unsafe fstat(descriptor, &status) == 0 else {
        Self.close(descriptor)
        return nil
      }
      fileBytes = Int(status.st_size)
    }

    /// So many bytes from a place on; none where the file ends before.
    mutating func bytes(_ place: Int, _ count: Int) -> ArraySlice<UInt8> {
      guard place + count <= fileBytes else { return [] }
      if place < start || place + count > start + held.count {
        start = place
        let most = max(count, min(Self.readBytes, fileBytes - place))
        held = unsafe [UInt8](unsafeUninitializedCapacity: most) { buffer, got in
          got = unsafe max(0, pread(descriptor, buffer.baseAddress, most, off_t(place)))
        }
        guard held.count >= count else { return [] }
      }
      return held[(place - start)..<(place - start + count)]
    }

    func close() { Self.close(descriptor) }

    private static func close(_ descriptor: Int32) {
      #if canImport(Glibc)
        _ = Glibc.close(descriptor)
      #elseif canImport(Darwin)
        _ = Darwin.close(descriptor)
      #endif
    }
  }
}

extension SourceFile {
  /// Reads one file of the pack at `path`; one that was changed since is unreadable.
  package init(reading entry: PackIndex.Entry, ofPack path: String) throws(Problem) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.problem(errno) }
    defer { close(descriptor) }
    guard lseek(descriptor, off_t(entry.offset), SEEK_SET) >= 0 else { throw Self.problem(errno) }
    let frame = try Self.bytes(entry.frameBytes, of: descriptor)
    guard let bytes = Self.unpacked(frame, entry) else {
      throw .unreadable("the pack was changed")
    }
    self.init(path: "\(path)/\(entry.name)", bytes: bytes)
  }

  private static func unpacked(_ frame: [UInt8], _ entry: PackIndex.Entry) -> [UInt8]? {
    let whole = TarHeader(name: entry.name, byteCount: entry.byteCount).wholeBytes
    // LZ4 makes nothing smaller than a 255th: what says more is not to be given the memory for it.
    guard frame.count == entry.frameBytes, whole / 255 <= frame.count,
      let unpacked = PackFrame.unpack(frame, count: whole)
    else { return nil }
    return Array(unpacked[TarHeader.blockBytes..<(TarHeader.blockBytes + entry.byteCount)])
  }
}

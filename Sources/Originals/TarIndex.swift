internal import CArchive
package import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where in a tar file its entries are, so that one can be read without the others.
package struct TarIndex {
  /// One file in the tar.
  package struct Entry: Equatable, Sendable {
    package var name: String
    /// Where its bytes begin, counted from 0.
    package var offset: Int
    package var byteCount: Int
  }

  package let entries: [Entry]

  /// Lists a tar of plain names. One that breaks off, as after a crash, has the entries that are
  /// whole; a file that is not a tar archive, or cannot be read, has none.
  package init(path: String) {
    entries = Self.entries(of: path)
  }

  private static func entries(of path: String) -> [Entry] {
    var status = stat()
    guard unsafe stat(path, &status) == 0, let archive = unsafe archive_read_new() else {
      return []
    }
    defer { unsafe _ = archive_read_free(archive) }
    unsafe _ = archive_read_support_format_tar(archive)
    guard unsafe archive_read_open_filename(archive, path, 65_536) == ARCHIVE_OK else { return [] }
    var found: [Entry] = []
    var entry: OpaquePointer?
    while unsafe archive_read_next_header(archive, &entry) == ARCHIVE_OK,
      let entry = unsafe entry
    {
      guard let name = unsafe archive_entry_pathname(entry) else { continue }
      let offset = unsafe Int(archive_read_header_position(archive)) + TarHeader.blockBytes
      let byteCount = unsafe Int(archive_entry_size(entry))
      guard offset + byteCount <= Int(status.st_size) else { break }
      found.append(
        unsafe Entry(name: String(cString: name), offset: offset, byteCount: byteCount))
    }
    return found
  }
}

extension SourceFile {
  /// Reads one entry of the tar at `path`.
  package init(
    reading entry: TarIndex.Entry, ofTar path: String
  ) throws(Problem) {
    let bytes = try Self.bytes(entry.byteCount, from: entry.offset, of: path)
    self.init(path: "\(path)/\(entry.name)", bytes: bytes)
  }
}

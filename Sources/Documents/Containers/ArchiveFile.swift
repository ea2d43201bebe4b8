internal import CArchive
import Domain

/// The files inside a ZIP, read into memory within bounds.
///
/// Names in an archive are labels: none is ever used as a path, and nothing is written. Links,
/// folders and archives inside archives are passed over.
struct ArchiveFile {
  /// What one archive may hold at most.
  struct Bounds {
    var entries = 10_000
    var entryBytes = 100_000_000
    var bytes = 400_000_000
    /// Bytes that come out for one that went in; text packs 10 to 50 times.
    var ratio = 200
  }

  struct Entry {
    var name: String
    var bytes: [UInt8]
  }

  enum Problem: Error, Equatable {
    case malformed
    case encrypted
    case tooManyEntries
    case tooLarge
    /// Documents of spreadsheets and word processors are archives too.
    case officeFile
  }

  static func accepts(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
  }

  private static let chunkBytes = 65_536

  /// The entries whose names say that they may be read, in the archive's order.
  static func entries(
    of bytes: [UInt8], within bounds: Bounds = Bounds()
  ) throws(Problem) -> [Entry] {
    guard let archive = unsafe archive_read_new() else { throw .malformed }
    defer { unsafe _ = archive_read_free(archive) }
    unsafe _ = archive_read_support_format_zip(archive)
    // The archive reads from this copy until it is freed.
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, bytes.count), alignment: 1)
    defer { unsafe buffer.deallocate() }
    unsafe buffer.copyBytes(from: bytes)
    guard unsafe archive_read_open_memory(archive, buffer.baseAddress, bytes.count) == ARCHIVE_OK
    else { throw .malformed }
    var found: [Entry] = []
    var count = 0
    var left = min(bounds.bytes, bytes.count.multipliedCapped(by: bounds.ratio) + 1_000_000)
    var entry: OpaquePointer?
    while true {
      let status = unsafe archive_read_next_header(archive, &entry)
      if status == ARCHIVE_EOF { return found }
      guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry = unsafe entry else {
        throw .malformed
      }
      count += 1
      guard count <= bounds.entries else { throw .tooManyEntries }
      let name = unsafe Self.name(of: entry)
      if ["[Content_Types].xml", "mimetype"].contains(name) { throw .officeFile }
      guard unsafe archive_entry_filetype(entry) & 0o170000 == 0o100000,
        DocumentReader.isCandidate(name), !name.hasPrefix("__MACOSX/")
      else { continue }
      guard unsafe archive_entry_is_encrypted(entry) == 0 else { throw .encrypted }
      let data = try unsafe Self.data(
        from: archive, limit: min(left, bounds.entryBytes))
      left -= data.count
      found.append(Entry(name: name, bytes: data))
    }
  }

  private static func name(of entry: OpaquePointer) -> String {
    guard
      let text = unsafe archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
    else { return "" }
    return unsafe String(cString: text)
  }

  private static func data(
    from archive: OpaquePointer, limit: Int
  ) throws(Problem) -> [UInt8] {
    var data: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    while true {
      let got = unsafe archive_read_data(archive, &chunk, chunk.count)
      guard got >= 0 else { throw .malformed }
      if got == 0 { return data }
      guard data.count + got <= limit else { throw .tooLarge }
      data += chunk[..<got]
    }
  }
}

extension Int {
  fileprivate func multipliedCapped(by factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max / 2 : product
  }
}

extension Fault {
  init(_ problem: ArchiveFile.Problem, file: String) {
    let refused = "; nothing was imported from this file."
    switch problem {
    case .malformed:
      self.init(
        .fileArchive, file: file, "the archive breaks off or is damaged",
        remedy: "Fetch it again, or unpack it yourself" + refused)
    case .encrypted:
      self.init(
        .fileArchive, file: file, "the archive is locked with a password",
        remedy: "Unpack it yourself" + refused)
    case .tooManyEntries:
      self.init(
        .fileArchive, file: file, "the archive holds more files than are read from one",
        remedy: "Unpack it yourself" + refused)
    case .tooLarge:
      self.init(
        .fileArchive, file: file, "the archive unpacks to more than is read from one",
        remedy: "Ask the sender what it is, or unpack it yourself" + refused)
    case .officeFile:
      self.init(
        .fileKind, file: file, "the file is an office file, not XML and not CSV",
        remedy: "Export the document as UBL XML or CSV" + refused)
    }
  }
}

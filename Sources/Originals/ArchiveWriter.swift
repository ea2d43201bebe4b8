internal import CArchive
package import Domain

/// Writes a ZIP file entry by entry.
@safe package final class ArchiveWriter {
  private let archive: OpaquePointer

  package enum Failure: Error, Equatable {
    case cannotWrite(path: String, reason: String)
  }

  private let path: String

  /// Begins a ZIP at `path`, in place of one that is there.
  package init(path: String) throws(Failure) {
    guard let new = unsafe archive_write_new() else {
      throw .cannotWrite(path: path, reason: "no memory")
    }
    unsafe archive = new
    self.path = path
    unsafe _ = archive_write_set_format_zip(archive)
    // Names beyond ASCII are written as UTF-8.
    unsafe _ = archive_write_set_options(archive, "hdrcharset=UTF-8")
    guard unsafe archive_write_open_filename(archive, path) == ARCHIVE_OK else { throw failure }
  }

  deinit {
    unsafe _ = archive_write_free(archive)
  }

  /// Adds a file of the name, dated `day`.
  package func add(_ name: String, _ bytes: [UInt8], day: Day) throws(Failure) {
    guard let entry = unsafe archive_entry_new() else { throw failure }
    defer { unsafe archive_entry_free(entry) }
    if name.utf8.allSatisfy({ $0 < 0x80 }) {
      // Without the detour over the characters of the place.
      unsafe archive_entry_set_pathname(entry, name)
    } else {
      unsafe archive_entry_set_pathname_utf8(entry, name)
    }
    unsafe archive_entry_set_size(entry, Int64(bytes.count))
    unsafe archive_entry_set_filetype(entry, 0o100000)
    unsafe archive_entry_set_perm(entry, 0o644)
    unsafe archive_entry_set_mtime(entry, Int(day.number) * 86_400, 0)
    guard unsafe archive_write_header(archive, entry) == ARCHIVE_OK,
      unsafe bytes.withUnsafeBytes({ buffer in
        unsafe archive_write_data(archive, buffer.baseAddress, buffer.count)
      }) == bytes.count,
      unsafe archive_write_finish_entry(archive) == ARCHIVE_OK
    else { throw failure }
  }

  /// Writes what ends the file.
  package func finish() throws(Failure) {
    guard unsafe archive_write_close(archive) == ARCHIVE_OK else { throw failure }
  }

  private var failure: Failure {
    let text = unsafe archive_error_string(archive)
    return .cannotWrite(
      path: path, reason: unsafe text.map { unsafe String(cString: $0) } ?? "unknown")
  }
}

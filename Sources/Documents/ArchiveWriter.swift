internal import CArchive
package import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a ZIP or tar file entry by entry.
@safe package final class ArchiveWriter {
  private let archive: OpaquePointer
  /// What a tar is written to; below zero where the archive opens its file itself.
  private let descriptor: Int32

  package enum Failure: Error, Equatable {
    case cannotWrite(path: String, reason: String)
    /// There is such a file already.
    case exists
  }

  private let path: String

  /// Begins a ZIP at `path`, in place of one that is there.
  package init(path: String) throws(Failure) {
    unsafe archive = try Self.new(path)
    descriptor = -1
    self.path = path
    unsafe _ = archive_write_set_format_zip(archive)
    // Names beyond ASCII are written as UTF-8.
    unsafe _ = archive_write_set_options(archive, "hdrcharset=UTF-8")
    guard unsafe archive_write_open_filename(archive, path) == ARCHIVE_OK else { throw failure }
  }

  /// Begins a tar at `path`, where none may be yet (`EEXIST` else). An entry is in the file when
  /// `add` returns, so that a crash costs the one being written at most.
  package init(newTar path: String) throws(Failure) {
    unsafe archive = try Self.new(path)
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw errno == EEXIST
        ? .exists : .cannotWrite(path: path, reason: unsafe String(cString: strerror(errno)))
    }
    unsafe _ = archive_write_set_format_ustar(archive)
    // Nothing is held back to fill a block.
    unsafe _ = archive_write_set_bytes_per_block(archive, 0)
    guard unsafe archive_write_open_fd(archive, descriptor) == ARCHIVE_OK else { throw failure }
  }

  private static func new(_ path: String) throws(Failure) -> OpaquePointer {
    guard let archive = unsafe archive_write_new() else {
      throw .cannotWrite(path: path, reason: "no memory")
    }
    return unsafe archive
  }

  deinit {
    unsafe _ = archive_write_free(archive)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Adds a file of the name, dated `day`. Where that fails, a tar ends with the entry before.
  package func add(_ name: String, _ bytes: [UInt8], day: Day) throws(Failure) {
    guard let entry = unsafe archive_entry_new() else { throw failure }
    defer { unsafe archive_entry_free(entry) }
    unsafe archive_entry_set_pathname_utf8(entry, name)
    unsafe archive_entry_set_size(entry, Int64(bytes.count))
    unsafe archive_entry_set_filetype(entry, 0o100000)
    unsafe archive_entry_set_perm(entry, 0o644)
    unsafe archive_entry_set_mtime(entry, Int(day.number) * 86_400, 0)
    let start = descriptor < 0 ? 0 : lseek(descriptor, 0, SEEK_CUR)
    guard unsafe archive_write_header(archive, entry) == ARCHIVE_OK,
      unsafe bytes.withUnsafeBytes({ buffer in
        unsafe archive_write_data(archive, buffer.baseAddress, buffer.count)
      }) == bytes.count,
      unsafe archive_write_finish_entry(archive) == ARCHIVE_OK
    else {
      let failure = failure
      if descriptor >= 0 { ftruncate(descriptor, start) }
      throw failure
    }
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

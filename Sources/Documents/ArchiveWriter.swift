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
  /// What a tar is written to; nil where the archive opens its file itself.
  private let output: BufferedOutput?

  package enum Failure: Error, Equatable {
    case cannotWrite(path: String, reason: String)
    /// There is such a file already.
    case exists
  }

  private let path: String

  /// Begins a ZIP at `path`, in place of one that is there.
  package init(path: String) throws(Failure) {
    unsafe archive = try Self.new(path)
    output = nil
    self.path = path
    unsafe _ = archive_write_set_format_zip(archive)
    // Names beyond ASCII are written as UTF-8.
    unsafe _ = archive_write_set_options(archive, "hdrcharset=UTF-8")
    guard unsafe archive_write_open_filename(archive, path) == ARCHIVE_OK else { throw failure }
  }

  /// Begins a tar at `path`, where none may be yet (`EEXIST` else). Whole entries are in the file
  /// when `flush` returns, so that a crash costs those that came after at most.
  package init(newTar path: String) throws(Failure) {
    unsafe archive = try Self.new(path)
    self.path = path
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw errno == EEXIST
        ? .exists : .cannotWrite(path: path, reason: unsafe String(cString: strerror(errno)))
    }
    let output = BufferedOutput(descriptor)
    self.output = output
    unsafe _ = archive_write_set_format_ustar(archive)
    // Nothing is held back to fill a block.
    unsafe _ = archive_write_set_bytes_per_block(archive, 0)
    let context = unsafe Unmanaged.passUnretained(output).toOpaque()
    let opened = unsafe archive_write_open(
      archive, context, nil,
      { _, context, bytes, count in
        guard let context = unsafe context, let bytes = unsafe bytes else { return -1 }
        unsafe Unmanaged<BufferedOutput>.fromOpaque(context).takeUnretainedValue().append(
          UnsafeRawBufferPointer(start: bytes, count: count))
        return count
      }, nil)
    guard opened == ARCHIVE_OK else { throw failure }
  }

  private static func new(_ path: String) throws(Failure) -> OpaquePointer {
    guard let archive = unsafe archive_write_new() else {
      throw .cannotWrite(path: path, reason: "no memory")
    }
    return unsafe archive
  }

  deinit {
    unsafe _ = archive_write_free(archive)
    _ = output?.flush()
  }

  /// Adds a file of the name, dated `day`. Where that fails, a tar ends with the entry before.
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
    output?.beginEntry()
    guard unsafe archive_write_header(archive, entry) == ARCHIVE_OK,
      unsafe bytes.withUnsafeBytes({ buffer in
        unsafe archive_write_data(archive, buffer.baseAddress, buffer.count)
      }) == bytes.count,
      unsafe archive_write_finish_entry(archive) == ARCHIVE_OK
    else {
      let failure = failure
      output?.dropEntry()
      throw failure
    }
    if output?.isFull == true { try flush() }
  }

  /// Puts all entries of a tar so far into its file. Where that fails, it ends with the last that
  /// was in it.
  package func flush() throws(Failure) {
    guard let output, let code = output.flush() else { return }
    throw .cannotWrite(path: path, reason: unsafe String(cString: strerror(code)))
  }

  /// Writes what ends the file.
  package func finish() throws(Failure) {
    guard unsafe archive_write_close(archive) == ARCHIVE_OK else { throw failure }
    try flush()
  }

  private var failure: Failure {
    let text = unsafe archive_error_string(archive)
    return .cannotWrite(
      path: path, reason: unsafe text.map { unsafe String(cString: $0) } ?? "unknown")
  }
}

/// Collects what is written to a file: many small writes cost as much as the bytes do.
private final class BufferedOutput {
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  /// Where the entry that is being written begins in `bytes`.
  private var entryStart = 0
  /// How much of the file is whole entries.
  private var end: off_t = 0

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  var isFull: Bool { bytes.count >= 1 << 14 }

  func append(_ more: UnsafeRawBufferPointer) { unsafe bytes.append(contentsOf: more) }

  func beginEntry() { entryStart = bytes.count }

  func dropEntry() { bytes.removeSubrange(entryStart...) }

  /// Nil, or the system's number for what went wrong.
  func flush() -> Int32? {
    defer { bytes.removeAll(keepingCapacity: true) }
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        ftruncate(descriptor, end)
        lseek(descriptor, end, SEEK_SET)
        return code
      }
      done += count
    }
    end += off_t(bytes.count)
    return nil
  }
}

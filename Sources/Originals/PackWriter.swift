#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a pack: a tar that is compressed some files at a time (`PackFrame`), so that one can be
/// read without most of the others. Many small writes cost as much as the bytes do, so they are
/// collected.
package final class PackWriter {
  private let path: String
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  /// How much of the file is whole frames.
  private var end: off_t = 0

  package enum Failure: Error, Equatable {
    case cannotWrite(path: String, reason: String)
    /// There is such a file already.
    case exists
  }

  /// Begins a pack at `path`, where none may be yet.
  package init(new path: String) throws(Failure) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw errno == EEXIST ? .exists : Self.failure(path, errno)
    }
  }

  deinit {
    try? flush()
    close(descriptor)
  }

  private static let bufferBytes = 1 << 16

  /// Adds a frame with its list, as `PackFramer` made them. All of them are in the pack when
  /// `flush` returns, so that a crash costs those that came after at most.
  package func add(_ frame: [UInt8]) throws(Failure) {
    bytes += frame
    if bytes.count >= Self.bufferBytes { try flush() }
  }

  /// Puts all frames so far into the pack. Where that fails, it ends with the last that was in it.
  package func flush() throws(Failure) {
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
        throw Self.failure(path, code)
      }
      done += count
    }
    end += off_t(bytes.count)
  }

  private static func failure(_ path: String, _ code: Int32) -> Failure {
    .cannotWrite(path: path, reason: unsafe String(cString: strerror(code)))
  }
}

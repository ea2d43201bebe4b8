internal import CNettle
package import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of one file, bounded, and their digest.
package struct SourceFile: Sendable {
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// Largest file that is read. A register of 5 million rows has about 800 MB.
  package static let bytesMax = 1_500_000_000

  /// Why a file was not read.
  package enum Problem: Error, Equatable {
    case missing
    case notAFile
    /// The system's own words, such as `Permission denied`.
    case unreadable(String)
    case tooLarge(bytes: Int)
  }

  /// Reads a regular file whole. Nothing is opened but this path, and a file over `limit` bytes is
  /// not read at all.
  package init(reading path: String, limit: Int = bytesMax) throws(Problem) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.problem(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.problem(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    let size = Int(status.st_size)
    guard size <= limit else { throw .tooLarge(bytes: size) }
    self.init(path: path, bytes: try Self.bytes(size, of: descriptor))
  }

  /// The first bytes of a regular file, at most `count`; nil where it cannot be read.
  static func top(of path: String, _ count: Int) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return try? bytes(min(count, Int(status.st_size)), of: descriptor)
  }

  /// Up to `size` bytes of a file from `start` on, fewer where it ends before.
  package static func bytes(_ size: Int, from start: Int, of path: String) throws(Problem)
    -> [UInt8]
  {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw problem(errno) }
    defer { close(descriptor) }
    guard lseek(descriptor, off_t(start), SEEK_SET) >= 0 else { throw problem(errno) }
    return try bytes(size, of: descriptor)
  }

  /// Up to `size` bytes, fewer where the file ends before.
  static func bytes(_ size: Int, of descriptor: Int32) throws(Problem) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      unsafe Self.useLargePages(for: UnsafeMutableRawBufferPointer(buffer))
      while count < size {
        let got = unsafe read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
        if got < 0 {
          if errno == EINTR { continue }
          failure = errno
        }
        guard got > 0 else { break }
        count += got
      }
    }
    guard failure == 0 else { throw Self.problem(failure) }
    return bytes
  }

  /// Asks the system to back a large buffer with large pages, which are many times as fast to get.
  private static func useLargePages(for buffer: UnsafeMutableRawBufferPointer) {
    #if canImport(Glibc)
      let large = 2 << 20
      guard buffer.count >= 2 * large, let start = buffer.baseAddress else { return }
      let skipped = (large - Int(bitPattern: start) % large) % large
      unsafe madvise(start + skipped, buffer.count - skipped, MADV_HUGEPAGE)
    #endif
  }

  static func problem(_ code: Int32) -> Problem {
    code == ENOENT ? .missing : .unreadable(unsafe String(cString: strerror(code)))
  }

  package var digest: Digest { Self.sha256(bytes) }

  package static func sha256(_ bytes: [UInt8]) -> Digest {
    var context = sha256_ctx()
    unsafe nettle_sha256_init(&context)
    unsafe nettle_sha256_update(&context, bytes.count, bytes)
    return unsafe Digest { digest in
      unsafe nettle_sha256_digest(&context, digest.count, digest.baseAddress)
    }
  }
}

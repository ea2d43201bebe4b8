internal import CZlib

/// Inflates what zlib deflated, up to a bound.
struct Inflater {
  enum Problem: Error { case malformed, tooLarge }

  private static let chunkBytes = 65_536

  /// What is broken off at its end is given as far as it goes.
  static func inflate(_ bytes: some Sequence<UInt8>, limit: Int) throws(Problem) -> [UInt8] {
    var source = Array(bytes)
    var stream = unsafe z_stream()
    guard unsafe dunlin_inflate_init(&stream) == Z_OK else { throw .malformed }
    defer { unsafe _ = inflateEnd(&stream) }
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    var problem: Problem?
    let count = source.count
    unsafe source.withUnsafeMutableBufferPointer { input in
      unsafe stream.next_in = input.baseAddress
      unsafe stream.avail_in = UInt32(truncatingIfNeeded: count)
      while problem == nil {
        let (status, got) = unsafe chunk.withUnsafeMutableBufferPointer { output in
          unsafe stream.next_out = output.baseAddress
          unsafe stream.avail_out = UInt32(output.count)
          let status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
          return (status, unsafe output.count - Int(stream.avail_out))
        }
        result += chunk[..<got]
        if result.count > limit { problem = .tooLarge }
        if status == Z_STREAM_END || status == Z_BUF_ERROR && got == 0 { break }
        if status != Z_OK && status != Z_BUF_ERROR {
          problem = result.isEmpty ? .malformed : nil
          break
        }
      }
    }
    if let problem { throw problem }
    return result
  }
}

internal import CZlib

/// Inflates what zlib deflated, up to a bound.
struct Inflater {
  enum Problem: Error { case malformed, tooLarge }

  private static let chunkBytes = 65_536

  /// How many bytes come out of what begins at a place, counted up to a bound, with the first of
  /// them; what is damaged counts as far as it goes.
  static func measure(
    _ source: [UInt8], from start: Int, limit: Int, keeping keptMax: Int = 0
  ) -> (count: Int, kept: [UInt8]) {
    var kept: [UInt8] = []
    let end = run(source, from: start, limit: limit) { chunk in
      if kept.count < keptMax { kept += chunk.prefix(keptMax - kept.count) }
    }
    return (end.count, kept)
  }

  /// Data that breaks off is given as far as it goes.
  static func inflate(_ source: [UInt8], limit: Int) throws(Problem) -> [UInt8] {
    var result: [UInt8] = []
    let end = run(source, from: 0, limit: limit) { result += $0 }
    if end.count > limit { throw .tooLarge }
    if end.isDamaged, result.isEmpty { throw .malformed }
    return result
  }

  /// Inflates what begins at a place until it ends, is damaged or gives more than `limit` bytes.
  private static func run(
    _ source: [UInt8], from start: Int, limit: Int,
    _ take: (ArraySlice<UInt8>) -> Void
  ) -> (count: Int, isDamaged: Bool) {
    var stream = unsafe z_stream()
    guard start < source.count else { return (0, false) }
    guard unsafe dunlin_inflate_init(&stream) == Z_OK else { return (0, true) }
    defer { unsafe _ = inflateEnd(&stream) }
    var count = 0
    var isDamaged = false
    var chunk = [UInt8](repeating: 0, count: min(chunkBytes, max(limit, 1)))
    unsafe source.withUnsafeBufferPointer { input in
      // zlib does not write to what it reads.
      unsafe stream.next_in = UnsafeMutablePointer(
        mutating: input.baseAddress?.advanced(by: start))
      unsafe stream.avail_in = UInt32(clamping: source.count - start)
      while count <= limit {
        let (status, got) = unsafe chunk.withUnsafeMutableBufferPointer { output in
          unsafe stream.next_out = output.baseAddress
          unsafe stream.avail_out = UInt32(output.count)
          let status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
          return (status, unsafe output.count - Int(stream.avail_out))
        }
        count += got
        take(chunk[..<got])
        isDamaged = ![Z_OK, Z_BUF_ERROR, Z_STREAM_END].contains(status)
        if status != Z_OK || got == 0 { break }
      }
    }
    return (count, isDamaged)
  }
}

/// Inflates one deflated part of a larger file piece by piece, and computes the part's checksum.
@safe
final class InflateStream {
  private let stream: UnsafeMutablePointer<z_stream>
  /// Nothing is left to inflate.
  private(set) var isDone = false

  /// Nil where zlib has no memory.
  init?() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe dunlin_inflate_init_raw(stream) == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Inflates from `source[place..<end]` into `target` from `start` on: how many bytes were used
  /// and how many came out. Neither is more than there is room for.
  func inflate(
    _ source: [UInt8], _ place: Int, _ end: Int, into target: inout [UInt8], at start: Int
  ) throws(Inflater.Problem) -> (used: Int, got: Int) {
    precondition(0 <= place && place <= end && end <= source.count && start <= target.count)
    let room = min(target.count - start, Int(Int32.max))
    let given = min(end - place, Int(Int32.max))
    let status = unsafe source.withUnsafeBufferPointer { input in
      unsafe target.withUnsafeMutableBufferPointer { output in
        // zlib does not write to what it reads.
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: input.baseAddress?.advanced(by: place))
        unsafe stream.pointee.avail_in = UInt32(given)
        unsafe stream.pointee.next_out = output.baseAddress?.advanced(by: start)
        unsafe stream.pointee.avail_out = UInt32(room)
        return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
      }
    }
    let used = given - Int(unsafe stream.pointee.avail_in)
    let got = room - Int(unsafe stream.pointee.avail_out)
    if status == Z_STREAM_END { isDone = true }
    guard isDone || status == Z_OK || status == Z_BUF_ERROR, isDone || used > 0 || got > 0 else {
      throw .malformed
    }
    return (used, got)
  }

  /// The CRC-32 of what came before, `crc`, and of `bytes[start..<end]`.
  static func checksum(_ crc: UInt32, _ bytes: [UInt8], _ start: Int, _ end: Int) -> UInt32 {
    precondition(0 <= start && start <= end && end <= bytes.count)
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return crc }
      let next = unsafe crc32(UInt(crc), base.advanced(by: start), UInt32(end - start))
      return UInt32(truncatingIfNeeded: next)
    }
  }
}

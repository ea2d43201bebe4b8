internal import CLZ4
package import Domain

/// One file of a pack: a frame of LZ4 that unpacks to what the file is in a tar. Its blocks are
/// independent, and the first is the file's header, so that a pack is listed without unpacking it.
package enum PackFrame {
  /// Nil where a tar cannot hold the file: its name is longer than 100 bytes.
  package static func make(_ name: String, _ bytes: [UInt8], day: Day) -> [UInt8]? {
    let header = TarHeader(name: name, byteCount: bytes.count)
    guard let block = header.block(day: day) else { return nil }
    let zeros = [UInt8](repeating: 0, count: header.paddingBytes)
    var preferences = LZ4F_preferences_t()
    preferences.frameInfo.blockSizeID = LZ4F_max64KB
    preferences.frameInfo.blockMode = LZ4F_blockIndependent
    preferences.frameInfo.contentSize = UInt64(header.wholeBytes)
    preferences.autoFlush = 1
    var context: OpaquePointer?
    let code = unsafe LZ4F_createCompressionContext(&context, UInt32(LZ4F_VERSION))
    guard LZ4F_isError(code) == 0, let context = unsafe context else { return nil }
    defer { unsafe _ = LZ4F_freeCompressionContext(context) }
    let parts = [block, bytes, zeros].filter { !$0.isEmpty }
    let room = parts.reduce(beginningMax) { room, part in
      unsafe room + LZ4F_compressBound(part.count, &preferences)
    }
    var isWhole = true
    let frame = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      func add(_ written: Int) {
        if LZ4F_isError(written) == 0 { count += written } else { isWhole = false }
      }
      unsafe add(LZ4F_compressBegin(context, start, room, &preferences))
      for part in parts where isWhole {
        unsafe part.withUnsafeBytes { part in
          unsafe add(
            LZ4F_compressUpdate(
              context, start + count, room - count, part.baseAddress, part.count, nil))
        }
      }
      if isWhole { unsafe add(LZ4F_compressEnd(context, start + count, room - count, nil)) }
    }
    return isWhole ? frame : nil
  }

  /// What a frame begins with, and what ends it, take no more.
  private static let beginningMax = 64

  /// What all frames begin with: LZ4's number, its version and flags (independent blocks, the size
  /// of all that is in it, no sums), and the largest size of a block (64 KiB).
  static let beginning: [UInt8] = [0x04, 0x22, 0x4D, 0x18, 0x68, 0x40]
  /// Where the first block begins: after the beginning, the size of all that is in it, and a sum of
  /// these.
  static let firstBlock = 15

  /// What stands before each block. Nothing follows on one of 0 bytes, which ends the frame.
  struct BlockSize {
    static let byteCount = 4
    /// Of what follows.
    var bytes: Int
    /// The block was not made smaller.
    var isPlain: Bool

    init?(_ bytes: some Collection<UInt8>) {
      guard bytes.count == Self.byteCount else { return nil }
      let value = bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      isPlain = value >> 31 == 1
      self.bytes = Int(value & 0x7FFF_FFFF)
    }
  }

  /// What the first block of a frame, of `size`, unpacks to, where that is a header's length; nil
  /// where it is not.
  static func header(_ block: ArraySlice<UInt8>, _ size: BlockSize) -> TarHeader? {
    guard !size.isPlain else { return TarHeader(block) }
    let header = unsafe [UInt8](
      unsafeUninitializedCapacity: TarHeader.blockBytes
    ) { header, count in
      let got = unsafe block.withUnsafeBytes { block in
        unsafe LZ4_decompress_safe(
          block.baseAddress, header.baseAddress, Int32(block.count), Int32(header.count))
      }
      count = max(0, Int(got))
    }
    return TarHeader(header)
  }

  /// What a whole frame unpacks to, of which nothing is left out; nil where it is anything else
  /// than a frame of `count` bytes.
  static func unpack(_ frame: [UInt8], count: Int) -> [UInt8]? {
    var context: OpaquePointer?
    let code = unsafe LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))
    guard LZ4F_isError(code) == 0, let context = unsafe context else { return nil }
    defer { unsafe _ = LZ4F_freeDecompressionContext(context) }
    var (isWhole, taken) = (false, frame.count)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, got in
      got = count
      // It returns how much more it wants to see: nothing at the end of a frame.
      let rest = unsafe frame.withUnsafeBytes { frame in
        unsafe LZ4F_decompress(
          context, buffer.baseAddress, &got, frame.baseAddress, &taken, nil)
      }
      isWhole = rest == 0
      if !isWhole { got = 0 }
    }
    return isWhole && taken == frame.count && bytes.count == count ? bytes : nil
  }
}

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

  /// The number that a frame begins with, its version and flags (independent blocks, the size of
  /// all that is in it, no sums), as far as they are always the same.
  static let beginning: [UInt8] = [0x04, 0x22, 0x4D, 0x18, 0x68]
  /// Where the first block begins: after the beginning, the largest size of blocks, the size of all
  /// that is in it, and a sum of these.
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

  /// Unpacks a block at the end of `unpacked`, of at most `max` bytes; false where it is none.
  static func unpack(
    _ block: ArraySlice<UInt8>, _ size: BlockSize, into unpacked: inout [UInt8], max: Int
  ) -> Bool {
    guard !size.isPlain else {
      unpacked += block
      return block.count <= max
    }
    let start = unpacked.count
    unpacked.append(contentsOf: repeatElement(0, count: max))
    let count = unsafe block.withUnsafeBytes { block in
      unsafe unpacked.withUnsafeMutableBytes { unpacked in
        unsafe LZ4_decompress_safe(
          block.baseAddress, unpacked.baseAddress?.advanced(by: start), Int32(block.count),
          Int32(clamping: max))
      }
    }
    unpacked.removeSubrange((start + Swift.max(0, Int(count)))...)
    return count >= 0
  }
}

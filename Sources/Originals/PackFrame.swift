internal import CLZ4
internal import Documents
package import Domain

/// Some files of a pack: a list of them, in a frame that other programs skip, and a frame of LZ4
/// that unpacks to what they are in a tar. What many files have in common is in it once, and one
/// file is read without the frames of others.
package struct PackFrame: Equatable, Sendable {
  package struct File: Equatable, Sendable {
    package var name: String
    package var byteCount: Int

    package init(name: String, byteCount: Int) {
      (self.name, self.byteCount) = (name, byteCount)
    }

    var header: TarHeader { TarHeader(name: name, byteCount: byteCount) }
  }

  package var files: [File]
  /// Of the frame of LZ4.
  var frameBytes: Int

  init(files: [File], frameBytes: Int) { (self.files, self.frameBytes) = (files, frameBytes) }

  /// What the frame unpacks to.
  var wholeBytes: Int { files.reduce(0) { $0 + $1.header.wholeBytes } }

  /// What files take up that are best put into one frame, so that one of them is read fast and what
  /// they have in common lies near.
  package static let bestBytes = 1 << 18

  // MARK: The list

  /// One of the sixteen numbers by which LZ4 knows a frame that is not its own. Then comes its
  /// length, as all numbers here the lowest byte first.
  static let listBeginning: [UInt8] = [0x5D, 0x2A, 0x4D, 0x18]
  /// The beginning and the length, in four bytes.
  static let listHeadBytes = 8
  /// What the list begins with: how long the frame after it is. Each file has its length in eight
  /// bytes, that of its name in one, and its name.
  private static let frameLengthBytes = 8

  /// Nil where it would be longer than any may be.
  fileprivate var list: [UInt8]? {
    var list = Self.little(frameBytes, Self.frameLengthBytes)
    for file in files {
      list += Self.little(file.byteCount, 8)
      list.append(UInt8(file.name.utf8.count))
      list += file.name.utf8
    }
    guard list.count <= Self.listMax else { return nil }
    return Self.listBeginning + Self.little(list.count, 4) + list
  }

  /// Of a list. No more files than this has room for are in one frame.
  static let listMax = 1 << 20

  /// The contents of a list without its head; nil where the bytes are not a list.
  init?(list: ArraySlice<UInt8>) {
    var rest = list
    func number(_ count: Int) -> Int? {
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return Self.number(rest.prefix(count))
    }
    guard let frameBytes = number(Self.frameLengthBytes) else { return nil }
    (self.frameBytes, files) = (frameBytes, [])
    while !rest.isEmpty {
      guard let byteCount = number(8), let nameBytes = number(1), rest.count >= nameBytes else {
        return nil
      }
      files.append(
        File(name: String(decoding: rest.prefix(nameBytes), as: UTF8.self), byteCount: byteCount))
      rest = rest.dropFirst(nameBytes)
    }
    if files.isEmpty { return nil }
  }

  private static func little(_ number: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  /// Nil without bytes, and above 2 to the 40th: no file here has as much, and what is added up of
  /// such stays a number.
  static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard !bytes.isEmpty else { return nil }
    let number = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return number <= 1 << 40 ? Int(number) : nil
  }

  // MARK: The frame of LZ4

  /// What a frame of LZ4 begins with.
  static let beginning: [UInt8] = [0x04, 0x22, 0x4D, 0x18]
  /// No frame unpacks to more: the largest file that is read, beside others.
  static let wholeMax = SourceFile.bytesMax + 2 * bestBytes

  /// The parts of a frame as it is here: the size of all that is in it stands after its flags and
  /// the largest size of a block, and there are no sums but of these.
  enum Layout {
    /// The version, that the size is told, and whether blocks are independent of one another.
    static let flags: [UInt8] = [0x48, 0x68]
    static let sizeField = 6..<14
    static let firstBlock = 15
    /// The length of a block stands before it. Nothing follows on one of 0 bytes.
    static let lengthBytes = 4
    /// Marks the length of a block that was not made smaller.
    static let plainMark = 1 << 31
  }

  /// What a whole frame of LZ4 unpacks to, of which nothing is left out; nil where it is anything
  /// else than a frame of `count` bytes.
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

/// Makes frames of files, in memory that it keeps for the next one.
package struct PackFramer {
  private let day: Day
  private var tar: [UInt8] = []
  private var frame: [UInt8] = []

  /// Files are dated `day` in the pack.
  package init(day: Day) { self.day = day }

  /// Memory of a frame of more than this is given back.
  private static let keptMax = 8 * PackFrame.bestBytes

  /// A list of files and their frame. Nil where a tar cannot hold them: the name of one is longer
  /// than 100 bytes, or it has 8 GiB.
  package mutating func frame(
    of files: some Collection<(name: String, bytes: [UInt8])>
  ) -> [UInt8]? {
    defer {
      let isKept = tar.capacity + frame.count <= Self.keptMax
      if isKept { tar.removeAll(keepingCapacity: true) } else { (tar, frame) = ([], []) }
    }
    let zeros = [UInt8](repeating: 0, count: TarHeader.blockBytes)
    for file in files {
      let header = TarHeader(name: file.name, byteCount: file.bytes.count)
      guard header.add(to: &tar, day: day) else { return nil }
      tar += file.bytes
      tar += zeros.prefix(header.paddingBytes)
    }
    guard let count = compress() else { return nil }
    let listed = files.map { PackFrame.File(name: $0.name, byteCount: $0.bytes.count) }
    return PackFrame(files: listed, frameBytes: count).list.map { $0 + frame[..<count] }
  }

  /// Puts what the tar is compressed to into `frame`, and tells how long it is.
  private mutating func compress() -> Int? {
    var preferences = LZ4F_preferences_t()
    preferences.frameInfo.blockSizeID = LZ4F_max256KB
    preferences.frameInfo.contentSize = UInt64(tar.count)
    let room = unsafe LZ4F_compressFrameBound(tar.count, &preferences)
    if frame.count < room { frame = [UInt8](repeating: 0, count: room) }
    let written = unsafe LZ4F_compressFrame(
      &frame, frame.count, tar, tar.count, &preferences)
    return LZ4F_isError(written) == 0 ? written : nil
  }
}

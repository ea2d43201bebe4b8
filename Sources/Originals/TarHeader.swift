import Domain

/// What a tar says of a file before its bytes: a block of 512 bytes (ustar, POSIX.1-1988).
struct TarHeader: Equatable {
  /// At most 100 bytes.
  var name: String
  var byteCount: Int

  /// Of a block. The bytes of a file are followed by zeros up to a whole one.
  static let blockBytes = 512

  /// Zeros after the bytes of a file.
  var paddingBytes: Int { (Self.blockBytes - byteCount % Self.blockBytes) % Self.blockBytes }

  /// What the file takes of a tar, with this block and the zeros.
  var wholeBytes: Int { Self.blockBytes + byteCount + paddingBytes }

  private static let nameField = 0..<100
  private static let sizeField = 124..<136
  private static let sumField = 148..<156

  init(name: String, byteCount: Int) {
    self.name = name
    self.byteCount = byteCount
  }

  /// Nil where the bytes are no such block, or were changed.
  init?(_ block: some Collection<UInt8>) {
    let block = Array(block)
    guard block.count == Self.blockBytes,
      let sum = Self.number(block[Self.sumField]), sum == Self.sum(of: block[...]),
      let byteCount = Self.number(block[Self.sizeField])
    else { return nil }
    name = String(decoding: block[Self.nameField].prefix { $0 != 0 }, as: UTF8.self)
    self.byteCount = byteCount
  }

  /// Adds the block of a plain file that its owner may change and all may read; false, with nothing
  /// added, where the name is too long for it, or the file too large (8 GiB).
  func add(to tar: inout [UInt8], day: Day) -> Bool {
    guard name.utf8.count <= Self.nameField.count, (0..<1 << 33).contains(byteCount) else {
      return false
    }
    let start = tar.count
    tar += Self.noBlock
    func put(_ number: Int, digits: Int, at field: Int) {
      var rest = number
      for place in (start + field..<start + field + digits).reversed() {
        tar[place] = UInt8(ascii: "0") + UInt8(rest & 7)
        rest >>= 3
      }
    }
    func put(_ text: some Sequence<UInt8>, at field: Int) {
      var place = start + field
      for byte in text {
        tar[place] = byte
        place += 1
      }
    }
    put(name.utf8, at: Self.nameField.lowerBound)
    put(byteCount, digits: 11, at: Self.sizeField.lowerBound)
    put(max(0, Int(day.number) * 86_400), digits: 11, at: 136)
    put(Self.sum(of: tar[start...]), digits: 6, at: Self.sumField.lowerBound)
    tar[start + Self.sumField.lowerBound + 7] = UInt8(ascii: " ")
    return true
  }

  /// What is the same of all files.
  private static let noBlock = {
    var block = [UInt8](repeating: 0, count: blockBytes)
    for (field, text) in [(100, "0000644"), (108, "0000000"), (116, "0000000"), (156, "0")] {
      block.replaceSubrange(field..<field + text.utf8.count, with: text.utf8)
    }
    let magic = Array("ustar\u{0}00".utf8)
    block.replaceSubrange(257..<257 + magic.count, with: magic)
    return block
  }()

  /// Of all bytes, those of the sum itself taken as spaces.
  private static func sum(of block: ArraySlice<UInt8>) -> Int {
    var sum: UInt32 = 0
    for byte in block { sum &+= UInt32(byte) }
    for place in sumField {
      sum &+= UInt32(UInt8(ascii: " ")) &- UInt32(block[block.startIndex + place])
    }
    return Int(sum)
  }

  /// Octal digits up to a zero or a space.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    let digits = field.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 << 3 | Int($1 & 7) }
  }
}

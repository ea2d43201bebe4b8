import Domain
import Foundation
import Support
import Testing

@testable import Documents

@Suite("Pack")
struct PackTests {
  private let day = Day(number: 20_000)

  private let files: [(name: String, bytes: [UInt8])] = [
    ("a.xml", Array("<a/>".utf8)), ("empty", []), ("block", Array(repeating: 7, count: 512)),
    // Several blocks of LZ4, of bytes that it can make smaller and of such that it cannot.
    ("large", (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 100) }),
    (String(repeating: "n", count: 100), noise(200_000)),
  ]

  private static func noise(_ count: Int) -> [UInt8] {
    var random = Seeded(7)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  /// Writes a pack of the files.
  private func pack(at path: String) throws {
    let writer = try PackWriter(new: path)
    for file in files { try writer.add(frame(file)) }
    try writer.flush()
  }

  private func frame(_ file: (name: String, bytes: [UInt8])) throws -> [UInt8] {
    try #require(PackFrame.make(file.name, file.bytes, day: day))
  }

  @Test("what was put into a pack is found in it, while it grows and when it is closed")
  func grows() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    do {
      let writer = try PackWriter(new: path)
      for (count, file) in files.enumerated() {
        try writer.add(frame(file))
        try writer.flush()
        let entries = PackIndex(path: path).entries
        #expect(entries.map(\.name) == files.prefix(count + 1).map(\.name))
        for (entry, file) in zip(entries, files) {
          #expect(entry.byteCount == file.bytes.count)
          #expect(try SourceFile(reading: entry, ofPack: path).bytes == file.bytes)
        }
      }
    }
    #expect(PackIndex(path: path).entries.count == files.count)
    #expect(throws: PackWriter.Failure.exists) { try PackWriter(new: path) }
  }

  @Test("files that were not put into the pack yet are there when it is let go of")
  func isLetGo() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    func add() throws {
      let writer = try PackWriter(new: path)
      for file in files.prefix(3) { try writer.add(frame(file)) }
    }
    try add()
    #expect(PackIndex(path: path).entries.map(\.name) == files.prefix(3).map(\.name))
  }

  @Test("a pack that breaks off has the files that are whole")
  func breaksOff() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    try pack(at: path)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let entries = PackIndex(path: path).entries
    let ends = entries.map { $0.offset + $0.frameBytes }
    let nearEnds = ends.flatMap { [$0 - 1, $0, min(whole.count, $0 + 1)] }
    let lengths = stride(from: 0, to: whole.count, by: 997).map(\.self) + nearEnds
    for length in lengths {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      let left = entries.prefix { $0.offset + $0.frameBytes <= length }
      #expect(PackIndex(path: path).entries == Array(left), "\(length) bytes")
    }
    #expect(PackIndex(path: folder.path + "/none").entries.isEmpty)
    try Data("no pack at all".utf8).write(to: URL(fileURLWithPath: path))
    #expect(PackIndex(path: path).entries.isEmpty)
  }

  @Test("whatever byte of a pack is changed, its files are read with as many bytes, or not")
  func changed() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    let writer = try PackWriter(new: path)
    for file in files.prefix(3) { try writer.add(frame(file)) }
    try writer.flush()
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for place in whole.indices {
      for bit in [UInt8(1), 0x80] {
        var other = whole
        other[place] ^= bit
        try other.write(to: URL(fileURLWithPath: path))
        for entry in PackIndex(path: path).entries {
          let read = try? SourceFile(reading: entry, ofPack: path).bytes
          #expect(read.map { $0.count == entry.byteCount } ?? true)
        }
      }
    }
  }

  @Test("a header that says less than nothing, or more than its frame holds, is no file")
  func wrongSize() throws {
    for size in ["-0000000001", "00000000001", "00000001000"] {
      let bytes = [UInt8]("abc".utf8)
      var header = try #require(TarHeader(name: "a", byteCount: 3).block(day: day))
      header.replaceSubrange(124..<135, with: size.utf8)
      let sum = header.enumerated().reduce(0) { sum, byte in
        sum + ((148..<156).contains(byte.offset) ? 0x20 : Int(byte.element))
      }
      header.replaceSubrange(148..<154, with: String(sum, radix: 8).paddedToSix.utf8)
      // A frame of two plain blocks, as LZ4 leaves what it cannot make smaller.
      let data = bytes + [UInt8](repeating: 0, count: 509)
      var frame = try Array(frame(("a", bytes)).prefix(PackFrame.firstBlock))
      for block in [header, data] {
        frame += withUnsafeBytes(of: UInt32(block.count | 1 << 31).littleEndian, Array.init) + block
      }
      frame += [0, 0, 0, 0]
      let folder = try TemporaryFolder()
      let path = folder.path + "/1.tar.lz4"
      try Data(frame).write(to: URL(fileURLWithPath: path))
      for entry in PackIndex(path: path).entries {
        #expect(entry.byteCount >= 0)
        let read = try? SourceFile(reading: entry, ofPack: path).bytes
        #expect(read.map { $0.count == entry.byteCount } ?? true)
      }
      #expect(PackIndex(path: path).entries.isEmpty == size.hasPrefix("-"))
    }
  }

  @Test("a frame whose own beginning was changed is not read, as other programs would not")
  func wrongBeginning() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    let writer = try PackWriter(new: path)
    try writer.add(frame(files[3]))
    try writer.flush()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[8] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    let entry = try #require(PackIndex(path: path).entries.first)
    #expect(throws: SourceFile.Problem.self) { try SourceFile(reading: entry, ofPack: path) }
  }

  @Test(
    "other programs unpack it",
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/lz4"), "no lz4 on this machine"))
  func isUnpackedByOthers() throws {
    let folder = try TemporaryFolder()
    try pack(at: folder.path + "/1.tar.lz4")
    let unpack = Process()
    unpack.executableURL = URL(fileURLWithPath: "/bin/sh")
    unpack.arguments = ["-c", "lz4 -dc 1.tar.lz4 | tar -xf -"]
    unpack.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try unpack.run()
    unpack.waitUntilExit()
    #expect(unpack.terminationStatus == 0)
    for file in files {
      let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + file.name))
      #expect(Array(data) == file.bytes, "\(file.name)")
    }
  }
}

extension String {
  fileprivate var paddedToSix: String { String(repeating: "0", count: 6 - utf8.count) + self }
}

import Documents
import Domain
import Foundation
import Support
import Testing

@testable import Originals

@Suite("Pack")
struct PackTests {
  typealias File = (name: String, bytes: [UInt8])

  private let day = Day(number: 20_000)

  /// What is put into one frame each.
  private let groups: [[File]] = [
    [("a.xml", Array("<a/>".utf8)), ("empty", []), ("block", Array(repeating: 7, count: 512))],
    // Several blocks of LZ4, of bytes that it can make smaller and of such that it cannot.
    [("large", (0..<700_000).map { UInt8(truncatingIfNeeded: $0 / 100) })],
    [(String(repeating: "n", count: 100), noise(300_000)), ("last", [1])],
  ]

  private var files: [File] { groups.flatMap { $0 } }

  private static func noise(_ count: Int) -> [UInt8] {
    var random = Seeded(7)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  /// Writes a pack of the groups.
  private func pack(_ groups: [[File]], at path: String) throws {
    let writer = try PackWriter(new: path)
    for group in groups { try writer.add(frame(group)) }
    try writer.flush()
  }

  private func frame(_ files: [File]) throws -> [UInt8] {
    var framer = PackFramer(day: day)
    let frame = framer.frame(of: files)
    return try #require(frame)
  }

  @Test("what was put into a pack is found in it, while it grows and when it is closed")
  func grows() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    do {
      let writer = try PackWriter(new: path)
      for (count, group) in groups.enumerated() {
        try writer.add(frame(group))
        try writer.flush()
        let files = groups.prefix(count + 1).flatMap { $0 }
        let pack = PackIndex(path: path)
        #expect(pack.entries.map(\.name) == files.map(\.name))
        for (entry, file) in zip(pack.entries, files) {
          #expect(entry.byteCount == file.bytes.count)
          #expect(try pack.file(entry).bytes == file.bytes)
        }
      }
    }
    #expect(PackIndex(path: path).entries.count == files.count)
    #expect(throws: PackWriter.Failure.exists) { try PackWriter(new: path) }
  }

  @Test("files are read in any order, again and again")
  func anyOrder() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    try pack(groups, at: path)
    let pack = PackIndex(path: path)
    for place in [5, 0, 3, 1, 1, 4, 2, 5, 0] {
      #expect(try pack.file(pack.entries[place]).bytes == files[place].bytes)
    }
  }

  @Test("files that were not put into the pack yet are there when it is let go of")
  func isLetGo() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    func add() throws {
      let writer = try PackWriter(new: path)
      try writer.add(frame(groups[0]))
    }
    try add()
    #expect(PackIndex(path: path).entries.map(\.name) == groups[0].map(\.name))
  }

  /// The files of the frames that are whole in so many bytes of a pack.
  private func whole(_ entries: [PackIndex.Entry], in byteCount: Int) -> [PackIndex.Entry] {
    entries.filter { $0.frameStart + $0.frameBytes <= byteCount }
  }

  @Test("a pack that breaks off has the files that are whole")
  func breaksOff() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    try pack(groups, at: path)
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let entries = PackIndex(path: path).entries
    let ends = entries.map { $0.frameStart + $0.frameBytes }
    let nearEnds = ends.flatMap { [$0 - 1, $0, min(data.count, $0 + 1)] }
    let lengths = stride(from: 0, to: data.count, by: 49_999).map(\.self) + nearEnds
    for length in lengths {
      try data.prefix(length).write(to: URL(fileURLWithPath: path))
      #expect(PackIndex(path: path).entries == whole(entries, in: length), "\(length) bytes")
    }
    #expect(PackIndex(path: folder.path + "/none").entries.isEmpty)
    try Data("no pack at all".utf8).write(to: URL(fileURLWithPath: path))
    #expect(PackIndex(path: path).entries.isEmpty)
  }

  @Test("whatever is damaged in a pack, the files of other frames are read")
  func damagedFrames() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    try pack(groups, at: path)
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let entries = PackIndex(path: path).entries
    let starts = [0, entries[2].frameStart + entries[2].frameBytes, entries[3].frameStart + 9, 40]
    for start in starts {
      for bytes in [1, 5000] {
        var damaged = data
        for place in start..<min(data.count, start + bytes) { damaged[place] ^= 0x55 }
        try damaged.write(to: URL(fileURLWithPath: path))
        let pack = PackIndex(path: path)
        let touched = start..<min(data.count, start + bytes)
        for (place, entry) in entries.enumerated() {
          let list = (entries[..<place].last { $0.frameStart < entry.frameStart }).map {
            $0.frameStart + $0.frameBytes
          }
          let own = (list ?? 0)..<entry.frameStart + entry.frameBytes
          guard !own.overlaps(touched) else { continue }
          let found = pack.entries.first { $0.name == entry.name }
          #expect(found == entry, "\(entry.name), damaged from \(start)")
          #expect(try found.map { try pack.file($0).bytes } == files[place].bytes)
        }
      }
    }
  }

  @Test("whatever byte of a pack is changed, its files are read with as many bytes, or not")
  func changed() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    try pack([groups[0], [("b", [1, 2])]], at: path)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for place in whole.indices {
      for bit in [UInt8(1), 0x80] {
        var other = whole
        other[place] ^= bit
        try other.write(to: URL(fileURLWithPath: path))
        let pack = PackIndex(path: path)
        for entry in pack.entries {
          let read = try? pack.file(entry).bytes
          #expect(read.map { $0.count == entry.byteCount } ?? true)
        }
      }
    }
  }

  /// A frame of one file without a list, of plain blocks, as the first packs had them.
  private func single(_ file: File, size: String? = nil) throws -> [UInt8] {
    var header = try #require(
      TarHeader(name: file.name, byteCount: file.bytes.count).block(day: day))
    if let size {
      header.replaceSubrange(124..<135, with: size.utf8)
      let sum = header.enumerated().reduce(0) { sum, byte in
        sum + ((148..<156).contains(byte.offset) ? 0x20 : Int(byte.element))
      }
      header.replaceSubrange(148..<154, with: String(sum, radix: 8).paddedToSix.utf8)
    }
    let padding = (512 - file.bytes.count % 512) % 512
    let blocks = [header, file.bytes, [UInt8](repeating: 0, count: padding)]
    let count = blocks.map(\.count).reduce(0, +)
    var frame: [UInt8] = [0x04, 0x22, 0x4D, 0x18, 0x68, 0x40]
    frame += withUnsafeBytes(of: UInt64(count).littleEndian, Array.init)
    // What a sum of the head is, for the sizes of the tests.
    frame.append(try #require([1024: 0x70, 1536: 0xC6][count]))
    for block in blocks where !block.isEmpty {
      frame += withUnsafeBytes(of: UInt32(block.count | 1 << 31).littleEndian, Array.init) + block
    }
    return frame + [0, 0, 0, 0]
  }

  @Test("files of the first packs, in frames without lists, are read")
  func singles() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    let files: [File] = [("a", [1, 2, 3]), ("b", Array(repeating: 9, count: 600)), ("c", [4])]
    try Data(files.flatMap { try single($0) }).write(to: URL(fileURLWithPath: path))
    let pack = PackIndex(path: path)
    #expect(pack.entries.map(\.name) == ["a", "b", "c"])
    for (entry, file) in zip(pack.entries, files) {
      #expect(try pack.file(entry).bytes == file.bytes)
    }
  }

  @Test("one changed bit of a list hides no file of another frame")
  func changedLists() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    let small: [[File]] = (0..<6).map { [("a\($0)", [1, 2]), ("b\($0)", [UInt8($0)])] }
    try pack(small, at: path)
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let second = try #require(PackIndex(path: path).entries.dropFirst().first)
    let list = second.frameStart + second.frameBytes
    for place in list..<list + 44 {
      for bit in 0..<8 {
        var changed = data
        changed[place] ^= 1 << UInt8(bit)
        try changed.write(to: URL(fileURLWithPath: path))
        let pack = PackIndex(path: path)
        for (group, files) in small.enumerated() {
          for file in files {
            let read = pack.entries.filter { $0.name == file.name }
              .compactMap { try? pack.file($0).bytes }
            let isRight = read.contains(file.bytes) || group == 1 && read.isEmpty
            #expect(isRight, "\(file.name): byte \(place), bit \(bit)")
          }
        }
      }
    }
  }

  @Test("an older pack that was damaged has the files behind the damage")
  func damagedSingles() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    let frames = try ["a", "b", "c"].map { try single(($0, [1, 2, 3])) }
    var bytes = frames.flatMap { $0 }
    bytes[frames[0].count + 17] ^= 0x7F
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(PackIndex(path: path).entries.map(\.name) == ["a", "c"])
  }

  @Test("a list of more than any file is not believed, and its frame is read without it")
  func absurdLists() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    var bytes = try frame([("a", [1, 2, 3])])
    for place in 17..<24 {
      bytes[place] = 0x7F
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let pack = PackIndex(path: path)
      #expect(pack.entries.map(\.name) == ["a"])
      #expect(try pack.entries.map { try pack.file($0).bytes } == [[1, 2, 3]])
    }
  }

  @Test("a header that says less than nothing, or more than its frame holds, is no file")
  func wrongSize() throws {
    for size in ["-0000000001", "00000002000"] {
      let folder = try TemporaryFolder()
      let path = folder.path + "/1.tar.lz4"
      try Data(single(("a", [1, 2, 3]), size: size)).write(to: URL(fileURLWithPath: path))
      #expect(PackIndex(path: path).entries.isEmpty)
    }
  }

  @Test("a list that says other than the tar in its frame gives no file")
  func wrongList() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    for (place, value) in [(16, UInt8(5)), (25, UInt8(ascii: "z")), (16, 0xFF)] {
      var bytes = try frame([("a", [1, 2, 3, 4])])
      bytes[place] = value
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let pack = PackIndex(path: path)
      for entry in pack.entries {
        #expect(throws: SourceFile.Problem.self) { try pack.file(entry) }
      }
    }
  }

  @Test("a frame whose own beginning was changed is not read, as other programs would not")
  func wrongBeginning() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/1.tar.lz4"
    try pack([groups[1]], at: path)
    let start = try #require(PackIndex(path: path).entries.first).frameStart
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[start + 8] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(PackIndex(path: path).entries.isEmpty)
  }

  @Test("a name that no tar holds makes no frame")
  func longName() throws {
    let name = String(repeating: "n", count: 101)
    var framer = PackFramer(day: day)
    let none = framer.frame(of: [("a", [1]), (name, [1])] as [File])
    #expect(none == nil)
    let next = framer.frame(of: [("a", [1])] as [File])
    #expect(try next == frame([("a", [1])]))
  }

  @Test("one maker of frames after another, or one for all: the frames are the same")
  func framers() throws {
    var framer = PackFramer(day: day)
    for group in groups + groups.reversed() {
      let again = framer.frame(of: group)
      #expect(try again == frame(group))
    }
  }

  @Test(
    "other programs unpack it",
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/lz4"), "no lz4 on this machine"))
  func isUnpackedByOthers() throws {
    let folder = try TemporaryFolder()
    try pack(groups, at: folder.path + "/1.tar.lz4")
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

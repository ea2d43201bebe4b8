import Documents
import Domain
import Foundation
import Support
import Testing

@testable import Originals

private let day = Day(number: 20_000)

private let files: [(name: String, bytes: [UInt8])] = [
  ("a.xml", Array("<a/>".utf8)), ("empty", []), ("block", Array(repeating: 7, count: 512)),
  ("large", (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }),
]

/// A tar of the files, as books of before have them.
private func tar() throws -> Data {
  var tar = Data()
  for file in files {
    let header = TarHeader(name: file.name, byteCount: file.bytes.count)
    tar += try #require(header.block(day: day))
    tar += file.bytes
    tar += Data(count: header.paddingBytes)
  }
  return tar
}

@Test("what is in a tar is found in it")
func tarIsRead() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/1.tar"
  try tar().write(to: URL(fileURLWithPath: path))
  let entries = TarIndex(path: path).entries
  #expect(entries.map(\.name) == files.map(\.name))
  for (entry, file) in zip(entries, files) {
    #expect(try SourceFile(reading: entry, ofTar: path).bytes == file.bytes)
  }
}

@Test("a tar that breaks off has the entries that are whole")
func tarBreaksOff() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/1.tar"
  let whole = try tar()
  try whole.write(to: URL(fileURLWithPath: path))
  let entries = TarIndex(path: path).entries
  for length in stride(from: 0, to: whole.count, by: 97) {
    try whole.prefix(length).write(to: URL(fileURLWithPath: path))
    let left = entries.prefix { $0.offset + $0.byteCount <= length }
    #expect(TarIndex(path: path).entries == Array(left), "\(length) bytes")
  }
  #expect(TarIndex(path: folder.path + "/none.tar").entries.isEmpty)
  try Data("no tar at all".utf8).write(to: URL(fileURLWithPath: path))
  #expect(TarIndex(path: path).entries.isEmpty)
}

@Test("the header of a tar is read as it was written, and not where it was changed")
func tarHeader() throws {
  let header = TarHeader(name: String(repeating: "n", count: 100), byteCount: 8_589_934_591)
  let block = try #require(header.block(day: day))
  #expect(TarHeader(block) == header)
  // The sum ends before a space.
  for place in block.indices where place != 155 {
    var changed = block
    changed[place] ^= 1
    #expect(TarHeader(changed) == nil, "byte \(place)")
  }
  #expect(TarHeader(name: String(repeating: "n", count: 101), byteCount: 1).block(day: day) == nil)
  #expect(TarHeader(name: "n", byteCount: 8_589_934_592).block(day: day) == nil)
}

extension TarHeader {
  /// The block by itself.
  func block(day: Day) -> [UInt8]? {
    var block: [UInt8] = []
    return add(to: &block, day: day) ? block : nil
  }
}

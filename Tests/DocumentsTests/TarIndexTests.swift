import Domain
import Foundation
import Support
import Testing

@testable import Documents

private let day = Day(number: 20_000)

private let files: [(name: String, bytes: [UInt8])] = [
  ("a.xml", Array("<a/>".utf8)), ("empty", []), ("block", Array(repeating: 7, count: 512)),
  ("large", (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }),
]

@Test("what was put into a tar is found in it, while it grows and when it is closed")
func tarGrows() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/1.tar"
  let writer = try ArchiveWriter(newTar: path)
  for (count, file) in files.enumerated() {
    try writer.add(file.name, file.bytes, day: day)
    try writer.flush()
    let entries = TarIndex(path: path).entries
    #expect(entries.map(\.name) == files.prefix(count + 1).map(\.name))
    for (entry, file) in zip(entries, files) {
      #expect(try SourceFile(reading: entry, ofTar: path).bytes == file.bytes)
    }
  }
  try writer.finish()
  #expect(TarIndex(path: path).entries.count == files.count)
  #expect(throws: ArchiveWriter.Failure.exists) { try ArchiveWriter(newTar: path) }
}

@Test("a tar that breaks off has the entries that are whole")
func tarBreaksOff() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/1.tar"
  let writer = try ArchiveWriter(newTar: path)
  for file in files { try writer.add(file.name, file.bytes, day: day) }
  try writer.finish()
  let whole = try Data(contentsOf: URL(fileURLWithPath: path))
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

@Test("entries that were not put into the file yet are there when the tar is let go of")
func tarIsLetGo() throws {
  let folder = try TemporaryFolder()
  let path = folder.path + "/1.tar"
  func add() throws {
    let writer = try ArchiveWriter(newTar: path)
    for file in files { try writer.add(file.name, file.bytes, day: day) }
  }
  try add()
  #expect(TarIndex(path: path).entries.map(\.name) == files.map(\.name))
}

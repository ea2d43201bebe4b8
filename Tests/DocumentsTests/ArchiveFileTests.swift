import Domain
import Foundation
import Support
import Testing

@testable import Documents

@Suite("ArchiveFile")
struct ArchiveFileTests {
  /// A ZIP whose entries are stored as they are.
  static func zip(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    StoredZip.bytes(entries)
  }

  private static func csv(_ number: String) -> [UInt8] {
    Array("number,client,date,amount\n\(number),Tern,2026-06-01,5.00\n".utf8)
  }

  private func read(_ bytes: [UInt8]) -> [FileContents] {
    DocumentReader(business: UBL.business).readAll(SourceFile(path: "a.zip", bytes: bytes))
  }

  @Test("each file inside is read for itself, under the archive's name, and names are no paths")
  func entries() {
    let files = read(
      Self.zip([
        ("2026/a.csv", Self.csv("R-1")), ("../../etc/b.csv", Self.csv("R-2")),
        ("notes.txt", [0x41]), (".hidden.csv", Self.csv("R-3")), ("c.xml", Array("<x>".utf8)),
      ]))
    #expect(files.map(\.path) == ["a.zip/2026/a.csv", "a.zip/../../etc/b.csv", "a.zip/c.xml"])
    #expect(files.flatMap(\.records).map(\.invoice.number.text) == ["R-1", "R-2"])
    #expect(files.flatMap(\.faults).map(\.code) == [.xmlMalformed])
    #expect(files.first?.digest == SourceFile.sha256(Self.csv("R-1")))
  }

  @Test("packed entries are unpacked, and archives inside them")
  func packed() throws {
    let text =
      "UEsDBBQAAAAIAAAAwVxpGOx6NwAAAEwAAAAFAAAAYS5jc3bLK81NSi3SSc7JTM0r0UlJLEnVSczNL80r"
      + "4QrSNdQJSS3K0zEyMDLTNQAiQx1TPQMDoIQRdgkAUEsDBBQAAAAIAAAAwVxFJca6BgAAAAQAAAAGAAAA"
      + "aW4uemlwC/BmZgEAUEsBAhQDFAAAAAgAAADBXGkY7Ho3AAAATAAAAAUAAAAAAAAAAAAAAIABAAAAAGEu"
      + "Y3N2UEsBAhQDFAAAAAgAAADBXEUlxroGAAAABAAAAAYAAAAAAAAAAAAAAIABWgAAAGluLnppcFBLBQYA"
      + "AAAAAgACAGcAAACEAAAAAAA="
    let bytes = try #require(Data(base64Encoded: text))
    let files = read(Array(bytes))
    #expect(files.flatMap(\.records).map(\.invoice.number.text) == ["R-1", "R-2"])
    // The archive inside holds no more than its first bytes.
    #expect(files.flatMap(\.faults).map(\.code) == [.fileArchive])
  }

  @Test("what is more than an archive may hold is refused")
  func bounds() {
    let bytes = Self.zip([("a.csv", Self.csv("R-1")), ("b.csv", Self.csv("R-2"))])
    func problem(_ change: (inout ArchiveFile.Bounds) -> Void) -> ArchiveFile.Problem? {
      var bounds = ArchiveFile.Bounds()
      change(&bounds)
      do {
        _ = try ArchiveFile.entries(of: bytes, within: bounds)
        return nil
      } catch {
        return error
      }
    }
    #expect(problem { _ in } == nil)
    #expect(problem { $0.entries = 1 } == .tooManyEntries)
    #expect(problem { $0.entryBytes = 20 } == .tooLarge)
    #expect(problem { $0.bytes = 70 } == .tooLarge)
  }

  @Test("a bomb of a thousand to one stops at the ratio, long before it is unpacked")
  func bomb() throws {
    // Three million zeros in three thousand bytes.
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Samples/Bad/file-archive.zip").path
    let bytes = try SourceFile(reading: path).bytes
    #expect(throws: ArchiveFile.Problem.tooLarge) { try ArchiveFile.entries(of: bytes) }
    var bounds = ArchiveFile.Bounds()
    bounds.ratio = 1000
    #expect(try ArchiveFile.entries(of: bytes, within: bounds).first?.bytes.count == 3_000_000)
  }

  @Test("a cut-off archive is refused, an office file is named as one")
  func broken() {
    let whole = Self.zip([("a.csv", Self.csv("R-1"))])
    for count in [5, 30, 45, 60] {
      let faults = read(Array(whole.prefix(count))).flatMap(\.faults)
      #expect(faults.map(\.code) == [.fileArchive], "\(count) bytes")
    }
    let office = Self.zip([("[Content_Types].xml", Array("<Types/>".utf8)), ("x.xml", [0x41])])
    #expect(read(office).flatMap(\.faults).map(\.code) == [.fileKind])
  }

  @Test("an archive of nothing readable holds nothing")
  func empty() {
    #expect(read(Self.zip([("a.txt", [0x41])])).isEmpty)
    #expect(read(Self.zip([])).isEmpty)
  }
}

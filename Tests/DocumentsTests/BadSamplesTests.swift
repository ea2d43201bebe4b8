import Domain
import Foundation
import Testing

@testable import Documents

/// Each file of `Samples/Bad` is named after the fault code it provokes, small and with hyphens.
@Suite("Samples/Bad")
struct BadSamplesTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Samples/Bad")

  private static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { !$0.hasPrefix(".") && !$0.hasPrefix("doc-conflict") }.sorted()

  @Test("each provokes exactly its code", arguments: names)
  func code(name: String) {
    let contents = DocumentReader(house: UBL.house).read(path: Self.folder.path + "/" + name)[0]
    let codes = Set(contents.faults.map { $0.code.rawValue.lowercased() })
    #expect(codes == [String(name.prefix { $0 != "." })])
  }

  @Test("each code that a file can have has one")
  func complete() {
    let have = Set(Self.names.map { String($0.prefix { $0 != "." }) } + ["doc-conflict"])
    // These need a file that cannot be in a folder of samples, or are about settings.
    let elsewhere: Set<String> = ["file-size", "file-access", "xml-encoding"]
    let missing = Fault.Code.allCases.map { $0.rawValue.lowercased() }
      .filter { !$0.hasPrefix("set-") && !have.contains($0) && !elsewhere.contains($0) }
    #expect(missing == [])
  }
}

import Domain
import Foundation
import Support
import Testing

@testable import Documents

@Suite("SourceFile")
struct SourceFileTests {
  @Test(
    "the digest is SHA-256, as its standard's examples have it",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func digest(text: String, digest: String) {
    #expect(SourceFile.sha256(Array(text.utf8)).description == digest)
    #expect(SourceFile(path: "", bytes: Array(text.utf8)).digest.description == digest)
  }

  @Test("a file is read whole, an empty one too")
  func reads() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    #expect(try SourceFile(reading: try folder.write(bytes, to: "a.bin")).bytes == bytes)
    #expect(try SourceFile(reading: try folder.write("", to: "b")).bytes.isEmpty)
  }

  @Test("a file over the limit is not read, one at the limit is")
  func limit() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("12345", to: "a.csv")
    #expect(try SourceFile(reading: path, limit: 5).bytes.count == 5)
    #expect(throws: SourceFile.Problem.tooLarge(bytes: 5)) {
      try SourceFile(reading: path, limit: 4)
    }
  }

  @Test("what is missing, a folder or closed to us is said to be so")
  func problems() throws {
    let folder = try TemporaryFolder()
    #expect(throws: SourceFile.Problem.missing) {
      try SourceFile(reading: folder.path + "/none.xml")
    }
    #expect(throws: SourceFile.Problem.notAFile) { try SourceFile(reading: folder.path) }
    #expect(throws: SourceFile.Problem.notAFile) { try SourceFile(reading: "/dev/null") }
    let file = try folder.write("x", to: "a.xml")
    #expect(throws: SourceFile.Problem.unreadable("Not a directory")) {
      try SourceFile(reading: file + "/b.xml")
    }
  }
}

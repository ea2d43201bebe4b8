import Domain
import Testing

@Suite("Digest")
struct DigestTests {
  private let text = "0123456789abcdef" + String(repeating: "f0", count: 24)

  @Test("its digits are those it was made of, and of its bytes")
  func digits() throws {
    let digest = try #require(Digest(hex: text.utf8))
    #expect(digest.description == text)
    #expect(digest.withBytes { $0.count } == Digest.byteCount)
    #expect(
      digest.withBytes { Array($0.prefix(9)) } == [
        1, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xF0,
      ])
    #expect(digest.withBytes { Digest($0) } == digest)
    #expect(digest.withBytes { Digest(UnsafeRawBufferPointer(rebasing: $0.dropLast())) } == nil)
    #expect(Digest().description == String(repeating: "0", count: 64))
  }

  @Test(
    "what is not 64 small hexadecimal digits is none",
    arguments: [
      "", "0", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
      String(repeating: "A", count: 64), String(repeating: "g", count: 64),
      String(repeating: "0", count: 63) + " ",
    ])
  func noDigits(text: String) {
    #expect(Digest(hex: text.utf8) == nil)
  }
}

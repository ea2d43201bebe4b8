import Domain
import GRDB
import Support
import Testing

@testable import LedgerStore

@Test("what is sealed is what SQLite's json_array prints, byte for byte")
func sealedText() throws {
  var random = Seeded(12)
  let queue = try DatabaseQueue()
  try queue.write { db in
    let query = try BulkStatement(
      db, "SELECT ?1, ?2, ?3, ?4, ?5, json_array(?1, ?2, ?3, ?4, lower(hex(?5)))")
    for _ in 0..<3_000 {
      query.set(1, Bool.random(using: &random) ? number(&random) : nil)
      query.set(2, text(&random))
      query.set(3, Bool.random(using: &random) ? text(&random) : nil)
      query.set(4, text(&random).utf8.span)
      query.set(5, Digest { $0.storeBytes(of: number(&random), as: Int64.self) })
      try query.each { row in
        var text = SealedText()
        try text.array(row, 0..<5)
        #expect(String(decoding: text.bytes, as: UTF8.self) == row.text(5))
      }
    }
  }
}

@Test("numbers and texts that are no columns are printed as columns are")
func sealedValues() {
  var text = SealedText()
  text.array {
    $0.add(Int64.min)
    $0.add("a \"b\" \\ \u{1} é\n")
    $0.add(nil as String?)
  }
  text.array { _ in }
  #expect(
    String(decoding: text.bytes, as: UTF8.self)
      == "[-9223372036854775808,\"a \\\"b\\\" \\\\ \\u0001 é\\n\",null][]")
}

private func number(_ random: inout Seeded) -> Int64 {
  [0, -1, .max, .min, Int64.random(in: -99_999...99_999, using: &random)]
    .randomElement(using: &random) ?? 0
}

/// Of all kinds of characters, those that are escaped more often than they are found.
private func text(_ random: inout Seeded) -> String {
  var text = ""
  for _ in 0..<Int.random(in: 0...12, using: &random) {
    let scalar: UInt32 =
      switch Int.random(in: 0..<5, using: &random) {
      case 0: .random(in: 0..<0x20, using: &random)
      case 1: [0x22, 0x5C, 0x2F, 0x27, 0x7F].randomElement(using: &random) ?? 0
      case 2: .random(in: 0x80..<0xD800, using: &random)
      case 3: .random(in: 0xE000...0x10FFFF, using: &random)
      default: .random(in: 0x20..<0x7F, using: &random)
      }
    Unicode.Scalar(scalar).map { text.unicodeScalars.append($0) }
  }
  return text
}

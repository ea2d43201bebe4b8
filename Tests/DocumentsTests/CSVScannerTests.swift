import Support
import Testing

@testable import Documents

@Suite("CSVScanner")
struct CSVScannerTests {
  private func rows(_ text: String, _ separator: Character = ",") -> [[String]] {
    var scanner = CSVScanner(Array(text.utf8), separator: separator.asciiValue ?? 0x2C)
    var fields: [CSVScanner.Field] = []
    var rows: [[String]] = []
    while scanner.next(into: &fields) != nil { rows.append(fields.map(scanner.text)) }
    return rows
  }

  @Test(
    "rows and fields are cut where RFC 4180 cuts them",
    arguments: [
      ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]), ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
      ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]), ("a,,b", [["a", "", "b"]]),
      ("a,b,", [["a", "b", ""]]),
      (",", [["", ""]]), ("\"a,b\",c", [["a,b", "c"]]), ("\"a\"\"b\",c", [["a\"b", "c"]]),
      ("\"\"", [[""]]), ("\"\"\"\"", [["\""]]), ("\"\"\"\"\"\"", [["\"\""]]),
      ("\"a\nb\",c\nd", [["a\nb", "c"], ["d"]]), ("\"a\r\nb\"\r\nc", [["a\r\nb"], ["c"]]),
      ("\n\n a \n\n", [["a"]]), ("", []), ("\r\n\n", []), ("\"a\"x,b", [["a", "b"]]),
      ("a \"q\" b,c", [["a \"q\" b", "c"]]), ("ü,日本", [["ü", "日本"]]),
    ] as [(String, [[String]])])
  func cutting(text: String, expected: [[String]]) {
    #expect(rows(text) == expected)
  }

  @Test("any one-byte separator works", arguments: [",", ";", "\t", "|"] as [Character])
  func separators(separator: Character) {
    let text = "a\(separator)\"b\(separator)c\"\n"
    #expect(rows(text, separator) == [["a", "b\(separator)c"]])
  }

  @Test("a row's line is the one on which it begins")
  func lines() {
    var scanner = CSVScanner(Array("a\n\n\"b\nc\",d\r\ne".utf8), separator: 0x2C)
    var fields: [CSVScanner.Field] = []
    var lines: [Int] = []
    while let line = scanner.next(into: &fields) { lines.append(line) }
    #expect(lines == [1, 3, 5])
  }

  @Test("a quote that is never closed ends the scan, and the line it was opened in is told")
  func openQuote() {
    var scanner = CSVScanner(Array("a,b\nc,\"d\ne,f\n".utf8), separator: 0x2C)
    var fields: [CSVScanner.Field] = []
    #expect(scanner.next(into: &fields) == 1)
    #expect(scanner.openQuoteLine == nil)
    #expect(scanner.next(into: &fields) == nil)
    #expect(scanner.openQuoteLine == 2)
  }

  @Test("what is quoted by the rules reads back as it was", arguments: [71, 72, 73] as [UInt64])
  func roundTrip(seed: UInt64) {
    var random = Seeded(seed)
    let pieces = ["a", "ü", "\"", ",", "\n", "\r\n", ";", "x y", "7"]
    for _ in 0..<300 {
      let table = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<Int.random(in: 2...5, using: &random)).map { _ in
          // White space at the ends is no part of a field, so a letter stands there.
          "<"
            + (0..<Int.random(in: 0...4, using: &random)).map { _ in
              pieces.randomElement(using: &random) ?? ""
            }.joined() + ">"
        }
      }
      let text = table.map { row in
        row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
      }.joined(separator: Bool.random(using: &random) ? "\n" : "\r\n")
      #expect(rows(text) == table, "seed \(seed)")
    }
  }
}

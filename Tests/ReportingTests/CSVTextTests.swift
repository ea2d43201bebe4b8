import Reporting
import Testing

@Suite("CSVText")
struct CSVTextTests {
  @Test(
    "a field is quoted where RFC 4180 wants it, and nowhere else",
    arguments: [
      (["a", "b"], "a,b\n"), (["a,b"], "\"a,b\"\n"), (["a\"b"], "\"a\"\"b\"\n"),
      (["a\nb"], "\"a\nb\"\n"), (["a\r\nb"], "\"a\r\nb\"\n"), (["", ""], ",\n"), ([" a "], " a \n"),
      (["=1+1"], "=1+1\n"), (["\""], "\"\"\"\"\n"), (["a;b"], "a;b\n"),
    ])
  func quoting(fields: [String], line: String) {
    #expect(csvLine(fields) == line)
  }
}

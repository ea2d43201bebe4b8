import Domain
import Testing

@Suite("PrintableText")
struct PrintableTextTests {
  @Test(
    "what could steer a terminal or reorder a line becomes visible",
    arguments: [
      ("\u{1B}[31mred", "\u{FFFD}[31mred"), ("a\u{0}b", "a\u{FFFD}b"), ("a\u{9B}m", "a\u{FFFD}m"),
      ("a\u{7F}", "a\u{FFFD}"), ("\u{202E}gnp.exe", "\u{FFFD}gnp.exe"),
      ("\u{2066}x\u{2069}", "\u{FFFD}x\u{FFFD}"), ("a\u{200B}b", "a\u{FFFD}b"),
      ("\u{FEFF}a", "\u{FFFD}a"), ("a\u{E0041}", "a\u{FFFD}"), ("a\u{061C}b", "a\u{FFFD}b"),
    ])
  func steering(text: String, printable: String) {
    #expect(text.printable == printable)
  }

  @Test("line ends and tabs become a space", arguments: ["\n", "\r", "\t", "\u{2028}", "\u{2029}"])
  func lineEnds(end: String) {
    #expect("a\(end)b".printable == "a b")
  }

  @Test(
    "what people write stays as it is",
    arguments: ["Straße 12", "Süderquell – «x»", "日本", "👩‍🌾", "a  b", "1\u{A0}000", "e\u{301}"])
  func untouched(text: String) {
    #expect(text.printable == text)
  }

  @Test(
    "runs of white space collapse to one space",
    arguments: [
      ("  a \n\t b\u{A0}c ", "a b c"), ("", ""), (" \n", ""), ("a", "a"), ("a b", "a b"),
      ("a  b", "a b"), (" a", "a"),
      ("a ", "a"), ("ä b", "ä b"),
    ])
  func collapsing(text: String, collapsed: String) {
    #expect(text.collapsed == collapsed)
  }
}

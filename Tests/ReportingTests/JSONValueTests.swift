import Reporting
import Testing

@Suite("JSONValue")
struct JSONValueTests {
  @Test(
    "texts are escaped so that neither a parser nor a terminal stumbles",
    arguments: [
      ("a\"b", #""a\"b""#), ("a\\b", #""a\\b""#), ("a\nb\tc\rd", #""a\nb\tc\rd""#),
      ("\u{0}\u{1B}", #""\u0000\u001b""#), ("\u{7F}\u{9B}", #""\u007f\u009b""#),
      ("\u{202E}x", #""\u202ex""#), ("Straße / 日本 👩‍🌾", #""Straße / 日本 👩‍🌾""#), ("", #""""#),
    ])
  func escaping(text: String, json: String) {
    #expect(JSONValue.text(text).document == json + "\n")
  }

  @Test("members keep the order in which they are written")
  func order() {
    let value = JSONValue.object([
      ("z", .integer(-1)), ("a", .array([.bool(true), .null])), ("empty", .object([])),
      ("none", .array([])),
    ])
    #expect(
      value.document == """
        {
          "z": -1,
          "a": [
            true,
            null
          ],
          "empty": {},
          "none": []
        }

        """)
  }
}

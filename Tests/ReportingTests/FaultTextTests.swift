import Domain
import Reporting
import Testing

@Suite("FaultText")
struct FaultTextTests {
  @Test("a fault says place, code, finding, excerpt and remedy")
  func text() {
    let fault = Fault(
      .docCurrency, file: "a/currency.xml", line: 41, "payable is in USD, the document in EUR",
      excerpt: "119.00", remedy: "Ask the sender.")
    #expect(
      fault.text == """
        a/currency.xml:41: DOC-CURRENCY: payable is in USD, the document in EUR
         41 | 119.00
            Ask the sender.

        """)
  }

  @Test("a fault of a whole file names no line, and without an excerpt shows none")
  func wholeFile() {
    let fault = Fault(.fileEmpty, file: "a.xml", "the file is empty", remedy: "Export it again.")
    #expect(fault.text == "a.xml: FILE-EMPTY: the file is empty\n    Export it again.\n")
  }

  @Test("neither a file's name nor an excerpt steers the terminal")
  func steering() {
    let fault = Fault(
      .csvDate, file: "a\u{1B}[2J.csv", line: 2, "m", excerpt: "\u{202E}x", remedy: "r")
    #expect(!fault.text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
  }
}

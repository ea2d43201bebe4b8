import Domain
import Reporting
import Testing

@Suite("UnmatchedReport")
struct UnmatchedReportTests {
  private func line(_ day: Int32, _ text: String = "Invoice R-1") -> BankLine {
    var line = BankLine(
      account: "DE21", booked: Day(number: 20_600 + day),
      amount: Money(minorUnits: 1_234_567_89, currency: .euro))
    line.counterparty = "Northern Causeway Museums Trust and Sons"
    line.references = ["RF18539007547034"]
    line.text = text
    return line
  }

  @Test("long names and texts are cut, so that the table stays within 80 columns")
  func width() {
    let text = UnmatchedReport([line(1, String(repeating: "x", count: 300))]).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(text.contains("1,234,567.89 EUR"))
  }

  @Test("of many lines the largest are shown, and how many are not")
  func many() {
    let lines = (0..<7 as Range<Int32>).map { place in
      var one = line(place)
      one.amount = Money(minorUnits: Int64(100 + place), currency: .euro)
      return one
    }
    let text = UnmatchedReport(lines, listedMax: 5).text
    #expect(text.contains("… and 2 more"))
    #expect(!text.contains(Day(number: 20_600).description))
    #expect(text.contains(Day(number: 20_606).description))
  }

  @Test("the bank's text cannot steer the terminal, and comes whole into the CSV")
  func texts() throws {
    let report = UnmatchedReport([line(1, "pay\u{1B}[2J, \"now\"\nplease")])
    #expect(!report.text.contains("\u{1B}"))
    let csv = try #require(report.rendered(.csv))
    #expect(csv.hasPrefix("booked,amount,currency,counterparty,references,text,line\n"))
    #expect(csv.hasSuffix(",\"pay\u{1B}[2J, \"\"now\"\"\nplease\",\n"))
    #expect(csv.contains(",1234567.89,EUR,"))
  }

  @Test("where all money is matched it says so")
  func nothing() {
    #expect(UnmatchedReport([]).text == "All money that came in is matched.\n")
  }
}

import Domain
import Support
import Testing

@testable import Documents

@Suite("CSVLexis")
struct CSVLexisTests {
  private func order(_ dates: [String]) -> DateOrder? {
    var evidence = DateEvidence()
    for date in dates { evidence.add(Array(date.utf8)[...]) }
    return evidence.order
  }

  private func mark(_ amounts: [String]) -> DecimalMark? {
    var evidence = DecimalEvidence()
    for amount in amounts { evidence.add(Array(amount.utf8)[...]) }
    return evidence.mark
  }

  @Test(
    "all dates of a file together tell day from month",
    arguments: [
      (["13/01/2026", "02/03/2026"], .dayFirst), (["01/13/2026", "02/03/2026"], .monthFirst),
      (["02/03/2026", "01/02/2026"], nil), (["13/01/2026", "01/13/2026"], nil),
      (["10/11/2026"], nil), (["02.03.2026"], .dayFirst),
      (["02.03.2026", "01/02/2026"], .dayFirst),
      (["02-03-2026"], nil), (["2026-03-02"], .dayFirst), (["05/05/2026"], .dayFirst),
      ([], .dayFirst),
      (["31/12/26"], .dayFirst), (["99/99/2026", "02/03/2026"], nil), (["soon", ""], .dayFirst),
    ] as [([String], DateOrder?)])
  func dateOrder(dates: [String], order: DateOrder?) {
    #expect(self.order(dates) == order)
  }

  @Test(
    "a date of three numbers is read in the file's order",
    arguments: [
      ("03/04/2026", "2026-04-03", "2026-03-04"), ("3.4.26", "2026-04-03", "2026-03-04"),
      ("03-04-1999", "1999-04-03", "1999-03-04"), ("03/04/70", "1970-04-03", "1970-03-04"),
      ("03/04/69", "2069-04-03", "2069-03-04"), ("2026-04-03", "2026-04-03", "2026-04-03"),
      ("2026/4/3", "2026-04-03", "2026-04-03"),
    ])
  func dates(text: String, dayFirst: String, monthFirst: String) {
    let parts = DateParts(Array(text.utf8)[...])
    #expect(parts?.day(.dayFirst)?.description == dayFirst)
    #expect(parts?.day(.monthFirst)?.description == monthFirst)
  }

  @Test(
    "what is no date is none in any order",
    arguments: [
      "", "2026", "03/04", "03/04/2026/1", "03/04-2026", "3/4/206", "03/04/20266", "a/b/c", "/3/4",
      "03//2026", "32/01/2026", "00/01/2026", "29/02/2025", "03/04/2026 10:00", " 03/04/2026",
    ])
  func noDates(text: String) {
    let parts = DateParts(Array(text.utf8)[...])
    for order in [DateOrder.dayFirst, .monthFirst] {
      // 32 and 0 are no days in either place.
      #expect(parts?.day(order) == nil)
    }
  }

  @Test(
    "all amounts of a file together tell the decimal mark",
    arguments: [
      (["1.234", "0.50"], .dot), (["1.234", "0,50"], .comma), (["1.234"], nil), (["1,234"], nil),
      (["1.234", "12,5"], .comma), (["1,234.50"], .dot), (["1.234,50"], .comma),
      (["1234.50", "1234,50"], nil), (["1.234.567"], .comma), (["1,234,567"], .dot),
      (["1234"], .dot), ([], .dot), (["0.234"], .dot), (["1234.567"], .dot), (["1234,56"], .comma),
      (["12.3456"], .dot), (["1'234.50"], .dot), (["1 234,50"], .comma), (["-1.234", "5"], nil),
    ] as [([String], DecimalMark?)])
  func decimalMark(amounts: [String], mark: DecimalMark?) {
    #expect(self.mark(amounts) == mark)
  }

  @Test(
    "an amount is read as spreadsheets print it",
    arguments: [
      ("1234.50", "1234.50"), ("1,234.50", "1234.50"), ("(1,234.50)", "-1234.50"), ("-5", "-5"),
      ("5-", "-5"), ("−5.00", "-5.00"), ("+5", "5"), ("1'234.50", "1234.50"),
      ("1’234’567.50", "1234567.50"), ("1 234.50", "1234.50"), ("1\u{A0}234.50", "1234.50"),
      ("1\u{202F}234", "1234"), ("12,34,567.00", "1234567.00"), (".5", "0.5"), ("1,234", "1234"),
      ("1,234,567", "1234567"), ("(5)", "-5"), (" 7 ", "7"),
    ])
  func amounts(text: String, plain: String) throws {
    let value = try #require(ExactDecimal(spreadsheet: Array(text.utf8)[...], .dot))
    #expect(value == (try ExactDecimal(plain)))
    let swapped = String(text.map { $0 == "." ? "," : $0 == "," ? "." : $0 })
    let comma = try #require(ExactDecimal(spreadsheet: Array(swapped.utf8)[...], .comma))
    #expect(comma == value, "with the marks exchanged")
  }

  @Test(
    "a currency's sign or code may stand before or behind an amount",
    arguments: [
      ("$4,250.00", "4250.00", "USD"), ("-$5", "-5", "USD"), ("$-5", "-5", "USD"),
      ("($5.00)", "-5.00", "USD"), ("£ 12", "12", "GBP"), ("5.00 €", "5.00", "EUR"),
      ("EUR 5", "5", "EUR"), ("5.00 EUR", "5.00", "EUR"), ("CHF 1'234.50", "1234.50", "CHF"),
      ("Fr. 5.50", "5.50", "CHF"), ("kr 5.00", "5.00", "SEK"), ("A$5.00", "5.00", "AUD"),
      ("R$ 5.00", "5.00", "BRL"), ("₹1,23,456.00", "123456.00", "INR"),
      ("5.00 zł", "5.00", "PLN"), ("(USD 7)", "-7", "USD"),
    ])
  func signs(text: String, plain: String, code: String) throws {
    let bytes = Array(text.utf8)[...]
    let value = CSVLexis(order: .iso, mark: .dot).decimal(bytes)
    #expect(value == (try ExactDecimal(plain)))
    let sign = try #require(CurrencySign.split(bytes).sign)
    #expect(sign.codes.first == code)
  }

  @Test("words that are no currency make no amount", arguments: ["5 pcs", "abc 5", "EURO 5", "x5"])
  func noSigns(text: String) {
    #expect(CSVLexis(order: .iso, mark: .dot).decimal(Array(text.utf8)[...]) == nil)
  }

  @Test(
    "a mark where no group ends is refused, lest 1234,56 become 123456",
    arguments: [
      "1234,56", "1,5", "12,34", "1,23,4", "1234,567", "1,2345", ",5", "5,", "1,234,56", "1.5,000",
      "1,234'567", "1,,234", "1.2.3", "1 2", "1 23",
    ])
  func misplaced(text: String) {
    #expect(ExactDecimal(spreadsheet: Array(text.utf8)[...], .dot) == nil)
  }

  @Test(
    "what is no amount is none",
    arguments: [
      "", " ", "-", "()", "abc", "12a", "EUR 5", "1e5", "12-34", "--5", "(5", "5)", "-(5)", "$",
      ".",
      "1/2", "5%", "+-5", ")5(",
    ])
  func noAmounts(text: String) {
    for mark in DecimalMark.allCases {
      #expect(ExactDecimal(spreadsheet: Array(text.utf8)[...], mark) == nil)
    }
  }

  @Test(
    "grouped amounts read back as they were, with either mark", arguments: [81, 82] as [UInt64])
  func grouped(seed: UInt64) throws {
    var random = Seeded(seed)
    for _ in 0..<500 {
      let money = Money(
        minorUnits: Int64.random(in: -Money.limit...Money.limit, using: &random), currency: .euro)
      var whole = ""
      for (place, digit) in money.magnitude.plain.dropLast(3).reversed().enumerated() {
        whole = String(digit) + (place > 0 && place % 3 == 0 ? "." : "") + whole
      }
      let text = (money.isNegative ? "-" : "") + whole + "," + money.plain.suffix(2)
      let value = ExactDecimal(spreadsheet: Array(text.utf8)[...], .comma)
      #expect(value.flatMap { Money($0, .euro) } == money, "seed \(seed): \(text)")
      let wrong = ExactDecimal(spreadsheet: Array(text.utf8)[...], .dot)
      #expect(wrong == nil, "seed \(seed): \(text) read with the wrong mark")
    }
  }
}

import Domain
import Testing

@Suite("BasisPoints")
struct BasisPointsTests {
  @Test(
    "a percentage is read to two decimals",
    arguments: [
      ("12.25", 1225), ("7", 700), ("0", 0), ("-0.88", -88), ("3.000", 300), ("10000", 1_000_000),
      ("-10000", -1_000_000),
    ])
  func reads(text: String, value: Int) throws {
    #expect(BasisPoints(percent: try ExactDecimal(text))?.value == value)
  }

  @Test(
    "a finer or an absurd percentage is none",
    arguments: ["12.255", "0.001", "10000.01", "-10000.01", "999999999999999999999999"])
  func refuses(text: String) throws {
    #expect(BasisPoints(percent: try ExactDecimal(text)) == nil)
  }

  @Test(
    "it prints as a percentage with two decimals",
    arguments: [(1225, "12.25"), (700, "7.00"), (5, "0.05"), (-88, "-0.88"), (0, "0.00")])
  func prints(value: Int, text: String) {
    #expect(BasisPoints(value).description == text)
  }

  @Test("rates add and compare by value")
  func arithmetic() {
    #expect(BasisPoints.percent(9) + BasisPoints(12) == BasisPoints(912))
    #expect(BasisPoints(899) < .percent(9))
  }
}

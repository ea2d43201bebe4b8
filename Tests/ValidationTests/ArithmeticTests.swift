import Domain
import Testing

@testable import Validation

@Test(
  "a half is rounded towards plus infinity",
  arguments: [
    ("0.125", "0.13"), ("-0.125", "-0.12"), ("-0.126", "-0.13"), ("1.10", "1.10"), ("-1.5", "-1.5"),
  ])
func rounding(printed: String, expected: String) throws {
  let number = try ExactDecimal(parsing: Array(printed.utf8).span)
  #expect(try number.roundedHalfTowardsPlusInfinity(to: 2) == ExactDecimal(expected))
}

@Test(
  "reading in place accepts what reading a text accepts",
  arguments: ["1", " 1.50\n", "-.5", "+5.", "007.10", "123456789012345678901234"])
func parsing(printed: String) throws {
  let number = try ExactDecimal(parsing: Array(printed.utf8).span)
  #expect(try number == ExactDecimal(printed))
}

@Test("no number is no number", arguments: ["", " ", ".", "1e3", "1,5", "1 2", "--1", "1.2.3"])
func refusing(printed: String) {
  #expect(throws: ExactDecimal.ParseFault.self) {
    try ExactDecimal(parsing: Array(printed.utf8).span)
  }
}

@Test("a sum beyond 128 bits is no sum")
func overflow() {
  let large = ExactDecimal(coefficient: .max, scale: 0)
  #expect(large.adding(ExactDecimal(1)) == nil)
  #expect(ExactDecimal(1).subtracting(ExactDecimal(3)) == ExactDecimal(-2))
}

@Test("a percentage is exact before it is rounded")
func percentage() throws {
  let due = try ExactDecimal("100.50").percentageRoundedHalfTowardsPlusInfinity(ExactDecimal("19"))
  #expect(try due == ExactDecimal("19.10"))
}

@Test("one taken off in binary is compared exactly")
func binary() throws {
  #expect(Survey.compare(100.10 - 1, to: try ExactDecimal("99.10")) < 0)
  #expect(Survey.compare(99.5, to: try ExactDecimal("99.5")) == 0)
  #expect(Survey.compare(3, to: try ExactDecimal("-2")) > 0)
}

@Test("dates are compared with their zones")
func dates() {
  func date(_ text: String) -> XMLDate? { XMLDate(Array(text.utf8)[...]) }
  #expect(date("2024-02-29") != nil)
  #expect(date("2023-02-29") == nil)
  #expect(date("2024-1-1") == nil)
  if let east = date("2024-01-02+14:00"), let west = date("2024-01-01Z") {
    #expect(east > west)
  }
}

import Domain
import Support
import Testing

@Suite("ExactDecimal")
struct ExactDecimalTests {
  @Test(
    "a decimal of XML keeps its digits and its scale",
    arguments: [
      ("0", 0, 0), ("1234.50", 123_450, 2), ("-1234.50", -123_450, 2), ("+7", 7, 0), (".5", 5, 1),
      ("5.", 5, 0), ("-.5", -5, 1), ("  12.3\n", 123, 1), ("007", 7, 0), ("-0.00", 0, 2),
      ("0.000000000000000001", 1, 18),
    ] as [(String, Int128, Int)])
  func reads(text: String, coefficient: Int128, scale: Int) throws {
    let decimal = try ExactDecimal(text)
    #expect(decimal.coefficient == coefficient)
    #expect(decimal.scale == scale)
  }

  @Test(
    "anything else is no number",
    arguments: [
      "", " ", ".", "-", "+", "1e5", "1E5", "1,5", "1,234.50", "--1", "+-1", "1-", "1.2.3", "1 2",
      "1. 2", "- 1", "NaN", "INF", "0x10", "١٢", "12€", "½", "1_000", "\u{A0}1",
    ])
  func refuses(text: String) {
    #expect(throws: ExactDecimal.ParseFault.notANumber) { try ExactDecimal(text) }
  }

  @Test(
    "25 digits, or 19 behind the mark, are too long to be an amount",
    arguments: [
      String(repeating: "9", count: 25), "1" + String(repeating: "0", count: 24),
      "0." + String(repeating: "0", count: 18) + "1", "1." + String(repeating: "0", count: 19),
    ])
  func refusesLength(text: String) {
    #expect(throws: ExactDecimal.ParseFault.tooLong) { try ExactDecimal(text) }
  }

  @Test("24 digits are read, and zeros in front do not count")
  func longest() throws {
    let nines = String(repeating: "9", count: 24)
    #expect(try ExactDecimal(nines).description == nines)
    #expect(try ExactDecimal(String(repeating: "0", count: 60) + "1").coefficient == 1)
  }

  @Test("equal numbers are equal and hash alike, whatever their scale")
  func equality() throws {
    let texts = ["1.5", "1.50", "+01.500", "1.500000000000000000"]
    #expect(Set(try texts.map { try ExactDecimal($0) }).count == 1)
    #expect(try ExactDecimal("1.5") != ExactDecimal("1.51"))
    #expect(try ExactDecimal("0") == ExactDecimal("-0.00"))
  }

  @Test("the largest number can be hashed and compared with the finest")
  func extremes() throws {
    let largest = try ExactDecimal(String(repeating: "9", count: 24))
    let finest = try ExactDecimal("0.000000000000000001")
    #expect(Set([largest, finest, largest]).count == 2)
    #expect(finest < largest)
    #expect(!(largest < finest))
    #expect(largest != finest)
    #expect(ExactDecimal(coefficient: -largest.coefficient, scale: 0) < finest)
  }

  @Test(
    "numbers are ordered by value",
    arguments: [("-1.5", "-1.4"), ("-0.1", "0"), ("0.09", "0.1"), ("9.99", "10"), ("-10", "-9.99")])
  func order(smaller: String, larger: String) throws {
    #expect(try ExactDecimal(smaller) < ExactDecimal(larger))
    #expect(!(try ExactDecimal(larger) < ExactDecimal(smaller)))
  }

  @Test("a coefficient at a coarser scale is rounded half away from zero")
  func rescaling() throws {
    #expect(try ExactDecimal("1.005").coefficient(atScale: 2) == 101)
    #expect(try ExactDecimal("-1.005").coefficient(atScale: 2) == -101)
    #expect(try ExactDecimal("1.5").coefficient(atScale: 3) == 1500)
  }

  @Test("trailing zeros fit any scale")
  func fits() throws {
    #expect(try ExactDecimal("1.500").fits(scale: 1))
    #expect(!(try ExactDecimal("1.501").fits(scale: 2)))
    #expect(try ExactDecimal("12").fits(scale: 0))
  }

  @Test("parse and print are each other's inverse", arguments: [21, 22, 23] as [UInt64])
  func printsAndReads(seed: UInt64) throws {
    var random = Seeded(seed)
    for _ in 0..<500 {
      let bound = Int128(10) << Int128(Int.random(in: 0...70, using: &random))
      let decimal = ExactDecimal(
        coefficient: Int128.random(in: -bound...bound, using: &random),
        scale: Int.random(in: 0...18, using: &random))
      let again = try ExactDecimal(decimal.description)
      #expect(again.coefficient == decimal.coefficient, "seed \(seed): \(decimal)")
      #expect(again.scale == decimal.scale)
    }
  }

  @Test("is written digit by digit as long division gives it, at every length and scale")
  func writes() {
    var coefficients: [Int128] = [0, Int128(UInt64.max), Int128(UInt64.max) + 1, Int128(Int64.min)]
    for digits in 0..<24 {
      let power = (0..<digits).reduce(Int128(1)) { power, _ in power * 10 }
      coefficients += [power, power - 1, -power, 7 * power + 3]
    }
    for coefficient in coefficients {
      for scale in 0...ExactDecimal.scaleMax {
        let power = (0..<scale).reduce(Int128.Magnitude(1)) { power, _ in power * 10 }
        let (whole, rest) = coefficient.magnitude.quotientAndRemainder(dividingBy: power)
        let fraction = String(String(power + rest).dropFirst())
        let expected = "\(coefficient < 0 ? "-" : "")\(whole)\(scale > 0 ? "." : "")\(fraction)"
        #expect(ExactDecimal.text(coefficient, scale: scale) == expected)
      }
    }
  }
}

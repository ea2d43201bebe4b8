import Domain
import Support
import Testing

private func euros(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: .euro) }

@Suite("Money")
struct MoneyTests {
  @Test(
    "a quotient is rounded as its name says, on both sides of zero",
    arguments: [
      (25, [3, 2, 2, 3]), (-25, [-3, -2, -2, -3]), (35, [4, 4, 3, 4]), (-35, [-4, -4, -3, -4]),
      (24, [2, 2, 2, 3]), (26, [3, 3, 2, 3]), (-24, [-2, -2, -2, -3]), (-26, [-3, -3, -2, -3]),
      (30, [3, 3, 3, 3]), (0, [0, 0, 0, 0]), (1, [0, 0, 0, 1]), (-1, [0, 0, 0, -1]),
      (5, [1, 0, 0, 1]), (-5, [-1, 0, 0, -1]),
    ] as [(Int, [Int])])
  func rounding(tenths: Int, expected: [Int]) {
    let modes: [Rounding] = [.halfAwayFromZero, .halfToEven, .towardsZero, .awayFromZero]
    #expect(modes.map { tenths.divided(by: 10, $0) } == expected)
    #expect(modes.count == Rounding.allCases.count)
  }

  @Test("a half of an odd divisor is no half", arguments: [(4, 1), (5, 2), (-4, -1), (-5, -2)])
  func oddDivisor(value: Int, nearest: Int) {
    #expect(value.divided(by: 3, .halfAwayFromZero) == nearest)
    #expect(value.divided(by: 3, .halfToEven) == nearest)
  }

  @Test("the smallest whole number can be rounded too")
  func extremes() {
    #expect(Int64.min.divided(by: 1, .halfAwayFromZero) == .min)
    #expect(Int64.min.divided(by: 2, .halfToEven) == .min / 2)
    #expect(Int64.max.divided(by: .max, .awayFromZero) == 1)
  }

  @Test(
    "simple interest counts actual days over 365",
    arguments: [
      (100_000_00, 850, 35, 815_07), (10_800_00, 700, 57, 118_06), (10_800_00, 700, 87, 180_20),
      (1_000_00, 900, 0, 0), (1_000_00, 900, 1, 25), (1_000_00, 900, 30, 7_40),
      (1_000_00, 900, 365, 90_00), (-1_000_00, 900, 30, -7_40), (1_000_00, 0, 400, 0),
    ] as [(Int64, Int, Int, Int64)])
  func interest(cents: Int64, rate: Int, days: Int, expected: Int64) {
    let interest = euros(cents).interest(BasisPoints(rate), days: days, .halfAwayFromZero)
    #expect(interest == euros(expected))
  }

  @Test("a share is rounded in the named direction")
  func share() {
    #expect(euros(1_25).share(.percent(10), .halfAwayFromZero) == euros(13))
    #expect(euros(1_25).share(.percent(10), .halfToEven) == euros(12))
    #expect(euros(1_29).share(.percent(10), .towardsZero) == euros(12))
    #expect(euros(1_21).share(.percent(10), .awayFromZero) == euros(13))
    #expect(euros(-1_25).share(.percent(10), .halfAwayFromZero) == euros(-13))
  }

  @Test(
    "conversion keeps the decimals of both currencies apart",
    arguments: [
      ("GBP", 100_00, "1.17", "EUR", 117_00), ("JPY", 10_000, "0.0061", "EUR", 61_00),
      ("EUR", 61_00, "163.93", "JPY", 10_000), ("KWD", 1_000, "3.05", "EUR", 3_05),
      ("EUR", 1_00, "0.3278", "KWD", 328), ("EUR", -3, "0.5", "GBP", -2),
      ("EUR", 3, "0.5", "GBP", 2),
    ] as [(String, Int64, String, String, Int64)])
  func conversion(from: String, units: Int64, rate: String, to: String, expected: Int64) throws {
    let source = try #require(Currency(code: from))
    let target = try #require(Currency(code: to))
    let money = Money(minorUnits: units, currency: source)
    let rate = try ExactDecimal(rate)
    #expect(money.converted(to: target, rate: rate).minorUnits == expected)
    #expect(money.converted(to: target, rate: rate).currency == target)
  }

  @Test(
    "a printed amount finer than its currency is booked half away from zero",
    arguments: [
      ("1.005", "EUR", 1_01), ("-1.005", "EUR", -1_01), ("1.0049", "EUR", 1_00), ("0.5", "JPY", 1),
      ("12.3456", "KWD", 12_346), ("12", "CLF", 120_000), ("1234.5", "EUR", 1_234_50),
    ] as [(String, String, Int64)])
  func printed(text: String, code: String, units: Int64) throws {
    let currency = try #require(Currency(code: code))
    #expect(Money(try ExactDecimal(text), currency)?.minorUnits == units)
  }

  @Test("an amount beyond the limit of a document is none")
  func limit() throws {
    let most = try ExactDecimal("90000000000.00")
    #expect(Money(most, .euro)?.minorUnits == Money.limit)
    #expect(Money(try ExactDecimal("90000000000.01"), .euro) == nil)
    #expect(Money(try ExactDecimal("-90000000000.01"), .euro) == nil)
    #expect(Money(try ExactDecimal("999999999999999999999999"), .euro) == nil)
  }

  @Test("a million of the largest amounts can be added")
  func sumOfLargest() {
    #expect(
      euros(Money.limit).minorUnits.multipliedReportingOverflow(by: 1_000_000).overflow == false)
  }

  @Test("a checked sum is nil where it overflows or mixes currencies")
  func checkedSum() {
    let most = euros(.max)
    #expect(most.adding(checked: euros(1)) == nil)
    #expect(most.adding(checked: euros(0)) == most)
    #expect(euros(1).adding(checked: Money(minorUnits: 1, currency: .pound)) == nil)
    #expect(euros(1).adding(checked: euros(2)) == euros(3))
  }

  @Test("adding mixed currencies traps")
  func mixedSum() async {
    await #expect(processExitsWith: .failure) {
      _ = Money(minorUnits: 1, currency: .euro) + Money(minorUnits: 1, currency: .pound)
    }
  }

  @Test("comparing mixed currencies traps")
  func mixedComparison() async {
    await #expect(processExitsWith: .failure) {
      _ = Money(minorUnits: 1, currency: .euro) < Money(minorUnits: 2, currency: .pound)
    }
  }

  @Test("a sum beyond 64 bits traps rather than wraps")
  func overflowingSum() async {
    await #expect(processExitsWith: .failure) {
      let one = Money(minorUnits: CommandLine.arguments.isEmpty ? 2 : 1, currency: .euro)
      _ = Money(minorUnits: .max, currency: .euro) + one
    }
  }

  @Test("a product beyond 64 bits traps rather than wraps")
  func overflowingProduct() async {
    await #expect(processExitsWith: .failure) {
      _ = Money(minorUnits: .max, currency: .euro).scaled(by: 2, over: 1, .towardsZero)
    }
  }

  @Test(
    "machine formats print a plain decimal with a dot",
    arguments: [
      (0, "EUR", "0.00"), (5, "EUR", "0.05"), (-5, "EUR", "-0.05"), (-123_456, "EUR", "-1234.56"),
      (1_234, "JPY", "1234"), (1, "KWD", "0.001"), (12_345, "CLF", "1.2345"),
    ] as [(Int64, String, String)])
  func plain(units: Int64, code: String, text: String) throws {
    let money = Money(minorUnits: units, currency: try #require(Currency(code: code)))
    #expect(money.plain == text)
    #expect(money.description == "\(text) \(code)")
  }

  @Test("what is printed reads back as the same amount", arguments: [11, 12] as [UInt64])
  func printsAndReads(seed: UInt64) throws {
    var random = Seeded(seed)
    for _ in 0..<500 {
      let currency = try #require(Currency.all.randomElement(using: &random))
      let money = Money(
        minorUnits: Int64.random(in: -Money.limit...Money.limit, using: &random),
        currency: currency)
      #expect(Money(try ExactDecimal(money.plain), currency) == money, "seed \(seed): \(money)")
    }
  }

  @Test("splitting loses no cent, whatever the weights", arguments: [1, 2, 3, 4, 5] as [UInt64])
  func splittingKeepsTheSum(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<400 {
      let amount = euros(Int64.random(in: -Money.limit...Money.limit, using: &random))
      let weights = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        Bool.random(using: &random) ? Double.random(in: 0...1, using: &random) : 0
      }
      let parts = amount.split(by: weights)
      #expect(parts.count == weights.count)
      #expect(parts.sum(.euro) == amount, "seed \(seed): \(amount) by \(weights)")
      #expect(parts.allSatisfy { $0.isZero || $0.isNegative == amount.isNegative })
    }
  }

  @Test("a cent left over goes to the largest remainder, the earlier part first")
  func leftOverCents() {
    #expect(euros(100).split(by: [1, 1, 1]).map(\.minorUnits) == [34, 33, 33])
    #expect(euros(10).split(by: [0, 0]).map(\.minorUnits) == [0, 10])
    #expect(euros(-100).split(by: [1, 1, 1]).map(\.minorUnits) == [-34, -33, -33])
    #expect(euros(1).split(by: [1, 2]).map(\.minorUnits) == [0, 1])
  }
}

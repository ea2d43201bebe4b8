import Domain
import Testing

@Suite("ExchangeRates")
struct ExchangeRatesTests {
  private let early = Day(number: 20_000)
  private let late = Day(number: 20_100)
  private let dollars = Money(minorUnits: 100_00, currency: .dollar)

  /// Added in the wrong order on purpose.
  private func rates() throws -> ExchangeRates {
    var rates = ExchangeRates(to: .euro)
    rates.add(.dollar, from: late, rate: try ExactDecimal("0.92"))
    rates.add(.dollar, from: early, rate: try ExactDecimal("0.95"))
    return rates
  }

  @Test(
    "the rate of a day is the last one that began by then",
    arguments: [(0, 95_00), (1, 95_00), (99, 95_00), (100, 92_00), (5000, 92_00)] as [(Int, Int64)])
  func dated(daysAfter: Int, cents: Int64) throws {
    let euros = try rates().convert(dollars, on: early + daysAfter)
    #expect(euros == Money(minorUnits: cents, currency: .euro))
  }

  @Test("before the first rate and for other currencies nothing is known")
  func unknown() throws {
    #expect(try rates().convert(dollars, on: early - 1) == nil)
    #expect(try rates().convert(Money(minorUnits: 1, currency: .yen), on: late) == nil)
  }

  @Test("the house's own currency needs no rate")
  func own() throws {
    let euro = Money(minorUnits: 7, currency: .euro)
    #expect(try rates().convert(euro, on: early - 5000) == euro)
  }
}

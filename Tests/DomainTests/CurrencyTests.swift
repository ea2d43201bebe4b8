import Domain
import Testing

@Suite("Currency")
struct CurrencyTests {
  @Test("every code of the table is known, prints itself and stands once")
  func table() {
    #expect(Currency.all.count == 196)
    #expect(Set(Currency.all.map(\.code)).count == Currency.all.count)
    #expect(Currency.all == Currency.all.sorted { $0.code < $1.code })
    for currency in Currency.all {
      #expect(Currency(code: currency.code) == currency)
      #expect((0...4).contains(currency.decimals), "\(currency)")
    }
  }

  @Test(
    "decimals are those of ISO 4217",
    arguments: [
      ("EUR", 2, 100), ("JPY", 0, 1), ("KRW", 0, 1), ("KWD", 3, 1000), ("BHD", 3, 1000),
      ("CLF", 4, 10_000), ("CLP", 0, 1), ("ISK", 0, 1), ("HUF", 2, 100),
    ] as [(String, Int, Int64)])
  func decimals(code: String, decimals: Int, units: Int64) throws {
    let currency = try #require(Currency(code: code))
    #expect(currency.decimals == decimals)
    #expect(currency.minorUnitsPerUnit == units)
  }

  @Test(
    "what ISO 4217 lacks is no currency",
    arguments: ["", "E", "EU", "EURO", "eur", "Eur", "XYZ", "E R", "€", "ÉUR", "EU\u{0}", "123"])
  func unknown(code: String) {
    #expect(Currency(code: code) == nil)
  }

  @Test("a person types currencies that are paid in, not metals, tests or none")
  func typed() {
    for code in ["XXX", "XTS", "XAU", "XDR", "eur", "XYZ"] {
      #expect(Currency(typed: code) == nil, "\(code)")
    }
    for code in ["EUR", "XAF", "XCD", "XOF", "XPF", "CLF"] {
      #expect(Currency(typed: code) == Currency(code: code), "\(code)")
    }
    #expect(Currency.all.count { !$0.isMoney } == 14)
  }

  @Test("the named currencies are those of the table")
  func named() {
    #expect([Currency.euro, .pound, .dollar, .yen].map(\.code) == ["EUR", "GBP", "USD", "JPY"])
    for currency in [Currency.euro, .pound, .dollar, .yen] {
      #expect(Currency(code: currency.code) == currency)
    }
  }
}

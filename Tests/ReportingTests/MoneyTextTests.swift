import Domain
import Reporting
import Testing

@Suite("MoneyText")
struct MoneyTextTests {
  @Test(
    "amounts for people have group marks and their currency's decimals",
    arguments: [
      (0, "EUR", "0.00"), (999_99, "EUR", "999.99"), (1_000_00, "EUR", "1,000.00"),
      (-1_234_50, "EUR", "-1,234.50"), (-5, "EUR", "-0.05"), (1_234_567, "JPY", "1,234,567"),
      (999, "JPY", "999"), (1_000_000, "KWD", "1,000.000"), (100_000_000, "EUR", "1,000,000.00"),
    ] as [(Int64, String, String)])
  func grouped(units: Int64, code: String, text: String) throws {
    let money = Money(minorUnits: units, currency: try #require(Currency(code: code)))
    #expect(money.grouped == text)
    #expect(money.withCode == "\(text) \(code)")
  }
}

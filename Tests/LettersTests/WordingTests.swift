import Domain
import Letters
import Testing

@Suite("Wording")
struct WordingTests {
  @Test(
    "amounts and dates are in the custom of the language",
    arguments: [
      ("en", "1,234.50 EUR", "5 June 2026", "5 Jun 2026"),
      ("de", "1.234,50 EUR", "5. Juni 2026", "05.06.2026"),
    ])
  func custom(language: String, amount: String, date: String, shortDate: String) throws {
    let wording = try Sample.wording(language)
    #expect(wording.amount(euros(1_234_50)) == amount)
    #expect(wording.date(day("2026-06-05")) == date)
    #expect(wording.shortDate(day("2026-06-05")) == shortDate)
  }

  @Test(
    "figures have the decimals of their currency and marks every three digits",
    arguments: [
      (0, "EUR", "0.00"), (-5, "EUR", "-0.05"), (100_000, "EUR", "1,000.00"),
      (99_999, "EUR", "999.99"), (1_234_567, "JPY", "1,234,567"), (1_234, "KWD", "1.234"),
      (123_456_789_00, "EUR", "123,456,789.00"),
    ] as [(Int64, String, String)])
  func figures(units: Int64, code: String, figure: String) throws {
    let currency = try #require(Currency(code: code))
    let wording = try Sample.wording("en")
    #expect(wording.figure(Money(minorUnits: units, currency: currency)) == figure)
  }

  @Test("what is filled in is not filled in again")
  func noInjection() throws {
    let wording = try Sample.wording("en")
    let text = try wording.text("greeting.company", ["client": "{house} {client}", "house": "x"])
    #expect(text == "Dear {house} {client} team,")
  }

  @Test("every language has the words of every stage and label, and no other keys")
  func complete() throws {
    let stages = ["upcoming", "reminder", "second", "third", "final"]
    let expected = Set(Wording.required + stages.flatMap(Wording.required(for:)))
    for language in ["en", "de"] {
      let file = try Sample.templates().template(named: "wording.\(language).yaml")
      #expect(try Set(Sample.flattened(file.text).keys) == expected, "\(language)")
    }
  }

  @Test("a wording that lacks words is refused, and all that is lacking named")
  func incomplete() {
    let missing = #expect(throws: Wording.Missing.self) {
      try Wording(language: "xx", entries: ["format.months": ["Only"]])
    }
    #expect(missing?.keys.contains("format.months (12 names)") == true)
    #expect(missing?.keys.contains("greeting.person") == true)
  }
}

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
      ("fr", "1\u{202F}234,50 EUR", "5 juin 2026", "05/06/2026"),
      ("nl", "EUR 1.234,50", "5 juni 2026", "05-06-2026"),
      ("es", "1.234,50 EUR", "5 de junio de 2026", "05/06/2026"),
      ("it", "1.234,50 EUR", "5 giugno 2026", "05/06/2026"),
      ("pl", "1\u{A0}234,50 EUR", "5 czerwca 2026 r.", "05.06.2026"),
    ])
  func custom(language: String, amount: String, date: String, shortDate: String) throws {
    let wording = try Sample.wording(language)
    #expect(wording.amount(euros(1_234_50)) == amount)
    #expect(wording.date(day("2026-06-05")) == date)
    #expect(wording.shortDate(day("2026-06-05")) == shortDate)
  }

  @Test("the first of a month is written in the language's way")
  func firstDay() throws {
    #expect(try Sample.wording("fr").date(day("2026-07-01")) == "1er juillet 2026")
    #expect(try Sample.wording("de").date(day("2026-07-01")) == "1. Juli 2026")
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
    #expect(text == "To the accounts team of {house} {client},")
  }

  @Test(
    "every language has the words of every letter and label, and asks for nothing unknown",
    arguments: TemplateFolder.builtInLanguages)
  func complete(language: String) throws {
    let stages = ["upcoming", "reminder", "second", "third", "final", "claim", "call"]
    let letters = stages + Occasion.Kind.allCases.map(\.rawValue)
    let expected = Set(
      Wording.required + letters.flatMap(Wording.required(for:))
        + ["claim.enclosures"] + Wording.occasional + Wording.optional)
    let file = try Sample.templates().template(named: "wording.\(language).yaml")
    let keys = try Set(Sample.flattened(file.text).keys).subtracting(["format.first-day"])
    #expect(keys.symmetricDifference(expected) == [])
    #expect(try Sample.wording(language).unknownFields.map(\.field) == [])
  }

  @Test("every language fills the same names into the same letter")
  func sameFields() throws {
    let english = try Sample.flattened(
      Sample.templates().template(named: "wording.en.yaml").text)
    func fields(_ texts: [String]) -> Set<Substring> {
      Set(texts.flatMap { $0.matches(of: /\{[a-z-]+\}/).map { $0.output } })
    }
    for language in TemplateFolder.builtInLanguages {
      let entries = try Sample.flattened(
        Sample.templates().template(named: "wording.\(language).yaml").text)
      for (key, texts) in english where !key.hasPrefix("format.") && !key.hasPrefix("greeting.") {
        #expect(fields(entries[key] ?? []) == fields(texts), "\(language) \(key)")
      }
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

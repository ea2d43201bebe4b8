import Domain
import Letters
import Testing

@Suite("Letters that are no reminders")
struct OccasionTests {
  @Test("all of them read as they were approved", arguments: TemplateFolder.builtInLanguages)
  func golden(language: String) throws {
    let stationery = try Sample.stationery()
    var all = ""
    for kind in Occasion.Kind.allCases {
      let letter = try stationery.letter(for: Sample.occasion(kind, language: language))
      let text = stationery.plainText(of: letter)
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= LetterText.columns })
      #expect(!text.contains("{"), "a placeholder was left")
      #expect(!text.contains("\n\n\n"))
      #expect(text.contains("+353 21 555 0134"), "every letter says whom to call")
      #expect(!stationery.page(of: letter).contains("{{"))
      all += "=== \(kind.rawValue)\n" + text + "\n"
    }
    #expect(try Golden("occasions.\(language).txt").matches(all))
  }

  @Test("thanks, apologies and answers to a dispute ask for no money")
  func noPayment() throws {
    let wording = try Sample.wording("en")
    for kind in [Occasion.Kind.thanks, .firstThanks, .goodwill, .dispute, .terms, .goodbye] {
      let letter = try Letter(
        Sample.occasion(kind, language: "en"), from: Sample.business, in: wording)
      #expect(letter.payment == nil && letter.table == nil)
    }
  }

  @Test("claims that were assigned are paid to the financier")
  func assignment() throws {
    let letter = try Letter(
      Sample.occasion(.assignment, language: "en"), from: Sample.business, in: Sample.wording("en"))
    #expect(letter.payment?.fields[0].value == "Priel Factoring AG")
    #expect(letter.payment?.code?.payload.contains("DE21900000170041220700") == true)
  }

  @Test("a statement marks what is disputed, and does not ask for it")
  func disputed() throws {
    var occasion = Sample.occasion(.statement, language: "en")
    var other = Sample.line("2026-0140", late: 3, level: 0, 300_00, occasion.day).item
    other.hold = .disputed(since: occasion.day - 2)
    occasion.items.append(other)
    let letter = try Letter(occasion, from: Sample.business, in: Sample.wording("en"))
    #expect(letter.table?.rows.count == 2)
    #expect(letter.table?.extras.map(\.label) == ["2026-0140 is in dispute: not asked for"])
    #expect(letter.table?.extras.map(\.amount) == ["-300.00"])
    #expect(letter.table?.total.amount == "1,234.50 EUR")
    #expect(letter.payment?.fields.first { $0.label == "Amount" }?.value == "1,234.50 EUR")
    #expect(letter.paragraphs.contains { $0.contains("You do not agree with 2026-0140") })
    #expect(letter.payment?.fields.first { $0.label == "Reference" }?.value == "2026-0117")
  }
}

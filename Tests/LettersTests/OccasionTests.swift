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
        Sample.occasion(kind, language: "en"), from: Sample.house, in: wording)
      #expect(letter.payment == nil && letter.table == nil)
    }
  }

  @Test("claims that were assigned are paid to the financier")
  func assignment() throws {
    let letter = try Letter(
      Sample.occasion(.assignment, language: "en"), from: Sample.house, in: Sample.wording("en"))
    #expect(letter.payment?.fields[0].value == "Priel Factoring AG")
    #expect(letter.payment?.code?.payload.contains("DE21900000170041220700") == true)
  }
}

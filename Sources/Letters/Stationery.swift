package import Domain

/// Everything needed to write letters: the house, the layouts and the words of each language, read
/// once for all letters of a run.
package struct Stationery: Sendable {
  private let house: House
  private let text: LetterText
  private let html: LetterHTML
  private let fallback: Wording
  /// By language, as the notices name it.
  private let wordings: [String: Wording]

  /// Reads the layouts and the wording of each language. A language without wording gets the
  /// house's, and where that has none either, English.
  package init(
    house: House, templates: TemplateFolder, languages: Set<String>
  ) throws(TemplateFolder.Failure) {
    self.house = house
    text = try Self.layout("letter.txt.mustache", of: templates) { try LetterText(template: $0) }
    html = try Self.layout("letter.html.mustache", of: templates) { try LetterHTML(template: $0) }
    fallback = try templates.wording(for: [house.language])
    var wordings: [String: Wording] = [:]
    for language in languages {
      wordings[language] = try templates.wording(for: [language, house.language])
    }
    self.wordings = wordings
  }

  /// In the language of the notice, else in the house's.
  package func letter(for notice: Notice) throws(Wording.Missing) -> Letter {
    try Letter(notice, from: house, in: wordings[notice.language] ?? fallback)
  }

  /// In the language of the occasion, else in the house's.
  package func letter(for occasion: Occasion) throws(Wording.Missing) -> Letter {
    try Letter(occasion, from: house, in: wordings[occasion.language] ?? fallback)
  }

  /// What a caller says, a paragraph each.
  package func script(for notice: Notice) throws(Wording.Missing) -> [String] {
    let wording = wordings[notice.language] ?? fallback
    let words = LetterWords(notice: notice, house: house, wording: wording)
    return try wording.texts("\(notice.stage).paragraphs", words.values)
  }

  /// As text of at most `LetterText.columns` columns.
  package func plainText(of letter: Letter) -> String { text.render(letter) }

  /// As HTML.
  package func page(of letter: Letter) -> String { html.render(letter) }

  private static func layout<Layout>(
    _ name: String, of templates: TemplateFolder, compile: (String) throws -> Layout
  ) throws(TemplateFolder.Failure) -> Layout {
    let (text, path) = try templates.template(named: name)
    do {
      return try compile(text)
    } catch {
      throw .malformed(path: path, reason: "\(error)")
    }
  }
}

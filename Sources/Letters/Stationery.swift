package import Domain

/// Everything needed to write letters: the business, the layouts and the words of each language,
/// read once for all letters of a run.
package struct Stationery: Sendable {
  private let business: Business
  private let text: LetterText
  private let html: LetterHTML
  private let fallback: Wording
  /// By language, as the notices name it.
  private let wordings: [String: Wording]

  /// Reads the layouts and the wording of each language. A language without wording gets the
  /// business's, and where that has none either, English.
  package init(
    business: Business, templates: TemplateFolder, languages: Set<String>
  ) throws(TemplateFolder.Failure) {
    self.business = business
    text = try Self.layout("letter.txt.mustache", of: templates) { try LetterText(template: $0) }
    html = try Self.layout("letter.html.mustache", of: templates) { try LetterHTML(template: $0) }
    fallback = try templates.wording(for: [business.language])
    var wordings: [String: Wording] = [:]
    for language in languages {
      wordings[language] = try templates.wording(for: [language, business.language])
    }
    self.wordings = wordings
  }

  /// In the language of the notice, else in the business's.
  package func letter(for notice: Notice) throws(Wording.Missing) -> Letter {
    try Letter(notice, from: business, in: wordings[notice.language] ?? fallback)
  }

  /// In the language of the occasion, else in the business's.
  package func letter(for occasion: Occasion) throws(Wording.Missing) -> Letter {
    try Letter(occasion, from: business, in: wordings[occasion.language] ?? fallback)
  }

  /// What a caller says, a paragraph each.
  package func script(for notice: Notice) throws(Wording.Missing) -> [String] {
    let wording = wordings[notice.language] ?? fallback
    let words = LetterWords(notice: notice, business: business, wording: wording)
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

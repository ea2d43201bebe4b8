import Mustache

/// The layout of letters as plain text of 72 columns.
package struct LetterText: Sendable {
  /// Characters in a line, at most. Only a single word that is longer stands over.
  package static let columns = 72

  private let template: MustacheTemplate

  /// Compiles `letter.txt.mustache`.
  package init(template: String) throws {
    self.template = try MustacheTemplate(string: template)
  }

  package func render(_ letter: Letter) -> String { template.render(PlainFields(letter)) }

  /// Breaks a paragraph at spaces; lines after the first begin with `indent` spaces.
  static func wrapped(
    _ text: String, columns: Int = LetterText.columns, indent: Int = 0
  ) -> String {
    var lines = PlainLines()
    lines.wrap(text, columns: columns, indent: indent)
    return lines.text
  }
}

/// What the plain layout calls the parts of a letter: as in HTML, but wrapped and aligned, and what
/// has several lines is one block of them.
private final class PlainFields: MustacheParent {
  private let letter: Letter
  private let fields: LetterFields

  init(_ letter: Letter) {
    self.letter = letter
    fields = LetterFields(letter)
  }

  func child(named name: String) -> Any? {
    switch name {
    case "subject": LetterField(LetterText.wrapped(letter.subject))
    case "date": LetterField(letter.date)
    case "sender": LetterField(lines: letter.sender)
    case "details": LetterField(lines: letter.senderDetails)
    case "recipient": LetterField(lines: letter.recipient)
    case "greeting": LetterField(letter.greeting)
    case "opening": LetterField(LetterText.wrapped(letter.opening))
    case "paragraphs": paragraphs
    case "sign-off": LetterField(letter.signOff)
    case "signers": LetterField(lines: letter.signers)
    case "table": letter.table.flatMap { LetterField(PlainLines($0).text) }
    case "payment": letter.payment.map { PlainPayment(box: $0) }
    case "enclosures": LetterField(lines: letter.enclosures)
    case "annex-lines": letter.annex.flatMap { LetterField(PlainLines($0).text) }
    default: fields.child(named: name)
    }
  }

  /// With an empty line between them.
  private var paragraphs: LetterField? {
    var lines = PlainLines()
    for (index, paragraph) in letter.paragraphs.enumerated() {
      if index > 0 { lines.endLine(twice: true) }
      lines.wrap(paragraph)
    }
    return LetterField(lines.text)
  }
}

/// The payment box: labels padded to one width, values wrapped beside them.
private struct PlainPayment: MustacheParent {
  let box: Letter.PaymentBox

  func child(named name: String) -> Any? {
    switch name {
    case "title": LetterField(box.title)
    case "fields": fields
    case "note": box.note.flatMap { LetterField($0) }
    default: nil
    }
  }

  private var fields: LetterField? {
    let width = box.fields.map(\.label.width).max() ?? 0
    var lines = PlainLines()
    for (index, field) in box.fields.enumerated() {
      if index > 0 { lines.endLine() }
      lines.pad(2)
      lines.add(field.label, to: width + 2)
      lines.wrap(field.value, columns: LetterText.columns - width - 4, indent: width + 4)
    }
    return LetterField(lines.text)
  }
}

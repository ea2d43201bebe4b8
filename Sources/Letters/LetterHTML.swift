import Mustache

/// The layout of letters as one self-contained HTML page, fit for mail clients and for A4.
package struct LetterHTML: Sendable {
  private let template: MustacheTemplate

  /// Compiles `letter.html.mustache`.
  package init(template: String) throws {
    MustacheContentTypes.register(EscapedHTML(), named: EscapedHTML.name)
    self.template = try MustacheTemplate(
      string: "{{% CONTENT_TYPE:\(EscapedHTML.name)}}\n" + template)
  }

  /// The page, with every text of the letter escaped.
  package func render(_ letter: Letter) -> String {
    template.render(LetterFields(letter))
  }
}

/// What the layouts call the parts of a letter; a class, as the renderer copies what it is given.
final class LetterFields: MustacheParent {
  private let letter: Letter

  init(_ letter: Letter) { self.letter = letter }

  func child(named name: String) -> Any? {
    switch name {
    case "language": letter.language
    case "subject": letter.subject
    case "title": letter.title
    case "date": letter.date
    case "sender": letter.sender
    case "details": letter.senderDetails
    case "recipient": letter.recipient
    case "greeting": letter.greeting
    case "opening": letter.opening
    case "paragraphs": letter.paragraphs
    case "sign-off": letter.signOff
    case "signers": letter.signers
    case "has-table": letter.table != nil
    case "headings":
      Dictionary(
        uniqueKeysWithValues: zip(
          ["invoice", "issued", "due", "days", "open"], letter.table?.headings ?? []))
    case "rows": letter.table.map(rows)
    case "anything-issued": letter.table?.isAnythingIssued
    case "anything-late": letter.table?.isAnythingLate
    case "extras": letter.table?.extras.map { ["label": $0.label, "amount": $0.amount] }
    case "total":
      ["label": letter.table?.total.label ?? "", "amount": letter.table?.total.amount ?? ""]
    case "payment": letter.payment.map { Box(box: $0) }
    case "has-enclosures": !letter.enclosures.isEmpty
    case "enclosures": letter.enclosures
    case "annex": letter.annex.map { Annex(annex: $0) }
    default: nil
    }
  }

  private func rows(_ table: Letter.Table) -> [Row] {
    let (isAnythingIssued, isAnythingLate) = (table.isAnythingIssued, table.isAnythingLate)
    return table.rows.map {
      Row(row: $0, isAnythingIssued: isAnythingIssued, isAnythingLate: isAnythingLate)
    }
  }

  private struct Annex: MustacheParent {
    let annex: Letter.Annex

    func child(named name: String) -> Any? {
      switch name {
      case "title": annex.title
      case "headings": annex.headings
      case "rows": annex.rows.map { ["cells": $0] }
      case "note": annex.note
      default: nil
      }
    }
  }

  private struct Row: MustacheParent {
    let row: Letter.Row
    /// Of the whole table, whether a column is shown.
    let isAnythingIssued, isAnythingLate: Bool

    func child(named name: String) -> Any? {
      switch name {
      case "number": LetterField(row.number)
      case "issued": LetterField(row.issued)
      case "due": LetterField(row.due)
      case "days": LetterField(row.days)
      case "open": LetterField(row.open)
      case "anything-issued": isAnythingIssued
      case "anything-late": isAnythingLate
      default: nil
      }
    }
  }

  private struct Box: MustacheParent {
    let box: Letter.PaymentBox

    func child(named name: String) -> Any? {
      switch name {
      case "title": box.title
      case "fields": box.fields.map { ["label": $0.label, "value": $0.value] }
      case "note": box.note.map { [$0] }
      default: nil
      }
    }
  }
}

/// A text as the renderer likes it best: it need not ask what else the value could be.
struct LetterField: MustacheCustomRenderable {
  let renderText: String
  let isNull = false

  /// Nil without a text, so that a section about it is left out.
  init?(_ text: String) {
    if text.isEmpty { return nil }
    renderText = text
  }

  init?(lines: [String]) { self.init(lines.joined(separator: "\n")) }
}

/// HTML, its texts escaped; most have nothing to escape, which is seen from their bytes.
private struct EscapedHTML: MustacheContentType {
  static let name = "ESCAPED"

  func escapeText(_ text: String) -> String {
    guard text.utf8.contains(where: { Self.entity(of: $0) != nil }) else { return text }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      if let entity = Self.entity(of: byte) {
        escaped.append(contentsOf: entity.utf8)
      } else {
        escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  private static func entity(of byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }
}

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

  package func render(_ letter: Letter) -> String {
    template.render(
      LetterFields(
        letter, isPlain: true, subject: Self.wrapped(letter.subject),
        table: letter.table.map { TextColumns($0).lines } ?? [],
        annex: letter.annex.map { TextColumns($0).lines + ["", Self.wrapped($0.note)] } ?? [],
        paragraphs: letter.paragraphs.map { Self.wrapped($0) },
        opening: Self.wrapped(letter.opening), payment: letter.payment.map(Self.aligned)))
  }

  /// Pads the labels to one width and wraps what does not fit beside them.
  private static func aligned(_ box: Letter.PaymentBox) -> Letter.PaymentBox {
    let width = box.fields.map(\.label.width).max() ?? 0
    let indent = String(repeating: " ", count: width + 4)
    let fields = box.fields.map { field in
      Letter.PaymentBox.Field(
        label: field.label.padded(to: width),
        value: wrapped(field.value, columns: columns - width - 4, indent: indent))
    }
    return Letter.PaymentBox(
      title: box.title, fields: fields, note: box.note, code: nil, codeCaption: "")
  }

  /// Breaks a paragraph at spaces; lines after the first begin with `indent`.
  static func wrapped(
    _ text: String, columns: Int = LetterText.columns, indent: String = ""
  ) -> String {
    var wrapped = ""
    wrapped.reserveCapacity(text.utf8.count + 16)
    var used = 0
    for word in text.split(separator: " ") {
      let width = word.width
      if used == 0 {
        used = width
      } else if used + 1 + width <= columns {
        wrapped.append(" ")
        used += 1 + width
      } else {
        wrapped.append("\n")
        wrapped += indent
        used = width
      }
      wrapped += word
    }
    return wrapped
  }
}

/// A table as lines of text: amounts, days and rates to the right, the rest to the left. Columns
/// without a word in any row are left out.
struct TextColumns {
  private(set) var lines: [String] = []
  private var widths: [Int] = []
  private var isRight: [Bool] = []
  private var gap = 2

  init(_ table: Letter.Table) {
    let shown = (0..<5).filter { column in table.rows.contains { !$0.cells[column].isEmpty } }
    let headings = shown.map { table.headings[$0] }
    let rows = table.rows.map { row in shown.map { row.cells[$0] } }
    let full = lay(headings, rows, right: shown.map { $0 >= 3 })
    lines.append(String(repeating: "-", count: full))
    for sum in table.extras + [table.total] {
      // A currency behind the total stands outside the column, so that digits are in line.
      let behind = sum.amount.reversed().prefix { !$0.isNumber }.count
      let end = min(LetterText.columns, full + behind)
      let room = max(sum.amount.width + 1, end - sum.label.width)
      lines.append(sum.label + sum.amount.padded(toRight: room))
    }
  }

  init(_ annex: Letter.Annex) {
    _ = lay(annex.headings, annex.rows, right: annex.headings.indices.map { $0 >= 3 })
    lines.insert(contentsOf: [annex.title, ""], at: 0)
  }

  /// Adds head, rule and rows; returns the width of them all.
  private mutating func lay(_ headings: [String], _ rows: [[String]], right: [Bool]) -> Int {
    isRight = right
    widths = headings.indices.map { column in
      rows.reduce(headings[column].width) { max($0, $1[column].width) }
    }
    if widths.reduce(0, +) + gap * (widths.count - 1) > LetterText.columns { gap = 1 }
    let others = widths[1...].reduce(0) { $0 + gap + $1 }
    // A number too long for its column gets a line of its own.
    widths[0] = max(headings[0].width, min(widths[0], LetterText.columns - others))
    let full = widths[0] + others
    lines = [line(headings), String(repeating: "-", count: full)] + rows.map(line)
    return full
  }

  private func line(_ cells: [String]) -> String {
    let padded = cells.enumerated().map { column, cell in
      isRight[column] ? cell.padded(toRight: widths[column]) : cell.padded(to: widths[column])
    }
    let space = String(repeating: " ", count: gap)
    guard cells[0].width > widths[0] else { return padded.joined(separator: space) }
    let indent = String(repeating: " ", count: widths[0])
    return cells[0] + "\n" + ([indent] + padded.dropFirst()).joined(separator: space)
  }
}

extension Letter.Table {
  /// Whether any row says how late it is.
  var isAnythingLate: Bool { rows.contains { !$0.days.isEmpty } }
}

extension StringProtocol {
  /// Characters; quickly where all are ASCII, as most are.
  var width: Int {
    utf8.allSatisfy { $0 < 0x80 } ? utf8.count : count
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - self.width))
  }

  fileprivate func padded(toRight width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - self.width)) + self
  }
}

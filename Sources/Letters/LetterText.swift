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
        letter, table: TextColumns(letter.table).lines,
        paragraphs: letter.paragraphs.map { Self.wrapped($0) },
        opening: Self.wrapped(letter.opening), payment: Self.aligned(letter.payment)))
  }

  /// Pads the labels to one width and wraps what does not fit beside them.
  private static func aligned(_ box: Letter.PaymentBox) -> Letter.PaymentBox {
    let width = box.fields.map(\.label.count).max() ?? 0
    let indent = String(repeating: " ", count: width + 4)
    let fields = box.fields.map { field in
      Letter.PaymentBox.Field(
        label: field.label.padded(to: width),
        value: wrapped(field.value, columns: columns - width - 4, indent: indent))
    }
    return Letter.PaymentBox(title: box.title, fields: fields, note: box.note)
  }

  /// Breaks a paragraph at spaces; lines after the first begin with `indent`.
  static func wrapped(
    _ text: String, columns: Int = LetterText.columns, indent: String = ""
  ) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if line.isEmpty {
        line = String(word)
      } else if line.count + 1 + word.count <= columns {
        line += " \(word)"
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    return (lines + [line]).joined(separator: "\n\(indent)")
  }
}

/// The table of a letter as lines of text: amounts and days to the right, the rest to the left.
struct TextColumns {
  let lines: [String]

  init(_ table: Letter.Table) {
    let showsDays = table.isAnythingLate
    let rows = table.rows.map { row in
      [row.number, row.issued, row.due] + (showsDays ? [row.days] : []) + [row.open]
    }
    var headings = table.headings
    if !showsDays { headings.remove(at: 3) }
    let last = headings.count - 1
    var widths = headings.indices.map { column in
      ([headings] + rows).map { $0[column].count }.max() ?? 0
    }
    let sums = table.extras + [table.total]
    let others = widths[1...].reduce(0) { $0 + 2 + $1 }
    // A number too long for its column gets a line of its own.
    widths[0] = max(headings[0].count, min(widths[0], LetterText.columns - others))
    func line(_ cells: [String]) -> String {
      let padded = cells.enumerated().map { column, cell in
        column == last || (showsDays && column == last - 1)
          ? cell.padded(toRight: widths[column]) : cell.padded(to: widths[column])
      }
      let joined = padded.joined(separator: "  ")
      guard cells[0].count > widths[0] else { return joined }
      let indent = String(repeating: " ", count: widths[0])
      return cells[0] + "\n" + ([indent] + padded.dropFirst()).joined(separator: "  ")
    }
    let full = widths[0] + others
    let rule = String(repeating: "-", count: full)
    lines =
      [line(headings), rule] + rows.map(line) + [rule]
      + sums.map { sum in
        // A currency behind the total stands outside the column, so that digits are in line.
        let behind = sum.amount.reversed().prefix { !$0.isNumber }.count
        let end = min(LetterText.columns, full + behind)
        let room = max(sum.amount.count + 1, end - sum.label.count)
        return sum.label + sum.amount.padded(toRight: room)
      }
  }
}

extension Letter.Table {
  /// Whether any row says how late it is.
  var isAnythingLate: Bool { rows.contains { !$0.days.isEmpty } }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  fileprivate func padded(toRight width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}

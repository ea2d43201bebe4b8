/// A table of aligned text for a terminal of 80 columns.
///
/// The first column that is not right-aligned gives way: its texts are cut so that the table fits.
/// Figures are never cut; a table of very large ones is wider than the terminal.
package struct TextTable: Sendable {
  package struct Column: Sendable {
    package var title: String
    package var isRight: Bool

    package static func left(_ title: String) -> Column { Column(title: title, isRight: false) }
    package static func right(_ title: String) -> Column { Column(title: title, isRight: true) }
  }

  package static let widthMax = 80
  private static let gap = 2

  private let columns: [Column]
  private var rows: [Row] = []

  private enum Row {
    case cells([String])
    case rule
  }

  package init(_ columns: [Column]) {
    self.columns = columns
  }

  package var isEmpty: Bool { rows.isEmpty }

  package mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row of \(cells.count) cells")
    rows.append(.cells(cells))
  }

  /// A line between what is above and its totals.
  package mutating func addRule() { rows.append(.rule) }

  /// Lines, each with its end of line; nothing after the last cell.
  package var text: String {
    var widths = columns.map(\.title.count)
    for case .cells(let cells) in rows {
      for (index, cell) in cells.enumerated() { widths[index] = max(widths[index], cell.count) }
    }
    let excess = widths.reduce(0, +) + Self.gap * (columns.count - 1) - Self.widthMax
    if excess > 0, let soft = columns.firstIndex(where: { !$0.isRight }) {
      widths[soft] = max(8, widths[soft] - excess)
    }
    var lines = [line(columns.map(\.title), widths), rule(widths)]
    for row in rows {
      switch row {
      case .cells(let cells): lines.append(line(cells, widths))
      case .rule: lines.append(rule(widths))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func rule(_ widths: [Int]) -> String {
    String(repeating: "-", count: widths.reduce(0, +) + Self.gap * (widths.count - 1))
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let width = widths[index]
      let fitted = cell.count > width ? String(cell.prefix(width - 1)) + "…" : cell
      let space = String(repeating: " ", count: width - fitted.count)
      if index > 0 { line += String(repeating: " ", count: Self.gap) }
      line += columns[index].isRight ? space + fitted : fitted + space
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}

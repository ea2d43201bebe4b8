/// A table of aligned text for a terminal of 80 columns.
///
/// Where it would be wider, the space between columns shrinks first; then the column marked as soft
/// gives way and its texts are cut. Figures are never cut: a table of very large ones is wider.
package struct TextTable: Sendable {
  package struct Column: Sendable {
    package var title: String
    package var isRight = false
    package var isSoft = false

    package static func left(_ title: String) -> Column { Column(title: title) }
    package static func soft(_ title: String) -> Column { Column(title: title, isSoft: true) }
    package static func right(_ title: String) -> Column { Column(title: title, isRight: true) }
  }

  package static let widthMax = 80
  private static let softMin = 12

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
    let soft = columns.firstIndex(where: \.isSoft)
    let natural = widths.reduce(0, +)
    let gaps = columns.count - 1
    let spare = soft.map { max(0, widths[$0] - Self.softMin) } ?? 0
    let gap = natural - spare + 2 * gaps <= Self.widthMax ? 2 : 1
    if let soft {
      widths[soft] -= min(spare, max(0, natural + gap * gaps - Self.widthMax))
    }
    let rule = String(repeating: "-", count: widths.reduce(0, +) + gap * gaps)
    var lines = [line(columns.map(\.title), widths, gap), rule]
    for row in rows {
      switch row {
      case .cells(let cells): lines.append(line(cells, widths, gap))
      case .rule: lines.append(rule)
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int], _ gap: Int) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let width = widths[index]
      let fitted = cell.count > width ? String(cell.prefix(width - 1)) + "…" : cell
      let space = String(repeating: " ", count: width - fitted.count)
      if index > 0 { line += String(repeating: " ", count: gap) }
      line += columns[index].isRight ? space + fitted : fitted + space
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}

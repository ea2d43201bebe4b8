import Letters

/// The tables and the payment box of a letter on its pages.
extension LetterSheet {
  /// A column of a table: its share of the width, and whether figures stand at its right end.
  private struct Column {
    var x: Double
    var width: Double
    var alignment: Typesetter.Alignment
  }

  func table(_ table: Letter.Table) {
    let shown = (0..<5).filter { column in
      table.rows.contains { !Self.cells($0)[column].isEmpty }
    }
    let rows = table.rows.map { row in shown.map { Self.cells(row)[$0] } }
    grid(
      headings: shown.map { table.headings[$0] }, rows: rows, right: shown.map { $0 >= 3 },
      style: Typesetter.Style(size: 9.5), below: 18 * Double(table.extras.count + 1))
    let amountWidth = 130.0
    for sum in table.extras + [table.total] {
      let isTotal = sum == table.total
      let style = isTotal ? Self.bold : Typesetter.Style(size: 9.5)
      let label = type.block(sum.label, style, width: paper.textWidth - amountWidth - 8)
      let amount = type.block(sum.amount, style, width: amountWidth, .right)
      makeRoom(label.height + 8)
      if isTotal, !table.extras.isEmpty {
        let line = y
        draw { [paper] in
          $0.rule(x: paper.left, y: line, width: paper.textWidth, thickness: 0.8, .soft)
        }
        y += 4
      }
      text(label, x: paper.left, y: y)
      text(amount, x: paper.left + paper.textWidth - amountWidth, y: y)
      y += max(label.height, amount.height) + 3
    }
    y += 10
  }

  private static func cells(_ row: Letter.Row) -> [String] {
    [row.number, row.issued, row.due, row.days, row.open]
  }

  func annex(_ annex: Letter.Annex) {
    y += 10
    makeRoom(70)
    paragraph(annex.title, Self.bold, .accent, after: 5)
    grid(
      headings: annex.headings, rows: annex.rows, right: annex.headings.indices.map { $0 >= 3 },
      style: Self.small)
    y += 3
    paragraph(annex.note, Self.small, .soft, after: 0)
  }

  /// Rows under a head that every page repeats. The first column gets what the others leave; the
  /// last row stays with the `below` points that follow it.
  private func grid(
    headings: [String], rows: [[String]], right: [Bool], style: Typesetter.Style,
    below: Double = 0
  ) {
    let head = Typesetter.Style(size: style.size - 0.5, isBold: true)
    let columns = self.columns(headings: headings, rows: rows, right: right, head, style)
    func lay(_ cells: [String], _ style: Typesetter.Style) -> [Typesetter.Block] {
      zip(cells, columns).map { type.block($0, style, width: $1.width, $1.alignment) }
    }
    let top = lay(headings, head)
    let topHeight = top.map(\.height).max() ?? 0
    func drawHead() {
      for (block, column) in zip(top, columns) {
        text(block, x: column.x, y: y + topHeight - block.height, .soft)
      }
      y += topHeight + 3
      rule(0.8)
      y += 4
    }
    for (index, row) in rows.enumerated() {
      let blocks = lay(row, style)
      let height = blocks.map(\.height).max() ?? 0
      let with = (index == 0 ? topHeight + 7 : 0) + (index == rows.count - 1 ? below : 0)
      if makeRoom(height + 6 + with) || index == 0 { drawHead() }
      for (block, column) in zip(blocks, columns) { text(block, x: column.x, y: y) }
      y += height + 3
      rule(0.3)
      y += 3
    }
  }

  private func rule(_ thickness: Double) {
    let line = y
    draw { [paper] in
      $0.rule(x: paper.left, y: line, width: paper.textWidth, thickness: thickness)
    }
  }

  /// As wide as their widest cell; what is left over is shared among all but the last gap.
  private func columns(
    headings: [String], rows: [[String]], right: [Bool], _ head: Typesetter.Style,
    _ style: Typesetter.Style
  ) -> [Column] {
    let gap = 10.0
    var widths = headings.indices.map { column in
      let longest = rows.map { $0[column] }.max { $0.count < $1.count } ?? ""
      return max(
        type.block(headings[column], head, width: 1_000).width,
        // Another of as many signs may be wider: `May` is than `Apr`.
        type.block(longest, style, width: 1_000).width * 1.15) + 2
    }
    let room = paper.textWidth - gap * Double(widths.count - 1)
    let others = widths.dropFirst().reduce(0, +)
    widths[0] = min(widths[0], max(60, room - others))
    let spare = max(0, room - others - widths[0]) / Double(max(1, widths.count - 1))
    var x = paper.left
    return widths.enumerated().map { index, width in
      let wide = index < widths.count - 1 ? width + spare : width
      let column = Column(x: x, width: width, alignment: right[index] ? .right : .left)
      // A right-hand column stands at the right end of its room.
      x += wide + gap
      let shift = index == widths.count - 1 ? paper.left + paper.textWidth - width - column.x : 0
      return Column(x: column.x + shift, width: width, alignment: column.alignment)
    }
  }

  /// How to pay, with the code to scan at its right.
  func box(_ payment: Letter.PaymentBox) {
    let codeSide = payment.code == nil ? 0.0 : 82.0
    let inner = paper.textWidth - 24 - (payment.code == nil ? 0 : codeSide + 26)
    let style = Typesetter.Style(size: 9.5)
    let labels = payment.fields.map { type.block($0.label, style, width: 140) }
    let labelWidth = (labels.map(\.width).max() ?? 0) + 12
    let values = payment.fields.map { type.block($0.value, style, width: inner - labelWidth) }
    let title = type.block(payment.title, Self.bold, width: inner)
    let note = payment.note.map { type.block($0, style, width: inner) }
    let caption = type.block(payment.codeCaption, Self.tiny, width: codeSide + 20, .left)
    let lines = zip(labels, values).map { max($0.height, $1.height) + 2 }
    let codeHeight = payment.code == nil ? 0 : codeSide + 12 + caption.height
    let height =
      max(
        title.height + 6 + lines.reduce(0, +) + (note.map { $0.height + 4 } ?? 0), codeHeight) + 18
    makeRoom(height)
    let top = y
    draw { [paper] in
      $0.fill(x: paper.left, y: top, width: paper.textWidth, height: height, .tint)
      $0.fill(x: paper.left, y: top, width: 2.5, height: height, .accent)
    }
    var line = top + 9
    text(title, x: paper.left + 12, y: line, .accent)
    line += title.height + 6
    for (index, height) in lines.enumerated() {
      text(labels[index], x: paper.left + 12, y: line, .soft)
      text(values[index], x: paper.left + 12 + labelWidth, y: line)
      line += height
    }
    if let note { text(note, x: paper.left + 12, y: line + 4) }
    if let code = payment.code?.modules() {
      let place = paper.left + paper.textWidth - codeSide - 14
      draw {
        $0.fill(x: place - 7, y: top + 7, width: codeSide + 14, height: codeSide + 14, .paper)
        $0.grid(
          x: place, y: top + 14, cells: code.width, side: codeSide, isDark: code.isDark)
      }
      text(caption, x: place - 7, y: top + codeSide + 23, .soft)
    }
    y = top + height + 12
  }
}

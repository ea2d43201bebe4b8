package import Domain

/// Money that came in and is set against no invoice, the largest amount first.
package struct UnmatchedReport: Report {
  private let lines: [BankLine]
  /// The text shows so many of them.
  private let listedMax: Int

  package init(_ lines: [BankLine], listedMax: Int = 40) {
    self.lines = lines.byAmount { $0 }
    self.listedMax = listedMax
  }

  package var text: String {
    guard !lines.isEmpty else { return "All money that came in is matched.\n" }
    var table = TextTable([
      .right("line"), .left("booked"), .right("amount"), .left("from"), .soft("text"),
    ])
    for line in lines.prefix(listedMax) {
      table.add([
        Self.number(of: line), line.booked.description, line.amount.withCode,
        Self.cut(line.counterparty, 20),
        Self.cut((line.references + [line.text]).joined(separator: " "), 20),
      ])
    }
    let more = lines.count - listedMax
    return table.text + (more > 0 ? "… and \(more) more; `match` lists them.\n" : "")
  }

  /// What `match` takes.
  private static func number(of line: BankLine) -> String {
    line.id.map { "\($0.rawValue)" } ?? ""
  }

  private static func cut(_ text: String, _ width: Int) -> String {
    let text = text.collapsed.printable
    return text.count > width ? String(text.prefix(width - 1)) + "…" : text
  }

  package var csv: String? {
    csvLine(["booked", "amount", "currency", "counterparty", "references", "text", "line"])
      + lines.map { line in
        csvLine([
          line.booked.description, line.amount.plain, line.amount.currency.code,
          line.counterparty, line.references.joined(separator: " "), line.text,
          Self.number(of: line),
        ])
      }.joined()
  }
}

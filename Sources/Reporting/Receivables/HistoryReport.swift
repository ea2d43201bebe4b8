package import Domain

/// What happened with an invoice or a client, line by line.
package struct HistoryReport: Report {
  private let lines: [Line]
  private let limitations: LimitationNotes?

  package struct Line: Sendable {
    package var day: Day
    package var what: String
    package var invoice: String
    package var amount: Money?
    package var detail: String

    package init(day: Day, what: String, invoice: String, amount: Money?, detail: String) {
      self.day = day
      self.what = what
      self.invoice = invoice
      self.amount = amount
      self.detail = detail
    }
  }

  /// With `receivables`, it says until when those claims can be enforced.
  package init(_ lines: [Line], of receivables: Receivables? = nil) {
    self.lines = lines
    limitations = receivables.map { LimitationNotes($0, isEvery: true) }
  }

  package var text: String {
    guard !lines.isEmpty else { return "Nothing is on record by that day.\n" }
    var table = TextTable([
      .left("day"), .left("what"), .left("invoice"), .right("amount"), .soft("detail"),
    ])
    for line in lines {
      table.add([
        line.day.description, line.what, line.invoice.printable,
        line.amount.map(\.withCode) ?? "", line.detail.collapsed.printable,
      ])
    }
    return table.text + (limitations?.text ?? "")
  }

  package var data: DataTable? {
    DataTable(
      header: ["day", "what", "invoice", "amount", "currency", "detail"],
      rows: lines.map { line in
        [
          line.day.description, line.what, line.invoice, line.amount?.plain ?? "",
          line.amount?.currency.code ?? "", line.detail,
        ]
      })
  }
}

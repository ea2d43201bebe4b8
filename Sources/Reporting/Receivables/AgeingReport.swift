package import Domain

/// Aged receivables, a table a currency.
package struct AgeingReport: Report {
  let ageing: Ageing
  private let limitations: LimitationNotes?

  /// With `receivables`, claims that are or will soon be barred by time are named below.
  package init(_ ageing: Ageing, of receivables: Receivables? = nil) {
    self.ageing = ageing
    limitations = receivables.map { LimitationNotes($0) }
  }

  package var text: String {
    guard !ageing.rows.isEmpty else { return "Nothing is open on \(ageing.asOf).\n" }
    return ageing.currencies.map(table).joined(separator: "\n") + (limitations?.text ?? "")
  }

  private func table(_ currency: Currency) -> String {
    let buckets = Ageing.Bucket.allCases
    var table = TextTable(
      [.soft("\(currency)")] + buckets.map { .right($0.label) } + [.right("open")])
    for row in ageing.rows where row.currency == currency && row.open.isPositive {
      table.add(
        [row.client.name.printable] + buckets.map { Self.cell(row[$0]) } + [row.open.grouped])
    }
    let total = ageing.total(currency)
    table.addRule()
    table.add(["total"] + total.buckets.map(\.grouped) + [total.buckets.sum(currency).grouped])
    guard total.onAccount.isPositive else { return table.text }
    let owners = ageing.rows.filter { $0.currency == currency && $0.onAccount.isPositive }
      .map { "\($0.client.name.printable) \($0.onAccount.grouped)" }
    let rest = total.buckets.sum(currency) - total.onAccount
    return table.text + wrapped("on account: \(owners.joined(separator: ", "))")
      + "open less what is on account: \(rest.withCode)\n"
  }

  private static func cell(_ money: Money) -> String { money.isZero ? "·" : money.grouped }

  package var data: DataTable? {
    let buckets = ["not_due", "days_1_30", "days_31_60", "days_61_90", "over_90"]
    return DataTable(
      header: ["client_id", "client", "currency"] + buckets + ["open", "on_account", "balance"],
      rows: ageing.rows.map { row in
        [row.client.externalID, row.client.name, row.currency.code]
          + Ageing.Bucket.allCases.map { row[$0].plain }
          + [row.open.plain, row.onAccount.plain, row.balance.plain]
      })
  }
}

/// Text broken into lines of at most so many columns, the later ones indented by two.
package func wrapped(_ text: String, columns: Int = TextTable.widthMax) -> String {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty && line.count + 1 + word.count > columns {
      lines.append(line)
      line = "  " + word
    } else {
      line += (line.isEmpty ? "" : " ") + word
    }
  }
  lines.append(line)
  return lines.map { $0 + "\n" }.joined()
}

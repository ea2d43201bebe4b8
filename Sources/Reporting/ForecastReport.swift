package import Domain
package import Forecasting

/// The cash of the coming months, by currency and in the house's currency.
package struct ForecastReport: Report {
  let flow: CashFlow
  let clients: [ID<Client>: Client]
  let rates: ExchangeRates
  let byWeek: Bool
  let perInvoice: Bool

  package init(
    _ flow: CashFlow, clients: [ID<Client>: Client], rates: ExchangeRates, byWeek: Bool = false,
    perInvoice: Bool = false
  ) {
    self.flow = flow
    self.clients = clients
    self.rates = rates
    self.byWeek = byWeek
    self.perInvoice = perInvoice
  }

  private var rows: [CashFlow.Row] { byWeek ? flow.weeks : flow.months }

  private func name(_ period: CashPeriod) -> String {
    byWeek ? period.first.description : Month(period.first).description
  }

  package var text: String {
    let currencies = Set(rows.map(\.currency)).sorted()
    guard !currencies.isEmpty else { return "Nothing is open and nothing goes out.\n" }
    var text = currencies.map(table).joined(separator: "\n")
    if currencies.count > 1 { text += "\n" + sum(of: currencies) }
    return text
  }

  private func table(_ currency: Currency) -> String {
    let mine = rows.filter { $0.currency == currency }
    var table = TextTable([
      .left(currency.code), .right("falls due"), .right("expected"), .right("low"),
      .right("high"), .right("going out"), .right("balance"),
    ])
    for row in mine {
      table.add([
        name(row.period), row.contractualIn.grouped, row.expectedIn.grouped, row.lowIn.grouped,
        row.highIn.grouped, row.outgoings.grouped, row.balanceExpected.grouped,
      ])
    }
    table.addRule()
    table.add([
      "total", mine.map(\.contractualIn).sum(currency).grouped,
      mine.map(\.expectedIn).sum(currency).grouped, "", "",
      mine.map(\.outgoings).sum(currency).grouped, "",
    ])
    return table.text + "expected " + sparkline(mine.map(\.expectedIn)) + rest(currency)
      + warning(mine)
  }

  /// What the table's expected column leaves out, so that it adds up to what is open.
  private func rest(_ currency: Currency) -> String {
    let mine = flow.invoices.filter { $0.item.open.currency == currency }
    guard !mine.isEmpty, !byWeek else { return "\n" }
    let beyond = mine.map(\.beyond).sum(currency)
    let loss = mine.map(\.expectedLoss).sum(currency)
    return "  later: \(beyond.grouped)  may never come: \(loss.grouped)\n"
  }

  private func warning(_ rows: [CashFlow.Row]) -> String {
    guard let first = rows.first(where: { $0.balanceLow.isNegative }) else { return "" }
    let sure = first.balanceExpected.isNegative ? "is expected to" : "may"
    return "The \(first.currency) balance \(sure) fall below zero in \(name(first.period)).\n"
  }

  private func sparkline(_ amounts: [Money]) -> String {
    let bars = Array("▁▂▃▄▅▆▇█")
    let top = amounts.map(\.minorUnits).max() ?? 0
    guard top > 0 else { return "" }
    return String(
      amounts.map { amount in
        bars[Int((max(0, amount.minorUnits) * Int64(bars.count - 1)).divided(by: top, .halfToEven))]
      })
  }

  private func sum(of currencies: [Currency]) -> String {
    let known = currencies.filter { rates.convert(.zero($0), on: flow.asOf) != nil }
    var table = TextTable([
      .left("all, in \(rates.target)"), .right("expected"), .right("going out"), .right("net"),
      .right("balance"),
    ])
    for period in rows.filter({ $0.currency == currencies[0] }).map(\.period) {
      let mine = rows.filter { $0.period == period && known.contains($0.currency) }
      func total(_ value: (CashFlow.Row) -> Money) -> String {
        mine.compactMap { rates.convert(value($0), on: flow.asOf) }.sum(rates.target).grouped
      }
      table.add([
        name(period), total(\.expectedIn), total(\.outgoings), total(\.net),
        total(\.balanceExpected),
      ])
    }
    let missing = currencies.filter { !known.contains($0) }.map(\.code)
    return table.text
      + (missing.isEmpty
        ? "" : wrapped("not in it, for want of a rate: \(missing.joined(separator: ", "))"))
  }

  package var csv: String? { perInvoice ? invoiceCSV : periodCSV }

  private var periodCSV: String {
    let header = [
      byWeek ? "week" : "month", "currency", "contractual_in", "expected_in", "low_in", "high_in",
      "outgoings", "net", "balance_low", "balance_expected", "balance_high",
    ]
    return csvLine(header)
      + rows.map { row in
        csvLine(
          [name(row.period), row.currency.code]
            + [
              row.contractualIn, row.expectedIn, row.lowIn, row.highIn, row.outgoings, row.net,
              row.balanceLow, row.balanceExpected, row.balanceHigh,
            ].map(\.plain))
      }.joined()
  }

  /// One row an open invoice, as `forecast --per-invoice` prints it.
  package var invoiceCSV: String {
    let months = flow.invoices.first?.months.count ?? 0
    let weeks = flow.invoices.first?.weeks.count ?? 0
    let header =
      ["invoice_id", "client_id", "currency", "open", "due_date", "p10", "p50", "p90"]
      + (0..<months).map { "month_\($0 + 1)" } + ["beyond", "expected_loss"]
      + (0..<weeks).map { "week_\($0 + 1)" }
    let sorted = flow.invoices.map { ($0, clients[$0.item.client]?.externalID ?? "") }
      .sorted { ($0.1, $0.0.item.number) < ($1.1, $1.0.item.number) }
    return csvLine(header)
      + sorted.map { invoice, client in
        csvLine(
          [
            invoice.item.number.text, client, invoice.item.open.currency.code,
            invoice.item.open.plain, invoice.item.due.day.description,
            invoice.dates.p10.description, invoice.dates.p50.description,
            invoice.dates.p90.description,
          ] + invoice.months.map(\.plain) + [invoice.beyond.plain, invoice.expectedLoss.plain]
            + invoice.weeks.map(\.plain))
      }.joined()
  }

  package var json: JSONValue? {
    .object([
      ("as_of", .text(flow.asOf.description)),
      (
        byWeek ? "weeks" : "months",
        .array(
          rows.map { row in
            .object([
              (byWeek ? "week" : "month", .text(name(row.period))),
              ("currency", .text(row.currency.code)),
              ("contractual_in", .text(row.contractualIn.plain)),
              ("expected_in", .text(row.expectedIn.plain)), ("low_in", .text(row.lowIn.plain)),
              ("high_in", .text(row.highIn.plain)), ("outgoings", .text(row.outgoings.plain)),
              ("net", .text(row.net.plain)), ("balance_low", .text(row.balanceLow.plain)),
              ("balance_expected", .text(row.balanceExpected.plain)),
              ("balance_high", .text(row.balanceHigh.plain)),
            ])
          })
      ),
    ])
  }
}

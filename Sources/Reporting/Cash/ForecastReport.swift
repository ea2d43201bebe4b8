package import Domain
package import Forecasting

/// The cash of the coming months, by currency and in the business's currency; usual invoices that
/// are not written yet, and scenarios, beside it.
package struct ForecastReport: Report {
  let flow: CashFlow
  let clients: [ID<Client>: Client]
  let rates: ExchangeRates
  let business: BusinessCash
  let byWeek: Bool
  let perInvoice: Bool
  let retainers: RetainerCash?
  let scenarios: [CashFlow]

  package init(
    _ flow: CashFlow, clients: [ID<Client>: Client], rates: ExchangeRates, byWeek: Bool = false,
    perInvoice: Bool = false, retainers: RetainerCash? = nil, scenarios: [CashFlow] = []
  ) {
    self.flow = flow
    self.clients = clients
    self.rates = rates
    self.byWeek = byWeek
    self.perInvoice = perInvoice
    self.retainers = retainers
    self.scenarios = scenarios
    business = BusinessCash(flow, rates: rates)
  }

  var rows: [CashFlow.Row] { rows(of: flow) }

  func rows(of flow: CashFlow) -> [CashFlow.Row] { byWeek ? flow.weeks : flow.months }

  func name(_ period: CashPeriod) -> String {
    byWeek ? period.first.description : Month(period.first).description
  }

  package var csv: String? {
    guard perInvoice else { return periodCSV }
    var text = ""
    writeInvoices { text += $0 }
    return text
  }

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
  func writeInvoices(to out: (String) -> Void) {
    let months = flow.monthPeriods.count
    let weeks = flow.weekPeriods.count
    let header =
      ["invoice_id", "client_id", "currency", "open", "due_date", "p10", "p50", "p90"]
      + (0..<months).map { "month_\($0 + 1)" } + ["beyond", "expected_loss"]
      + (0..<weeks).map { "week_\($0 + 1)" }
    let keys = flow.invoices.map {
      (client: clients[$0.item.client]?.externalID ?? "", number: $0.item.number)
    }
    let order = keys.indices.sorted {
      (keys[$0].client, keys[$0].number) < (keys[$1].client, keys[$1].number)
    }
    out(csvLine(header))
    for place in order {
      let invoice = flow.invoices[place]
      out(
        csvLine(
          [
            invoice.item.number.text, keys[place].client, invoice.item.open.currency.code,
            invoice.item.open.plain, invoice.item.due.day.description,
            invoice.p10.description, invoice.p50.description, invoice.p90.description,
          ] + invoice.months.map(\.plain) + [invoice.beyond.plain, invoice.expectedLoss.plain]
            + invoice.weeks.map(\.plain)))
    }
  }
}

/// A probability for people: `under 1%`, `37%`, `over 99%`.
func chanceText(_ chance: Double) -> String {
  let percent = (chance * 100).rounded()
  return percent < 1 ? "under 1%" : percent > 99 ? "over 99%" : "\(Int(percent))%"
}

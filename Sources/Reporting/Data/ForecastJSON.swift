import Domain
import Forecasting

/// The forecast for programs.
///
/// `months` (or `weeks`) hold what the CSV does; `business` the same in the business's currency,
/// with the currencies that are `missing` without a rate; `balances` when a balance may fall
/// below zero; `retainers` usual invoices that are not written yet, in no other figure; `scenarios`
/// the rows of each scenario.
extension ForecastReport {
  package var json: JSONValue? {
    .object([
      ("as_of", .text(flow.asOf.description)),
      (byWeek ? "weeks" : "months", json(rows)),
      (
        "house",
        .object([
          ("currency", .text(business.currency.code)),
          (byWeek ? "weeks" : "months", json(byWeek ? business.weeks : business.months)),
          ("missing", .array(business.missing.map { .text($0.code) })),
        ])
      ),
      ("balances", .array(flow.balances.map(Self.json))),
      ("paths", flow.paths.map { .integer($0.count) } ?? .null),
      ("seed", flow.paths.map { .text("\($0.seed)") } ?? .null),
      ("retainers", retainerJSON),
      (
        "scenarios",
        .array(
          scenarios.map { other in
            .object([
              ("scenario", .text(other.scenario.name)),
              (byWeek ? "weeks" : "months", json(rows(of: other))),
              ("balances", .array(other.balances.map(Self.json))),
            ])
          })
      ),
    ])
  }

  private func json(_ rows: [CashFlow.Row]) -> JSONValue {
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
  }

  private static func json(_ balance: CashBalance) -> JSONValue {
    func risk(_ risk: CashBalance.Risk?) -> JSONValue {
      guard let risk else { return .null }
      return .object([
        ("day", .text(risk.day.description)), ("chance", .text(thousandths(risk.chance))),
      ])
    }
    return .object([
      ("currency", .text(balance.currency.code)),
      ("opening", balance.opening.map { .text($0.plain) } ?? .null),
      ("first_low_below_zero", risk(balance.firstLow)), ("worst", risk(balance.worst)),
      (
        "first_expected_below_zero",
        balance.firstExpected.map { .text($0.description) } ?? .null
      ),
      (
        "chance_below_zero_on_any_day",
        balance.chanceOnAnyDay.map { .text(thousandths($0)) } ?? .null
      ),
    ])
  }

  private var retainerJSON: JSONValue {
    guard let retainers else { return .null }
    return .object([
      (
        "retainers",
        .array(
          retainers.retainers.map { retainer in
            .object([
              ("client_id", .text(clients[retainer.client]?.externalID ?? "")),
              ("every", .text(retainer.rhythm.words)), ("in_a_row", .integer(retainer.count)),
              ("next", .text(retainer.next.description)),
              ("currency", .text(retainer.amount.currency.code)),
              ("amount", .text(retainer.amount.plain)),
            ])
          })
      ),
      (
        byWeek ? "weeks" : "months",
        .array(
          (byWeek ? retainers.weeks : retainers.months).map { row in
            .object([
              (byWeek ? "week" : "month", .text(name(row.period))),
              ("currency", .text(row.expectedIn.currency.code)),
              ("expected_in", .text(row.expectedIn.plain)),
            ])
          })
      ),
    ])
  }
}

/// A share between 0 and 1 with three decimals: `0.118`.
func thousandths(_ share: Double) -> String {
  "\(ExactDecimal(coefficient: Int128((share * 1000).rounded()), scale: 3))"
}

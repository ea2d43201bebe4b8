package import Chasing
package import Domain
package import Forecasting
import Mustache

/// The book on one page: no script, nothing loaded from elsewhere, for light and dark screens and
/// for paper.
package struct HTMLReport {
  private let business: Business
  private let receivables: Receivables
  private let plan: ChasePlan
  private let flow: CashFlow
  private let clients: ClientsReport
  private let ageing: Ageing

  package init(
    business: Business, receivables: Receivables, clients: ClientsReport, plan: ChasePlan,
    flow: CashFlow
  ) {
    self.business = business
    self.receivables = receivables
    self.plan = plan
    self.flow = flow
    self.clients = clients
    ageing = Ageing(of: receivables)
  }

  /// The page, from the text of `report.html.mustache`. Throws where that does not compile.
  package func page(template: String) throws -> String {
    try MustacheTemplate(string: template).render(
      [
        "title": business.name.isEmpty ? "The book" : business.name.printable,
        "day": receivables.asOf.description, "sums": sums, "todo": todo,
        "cash": cash, "ageing": ageingTables, "late": late,
      ] as [String: Any])
  }

  private var sums: [[String: String]] {
    receivables.currencies.map { currency in
      let items = receivables.items.filter { $0.open.currency == currency }
      let overdue = items.filter { $0.daysOverdue(on: receivables.asOf) > 0 }
      return [
        "currency": currency.code, "open": items.map(\.open).sum(currency).withCode,
        "overdue": overdue.map(\.open).sum(currency).grouped,
      ]
    }
  }

  /// What a person should do, most pressing first.
  private var todo: [String] {
    let letters = plan.notices.sorted { ($1.level, $0.client.name) < ($0.level, $1.client.name) }
      .map { notice in
        "\(notice.stage.capitalizedFirst) to \(notice.client.name.printable): "
          + "\(notice.total.withCode), to pay by \(notice.payBy)."
      }
    let decisions = plan.skipped.filter { $0.reason.code == "all-stages-sent" }.map { entry in
      let name = receivables.clients[entry.item.client]?.name.printable ?? ""
      return "Decide on \(entry.item.number.text.printable) of \(name): \(entry.reason.sentence)."
    }
    return letters + decisions
  }

  private var cash: [[String: Any]] {
    Set(flow.months.map(\.currency)).sorted().map { currency in
      let months = flow.months.filter { $0.currency == currency }
      let weeks = flow.weeks.filter { $0.currency == currency }
      let balance = Chart(
        title: "Balance in \(currency)",
        description: "Expected balance at the end of each week, with low and high.")
      let income = Chart(
        title: "Expected income in \(currency)", description: "Each month, with low and high.")
      var section: [String: Any] = [
        "currency": currency.code,
        "curve": balance.curve(
          weeks.map {
            Chart.Point(
              label: String($0.period.last.description.dropFirst(5)), low: $0.balanceLow,
              middle: $0.balanceExpected, high: $0.balanceHigh)
          }),
        "bars": income.bars(
          months.map {
            Chart.Point(
              label: Month($0.period.first).description, low: $0.lowIn, middle: $0.expectedIn,
              high: $0.highIn)
          }),
        "months": months.map(Self.cells),
      ]
      if let balance = flow.balances.first(where: { $0.currency == currency }) {
        section["warning"] = Self.warning(balance)
      }
      return section
    }
  }

  private static func warning(_ balance: CashBalance) -> String? {
    guard balance.opening != nil else {
      return "No bank statement tells the balance: it counts from zero."
    }
    guard let low = balance.firstLow, let worst = balance.worst else { return nil }
    let chances =
      "\(chanceText(low.chance)) likely then"
      + (worst.day == low.day ? "" : ", \(chanceText(worst.chance)) on \(worst.day)")
    return "The low balance turns negative on \(low.day) (\(chances))."
  }

  private static func cells(_ row: CashFlow.Row) -> [String: String] {
    [
      "month": Month(row.period.first).description, "due": row.contractualIn.grouped,
      "expected": row.expectedIn.grouped, "low": row.lowIn.grouped, "high": row.highIn.grouped,
      "out": row.outgoings.grouped, "balance": row.balanceExpected.grouped,
    ]
  }

  private var ageingTables: [[String: Any]] {
    ageing.currencies.map { currency in
      let rows = ageing.rows.filter { $0.currency == currency && $0.open.isPositive }
      let total = ageing.total(currency)
      return [
        "currency": currency.code,
        "rows": rows.map { row in
          [
            "client": row.client.name.printable,
            "cells": Ageing.Bucket.allCases.map { row[$0].isZero ? "·" : row[$0].grouped }
              + [row.open.grouped],
          ] as [String: Any]
        } + [
          [
            "client": "total",
            "cells": total.buckets.map(\.grouped) + [total.buckets.sum(currency).grouped],
          ] as [String: Any]
        ],
      ]
    }
  }

  /// The ten that pay latest; nothing where nobody pays late.
  private var late: [[String: Any]] {
    let rows = clients.latest(10).map { behaviour in
      [
        "client": behaviour.client.name.printable, "paid": "\(behaviour.delays?.count ?? 0)",
        "share": behaviour.shareLate.map(percentText) ?? "·",
        "days": signed(behaviour.delays?.median ?? 0), "grade": behaviour.rating.grade.letter,
        "advice": behaviour.rating.recommendation.words,
      ]
    }
    return rows.isEmpty ? [] : [["rows": rows]]
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

import Domain
import Forecasting

/// The forecast for people.
extension ForecastReport {
  package var text: String {
    let currencies = Set(rows.map(\.currency)).sorted()
    guard !currencies.isEmpty else {
      return "Nothing is open and nothing goes out.\n" + retainerText
    }
    var text = currencies.map(table).joined(separator: "\n")
    if currencies != [rates.target] { text += "\n" + houseTable }
    if let paths = flow.paths {
      text += wrapped(
        "Low and high of each currency are those of \(paths.count) simulated futures (seed "
          + "\(paths.seed)).")
    }
    return text + retainerText + scenarioText
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
    return table.text + "expected " + Self.sparkline(mine.map(\.expectedIn)) + rest(currency)
      + balanceText(currency, of: flow)
  }

  /// What the table's expected column leaves out, so that it adds up to what is open.
  private func rest(_ currency: Currency) -> String {
    let isAny = flow.invoices.contains { $0.item.open.currency == currency }
    guard !byWeek, isAny else { return "\n" }
    let rest = flow.rest(in: currency)
    return "  later: \(rest.beyond.grouped)  may never come: \(rest.loss.grouped)\n"
  }

  /// Where the balance begins, and when it may fall below zero.
  func balanceText(_ currency: Currency, of flow: CashFlow) -> String {
    guard let balance = flow.balances.first(where: { $0.currency == currency }) else { return "" }
    guard balance.opening != nil else {
      return wrapped("No bank statement tells the \(currency) balance: it counts from zero.")
    }
    guard let low = balance.firstLow, let worst = balance.worst else { return "" }
    var text = "The low \(currency) balance turns negative on \(low.day) "
    text += "(\(chanceText(low.chance)) likely then"
    if worst.day != low.day { text += ", \(chanceText(worst.chance)) on \(worst.day)" }
    text += ")"
    if let day = balance.firstExpected { text += ", the expected one on \(day)" }
    if let any = balance.chanceOnAnyDay {
      text += "; in \(chanceText(any)) of the futures it is below zero on some day"
    }
    return wrapped(text + ".")
  }

  static func sparkline(_ amounts: [Money]) -> String {
    let bars = Array("▁▂▃▄▅▆▇█")
    let top = amounts.map(\.minorUnits).max() ?? 0
    guard top > 0 else { return "" }
    return String(
      amounts.map { amount in
        bars[Int((max(0, amount.minorUnits) * Int64(bars.count - 1)).divided(by: top, .halfToEven))]
      })
  }

  private var houseTable: String {
    let rows = byWeek ? business.weeks : business.months
    let missing = business.missing.map(\.code).joined(separator: ", ")
    let absent =
      missing.isEmpty ? "" : wrapped("not in it, as no rate is known: \(missing)")
    guard !rows.isEmpty else {
      return wrapped("No sum in \(business.currency): no rate is known for \(missing).")
    }
    var table = TextTable([
      .left("all, in \(business.currency)"), .right("expected"), .right("low"), .right("high"),
      .right("going out"), .right("balance"),
    ])
    for row in rows {
      table.add([
        name(row.period), row.expectedIn.grouped, row.lowIn.grouped, row.highIn.grouped,
        row.outgoings.grouped, row.balanceExpected.grouped,
      ])
    }
    table.addRule()
    table.add([
      "total", rows.map(\.expectedIn).sum(business.currency).grouped, "", "",
      rows.map(\.outgoings).sum(business.currency).grouped, "",
    ])
    let used = business.included.compactMap { currency, from in
      from.flatMap { from in
        rates.rate(of: currency, on: flow.asOf).map { "\(currency) \($0.rate) from \(from)" }
      }
    }
    return table.text
      + (used.isEmpty
        ? "" : wrapped("at the rates of the settings: \(used.joined(separator: ", "))"))
      + absent
  }

  private var retainerText: String {
    guard let retainers, !retainers.retainers.isEmpty else { return "" }
    var list = TextTable([
      .soft("client"), .left("every"), .right("in a row"), .left("next"), .right("amount"),
    ])
    for retainer in retainers.retainers {
      list.add([
        clients[retainer.client]?.name.printable ?? "", retainer.rhythm.words,
        "\(retainer.count)", retainer.next.description, retainer.amount.withCode,
      ])
    }
    let rows = byWeek ? retainers.weeks : retainers.months
    let tables = Set(rows.map(\.expectedIn.currency)).sorted().map { currency -> String in
      var table = TextTable([
        .left(currency.code), .right("usual invoices"), .right("balance with them"),
      ])
      var sum = Money.zero(currency)
      let balances = self.rows.filter { $0.currency == currency }
      let mine = rows.filter { $0.expectedIn.currency == currency }
      for (place, row) in mine.enumerated() {
        sum += row.expectedIn
        let balance = place < balances.count ? balances[place].balanceExpected : .zero(currency)
        table.add([name(row.period), row.expectedIn.grouped, (balance + sum).grouped])
      }
      return "\n" + table.text
    }
    return "\nUsual invoices that are not written yet, in no figure above\n\n" + list.text
      + tables.joined()
  }

  private var scenarioText: String { scenarios.map(scenarioText).joined() }

  private func scenarioText(_ other: CashFlow) -> String {
    var text = "\nWhat if: \(other.scenario.name.printable)\n"
    let currencies = Set(rows(of: other).map(\.currency)).sorted()
    var isSame = true
    for currency in currencies {
      let base = rows.filter { $0.currency == currency }
      let mine = rows(of: other).filter { $0.currency == currency }
      guard base != mine else { continue }
      isSame = false
      var table = TextTable([
        .left(currency.code), .right("expected"), .right("then"), .right("balance"),
        .right("then"), .right("then, low"),
      ])
      for (place, row) in mine.enumerated() {
        // A currency that only the scenario brings has nothing to stand beside.
        let before = place < base.count ? base[place] : nil
        table.add([
          name(row.period), before?.expectedIn.grouped ?? "·", row.expectedIn.grouped,
          before?.balanceExpected.grouped ?? "·", row.balanceExpected.grouped,
          row.balanceLow.grouped,
        ])
      }
      table.addRule()
      table.add([
        "total", base.map(\.expectedIn).sum(currency).grouped,
        mine.map(\.expectedIn).sum(currency).grouped, "", "", "",
      ])
      text += "\n" + table.text + balanceText(currency, of: other)
    }
    return text + (isSame ? "It changes nothing within these periods.\n" : "")
  }
}

extension Retainer.Rhythm {
  var words: String {
    switch self {
    case .weeks(1): "week"
    case .weeks(let count): "\(count) weeks"
    case .months(1): "month"
    case .months(3): "quarter"
    case .months(12): "year"
    case .months(let count): "\(count) months"
    }
  }
}

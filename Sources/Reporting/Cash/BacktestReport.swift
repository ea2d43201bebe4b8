import Domain
package import Forecasting

/// How far earlier forecasts of this book would have been off, and how far to trust the next.
package struct BacktestReport: Report {
  private let backtest: Backtest

  package init(_ backtest: Backtest) {
    self.backtest = backtest
  }

  package var text: String {
    if let shortage = backtest.shortage { return wrapped(Self.sentence(shortage)) }
    let currencies = Set(backtest.scores.flatMap(\.cashError.keys)).sorted()
    var table = TextTable(
      [.soft("forecast"), .right("days off"), .right("inside the range")]
        + currencies.map { .right("\($0) off") })
    for score in backtest.scores {
      table.add(
        [
          Self.name(score.method), tenths(score.meanErrorDays),
          score.coverage.map { "\(Self.percent($0))%" } ?? "·",
        ] + currencies.map { score.cashError[$0].map { "\(Self.percent($0))%" } ?? "·" })
    }
    return wrapped(
      "The book's past played again: \(counted(backtest.forecastCount, "forecast")) made at "
        + "\(Self.months(backtest)), each with what was known then.")
      + "\n" + table.text
      + wrapped(
        "Days off: mean distance from the likely day to the day of payment. Inside the range: "
          + "paid from the early to the late day; 80% would be right. Off, by currency: of the "
          + "money that came in the three months after.")
      + "\n" + wrapped(trust)
  }

  private static func months(_ backtest: Backtest) -> String {
    guard let first = backtest.origins.first, let last = backtest.origins.last, first != last
    else { return backtest.origins.first.map { "\($0)" } ?? "" }
    return "\(counted(backtest.origins.count, "month start")) from \(first) to \(last)"
  }

  /// How far to trust the forecast, in plain words.
  private var trust: String {
    guard let mine = backtest.scores.first(where: { $0.method == .model }) else { return "" }
    let others = backtest.scores.filter { $0.method != .model }
    let bestDays = others.map(\.meanErrorDays).min() ?? 0
    var parts = [
      mine.meanErrorDays <= bestDays
        ? "This program's forecast was closer to the day than the simple ones, by "
          + "\(tenths(bestDays - mine.meanErrorDays)) days an invoice."
        : "A simple forecast was closer to the day by \(tenths(mine.meanErrorDays - bestDays)) "
          + "days: the clients of this book pay so regularly, or so few are known, that habits "
          + "say no more."
    ]
    if let currency = backtest.mainCurrency, let error = mine.cashError[currency] {
      parts.append(
        "A month's expected sum in \(currency) was off by \(Self.percent(error))% on average: "
          + Self.advice(error))
    }
    if let coverage = mine.coverage, !(0.7...0.9).contains(coverage) {
      parts.append(
        coverage < 0.7
          ? "Its ranges were too narrow: take the low figures as likelier than they say."
          : "Its ranges were wider than needed: the low figures are on the safe side.")
    }
    return parts.joined(separator: " ")
  }

  private static func advice(_ cashError: Double) -> String {
    switch cashError {
    case ..<0.1: "good enough to plan payments by."
    case ..<0.25: "good for a plan with some reserve; decide by the low figures."
    case ..<0.5: "a rough guide; keep a reserve and decide by the low figures."
    default: "too far off to decide by; look at the single invoices."
    }
  }

  private static func name(_ method: Backtest.Method) -> String {
    switch method {
    case .model: "this program's"
    case .dueDate: "everybody pays when due"
    case .meanDelay: "due date and mean delay"
    }
  }

  private static func sentence(_ shortage: Backtest.Shortage) -> String {
    let tail =
      " The forecast leans on what is usual among firms until the book knows more; take it as a "
      + "rough guide."
    return switch shortage {
    case .payments(let count):
      "Too little history to say: \(counted(count, "invoice")) paid, "
        + "\(Backtest.paymentsMin) are needed." + tail
    case .months:
      "Too little history to say: no month has enough payments before it and three full months "
        + "after it." + tail
    case .forecasts(let count):
      "Too little history to say: \(counted(count, "forecast")) could be checked, "
        + "\(Backtest.forecastsMin) are needed." + tail
    }
  }

  private static func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }

  package var json: JSONValue? {
    .object([
      ("origins", .array(backtest.origins.map { .text($0.description) })),
      ("forecasts", .integer(backtest.forecastCount)),
      ("shortage", backtest.shortage.map { .text(Self.sentence($0)) } ?? .null),
      (
        "scores",
        .array(
          backtest.scores.map { score in
            .object([
              ("method", .text(score.method.rawValue)),
              ("mean_error_days", .text(tenths(score.meanErrorDays))),
              ("coverage", score.coverage.map { .text(thousandths($0)) } ?? .null),
              (
                "cash_error",
                .object(
                  score.cashError.sorted { $0.key < $1.key }.map {
                    ($0.key.code, .text(thousandths($0.value)))
                  })
              ),
            ])
          })
      ),
    ])
  }
}

/// One decimal: `5.8`, `-0.3`.
func tenths(_ value: Double) -> String {
  "\(ExactDecimal(coefficient: Int128((value * 10).rounded()), scale: 1))"
}

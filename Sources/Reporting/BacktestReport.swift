package import Forecasting

/// How far earlier forecasts of this book would have been off.
package struct BacktestReport: Report {
  private let backtest: Backtest

  package init(_ backtest: Backtest) {
    self.backtest = backtest
  }

  package var text: String {
    if let shortage = backtest.shortage { return wrapped(Self.sentence(shortage)) }
    var table = TextTable([
      .left("forecast"), .right("days off"), .right("inside the range"), .right("cash off"),
    ])
    for score in backtest.scores {
      table.add([
        Self.name(score.method), Self.tenths(score.meanErrorDays),
        score.coverage.map { "\(Self.percent($0))%" } ?? "·",
        score.cashError.sorted { $0.key < $1.key }
          .map { "\($0.key) \(Self.percent($0.value))%" }.joined(separator: "  "),
      ])
    }
    return table.text
      + wrapped(
        "\(counted(backtest.forecastCount, "forecast")) at "
          + "\(counted(backtest.origins.count, "month start")). Inside the range: 80% would be "
          + "right. Cash off: of the money that came in the three months after.")
  }

  private static func name(_ method: Backtest.Method) -> String {
    switch method {
    case .model: "this program's"
    case .dueDate: "everybody pays when due"
    case .meanDelay: "due date and mean delay"
    }
  }

  private static func sentence(_ shortage: Backtest.Shortage) -> String {
    let tail = " The forecast leans on what is usual among firms until the book knows more."
    return switch shortage {
    case .payments(let count):
      "Too little history: \(count) invoices are paid, \(Backtest.paymentsMin) are needed." + tail
    case .months:
      "Too little history: no month has enough payments before it and three full months after it."
        + tail
    case .forecasts(let count):
      "Too little history: \(count) forecasts could be checked, \(Backtest.forecastsMin) are "
        + "needed." + tail
    }
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
}

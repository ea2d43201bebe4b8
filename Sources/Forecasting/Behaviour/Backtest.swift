package import Domain

/// How good earlier forecasts would have been, beside two naive ones: the book's own past played
/// again at the first of each month.
///
/// At a month's first day only what was known the evening before counts: invoices issued and
/// payments made by then. Items more than 90 days overdue are left out of the scores, and
/// invoices still unpaid today out of the errors in days.
package struct Backtest: Sendable {
  /// First days of the months at which forecasts were made, the earliest first.
  package let origins: [Day]
  /// Forecasts made: open items, added up over the origins.
  package let forecastCount: Int
  /// The currency most of them are in; nil without any.
  package let mainCurrency: Currency?
  /// One score of each method, or none where the history is too short.
  package let scores: [Score]
  /// Why there are no scores.
  package let shortage: Shortage?

  /// A way to forecast: the model, and two simple ones to compare it with.
  package enum Method: String, CaseIterable, Sendable {
    /// `PaymentHazard`.
    case model
    /// Everybody pays on the due date, or tomorrow where it is past.
    case dueDate = "due-date"
    /// Every client pays as many days after the due date as it did on average.
    case meanDelay = "mean-delay"
  }

  /// How well one method did, over all origins.
  package struct Score: Sendable {
    package let method: Method
    /// Mean distance between the p50 day and the day of payment, in days.
    package let meanErrorDays: Double
    /// Share of payments on a day from p10 to p90; 0.8 would be right. Only the model has one.
    package let coverage: Double?
    /// By currency: |expected − actual cash| over actual cash, summed over the three months after
    /// each origin. Missing where no cash came.
    package let cashError: [Currency: Double]
  }

  package enum Shortage: Hashable, Sendable {
    /// Fewer than `Backtest.paymentsMin` invoices are paid.
    case payments(Int)
    /// No month's first day has enough payments before it and three full months after it.
    case months
    /// Fewer than `Backtest.forecastsMin` open items could be forecast and then seen paid.
    case forecasts(Int)
  }

  package static let paymentsMin = 30
  package static let forecastsMin = 20
  /// The newest origins, as many at most.
  package static let originsMax = 12

  /// Plays the last 12 months whose outcome is known. Complexity: one fit of `PaymentHazard` for
  /// each.
  package init(replaying history: PayHistory) {
    let origins = Self.origins(in: history)
    var scorer = Scorer()
    for origin in origins { scorer.play(history, at: origin) }
    let paid = history.entries.count { $0.settled != nil }
    shortage =
      if paid < Self.paymentsMin {
        .payments(paid)
      } else if origins.isEmpty {
        .months
      } else if scorer.paidCount < Self.forecastsMin {
        .forecasts(scorer.paidCount)
      } else {
        nil
      }
    self.origins = origins
    forecastCount = scorer.forecastCount
    mainCurrency = scorer.forecasts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    scores = shortage == nil ? Method.allCases.map(scorer.score) : []
  }

  /// The first days of months with 30 payments and two fifths of the book's time before them, and
  /// three whole months after them.
  private static func origins(in history: PayHistory) -> [Day] {
    let settled = history.entries.compactMap(\.settled).filter { $0 <= history.asOf }.sorted()
    guard settled.count >= paymentsMin, let first = settled.first else { return [] }
    let earliest = max(settled[paymentsMin - 1] + 1, first + (history.asOf - first) * 2 / 5)
    let start = Month(earliest).first == earliest ? Month(earliest) : Month(earliest) + 1
    let end = Month(history.asOf + 1) + -3
    guard start <= end else { return [] }
    return (0...(end - start)).map { (start + $0).first }.suffix(originsMax)
  }
}

/// The running sums behind the scores.
private struct Scorer {
  private(set) var forecasts: [Currency: Int] = [:]
  var forecastCount: Int { forecasts.values.reduce(0, +) }
  /// Forecasts whose payment day is known by now.
  private(set) var paidCount = 0
  private var errorDays = [Int](repeating: 0, count: Backtest.Method.allCases.count)
  private var covered = 0
  /// By method, then currency: cash missed and cash come, in minor units.
  private var missed = [[Currency: Double]](
    repeating: [:], count: Backtest.Method.allCases.count)
  private var come: [Currency: Double] = [:]

  mutating func play(_ history: PayHistory, at origin: Day) {
    let asOf = origin - 1
    let known = history.entries.filter { $0.issueDate <= asOf }
    let past = PayHistory(asOf: asOf, entries: known.map { $0.known(at: asOf) })
    let hazard = PaymentHazard(fitting: past)
    let delays = MeanDelays(past)
    let months = CashPeriod.months(3, after: asOf)
    var cash = CashByMonth(months)
    for (entry, seen) in zip(known, past.entries)
    where seen.settled == nil && asOf - seen.dueDate <= 90 && seen.total.isPositive {
      let dates = hazard.dates(of: seen)
      let due = max(seen.dueDate, origin)
      let delayed = max(seen.dueDate + delays.days(of: seen.client), origin)
      let currency = seen.total.currency
      forecasts[currency, default: 0] += 1
      let amount = Double(seen.total.minorUnits)
      cash.add(amount, currency, on: entry.settled, to: \.actual)
      cash.add(amount, currency, on: due, to: \.dueDate)
      cash.add(amount, currency, on: delayed, to: \.meanDelay)
      for (index, month) in months.enumerated() {
        let share = dates.cash(from: month.first, through: month.last)
        cash.sums[currency]![index].model += amount * share
      }
      guard let paid = entry.settled, paid <= history.asOf else { continue }
      paidCount += 1
      errorDays[0] += abs(dates.p50 - paid)
      errorDays[1] += abs(due - paid)
      errorDays[2] += abs(delayed - paid)
      if dates.p10 <= paid, paid <= dates.p90 { covered += 1 }
    }
    for (currency, sums) in cash.sums {
      for month in sums {
        missed[0][currency, default: 0] += abs(month.model - month.actual)
        missed[1][currency, default: 0] += abs(month.dueDate - month.actual)
        missed[2][currency, default: 0] += abs(month.meanDelay - month.actual)
        come[currency, default: 0] += month.actual
      }
    }
  }

  func score(_ method: Backtest.Method) -> Backtest.Score {
    let index = Backtest.Method.allCases.firstIndex(of: method)!
    let cashError = missed[index].filter { come[$0.key]! > 0 }
    return Backtest.Score(
      method: method, meanErrorDays: Double(errorDays[index]) / Double(paidCount),
      coverage: method == .model ? Double(covered) / Double(paidCount) : nil,
      cashError: Dictionary(
        uniqueKeysWithValues: cashError.map { ($0.key, $0.value / come[$0.key]!) }))
  }
}

/// What came and what each method expected, by currency and month.
private struct CashByMonth {
  struct Sums {
    var actual = 0.0
    var model = 0.0
    var dueDate = 0.0
    var meanDelay = 0.0
  }

  let months: [CashPeriod]
  var sums: [Currency: [Sums]] = [:]

  init(_ months: [CashPeriod]) { self.months = months }

  mutating func add(
    _ amount: Double, _ currency: Currency, on day: Day?, to sum: WritableKeyPath<Sums, Double>
  ) {
    if sums[currency] == nil { sums[currency] = months.map { _ in Sums() } }
    guard let day, let index = months.firstIndex(where: { $0.contains(day) }) else { return }
    sums[currency]![index][keyPath: sum] += amount
  }
}

/// Days after the due date on which each client paid, on average: what most programs go by.
private struct MeanDelays {
  private var byClient: [ID<Client>: (days: Int, count: Int)] = [:]
  private var all = (days: 0, count: 0)

  init(_ history: PayHistory) {
    for entry in history.entries {
      guard let settled = entry.settled else { continue }
      let delay = settled - entry.dueDate
      let (days, count) = byClient[entry.client] ?? (0, 0)
      byClient[entry.client] = (days + delay, count + 1)
      all = (all.days + delay, all.count + 1)
    }
  }

  /// The mean of all clients for one that has not paid yet, rounded to whole days.
  func days(of client: ID<Client>) -> Int {
    let (days, count) = byClient[client] ?? all
    return count == 0 ? 0 : Int((Double(days) / Double(count)).rounded())
  }
}

import Domain
import Glibc

/// By how much the money of each client comes sooner or later than the odds of its invoices say.
///
/// Odds of single days cannot see that a run clears all that is open, or that the large invoices
/// are the prompt ones. So what would have been expected of the current month, the next and the
/// one after is held against what came, from the same day of each of the last 12 months. The pace
/// is the exponent of the probability to stay unpaid that makes both agree: 2 where an invoice
/// expected to stay open with 10 % stayed so with 1 %. It is used for expected cash, not for
/// days, which it was measured not to improve.
struct CashPace: Sendable {
  private static let originsMax = 12
  private static let monthsAhead = 3
  /// Invoices more overdue than this at an origin are left out.
  private static let overdueMax = 90
  /// How many payments the pace of all clients weighs as much as.
  private static let shrinkage = 35.0
  private static let range = 0.25...4.0

  /// For clients without open invoices in those months.
  let pooled: Double
  private let byClient: [Double]

  init(_ observations: Observations, fit: HazardFit, calendar: PaymentCalendar) {
    let origins = Self.origins(asOf: observations.asOf)
    let days = CalendarDays(
      from: origins[0].first, count: observations.asOf - origins[0].first + 1)
    var samples: [Sample] = []
    // Where each client's samples begin; each has a record.
    var starts: [Int] = []
    var multipliers: [Double] = []
    var chances = [Double](repeating: 0, count: days.weekdays.count)
    var client = -1
    for record in observations.records {
      if record.client != client {
        starts.append(samples.count)
        client = record.client
        multipliers = calendar.multipliers(client: client, days: days)
      }
      for origin in origins where origin.isOpen(record) {
        Self.append(record, origin, fit, multipliers, from: days.first, &chances, to: &samples)
      }
    }
    starts.append(samples.count)
    let pooled = Self.pace(of: samples[...], prior: 1)
    self.pooled = pooled
    byClient = observations.clients.indices.map { client in
      Self.pace(of: samples[starts[client]..<starts[client + 1]], prior: pooled)
    }
  }

  /// A day from which on it is looked at what came by the end of its month and of the next ones.
  private struct Origin {
    let first: Day
    let ends: [Day]

    /// Whether the invoice was open then, and not too long overdue.
    func isOpen(_ record: Observations.Record) -> Bool {
      record.issued < first.number && record.lastAtRisk >= first.number
        && first.number - record.due <= overdueMax
    }
  }

  /// The earliest first.
  private static func origins(asOf: Day) -> [Origin] {
    (1...originsMax).reversed().map { months in
      let start = Month(asOf + 1) + -months
      let ends = (0..<monthsAhead).map { (start + $0).last }.filter { $0 <= asOf }
      return Origin(first: start.day((asOf + 1).dayOfMonth), ends: ends)
    }
  }

  func of(_ client: Int?) -> Double { client.map { byClient[$0] } ?? pooled }

  /// An invoice that was open at the beginning of a month's rest, or of a later month.
  private struct Sample {
    /// Minus the logarithm of the probability to stay unpaid until its end.
    let risk: Double
    let paid: Bool
    let weight: Double
  }

  /// `multipliers` are those of the client from the day `from` on; `chances` is room for as many.
  private static func append(
    _ record: Observations.Record, _ origin: Origin, _ fit: HazardFit, _ multipliers: [Double],
    from day: Day, _ chances: inout [Double], to samples: inout [Sample]
  ) {
    var first = Int(origin.first.number)
    for end in origin.ends where first <= Int(record.lastAtRisk) {
      let days = first...Int(end.number)
      fit.lay(record, days, into: &chances)
      let unpaid = unpaid(chances[..<days.count], multipliers[(first - Int(day.number))...])
      samples.append(
        Sample(
          risk: -log(max(unpaid, 1e-12)), paid: record.paid && record.lastAtRisk <= end.number,
          weight: record.size.squareRoot()))
      first = Int(end.number) + 1
    }
  }

  /// The probability to stay unpaid on all of some days, from the chances to be paid on each.
  private static func unpaid(
    _ chances: ArraySlice<Double>, _ multipliers: ArraySlice<Double>
  ) -> Double {
    chances.withUnsafeBufferPointer { chances in
      multipliers.withUnsafeBufferPointer { multipliers in
        // Two products side by side: each factor has to wait for the one before.
        var (even, odd) = (1.0, 1.0)
        let half = chances.count / 2
        for day in 0..<half {
          even *= 1 - min(chances[day] * multipliers[day], 0.98)
          odd *= 1 - min(chances[half &+ day] * multipliers[half &+ day], 0.98)
        }
        for day in (2 * half)..<chances.count {
          even *= 1 - min(chances[day] * multipliers[day], 0.98)
        }
        return even * odd
      }
    }
  }

  /// The likeliest pace, with a gamma prior around `prior`, by Newton's steps; where one would
  /// leave what is still possible, that is halved.
  private static func pace(of samples: ArraySlice<Sample>, prior: Double) -> Double {
    guard !samples.isEmpty else { return prior }
    var (low, high) = (range.lowerBound, range.upperBound)
    var pace = prior.clamped(to: range)
    for _ in 0..<12 {
      var slope = shrinkage * (1 / pace - 1 / prior)
      var bend = -shrinkage / (pace * pace)
      for sample in samples where sample.risk > 1e-9 {
        guard sample.paid else {
          slope -= sample.weight * sample.risk
          continue
        }
        let unpaid = exp(-pace * sample.risk)
        let odds = unpaid / max(1 - unpaid, 1e-12)
        slope += sample.weight * sample.risk * odds
        bend -= sample.weight * sample.risk * sample.risk * odds * (1 + odds)
      }
      if slope > 0 { low = pace } else { high = pace }
      let next = pace - slope / bend
      let chosen = low < next && next < high ? next : (low * high).squareRoot()
      defer { pace = chosen }
      if abs(chosen - pace) < 1e-4 * pace { break }
    }
    return pace
  }
}

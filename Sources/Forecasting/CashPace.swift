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
  private(set) var pooled = 1.0
  private var byClient: [Double]

  init(_ observations: Observations, fit: HazardFit, calendar: PaymentCalendar) {
    byClient = Array(repeating: 1, count: observations.clients.count)
    var samples: [Sample] = []
    for months in 1...Self.originsMax {
      let start = Month(observations.asOf + 1) + -months
      let origin = start.day((observations.asOf + 1).dayOfMonth)
      let ends = (0..<Self.monthsAhead).map { (start + $0).last }
        .filter { $0 <= observations.asOf }
      Self.append(observations, fit, calendar, from: origin, ends: ends, to: &samples)
    }
    pooled = Self.pace(of: samples[...], prior: 1)
    let (sorted, starts) = Self.byClient(samples, clients: byClient.count)
    byClient = byClient.indices.map { client in
      Self.pace(of: sorted[starts[client]..<starts[client + 1]], prior: pooled)
    }
  }

  /// The samples by client, and where each client's begin; the last begin is the end.
  private static func byClient(_ samples: [Sample], clients: Int) -> ([Sample], [Int]) {
    var starts = [Int](repeating: 0, count: clients + 1)
    for sample in samples { starts[sample.client + 1] += 1 }
    for client in 0..<clients { starts[client + 1] += starts[client] }
    var (next, sorted) = (starts, samples)
    for sample in samples {
      sorted[next[sample.client]] = sample
      next[sample.client] += 1
    }
    return (sorted, starts)
  }

  func of(_ client: Int?) -> Double { client.map { byClient[$0] } ?? pooled }

  /// An invoice that was open at the beginning of a month's rest, or of a later month.
  private struct Sample {
    let client: Int
    /// Minus the logarithm of the probability to stay unpaid until its end.
    let risk: Double
    let paid: Bool
    let weight: Double
  }

  private static func append(
    _ observations: Observations, _ fit: HazardFit, _ calendar: PaymentCalendar, from origin: Day,
    ends: [Day], to samples: inout [Sample]
  ) {
    guard let end = ends.last else { return }
    let days = CalendarDays(from: origin, count: end - origin + 1)
    let start = Int(origin.number)
    var multipliers: [Double] = []
    var client = -1
    for record in observations.records
    where record.issued < origin.number && record.lastAtRisk >= origin.number
      && start - Int(record.due) <= overdueMax
    {
      if record.client != client {
        client = record.client
        multipliers = calendar.multipliers(client: client, days: days)
      }
      let chances = fit.chances(record)
      var first = start
      for end in ends where first <= Int(record.lastAtRisk) {
        var unpaid = 1.0
        for day in first...Int(end.number) {
          unpaid *= 1 - min(chances.on(day) * multipliers[day - start], 0.98)
        }
        samples.append(
          Sample(
            client: client, risk: -log(max(unpaid, 1e-12)),
            paid: record.paid && record.lastAtRisk <= end.number,
            weight: record.size.squareRoot()))
        first = Int(end.number) + 1
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

import Domain

/// How much likelier late invoices are paid than their hazards say, by two kinds of delay.
///
/// A client that always paid in time has no late days of its own, and those of others are mostly
/// days of bad payers: without a correction everyone's tail is as long as theirs.
struct LateEffect {
  /// Delays before this one are not corrected.
  static let firstDelay = 11
  private static let secondDelay = 31
  /// Expected payments that "no correction" weighs as much as.
  private static let shrinkage = 10.0

  private var early = 1.0
  private var late = 1.0

  func multiplier(_ delay: Int) -> Double {
    delay < Self.firstDelay ? 1 : delay < Self.secondDelay ? early : late
  }

  init(_ observations: Observations, fit: HazardFit, calendar: PaymentCalendar) {
    let recent = RecentDays(of: observations)
    var (observed, expected) = ((Self.shrinkage, Self.shrinkage), (Self.shrinkage, Self.shrinkage))
    var multipliers: [Double] = []
    var chances = [Double](repeating: 0, count: RecentDays.count)
    var client = -1
    for record in observations.records {
      guard let span = recent.span(record) else { continue }
      let (start, second) = (Int(record.due) + Self.firstDelay, Int(record.due) + Self.secondDelay)
      guard span.upperBound >= start else { continue }
      if record.client != client {
        client = record.client
        multipliers = calendar.multipliers(client: client, days: recent.days)
      }
      let late = max(span.lowerBound, start)...span.upperBound
      fit.lay(record, late, into: &chances)
      let first = late.lowerBound - recent.first
      let soon = min(max(second - late.lowerBound, 0), late.count)
      for day in 0..<soon {
        expected.0 += min(chances[day] * multipliers[first + day], 0.98) * record.weight
      }
      for day in soon..<late.count {
        expected.1 += min(chances[day] * multipliers[first + day], 0.98) * record.weight
      }
      guard record.paid else { continue }
      if span.upperBound < second {
        observed.0 += record.weight
      } else {
        observed.1 += record.weight
      }
    }
    (early, late) = (observed.0 / expected.0, observed.1 / expected.1)
  }
}

package import Domain

/// A base rate such as a central bank's, with the days from which its values hold.
package struct BaseRates: Hashable, Sendable {
  private var rates: [Dated] = []

  private struct Dated: Hashable, Sendable {
    var from: Day
    var rate: BasisPoints
  }

  package init() {}

  package var isEmpty: Bool { rates.isEmpty }

  /// The rate is `rate` from `day` on.
  package mutating func add(from day: Day, rate: BasisPoints) {
    rates.removeAll { $0.from == day }
    rates.append(Dated(from: day, rate: rate))
    rates.sort { $0.from < $1.from }
  }

  /// The rate of a day: before the first one known that, after the last one known that. Zero where
  /// none is known at all.
  package func rate(on day: Day) -> BasisPoints {
    (rates.last { $0.from <= day } ?? rates.first)?.rate ?? BasisPoints(0)
  }

  /// Base and `margin` together, in basis points, added up over `days` days from `day` on.
  func sum(from day: Day, days: Int, margin: BasisPoints) -> Int128 {
    var sum = Int128(margin.value) * Int128(days)
    guard !rates.isEmpty else { return sum }
    let end = day + days
    var start = day
    while start < end {
      let next = rates.first { $0.from > start }?.from ?? end
      let until = min(next, end)
      sum += Int128(rate(on: start).value) * Int128(until - start)
      start = until
    }
    return sum
  }
}

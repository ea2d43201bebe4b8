package import Domain

/// A span of days, both ends included, whose cash is added up.
package struct CashPeriod: Hashable, Sendable {
  package let first: Day
  package let last: Day

  package init(first: Day, last: Day) {
    precondition(first <= last, "a period from \(first) to \(last)")
    self.first = first
    self.last = last
  }

  /// Both ends included.
  package func contains(_ day: Day) -> Bool { first <= day && day <= last }

  /// Calendar months from the day after `asOf` on. The first is the rest of the current month, or
  /// the whole next one where as-of is a month's last day.
  package static func months(_ count: Int, after asOf: Day) -> [CashPeriod] {
    let start = asOf + 1
    return (0..<count).map { step in
      let month = Month(start) + step
      return CashPeriod(first: max(month.first, start), last: month.last)
    }
  }

  /// Spans of 7 days from the day after `asOf` on.
  package static func weeks(_ count: Int, after asOf: Day) -> [CashPeriod] {
    (0..<count).map { CashPeriod(first: asOf + (7 * $0 + 1), last: asOf + (7 * $0 + 7)) }
  }
}

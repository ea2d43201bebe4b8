import Domain

/// The last 400 days of a history, in which the calendar and the corrections are fitted.
struct RecentDays {
  static let count = 400
  /// Of an invoice that was open for longer only the last days are looked at.
  private static let daysMax = 200

  let days: CalendarDays
  /// The number of the first day.
  let first: Int

  init(of observations: Observations) {
    days = CalendarDays(from: observations.asOf + 1 - Self.count, count: Self.count)
    first = Int(days.first.number)
  }

  /// The numbers of the recent days on which the invoice was at risk; nil where there is none.
  func span(_ record: Observations.Record) -> ClosedRange<Int>? {
    let last = Int(record.lastAtRisk)
    let start = max(Int(record.firstAtRisk), first, last - Self.daysMax + 1)
    return start <= last ? start...last : nil
  }
}

/// A calendar month of one year.
package struct Month: Hashable, Comparable, Sendable {
  /// Months since January of year 0.
  private let index: Int

  package init(year: Int, month: Int) {
    precondition((1...12).contains(month), "month \(month)")
    index = year * 12 + month - 1
  }

  package init(_ day: Day) {
    let civil = day.civil
    self.init(year: civil.year, month: civil.month)
  }

  package var year: Int { index / 12 }
  /// 1 to 12.
  package var month: Int { index % 12 + 1 }

  /// 28 to 31 days.
  package var length: Int {
    switch month {
    case 2: isLeapYear ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private var isLeapYear: Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  package var first: Day { Day(unchecked: year, month, 1) }
  package var last: Day { first + (length - 1) }

  /// The given day of this month, or its last where the month is shorter.
  package func day(_ dayOfMonth: Int) -> Day { first + (min(max(dayOfMonth, 1), length) - 1) }

  /// The month so many later; earlier where `months` is negative.
  package static func + (month: Month, months: Int) -> Month {
    let sum = month.index + months
    return Month(year: sum / 12, month: sum % 12 + 1)
  }

  /// Months from `earlier` to `later`; negative where they are the other way round.
  package static func - (later: Month, earlier: Month) -> Int { later.index - earlier.index }

  package static func < (a: Month, b: Month) -> Bool { a.index < b.index }
}

extension Month: CustomStringConvertible {
  /// `YYYY-MM`.
  package var description: String { String(first.description.dropLast(3)) }
}

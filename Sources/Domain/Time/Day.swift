/// A day of the Gregorian calendar, counted from 1970-01-01. It has no time and no zone.
package struct Day: Hashable, Comparable, Sendable {
  package let number: Int32

  /// Years a day may lie in. A document with a date outside is refused where it is read.
  package static let years = 1900...2199

  /// The last day of `years`.
  package static let last = Day(unchecked: years.upperBound, 12, 31)

  package init(number: Int32) {
    self.number = number
  }

  /// Nil where there is no such day, or outside `years`.
  package init?(year: Int, month: Int, day: Int) {
    guard Self.years.contains(year), (1...12).contains(month),
      (1...Month(year: year, month: month).length).contains(day)
    else { return nil }
    self.init(unchecked: year, month, day)
  }

  /// A day that is known to exist, of any year from 0 on.
  init(unchecked year: Int, _ month: Int, _ day: Int) {
    // Howard Hinnant's days_from_civil: years begin in March, so the leap day comes last.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Reads exactly `YYYY-MM-DD`. Nil for anything else and for days that do not exist.
  package init?(iso bytes: Span<UInt8>) {
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
    func number(_ places: Range<Int>) -> Int? {
      var value = 0
      for place in places {
        let digit = bytes[place] &- 0x30
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  package init?(iso bytes: ArraySlice<UInt8>) {
    self.init(iso: bytes.span)
  }

  package init?(iso text: some StringProtocol) {
    var text = String(text)
    guard let day = text.withUTF8({ Day(iso: $0.span) }) else { return nil }
    self = day
  }

  /// Reads exactly `YYYYMMDD`. Nil for anything else and for days that do not exist.
  package init?(compact text: String) {
    guard text.utf8.count == 8, let digits = Int(text) else { return nil }
    self.init(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
  }

  package var year: Int { civil.year }
  /// 1 to 12.
  package var month: Int { civil.month }
  /// 1 to 31.
  package var dayOfMonth: Int { civil.day }

  package var civil: (year: Int, month: Int, day: Int) {
    let z = Int(number) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  /// Days of the week, Monday first, as in ISO 8601.
  package enum Weekday: Int, Sendable, CaseIterable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday
  }

  package var weekday: Weekday {
    let shifted = (Int(number) + 3) % 7
    return Weekday(rawValue: (shifted < 0 ? shifted + 7 : shifted) + 1)!
  }

  package static func < (a: Day, b: Day) -> Bool { a.number < b.number }

  package static func + (day: Day, days: Int) -> Day { Day(number: day.number + Int32(days)) }
  package static func - (day: Day, days: Int) -> Day { Day(number: day.number - Int32(days)) }

  /// Days from `earlier` to `later`; negative where they are the other way round.
  package static func - (later: Day, earlier: Day) -> Int {
    Int(later.number) - Int(earlier.number)
  }
}

extension Day: CustomStringConvertible {
  /// `YYYY-MM-DD`.
  package var description: String {
    let (year, month, day) = civil
    return String(unsafeUninitializedCapacity: 10) { text in
      for (place, value) in [(3, year), (6, month), (9, day)] {
        var rest = value
        for index in stride(from: place, to: place == 3 ? -1 : place - 2, by: -1) {
          text[index] = Self.digit(rest % 10)
          rest /= 10
        }
      }
      (text[4], text[7]) = (0x2D, 0x2D)
      return 10
    }
  }

  private static func digit(_ value: Int) -> UInt8 { 0x30 + UInt8(value) }
}

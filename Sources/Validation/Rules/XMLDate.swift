/// The moment a date of `xs:date` begins, in minutes. Without a zone it counts as UTC.
struct XMLDate: Comparable {
  private let minutes: Int64

  static func < (a: XMLDate, b: XMLDate) -> Bool { a.minutes < b.minutes }

  /// Nil where the bytes are no date of the calendar, white space at the ends aside.
  init?(_ text: ArraySlice<UInt8>) {
    var rest = text
    while let last = rest.last, Survey.isSpace(last) { rest.removeLast() }
    while let first = rest.first, Survey.isSpace(first) { rest.removeFirst() }
    let isNegative = Self.take(0x2D, from: &rest)
    guard let year = Self.number(4...9, from: &rest), year.value > 0,
      year.digits == 4 || year.value >= 10_000, Self.take(0x2D, from: &rest),
      let month = Self.number(2...2, from: &rest)?.value, Self.take(0x2D, from: &rest),
      let day = Self.number(2...2, from: &rest)?.value, let zone = Self.zone(from: &rest),
      rest.isEmpty
    else { return nil }
    let signed = isNegative ? -year.value : year.value
    guard (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: signed) else {
      return nil
    }
    minutes = Self.dayNumber(year: signed, month: month, day: day) * 1440 - zone
  }

  private static func take(_ byte: UInt8, from rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == byte else { return false }
    rest.removeFirst()
    return true
  }

  private static func number(
    _ digits: ClosedRange<Int>, from rest: inout ArraySlice<UInt8>
  ) -> (value: Int64, digits: Int)? {
    var value: Int64 = 0
    var count = 0
    while count < digits.upperBound, let byte = rest.first, (0x30...0x39).contains(byte) {
      value = value * 10 + Int64(byte - 0x30)
      count += 1
      rest.removeFirst()
    }
    return digits.contains(count) ? (value, count) : nil
  }

  /// Minutes east of UTC; 0 without a zone, nil where it is malformed.
  private static func zone(from rest: inout ArraySlice<UInt8>) -> Int64? {
    if rest.isEmpty || take(0x5A, from: &rest) { return 0 }
    let isWest = rest.first == 0x2D
    guard isWest || rest.first == 0x2B else { return nil }
    rest.removeFirst()
    guard let hours = number(2...2, from: &rest)?.value, take(0x3A, from: &rest),
      let minutes = number(2...2, from: &rest)?.value, minutes < 60,
      hours * 60 + minutes <= 14 * 60
    else { return nil }
    return isWest ? -(hours * 60 + minutes) : hours * 60 + minutes
  }

  private static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days in the proleptic Gregorian calendar; the year begins in March, so leap days come last.
  private static func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let ofEra = shifted - era * 400
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear
  }
}

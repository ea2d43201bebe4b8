import Domain

/// An amount of digits with at most one decimal mark, and a minus before them at most.
struct PlainAmount {
  /// The amount is `coefficient × 10^−scale`.
  private(set) var coefficient: Int64 = 0
  private(set) var scale = 0

  /// The largest coefficient: in the smallest unit of any currency it stays below `Money.limit`.
  private static let coefficientMax: Int64 = 899_999_999

  /// Nil for everything else, also for what `CSVLexis` may be able to read.
  init?(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ mark: DecimalMark) {
    let mark: UInt8 = mark == .dot ? 0x2E : 0x2C
    var index = start
    guard index < end else { return nil }
    let isNegative = bytes[index] == 0x2D
    if isNegative { index += 1 }
    guard index < end, end - index <= 18 else { return nil }
    var markPlace = -1
    while index < end {
      let digit = bytes[index] &- 0x30
      if digit < 10 {
        coefficient = coefficient &* 10 &+ Int64(digit)
      } else {
        guard bytes[index] == mark, markPlace < 0, index + 1 < end else { return nil }
        markPlace = index
      }
      index += 1
    }
    guard coefficient <= Self.coefficientMax else { return nil }
    if markPlace >= 0 { scale = end - markPlace - 1 }
    if isNegative { coefficient = -coefficient }
  }

  /// The amount in units of 10^−decimals; nil where it is finer.
  func units(_ decimals: Int) -> Int64? {
    guard scale <= decimals else { return nil }
    var units = coefficient
    for _ in scale..<decimals { units *= 10 }
    return units
  }
}

/// Reads days of digits; those of a month that was met before without counting days anew.
struct PlainCalendar {
  /// Months by a hash of their text, a later one in the place of an earlier one.
  private var months = [WrittenMonth](repeating: WrittenMonth(), count: 64)

  private struct WrittenMonth {
    /// The eight bytes `YYYY-MM-`, the first one highest.
    var text: UInt64 = 0
    /// The number of the day before the first.
    var start: Int32 = 0
    var length: Int32 = 0
  }

  /// Exactly `YYYY-MM-DD`.
  mutating func iso(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Day? {
    guard end - start == 10 else { return nil }
    let text = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
      .bigEndian
    // The last digits of year and month, and the month's first.
    let place = Int(truncatingIfNeeded: text >> 32 ^ text >> 8 ^ text >> 12) & 63
    if months[place].text != text {
      guard let day = Day(iso: bytes.extracting(start..<end)) else { return nil }
      months[place] = WrittenMonth(
        text: text, start: day.number - Int32(day.dayOfMonth), length: Int32(Month(day).length))
      return day
    }
    let (tens, ones) = (bytes[start + 8] &- 0x30, bytes[start + 9] &- 0x30)
    let day = Int32(tens) * 10 + Int32(ones)
    guard tens < 10, ones < 10, day > 0, day <= months[place].length else { return nil }
    return Day(number: months[place].start + day)
  }

  /// Day, month and a year of four digits, in either order of the first two, with one mark between
  /// them.
  static func day(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ order: DateOrder) -> Day? {
    var fields = (0, 0, 0)
    var field = 0
    var digits = 0
    var mark: UInt8 = 0
    for index in start..<end {
      let digit = bytes[index] &- 0x30
      guard digit >= 10 else {
        digits += 1
        guard digits <= (field == 2 ? 4 : 2) else { return nil }
        switch field {
        case 0: fields.0 = fields.0 * 10 + Int(digit)
        case 1: fields.1 = fields.1 * 10 + Int(digit)
        default: fields.2 = fields.2 * 10 + Int(digit)
        }
        continue
      }
      let byte = bytes[index]
      guard digits > 0, field < 2, byte == 0x2F || byte == 0x2E || byte == 0x2D,
        field == 0 || byte == mark
      else { return nil }
      mark = byte
      field += 1
      digits = 0
    }
    guard field == 2, digits == 4 else { return nil }
    return switch order {
    case .iso: nil
    case .dayFirst: Day(year: fields.2, month: fields.1, day: fields.0)
    case .monthFirst: Day(year: fields.2, month: fields.0, day: fields.1)
    }
  }
}

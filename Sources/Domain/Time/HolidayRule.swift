/// One line of `Tables/holidays.tsv`: in which years a country keeps a day, and which day it is.
struct HolidayRule: Sendable {
  let countries: [Substring]
  /// The first alternative that names a day of the year decides.
  private let alternatives: [Pattern]
  private let substitution: Substitution
  /// First year in which a substitute day is given.
  private let substitutesFrom: Int
  private let years: ClosedRange<Int>

  /// When a holiday falls on a weekend.
  private enum Substitution { case none, next, nearest }

  private enum Pattern {
    case fixed(month: Int, day: Int)
    case dated(Day)
    /// Days from Easter Sunday.
    case easter(Int)
    case orthodoxEaster(Int)
    /// The first such weekday on or after the date.
    case onOrAfter(Day.Weekday, month: Int, day: Int)
    /// The last such weekday on or before the date.
    case onOrBefore(Day.Weekday, month: Int, day: Int)
    /// The date, if it is such a weekday.
    case exactly(Day.Weekday, month: Int, day: Int)
  }

  /// Reads a line of five fields and a name. Nil where it is malformed.
  init?(line: some StringProtocol) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map { Substring($0) }
    guard fields.count == 6 else { return nil }
    countries = fields[0].split(separator: ",")
    let patterns = fields[1].split(separator: "|").map(Self.pattern)
    alternatives = patterns.compactMap(\.self)
    guard !countries.isEmpty, !patterns.isEmpty, alternatives.count == patterns.count
    else { return nil }
    let parts = fields[2].split(separator: ":")
    switch parts.first {
    case "-": substitution = .none
    case "next": substitution = .next
    case "nearest": substitution = .nearest
    default: return nil
    }
    substitutesFrom = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    guard let from = fields[3] == "-" ? Day.years.lowerBound : Int(fields[3]),
      let to = fields[4] == "-" ? Day.years.upperBound : Int(fields[4]), from <= to
    else { return nil }
    years = from...to
  }

  /// The day itself in one year, or nil where it is not kept.
  func day(in year: Int) -> Day? {
    guard years.contains(year) else { return nil }
    for pattern in alternatives {
      if let day = Self.day(of: pattern, in: year) { return day }
    }
    return nil
  }

  /// The working day that is free instead of a holiday at the weekend, if the country gives one.
  func substitute(for day: Day, taken: Set<Day>) -> Day? {
    guard day.isWeekend, day.year >= substitutesFrom else { return nil }
    switch substitution {
    case .none: return nil
    case .nearest: return day.weekday == .saturday ? day - 1 : day + 1
    case .next:
      var next = day + 1
      // Two holidays never push a third by more than a week.
      for _ in 0..<7 where next.isWeekend || taken.contains(next) { next = next + 1 }
      return next
    }
  }

  private static func day(of pattern: Pattern, in year: Int) -> Day? {
    switch pattern {
    case .dated(let day): return day.year == year ? day : nil
    case .easter(let offset): return Day.easter(year) + offset
    case .orthodoxEaster(let offset): return Day.orthodoxEaster(year) + offset
    case .fixed(let month, let dayOfMonth):
      return Day(year: year, month: month, day: dayOfMonth)
    case .onOrAfter(let weekday, let month, let dayOfMonth):
      guard let base = Day(year: year, month: month, day: dayOfMonth) else { return nil }
      return base + (weekday.rawValue - base.weekday.rawValue + 7) % 7
    case .onOrBefore(let weekday, let month, let dayOfMonth):
      guard let base = Day(year: year, month: month, day: dayOfMonth) else { return nil }
      return base - (base.weekday.rawValue - weekday.rawValue + 7) % 7
    case .exactly(let weekday, let month, let dayOfMonth):
      let day = Day(year: year, month: month, day: dayOfMonth)
      return day?.weekday == weekday ? day : nil
    }
  }

  private static func pattern(_ text: Substring) -> Pattern? {
    if let day = Day(iso: text) { return .dated(day) }
    if let (month, day) = monthAndDay(text) { return .fixed(month: month, day: day) }
    if text.hasPrefix("easter") { return Int(text.dropFirst(6)).map(Pattern.easter) }
    if text.hasPrefix("orthodox") { return Int(text.dropFirst(8)).map(Pattern.orthodoxEaster) }
    guard
      let weekday = Self.weekdays.firstIndex(of: text.prefix(3)).map({ $0 + 1 })
        .flatMap(Day.Weekday.init)
    else { return nil }
    let rest = text.dropFirst(3)
    guard let (month, day) = monthAndDay(rest.drop { "<>=".contains($0) }) else { return nil }
    if rest.hasPrefix(">=") { return .onOrAfter(weekday, month: month, day: day) }
    if rest.hasPrefix("<=") { return .onOrBefore(weekday, month: month, day: day) }
    return rest.hasPrefix("=") ? .exactly(weekday, month: month, day: day) : nil
  }

  private static let weekdays: [Substring] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// Reads `MM-DD`.
  private static func monthAndDay(_ text: Substring) -> (Int, Int)? {
    guard text.utf8.count == 5, let day = Day(iso: "2000-\(text)") else { return nil }
    return (day.month, day.dayOfMonth)
  }
}

extension Day {
  package var isWeekend: Bool { weekday.rawValue >= Weekday.saturday.rawValue }

  /// Easter Sunday of the Western churches (the Gregorian computus of Meeus, Jones and Butcher).
  package static func easter(_ year: Int) -> Day {
    let golden = year % 19
    let (century, ofCentury) = year.quotientAndRemainder(dividingBy: 100)
    let correction = (century - (century + 8) / 25 + 1) / 3
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30
    let toSunday = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - epact - ofCentury % 4) % 7
    let shift = (golden + 11 * epact + 22 * toSunday) / 451
    let sum = epact + toSunday - 7 * shift + 114
    return Day(unchecked: year, sum / 31, sum % 31 + 1)
  }

  /// Easter Sunday of the Orthodox churches, as a Gregorian date (Meeus' Julian computus).
  package static func orthodoxEaster(_ year: Int) -> Day {
    let moon = (19 * (year % 19) + 15) % 30
    let toSunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    let sum = moon + toSunday + 114
    let behind = year / 100 - year / 400 - 2
    return Day(unchecked: year, sum / 31, sum % 31 + 1) + behind
  }
}

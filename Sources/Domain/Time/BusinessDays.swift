/// The working days of one country: Monday to Friday without its nationwide public holidays.
///
/// Holidays are computed from `Tables/holidays.tsv`, Easter included, for every day of
/// `Day.years`; the table is right from the year 2000 on. Regional holidays are left out, because
/// the ledger knows a client's country but not the law of its town; a business adds its own as
/// `extraHolidays`. Of a country that the table does not have only the weekends are closed.
package struct BusinessDays: Sendable {
  /// ISO 3166-1 alpha-2 in capitals, as given (`EL` and `UK` are read as `GR` and `GB`).
  package let country: String
  /// One bit a day of `Day.years`, set where it is closed. Plans ask for every open item, and a set
  /// would spend its time on hashing.
  private let closed: [UInt64]

  private static let firstDay = Month(year: Day.years.lowerBound, month: 1).first
  private static let dayCount = Month(year: Day.years.upperBound, month: 12).last - firstDay + 1

  package init(country: String, extraHolidays: Set<Day> = []) {
    let code = country.uppercased()
    self.country = ["EL": "GR", "UK": "GB"][code] ?? code
    let rules = Self.rules[Substring(self.country)]
    var closed = [UInt64](repeating: 0, count: Self.dayCount / 64 + 1)
    for day in Self.expand(rules ?? []).union(extraHolidays) {
      let place = day - Self.firstDay
      guard (0..<Self.dayCount).contains(place) else { continue }
      closed[place / 64] |= 1 << UInt64(place % 64)
    }
    self.closed = closed
  }

  /// Every country whose holidays are known, by code.
  package static var countries: [String] { rules.keys.map(String.init).sorted() }

  /// Any day outside `Day.years` counts as one, weekends excepted.
  package func isBusinessDay(_ day: Day) -> Bool {
    let place = day - Self.firstDay
    guard !day.isWeekend, (0..<Self.dayCount).contains(place) else { return !day.isWeekend }
    return closed[place / 64] & 1 << UInt64(place % 64) == 0
  }

  /// The day itself, if it is a business day, else the next one.
  package func onOrAfter(_ day: Day) -> Day {
    var next = day
    // No country is closed for longer; a business's own list may be, and then its end is taken.
    for _ in 0..<366 {
      if isBusinessDay(next) { break }
      next = next + 1
    }
    return next
  }

  /// The day itself, if it is a business day, else the one before it.
  package func onOrBefore(_ day: Day) -> Day {
    var earlier = day
    for _ in 0..<366 {
      if isBusinessDay(earlier) { break }
      earlier = earlier - 1
    }
    return earlier
  }

  /// The day that is `count` business days after `day`, which itself is not counted. With a count
  /// of 0 it is `onOrAfter(day)`.
  package func adding(businessDays count: Int, to day: Day) -> Day {
    precondition(count >= 0, "business days are counted forwards")
    var next = count == 0 ? onOrAfter(day) : day
    for _ in 0..<count { next = onOrAfter(next + 1) }
    return next
  }

  private static func expand(_ rules: [HolidayRule]) -> Set<Day> {
    var actual: [(day: Day, rule: HolidayRule)] = []
    for rule in rules {
      for year in Day.years {
        if let day = rule.day(in: year) { actual.append((day, rule)) }
      }
    }
    var days = Set(actual.map(\.day))
    // In order, so that the later of two holidays at a weekend takes the later working day.
    for (day, rule) in actual.sorted(by: { $0.day < $1.day }) where day.isWeekend {
      if let substitute = rule.substitute(for: day, taken: days) { days.insert(substitute) }
    }
    return days
  }

  private static let rules: [Substring: [HolidayRule]] = {
    var rules: [Substring: [HolidayRule]] = [:]
    for line in String(decoding: PackageResources.holidays_tsv, as: UTF8.self)
      .split(separator: "\n") where !line.hasPrefix("#")
    {
      guard let rule = HolidayRule(line: line) else {
        preconditionFailure("holiday table: \(line)")
      }
      for country in rule.countries { rules[country, default: []].append(rule) }
    }
    return rules
  }()
}

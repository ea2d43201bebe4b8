/// Until when a claim can be enforced, by the law of the debt (`Tables/limitation.tsv`).
package struct Limitation: Hashable, Sendable {
  /// The last day on which the claim is not barred.
  package var last: Day
  /// The row of the table: a law, and how it is cited.
  private let rule: UInt8

  /// Whose law a debt follows, and who owes.
  package struct Law: Hashable, Sendable {
    /// ISO 3166-1 alpha-2.
    package var country: String
    package var isConsumer: Bool

    package init(country: String, isConsumer: Bool) {
      self.country = country
      self.isConsumer = isConsumer
    }
  }

  /// The limitation of a debt that fell due on `due`; `acknowledged` is the last day on which the
  /// debtor paid a part of it, or nil. Nil where the law is not in the table, as nothing is
  /// guessed, or where the last day is after `Day.years`.
  package init?(_ law: Law, due: Day, acknowledged: Day? = nil) {
    guard let place = Self.places[law] else { return nil }
    let rule = Self.rules[Int(place)]
    guard max(due, acknowledged ?? due).year + rule.years <= Day.years.upperBound else {
      return nil
    }
    self.rule = place
    let first = rule.fromYearEnd ? Self.endOfYear(due.year + rule.years) : due.adding(rule.years)
    // What begins anew runs from its own day, also where the first period runs to a year's end.
    last = max(first, acknowledged.map { $0.adding(rule.years) } ?? first)
  }

  /// How a report cites the law.
  package var citation: String { Self.rules[Int(rule)].citation }

  private struct Rule {
    var law: Law
    var years: Int
    var fromYearEnd: Bool
    var citation: String
  }

  private static let places = Dictionary(
    uniqueKeysWithValues: rules.indices.map { (rules[$0].law, UInt8($0)) })

  private static let rules: [Rule] = {
    var rules: [Rule] = []
    for line in String(decoding: PackageResources.limitation_tsv, as: UTF8.self)
      .split(separator: "\n") where !line.hasPrefix("#")
    {
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 6, let years = Int(fields[2]),
        ["business", "consumer"].contains(fields[1]), ["year-end", "due"].contains(fields[3])
      else { preconditionFailure("limitation table: \(line)") }
      rules.append(
        Rule(
          law: Law(country: fields[0], isConsumer: fields[1] == "consumer"), years: years,
          fromYearEnd: fields[3] == "year-end", citation: fields[4]))
    }
    return rules
  }()

  private static func endOfYear(_ year: Int) -> Day {
    guard let day = Day(year: year, month: 12, day: 31) else {
      preconditionFailure("the year \(year) has no last day")
    }
    return day
  }
}

extension Day {
  /// The same day so many years later; 28 February for a 29th that the year lacks.
  fileprivate func adding(_ years: Int) -> Day {
    Day(year: year + years, month: month, day: dayOfMonth)
      ?? Day(year: year + years, month: month, day: 28) ?? self + years * 365
  }
}

package import Domain

/// The reference rates of late-payment laws, by half-year (`Tables/statutory-rates.tsv`).
package struct StatutoryRates: Sendable {
  private var rates: [Key: Rate] = [:]

  private struct Key: Hashable {
    let reference: Reference
    let halfYear: Day
  }

  /// A rate of a central bank to which a law adds its margin.
  package enum Reference: String, Sendable, CaseIterable {
    case bankOfEngland = "BOE"
    /// Main refinancing operations of the European Central Bank.
    case centralBank = "ECB"
    /// Basiszinssatz of the Bundesbank.
    case germanBase = "DE-BASE"
    /// Basiszinssatz of the Oesterreichische Nationalbank.
    case austrianBase = "AT-BASE"
  }

  /// A reference rate for one half-year, without any margin.
  package struct Rate: Hashable, Sendable {
    package let annual: BasisPoints
    /// Computed from another rate, and not yet seen published.
    package let isDerived: Bool
  }

  /// The table has no rate for a half-year: it must be brought up to date, for nothing is guessed.
  package struct Missing: Error, Hashable, CustomStringConvertible {
    package let reference: Reference
    /// Its first day.
    package let halfYear: Day

    package var description: String {
      "no \(reference.rawValue) reference rate for the half-year from \(halfYear)"
    }
  }

  package static let builtIn = StatutoryRates(
    table: String(decoding: PackageResources.statutory_rates_tsv, as: UTF8.self))

  /// Reads the lines of the table; a malformed one is a bug of the program that embeds it.
  package init(table: String) {
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t")
      guard fields.count == 4, let reference = Reference(rawValue: String(fields[0])),
        let halfYear = Day(iso: fields[1]), halfYear == Self.halfYear(of: halfYear),
        let percent = try? ExactDecimal(fields[2]), let annual = BasisPoints(percent: percent)
      else { preconditionFailure("statutory rates: \(line)") }
      rates[Key(reference: reference, halfYear: halfYear)] = Rate(
        annual: annual, isDerived: fields[3] == "derived")
    }
  }

  /// Sets the rate of the half-year that begins on `halfYear`: one that the table does not have
  /// yet, or has only as derived.
  package mutating func set(_ reference: Reference, from halfYear: Day, _ annual: BasisPoints) {
    precondition(halfYear == Self.halfYear(of: halfYear), "\(halfYear) begins no half-year")
    rates[Key(reference: reference, halfYear: halfYear)] = Rate(annual: annual, isDerived: false)
  }

  /// The reference rate of the half-year in which `day` lies.
  package func rate(_ reference: Reference, on day: Day) throws(Missing) -> Rate {
    let halfYear = Self.halfYear(of: day)
    guard let rate = rates[Key(reference: reference, halfYear: halfYear)] else {
      throw Missing(reference: reference, halfYear: halfYear)
    }
    return rate
  }

  /// 1 January or 1 July, on or before `day`.
  package static func halfYear(of day: Day) -> Day {
    let (year, month, _) = day.civil
    return Month(year: year, month: month < 7 ? 1 : 7).first
  }
}

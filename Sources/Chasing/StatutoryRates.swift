package import Domain

/// The reference rates of late-payment laws: by half-year (`Tables/statutory-rates.tsv`), and a few
/// that change on any day (`Tables/moving-rates.tsv`).
package struct StatutoryRates: Sendable {
  private var rates: [Key: Rate] = [:]
  /// Those that change on any day, in the order of their days.
  private var changes: [Reference: [Change]] = [:]
  /// When the table of rates that change on any day was read: each is known to the end of that
  /// half-year, and as derived from this day on.
  private static let changesRead = Month(year: 2026, month: 11).last

  private struct Change {
    let from: Day
    let rate: Rate
  }

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
    /// Main refinancing operations, rounded up to the next half point.
    case centralBankRoundedUp = "ECB-UP"
    /// Referensränta of the Riksbank.
    case swedish = "SE-REF"
    /// Udlånsrente of Danmarks Nationalbank.
    case danish = "DK-REF"
    /// The whole rate, as the Norwegian ministry sets it.
    case norwegian = "NO-RATE"
    /// Reference rate of Narodowy Bank Polski.
    case polish = "PL-REF"
    /// Two-week repo rate of Česká národní banka.
    case czech = "CZ-REPO"
    /// Base rate of Magyar Nemzeti Bank.
    case hungarian = "HU-BASE"
    /// Policy rate of Banca Națională a României.
    case romanian = "RO-REF"
    /// The whole Bulgarian rate.
    case bulgarian = "BG-RATE"
    /// Polish interest for delay outside of trade, the whole rate; it changes on any day.
    case polishDelay = "PL-481"
    /// Main refinancing operations on the day itself.
    case centralBankOnDay = "ECB-DAY"

    /// Whether the rate changes on any day, and not by half-years.
    package var changesOnAnyDay: Bool { self == .polishDelay || self == .centralBankOnDay }
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
    table: String(decoding: PackageResources.statutory_rates_tsv, as: UTF8.self)
      + String(decoding: PackageResources.moving_rates_tsv, as: UTF8.self))

  /// Reads the lines of the tables; a malformed one is a bug of the program that embeds it.
  package init(table: String) {
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t")
      guard fields.count == 4, let reference = Reference(rawValue: String(fields[0])),
        let first = Day(iso: fields[1]), reference.begins(on: first),
        let percent = try? ExactDecimal(fields[2]), let annual = BasisPoints(percent: percent)
      else { preconditionFailure("statutory rates: \(line)") }
      add(reference, from: first, Rate(annual: annual, isDerived: fields[3] == "derived"))
    }
  }

  /// Sets the rate that begins on `first`: one that the table does not have yet, or has only as
  /// derived. `first` must be a day on which the reference may begin (`Reference.begins`).
  package mutating func set(_ reference: Reference, from first: Day, _ annual: BasisPoints) {
    precondition(reference.begins(on: first), "\(first) begins no half-year")
    add(reference, from: first, Rate(annual: annual, isDerived: false))
  }

  private mutating func add(_ reference: Reference, from first: Day, _ rate: Rate) {
    guard reference.changesOnAnyDay else {
      rates[Key(reference: reference, halfYear: first)] = rate
      return
    }
    changes[reference, default: []].removeAll { $0.from == first }
    changes[reference, default: []].append(Change(from: first, rate: rate))
    changes[reference]?.sort { $0.from < $1.from }
  }

  /// The reference rate of `day`, which is that of its half-year for most references.
  package func rate(_ reference: Reference, on day: Day) throws(Missing) -> Rate {
    let halfYear = Self.halfYear(of: day)
    if reference.changesOnAnyDay {
      if let rate = movingRate(reference, on: day) { return rate }
    } else if let rate = rates[Key(reference: reference, halfYear: halfYear)] {
      return rate
    }
    throw Missing(reference: reference, halfYear: halfYear)
  }

  private func movingRate(_ reference: Reference, on day: Day) -> Rate? {
    guard let known = changes[reference], let change = known.last(where: { $0.from <= day }),
      let last = known.last
    else { return nil }
    let read = max(last.from, Self.changesRead)
    guard Self.halfYear(of: day) <= Self.halfYear(of: read) else { return nil }
    return Rate(annual: change.rate.annual, isDerived: change.rate.isDerived || day > read)
  }

  /// The days within `days` on which a reference may have another rate than on the day before.
  package func changes(of reference: Reference, in days: ClosedRange<Day>) -> [Day] {
    if reference.changesOnAnyDay {
      return (changes[reference] ?? []).map(\.from).filter(days.contains)
    }
    return (days.lowerBound.year...days.upperBound.year).flatMap { year in
      [Month(year: year, month: 1).first, Month(year: year, month: 7).first]
    }.filter(days.contains)
  }

  /// 1 January or 1 July, on or before `day`.
  package static func halfYear(of day: Day) -> Day {
    let (year, month, _) = day.civil
    return Month(year: year, month: month < 7 ? 1 : 7).first
  }
}

extension StatutoryRates.Reference {
  /// Whether a rate of this reference can begin on `day`: most begin on 1 January and 1 July only.
  package func begins(on day: Day) -> Bool {
    changesOnAnyDay || day == StatutoryRates.halfYear(of: day)
  }
}

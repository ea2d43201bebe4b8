package import Domain

/// What a law gives a creditor whose debtor pays late (`Tables/late-laws.tsv`).
package struct LateLaw: Hashable, Sendable {
  /// Nil for an agreed rate.
  package let choice: Choice?
  /// The first issue date of debts under this wording of the law.
  package let from: Day
  /// Nil where the rate is fixed: then `margin` is all of it.
  package let reference: StatutoryRates.Reference?
  /// Points on top of the reference rate.
  package let margin: BasisPoints
  /// Whether the rate follows the reference when that changes, or stays as it was when interest
  /// began to run.
  package let isFloating: Bool
  /// Whether interest bears interest after each full year. Only the Netherlands say so.
  package let compoundsYearly: Bool
  /// The fixed sums by size of debt, in ascending order, in the law's own currency.
  package let fixedSums: [FixedSum]
  /// Whether a due date on a weekend or holiday moves to the next working day.
  package let movesDueDate: Bool
  /// The statute, as a letter names it; empty for an agreed rate.
  package let citation: String

  /// A setting of the business or of a client: whose law, and who owes.
  package struct Choice: Hashable, Sendable {
    /// ISO 3166-1 alpha-2, or `EU` for the directive's floor.
    package var jurisdiction: String
    package var debtor: Debtor

    package init(_ jurisdiction: String, _ debtor: Debtor = .business) {
      self.jurisdiction = jurisdiction
      self.debtor = debtor
    }
  }

  /// Whose debt it is: several laws ask less of a consumer.
  package enum Debtor: String, Sendable, CaseIterable {
    case business, consumer
  }

  /// What one late debt costs its debtor once, by its size.
  package struct FixedSum: Hashable, Sendable {
    /// The sum applies to debts from this amount on, inclusive.
    package let from: Money
    package let sum: Money
  }

  /// The law of a debt that was agreed on `day`. Nil where none is known: then nothing is charged.
  package init?(_ choice: Choice, agreed day: Day) {
    let candidates = Self.table.filter { $0.choice == choice && $0.from <= day }
    guard let law = candidates.max(by: { $0.from < $1.from }) else { return nil }
    self = law
  }

  /// A rate and fixed sum that the contract names: simple interest, as no law adds more.
  package init(agreedRate: BasisPoints, fixedSum: Money?) {
    choice = nil
    from = Day(number: 0)
    reference = nil
    margin = agreedRate
    isFloating = false
    compoundsYearly = false
    fixedSums = fixedSum.map { [FixedSum(from: .zero($0.currency), sum: $0)] } ?? []
    movesDueDate = false
    citation = ""
  }

  /// Every regime that can be chosen.
  package static var choices: [Choice] {
    var seen: [Choice] = []
    for case let choice? in table.map(\.choice) where !seen.contains(choice) {
      seen.append(choice)
    }
    return seen
  }

  /// Why a law is not used although its country has one, or nil (`Tables/refused-laws.tsv`).
  package static func refusal(of choice: Choice) -> String? {
    String(decoding: PackageResources.refused_laws_tsv, as: UTF8.self)
      .split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t") }
      .first { $0[0] == choice.jurisdiction && $0[1] == choice.debtor.rawValue }
      .map { String($0[2]) }
  }

  /// The fixed sum for one late debt; zero if the law sets no sum in the debt's currency.
  package func fixedSum(for debt: Money) -> Money {
    let owed = fixedSums.last { $0.from.currency == debt.currency && $0.from <= debt }
    return owed?.sum ?? .zero(debt.currency)
  }

  private static let table: [LateLaw] =
    String(decoding: PackageResources.late_laws_tsv, as: UTF8.self)
    .split(separator: "\n").filter { !$0.hasPrefix("#") }
    .map { line in
      guard let law = LateLaw(row: line) else { preconditionFailure("late laws: \(line)") }
      return law
    }

  /// Reads one row of `Tables/late-laws.tsv`, or nil where it is malformed.
  package init?(row: Substring) {
    let fields = row.split(separator: "\t")
    guard fields.count > 3 else { return nil }
    let reference = StatutoryRates.Reference(rawValue: String(fields[3]))
    guard fields.count == 11, reference != nil || fields[3] == "NONE",
      let debtor = Debtor(rawValue: String(fields[1])),
      let from = Day(iso: fields[2]),
      let percent = try? ExactDecimal(fields[4]), let margin = BasisPoints(percent: percent),
      ["floating", "frozen"].contains(fields[5]), ["none", "yearly"].contains(fields[6]),
      let fixedSums = Self.fixedSums(fields[7]), ["next", "same"].contains(fields[8])
    else { return nil }
    choice = Choice(String(fields[0]), debtor)
    self.from = from
    self.reference = reference
    self.margin = margin
    isFloating = fields[5] == "floating"
    compoundsYearly = fields[6] == "yearly"
    self.fixedSums = fixedSums
    movesDueDate = fields[8] == "next"
    citation = String(fields[9])
  }

  /// Reads `GBP 0.00:40.00 1000.00:70.00`, or `-` for none.
  private static func fixedSums(_ text: Substring) -> [FixedSum]? {
    if text == "-" { return [] }
    let words = text.split(separator: " ")
    guard let currency = Currency(code: words[0]) else { return nil }
    var sums: [FixedSum] = []
    for word in words.dropFirst() {
      let parts = word.split(separator: ":").compactMap { part -> Money? in
        guard let amount = try? ExactDecimal(part) else { return nil }
        return Money(amount, currency)
      }
      guard parts.count == 2 else { return nil }
      sums.append(FixedSum(from: parts[0], sum: parts[1]))
    }
    return sums
  }
}

package import Domain

/// What a law gives a creditor whose debtor pays late (`Tables/late-laws.tsv`).
package struct LateLaw: Hashable, Sendable {
  package let choice: Choice
  /// The first issue date of debts under this wording of the law.
  package let from: Day
  package let reference: StatutoryRates.Reference
  /// Points on top of the reference rate.
  package let margin: BasisPoints
  /// Whether the rate follows the reference at each half-year, or stays as it was when interest
  /// began to run.
  package let isFloating: Bool
  /// Whether interest bears interest after each full year. Only the Netherlands say so.
  package let compoundsYearly: Bool
  /// By the amount from which each is owed, smallest first; all in the law's own currency.
  package let fixedSums: [FixedSum]
  /// The statute.
  package let source: String

  /// A setting of the house or of a client: whose law, and who owes.
  package struct Choice: Hashable, Sendable {
    /// ISO 3166-1 alpha-2, or `EU` for the directive's floor.
    package var jurisdiction: String
    package var debtor: Debtor

    package init(_ jurisdiction: String, _ debtor: Debtor = .business) {
      self.jurisdiction = jurisdiction
      self.debtor = debtor
    }
  }

  package enum Debtor: String, Sendable, CaseIterable {
    case business, consumer
  }

  package struct FixedSum: Hashable, Sendable {
    /// The smallest debt it is owed for.
    package let from: Money
    package let sum: Money
  }

  /// The law of a debt that was agreed on `day`. Nil where none is known: then nothing is charged.
  package init?(_ choice: Choice, agreed day: Day) {
    let candidates = Self.table.filter { $0.choice == choice && $0.from <= day }
    guard let law = candidates.max(by: { $0.from < $1.from }) else { return nil }
    self = law
  }

  /// Every regime that can be chosen.
  package static var choices: [Choice] {
    var seen: [Choice] = []
    for law in table where !seen.contains(law.choice) { seen.append(law.choice) }
    return seen
  }

  /// The fixed sum for one late debt; zero where there is none, or none in the debt's currency.
  package func fixedSum(for debt: Money) -> Money {
    let owed = fixedSums.last { $0.from.currency == debt.currency && $0.from <= debt }
    return owed?.sum ?? .zero(debt.currency)
  }

  private static let table: [LateLaw] =
    String(decoding: PackageResources.late_laws_tsv, as: UTF8.self)
    .split(separator: "\n").filter { !$0.hasPrefix("#") }
    .map { line in
      guard let law = LateLaw(line: line) else { preconditionFailure("late laws: \(line)") }
      return law
    }

  private init?(line: Substring) {
    let fields = line.split(separator: "\t")
    guard fields.count == 9, let debtor = Debtor(rawValue: String(fields[1])),
      let from = Day(iso: fields[2]),
      let reference = StatutoryRates.Reference(rawValue: String(fields[3])),
      let percent = try? ExactDecimal(fields[4]), let margin = BasisPoints(percent: percent),
      ["floating", "frozen"].contains(fields[5]), ["none", "yearly"].contains(fields[6]),
      let fixedSums = Self.fixedSums(fields[7])
    else { return nil }
    choice = Choice(String(fields[0]), debtor)
    self.from = from
    self.reference = reference
    self.margin = margin
    isFloating = fields[5] == "floating"
    compoundsYearly = fields[6] == "yearly"
    self.fixedSums = fixedSums
    source = String(fields[8])
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

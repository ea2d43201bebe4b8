import Domain

/// Movements that one format reports by the day of booking and another by the value date.
extension SamePayments {
  /// How far the two days are apart at most: a weekend with a bank holiday.
  private static let valueDays = 4

  private struct Kind: Hashable {
    var amount: Money
    var format: BankStatement.Format
  }

  /// Movements of one amount and payer that two formats report a few days apart, where they must be
  /// the same: both formats cover both days, so that each would have both movements; or payer and
  /// text, which has a number, are equal. The nearest ones first.
  mutating func pairShifted() {
    let statements = countingLines
    let kinds = Dictionary(grouping: statements) { Kind(amount: $0.amount, format: $0.format) }
    let formats = BankStatement.Format.allCases.filter { format in
      statements.contains { $0.format == format }
    }
    guard formats.count > 1 else { return }
    // Lines stand in the order of their days.
    var periods: [BankStatement.Format: [ClosedRange<Day>]] = [:]
    for file in Dictionary(grouping: lines.filter { !$0.isNotice }, by: \.file).values {
      periods[file[0].format, default: []].append(file[0].booked...file[file.count - 1].booked)
    }
    func covers(_ format: BankStatement.Format, _ day: Day) -> Bool {
      periods[format]?.contains { $0.contains(day) } == true
    }
    for amount in Set(kinds.keys.map(\.amount)).sorted() {
      for (rank, better) in formats.enumerated() {
        for worse in formats.dropFirst(rank + 1) {
          guard let known = kinds[Kind(amount: amount, format: better)],
            let told = kinds[Kind(amount: amount, format: worse)]
          else { continue }
          for distance in 1...Self.valueDays {
            for line in told where isFree(line, of: better) {
              let fit = known.first {
                abs($0.booked - line.booked) == distance && isFree($0, of: worse)
                  && Self.isSameMovement($0, line)
                  && (Self.hasEqualNumber($0, line)
                    || covers(worse, $0.booked) && covers(better, line.booked))
              }
              if let fit { drop([line], or: [fit]) }
            }
          }
        }
      }
    }
  }

  /// Whether both have one payer, by account or by name, and nothing else differs.
  private static func isSameMovement(_ a: Line, _ b: Line) -> Bool {
    if let first = a.endToEndID, let second = b.endToEndID { return first == second }
    let (first, second) = (Matching.key(a.payer), Matching.key(b.payer))
    let isSamePayer =
      !a.payerAccount.isEmpty && a.payerAccount == b.payerAccount
      || !first.isEmpty && first == second
    return isSamePayer && !isOtherPayer(a, b) && agree(Matching.key(a.text), Matching.key(b.text))
  }

  private static func hasEqualNumber(_ a: Line, _ b: Line) -> Bool {
    let text = Matching.key(a.text)
    return text == Matching.key(b.text) && text.contains(where: \.isNumber)
  }
}

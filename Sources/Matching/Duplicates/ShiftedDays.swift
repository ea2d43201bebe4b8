import Domain

/// Movements that one form reports by the day of booking and another by the value date.
extension SamePayments {
  /// How far the two days are apart at most: a weekend with a bank holiday.
  private static let valueDays = 4

  private struct Kind: Hashable {
    var amount: Money
    var format: BankStatement.Format
  }

  /// The first and the last day of which a file tells.
  private struct Span {
    var file: Int64
    var days: ClosedRange<Day>
  }

  /// Movements of one amount and payer that two forms report a few days apart, where they must be
  /// the same: both forms tell of both days, so that each would have told of both movements; or
  /// payer and text, which has a number, are equal. The nearest ones first.
  mutating func pairShifted() {
    let kept = Set(pairs.flatMap(\.kept))
    let statements = lines.filter {
      !$0.isNotice && !isDropped($0.id) && (kept.contains($0.id) || isOpen($0.id))
    }
    let kinds = Dictionary(grouping: statements) { Kind(amount: $0.amount, format: $0.format) }
    let formats = BankStatement.Format.allCases.filter { format in
      statements.contains { $0.format == format }
    }
    guard formats.count > 1 else { return }
    let spans = Dictionary(
      grouping: Dictionary(grouping: lines.filter { !$0.isNotice }, by: \.file).values
        .compactMap { all -> (BankStatement.Format, Span)? in
          guard let first = all.first, let last = all.last else { return nil }
          return (first.format, Span(file: first.file, days: first.booked...last.booked))
        }, by: \.0
    ).mapValues { $0.map(\.1) }
    func tells(_ format: BankStatement.Format, of day: Day) -> Bool {
      spans[format]?.contains { $0.days.contains(day) } == true
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
                    || tells(worse, of: $0.booked) && tells(better, of: line.booked))
              }
              if let fit { drop([line], or: [fit]) }
            }
          }
        }
      }
    }
  }

  /// Whether both tell of one payer, by account or by name, and nothing else differs.
  private static func isSameMovement(_ a: Line, _ b: Line) -> Bool {
    func trace(_ line: Line) -> String? {
      line.traces.first { $0.hasPrefix("EndToEndId ") }
    }
    if let first = trace(a), let second = trace(b) { return first == second }
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

import Domain

/// The balances that a bank's CSV file gives after its rows, and where they jump.
///
/// Rows may be sorted either way, and those of one day in any order. Within a day each row leads
/// from one balance to another: what is left over when ends are struck out against beginnings are
/// the balances with which the day begins and ends.
struct RunningBalance {
  struct Row {
    /// 1-based, of the file.
    var line: Int
    var day: Day
    var amount: Money
    /// The balance after the row, where it gives one.
    var after: Money?

    fileprivate var before: Money? { after?.adding(checked: -amount) }
  }

  /// All of one currency, as they stand in the file.
  var rows: [Row] = []

  /// A balance that does not follow from the one before it.
  private struct Jump {
    var from: Row
    var to: Row
    var gap: Money
  }

  /// More jumps than this are no news.
  private static let faultsMax = 20

  /// A warning for each jump. Where most rows do not follow from one another, the column is no
  /// running balance of these movements, and nothing is said.
  var faults: [Fault] {
    guard rows.count(where: { $0.after != nil }) > 1 else { return [] }
    let (jumps, links) = rows.allSatisfy { $0.after != nil } ? byDay() : inOrder()
    let isConstant = Set(rows.compactMap(\.after)).count == 1
    guard !isConstant, links < 3 || jumps.count * 2 <= links else { return [] }
    return jumps.prefix(Self.faultsMax).map(Self.fault)
  }

  private static func fault(_ jump: Jump) -> Fault {
    let side = jump.gap.isNegative ? "falls" : "rises"
    let lines = [jump.from.line, jump.to.line].sorted()
    return Fault(
      .bankBalance, line: lines[1],
      "the balance \(side) by \(jump.gap.magnitude) between the rows of lines \(lines[0]) and "
        + "\(lines[1]) (\(jump.from.day) to \(jump.to.day)) without a movement that says so",
      remedy: "Export the period again; rows may be missing. Those that are there were imported.")
  }

  /// Whether the file begins with the newest row; nil where it is not sorted by day.
  private var isFalling: Bool? {
    let pairs = zip(rows, rows.dropFirst())
    let (rises, falls) = (pairs.contains { $0.day < $1.day }, pairs.contains { $0.day > $1.day })
    return rises && falls ? nil : falls ? true : rises ? false : fallsByBalance
  }

  /// Of rows of one day, the order in which more of them follow from one another.
  private var fallsByBalance: Bool {
    Self.jumps(rows.reversed()).jumps.count < Self.jumps(rows).jumps.count
  }

  // MARK: Balances on some rows

  private func inOrder() -> (jumps: [Jump], links: Int) {
    guard let isFalling else { return ([], 0) }
    let (jumps, links) = Self.jumps(isFalling ? rows.reversed() : rows)
    // Too few balances to tell that they run as they are read.
    return jumps.count < links || links == 1 ? (jumps, links) : ([], links)
  }

  /// Jumps between the rows that give a balance, oldest row first.
  private static func jumps(_ rows: [Row]) -> (jumps: [Jump], links: Int) {
    var jumps: [Jump] = []
    var links = 0
    var last: Row?
    var expected: Money?
    for row in rows {
      expected = expected?.adding(checked: row.amount)
      guard let after = row.after else { continue }
      if let from = last {
        links += 1
        if let gap = expected.flatMap({ after.adding(checked: -$0) }), !gap.isZero {
          jumps.append(Jump(from: from, to: row, gap: gap))
        }
      }
      (last, expected) = (row, after)
    }
    return (jumps, links)
  }

  // MARK: Balances on all rows

  private func byDay() -> (jumps: [Jump], links: Int) {
    let days = Dictionary(grouping: rows, by: \.day)
    let isFalling = isFalling ?? false
    var jumps: [Jump] = []
    var end: (row: Row, balance: Money)?
    for day in days.keys.sorted() {
      let rows = (isFalling ? days[day]?.reversed() : days[day]) ?? []
      guard let (first, last, inside) = Self.ends(of: rows, after: end?.balance) else { continue }
      jumps += inside
      if let from = end, let before = first.before,
        let gap = before.adding(checked: -from.balance), !gap.isZero
      {
        jumps.append(Jump(from: from.row, to: first, gap: gap))
      }
      end = last.after.map { (last, $0) }
    }
    return (jumps, rows.count - 1)
  }

  /// The rows with which a day begins and ends, and the jumps inside it. `previous` is the balance
  /// of the day before.
  private static func ends(
    of rows: [Row], after previous: Money?
  ) -> (first: Row, last: Row, jumps: [Jump])? {
    guard let first = rows.first, let last = rows.last else { return nil }
    var open = Dictionary(grouping: rows.compactMap(\.before), by: { $0 }).mapValues(\.count)
    for after in rows.compactMap(\.after) { open[after, default: 0] -= 1 }
    let starts = open.filter { $0.value > 0 }
    let stops = open.filter { $0.value < 0 }
    if starts.isEmpty {
      // The day ends as it began: any of its balances may be the one.
      let begin = rows.first { $0.before == previous } ?? first
      return (begin, rows.first { $0.after == begin.before } ?? last, [])
    }
    if starts.count == 1, stops.count == 1, let start = starts.first, start.value == 1 {
      let begin = rows.first { $0.before == start.key } ?? first
      return (begin, rows.first { $0.after == stops.first?.key } ?? last, [])
    }
    let found = [rows, rows.reversed()].map { jumps($0).jumps }
    return found[0].count <= found[1].count
      ? (first, last, found[0]) : (last, first, found[1])
  }
}

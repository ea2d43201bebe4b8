package import Domain

/// Invoices that a client gets again and again for the same amount, as the history shows: the next
/// of them are likely, but not written yet, so they are kept apart from what is owed.
package struct Retainer: Hashable, Sendable {
  package let client: ID<Client>
  /// That of the last one.
  package let amount: Money
  package let rhythm: Rhythm
  /// How many came in a row.
  package let count: Int
  /// The day the next is expected, after as-of.
  package let next: Day
  /// Days from issue to due, of the last one.
  package let termDays: Int

  /// The distance of two invoices.
  package enum Rhythm: Hashable, Sendable {
    case weeks(Int)
    case months(Int)
  }

  /// As many have to have come in a row.
  package static let countMin = 4

  /// The chance that the `number`th from now (1 is the next) is written too, if so many came in a
  /// row: Laplace's rule of succession, taken for a row of successes.
  func chance(ofNumber number: Int) -> Double {
    Double(count + 1) / Double(count + number + 1)
  }

  /// The day of the `number`th from now.
  func day(ofNumber number: Int) -> Day {
    switch rhythm {
    case .weeks(let weeks): next + (number - 1) * weeks * 7
    case .months(let months):
      (Month(next) + (number - 1) * months).day(next.isLastOfMonth ? 31 : next.dayOfMonth)
    }
  }
}

extension PayHistory {
  /// The retainers, by client, then amount.
  ///
  /// Of each client and currency, invoices whose totals differ by 5 % at most belong together. The
  /// last of them make a retainer where at least four follow one another at the same distance (1, 2
  /// or 4 weeks, give or take 2 days, or 1, 3, 6 or 12 months, give or take 6 days) and the next is
  /// overdue by no more than half that distance.
  package var retainers: [Retainer] {
    clients.flatMap { _, places in
      let known = entries[places].filter { $0.issueDate <= asOf && $0.total.isPositive }
      return Self.alike(known).compactMap { retainer(in: $0) }
    }.sorted {
      ($0.client, $0.amount.currency, $0.amount.minorUnits, $0.next)
        < ($1.client, $1.amount.currency, $1.amount.minorUnits, $1.next)
    }
  }

  /// Entries of about the same total in one currency, each group in the order of issue.
  private static func alike(_ entries: [Entry]) -> [[Entry]] {
    guard entries.count >= Retainer.countMin else { return [] }
    let ascending = entries.sorted {
      ($0.total.currency, $0.total.minorUnits) < ($1.total.currency, $1.total.minorUnits)
    }
    var groups: [[Entry]] = []
    var start = 0
    for end in 1...ascending.count {
      let first = ascending[start].total
      if end < ascending.count, ascending[end].total.currency == first.currency,
        ascending[end].total.minorUnits - first.minorUnits <= first.minorUnits / 20
      {
        continue
      }
      if end - start >= Retainer.countMin {
        groups.append(
          ascending[start..<end].sorted {
            ($0.issueDate, $0.total.minorUnits) < ($1.issueDate, $1.total.minorUnits)
          })
      }
      start = end
    }
    return groups
  }

  private func retainer(in entries: [Entry]) -> Retainer? {
    guard let last = entries.last else { return nil }
    let rhythms: [Retainer.Rhythm] = [
      .weeks(1), .weeks(2), .weeks(4), .months(1), .months(3), .months(6), .months(12),
    ]
    for rhythm in rhythms {
      var count = 1
      for (earlier, later) in zip(entries, entries.dropFirst()).reversed() {
        guard rhythm.fits(earlier.issueDate, later.issueDate) else { break }
        count += 1
      }
      guard count >= Retainer.countMin else { continue }
      let days = entries.suffix(count).map(\.issueDate)
      let next = rhythm.next(after: days)
      guard asOf - next <= rhythm.days / 2 else { return nil }
      return Retainer(
        client: last.client, amount: last.total, rhythm: rhythm, count: count,
        next: max(next, asOf + 1), termDays: max(0, last.dueDate - last.issueDate))
    }
    return nil
  }
}

extension Retainer.Rhythm {
  /// About.
  fileprivate var days: Int {
    switch self {
    case .weeks(let weeks): weeks * 7
    case .months(let months): months * 30
    }
  }

  fileprivate func fits(_ earlier: Day, _ later: Day) -> Bool {
    switch self {
    case .weeks(let weeks): abs(later - earlier - weeks * 7) <= 2
    case .months(let months):
      abs(later - (Month(earlier) + months).day(earlier.dayOfMonth)) <= 6
    }
  }

  /// The day after the last of `days`, of months on the day of the month that is usual: the month's
  /// last where that is.
  fileprivate func next(after days: [Day]) -> Day {
    guard let last = days.last else { preconditionFailure("a retainer without invoices") }
    switch self {
    case .weeks(let weeks): return last + weeks * 7
    case .months(let months):
      let isAtEnd = days.count { $0.isLastOfMonth } * 2 > days.count
      let usual = isAtEnd ? 31 : days.map(\.dayOfMonth).sorted()[days.count / 2]
      return (Month(last) + months).day(usual)
    }
  }
}

extension Day {
  fileprivate var isLastOfMonth: Bool { Month(self).last == self }
}

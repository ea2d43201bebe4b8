package import Domain

/// The balance of one currency day by day: when it may fall below zero, and how likely that is.
package struct CashBalance: Sendable {
  package let currency: Currency
  /// The balance at the end of as-of; nil where no bank statement tells it and the balance counts
  /// from zero.
  package let opening: Money?
  /// The first day at whose end the 10 % point of the balance is below zero.
  package let firstLow: Risk?
  /// The day at whose end a balance below zero is likeliest; the first of several.
  package let worst: Risk?
  /// The first day at whose end the expected balance is below zero.
  package let firstExpected: Day?
  /// The share of simulated futures with a balance below zero at the end of any day; nil without
  /// simulation.
  package let chanceOnAnyDay: Double?

  /// How likely one day is to end in the red.
  package struct Risk: Hashable, Sendable {
    package let day: Day
    /// The probability of a balance below zero at the day's end.
    package let chance: Double
  }

  init(
    _ sum: CashSum, outgoings: Outgoings, opening: Money?, asOf: Day, paths: CashPaths?
  ) {
    currency = sum.currency
    self.opening = opening
    let days = (1...max(1, sum.running.days)).map { CashPeriod(first: asOf + $0, last: asOf + $0) }
    let out = outgoings.sums(sum.currency, in: days)
    // What has to come in by the end of each day, so that the balance is not below zero.
    var needed = -(opening ?? .zero(sum.currency))
    let needs = out.map { amount -> Double in
      needed += amount
      return Double(needed.minorUnits)
    }
    var (firstLow, worst): (Risk?, Risk?)
    var firstExpected: Day?
    for place in needs.indices where place < sum.running.days {
      let spread = sum.running[place]
      if spread.mean < needs[place] - 0.5, firstExpected == nil { firstExpected = days[place].last }
      let chance = spread.chance(below: needs[place])
      guard chance > 0 else { continue }
      let risk = Risk(day: days[place].last, chance: chance)
      if spread.ends.low < needs[place] - 0.5, firstLow == nil { firstLow = risk }
      if chance > (worst?.chance ?? 0) { worst = risk }
    }
    self.firstLow = firstLow
    self.worst = worst
    self.firstExpected = firstExpected
    chanceOnAnyDay = paths.map { $0.chance(sum.currency, below: needs) }
  }
}

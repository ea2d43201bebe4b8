import Domain
import Glibc

/// How much of one open item is paid by the end of each day ahead: the odds, and the money.
///
/// One is filled over and over, item by item: those of 100,000 items would fill the memory.
struct PaidCurve {
  static let days = PaymentDates.horizonDays

  /// The probability of being paid by the end of as-of + 1, + 2 … + 400.
  private(set) var paid = [Double](repeating: 0, count: days)
  /// The share of the money expected by then. Exact on the days of `cuts`; between them it runs as
  /// `paid` does.
  private(set) var cash = [Double](repeating: 0, count: days)
  /// Places of days in ascending order, the last of which is as-of + 400.
  let cuts: [Int]

  /// A curve whose money is exact at the ends of periods.
  init(asOf: Day, periods: [CashPeriod]) {
    cuts = Set(periods.map { Self.place(of: $0.last, asOf: asOf) } + [Self.days - 1]).sorted()
  }

  /// The place of a day after as-of; of one beyond as-of + 400 the last.
  static func place(of day: Day, asOf: Day) -> Int { min(day - asOf, days) - 1 }

  /// The curve of an item without a hold.
  mutating func fill(hazard: PaymentHazard.Row, multipliers: [Double], pace: Double) {
    precondition(multipliers.count == Self.days, "\(multipliers.count) multipliers")
    // The hottest loop of a forecast: without checks of bounds that are known to hold.
    paid.withUnsafeMutableBufferPointer { paid in
      multipliers.withUnsafeBufferPointer { multipliers in
        hazard.chances.withUnsafeBufferPointer { chances in
          var unpaid = 1.0
          for day in 0..<Self.days {
            let chance = multipliers[day] * Double(chances[DelayGrid.place(hazard.delay + day)])
            unpaid *= 1 - min(chance, PaymentHazard.chanceMax)
            paid[day] = 1 - unpaid
          }
        }
      }
    }
    fillCash(pace: pace)
  }

  private mutating func fillCash(pace: Double) {
    var (start, paidBefore, cashBefore) = (0, 0.0, 0.0)
    for cut in cuts {
      let (paidThen, cashThen) = (paid[cut], 1 - pow(1 - paid[cut], pace))
      let slope = paidThen > paidBefore ? (cashThen - cashBefore) / (paidThen - paidBefore) : 0
      for day in start...cut { cash[day] = cashBefore + (paid[day] - paidBefore) * slope }
      cash[cut] = cashThen
      (start, paidBefore, cashBefore) = (cut + 1, paidThen, cashThen)
    }
  }

  mutating func fill(from dates: PaymentDates) {
    var sums = (paid: 0.0, cash: 0.0)
    for day in 0..<Self.days {
      sums.paid += dates.daily[day]
      sums.cash += dates.cashDaily[day]
      paid[day] = min(sums.paid, 1)
      cash[day] = min(sums.cash, 1)
    }
  }

  /// Everything comes `days` later; what would come after as-of + 400 does not come.
  mutating func delay(by days: Int) {
    guard days > 0 else { return }
    for day in (0..<Self.days).reversed() {
      paid[day] = day >= days ? paid[day - days] : 0
      cash[day] = day >= days ? cash[day - days] : 0
    }
  }

  /// Nothing comes any more.
  mutating func stop() {
    for day in 0..<Self.days { (paid[day], cash[day]) = (0, 0) }
  }

  /// The place of the first day by whose end the item is paid with probability `share`; the last
  /// where that is later or never.
  func quantile(_ share: Double) -> Int {
    var (low, high) = (0, Self.days - 1)
    while low < high {
      let middle = (low + high) / 2
      if paid[middle] >= share { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The amount by period, as the difference of what is expected by its end and by its beginning,
  /// each rounded half away from zero: none is negative, and they add up to the cash of the span.
  /// `ends` are places of the periods' last days.
  func differences(_ amount: Money, ends: [Int]) -> [Money] {
    var before = Money.zero(amount.currency)
    return ends.map { end in
      let units = (Double(amount.minorUnits) * cash[end]).rounded(.toNearestOrAwayFromZero)
      let now = Money(minorUnits: Int64(units), currency: amount.currency)
      defer { before = now }
      return now - before
    }
  }
}

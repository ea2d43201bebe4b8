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
  /// `paid` does. After `daysKept` days only the last is known.
  private(set) var cash = [Double](repeating: 0, count: days)
  /// Places of days in ascending order, the last of which is as-of + 400.
  private let cuts: [Int]
  /// The days of which `cash` is known, from the first on; beyond them only the last.
  let daysKept: Int

  /// A curve whose money is exact at the ends of periods. It is kept up to the last of them, or
  /// whole where it is to be delayed.
  init(asOf: Day, periods: [CashPeriod], isWhole: Bool = false) {
    let ends = periods.map { Self.place(of: $0.last, asOf: asOf) }
    cuts = Set(ends + [Self.days - 1]).sorted()
    daysKept = isWhole ? Self.days : (ends.max() ?? 0) + 1
  }

  /// The place of a day after as-of; of one beyond as-of + 400 the last.
  static func place(of day: Day, asOf: Day) -> Int { min(day - asOf, days) - 1 }

  /// The curve of an item without a hold.
  mutating func fill(hazard: PaymentHazard.Row, habits: PaymentHazard.Habits) {
    let multipliers = habits.multipliers
    precondition(multipliers.count == Self.days, "\(multipliers.count) multipliers")
    paid.withUnsafeMutableBufferPointer { paid in
      multipliers.withUnsafeBufferPointer { multipliers in
        hazard.chances.withUnsafeBufferPointer { chances in
          for day in 0..<Self.days {
            let chance = multipliers[day] * Double(chances[DelayGrid.place(hazard.delay &+ day)])
            paid[day] = 1 - min(chance, PaymentHazard.chanceMax)
          }
        }
      }
      Self.accumulate(paid)
    }
    fillCash(pace: habits.pace)
  }

  /// Turns the chances to stay unpaid on each day into the probabilities to be paid by its end.
  ///
  /// The hottest loop of a forecast: a product of 400 factors, each of which has to wait for the
  /// one before, is made as four of 100 side by side.
  private static func accumulate(_ days: UnsafeMutableBufferPointer<Double>) {
    let part = Self.days / 4
    var (a, b, c, d) = (1.0, 1.0, 1.0, 1.0)
    for day in 0..<part {
      a *= days[day]
      b *= days[part &+ day]
      c *= days[2 &* part &+ day]
      d *= days[3 &* part &+ day]
      (days[day], days[part &+ day]) = (a, b)
      (days[2 &* part &+ day], days[3 &* part &+ day]) = (c, d)
    }
    var before = 1.0
    for start in stride(from: 0, to: Self.days, by: part) {
      for day in start..<(start &+ part) { days[day] = 1 - before * days[day] }
      before = 1 - days[start &+ part &- 1]
    }
  }

  private mutating func fillCash(pace: Double) {
    paid.withUnsafeBufferPointer { paid in
      cash.withUnsafeMutableBufferPointer { cash in
        var (start, paidBefore, cashBefore) = (0, 0.0, 0.0)
        for cut in cuts {
          let (paidThen, cashThen) = (paid[cut], 1 - pow(1 - paid[cut], pace))
          if start < daysKept {
            let grown = paidThen - paidBefore
            let slope = grown > 0 ? (cashThen - cashBefore) / grown : 0
            for day in start..<cut { cash[day] = cashBefore + (paid[day] - paidBefore) * slope }
          }
          cash[cut] = cashThen
          (start, paidBefore, cashBefore) = (cut + 1, paidThen, cashThen)
        }
      }
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

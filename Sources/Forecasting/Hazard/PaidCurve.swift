import Domain
import Glibc

/// How much of one open item is paid by the end of each day ahead: the odds, and the money.
///
/// One is filled over and over, item by item: those of 100,000 items would fill the memory.
struct PaidCurve {
  static let days = PaymentDates.horizonDays

  /// The largest share whose day is asked for.
  private static let shareMax = 0.9

  /// The probability of being paid by the end of as-of + 1, + 2 … + 400. Where `shareMax` is paid
  /// within `daysKept` days, only the last of the days beyond them is known.
  private var paid = [Double](repeating: 0, count: days)
  /// The share of the money expected by then. Exact on the days of `cuts`; between them it runs as
  /// `paid` does. After `daysKept` days only the last is known.
  private(set) var cash = [Double](repeating: 0, count: days)
  /// Places of days in ascending order, the last of which is as-of + 400.
  private let cuts: [Int]
  /// The days of which `cash` is known, from the first on; beyond them only the last.
  let daysKept: Int

  /// A curve whose money is exact at the ends of periods. It is kept up to the last of them and to
  /// `days` days ahead, or whole where it is to be delayed.
  init(asOf: Day, periods: [CashPeriod], days: Int = 0, isWhole: Bool = false) {
    let ends = periods.map { Self.place(of: $0.last, asOf: asOf) }
    cuts = Set(ends + [Self.days - 1]).sorted()
    daysKept = isWhole ? Self.days : max((ends.max() ?? 0) + 1, min(days, Self.days))
  }

  /// The place of a day after as-of; of one beyond as-of + 400 the last.
  static func place(of day: Day, asOf: Day) -> Int { min(day - asOf, days) - 1 }

  /// The curve of an item without a hold.
  mutating func fill(hazard: PaymentHazard.Row, habits: PaymentHazard.Habits) {
    precondition(habits.multipliers.count == Self.days, "\(habits.multipliers.count) multipliers")
    paid.withUnsafeMutableBufferPointer { paid in
      habits.multipliers.withUnsafeBufferPointer { multipliers in
        hazard.chances.withUnsafeBufferPointer { chances in
          Self.layUnpaid(chances, from: hazard.delay, multipliers, over: paid)
        }
      }
      let unpaid = Self.accumulate(paid, ..<daysKept)
      if unpaid <= 1 - Self.shareMax {
        paid[Self.days - 1] = 1 - unpaid * Self.product(paid, daysKept...)
      } else {
        Self.accumulateRest(paid, after: daysKept, unpaid)
      }
    }
    fillCash(pace: habits.pace)
  }

  /// Lays the chances to stay unpaid on each day, one after the other.
  private static func layUnpaid(
    _ chances: UnsafeBufferPointer<Float>, from delay: Int,
    _ multipliers: UnsafeBufferPointer<Double>, over days: UnsafeMutableBufferPointer<Double>
  ) {
    DelayGrid.lay(chances, from: delay, over: days)
    for day in 0..<Self.days {
      let chance = multipliers[day] * days[day]
      days[day] = 1 - (chance < PaymentHazard.chanceMax ? chance : PaymentHazard.chanceMax)
    }
  }

  /// Turns the chances to stay unpaid on each of the first days into the probabilities to be paid
  /// by its end, and returns that to be unpaid after them.
  ///
  /// The hottest loop of a forecast: a product of hundreds of factors, each of which has to wait
  /// for the one before, is made as four shorter ones side by side.
  private static func accumulate(
    _ days: UnsafeMutableBufferPointer<Double>, _ range: PartialRangeUpTo<Int>
  ) -> Double {
    let part = range.upperBound / 4
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
    for start in stride(from: 0, to: 4 * part, by: max(part, 1)) {
      for day in start..<(start &+ part) { days[day] = 1 - before * days[day] }
      before = 1 - days[start &+ part &- 1]
    }
    for day in (4 * part)..<range.upperBound {
      before *= days[day]
      days[day] = 1 - before
    }
    return before
  }

  private static func accumulateRest(
    _ days: UnsafeMutableBufferPointer<Double>, after first: Int, _ unpaid: Double
  ) {
    var unpaid = unpaid
    for day in first..<Self.days {
      unpaid *= days[day]
      days[day] = 1 - unpaid
    }
  }

  private static func product(
    _ days: UnsafeMutableBufferPointer<Double>, _ range: PartialRangeFrom<Int>
  ) -> Double {
    let part = (Self.days - range.lowerBound) / 4
    var (a, b, c, d) = (1.0, 1.0, 1.0, 1.0)
    for day in range.lowerBound..<(range.lowerBound &+ part) {
      a *= days[day]
      b *= days[part &+ day]
      c *= days[2 &* part &+ day]
      d *= days[3 &* part &+ day]
    }
    for day in (range.lowerBound &+ 4 &* part)..<Self.days { a *= days[day] }
    return a * b * c * d
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

  /// The probability of not being paid by the end of a day that is kept, or of the last.
  func unpaid(_ place: Int) -> Double { 1 - paid[place] }

  /// Everything comes on one day, for certain.
  mutating func fill(certainOn place: Int) {
    for day in 0..<Self.days { (paid[day], cash[day]) = day < place ? (0, 0) : (1, 1) }
  }

  /// Nothing comes any more.
  mutating func stop() {
    for day in 0..<Self.days { (paid[day], cash[day]) = (0, 0) }
  }

  /// The place of the first day by whose end the item is paid with probability `share`, at most
  /// `shareMax`; the last where that is later or never.
  private func quantile(_ share: Double) -> Int {
    paid.withUnsafeBufferPointer { paid in
      let isKept = daysKept > 0 && paid[daysKept - 1] >= share
      var (low, high) = (0, isKept ? daysKept - 1 : Self.days - 1)
      while low < high {
        let middle = (low &+ high) / 2
        if paid[middle] >= share { high = middle } else { low = middle &+ 1 }
      }
      return low
    }
  }

  /// The days by which the item is paid with 10, 50 and 90 % probability.
  func quantileDays(after asOf: Day) -> Quantiles {
    Quantiles(
      p10: asOf + (quantile(0.1) + 1), p50: asOf + (quantile(0.5) + 1),
      p90: asOf + (quantile(Self.shareMax) + 1))
  }

  struct Quantiles: Sendable {
    let p10, p50, p90: Day
  }

  /// What comes of an amount in each of some periods, in its minor units, as the difference of
  /// what is expected by the period's end and by its beginning, each rounded half away from zero:
  /// none is negative, and they add up to the cash of the span. `ends` are places of the periods'
  /// last days; the parts are laid into `parts` from `first` on.
  func split(_ units: Int64, ends: [Int], into parts: inout [Int64], from first: Int) {
    let amount = Double(units)
    cash.withUnsafeBufferPointer { cash in
      var before: Int64 = 0
      for index in ends.indices {
        let now = Int64(amount * cash[ends[index]] + 0.5)
        parts[first &+ index] = now &- before
        before = now
      }
    }
  }
}

/// What is expected of each of many items in each month, after the months, and in each week, in
/// minor units of the item's currency: one array for all, as there may be 100,000 of them.
struct CashParts {
  /// The places on a curve of the months' last days, and the last of all.
  private let monthEnds: [Int]
  private let weekEnds: [Int]
  private var units: [Int64] = []
  /// Those of the amount that was split last.
  private var last: [Int64]
  /// How many days ahead it is asked whether an item is still unpaid.
  private let unpaidAfter: [Int]
  /// The probabilities of that, item by item.
  private var chances: [Double] = []

  /// `monthEnds` and `weekEnds` are the places on a curve of the periods' last days; `unpaidAfter`
  /// are 1 to 400.
  init(monthEnds: [Int], weekEnds: [Int], unpaidAfter: [Int], items: Int) {
    self.unpaidAfter = unpaidAfter
    self.monthEnds = monthEnds + [PaidCurve.days - 1]
    self.weekEnds = weekEnds
    last = Array(repeating: 0, count: self.monthEnds.count + weekEnds.count)
    units.reserveCapacity(items * last.count)
  }

  /// Splits an amount as the curve says; `append` keeps it.
  mutating func split(_ amount: Int64, _ curve: PaidCurve) {
    curve.split(amount, ends: monthEnds, into: &last, from: 0)
    curve.split(amount, ends: weekEnds, into: &last, from: monthEnds.count)
  }

  /// Keeps the amount that was split last as that of the next item.
  mutating func append(_ curve: PaidCurve) {
    units.append(contentsOf: last)
    for days in unpaidAfter { chances.append(curve.unpaid(days - 1)) }
  }

  /// Adds the amount that was split last to those of the item that was appended last: another part
  /// of it. The item is unpaid until this part is paid.
  mutating func extend(_ curve: PaidCurve) {
    let start = units.count - last.count
    for place in last.indices { units[start + place] += last[place] }
    chances.removeLast(unpaidAfter.count)
    for days in unpaidAfter { chances.append(curve.unpaid(days - 1)) }
  }

  /// The probability that an item is unpaid at the end of so many days, which were asked for.
  func unpaid(_ place: Int, after days: Int) -> Double {
    guard let index = unpaidAfter.firstIndex(of: days) else {
      preconditionFailure("nobody asked for \(days) days")
    }
    return chances[place * unpaidAfter.count + index]
  }

  var lastMonths: ArraySlice<Int64> { last[..<(monthEnds.count - 1)] }
  var lastWeeks: ArraySlice<Int64> { last[monthEnds.count...] }

  func months(_ place: Int) -> ArraySlice<Int64> {
    units[(place * last.count)...].prefix(monthEnds.count - 1)
  }

  func beyond(_ place: Int) -> Int64 { units[place * last.count + monthEnds.count - 1] }

  func weeks(_ place: Int) -> ArraySlice<Int64> {
    units[(place * last.count + monthEnds.count)...].prefix(weekEnds.count)
  }
}

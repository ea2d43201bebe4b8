/// What is expected of each of many items in each month, after the months, and in each week, in minor
/// units of the item's currency: one array for all, as there may be 100,000 of them.
struct CashParts {
  /// The places on a curve of the months' last days, and the last of all.
  private let monthEnds: [Int]
  private let weekEnds: [Int]
  private var units: [Int64] = []
  /// Those of the amount that was split last.
  private var last: [Int64]

  /// `monthEnds` and `weekEnds` are the places on a curve of the periods' last days.
  init(monthEnds: [Int], weekEnds: [Int], items: Int) {
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
  mutating func append() { units.append(contentsOf: last) }

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

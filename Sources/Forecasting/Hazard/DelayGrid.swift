/// A number for each day after the due date that the model tells apart: −120 to 420. Delays
/// outside count as the nearest end.
struct DelayGrid {
  static let first = -120
  static let last = 420
  static let count = last - first + 1

  var values = [Double](repeating: 0, count: count)

  /// The place of a delay on the grid, 0 to `count` − 1.
  static func place(_ delay: Int) -> Int { min(max(delay, first), last) - first }

  subscript(place: Int) -> Double {
    get { values[place] }
    set { values[place] = newValue }
  }

  /// Turns the changes from place to place into levels.
  mutating func accumulate() {
    var level = 0.0
    for place in 0..<Self.count {
      level += values[place]
      values[place] = max(0, level)
    }
  }

  /// For each place the first and last of those around it: 2 days on either side at the due date
  /// and 12 % of the distance more away from it, where payments are few.
  private static let around: [(low: Int, high: Int)] = (0..<count).map { place in
    let half = 2 + abs(place + first) * 12 / 100
    return (max(place - half, 0), min(place + half, count - 1))
  }

  /// Adds up the places around each place.
  func smoothed() -> DelayGrid {
    var sums = [Double](repeating: 0, count: Self.count + 1)
    for place in 0..<Self.count { sums[place + 1] = sums[place] + values[place] }
    var result = DelayGrid()
    for (place, around) in Self.around.enumerated() {
      result.values[place] = max(0, sums[around.high + 1] - sums[around.low])
    }
    return result
  }

  /// Lays the numbers of `grid`, which has one for each place, from `delay` on over days in a row.
  ///
  /// Before and behind the grid its ends count, so that the days between are a plain run, of which
  /// the compiler does several at once.
  static func lay(
    _ grid: UnsafeBufferPointer<Float>, from delay: Int,
    over days: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(grid.count == count, "\(grid.count) delays")
    let start = min(max(first - delay, 0), days.count)
    let end = min(max(last + 1 - delay, start), days.count)
    let shift = delay - first
    for day in 0..<start { days[day] = Double(grid[0]) }
    for day in start..<end { days[day] = Double(grid[day &+ shift]) }
    for day in end..<days.count { days[day] = Double(grid[count - 1]) }
  }
}

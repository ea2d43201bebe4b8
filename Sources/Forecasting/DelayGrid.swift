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

  /// Adds up the places around each place: 2 days on either side at the due date and 12 % of the
  /// distance more away from it, where payments are few.
  func smoothed() -> DelayGrid {
    var sums = [Double](repeating: 0, count: Self.count + 1)
    for place in 0..<Self.count { sums[place + 1] = sums[place] + values[place] }
    var result = DelayGrid()
    for place in 0..<Self.count {
      let half = 2 + abs(place + Self.first) * 12 / 100
      let (low, high) = (max(place - half, 0), min(place + half, Self.count - 1))
      result.values[place] = max(0, sums[high + 1] - sums[low])
    }
    return result
  }
}

/// Which of a client's open amounts add up to a payment.
struct OpenSum {
  private let amounts: [Int64]
  /// More open amounts than these are too many to try every set of them.
  private static let triedMax = 14

  init(_ amounts: [Int64]) {
    self.amounts = amounts
  }

  /// The places of all amounts if they add up to `total`, else the one set of two or more that
  /// does; nil where there is none, or more than one.
  func only(_ total: Int64) -> [Int]? {
    guard amounts.count >= 2, total > 0 else { return nil }
    if amounts.reduce(0, +) == total { return Array(amounts.indices) }
    guard amounts.count <= Self.triedMax else { return nil }
    var found: [Int]?
    var sums = [Int64](repeating: 0, count: 1 << amounts.count)
    for set in 1..<sums.count {
      let last = set.trailingZeroBitCount
      sums[set] = sums[set & (set - 1)] + amounts[last]
      guard sums[set] == total, set.nonzeroBitCount >= 2 else { continue }
      if found != nil { return nil }
      found = amounts.indices.filter { set & 1 << $0 != 0 }
    }
    return found
  }
}

/// The first and the last of several numbers in a row, as payers write them: `1001-1003`,
/// `RE-1001 bis RE-1003`, `2026-0041-43`, `FV/12/2026 - FV/14/2026`.
struct NumberRange: Equatable {
  /// The keys of all numbers of the range, the first and the last included; two at least.
  let keys: [String]

  /// More numbers than these are no range of invoices.
  private static let countMax = 60

  /// Each number in its groups of letters and digits; nil where the two are no range.
  init?(first: [String], last: [String]) {
    guard let run = Self.whole(first, last) ?? Self.shortened(first, last) else { return nil }
    keys = run
  }

  /// Both numbers are written out, and one group of digits differs.
  private static func whole(_ first: [String], _ last: [String]) -> [String]? {
    guard first.count == last.count else { return nil }
    let different = first.indices.filter { first[$0] != last[$0] }
    guard different.count == 1, let place = different.first else { return nil }
    return run(first[place], last[place]).map { run in
      run.map { group in
        (first[..<place] + [group] + first[(place + 1)...]).joined()
      }
    }
  }

  /// Of the last number only the digits at the end are written.
  private static func shortened(_ first: [String], _ last: [String]) -> [String]? {
    guard last.count == 1, let group = first.last, split(last[0]).prefix.isEmpty else { return nil }
    return run(group, last[0]).map { run in run.map { first.dropLast().joined() + $0 } }
  }

  /// Groups from one to another: what stands before their digits is the same, or the last has none.
  private static func run(_ first: String, _ last: String) -> [String]? {
    let (prefix, start) = split(first)
    let (otherPrefix, end) = split(last)
    guard otherPrefix.isEmpty || otherPrefix == prefix, !start.isEmpty, !end.isEmpty,
      end.count <= start.count, start.count <= 12
    else { return nil }
    // `43` behind `0041` stands for `0043`.
    let whole = start.dropLast(end.count) + end
    guard let low = Int(start), let high = Int(whole), low < high, high - low < countMax
    else { return nil }
    return (low...high).map { number in
      let digits = "\(number)"
      return prefix + String(repeating: "0", count: max(0, start.count - digits.count)) + digits
    }
  }

  /// What stands before the last digits, and these.
  private static func split(_ key: String) -> (prefix: String, digits: String) {
    let digits = key.reversed().prefix { $0.isASCII && $0.isNumber }
    return (String(key.dropLast(digits.count)), String(digits.reversed()))
  }
}

/// The first and the last of several numbers in a row, as payers write them: `1001-1003`,
/// `RE-1001 bis RE-1003`, `2026-0041-43`.
struct NumberRange: Equatable {
  let first: String
  let last: String

  /// More numbers than these are no range of invoices.
  private static let countMax = 60

  /// The keys of all numbers of the range; nil where it is none.
  var keys: [String]? {
    let (prefix, start) = Self.split(first)
    let (otherPrefix, end) = Self.split(last)
    guard otherPrefix.isEmpty || otherPrefix == prefix, !start.isEmpty, !end.isEmpty,
      end.count <= start.count, start.count <= 12
    else { return nil }
    // `43` behind `0041` stands for `0043`.
    let whole = start.dropLast(end.count) + end
    guard let low = Int(start), let high = Int(whole), low < high, high - low < Self.countMax
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

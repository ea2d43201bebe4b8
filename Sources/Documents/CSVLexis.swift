import Domain

/// How one file writes its dates. Slashes do not say whether the day or the month comes first; the
/// whole file does, or its reader is asked.
package enum DateOrder: String, Sendable, CaseIterable {
  case iso = "ymd"
  case dayFirst = "dmy"
  case monthFirst = "mdy"
}

/// How one file writes the decimal mark of its amounts.
package enum DecimalMark: String, Sendable, CaseIterable {
  case dot
  case comma
}

/// What all dates of a file together say about their order.
struct DateEvidence {
  private var mustBeDayFirst = false
  private var mustBeMonthFirst = false
  private var sawOpen = false
  private(set) var example = ""

  mutating func add(_ bytes: ArraySlice<UInt8>) {
    guard let parts = DateParts(bytes), !parts.isYearFirst else { return }
    // A dot means day first everywhere it is used; only slashes and hyphens leave it open.
    if parts.mark == 0x2E {
      mustBeDayFirst = true
    } else if parts.first > 12, parts.second <= 12 {
      mustBeDayFirst = true
    } else if parts.second > 12, parts.first <= 12 {
      mustBeMonthFirst = true
    } else if parts.first != parts.second {
      if !sawOpen { example = String(decoding: bytes, as: UTF8.self) }
      sawOpen = true
    }
  }

  /// Some dates can only be read day first, others only month first.
  var isContradictory: Bool { mustBeDayFirst && mustBeMonthFirst }

  /// The order, or nil where the rows do not settle it or contradict each other.
  var order: DateOrder? {
    switch (mustBeDayFirst, mustBeMonthFirst) {
    case (true, true): nil
    case (true, false): .dayFirst
    case (false, true): .monthFirst
    case (false, false): sawOpen ? nil : .dayFirst
    }
  }
}

/// Three numbers with one mark between them.
struct DateParts {
  var first = 0
  var second = 0
  var third = 0
  var mark: UInt8 = 0
  var isYearFirst = false

  init?(_ bytes: ArraySlice<UInt8>) {
    var numbers: [Int] = []
    var digits = 0
    var current = 0
    for byte in bytes {
      if (0x30...0x39).contains(byte) {
        current = current * 10 + Int(byte - 0x30)
        digits += 1
        guard digits <= 4 else { return nil }
      } else {
        guard digits > 0, byte == 0x2F || byte == 0x2E || byte == 0x2D,
          mark == 0 || mark == byte, numbers.count < 2
        else { return nil }
        if numbers.isEmpty { isYearFirst = digits == 4 }
        mark = byte
        numbers.append(current)
        (current, digits) = (0, 0)
      }
    }
    guard numbers.count == 2, isYearFirst ? (1...2).contains(digits) : digits == 2 || digits == 4
    else { return nil }
    (first, second, third) = (numbers[0], numbers[1], current)
    if digits == 2 && !isYearFirst { third += third < 70 ? 2000 : 1900 }
  }

  func day(_ order: DateOrder) -> Day? {
    if isYearFirst { return Day(year: first, month: second, day: third) }
    return switch order {
    case .iso: nil
    case .dayFirst: Day(year: third, month: second, day: first)
    case .monthFirst: Day(year: third, month: first, day: second)
    }
  }
}

/// What all amounts of a file together say about their decimal mark.
struct DecimalEvidence {
  private var dotIsDecimal = false
  private var commaIsDecimal = false
  private var sawOpen = false
  private(set) var example = ""

  mutating func add(_ bytes: ArraySlice<UInt8>) {
    let dots = bytes.count(where: { $0 == 0x2E })
    let commas = bytes.count(where: { $0 == 0x2C })
    switch (dots, commas) {
    case (0, 0): return
    case (1..., 1...):
      let lastDot = bytes.lastIndex(of: 0x2E) ?? 0
      let lastComma = bytes.lastIndex(of: 0x2C) ?? 0
      if lastDot > lastComma { dotIsDecimal = true } else { commaIsDecimal = true }
    case (2..., 0): commaIsDecimal = true
    case (0, 2...): dotIsDecimal = true
    default:
      let mark: UInt8 = dots == 1 ? 0x2E : 0x2C
      let index = bytes.lastIndex(of: mark) ?? bytes.startIndex
      let digitsAfter = bytes[index...].count(where: { (0x30...0x39).contains($0) })
      let whole = bytes[..<index].filter { (0x30...0x39).contains($0) }
      // `1.234` may be either; `0.234` and `1234.567` cannot be a group of thousands.
      let mayBeGroup = digitsAfter == 3 && (1...3).contains(whole.count) && whole.first != 0x30
      if mayBeGroup {
        if !sawOpen { example = String(decoding: bytes, as: UTF8.self) }
        sawOpen = true
      } else if mark == 0x2E {
        dotIsDecimal = true
      } else {
        commaIsDecimal = true
      }
    }
  }

  /// Some amounts have a decimal dot, others a decimal comma.
  var isContradictory: Bool { dotIsDecimal && commaIsDecimal }

  /// The mark, or nil where the rows do not settle it or contradict each other.
  var mark: DecimalMark? {
    switch (dotIsDecimal, commaIsDecimal) {
    case (true, true): nil
    case (true, false): .dot
    case (false, true): .comma
    case (false, false): sawOpen ? nil : .dot
    }
  }
}

extension ExactDecimal {
  /// An amount as a spreadsheet prints it: groups of thousands, a currency sign, a minus before or
  /// behind, or parentheses for negative.
  ///
  /// A mark that stands where no group of thousands ends is refused, so that a file read with the
  /// wrong decimal mark gives faults and not amounts a hundred times too large.
  init?(spreadsheet bytes: ArraySlice<UInt8>, _ mark: DecimalMark) {
    var body = Substring(String(decoding: bytes, as: UTF8.self)).unicodeScalars
    var signs: [Unicode.Scalar] = []
    while let first = body.first, Self.ornaments.contains(first) {
      signs.append(body.removeFirst())
    }
    while let last = body.last, Self.ornaments.contains(last) {
      signs.append(body.removeLast())
    }
    let marks = signs.filter { "-\u{2212}+()".unicodeScalars.contains($0) }
    let isNegative = marks.first.map { $0 != "+" } ?? false
    guard marks.count <= 1 && marks != ["("] && marks != [")"] || marks == ["(", ")"],
      let plain = Self.ungrouped(body, mark), let value = try? ExactDecimal(parsing: plain)
    else { return nil }
    self.init(coefficient: isNegative ? -value.coefficient : value.coefficient, scale: value.scale)
  }

  /// What may stand around the digits.
  private static let ornaments = Set(" \u{A0}\u{202F}$€£¥+-\u{2212}()".unicodeScalars)

  /// The digits with a dot for the decimal mark. Groups have three digits, those before the last
  /// may have two, as in India; one file uses one group mark.
  private static func ungrouped(
    _ body: Substring.UnicodeScalarView, _ mark: DecimalMark
  ) -> [UInt8]? {
    let decimal: Unicode.Scalar = mark == .dot ? "." : ","
    let groupMarks = Set(
      (mark == .dot ? ",'\u{2019} \u{A0}\u{202F}" : ".'\u{2019} \u{A0}\u{202F}").unicodeScalars)
    var plain: [UInt8] = []
    var groupMark: Unicode.Scalar?
    var groups = [0]
    var isFraction = false
    for scalar in body {
      switch scalar {
      case "0"..."9":
        plain.append(UInt8(scalar.value))
        if !isFraction { groups[groups.count - 1] += 1 }
      case decimal where !isFraction:
        isFraction = true
        plain.append(0x2E)
      case _ where groupMarks.contains(scalar) && !isFraction:
        guard groupMark == nil || groupMark == scalar else { return nil }
        groupMark = scalar
        groups.append(0)
      default: return nil
      }
    }
    guard groups.count > 1 else { return plain }
    let isGrouped =
      (1...3).contains(groups[0]) && groups.last == 3
      && groups.dropFirst().dropLast().allSatisfy { (2...3).contains($0) }
    return isGrouped ? plain : nil
  }
}

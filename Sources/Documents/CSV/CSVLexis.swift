import Domain

/// What all dates of a file together say about their order.
struct DateEvidence {
  private var mustBeDayFirst = false
  private var mustBeMonthFirst = false
  private var sawOpen = false
  private(set) var example = ""

  mutating func add(_ bytes: ArraySlice<UInt8>) {
    guard let parts = DateParts(bytes.withoutTime), !parts.isYearFirst else { return }
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

  /// Both ways in which the example can be read.
  var readings: String {
    let parts = DateParts(Array(example.utf8)[...])
    guard let day = parts?.day(.dayFirst), let month = parts?.day(.monthFirst) else {
      return "day first or month first"
    }
    return "as \(day), day first, or as \(month), month first"
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
    var count = 0
    var digits = 0
    var current = 0
    for byte in bytes {
      if (0x30...0x39).contains(byte) {
        current = current * 10 + Int(byte - 0x30)
        digits += 1
        guard digits <= 4 else { return nil }
      } else {
        guard digits > 0, byte == 0x2F || byte == 0x2E || byte == 0x2D,
          mark == 0 || mark == byte, count < 2
        else { return nil }
        if count == 0 { (first, isYearFirst) = (current, digits == 4) } else { second = current }
        mark = byte
        count += 1
        (current, digits) = (0, 0)
      }
    }
    guard count == 2, isYearFirst ? (1...2).contains(digits) : digits == 2 || digits == 4
    else { return nil }
    third = current
    if digits == 2 && !isYearFirst { third += third < 70 ? 2000 : 1900 }
  }

  /// Whether it is a day of some calendar, but of none of the years that are read.
  func isFar(_ order: DateOrder) -> Bool {
    var near = self
    // A year of 366 days stands for all others.
    if isYearFirst { near.first = 2000 } else { near.third = 2000 }
    return !Day.years.contains(isYearFirst ? first : third) && near.day(order) != nil
  }

  /// Why `bytes` are no day: what is to be said of it behind "the issue date is".
  static func complaint(_ bytes: ArraySlice<UInt8>, _ order: DateOrder) -> String {
    let isFar = DateParts(bytes)?.isFar(order) ?? false
    return isFar
      ? "outside the years that are read, \(Day.years.lowerBound) to \(Day.years.upperBound)"
      : "not a day of the calendar"
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
      let whole = bytes[..<index].lazy.filter { (0x30...0x39).contains($0) }
      let wholeCount = bytes[..<index].count { (0x30...0x39).contains($0) }
      // `1.234` may be either; `0.234` and `1234.567` cannot be a group of thousands.
      let mayBeGroup = digitsAfter == 3 && (1...3).contains(wholeCount) && whole.first != 0x30
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

  /// Both ways in which the example can be read.
  var readings: String {
    let bytes = Array(example.utf8)[...]
    guard let dot = ExactDecimal(spreadsheet: bytes, .dot),
      let comma = ExactDecimal(spreadsheet: bytes, .comma)
    else { return "either way" }
    return "as \(dot), decimal dot, or as \(comma), decimal comma"
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
  /// An amount as a spreadsheet prints it: groups of thousands, a minus before or
  /// behind, or parentheses for negative.
  ///
  /// A mark that stands where no group of thousands ends is refused, so that a file read with the
  /// wrong decimal mark gives faults and not amounts a hundred times too large.
  init?(spreadsheet bytes: ArraySlice<UInt8>, _ mark: DecimalMark) {
    if !bytes.contains(mark == .dot ? 0x2C : 0x2E) {
      // Nothing but a sign, digits and a decimal mark, as programs write it.
      let isPlain = bytes.allSatisfy {
        (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x2C
      }
      if isPlain, bytes.last != 0x2D {
        guard let value = try? ExactDecimal(parsing: bytes.lazy.map { $0 == 0x2C ? 0x2E : $0 })
        else { return nil }
        self = value
        return
      }
    }
    var body = Self.withoutEmptyCents(
      Substring(String(decoding: bytes, as: UTF8.self)).unicodeScalars, mark)
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

  /// `80,-` and `80,--`: dashes behind the decimal mark stand for no cents, and not for a minus.
  private static func withoutEmptyCents(
    _ body: Substring.UnicodeScalarView, _ mark: DecimalMark
  ) -> Substring.UnicodeScalarView {
    var rest = body
    var dashes = 0
    while let last = rest.last, " \u{A0}-\u{2212}\u{2013}\u{2014}".unicodeScalars.contains(last) {
      if last != " " && last != "\u{A0}" { dashes += 1 }
      rest.removeLast()
    }
    guard dashes > 0, rest.popLast() == (mark == .dot ? "." : ","),
      rest.last.map({ ("0"..."9").contains($0) }) == true
    else { return body }
    return rest
  }

  /// What may stand around the digits.
  private static let ornaments = Set(" \u{A0}\u{202F}+-\u{2212}()".unicodeScalars)

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

extension ArraySlice<UInt8> {
  /// The date of a time stamp, as in `2026-01-31 23:30:00` or `4/1/2026 12:00 AM`; else all of it.
  fileprivate var withoutTime: Self {
    guard let space = firstIndex(of: 0x20) else { return self }
    let time = self[space...].dropFirst()
    guard let first = time.first, (0x30...0x39).contains(first), time.contains(0x3A) else {
      return self
    }
    return self[..<space]
  }
}

/// How one file writes dates and amounts.
struct CSVLexis: Hashable, Sendable {
  var order: DateOrder
  var mark: DecimalMark
  /// The one currency sign the file's amounts bear, many or only the first of them; nil where they
  /// bear none, or several.
  var sign: CurrencySign?

  /// A day in the file's order, `20260131`, `31 Jan 2026`, or the day of a time stamp.
  func day(_ bytes: ArraySlice<UInt8>) -> Day? {
    if let day = Day(xml: bytes) { return day }
    if let day = DateParts(bytes)?.day(order) { return day }
    if bytes.count == 8, let day = Day(compact: String(decoding: bytes, as: UTF8.self)) {
      return day
    }
    let date = bytes.withoutTime
    return date.count < bytes.count ? day(date) : named(bytes)
  }

  /// `31 Jan 2026`, `31-Jan-26`, `Jan 31, 2026`, `31. Januar 2026`.
  private func named(_ bytes: ArraySlice<UInt8>) -> Day? {
    guard bytes.count <= 24 else { return nil }
    let words = String(decoding: bytes, as: UTF8.self).lowercased()
      .split { " ,.-/".contains($0) }
    guard words.count == 3 else { return nil }
    let monthPlace = words[0].first?.isLetter == true ? 0 : 1
    let dayPlace = 1 - monthPlace
    guard words[monthPlace].count >= 3, let dayOfMonth = Int(words[dayPlace]),
      var year = Int(words[2]), words[2].count == 4 || words[2].count == 2,
      let month = Self.months.firstIndex(where: { $0.contains(String(words[monthPlace].prefix(3))) }
      )
    else { return nil }
    if words[2].count == 2 { year += year < 70 ? 2000 : 1900 }
    return Day(year: year, month: month + 1, day: dayOfMonth)
  }

  /// Whether a word is a month's name, whole or as it is usually cut.
  static func isMonth(_ word: some StringProtocol) -> Bool {
    monthNames.contains(FoldedText(String(word)).text)
  }

  /// English, German, French, Dutch, Spanish, Italian and Polish, folded.
  private static let monthNames: Set<String> = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "januar", "janner", "februar", "marz", "mai", "juni",
    "juli", "oktober", "dezember", "janvier", "fevrier", "mars", "avril", "juin", "juillet",
    "aout", "septembre", "octobre", "novembre", "decembre", "januari", "februari", "maart", "mei",
    "augustus", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
    "septiembre", "octubre", "noviembre", "diciembre", "gennaio", "febbraio", "aprile", "maggio",
    "giugno", "luglio", "settembre", "ottobre", "dicembre", "styczen", "luty", "marzec",
    "kwiecien", "maj", "czerwiec", "lipiec", "sierpien", "wrzesien", "pazdziernik", "listopad",
    "grudzien", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "okt",
    "nov", "dec", "dez",
  ]

  /// First three letters in English and German.
  private static let months: [[String]] = [
    ["jan"], ["feb"], ["mar", "mär"], ["apr"], ["may", "mai"], ["jun"], ["jul"], ["aug"], ["sep"],
    ["oct", "okt"], ["nov"], ["dec", "dez"],
  ]

  /// An amount, with or without a currency's sign or code.
  func decimal(_ bytes: ArraySlice<UInt8>) -> ExactDecimal? {
    ExactDecimal(spreadsheet: CurrencySign.split(bytes).number, mark)
  }

  /// The field itself where it is a plain decimal already, as `ExactDecimal` would print it.
  func plain(_ bytes: ArraySlice<UInt8>) -> String? {
    guard mark == .dot, let first = bytes.first, let last = bytes.last, last != 0x2E,
      (0x31...0x39).contains(first),
      bytes.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E })
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  func money(_ bytes: ArraySlice<UInt8>, _ currency: Currency) -> Money? {
    decimal(bytes).flatMap { Money($0, currency) }
  }

  /// Nil where the amount would have to be rounded.
  func exactly(_ bytes: ArraySlice<UInt8>, _ currency: Currency) -> Money? {
    decimal(bytes).flatMap { Money(exactly: $0, currency) }
  }
}

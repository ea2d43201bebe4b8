import Domain

/// What the line `:61:` of an MT940 or MT942 message says of one movement.
struct MT940Entry {
  /// The day of booking, or the value date where the line has no other.
  let booked: Day
  /// Positive for money in, with the decimals as printed.
  let amount: ExactDecimal
  /// A booking that is taken back (`RC`, `RD`).
  let isReversal: Bool
  /// Announced, not booked (`EC`, `ED`).
  let isExpected: Bool
  /// The letters behind `N`, `F` or `S`, such as `TRF`.
  let type: String
  /// What the account's owner calls it.
  let reference: String
  /// What the bank calls it.
  let bankReference: String

  /// Why a line is no movement.
  enum Problem: Error { case date, mark, amount, type }

  /// `value` is the first line of the field.
  init(_ value: ArraySlice<UInt8>) throws(Problem) {
    var rest = value.trimmed
    let valueDate = rest.prefix(6)
    guard valueDate.count == 6, let digits = valueDate.number else { throw .date }
    rest = rest.dropFirst(6)
    let entryDate = rest.prefix(4)
    let hasEntryDate = entryDate.count == 4 && entryDate.isDigits
    if hasEntryDate { rest = rest.dropFirst(4) }
    guard let day = Self.day(Int(digits), entry: hasEntryDate ? entryDate.number : nil) else {
      throw .date
    }
    booked = day
    let prefix = rest.first
    isReversal = prefix == UInt8(ascii: "R")
    isExpected = prefix == UInt8(ascii: "E")
    if isReversal || isExpected { rest = rest.dropFirst() }
    let isCredit = rest.first == UInt8(ascii: "C")
    guard isCredit || rest.first == UInt8(ascii: "D") else { throw .mark }
    rest = rest.dropFirst()
    // The third letter of the currency.
    if let letter = rest.first, letter.isCapital { rest = rest.dropFirst() }
    let printed = rest.prefix { $0.isDigit || $0 == 0x2C || $0 == 0x2E }
    rest = rest.dropFirst(printed.count)
    guard let magnitude = ExactDecimal(swift: printed) else { throw .amount }
    let isOut = isCredit == isReversal
    amount = ExactDecimal(
      coefficient: isOut ? -magnitude.coefficient : magnitude.coefficient, scale: magnitude.scale)
    guard rest.count >= 4, rest.first.map({ $0.isCapital }) == true else { throw .type }
    type = String(decoding: rest.dropFirst().prefix(3), as: UTF8.self)
    (reference, bankReference) = Self.references(rest.dropFirst(4))
  }

  /// What stands before and behind `//`.
  private static func references(_ text: ArraySlice<UInt8>) -> (own: String, bank: String) {
    let mark = text.indices.dropLast().first { text[$0] == 0x2F && text[$0 + 1] == 0x2F }
    guard let mark else { return (text.words, "") }
    return (text[..<mark].words, text[(mark + 2)...].words)
  }

  /// The day of booking: `MMDD` in the year that puts it nearest to the value date. Banks know a
  /// 30th of February as a value date, so that this need not be a day where there is another.
  private static func day(_ value: Int, entry: Int64?) -> Day? {
    let valueDay = Day(digits: value, count: 6, .yearMonthDay)
    guard let entry = entry.map(Int.init) else { return valueDay }
    let year = value / 10_000 + (value / 10_000 < 70 ? 2000 : 1900)
    if let valueDay, entry == value % 10_000 { return valueDay }
    let (month, day) = (value / 100 % 100, value % 100)
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    let near = valueDay?.number ?? Int32(clamping: (year - 1970) * 365 + month * 30 + day)
    let days = [year, year - 1, year + 1].compactMap {
      Day(year: $0, month: entry / 100, day: entry % 100)
    }
    return days.min { abs($0.number - near) < abs($1.number - near) }
  }
}

extension ExactDecimal {
  /// An amount as SWIFT writes it: digits and one comma, behind which decimals may stand. Some
  /// banks write a dot; there two decimals must follow, for it to be no mark of thousands.
  init?(swift bytes: ArraySlice<UInt8>) {
    guard let first = bytes.first, first.isDigit,
      let mark = bytes.firstIndex(where: { !$0.isDigit })
    else { return nil }
    let decimals = bytes[mark...].dropFirst()
    guard bytes.count <= 20, decimals.allSatisfy(\.isDigit),
      bytes[mark] == 0x2C || decimals.count == 2
    else { return nil }
    var value: Int128 = 0
    for byte in bytes where byte.isDigit { value = value * 10 + Int128(byte - 0x30) }
    guard decimals.count <= Self.scaleMax else { return nil }
    self.init(coefficient: value, scale: decimals.count)
  }
}

/// A balance of an MT940 message: `C260601EUR1234,56`.
struct MT940Balance {
  let amount: Money
  let day: Day

  init?(_ value: ArraySlice<UInt8>) {
    let text = value.trimmed
    let mark = text.first
    let rest = text.dropFirst()
    guard mark == UInt8(ascii: "C") || mark == UInt8(ascii: "D"), rest.count > 9,
      let digits = rest.prefix(6).number,
      let day = Day(digits: Int(digits), count: 6, .yearMonthDay),
      let money = Money(swift: rest.dropFirst(6))
    else { return nil }
    self.day = day
    amount = mark == UInt8(ascii: "D") ? -money : money
  }
}

extension Money {
  /// `EUR1234,56`.
  init?(swift text: ArraySlice<UInt8>) {
    guard text.count > 3,
      let currency = Currency(code: String(decoding: text.prefix(3), as: UTF8.self)),
      let printed = ExactDecimal(swift: text.dropFirst(3))
    else { return nil }
    self.init(exactly: printed, currency)
  }
}

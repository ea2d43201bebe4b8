/// Numbers and days of cells as text.
struct SheetNumber {
  /// A double-precision number is exact to so many digits.
  private static let digitsMax = 15

  /// Adds a number as plain decimal text; false, with nothing added, where it is no number.
  ///
  /// Fractions are rounded to 15 digits, as spreadsheets show them: 1234.1000000000001 is noise of
  /// the binary form. Integers keep all their digits, for they may be references. Three decimals
  /// get a fourth, so that they cannot be read as a group of thousands.
  static func append(_ written: ArraySlice<UInt8>, to bytes: inout [UInt8]) -> Bool {
    if appendPlain(written, to: &bytes) { return true }
    guard let number = Parts(written) else { return false }
    number.append(to: &bytes, digitsMax: digitsMax)
    return true
  }

  /// Short numbers without an exponent stand as they are.
  private static func appendPlain(_ written: ArraySlice<UInt8>, to bytes: inout [UInt8]) -> Bool {
    var place = written.startIndex
    let end = written.endIndex
    if place < end, written[place] == 0x2D { place += 1 }
    let first = place
    var dot = -1
    while place < end {
      let byte = written[place]
      if byte == 0x2E, dot < 0 {
        dot = place
      } else if byte &- 0x30 > 9 {
        return false
      }
      place += 1
    }
    let digits = end - first - (dot < 0 ? 0 : 1)
    guard digits > 0, digits <= digitsMax, dot != first, dot != end - 1 else { return false }
    // Not `-0` and not `007`.
    guard written[first] != 0x30 || first == written.startIndex && (digits == 1 || dot == first + 1)
    else { return false }
    bytes += written
    if dot >= 0, end - dot == 4 { bytes.append(0x30) }
    return true
  }

  /// A decimal number in digits and an exponent of ten.
  private struct Parts {
    var isNegative = false
    var digits: [UInt8] = []
    /// How many of the digits stand behind the decimal point; negative for zeros to be added.
    var scale = 0

    init?(_ written: ArraySlice<UInt8>) {
      var rest = written[...]
      while let first = rest.first, XMLTree.isSpace(first) { rest.removeFirst() }
      while let last = rest.last, XMLTree.isSpace(last) { rest.removeLast() }
      if let sign = rest.first, sign == 0x2D || sign == 0x2B {
        isNegative = sign == 0x2D
        rest.removeFirst()
      }
      guard rest.count <= 400 else { return nil }
      var isFraction = false
      while let byte = rest.first, (0x30...0x39).contains(byte) || byte == 0x2E && !isFraction {
        rest.removeFirst()
        if byte == 0x2E {
          isFraction = true
        } else {
          digits.append(byte - 0x30)
          if isFraction { scale += 1 }
        }
      }
      guard !digits.isEmpty else { return nil }
      if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
        guard let exponent = Int(String(decoding: rest.dropFirst(), as: UTF8.self)),
          abs(exponent) <= 400
        else { return nil }
        scale -= exponent
        rest = []
      }
      guard rest.isEmpty else { return nil }
      digits.trimPrefix { $0 == 0 }
    }

    func append(to bytes: inout [UInt8], digitsMax: Int) {
      var number = self
      if scale > 0, digits.count > digitsMax { number.round(to: digitsMax) }
      while number.scale > 0, number.digits.last == 0 {
        number.digits.removeLast()
        number.scale -= 1
      }
      guard !number.digits.isEmpty else {
        bytes.append(0x30)
        return
      }
      if isNegative { bytes.append(0x2D) }
      let whole = number.digits.count - number.scale
      if whole <= 0 { bytes.append(0x30) }
      for place in 0..<max(0, whole) {
        bytes.append(0x30 + (place < number.digits.count ? number.digits[place] : 0))
      }
      guard number.scale > 0 else { return }
      bytes.append(0x2E)
      for _ in 0..<max(0, -whole) { bytes.append(0x30) }
      for digit in number.digits[max(0, whole)...] { bytes.append(0x30 + digit) }
      if number.scale == 3 { bytes.append(0x30) }
    }

    /// Rounds to so many digits, half up.
    private mutating func round(to count: Int) {
      let isUp = digits[count] >= 5
      scale -= digits.count - count
      digits.removeSubrange(count...)
      guard isUp else { return }
      var place = count - 1
      while place >= 0, digits[place] == 9 {
        digits[place] = 0
        place -= 1
      }
      if place >= 0 { digits[place] += 1 } else { digits.insert(1, at: 0) }
    }
  }

  // MARK: Days

  /// Days after 1899-12-30 of the first day no longer counted, 10000-01-01.
  private static let serialEnd = 2_958_466.0

  /// Adds the day, or the moment, of a serial number: `2026-05-31`, `2026-05-31 14:30:00`, and
  /// `14:30:00` in a style that shows a time only. False, with nothing added, if it is neither.
  static func appendDate(
    _ written: ArraySlice<UInt8>, _ style: NumberStyle, isFrom1904: Bool, to bytes: inout [UInt8]
  ) -> Bool {
    guard style != .number, let (day, second) = moment(written, isFrom1904) else { return false }
    if style == .time, day == 0 {
      appendTime(second, to: &bytes)
      return true
    }
    if isFrom1904 || day > 60 {
      // Serial 25569 is 1970-01-01.
      appendDay(day + (isFrom1904 ? 1462 : 0) - 25_569, to: &bytes)
    } else if day == 60 {
      // The day that 1900 did not have, and that spreadsheets count.
      bytes += Array("1900-02-29".utf8)
    } else if day == 0 {
      bytes += Array("1900-01-00".utf8)
    } else {
      appendDay(day + 1 - 25_569, to: &bytes)
    }
    if second > 0 {
      bytes.append(0x20)
      appendTime(second, to: &bytes)
    }
    return true
  }

  /// Whole days and the second of the day, rounded.
  private static func moment(
    _ written: ArraySlice<UInt8>, _ isFrom1904: Bool
  ) -> (day: Int, second: Int)? {
    var whole = 0
    if written.count <= 7, written.allSatisfy({ (0x30...0x39).contains($0) }) {
      for byte in written { whole = whole * 10 + Int(byte - 0x30) }
      guard !written.isEmpty, Double(whole) < serialEnd else { return nil }
      return (whole, 0)
    }
    guard let value = Double(String(decoding: written, as: UTF8.self)), value >= 0,
      value < serialEnd - (isFrom1904 ? 1462 : 0)
    else { return nil }
    let seconds = Int((value * 86_400).rounded())
    return (seconds / 86_400, seconds % 86_400)
  }

  private static func appendTime(_ second: Int, to bytes: inout [UInt8]) {
    append(second / 3600, digits: 2, to: &bytes)
    bytes.append(0x3A)
    append(second / 60 % 60, digits: 2, to: &bytes)
    bytes.append(0x3A)
    append(second % 60, digits: 2, to: &bytes)
  }

  /// A day counted from 1970-01-01, in the Gregorian calendar.
  private static func appendDay(_ day: Int, to bytes: inout [UInt8]) {
    // Years that begin in March have their leap day at the end; 400 of them have 146,097 days.
    let shifted = day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let isNextYear = month >= 10
    append(era * 400 + yearOfEra + (isNextYear ? 1 : 0), digits: 4, to: &bytes)
    bytes.append(0x2D)
    append(isNextYear ? month - 9 : month + 3, digits: 2, to: &bytes)
    bytes.append(0x2D)
    append(dayOfYear - (153 * month + 2) / 5 + 1, digits: 2, to: &bytes)
  }

  private static func append(_ number: Int, digits: Int, to bytes: inout [UInt8]) {
    var unit = 1
    for _ in 1..<digits { unit *= 10 }
    while unit > 0 {
      bytes.append(0x30 + UInt8(number / unit % 10))
      unit /= 10
    }
  }
}

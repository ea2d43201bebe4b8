import Domain

/// What a number looks like.
extension Matching {
  /// A number that hardly stands in a text by chance: letters and digits, or many digits that are
  /// no date.
  static func isDistinctive(_ number: String) -> Bool {
    let letters = number.count(where: \.isLetter)
    let digits = number.count(where: \.isNumber)
    return letters > 0 ? letters + digits >= 5 && digits >= 2 : digits >= 9
  }

  static func hasLetters(_ key: String) -> Bool { key.contains(where: \.isLetter) }

  /// Whether a number of two groups of digits, such as `2026-0012`, stands in a text just as the
  /// invoice has it: nothing else is written so. A year and a month (`2026/04`) may be.
  static func isWritten(_ number: String, in text: String) -> Bool {
    let groups = number.split(omittingEmptySubsequences: false) { !$0.isASCII || !$0.isNumber }
    guard groups.count == 2, groups.allSatisfy({ $0.utf8.count >= 2 }),
      groups.joined().utf8.count >= 7
    else { return false }
    return text.contains(number)
  }

  /// A number that says enough in a text of the client it was given to: letters and two digits, two
  /// letters and a digit, or digits that are no date, seven or at the end.
  static func isOwn(_ number: String, isLast: Bool) -> Bool {
    let key = key(number)
    let digits = key.utf8.count { (0x30...0x39).contains($0) }
    return hasLetters(key)
      ? digits >= 2 || digits == 1 && key.utf8.count >= 3
      : !isDate(key) && (isLast || key.utf8.count >= 7)
  }

  /// Digits that may be a year, a month, a date or a count.
  static func isCommon(_ number: String) -> Bool {
    let key = key(number)
    return !hasLetters(key) && (key.utf8.count == 1 || isDate(key))
  }

  /// A year (`2026`), a year and a month or a day (`202604`, `20260415`), or a day first
  /// (`200426`, `20042026`).
  static func isDate(_ digits: String) -> Bool {
    guard digits.hasPrefix("19") || digits.hasPrefix("20") else { return false }
    func isMonth(_ place: Int) -> Bool {
      let month = Int(digits.dropFirst(place).prefix(2)) ?? 0
      return (1...12).contains(month)
    }
    return switch digits.utf8.count {
    case 4: true
    case 6, 8: isMonth(4) || isMonth(2)
    default: false
    }
  }

  /// The digits of a number, without zeros in front.
  static func digits(of number: String) -> String {
    String(number.filter { $0.isASCII && $0.isNumber }.drop { $0 == "0" })
  }

  /// Banks cut the zeros in front of long references.
  static func withoutZeros(_ key: String) -> String {
    key.utf8.first == UInt8(ascii: "0") && key.utf8.count >= 10 && !hasLetters(key)
      ? String(key.drop { $0 == "0" }) : key
  }

  /// Letters and digits in capitals: how numbers and references are compared.
  static func key(_ text: String) -> String {
    var key: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A: key.append(byte)
      case 0x61...0x7A: key.append(byte - 32)
      case 0x80...: key.append(byte)
      default: break
      }
    }
    return String(decoding: key, as: UTF8.self)
  }
}

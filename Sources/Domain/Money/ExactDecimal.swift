/// A decimal number held exactly as it was printed: `coefficient × 10^−scale`.
///
/// Amounts, rates and quantities of documents pass through here, so that no binary fraction ever
/// touches a figure that ends up in a letter.
package struct ExactDecimal: Sendable {
  package let coefficient: Int128
  /// Digits after the decimal mark, 0 to 18.
  package let scale: Int

  /// Most digits a number may have. Longer ones are refused where they are read, so that sums of a
  /// whole ledger stay far inside 128 bits.
  package static let digitsMax = 24
  package static let scaleMax = 18

  package init(coefficient: Int128, scale: Int) {
    precondition((0...Self.scaleMax).contains(scale), "scale \(scale) is out of range")
    self.coefficient = coefficient
    self.scale = scale
  }

  package init(_ whole: Int64) {
    self.init(coefficient: Int128(whole), scale: 0)
  }

  /// Why a text is not an amount.
  package enum ParseFault: Error, Equatable {
    case notANumber
    case tooLong
  }

  /// Reads the lexical form of `xs:decimal`: an optional sign, digits and at most one dot, with
  /// white space around it allowed. Exponents and group marks are no part of it.
  package init(parsing bytes: some Sequence<UInt8>) throws(ParseFault) {
    var coefficient: Int128 = 0
    var digits = 0
    var scale = 0
    var negative = false
    var sawDigit = false
    var phase = Phase.leading
    for byte in bytes {
      switch byte {
      case 0x30...0x39:
        guard phase != .trailing else { throw .notANumber }
        if phase != .fraction { phase = .whole }
        coefficient = coefficient &* 10 &+ Int128(byte &- 0x30)
        if coefficient != 0 { digits += 1 }
        if phase == .fraction { scale += 1 }
        guard digits <= Self.digitsMax, scale <= Self.scaleMax else { throw .tooLong }
        sawDigit = true
      case 0x2E:
        guard phase == .leading || phase == .signed || phase == .whole else { throw .notANumber }
        phase = .fraction
      case 0x2D, 0x2B:
        guard phase == .leading else { throw .notANumber }
        negative = byte == 0x2D
        phase = .signed
      case 0x20, 0x09, 0x0A, 0x0D:
        if phase != .leading { phase = .trailing }
      default:
        throw .notANumber
      }
    }
    guard sawDigit else { throw .notANumber }
    self.init(coefficient: negative ? -coefficient : coefficient, scale: scale)
  }

  package init(_ text: some StringProtocol) throws(ParseFault) {
    try self.init(parsing: text.utf8)
  }

  private enum Phase { case leading, signed, whole, fraction, trailing }

  /// The coefficient at another scale. Digits that do not fit are rounded half away from zero.
  package func coefficient(atScale target: Int) -> Int128 {
    if target >= scale { return coefficient * Self.powerOfTen(target - scale) }
    return coefficient.divided(by: Self.powerOfTen(scale - target), .halfAwayFromZero)
  }

  /// Whether the number needs no more than `digits` digits after the mark.
  package func fits(scale digits: Int) -> Bool {
    digits >= scale || coefficient % Self.powerOfTen(scale - digits) == 0
  }

  package var isNegative: Bool { coefficient < 0 }
  package var isZero: Bool { coefficient == 0 }

  static func powerOfTen(_ exponent: Int) -> Int128 {
    var power: Int128 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}

extension ExactDecimal: Comparable, Hashable {
  /// Equal numbers hash alike, whatever their scale.
  package func hash(into hasher: inout Hasher) {
    let shortest = withoutTrailingZeros
    hasher.combine(shortest.coefficient)
    hasher.combine(shortest.scale)
  }

  package static func == (a: ExactDecimal, b: ExactDecimal) -> Bool {
    let (a, b) = (a.withoutTrailingZeros, b.withoutTrailingZeros)
    return a.coefficient == b.coefficient && a.scale == b.scale
  }

  package static func < (a: ExactDecimal, b: ExactDecimal) -> Bool {
    // Whole parts first: 24 digits widened to 18 more would leave 128 bits.
    let (left, right) = (a.parts, b.parts)
    return left.whole == right.whole ? left.fraction < right.fraction : left.whole < right.whole
  }

  private var withoutTrailingZeros: ExactDecimal {
    var (coefficient, scale) = (coefficient, scale)
    while scale > 0, coefficient % 10 == 0 {
      coefficient /= 10
      scale -= 1
    }
    return ExactDecimal(coefficient: coefficient, scale: scale)
  }

  /// The whole part, and the rest in units of `10^−scaleMax`; both bear the number's sign.
  private var parts: (whole: Int128, fraction: Int128) {
    let (whole, rest) = coefficient.quotientAndRemainder(dividingBy: Self.powerOfTen(scale))
    return (whole, rest * Self.powerOfTen(Self.scaleMax - scale))
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// Plain decimal with a dot and exactly `scale` digits after it.
  package var description: String { Self.text(coefficient, scale: scale) }

  /// `coefficient × 10^−scale` with exactly `scale` digits after the dot.
  package static func text(_ coefficient: Int128, scale: Int) -> String {
    guard let magnitude = UInt64(exactly: coefficient.magnitude), scale <= scaleMax else {
      return longText(coefficient, scale: scale)
    }
    // Written from the end, into no more room than it needs: a short text takes no memory of its
    // own.
    var digits = 1
    var power: UInt64 = 10
    while digits < 20, magnitude >= power {
      digits += 1
      power = digits < 20 ? power * 10 : power
    }
    let room = max(digits, scale + 1) + (scale > 0 ? 1 : 0) + (coefficient < 0 ? 1 : 0)
    return String(unsafeUninitializedCapacity: room) { bytes in
      var start = room
      var rest = magnitude
      var written = 0
      while rest > 0 || written <= scale {
        if written == scale, scale > 0 {
          start -= 1
          bytes[start] = 0x2E
        }
        start -= 1
        bytes[start] = 0x30 + UInt8(rest % 10)
        rest /= 10
        written += 1
      }
      if coefficient < 0 {
        start -= 1
        bytes[start] = 0x2D
      }
      return room
    }
  }

  private static func longText(_ coefficient: Int128, scale: Int) -> String {
    let digits = String(coefficient.magnitude)
    let sign = coefficient < 0 ? "-" : ""
    guard scale > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
    return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }
}

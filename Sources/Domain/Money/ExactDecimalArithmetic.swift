/// Exact sums and percentages. A result beyond 128 bits is nil: numbers of that size come only with
/// hostile documents, and neither a trap nor a rounded figure would be an answer.
extension ExactDecimal {
  /// Reads `xs:decimal` from bytes in place; the same grammar as for any sequence of bytes.
  package init(parsing bytes: Span<UInt8>) throws(ParseFault) {
    var index = 0
    let end = bytes.count
    while index < end, Self.isSpace(bytes[index]) { index += 1 }
    guard index < end else { throw .notANumber }
    let negative = bytes[index] == 0x2D
    if negative || bytes[index] == 0x2B { index += 1 }
    var coefficient: UInt64 = 0
    var wide: Int128 = 0
    var digits = 0
    var scale = 0
    var sawDigit = false
    var sawDot = false
    while index < end {
      let byte = bytes[index]
      if byte >= 0x30 && byte <= 0x39 {
        if digits < 18 {
          coefficient = coefficient &* 10 &+ UInt64(byte &- 0x30)
        } else {
          if digits == 18 { wide = Int128(coefficient) }
          wide = wide &* 10 &+ Int128(byte &- 0x30)
        }
        if digits > 0 || byte != 0x30 { digits += 1 }
        if sawDot { scale += 1 }
        guard digits <= Self.digitsMax, scale <= Self.scaleMax else { throw .tooLong }
        sawDigit = true
      } else if byte == 0x2E && !sawDot {
        sawDot = true
      } else {
        break
      }
      index += 1
    }
    while index < end, Self.isSpace(bytes[index]) { index += 1 }
    guard sawDigit, index == end else { throw .notANumber }
    let magnitude = digits <= 18 ? Int128(coefficient) : wide
    self.init(coefficient: negative ? -magnitude : magnitude, scale: scale)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  package static let zero = ExactDecimal(coefficient: 0, scale: 0)

  /// The exact sum, or nil where it does not fit.
  package func adding(_ other: ExactDecimal) -> ExactDecimal? {
    combined(with: other) { $0.addingReportingOverflow($1) }
  }

  /// The exact difference, or nil where it does not fit.
  package func subtracting(_ other: ExactDecimal) -> ExactDecimal? {
    combined(with: other) { $0.subtractingReportingOverflow($1) }
  }

  private func combined(
    with other: ExactDecimal,
    _ operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
  ) -> ExactDecimal? {
    let common = Swift.max(scale, other.scale)
    guard let a = raised(to: common), let b = other.raised(to: common) else { return nil }
    let (result, overflow) = operation(a, b)
    return overflow ? nil : ExactDecimal(coefficient: result, scale: common)
  }

  /// The coefficient at a finer scale, nil beyond 128 bits.
  private func raised(to target: Int) -> Int128? {
    if target == scale { return coefficient }
    let (result, overflow) = coefficient.multipliedReportingOverflow(
      by: Self.powerOfTen(target - scale))
    return overflow ? nil : result
  }

  package var magnitude: ExactDecimal {
    coefficient < 0 ? ExactDecimal(coefficient: -coefficient, scale: scale) : self
  }

  /// Rounded to `digits` decimals, a half towards plus infinity as XPath's `round` has it.
  package func roundedHalfTowardsPlusInfinity(to digits: Int) -> ExactDecimal {
    guard scale > digits else { return self }
    let result = Self.quotient(coefficient, scale - digits)
    return ExactDecimal(coefficient: result, scale: digits)
  }

  /// `percent` hundredths of the number, rounded to two decimals, a half towards plus infinity.
  package func percentageRoundedHalfTowardsPlusInfinity(_ percent: ExactDecimal) -> ExactDecimal? {
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: percent.coefficient)
    guard !overflow else { return nil }
    // The product has scale a + b; a hundredth of it, at two decimals, drops a + b digits.
    let result = Self.quotient(product, scale + percent.scale)
    return ExactDecimal(coefficient: result, scale: 2)
  }

  /// `value` divided by a power of ten, a half towards plus infinity.
  private static func quotient(_ value: Int128, _ exponent: Int) -> Int128 {
    guard exponent > 0 else { return value }
    let divisor = powerOfTen(exponent)
    var (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    if remainder < 0 {
      remainder += divisor
      quotient -= 1
    }
    return remainder >= divisor - remainder ? quotient + 1 : quotient
  }
}

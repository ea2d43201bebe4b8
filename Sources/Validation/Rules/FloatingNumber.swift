internal import Domain

/// Where the rules compare a text with a plain number, XPath takes it for an `xs:double`.
extension Survey {
  /// The element's text as `xs:double`; anything else makes the test undecidable.
  func double(_ element: Int) -> Double? {
    let range = text(element)
    let bytes = bytes
    if let exact = try? ExactDecimal(parsing: bytes.span.extracting(range)),
      let double = exact.exactDouble
    {
      return double
    }
    var slice = bytes[range]
    while let first = slice.first, Self.isSpace(first) { slice.removeFirst() }
    while let last = slice.last, Self.isSpace(last) { slice.removeLast() }
    let text = String(decoding: slice, as: UTF8.self)
    switch text {
    case "INF", "+INF": return .infinity
    case "-INF": return -.infinity
    case "NaN": return .nan
    default: break
    }
    let isPlain = slice.allSatisfy { byte in
      (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    guard isPlain, let double = Double(text) else {
      isUndecidable = true
      return nil
    }
    return double
  }

  /// −1, 0 or 1; nil for what is no number.
  func sign(_ element: Int) -> Int? {
    guard let double = double(element), !double.isNaN else { return nil }
    return double > 0 ? 1 : double < 0 ? -1 : 0
  }

  /// Whether `double + offset`, as a binary fraction, lies below (or above) an exact sum.
  static func compare(_ double: Double, to sum: ExactDecimal) -> Int {
    let near = Double(sum.coefficient) / sum.exactPowerOfTen
    if abs(near - double) > 1e-6 * Swift.max(1, abs(double)) { return double < near ? -1 : 1 }
    // So close that only whole numbers will do: double = significand × 2^exponent.
    guard double != 0 else { return sum.coefficient == 0 ? 0 : sum.coefficient > 0 ? -1 : 1 }
    let exponent = Int(double.exponent) - Double.significandBitCount
    let significand = Int128(
      (double.sign == .minus ? -1 : 1) * double.significand * 0x1p52)
    var left = significand.multipliedReportingOverflow(by: Int128(sum.exactPowerOfTen))
    var right: (partialValue: Int128, overflow: Bool) = (sum.coefficient, false)
    if exponent > 0 {
      left = left.partialValue.multipliedReportingOverflow(by: Int128(1) << min(exponent, 126))
    } else {
      right = right.partialValue.multipliedReportingOverflow(by: Int128(1) << min(-exponent, 126))
    }
    if left.overflow || right.overflow { return double == near ? 0 : double < near ? -1 : 1 }
    return left.partialValue == right.partialValue
      ? 0 : left.partialValue < right.partialValue ? -1 : 1
  }
}

extension ExactDecimal {
  /// The nearest binary fraction, where one division finds it: at most 53 bits over a power of ten
  /// that is itself exact.
  fileprivate var exactDouble: Double? {
    guard coefficient.magnitude < 1 << 53 else { return nil }
    return Double(Int64(coefficient)) / exactPowerOfTen
  }

  /// Exact, as a scale is at most 18.
  fileprivate var exactPowerOfTen: Double {
    var power = 1.0
    for _ in 0..<scale { power *= 10 }
    return power
  }
}

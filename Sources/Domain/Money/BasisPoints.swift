/// A rate or share in hundredths of one percent: 1,225 is 12.25 %.
package struct BasisPoints: Hashable, Comparable, Sendable {
  package let value: Int

  package init(_ value: Int) {
    self.value = value
  }

  /// Of whole percents: 9 is 9 %.
  package static func percent(_ whole: Int) -> BasisPoints { BasisPoints(whole * 100) }

  /// Reads a percentage such as `12.25`. Nil for anything finer than a basis point, or beyond
  /// plus or minus 10,000 %.
  package init?(percent: ExactDecimal) {
    guard percent.fits(scale: 2), let value = Int(exactly: percent.coefficient(atScale: 2)),
      (-1_000_000...1_000_000).contains(value)
    else { return nil }
    self.value = value
  }

  package static func + (a: BasisPoints, b: BasisPoints) -> BasisPoints {
    BasisPoints(a.value + b.value)
  }

  package static func < (a: BasisPoints, b: BasisPoints) -> Bool { a.value < b.value }
}

extension BasisPoints: CustomStringConvertible {
  /// The percentage with two decimals, without the sign: `12.25`.
  package var description: String { ExactDecimal.text(Int128(value), scale: 2) }
}

/// What to do with the part that does not fit a whole unit.
package enum Rounding: Sendable, CaseIterable {
  /// To the nearest; a half goes away from zero. The commercial rounding of amounts.
  case halfAwayFromZero
  /// To the nearest; a half goes to the even neighbour.
  case halfToEven
  /// Towards zero: the part is dropped.
  case towardsZero
  /// Away from zero: any part counts as a whole.
  case awayFromZero
}

extension FixedWidthInteger where Self: SignedInteger {
  /// The quotient rounded as asked. The divisor is greater than zero.
  package func divided(by divisor: Self, _ rounding: Rounding) -> Self {
    precondition(divisor > 0, "dividing by \(divisor)")
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    guard remainder != 0 else { return quotient }
    let away: Self = self < 0 ? -1 : 1
    let size = remainder < 0 ? -remainder : remainder
    let rest = divisor - size
    switch rounding {
    case .towardsZero: return quotient
    case .awayFromZero: return quotient + away
    case .halfAwayFromZero: return size >= rest ? quotient + away : quotient
    case .halfToEven:
      if size == rest { return quotient % 2 == 0 ? quotient : quotient + away }
      return size > rest ? quotient + away : quotient
    }
  }
}

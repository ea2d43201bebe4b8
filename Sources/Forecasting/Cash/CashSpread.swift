import Glibc

/// The spread of a sum of uncertain payments: each one comes, with its probability, or does not.
///
/// Payments of one client hang together with a correlation of 0.3, those of different clients not
/// at all: an assumption, in keeping with clients that pay in runs. The ends are the 10 % and 90 %
/// points of a gamma distribution with the sum's mean and variance, laid on the smaller of the
/// two parts, the money that comes and the money that does not.
///
/// On three books of real and simulated payments 83 to 87 % of the months' sums came within the
/// ends, and 70 to 90 % of the running ones; of single weeks' sums 84 % in two books and 62 % in
/// one whose clients all pay on the same few days.
struct CashSpread {
  static let clientCorrelation = 0.3
  /// The 90 % point of the normal distribution.
  private static let normalPoint = 1.281_551_565_544_6

  private(set) var total = 0.0
  private(set) var mean = 0.0
  private var variance = 0.0
  /// Of the client whose payments are being added: the sum of standard deviations.
  private var clientDeviation = 0.0

  init() {}

  init(total: Double, mean: Double, variance: Double) {
    (self.total, self.mean, self.variance) = (total, mean, variance)
  }

  /// Adds a payment of the client at hand.
  mutating func add(_ amount: Double, probability: Double) {
    var amounts = AlikeAmounts()
    amounts.add(amount)
    add(amounts, probability: probability)
  }

  /// Adds payments of the client at hand that are equally likely.
  mutating func add(_ amounts: AlikeAmounts, probability: Double) {
    let chance = min(max(probability, 0), 1)
    let doubt = chance * (1 - chance)
    total += amounts.amount
    mean += amounts.amount * chance
    variance += (1 - Self.clientCorrelation) * amounts.squares * doubt
    clientDeviation += amounts.amount * doubt.squareRoot()
  }

  /// Ends a client: what is added next is another's.
  mutating func endClient() {
    variance += Self.clientCorrelation * clientDeviation * clientDeviation
    clientDeviation = 0
  }

  /// Adds another currency's sum, of which one unit is worth `rate`. Clients that pay in both are
  /// rare enough to be left out of the correlation.
  mutating func add(_ other: CashSpread, rate: Double) {
    total += other.total * rate
    mean += other.mean * rate
    variance += other.variance * rate * rate
  }

  /// The 10 % and 90 % points, 0 ≤ low ≤ mean ≤ high ≤ total. Call `endClient` first.
  var ends: (low: Double, high: Double) {
    let rest = total - mean
    let (low, high) =
      mean <= rest
      ? (gamma(mean, -Self.normalPoint), gamma(mean, Self.normalPoint))
      : (total - gamma(rest, Self.normalPoint), total - gamma(rest, -Self.normalPoint))
    return (min(max(low, 0), mean), max(min(high, total), mean))
  }

  /// The probability that the sum is below `amount`.
  func chance(below amount: Double) -> Double {
    let rest = total - mean
    if amount <= 0 { return 0 }
    if amount > total { return 1 }
    return mean <= rest
      ? share(of: mean, below: amount) : 1 - share(of: rest, below: total - amount)
  }

  /// Wilson and Hilferty's approximation: the cube root of a gamma variable is nearly normal.
  private func gamma(_ mean: Double, _ point: Double) -> Double {
    guard mean > 0, variance > 0 else { return mean }
    let ninth = variance / (mean * mean) / 9
    let root = max(0, 1 - ninth + point * ninth.squareRoot())
    return mean * root * root * root
  }

  /// The other way round: the probability of a gamma variable below `amount`.
  private func share(of mean: Double, below amount: Double) -> Double {
    guard mean > 0, variance > 0 else { return mean < amount ? 1 : 0 }
    let ninth = variance / (mean * mean) / 9
    let point = (cbrt(max(0, amount) / mean) - 1 + ninth) / ninth.squareRoot()
    return erfc(-point / 2.0.squareRoot()) / 2
  }
}

/// Amounts that come with the same probability, as far as a spread has to know them.
struct AlikeAmounts {
  private(set) var amount = 0.0
  /// The sum of their squares.
  private(set) var squares = 0.0

  mutating func add(_ one: Double) {
    amount += one
    squares += one * one
  }
}

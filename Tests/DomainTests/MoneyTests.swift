import Domain
import Support
import Testing

@Test("splitting loses no cent, whatever the weights", arguments: [1, 2, 3, 4, 5] as [UInt64])
func splittingKeepsTheSum(seed: UInt64) {
  var random = Seeded(seed)
  for _ in 0..<400 {
    let amount = Money(
      minorUnits: Int64.random(in: -Money.limit...Money.limit, using: &random),
      currency: .euro)
    let weights = (0..<Int.random(in: 1...40, using: &random)).map { _ in
      Bool.random(using: &random) ? Double.random(in: 0...1, using: &random) : 0
    }
    let parts = amount.split(by: weights)
    #expect(parts.count == weights.count)
    #expect(parts.sum(.euro) == amount, "seed \(seed): \(amount) by \(weights)")
    #expect(parts.allSatisfy { $0.isZero || $0.isNegative == amount.isNegative })
  }
}

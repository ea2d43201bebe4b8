import Domain
import Testing

private func euros(_ whole: Int64) -> Money { Money(minorUnits: whole * 100, currency: .euro) }

private func plan(_ amounts: Int64...) -> PaymentPlan {
  let first = Day(iso: "2026-07-01")!
  return PaymentPlan(
    amounts.enumerated().map { .init(euros($1), by: first + 30 * $0) })
}

@Test("items of a plan take its instalments in turn, the last one in part, and no cent twice")
func takenInstalments() {
  var all = plan(100, 100, 100)
  let first = all.take(euros(130))
  let second = all.take(euros(500))
  let third = all.take(euros(50))
  #expect(first.instalments.map(\.amount) == [euros(100), euros(30)])
  #expect(second.instalments.map(\.amount) == [euros(70), euros(100)])
  #expect(first.instalments[1].day == second.instalments[0].day)
  #expect(third.instalments.isEmpty && all.instalments.isEmpty)
  for part in [first, second, third] {
    #expect(part.next == Day(iso: "2026-07-01") && part.last == Day(iso: "2026-08-30"))
  }
}

@Test("instalments of another currency are not taken")
func foreignInstalments() {
  var all = plan(100)
  #expect(all.take(Money(minorUnits: 5, currency: .yen)).instalments.isEmpty)
  #expect(all == plan(100))
}

import Domain

/// What is paid of the interest, fixed sums and fees that notices asked for.
///
/// A claim comes first: charges are paid by money that is for the claim and that it has no use
/// for, and only while nothing of it is open. Where it is open again, they are on account again, as
/// money for the claim. A credit makes what was asked for wrong: it counts no more until a notice
/// asks again.
extension Replay {
  /// A notice asks for charges of a claim, unless that was paid by the end of the day.
  mutating func add(_ charge: Account.Charge) {
    guard claims[charge.claim]?.open.isPositive == true else { return }
    asked[charge.claim] = charge.amount
  }

  /// Sets money on account that was for a claim against what was asked for beside it.
  mutating func payCharges(on day: Day) {
    guard !asked.isEmpty else { return }
    for claim in asked.keys.sorted() {
      for index in waiting.indices
      where !waiting[index].isCredit && waiting[index].named.contains(claim) {
        let entry = waiting[index]
        let used = payCharges(
          of: claim, upTo: entry.amount, from: entry.source, named: entry.named, on: day)
        guard used.isPositive else { continue }
        waiting[index].amount -= used
        entries.append(Allocation(day: day, source: entry.source, claim: nil, amount: -used))
      }
    }
    waiting.removeAll { $0.amount.isZero }
  }

  /// Sets up to `amount` of money for a claim against what was asked for beside it; returns what
  /// was set.
  mutating func payCharges(
    of claim: ID<Invoice>, upTo amount: Money, from source: Allocation.Source,
    named: some Sequence<ID<Invoice>>, on day: Day
  ) -> Money {
    guard let asked = asked[claim], claims[claim]?.open.isZero == true else {
      return .zero(amount.currency)
    }
    let paid = charged[claim, default: []].map(\.amount).sum(amount.currency)
    let used = min(amount, asked - paid)
    guard used.isPositive else { return .zero(amount.currency) }
    charged[claim, default: []].append(
      Waiting(source: source, amount: used, targets: [], named: Set(named), isCredit: false))
    entries.append(Allocation(day: day, source: source, claim: claim, amount: used))
    entries.append(Allocation(day: day, source: .charge(claim), claim: claim, amount: -used))
    return used
  }

  /// What was paid of a claim's charges is on account again, for `targets`, if there are any.
  mutating func freeCharges(
    of claim: ID<Invoice>, on day: Day, targets: [ID<Invoice>] = []
  ) {
    for var part in charged.removeValue(forKey: claim) ?? [] {
      part.targets = targets
      part.named.formUnion(targets)
      let (source, amount) = (part.source, part.amount)
      entries.append(Allocation(day: day, source: .charge(claim), claim: claim, amount: amount))
      entries.append(Allocation(day: day, source: source, claim: claim, amount: -amount))
      entries.append(Allocation(day: day, source: source, claim: nil, amount: amount))
      waiting.append(part)
    }
  }
}

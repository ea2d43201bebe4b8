import Domain

/// What is paid of the interest, fixed sums and fees that notices asked for.
///
/// A claim comes first: charges are paid by money that is for the claim and that it has no use
/// for, and only while nothing of it is open. Where it is open again, they are on account again, as
/// money for the claim. A credit makes what was asked for wrong: it counts no more until a notice
/// asks again.
extension Replay {
  /// A notice asks for charges of a claim, unless that was paid by the end of the day; or one that
  /// did was called back.
  mutating func add(_ charge: Account.Charge) {
    if charge.isRecall {
      freeCharges(of: charge.claim, on: charge.day)
      guard asked[charge.claim] != nil else { return }
      let isWrong = annulled[charge.claim].map { $0 >= charge.asked } ?? false
      asked[charge.claim] = isWrong ? nil : charge.amount
    } else if claims[charge.claim]?.open.isPositive == true {
      asked[charge.claim] = charge.amount
    }
  }

  /// A credit makes wrong what was asked for so far.
  mutating func annul(_ claim: ID<Invoice>, on day: Day) {
    asked[claim] = nil
    annulled[claim] = day
  }

  /// Sets money on account against what was asked for beside the claims that it was for.
  mutating func payCharges(on day: Day) {
    guard !asked.isEmpty else { return }
    for index in waiting.indices where !waiting[index].isCredit && !waiting[index].pays.isEmpty {
      let entry = waiting[index]
      let used = payCharges(with: entry, on: day)
      guard used.isPositive else { continue }
      waiting[index].amount -= used
      entries.append(Allocation(day: day, source: entry.source, claim: nil, amount: -used))
    }
    waiting.removeAll { $0.amount.isZero }
  }

  /// Sets money that is nowhere yet against what was asked for beside the claims that it was for;
  /// returns what was set. Money for claims to come waits for them; and more than was asked for is
  /// for something else, while something else is open.
  mutating func payCharges(with money: Waiting, on day: Day) -> Money {
    let none = Money.zero(money.amount.currency)
    guard !asked.isEmpty, money.amount.isPositive,
      money.targets.allSatisfy({ claims[$0] != nil || notes[$0] != nil })
    else { return none }
    let due = money.pays.sorted().compactMap { claim -> (claim: ID<Invoice>, left: Money)? in
      guard let asked = asked[claim], claims[claim]?.open.isZero == true else { return nil }
      let left = asked - charged[claim, default: []].map(\.amount).sum(asked.currency)
      return left.isPositive ? (claim, left) : nil
    }
    guard money.amount <= due.map(\.left).sum(money.amount.currency) || hasNothingOpen else {
      return none
    }
    var rest = money.amount
    for (claim, left) in due where rest.isPositive {
      var part = money
      (part.amount, part.targets) = (min(rest, left), [])
      rest -= part.amount
      charged[claim, default: []].append(part)
      entries.append(
        Allocation(day: day, source: part.source, claim: claim, amount: part.amount))
      entries.append(
        Allocation(day: day, source: .charge(claim), claim: claim, amount: -part.amount))
    }
    return money.amount - rest
  }

  /// What was paid of a claim's charges is on account again, for `targets`, if there are any. The
  /// money's entry is always the one before that of the charges (`OwedTable`).
  mutating func freeCharges(
    of claim: ID<Invoice>, on day: Day, targets: [ID<Invoice>] = []
  ) {
    for var part in charged.removeValue(forKey: claim) ?? [] {
      part.targets = targets
      part.named.formUnion(targets)
      part.pays.formUnion(targets)
      let (source, amount) = (part.source, part.amount)
      entries.append(Allocation(day: day, source: source, claim: claim, amount: -amount))
      entries.append(Allocation(day: day, source: .charge(claim), claim: claim, amount: amount))
      entries.append(Allocation(day: day, source: source, claim: nil, amount: amount))
      waiting.append(part)
    }
  }
}

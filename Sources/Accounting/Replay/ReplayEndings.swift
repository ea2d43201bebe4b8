import Domain

/// What ends a claim, and what people decide anew about money.
extension Replay {
  /// Takes back whatever the money was set against, and sets it against what it is for now.
  mutating func add(_ redirection: Account.Redirection) {
    let reopened = withdraw(redirection.source, on: redirection.day)
    let again = reportedTwice.removeValue(forKey: redirection.source)
    movements.removeAll { $0.source == redirection.source }
    if let receipt = redirection.receipt { add(receipt, on: redirection.day) }
    if let again, again.isBanks { add(again.payment, on: redirection.day) }
    useMoney(for: reopened, on: redirection.day)
  }

  /// As if the money had not come: what was earned by paying early is owed again, and the
  /// register's word and the write-offs that it had displaced hold again. Returns the claims that
  /// it had paid.
  private mutating func withdraw(_ source: Allocation.Source, on day: Day) -> [ID<Invoice>] {
    var reopened: [ID<Invoice>] = []
    guesses[source] = nil
    applyAgain(what: source, on: day)
    for (claim, parts) in charged.sorted(by: { $0.key < $1.key })
    where parts.contains(where: { $0.source == source }) {
      freeCharges(of: claim, on: day)
    }
    for claim in claims.keys.sorted() {
      guard let given = claims[claim]?.received(from: source), given.isPositive else { continue }
      _ = unapply(given, from: claim, givenBy: source, bookedTo: source, on: day)
      reopened.append(claim)
      for relief in [.discount(claim), source.bankCharge].compactMap(\.self) {
        guard let kept = claims[claim]?.received(from: relief) else { continue }
        _ = unapply(kept, from: claim, givenBy: relief, bookedTo: relief, on: day)
      }
      if let paid = reported[claim] {
        add(Account.ReportedPayment(claim: claim, day: day, paid: paid))
      }
      for lost in cameAfterAll[claim] ?? [] where lost.money == source {
        _ = apply(lost.amount, to: claim, from: lost.writeOff, on: day)
      }
      cameAfterAll[claim]?.removeAll { $0.money == source }
    }
    _ = useOnAccount(bookedTo: source, on: day) { $0.source == source }
    return reopened
  }

  /// Writes off what is open, or as much as was said; a void claim gives back what it received.
  mutating func add(_ closing: Account.Closing, on day: Day) {
    recorded[closing.claim, default: []].append(closing.source)
    if closing.isReported { givenUp.insert(closing.source) }
    if closing.isVoid { unapplyAll(closing.claim, on: day, targets: [], keepsReliefs: false) }
    guard let open = claims[closing.claim]?.open else { return }
    _ = apply(min(closing.amount ?? open, open), to: closing.claim, from: closing.source, on: day)
  }

  /// Takes back the last void, write-off or goodwill of a claim; money that was for the claim pays
  /// it again.
  mutating func add(_ reinstatement: Account.Reinstatement) {
    let (id, day) = (reinstatement.claim, reinstatement.day)
    guard let source = lastReversible(of: id) else { return }
    for claim in claims.keys.sorted() {
      guard let given = claims[claim]?.received(from: source), given.isPositive else { continue }
      _ = unapply(given, from: claim, givenBy: source, bookedTo: source, on: day)
    }
    _ = useOnAccount(bookedTo: source, on: day) { $0.source == source }
    if case .void = source {
      for index in waiting.indices where waiting[index].named.contains(id) {
        waiting[index].pays.insert(id)
      }
    }
    useMoney(for: [id], on: day)
  }

  /// The last void, write-off or goodwill of a claim that still counts: it lessens this claim or
  /// another, or is on account.
  private func lastReversible(of claim: ID<Invoice>) -> Allocation.Source? {
    (recorded[claim] ?? []).filter { source in
      waiting.contains { $0.source == source }
        || claims.values.contains { $0.received(from: source).isPositive }
    }.max { $0.order < $1.order }
  }

  /// A correction closes the claim it replaces; what that had received goes on account, where the
  /// correction finds it.
  mutating func supersede(_ replaced: ID<Invoice>, by claim: Account.Claim) {
    guard replaced != claim.id else { return }
    if claims[replaced] != nil { replacements[replaced] = claim.id }
    unapplyAll(replaced, on: claim.day, targets: [claim.id])
    if let open = claims[replaced]?.open {
      _ = apply(open, to: replaced, from: .superseded(by: claim.id), on: claim.day)
    }
  }

  /// Puts everything a claim received on account. What was waived of it (a discount, a write-off)
  /// is no credit of its own where the claim was void.
  private mutating func unapplyAll(
    _ claim: ID<Invoice>, on day: Day, targets: [ID<Invoice>], keepsReliefs: Bool = true
  ) {
    freeCharges(of: claim, on: day, targets: targets)
    asked[claim] = nil
    for given in claims[claim]?.received ?? [] where given.amount.isPositive {
      let moved = unapply(
        given.amount, from: claim, givenBy: given.source, bookedTo: given.source, on: day)
      if given.source.isEnd || !keepsReliefs && given.source.isRelief { continue }
      let back = Waiting(
        source: given.source, amount: moved, targets: targets, named: Set(targets + [claim]),
        pays: Set(targets), isCredit: !given.source.isMoney)
      putOnAccount(moved, as: back, on: day)
    }
  }
}

import Domain

/// Payments that a person recorded and that the bank reports, too: they count once.
///
/// A bank movement of the very amount, at most two weeks before or after, is the recorded payment
/// where only one of the two fits: the claims that both name have not enough open for the second,
/// or the movement names nothing. Where both fit, both count. What a person said of a movement goes
/// before that.
extension Replay {
  /// A bank movement that is a recorded payment.
  struct ToldAgain {
    var payment: Account.Receipt
    /// The movement counts, and not the record.
    var isBanks: Bool
  }

  /// The bank may book so many days before or after what people record.
  private static let recordDays = 14

  private static func isNear(_ a: Account.Receipt, _ b: Account.Receipt) -> Bool {
    a.amount == b.amount && abs(a.day - b.day) <= recordDays
  }

  /// Whether the money is here already; what is not is kept in mind.
  mutating func isToldAgain(_ receipt: Account.Receipt, on day: Day) -> Bool {
    guard !singleRecords.isEmpty else { return false }
    guard receipt.source.isBank else {
      guard singleRecords.contains(receipt.source) else { return false }
      if isFromBank(receipt, on: day) { return true }
      records.append(receipt)
      return false
    }
    if !receipt.isDecided, let record = record(of: receipt) {
      toldAgain[receipt.source] = ToldAgain(payment: record, isBanks: false)
      return true
    }
    movements.append(receipt)
    return false
  }

  /// The recorded payment that a movement reports.
  private func record(of movement: Account.Receipt) -> Account.Receipt? {
    let targets = movement.targets.filter { claims[$0] != nil }
    guard targets.count == movement.targets.count,
      !targets.isEmpty || movement.guesses.isEmpty,
      targets.isEmpty || !canTake(movement.amount, targets)
    else { return nil }
    let reported = Set(toldAgain.values.map(\.payment.source))
    return records.first { record in
      Self.isNear(record, movement) && !reported.contains(record.source)
        && (targets.isEmpty ? Array(claims.keys) : targets).contains { claim in
          claims[claim]?.received(from: record.source).isPositive == true
        }
    }
  }

  private func canTake(_ amount: Money, _ targets: [ID<Invoice>]) -> Bool {
    amount <= targets.compactMap { claims[$0]?.open }.sum(amount.currency)
  }

  /// Whether a movement brought a payment that is recorded later: one that its claim has, or that
  /// is on account for nothing and pays the claim now.
  private mutating func isFromBank(_ record: Account.Receipt, on day: Day) -> Bool {
    guard let claim = record.targets.first, let open = claims[claim]?.open else { return false }
    let near = movements.filter { Self.isNear($0, record) && toldAgain[$0.source] == nil }
    if open < record.amount {
      let known = near.first { claims[claim]?.received(from: $0.source).isPositive == true }
      if let known {
        toldAgain[known.source] = ToldAgain(payment: record, isBanks: true)
        return true
      }
    }
    let kept = near.first { movement in
      waiting.contains {
        $0.source == movement.source && $0.amount == record.amount && $0.named.isEmpty
      }
    }
    guard let kept else { return false }
    toldAgain[kept.source] = ToldAgain(payment: record, isBanks: true)
    _ = useOnAccount(bookedTo: kept.source, on: day) { $0.source == kept.source }
    var named = kept
    named.targets = record.targets
    settle(named, on: day)
    return true
  }

  /// The movement is something else after all: the record counts, or another movement may be it.
  mutating func isNotTold(by movement: Allocation.Source, on day: Day) {
    guard let again = toldAgain.removeValue(forKey: movement), again.isBanks else { return }
    add(again.payment, on: day)
  }
}

extension Account {
  /// Payments of one claim that a person recorded, but those that were recorded as returned again.
  var singleRecords: Set<Allocation.Source> {
    let records = receipts.filter { !$0.source.isBank && $0.targets.count == 1 }
    guard !records.isEmpty else { return [] }
    return Set(
      records.lazy.filter { record in
        record.amount.isPositive
          && !records.contains { $0.targets == record.targets && $0.amount == -record.amount }
      }.map(\.source))
  }
}

import Domain

/// Payments that a person recorded and that the bank reports, too: they count once.
///
/// A bank movement of the very amount, at most two weeks before or after, is the recorded payment
/// where only one of the two fits: too little is open of the claims that both name for a second
/// payment, or the movement names nothing. Where both fit, both count. If a person says what a
/// movement pays, it pays that.
extension Replay {
  /// A bank movement that is a recorded payment.
  struct ReportedTwice {
    var payment: Account.Receipt
    /// The movement counts, and not the record.
    var isBanks: Bool
  }

  private static func isNear(_ a: Account.Receipt, _ b: Account.Receipt) -> Bool {
    a.amount == b.amount && abs(a.day - b.day) <= Account.recordDays
  }

  /// Whether the money is booked already; if not, it is kept for later comparison.
  mutating func isReportedAlready(_ receipt: Account.Receipt, on day: Day) -> Bool {
    guard !singleRecords.isEmpty else { return false }
    guard receipt.source.isBank else {
      guard singleRecords.contains(receipt.source) else { return false }
      if isFromBank(receipt, on: day) { return true }
      records.append(receipt)
      return false
    }
    if !receipt.isDecided, let record = record(of: receipt) {
      reportedTwice[receipt.source] = ReportedTwice(payment: record, isBanks: false)
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
    let reported = Set(reportedTwice.values.map(\.payment.source))
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
    let near = movements.filter { Self.isNear($0, record) && reportedTwice[$0.source] == nil }
    if open < record.amount {
      let known = near.first { claims[claim]?.received(from: $0.source).isPositive == true }
      if let known {
        reportedTwice[known.source] = ReportedTwice(payment: record, isBanks: true)
        return true
      }
    }
    let kept = near.first { movement in
      waiting.contains {
        $0.source == movement.source && $0.amount == record.amount && $0.named.isEmpty
      }
    }
    guard let kept else { return false }
    reportedTwice[kept.source] = ReportedTwice(payment: record, isBanks: true)
    _ = useOnAccount(bookedTo: kept.source, on: day) { $0.source == kept.source }
    var named = kept
    named.targets = record.targets
    settle(named, on: day)
    return true
  }

  /// The movement was for something else: the record counts again, or another movement is it.
  mutating func restoreRecord(of movement: Allocation.Source, on day: Day) {
    guard let again = reportedTwice.removeValue(forKey: movement), again.isBanks else { return }
    add(again.payment, on: day)
  }
}

extension Account {
  /// The bank may book a payment so many days before or after the day that people record.
  package static let recordDays = 14

  /// Payments of one claim that a person recorded, except those recorded as returned later.
  var singleRecords: Set<Allocation.Source> {
    struct Part: Hashable {
      var targets: [ID<Invoice>]
      var amount: Money
    }
    let records = receipts.filter { !$0.source.isBank && $0.targets.count == 1 }
    let parts = Set(records.map { Part(targets: $0.targets, amount: $0.amount) })
    return Set(
      records.lazy.filter { record in
        record.amount.isPositive
          && !parts.contains(Part(targets: record.targets, amount: -record.amount))
      }.map(\.source))
  }
}

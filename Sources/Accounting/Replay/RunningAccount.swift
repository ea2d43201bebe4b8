import Domain

/// One account on its way through the days: what came up so far is replayed, the rest waits for its
/// day. Facts may be added on the way, none before the place that was reached.
struct RunningAccount {
  private(set) var replay = Replay()
  /// The next one last.
  private var coming: [Timeline.Fact]
  private var timeline: Timeline
  /// Claims that may not have come up yet.
  private let amounts: [ID<Invoice>: Money]

  init(_ account: Account) {
    timeline = Timeline(account)
    replay.singleRecords = account.singleRecords
    coming = timeline.facts(of: account).reversed()
    amounts = Dictionary(
      account.claims.map { ($0.id, $0.amount) }, uniquingKeysWith: { a, _ in a })
  }

  /// Takes up all facts before `place`.
  mutating func advance(to place: Timeline.Place) {
    while let next = coming.last, next.place < place { take(coming.removeLast()) }
  }

  mutating func add(_ receipt: Account.Receipt) {
    if let fact = timeline.fact(of: receipt) { insert(fact) }
  }

  mutating func add(_ redirection: Account.Redirection) {
    timeline.note(redirection)
    insert(timeline.fact(of: redirection))
  }

  private mutating func insert(_ fact: Timeline.Fact) {
    coming.insert(fact, at: coming.partitionPoint { fact.place < $0.place })
  }

  private mutating func take(_ fact: Timeline.Fact) {
    let day = fact.place.day
    switch fact.content {
    case .claim(let claim): replay.add(claim)
    case .credit(let credit): replay.add(credit)
    case .receipt(let receipt): replay.add(receipt, on: day)
    case .reported(let reported): replay.add(reported)
    case .closing(let closing): replay.add(closing, on: day)
    case .reinstatement(let reinstatement): replay.add(reinstatement)
    case .redirection(let redirection): replay.add(redirection)
    case .charge(let charge): replay.add(charge)
    }
    replay.payCharges(on: day)
  }

  /// The entries that follow from all facts.
  mutating func finish() -> [Allocation] {
    while let next = coming.popLast() { take(next) }
    return replay.entries
  }

  /// What money may still be for of a claim: what is open, and what only a register reported as
  /// paid, which the bank's money replaces. The whole of a claim that has not come up yet. Nil
  /// where it is no claim of the account.
  func left(of claim: ID<Invoice>) -> Money? {
    guard let known = replay.claims[claim] else { return amounts[claim] }
    return known.open + known.received(from: .register(claim))
  }
}

extension Account {
  /// The entries that follow from the facts, in the order of their days.
  package func allocations() -> [Allocation] {
    var running = RunningAccount(self)
    return running.finish()
  }
}

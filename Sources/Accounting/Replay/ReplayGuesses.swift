import Domain

/// Money of which only payer and amount tell what it is for.
extension Replay {
  /// Money that was only guessed to be for a claim goes on account when other money names it.
  mutating func displaceGuesses(_ claim: ID<Invoice>, upTo amount: Money, on day: Day) {
    for given in claims[claim]?.received ?? []
    where guesses[given.source]?.claims.contains(claim) == true {
      guard let open = claims[claim]?.open, open < amount, given.amount.isPositive else { continue }
      let taken = unapply(
        min(amount - open, given.amount), from: claim, givenBy: given.source,
        bookedTo: given.source, on: day)
      isNoLonger(given.source, for: [claim])
      let back = Waiting(
        source: given.source, amount: taken, targets: [], named: [claim], isCredit: false)
      putOnAccount(taken, as: back, on: day)
    }
  }

  /// What money had paid beside claims is not for them either, where it was only a guess.
  private mutating func isNoLonger(_ source: Allocation.Source, for claims: [ID<Invoice>]) {
    for index in waiting.indices where waiting[index].source == source {
      waiting[index].pays.subtract(claims)
    }
  }

  /// Money that was guessed to be for another claim is freed when the one it names comes up.
  mutating func freeGuesses(naming claim: Account.Claim) {
    let naming = guesses.filter { $0.value.targets.contains(claim.id) }
    for (source, guess) in naming.sorted(by: { $0.key.order < $1.key.order }) {
      for guessed in guess.claims {
        guard let given = claims[guessed]?.received(from: source) else { continue }
        let taken = unapply(given, from: guessed, givenBy: source, bookedTo: source, on: claim.day)
        isNoLonger(source, for: guess.claims)
        let freed = Waiting(
          source: source, amount: taken, targets: guess.targets,
          named: Set(guess.claims + guess.targets), pays: Set(guess.targets), isCredit: false)
        putOnAccount(taken, as: freed, on: claim.day)
      }
      guesses[source] = nil
      restoreRecord(of: source, on: claim.day)
    }
  }
}

package import Domain

/// What becomes of promises.
extension LedgerModel {
  package struct Promised: Hashable, CustomStringConvertible {
    package var day: Day
    package var until: Day
    package var cents: Int64?
    package var number: String?
    package var outcome: Promise.Outcome

    package init(
      day: Day, until: Day, cents: Int64?, number: String?, outcome: Promise.Outcome
    ) {
      (self.day, self.until, self.cents, self.number) = (day, until, cents, number)
      self.outcome = outcome
    }

    package var description: String {
      "\(day) until \(until) \(cents ?? 0) \(number ?? "all"): \(outcome.rawValue)"
    }
  }

  private struct Given {
    var client: String
    var number: String?
    var day: Day
    var until: Day
    var cents: Int64?
    var ended: Day?
    /// A release or a plan ended it, so that the next release does not speak of it.
    var isReleased = false

    func isAbout(_ client: String, _ number: String?) -> Bool {
      self.client == client && self.number == number
    }
  }

  /// What became of each promise by the end of a day.
  package static func promises(_ facts: [(day: Day, fact: Fact)], asOf day: Day) -> [Promised] {
    var given: [Given] = []
    func end(_ on: Day, where isMeant: (Given) -> Bool) {
      for place in given.indices where isMeant(given[place]) {
        given[place].ended = given[place].ended ?? on
      }
    }
    let known = facts.enumerated().filter { $0.element.day <= day }
      .sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
    for (on, fact) in known {
      switch fact {
      case .promise(let client, let number, let until, let cents):
        end(on) {
          $0.client == client && (number == nil || $0.number == number) && $0.until >= on
        }
        given.append(Given(client: client, number: number, day: on, until: until, cents: cents))
      case .plan(let client, let number, _):
        end(on) { $0.client == client && (number == nil || $0.number == number) }
        for place in given.indices where given[place].isAbout(client, number) {
          given[place].isReleased = true
        }
      case .release(let client, let number):
        let own = given.indices.filter {
          given[$0].isAbout(client, number) && !given[$0].isReleased
        }
        let isRunning = own.contains { given[$0].until >= on }
        for place in isRunning ? own : own.suffix(1) {
          given[place].ended = given[place].ended ?? on
          given[place].isReleased = isRunning
        }
      default: break
      }
    }
    let reach = known.filter(\.fact.isBank).map(\.day).max()
    return given.map { one in
      Promised(
        day: one.day, until: one.until, cents: one.cents, number: one.number,
        outcome: outcome(of: one, facts, day, reach))
    }
  }

  private static func outcome(
    of one: Given, _ facts: [(day: Day, fact: Fact)], _ day: Day, _ reach: Day?
  ) -> Promise.Outcome {
    let then = LedgerModel(facts, asOf: min(one.until, day))
    if let cents = one.cents {
      let before = LedgerModel(facts, asOf: one.day - 1)
      let came = then.received(one.client, one.number) - before.received(one.client, one.number)
      if came >= cents { return .kept }
    } else {
      let isOpen = then.claims.contains { number, claim in
        claim.client == one.client && claim.open > 0
          && (one.number.map { $0 == number } ?? (claim.due <= one.day))
      }
      if !isOpen { return .kept }
    }
    if one.ended != nil { return .replaced }
    if one.until >= day { return .running }
    return reach.map { $0 >= one.until + 2 } ?? true ? .broken : .unknown
  }

  /// The money of a client, or that is set against one of its invoices or on account: nobody said
  /// that this is for something else.
  private func received(_ client: String, _ number: String?) -> Int64 {
    let own = claims.filter { $0.value.client == client && (number == nil || $0.key == number) }
    var entries = own.values.flatMap(\.received)
    for number in own.keys { entries += charged[number] ?? [] }
    entries += waiting[client] ?? []
    return entries.filter(\.isKept).map(\.cents).reduce(0, +)
  }
}

package import Domain

extension PaymentHazard {
  /// When `item` will be paid. A hold changes that, by assumptions of ours:
  ///
  /// - promised: the money comes around the promised day with the probability that this client
  ///   pays such an invoice within a week of its due date, but no less than 30 and no more than
  ///   90 %; a promise that is not kept leaves the invoice to the client's habits after that
  ///   day. A promise whose day is past changes nothing.
  /// - instalments: each part is promised by its day; what no instalment is agreed for has time
  ///   until the last one. The item is paid when the last part is, which these dates tell;
  ///   `CashFlow` reckons with each part.
  /// - held until a day: the client has been given time, so that day takes the due date's place
  ///   where it is later.
  /// - disputed: nothing is paid before the dispute ends, which takes 45 days from now on average.
  /// - insolvent: one tenth of what it would usually pay, as unsecured creditors get.
  /// - not written yet (an issue date ahead): nothing is paid before it is.
  /// - direct debit: we collect it on the due date, or the next day where that is past, moved to
  ///   Monday from a weekend. 2 in 100 debits fail and leave the invoice to the client's habits.
  package func dates(of item: OpenItem) -> PaymentDates {
    let item = item.plannedParts.last?.item ?? item
    let termDays = item.due.day - item.issueDate
    var due = item.due.day
    if case .held(let day) = item.hold { due = max(due, day) }
    let first = max(0, item.issueDate - asOf - 1)
    return dates(client: item.client, termDays: termDays, due: due) { usual in
      switch item.hold {
      // A plan has become its last part.
      case nil, .held, .financed, .plan, .unseen: Self.unconditional(usual, from: first)
      case .promised(let day):
        day > asOf ? promised(by: day, item, usual) : Self.unconditional(usual)
      case .disputed: Self.disputed(usual)
      case .insolvent: Self.unconditional(usual).map { $0 / 10 }
      case .directDebit: debited(on: max(due, asOf + 1), usual)
      }
    }
  }

  /// When an invoice of the history that is still open will be paid.
  func dates(of entry: PayHistory.Entry) -> PaymentDates {
    dates(
      client: entry.client, termDays: entry.dueDate - entry.issueDate, due: entry.dueDate,
      Self.unconditional)
  }

  private func dates(
    client: ID<Client>, termDays: Int, due: Day, _ odds: ([Double]) -> [Double]
  ) -> PaymentDates {
    let habits = habits(of: client)
    let hazard = dailyHazard(habits, termDays: termDays, due: due)
    return PaymentDates(
      asOf: asOf, daily: odds(hazard), cashDaily: odds(paced(hazard, habits)))
  }

  /// The probability of each day from its chance where the item is unpaid the day before. Nothing
  /// is paid before `place`.
  private static func unconditional(_ hazard: [Double], from place: Int) -> [Double] {
    var unpaid = 1.0
    return hazard.enumerated().map { index, chance in
      guard index >= place else { return 0 }
      let paid = unpaid * chance
      unpaid -= paid
      return paid
    }
  }

  private static func unconditional(_ hazard: [Double]) -> [Double] {
    unconditional(hazard, from: 0)
  }
}

extension PaymentHazard {
  /// How a kept promise is kept, from two days before the promised day to five after.
  private static let slippage = [0.05, 0.1, 0.4, 0.18, 0.12, 0.08, 0.04, 0.03]

  private func promised(by day: Day, _ item: OpenItem, _ usual: [Double]) -> [Double] {
    let kept = promptness(of: item).clamped(to: 0.3...0.9)
    let multipliers = habits(of: item.client).multipliers
    let due = day - asOf - 1
    var weights = [Double](repeating: 0, count: usual.count)
    for (step, share) in Self.slippage.enumerated() where weights.indices ~= due - 2 + step {
      weights[due - 2 + step] = share * multipliers[due - 2 + step]
    }
    let sum = weights.reduce(0, +)
    let broken = Self.unconditional(usual, from: due + 1)
    return broken.indices.map {
      (1 - kept) * broken[$0] + (sum > 0 ? kept * weights[$0] / sum : 0)
    }
  }

  /// The chance that this client pays such an invoice by a week after its due date.
  private func promptness(of item: OpenItem) -> Double {
    let termDays = item.due.day - item.issueDate
    let due = min(30, max(0, termDays))
    let hazard = dailyHazard(
      habits(of: item.client), termDays: termDays, due: asOf + 1 + due)
    return Self.unconditional(hazard).prefix(due + 8).reduce(0, +)
  }

  private static func disputed(_ usual: [Double]) -> [Double] {
    let settledPerDay = 1.0 / 45
    var (inDispute, settled) = (1.0, 0.0)
    return usual.map { chance in
      settled += inDispute * settledPerDay
      inDispute -= inDispute * settledPerDay
      let paid = settled * chance
      settled -= paid
      return paid
    }
  }

  private func debited(on day: Day, _ usual: [Double]) -> [Double] {
    let failing = 0.02
    let weekend = max(0, PaymentCalendar.weekdayClass(day) - 4)
    let place = day - asOf - 1 + (weekend == 0 ? 0 : 3 - weekend)
    var daily = Self.unconditional(usual, from: place + 1).map { $0 * failing }
    if place < daily.count { daily[place] = 1 - failing }
    return daily
  }
}

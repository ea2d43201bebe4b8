package import Domain

extension PaymentHazard {
  /// When `item` will be paid. A hold changes that, by assumptions of ours:
  ///
  /// - promised: the money comes around the promised day with the probability that this client
  ///   pays such an invoice within a week of its due date, but no less than 30 and no more than
  ///   90 %; a promise that is not kept leaves the invoice to the client's habits after that day.
  ///   A promise whose day is past changes nothing.
  /// - held until a day: the client has been given time, so that day takes the due date's place
  ///   where it is later.
  /// - disputed: nothing is paid before the dispute ends, which takes 45 days from now on average.
  /// - direct debit: we collect it on the due date, or the next day where that is past, moved to
  ///   Monday from a weekend. 2 in 100 debits fail and leave the invoice to the client's habits.
  package func dates(of item: OpenItem) -> PaymentDates {
    let termDays = item.due.day - item.issueDate
    let usual = dailyHazard(client: item.client, termDays: termDays, due: item.due.day)
    switch item.hold {
    case nil:
      return PaymentDates(asOf: asOf, hazard: usual)
    case .promised(let day):
      return day > asOf
        ? promised(by: day, item, usual: usual) : PaymentDates(asOf: asOf, hazard: usual)
    case .held(let day):
      let due = max(day, item.due.day)
      return PaymentDates(
        asOf: asOf, hazard: dailyHazard(client: item.client, termDays: termDays, due: due))
    case .disputed:
      return disputed(usual: usual)
    case .directDebit:
      return debited(on: max(item.due.day, asOf + 1), usual: usual)
    }
  }
}

extension PaymentHazard {
  /// When an invoice of the history that is still open will be paid.
  func dates(of entry: PayHistory.Entry) -> PaymentDates {
    let hazard = dailyHazard(
      client: entry.client, termDays: entry.dueDate - entry.issueDate, due: entry.dueDate)
    return PaymentDates(asOf: asOf, hazard: hazard)
  }

  /// How a kept promise is kept, from two days before the promised day to five after.
  private static let slippage = [0.05, 0.1, 0.4, 0.18, 0.12, 0.08, 0.04, 0.03]

  private func promised(by day: Day, _ item: OpenItem, usual: [Double]) -> PaymentDates {
    let kept = promptness(of: item).clamped(to: 0.3...0.9)
    let multipliers = calendar.multipliers(client: index(of: item.client), days: days)
    let due = day - asOf - 1
    var weights = [Double](repeating: 0, count: usual.count)
    for (step, share) in Self.slippage.enumerated() where weights.indices ~= due - 2 + step {
      weights[due - 2 + step] = share * multipliers[due - 2 + step]
    }
    let sum = weights.reduce(0, +)
    var daily = delayed(usual, to: due + 1)
    for index in daily.indices {
      daily[index] *= 1 - kept
      if sum > 0 { daily[index] += kept * weights[index] / sum }
    }
    return PaymentDates(asOf: asOf, daily: daily)
  }

  /// The chance that this client pays such an invoice by a week after its due date.
  private func promptness(of item: OpenItem) -> Double {
    let due = asOf + 1 + min(30, max(0, item.due.day - item.issueDate))
    let hazard = dailyHazard(
      client: item.client, termDays: item.due.day - item.issueDate, due: due)
    return PaymentDates(asOf: asOf, hazard: hazard).probability(paidBy: due + 7)
  }

  private func disputed(usual: [Double]) -> PaymentDates {
    let settledPerDay = 1.0 / 45
    var (inDispute, settled) = (1.0, 0.0)
    return PaymentDates(
      asOf: asOf,
      daily: usual.map { chance in
        settled += inDispute * settledPerDay
        inDispute -= inDispute * settledPerDay
        let paid = settled * chance
        settled -= paid
        return paid
      })
  }

  private func debited(on day: Day, usual: [Double]) -> PaymentDates {
    let failing = 0.02
    let weekend = max(0, PaymentCalendar.weekdayClass(day) - 4)
    let place = day - asOf - 1 + (weekend == 0 ? 0 : 3 - weekend)
    guard place < usual.count else {
      return PaymentDates(asOf: asOf, daily: usual.map { _ in 0 })
    }
    var daily = delayed(usual, to: place + 1).map { $0 * failing }
    daily[place] = 1 - failing
    return PaymentDates(asOf: asOf, daily: daily)
  }

  /// The daily probabilities where nothing is paid before `place`.
  private func delayed(_ hazard: [Double], to place: Int) -> [Double] {
    var later = hazard
    for index in 0..<min(place, hazard.count) { later[index] = 0 }
    return PaymentDates(asOf: asOf, hazard: later).daily
  }
}

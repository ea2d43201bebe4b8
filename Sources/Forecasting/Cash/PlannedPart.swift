import Domain

/// A part of an open item under a plan of instalments, which is paid by itself.
struct PlannedPart {
  /// The item with the part's amount: an instalment is promised by its day, and for what none is
  /// agreed for the client has time until the last one.
  let item: OpenItem
  let due: Day
  /// Whether it is an instalment, and not what none is agreed for.
  let isInstalment: Bool
}

extension OpenItem {
  /// The parts in which the item is paid, the last one last; none without a plan. They add up to
  /// what is open.
  var plannedParts: [PlannedPart] {
    guard case .plan(var plan) = hold else { return [] }
    var rest = open
    var parts = plan.take(open).instalments.map { instalment in
      rest -= instalment.amount
      return PlannedPart(
        item: part(instalment.amount, .promised(by: instalment.day)), due: instalment.day,
        isInstalment: true)
    }
    if rest.isPositive {
      let item = part(rest, .held(until: plan.last))
      parts.append(PlannedPart(item: item, due: due.day, isInstalment: false))
    }
    return parts
  }

  private func part(_ amount: Money, _ hold: Hold) -> OpenItem {
    var part = self
    part.open = amount
    part.hold = hold
    return part
  }
}

extension [PlannedPart] {
  /// What is left of each part once money on account is set against the item: against what no
  /// instalment is agreed for, as the plan reckons with that money already, then against the
  /// earliest instalments.
  func open(lessOnAccount credit: Money) -> [Money] {
    var open = map(\.item.open)
    var left = credit
    let order = indices.filter { !self[$0].isInstalment } + indices.filter { self[$0].isInstalment }
    for place in order {
      let used = Swift.min(left, open[place])
      open[place] -= used
      left -= used
    }
    return open
  }
}

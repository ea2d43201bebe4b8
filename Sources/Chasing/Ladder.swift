import Domain

/// Where one invoice stands on the ladder at the end of a day, looked at by itself.
struct Ladder {
  let policy: ChasePolicy
  let day: Day
  let calendar: BusinessDays
  /// Whether what was received is known, as far as bank data tell.
  let areBankDataFresh: Bool

  enum Step {
    /// A notice is due; the invoice goes up to this level.
    case raise(Int)
    /// No notice is due. If the client gets one anyway, an overdue invoice is listed in it.
    case wait(SkipReason, isListed: Bool)
    /// The ladder is at its end; the last notice was given on this day.
    case finished(on: Day)

    /// Whether it is about an invoice that nothing but its due date keeps from being asked for.
    var isBeforeDue: Bool {
      switch self {
      case .raise, .wait(.notDueYet, _), .wait(.alreadyReminded, _): true
      default: false
      }
    }

    /// Whether a notice of today may ask for the invoice.
    var isAsked: Bool {
      switch self {
      case .raise, .wait(_, isListed: true): true
      default: false
      }
    }
  }

  /// An invoice goes at most `levelsPerNotice` above its last notice, and never up before the date
  /// to pay by of that notice has passed; one that was not reminded yet begins at the first overdue
  /// stage, however late it is. The last stage follows only on the one before it.
  func step(of item: OpenItem, after sent: NoticeHistory.Entry?) -> Step {
    if let hold = item.hold {
      let reason = isDebitMissing(item) ? .debitMissing(since: item.due.day) : SkipReason(hold)
      return .wait(reason, isListed: false)
    }
    if let start = policy.start, item.due.day < start {
      return .wait(.beforeStart(start), isListed: false)
    }
    let late = item.daysOverdue(on: day)
    let level = sent?.level ?? 0
    if let sent, level >= policy.lastLevel, late > 0 { return .finished(on: sent.last) }
    let next = nextDay(of: item, after: sent)
    guard let target = target(of: item, after: sent), next <= day else {
      return .wait(reason(of: item, after: sent, next: next), isListed: late > 0)
    }
    return .raise(target)
  }

  /// Bank days after the due date in which a direct debit is booked.
  private static let debitDays = 5

  private func isDebitMissing(_ item: OpenItem) -> Bool {
    guard case .directDebit = item.hold, areBankDataFresh else { return false }
    var last = item.due.day
    for _ in 0..<Self.debitDays { last = calendar.onOrAfter(last + 1) }
    return day > last
  }

  /// The level a notice of today would raise the invoice to; nil where it stays.
  private func target(of item: OpenItem, after sent: NoticeHistory.Entry?) -> Int? {
    let level = sent?.level ?? 0
    let first = policy.firstOverdueLevel
    let isOverdue = item.daysOverdue(on: day) > 0
    guard isOverdue || !isTooLateForNote(item) else { return nil }
    let start = isOverdue ? max(level, first - 1) : level
    // Later stages speak of earlier reminders.
    let isNew = isOverdue && level < first
    let limit = isNew ? first : min(start + policy.levelsPerNotice, policy.lastLevel)
    var target = start
    while target < limit, let next = earliest(of: target + 1, item, after: sent, at: target),
      next <= day
    {
      target += 1
    }
    if target == policy.lastLevel, target > first { target = min(target, max(level + 1, first)) }
    return target > level && (!isOverdue || target >= first) ? target : nil
  }

  /// On the due date itself no note says that something falls due in the next days.
  private func isTooLateForNote(_ item: OpenItem) -> Bool {
    day == item.due.day
      && policy.stages.prefix(policy.firstOverdueLevel - 1).allSatisfy { $0.timing != .due(0) }
  }

  /// The first day of a stage, the stage `reached` being the one before it. Nil where it waits for
  /// a notice that was not given.
  private func earliest(
    of level: Int, _ item: OpenItem, after sent: NoticeHistory.Entry?, at reached: Int
  ) -> Day? {
    let stage = policy.stage(level)
    switch stage.timing {
    case .due(let days) where stage.isBeforeDue:
      // A note ahead that falls on a closed day goes out before it, or it would come too late.
      return calendar.onOrBefore(item.due.day + days)
    case .due(let days): return item.due.day + days + policy.graceDays
    case .previous(let days):
      guard let sent, sent.level == reached else { return nil }
      return sent.last + days
    }
  }

  /// The earliest day of the next notice about the invoice by itself.
  private func nextDay(of item: OpenItem, after sent: NoticeHistory.Entry?) -> Day {
    let isOverdue = item.daysOverdue(on: day) > 0
    let isPastNotes = isOverdue || isTooLateForNote(item)
    let level = max(sent?.level ?? 0, isPastNotes ? policy.firstOverdueLevel - 1 : 0)
    let byCalendar =
      earliest(of: min(level + 1, policy.lastLevel), item, after: sent, at: level) ?? day
    guard let sent else { return byCalendar }
    return max(byCalendar, sent.last + 1, payBy(of: sent, due: item.due.day) + 1)
  }

  private func reason(
    of item: OpenItem, after sent: NoticeHistory.Entry?, next: Day
  ) -> SkipReason {
    if let sent {
      let payBy = payBy(of: sent, due: item.due.day)
      return sent.last < day && payBy >= day && payBy + 1 == next
        ? .payByRunning(through: payBy)
        : .alreadyReminded(on: sent.last, level: sent.level, next: next)
    }
    return item.daysOverdue(on: day) > 0 ? .graceDays(next: next) : .notDueYet(first: next)
  }

  /// The last day to pay that the last notice gave.
  func payBy(of sent: NoticeHistory.Entry, due: Day) -> Day {
    let stage = policy.stage(max(sent.lead, 1))
    return stage.isBeforeDue ? due : sent.payBy ?? payBy(of: stage, from: sent.last)
  }

  /// The date to pay by that a notice of a stage after the due date gives.
  func payBy(of stage: ChaseStage, from day: Day) -> Day {
    calendar.onOrAfter(day + stage.payByDays)
  }
}

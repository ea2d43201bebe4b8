import Domain

/// Where one invoice stands on the ladder at the end of a day, looked at by itself.
struct Ladder {
  let policy: ChasePolicy
  let day: Day
  let calendar: BusinessDays

  enum Step {
    /// A notice is due; the invoice goes up to this level.
    case raise(Int)
    /// No notice is due. If the client gets one anyway, an overdue invoice is listed in it.
    case wait(SkipReason, isListed: Bool)
  }

  /// An invoice goes at most `levelsPerNotice` above its last notice, and never up before the date
  /// to pay by of that notice has passed; one first seen overdue begins at the first overdue stage,
  /// however late it is. The last stage follows only on the one before it.
  func step(of item: OpenItem, after sent: NoticeHistory.Entry?) -> Step {
    if let hold = item.hold { return .wait(SkipReason(hold), isListed: false) }
    let late = item.daysOverdue(on: day)
    let level = sent?.level ?? 0
    if let sent, level >= policy.lastLevel {
      return .wait(.ladderFinished(on: sent.last), isListed: late > 0)
    }
    let next = nextDay(of: item, after: sent)
    guard let target = target(daysOverdue: late, after: level), next <= day else {
      return .wait(reason(of: item, after: sent, next: next), isListed: late > 0)
    }
    return .raise(target)
  }

  /// The level a notice of today would raise the invoice to; nil where it stays.
  private func target(daysOverdue late: Int, after level: Int) -> Int? {
    let reached = policy.level(daysOverdue: late)
    let first = policy.firstOverdueLevel
    guard late > 0 else {
      return reached > level ? min(reached, level + policy.levelsPerNotice) : nil
    }
    guard reached >= first else { return nil }
    var target = min(reached, max(level, first - 1) + policy.levelsPerNotice)
    if target == policy.lastLevel, target > first { target = min(target, max(level + 1, first)) }
    return target > level ? target : nil
  }

  /// The earliest day of the next notice about the invoice by itself.
  private func nextDay(of item: OpenItem, after sent: NoticeHistory.Entry?) -> Day {
    let isOverdue = item.daysOverdue(on: day) > 0
    let level = max(sent?.level ?? 0, isOverdue ? policy.firstOverdueLevel - 1 : 0)
    let byCalendar = item.due.day + policy.stage(level + 1).dayOffset
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
  private func payBy(of sent: NoticeHistory.Entry, due: Day) -> Day {
    let stage = policy.stage(max(sent.lead, 1))
    return stage.isBeforeDue ? due : payBy(of: stage, from: sent.last)
  }

  /// The date to pay by that a notice of a stage after the due date gives.
  func payBy(of stage: ChaseStage, from day: Day) -> Day {
    calendar.onOrAfter(day + stage.payByDays)
  }
}

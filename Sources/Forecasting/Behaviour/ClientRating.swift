/// A grade for how a client pays, the reasons for it, and what to do about it.
///
/// The steps are ours: the days beyond terms give the grade (A up to 3 days, B 14, C 30, D 60, E
/// more); a client that slows down by 10 days, or leaves something open for longer than it ever
/// does, is a grade worse; an insolvent or stopped one is at E.
package struct ClientRating: Hashable, Sendable {
  package let grade: Grade
  /// The gravest first.
  package let reasons: [Reason]
  package let recommendation: Recommendation

  /// From the best to the worst.
  package enum Grade: Int, Comparable, Sendable, CaseIterable {
    case a, b, c, d, e
    /// Nothing was due yet.
    case unrated

    /// `A` to `E`, or `-`.
    package var letter: String { ["A", "B", "C", "D", "E", "-"][rawValue] }

    package static func < (a: Grade, b: Grade) -> Bool { a.rawValue < b.rawValue }
  }

  /// Why a client has its grade.
  package enum Reason: Hashable, Sendable {
    case insolvent
    case stopped
    /// Days of the oldest open item, beyond all that is usual for the client.
    case unusuallyOverdue(Int)
    /// By so many days.
    case slowingDown(Int)
    case daysBeyondTerms(Int)
    case paysInTime
    case nothingDueYet
    /// So few payments that the grade may change with the next.
    case fewPayments(Int)
  }

  /// What to do with the next job.
  package enum Recommendation: String, Sendable, CaseIterable {
    case keep
    case shortenTerms = "shorten-terms"
    case deposit
    case creditStop = "credit-stop"
    case letGo = "let-go"
  }

  /// The fewest payments a grade may rest on without a word about it.
  private static let paymentsMin = 3

  init(
    daysBeyondTerms: Double?, trend: ClientBehaviour.Trend, paidCount: Int, usualTermDays: Int?,
    lateDays: Int?, overdueDaysMost: Int, chanceOfLoss: Double?, isInsolvent: Bool,
    isStopped: Bool
  ) {
    var reasons: [Reason] = []
    var grade = daysBeyondTerms.map(Self.grade) ?? .unrated
    if isInsolvent { reasons.append(.insolvent) }
    if isStopped { reasons.append(.stopped) }
    if overdueDaysMost > 30, overdueDaysMost > 2 * max(0, lateDays ?? 0) {
      reasons.append(.unusuallyOverdue(overdueDaysMost))
      grade = grade.worse
    }
    if case .slower(let days) = trend, days >= 10 {
      reasons.append(.slowingDown(days))
      grade = grade.worse
    }
    if let days = daysBeyondTerms {
      let whole = Int(days.rounded())
      reasons.append(whole > 3 ? .daysBeyondTerms(whole) : .paysInTime)
    } else {
      reasons.append(.nothingDueYet)
    }
    if daysBeyondTerms != nil, paidCount < Self.paymentsMin {
      reasons.append(.fewPayments(paidCount))
    }
    if isInsolvent || isStopped { grade = .e }
    self.grade = grade
    self.reasons = reasons
    recommendation =
      isInsolvent || (chanceOfLoss ?? 0) > 0.25
      ? .letGo
      : isStopped || overdueDaysMost > 90
        ? .creditStop : Self.recommendation(grade, termDays: usualTermDays)
  }

  private static func grade(_ daysBeyondTerms: Double) -> Grade {
    switch daysBeyondTerms {
    case ...3: .a
    case ...14: .b
    case ...30: .c
    case ...60: .d
    default: .e
    }
  }

  /// Shorter terms help only where there are terms to shorten.
  private static func recommendation(_ grade: Grade, termDays: Int?) -> Recommendation {
    switch grade {
    case .a, .b, .unrated: .keep
    case .c: (termDays ?? 0) > 14 ? .shortenTerms : .deposit
    case .d: .deposit
    case .e: .creditStop
    }
  }
}

extension ClientRating.Grade {
  /// The next worse grade; E and no grade stay as they are.
  fileprivate var worse: Self {
    self == .unrated || self == .e ? self : Self(rawValue: rawValue + 1) ?? .e
  }
}

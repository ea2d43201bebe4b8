import Domain

/// The sentences that a letter says only where they are true of every invoice its words are about.
/// In the wording each stands in braces; where it is not true, nothing stands there.
struct LetterClaims {
  /// Nothing but an oversight is to be expected.
  let isOversight: Bool
  /// The client was written to about all of it, and neither paid nor answered.
  let isSilence: Bool
  /// How often the client was written to about all of it.
  let earlierLetters: Int
  /// Nobody objected to what was delivered.
  let isDelivered: Bool

  /// The names in braces.
  static let fields = ["oversight", "silence", "written", "delivered", "plea", "came"]

  /// The keys of the sentences.
  static let keys =
    [
      "oversight", "silence", "written-once", "written-several", "delivered", "plea",
      "came-nothing", "came-part",
    ].map { "claims." + $0 }

  init(_ notice: Notice) {
    let earlier = notice.lines.filter { !$0.isBeside }.map(\.earlierReminders)
    earlierLetters = earlier.min() ?? 0
    isSilence = earlierLetters > 0 && !notice.isHeardOf
    isOversight =
      !notice.isHeardOf && !notice.isPastFriendly && earlier.allSatisfy { $0 == 0 }
    isDelivered = !notice.record.contains {
      if case .objection = $0 { true } else { false }
    }
  }

  /// What stands in the place of each name. `came` is what came of a promised amount.
  func values(in wording: Wording, came: Money? = nil) -> [String: String] {
    func sentence(_ key: String, _ isTrue: Bool, _ values: [String: String] = [:]) -> String {
      isTrue ? wording.optionalTexts("claims.\(key)", values).first ?? "" : ""
    }
    let amount = came ?? .zero(.euro)
    return [
      "oversight": sentence("oversight", isOversight),
      "silence": sentence("silence", isSilence),
      "plea": sentence("plea", isSilence),
      "delivered": sentence("delivered", isDelivered),
      "written": sentence(
        earlierLetters > 1 ? "written-several" : "written-once", earlierLetters > 0),
      "came": amount.isPositive
        ? sentence("came-part", true, ["amount": wording.amount(amount)])
        : sentence("came-nothing", true),
    ]
  }
}

extension Wording {
  /// The keys of sentences about what is on record.
  static let recordKeys =
    [
      "part-paid", "part-paid-undated", "promise-broken", "plan-missed", "objection",
      "objection-client",
    ].map {
      "record." + $0
    }

  /// A fact in words; nil where the wording has none for it.
  func sentence(of fact: RecordedFact) -> String? {
    let (key, values): (String, [String: String]) =
      switch fact {
      case .partPaid(let number, let paid, let total, let left, let last):
        (
          last == nil ? "part-paid-undated" : "part-paid",
          [
            "number": LetterWords.clean(number.printed), "amount": amount(paid),
            "total": amount(total), "open": amount(left),
          ].merging(last.map { ["date": date($0)] } ?? [:]) { first, _ in first }
        )
      case .promiseBroken(let day, let until):
        ("promise-broken", ["day": date(day), "until": date(until)])
      case .planMissed(let day): ("plan-missed", ["day": date(day)])
      case .objection(let number?, let day):
        ("objection", ["number": LetterWords.clean(number.printed), "day": date(day)])
      case .objection(nil, let day): ("objection-client", ["day": date(day)])
      }
    return optionalTexts("record.\(key)", values).first
  }
}

package import Domain

/// One rung of the ladder: when a notice is due, and what it asks for.
package struct ChaseStage: Hashable, Sendable {
  /// The key of its wording, and so its tone: `reminder` finds `reminder.subject`.
  package var name: String
  package var timing: Timing
  /// Days from the notice to the new date to pay by. A stage before the due date gives none: it
  /// names the due date itself.
  package var payByDays: Int
  /// What the business charges for notices up to this one, once a notice and not on top of earlier
  /// fees; it stays owed in later ones.
  package var fee: AmountPerCurrency
  /// Below this, net of credits, the client is spared a notice of this stage.
  package var minimum: AmountPerCurrency
  /// Nil: by e-mail where the client has an address, else on paper.
  package var channel: Notice.Channel?
  /// With the notice the client's credit stops: the letter says so, and it is recorded.
  package var stopsCredit = false

  /// The earliest day of a stage.
  package enum Timing: Hashable, Sendable {
    /// Days after the due date; zero or negative: a friendly word before anything is late.
    case due(Int)
    /// Days after the last notice about the invoice, one or more; the stage before must have gone
    /// out.
    case previous(Int)
  }

  package init(
    name: String, _ timing: Timing, payByDays: Int = 7, fee: AmountPerCurrency = .init(),
    minimum: AmountPerCurrency = .init(), channel: Notice.Channel? = nil
  ) {
    self.name = name
    self.timing = timing
    self.payByDays = payByDays
    self.fee = fee
    self.minimum = minimum
    self.channel = channel
  }

  /// A stage whose day is counted from the due date.
  package init(
    name: String, dayOffset: Int, payByDays: Int = 7, fee: AmountPerCurrency = .init(),
    minimum: AmountPerCurrency = .init(), channel: Notice.Channel? = nil
  ) {
    self.init(
      name: name, .due(dayOffset), payByDays: payByDays, fee: fee, minimum: minimum,
      channel: channel)
  }

  /// Whether the stage speaks of a debt that is not late yet.
  package var isBeforeDue: Bool {
    if case .due(let days) = timing { days <= 0 } else { false }
  }

  /// The tones that have words of their own in every language, mildest first.
  static let tones = ["upcoming", "reminder", "second", "third", "final", "claim"]

  /// Level 1 to 5: three days before the due date, then 3, 10, 21 and 35 days after it.
  ///
  /// The first reminder gives six days, so that its date has passed when the second is due.
  package static let standard = [
    ChaseStage(name: "upcoming", dayOffset: -3, payByDays: 0),
    ChaseStage(name: "reminder", dayOffset: 3, payByDays: 6),
    ChaseStage(name: "second", dayOffset: 10),
    ChaseStage(name: "third", dayOffset: 21),
    ChaseStage(name: "final", dayOffset: 35, payByDays: 10),
  ]
}

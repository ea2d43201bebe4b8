package import Domain

/// How a house asks for its money: the ladder and what holds it back.
package struct ChasePolicy: Hashable, Sendable {
  /// By day; a stage's level is its place, counted from 1.
  package let stages: [ChaseStage]
  /// Below this, net of credits, a client is not written to at all.
  package var smallestBalance: AmountPerCurrency
  /// Days from one notice to the next one to the same client, in whatever currency. A note before
  /// the due date does not put a reminder off.
  package var quietDays: Int
  /// Levels an invoice may go up in one notice. With 1, missed days are made up and no stage is
  /// skipped.
  package var levelsPerNotice: Int
  /// What the law adds to a late debt. Nil: nothing, the default.
  package var charges: LateCharges?
  /// ISO 639-1, for clients whose own language is not known.
  package var language: String
  /// By `Client.externalID`.
  package var clients: [String: ClientChasing]

  /// What the house agreed with one client, or knows of it.
  package struct ClientChasing: Hashable, Sendable {
    /// The client gets no notices at all.
    package var isStopped = false
    package var quietDays: Int?
    package var language: String?
    package var channel: Notice.Channel?
    /// The law of this client's debts, where it is not the house's.
    package var law: LateLaw.Choice?

    package init() {}
  }

  /// Stages need not be given in order; at least one must come after the due date.
  package init(
    stages: [ChaseStage] = ChaseStage.standard, smallestBalance: AmountPerCurrency = .init(),
    quietDays: Int = 6, levelsPerNotice: Int = 1, charges: LateCharges? = nil,
    language: String = "en", clients: [String: ClientChasing] = [:]
  ) {
    precondition(stages.contains { !$0.isBeforeDue }, "a ladder without a stage after the due date")
    precondition(levelsPerNotice >= 1, "a notice goes up at least one level")
    self.stages = stages.sorted { $0.dayOffset < $1.dayOffset }
    self.smallestBalance = smallestBalance
    self.quietDays = quietDays
    self.levelsPerNotice = levelsPerNotice
    self.charges = charges
    self.language = language
    self.clients = clients
  }

  /// Level of the last stage.
  package var lastLevel: Int { stages.count }
  /// Level of the first stage after the due date: where an old debt begins.
  package var firstOverdueLevel: Int { stages.count(where: \.isBeforeDue) + 1 }

  /// The stage of a level, which is 1 or more. A level beyond the ladder, recorded under a longer
  /// one, is the last.
  package func stage(_ level: Int) -> ChaseStage { stages[min(level, stages.count) - 1] }

  /// The level whose day has come: 0 before the first.
  package func level(daysOverdue: Int) -> Int {
    stages.count { $0.dayOffset <= daysOverdue }
  }
}

/// That interest and fixed sums of the law are claimed, and from which level on.
package struct LateCharges: Hashable, Sendable {
  package var law: LateLaw.Choice
  /// An invoice carries charges from this level on.
  package var fromLevel: Int

  package init(law: LateLaw.Choice, fromLevel: Int = 3) {
    self.law = law
    self.fromLevel = fromLevel
  }
}

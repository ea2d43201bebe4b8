package import Domain

/// How a business asks for its money: the ladder and what holds it back.
package struct ChasePolicy: Hashable, Sendable {
  /// In order; a stage's level is its place, counted from 1.
  package private(set) var stages: [ChaseStage]
  /// Level of the first stage after the due date: where an old debt begins.
  package private(set) var firstOverdueLevel: Int
  /// Below this, net of credits, a client is not written to at all.
  package var smallestBalance: AmountPerCurrency
  /// The minimum for partly paid invoices as a share of their amount: a smaller remainder is not
  /// chased, up to ten times `smallestBalance`.
  package var smallestShare = BasisPoints(50)
  /// Days by which every stage after the due date comes later.
  package var graceDays = 0
  /// Days from one notice to the next one to the same client, in whatever currency. A note before
  /// the due date does not put a reminder off.
  package var quietDays: Int
  /// Levels an invoice may go up in one notice. With 1, missed days are made up and no stage is
  /// skipped.
  package var levelsPerNotice: Int
  /// What the law or the contract adds to a late debt. Nil: nothing, the default.
  package var charges: LateCharges?
  /// ISO 639-1, for clients whose own language is not known.
  package var language: String
  /// Cut-over from an older system: what fell due before this day is left alone. Nil: nothing is.
  package var start: Day?
  /// What the last stage announces: only what the business really does.
  package var consequences: [Notice.Consequence] = []
  /// Whether clients are thanked by themselves for paying after reminders, or for the first time.
  package var sendsThanks = false
  /// By `Client.externalID`.
  package var clients: [String: ClientChasing]

  /// What the business agreed with one client or a group of them, or knows of it. Nil: as the
  /// business.
  package struct ClientChasing: Hashable, Sendable {
    /// The client gets no notices at all.
    package var isStopped = false
    package var stages: [ChaseStage]?
    package var smallestBalance: AmountPerCurrency?
    package var graceDays: Int?
    package var quietDays: Int?
    package var levelsPerNotice: Int?
    package var language: String?
    package var channel: Notice.Channel?
    /// A person or a sole trader: claims follow the rules that protect them.
    package var isIndividual = false
    /// The law of this client's debts, where charges are claimed at all.
    package var basis: LateCharges.Basis?

    package init() {}

    /// Takes from the client's group what is not said of the client itself.
    package mutating func fill(from group: ClientChasing) {
      isStopped = isStopped || group.isStopped
      isIndividual = isIndividual || group.isIndividual
      stages = stages ?? group.stages
      smallestBalance = smallestBalance ?? group.smallestBalance
      graceDays = graceDays ?? group.graceDays
      quietDays = quietDays ?? group.quietDays
      levelsPerNotice = levelsPerNotice ?? group.levelsPerNotice
      language = language ?? group.language
      channel = channel ?? group.channel
      basis = basis ?? group.basis
    }
  }

  /// Stages counted from the due date need not be given in order, unless some are counted from the
  /// notice before. `isLadder` must hold.
  package init(
    stages: [ChaseStage] = ChaseStage.standard, smallestBalance: AmountPerCurrency = .init(),
    quietDays: Int = 6, levelsPerNotice: Int = 1, charges: LateCharges? = nil,
    language: String = "en", clients: [String: ClientChasing] = [:]
  ) {
    precondition(levelsPerNotice >= 1, "a notice goes up at least one level")
    self.smallestBalance = smallestBalance
    self.quietDays = quietDays
    self.levelsPerNotice = levelsPerNotice
    self.charges = charges
    self.language = language
    self.clients = clients
    (self.stages, firstOverdueLevel) = Self.ordered(stages)
  }

  /// Whether stages make a ladder: one is after the due date and counted from it, those before the
  /// due date come first, and the days rise.
  package static func isLadder(_ stages: [ChaseStage]) -> Bool {
    var last: Int?
    for stage in stages.allSatisfy(\.isFromDueDate) ? sorted(stages) : stages {
      switch stage.timing {
      case .due(let days):
        if let last, days <= last { return false }
        last = days
      case .previous(let days):
        guard days >= 1, let after = last, after > 0 else { return false }
      }
    }
    return (last ?? 0) > 0
  }

  private static func sorted(_ stages: [ChaseStage]) -> [ChaseStage] {
    func days(_ stage: ChaseStage) -> Int {
      if case .due(let days) = stage.timing { days } else { 0 }
    }
    return stages.sorted { days($0) < days($1) }
  }

  private static func ordered(_ stages: [ChaseStage]) -> ([ChaseStage], Int) {
    precondition(isLadder(stages), "stages that make no ladder")
    let ordered = stages.allSatisfy(\.isFromDueDate) ? sorted(stages) : stages
    return (ordered, ordered.count(where: \.isBeforeDue) + 1)
  }

  package mutating func setStages(_ stages: [ChaseStage]) {
    (self.stages, firstOverdueLevel) = Self.ordered(stages)
  }

  /// The policy for one client.
  package func tailored(by own: ClientChasing) -> ChasePolicy {
    var policy = self
    if let stages = own.stages { policy.setStages(stages) }
    policy.smallestBalance = own.smallestBalance ?? smallestBalance
    policy.graceDays = own.graceDays ?? graceDays
    policy.quietDays = own.quietDays ?? quietDays
    policy.levelsPerNotice = own.levelsPerNotice ?? levelsPerNotice
    if let basis = own.basis { policy.charges?.basis = basis }
    return policy
  }

  /// The amount below which a client gets no reminder: `smallestBalance` or, for partly paid
  /// invoices, the greater amount that `smallestShare` allows.
  func minimum(of items: [OpenItem], in currency: Currency) -> Money {
    let least = smallestBalance[currency]
    guard !items.isEmpty, items.allSatisfy({ $0.open < $0.principal }) else { return least }
    let whole = items.map(\.principal).sum(currency)
    let most = Money(minorUnits: least.minorUnits * 10, currency: currency)
    return max(least, min(whole.share(smallestShare, .halfAwayFromZero), most))
  }

  /// A stage that asks a fee before any reminder went out. In Germany none is owed then: a debtor
  /// without a fixed day to pay is in default only when reminded, and what brings the default about
  /// is not paid for by it (section 286 BGB).
  package var earlyFee: ChaseStage? {
    stages.prefix(firstOverdueLevel).first { !$0.fee.isZero }
  }

  /// The level at which a letter of a stage stands in this ladder, which may have been another when
  /// the letter was written: a letter is what its stage was called, not its place. One of a stage
  /// that the ladder lacks counts as the last milder one.
  func level(ofStage name: String?, recorded: Int) -> Int {
    guard recorded > 0 else { return 0 }
    guard let name else { return min(recorded, lastLevel) }
    if recorded <= lastLevel, stages[recorded - 1].name == name { return recorded }
    if let place = stages.lastIndex(where: { $0.name == name }) { return place + 1 }
    guard let tone = ChaseStage.tones.firstIndex(of: name) else {
      return max(1, min(recorded, lastLevel - 1))
    }
    let milder = stages.lastIndex { stage in
      ChaseStage.tones.firstIndex(of: stage.name).map { $0 <= tone } ?? false
    }
    return milder.map { $0 + 1 } ?? 0
  }

  /// Level of the last stage.
  package var lastLevel: Int { stages.count }

  /// The stage of a level, which is 1 or more. A level beyond the ladder, recorded under a longer
  /// one, is the last.
  package func stage(_ level: Int) -> ChaseStage { stages[min(level, stages.count) - 1] }
}

extension ChaseStage {
  fileprivate var isFromDueDate: Bool {
    if case .due = timing { true } else { false }
  }
}

/// That interest and fixed sums are claimed, by which law or contract, and from which level on.
package struct LateCharges: Hashable, Sendable {
  package var basis: Basis
  /// An invoice carries charges from this level on.
  package var fromLevel: Int
  /// What puts the debtor in default.
  package var defaultBy = Default.dueDate

  /// From what on a debt is late in the eyes of the law.
  package enum Default: String, Sendable, CaseIterable {
    /// Its due date, as where the contract fixes it or the law asks no more.
    case dueDate = "due-date"
    /// The first reminder after it, or 30 days after it where none came so soon: where only the
    /// invoice says when it is due (section 286 BGB).
    case reminder
  }

  /// Days after the due date by which a debt is late without any reminder.
  static let defaultDays = 30

  /// What the charges are reckoned by.
  package enum Basis: Hashable, Sendable {
    case law(LateLaw.Choice)
    /// What the contract says: a yearly rate, and a fixed sum for each invoice.
    case contract(rate: BasisPoints, fixedSum: Money?)
  }

  package init(law: LateLaw.Choice, fromLevel: Int = 3) {
    self.init(.law(law), fromLevel: fromLevel)
  }

  package init(_ basis: Basis, fromLevel: Int = 3) {
    self.basis = basis
    self.fromLevel = fromLevel
  }

  /// The law of a debt agreed on `day`; nil where none is known: then nothing is charged.
  package func law(agreed day: Day) -> LateLaw? {
    switch basis {
    case .law(let choice): LateLaw(choice, agreed: day)
    case .contract(let rate, let fixedSum): LateLaw(agreedRate: rate, fixedSum: fixedSum)
    }
  }
}

import Domain

/// The open items of one client in one currency, on the way to at most one notice.
struct ChaseGroup {
  let client: Client
  let currency: Currency
  /// Credits on account of the client in the currency.
  let credits: [AccountCredit]
  /// What the business agreed with the client.
  let own: ChasePolicy.ClientChasing
  let ladder: Ladder
  /// The last day of bank data in the currency, if they are too old to trust.
  let staleBankDay: Day?
  /// Money that may be for invoices of the client, and that a person has to look at first.
  let waiting: [InvoiceNumber: WaitingMoney]
  /// What the client said up to the day.
  let answers: [ClientAnswer]
  /// The last day of bank data in the currency.
  let paymentsKnownThrough: Day?
  let rates: StatutoryRates

  struct Key: Hashable {
    let client: ID<Client>
    let currency: Currency
  }

  private(set) var notice: Notice?
  /// By the place of the item among all open items.
  private(set) var reasons: [(place: Int, reason: SkipReason)] = []
  /// What is past the last stage: a notice only mentions it.
  private var finished: [Notice.Standing] = []
  /// The last day to pay by that a notice to the client gave and that has not passed.
  private var running: Day?
  /// An open invoice of the client came further than the first reminder.
  private var isPastFriendly = false

  private struct Candidate {
    let place: Int
    let item: OpenItem
    let sent: NoticeHistory.Entry?
    /// 0: only listed.
    var level: Int
    var reason: SkipReason?

    /// The level of this notice or, of one only listed, of its last notice (0: none): what decides
    /// on charges and on the words.
    var reached: Int { level > 0 ? level : sent?.level ?? 0 }

    /// Leaves it where it is.
    mutating func keep(_ reason: SkipReason) { (level, self.reason) = (0, reason) }
  }

  private var policy: ChasePolicy { ladder.policy }

  init(
    client: Client, currency: Currency, credits: [AccountCredit],
    own: ChasePolicy.ClientChasing, ladder: Ladder, staleBankDay: Day?,
    waiting: [InvoiceNumber: WaitingMoney], answers: [ClientAnswer],
    paymentsKnownThrough: Day?, rates: StatutoryRates
  ) {
    self.client = client
    self.currency = currency
    self.credits = credits
    self.own = own
    self.ladder = ladder
    self.staleBankDay = staleBankDay
    self.waiting = waiting
    self.answers = answers
    self.paymentsKnownThrough = paymentsKnownThrough
    self.rates = rates
  }

  /// Sets the notice, if there is one, and a reason for every item that is not in it.
  mutating func decide(
    _ items: [OpenItem], at places: [Int], history: NoticeHistory
  ) {
    if own.isStopped {
      reasons = places.map { ($0, .clientStopped) }
      return
    }
    var overdue: [Candidate] = []
    var upcoming: [Candidate] = []
    isPastFriendly = places.contains {
      (history.entries[$0]?.level ?? 0) > policy.firstOverdueLevel
    }
    running = runningDate(of: places.map { (items[$0], history.entries[$0]) })
    for place in places {
      let item = items[place]
      let sent = history.entries[place]
      if item.hold == nil, let limitation = item.limitation, limitation.last < ladder.day {
        reasons.append((place, .timeBarred(limitation)))
        continue
      }
      let step = ladder.step(of: item, after: sent)
      if step.isAsked, let money = waiting[item.number] {
        reasons.append((place, .moneyWaits(money)))
        continue
      }
      if step.isBeforeDue, item.daysOverdue(on: ladder.day) <= 0, let plan = missedPlan(of: item) {
        reasons.append((place, .partMissed(plan: plan, due: item.due.day)))
        continue
      }
      switch step {
      case .wait(let reason, isListed: false):
        reasons.append((place, reason))
      case .wait(let reason, isListed: true):
        overdue.append(
          Candidate(place: place, item: item, sent: sent, level: 0, reason: reason))
      case .finished(let day):
        reasons.append((place, .ladderFinished(on: day)))
        finished.append(Notice.Standing(item: item, noticed: day))
      case .raise(let level):
        let candidate = Candidate(
          place: place, item: item, sent: sent, level: level, reason: nil)
        if level < policy.firstOverdueLevel {
          upcoming.append(candidate)
        } else {
          overdue.append(candidate)
        }
      }
    }
    let last = history.clients[client.id]
    proposeOverdue(overdue, last: last)
    if let running {
      for place in upcoming.indices { upcoming[place].keep(.payByRunning(through: running)) }
    }
    let left = Self.rest(of: credits, after: overdue.map(\.item.open).sum(currency))
    propose(upcoming, less: left, last: notice == nil ? last : .init(any: ladder.day))
  }

  /// The day of a plan about an item, or about its client, of which a part did not come.
  private func missedPlan(of item: OpenItem) -> Day? {
    answers.last { answer in
      answer.kind == .plan(isMissed: true) && answer.day >= item.issueDate
        && (answer.invoice.map { $0 == item.id } ?? true)
    }?.day
  }

  /// The latest day to pay by that reminders about the items gave, if it has not passed.
  private func runningDate(of items: [(item: OpenItem, sent: NoticeHistory.Entry?)]) -> Day? {
    var running: Day?
    for (item, sent) in items {
      guard let sent, sent.lead >= policy.firstOverdueLevel else { continue }
      let through = ladder.payBy(of: sent, due: item.due.day)
      if through >= ladder.day { running = max(through, running ?? through) }
    }
    return running
  }

  /// Sorts out what today's reminder is about. While the date of an earlier one runs, nothing is
  /// raised: what became overdue meanwhile is in the letter after it.
  /// What credits cover raises nothing. What has come to the leading stage before, or is asked for
  /// until a day that has not passed, stands apart.
  private mutating func proposeOverdue(
    _ candidates: [Candidate], last: NoticeHistory.LastNotices?
  ) {
    var candidates = candidates
    let credit = credits.map(\.amount).sum(currency)
    if candidates.contains(where: { $0.level > 0 }),
      credit >= candidates.map(\.item.open).sum(currency)
    {
      reasons += candidates.map { ($0.place, .coveredByCredit(credit: credit)) }
      return
    }
    let credited = credits.payments(of: candidates.map(\.item))
    for (place, candidate) in candidates.enumerated() where candidate.level > 0 {
      if let running {
        candidates[place].keep(.payByRunning(through: running))
      } else if credited[place].map(\.amount).sum(currency) >= candidate.item.open {
        candidates[place].keep(.coveredByCredit(credit: credit))
      }
    }
    let lead = candidates.map(\.level).max() ?? 0
    var asked: [Candidate] = []
    var standing = finished
    for candidate in candidates {
      if candidate.level == 0, lead > 0, let sent = candidate.sent, let reason = candidate.reason,
        isStanding(candidate, beside: lead)
      {
        reasons.append((candidate.place, reason))
        standing.append(Notice.Standing(item: candidate.item, noticed: sent.last))
      } else {
        asked.append(candidate)
      }
    }
    propose(asked, less: credits, last: last, standing: standing)
  }

  private func isStanding(_ candidate: Candidate, beside lead: Int) -> Bool {
    guard let sent = candidate.sent, sent.lead >= policy.firstOverdueLevel else { return false }
    if case .coveredByCredit = candidate.reason { return false }
    return sent.level >= max(lead, policy.firstOverdueLevel)
      || ladder.payBy(of: sent, due: candidate.item.due.day) >= ladder.day
  }

  /// Makes the notice of the candidates, or notes why they get no notice.
  private mutating func propose(
    _ candidates: [Candidate], less credits: [AccountCredit], last: NoticeHistory.LastNotices?,
    standing: [Notice.Standing]? = nil
  ) {
    guard let lead = candidates.map(\.level).max() else { return }
    let blocked = lead == 0 ? nil : obstacle(to: candidates, lead: lead, credits, last: last)
    guard lead > 0, blocked == nil else {
      for candidate in candidates {
        guard let reason = candidate.reason ?? blocked else {
          preconditionFailure("an invoice to be raised, and nothing raised it")
        }
        if case .coveredByCredit = blocked {
          reasons.append((candidate.place, blocked ?? reason))
        } else {
          reasons.append((candidate.place, reason))
        }
      }
      return
    }
    do {
      notice = try makeNotice(of: candidates, lead: lead, credits)
      notice?.standing = standing ?? finished
    } catch {
      reasons += candidates.map { ($0.place, $0.reason ?? .rateMissing(error)) }
    }
  }

  /// What keeps the client from being written to, gravest first.
  private func obstacle(
    to candidates: [Candidate], lead: Int, _ credits: [AccountCredit],
    last: NoticeHistory.LastNotices?
  ) -> SkipReason? {
    let open = candidates.map(\.item.open).sum(currency)
    let credit = credits.map(\.amount).sum(currency)
    if credit >= open { return .coveredByCredit(credit: credit) }
    if let staleBankDay { return .staleBankData(last: staleBankDay) }
    let minimum = max(
      policy.minimum(of: candidates.map(\.item), in: currency),
      policy.stage(lead).minimum[currency])
    if open - credit < minimum { return .belowMinimum(owed: open - credit, minimum: minimum) }
    if let (last, next) = quietPeriod(after: last, lead: lead), ladder.day < next {
      return .quietPeriod(last: last, next: next)
    }
    if !ladder.calendar.isBusinessDay(ladder.day) {
      return .nonBusinessDay(next: ladder.calendar.onOrAfter(ladder.day))
    }
    return nil
  }

  /// The last notice and the first day for the next. A note before the due date is no reminder: it
  /// puts none off by more than the day on which it is sent.
  private func quietPeriod(
    after last: NoticeHistory.LastNotices?, lead: Int
  ) -> (last: Day, next: Day)? {
    guard let last else { return nil }
    let quietDays = max(1, policy.quietDays)
    if lead < policy.firstOverdueLevel { return (last.any, last.any + quietDays) }
    if let reminder = last.reminder, reminder + quietDays > last.any {
      return (reminder, reminder + quietDays)
    }
    return (last.any, last.any + 1)
  }

  private func makeNotice(
    of candidates: [Candidate], lead: Int, _ credits: [AccountCredit]
  ) throws(StatutoryRates.Missing) -> Notice {
    let stage = policy.stage(lead)
    let inOrder = candidates.sorted {
      ($0.item.due.day, $0.item.number) < ($1.item.due.day, $1.item.number)
    }
    var lines: [Notice.Line] = []
    var added = addedFee(of: candidates.filter { $0.level == lead }, stage)
    var citations: Set<String> = []
    let credited = credits.payments(of: inOrder.map(\.item))
    for (candidate, credited) in zip(inOrder, credited) {
      let claim = try claim(on: candidate, credited)
      var line = Notice.Line(
        item: candidate.item, level: candidate.level,
        daysOverdue: candidate.item.daysOverdue(on: ladder.day),
        interest: claim?.interest.total ?? .zero(currency),
        fee: claim?.fixedSum ?? .zero(currency))
      line.interestLines = claim?.interest.lines ?? []
      line.houseFee = candidate.sent?.houseFee ?? .zero(currency)
      line.isBeside = lead > policy.firstOverdueLevel && candidate.level < lead
      if let claim { citations.insert(claim.law.citation) }
      if candidate.level == lead {
        line.houseFee += added
        added = .zero(currency)
      }
      line.fee = max(line.fee, line.houseFee)
      line.earlierReminders = candidate.sent?.reminders ?? 0
      lines.append(line)
    }
    let owed = lines.map { $0.item.open + $0.interest + $0.fee }.sum(currency)
    let byEmail: Notice.Channel = client.contact.email.isEmpty ? .letter : .email
    let language = [own.language ?? "", client.language].first { !$0.isEmpty }
    var notice = Notice(
      client: client, currency: currency, day: ladder.day, level: lead, stage: stage.name,
      lines: lines, credits: credits, total: owed - credits.map(\.amount).sum(currency),
      payBy: stage.isBeforeDue ? inOrder[0].item.due.day : payBy(of: stage),
      language: stage.channel == .phone ? policy.language : language ?? policy.language,
      channel: stage.channel == .phone ? .phone : own.channel ?? stage.channel ?? byEmail)
    notice.isToIndividual = own.isIndividual
    if lead == policy.lastLevel { notice.consequences = policy.consequences }
    if stage.stopsCredit, !notice.consequences.contains(.creditStop) {
      notice.consequences.insert(.creditStop, at: 0)
    }
    notice.chargesBasis = citations.filter { !$0.isEmpty }.sorted().joined(separator: "; ")
    let record = LetterRecord(of: lines, answers: answers, credits: credits, day: ladder.day)
    notice.record = record.facts
    notice.isHeardOf = record.isHeardOf
    notice.isPastFriendly = isPastFriendly
    notice.paymentsKnownThrough = paymentsKnownThrough.map { min($0, ladder.day) }
    return notice
  }

  /// What a stage's fee adds to the fees of earlier notices about the same invoices, which stay
  /// owed: it is not charged on top of them.
  private func addedFee(of candidates: [Candidate], _ stage: ChaseStage) -> Money {
    let earlier = candidates.compactMap(\.sent?.houseFee).sum(currency)
    return max(.zero(currency), stage.fee[currency] - earlier)
  }

  /// A person or sole trader has 30 days to answer a letter of claim (Pre-Action Protocol for Debt
  /// Claims, 2017).
  private func payBy(of stage: ChaseStage) -> Day {
    let usual = ladder.payBy(of: stage, from: ladder.day)
    guard stage.name == "claim", own.isIndividual else { return usual }
    return max(usual, ladder.calendar.onOrAfter(ladder.day + 30))
  }

  private struct Claim {
    let law: LateLaw
    let interest: LateInterest
    let fixedSum: Money
  }

  /// What law or contract add, where the business claims it and the invoice has got there. What is
  /// on account was not late from the day it came; where it covered the invoice by then, nothing
  /// was.
  private func claim(
    on candidate: Candidate, _ credited: [PartPayment]
  ) throws(StatutoryRates.Missing) -> Claim? {
    let item = candidate.item
    guard let charges = policy.charges, candidate.reached >= charges.fromLevel,
      let law = charges.law(agreed: item.issueDate)
    else { return nil }
    var due = law.movesDueDate ? ladder.calendar.onOrAfter(item.due.day) : item.due.day
    if charges.defaultBy == .reminder {
      let reminded = candidate.sent?.firstReminder ?? ladder.day
      due = max(due, min(reminded, item.due.day + LateCharges.defaultDays))
    }
    guard due < ladder.day else { return nil }
    let payments = item.payments + credited
    let early = payments.filter { $0.day <= due }.map(\.amount).sum(currency)
    guard early < item.principal else { return nil }
    let interest = try LateInterest(
      on: item.principal, due: due, through: ladder.day, payments: payments, under: law,
      rates: rates)
    // The sum is owed once interest begins to run, by the debt on which it runs then.
    return Claim(law: law, interest: interest, fixedSum: law.fixedSum(for: item.principal - early))
  }

  /// What is left of credits once `owed` is taken from them, the earlier first.
  private static func rest(of credits: [AccountCredit], after owed: Money) -> [AccountCredit] {
    var owed = owed
    var rest: [AccountCredit] = []
    for var credit in credits {
      let taken = min(owed, credit.amount)
      owed -= taken
      credit.amount -= taken
      if credit.amount.isPositive { rest.append(credit) }
    }
    return rest
  }
}

package import Domain

/// Why an open invoice is in no notice today.
package enum SkipReason: Hashable, Sendable {
  /// `first`: the day its first notice may go out.
  case notDueYet(first: Day)
  /// Overdue, but still in the days of grace before the first reminder.
  case graceDays(next: Day)
  case alreadyReminded(on: Day, level: Int, next: Day)
  /// The last notice to the client gave a date to pay by, and it has not passed.
  case payByRunning(through: Day)
  /// The last stage has been sent; what follows is for a person to decide.
  case ladderFinished(on: Day)
  case disputed(since: Day)
  case promised(by: Day)
  /// A promise or an instalment was due by `dueBy`, and the bank data end before it would show.
  case awaitingBankData(dueBy: Day, through: Day?)
  case onHold(until: Day)
  /// Instalments are agreed and kept so far.
  case paymentPlan(next: Day)
  case directDebit
  /// To be collected by direct debit, and a few bank days after the due date nothing had come.
  case debitMissing(since: Day)
  case insolvent(since: Day)
  /// A financier advanced it and asks for the money itself.
  case financed(since: Day)
  case clientStopped
  /// The claim can be barred by time since the day after `last`.
  case timeBarred(Limitation)
  /// Money that may be for it waits for a person in `match`.
  case moneyWaits(WaitingMoney)
  case coveredByCredit(credit: Money)
  case belowMinimum(owed: Money, minimum: Money)
  case quietPeriod(last: Day, next: Day)
  case nonBusinessDay(next: Day)
  /// It fell due before the cut-over from an older system.
  case beforeStart(Day)
  /// What was paid since is not known: the bank data end on `last`.
  case staleBankData(last: Day)
  /// A part that was agreed for a day before the due date did not come; a person decides.
  case partMissed(plan: Day, due: Day)
  /// Interest cannot be reckoned: a reference rate is not known.
  case rateMissing(StatutoryRates.Missing)

  package init(_ hold: Hold) {
    switch hold {
    case .disputed(let since): self = .disputed(since: since)
    case .promised(let day): self = .promised(by: day)
    case .unseen(let due, let through): self = .awaitingBankData(dueBy: due, through: through)
    case .held(let until): self = .onHold(until: until)
    case .plan(let plan): self = .paymentPlan(next: plan.next)
    case .directDebit: self = .directDebit
    case .insolvent(let since): self = .insolvent(since: since)
    case .financed(let since): self = .financed(since: since)
    }
  }

  /// The word of machine formats. It never changes its meaning.
  package var code: String {
    switch self {
    case .notDueYet: "not-due-yet"
    case .graceDays: "grace-days"
    case .alreadyReminded: "already-reminded"
    case .payByRunning: "pay-by-running"
    case .ladderFinished: "all-stages-sent"
    case .disputed: "disputed"
    case .promised: "promised"
    case .awaitingBankData: "awaiting-bank-data"
    case .onHold: "on-hold"
    case .paymentPlan: "payment-plan"
    case .directDebit: "direct-debit"
    case .debitMissing: "debit-not-received"
    case .insolvent: "insolvent"
    case .financed: "financed"
    case .clientStopped: "client-stopped"
    case .timeBarred: "time-barred"
    case .moneyWaits: "money-waits"
    case .coveredByCredit: "covered-by-credit"
    case .belowMinimum: "below-minimum"
    case .quietPeriod: "quiet-period"
    case .nonBusinessDay: "weekend-or-holiday"
    case .beforeStart: "before-start"
    case .staleBankData: "stale-bank-data"
    case .partMissed: "part-missed"
    case .rateMissing: "rate-missing"
    }
  }

  /// A sentence for people, without a full stop.
  package var sentence: String {
    switch self {
    case .notDueYet(let first): "not due yet; the first notice may go out on \(first)"
    case .graceDays(let next): "only just overdue; the first reminder may go out on \(next)"
    case .alreadyReminded(let day, let level, let next):
      "already reminded on \(day) (level \(level)); the next notice may go out on \(next)"
    case .payByRunning(let day): "the last notice to the client asks for payment by \(day)"
    case .ladderFinished(let day):
      "the last notice of the ladder was sent on \(day); a person must decide what follows"
    case .disputed(let since): "disputed since \(since)"
    case .promised(let day): "payment is promised by \(day)"
    case .awaitingBankData(let due, let through):
      "payment was agreed by \(due), and the bank data "
        + (through.map { "end on \($0)" } ?? "are missing") + "; import the newer statement"
    case .onHold(let until): "on hold until \(until)"
    case .paymentPlan(let next):
      "instalments are agreed and kept so far; the next is due on \(next)"
    case .directDebit: "collected by direct debit"
    case .debitMissing(let due):
      "the direct debit due on \(due) was not received; a person must look whether it was collected"
    case .insolvent(let since):
      "the client is insolvent since \(since); register the claim with the administrator"
    case .financed(let since):
      "financed since \(since); the client pays the financier, which asks for it"
    case .clientStopped: "no notices to this client, as the settings say"
    case .timeBarred(let limitation):
      "the claim may be barred by time since \(limitation.last + 1) (\(limitation.citation)); a "
        + "person must decide what follows"
    case .moneyWaits(let money):
      "\(money.amount) that came on \(money.booked) may be for it; settle it with `dunlin match "
        + "\(money.line.rawValue)`"
        + (money.lastDay.map { ", or it is asked for again from \($0 + 1)" }
          ?? ": until then it is not asked for")
    case .coveredByCredit(let credit): "covered by the client's credit of \(credit)"
    case .belowMinimum(let owed, let minimum):
      "\(owed) is owed, less than the \(minimum) worth a notice"
    case .quietPeriod(let last, let next):
      "the client was written to on \(last); the next notice may go out on \(next)"
    case .nonBusinessDay(let next):
      "a weekend or holiday of the client's country; the notice is made up on \(next)"
    case .beforeStart(let start):
      "it fell due before the cut-over on \(start) and is left to the older system"
    case .staleBankData(let last):
      "the bank data end on \(last), and it may have been paid since; import newer statements, or "
        + "chase with --anyway"
    case .partMissed(let plan, let due):
      "a part that was agreed on \(plan) did not come; all of it is due on \(due). Call the client, "
        + "and record what comes of it"
    case .rateMissing(let missing):
      "there is \(missing), and the letter would claim interest; add the rate to dunlin.yaml "
        + "(chase.reference_rates) once it is published"
    }
  }
}

package import Domain

/// All facts about one client in one currency on one side (what it owes us, or what we owe it),
/// and the rules by which money and credits are applied to claims.
///
/// The facts are replayed in the order of their days, and no step looks ahead. So the entries up to
/// any day are the same as if nothing later had ever been known: a past day can be reported
/// truthfully from entries that were made today.
package struct Account {
  package var claims: [Claim] = []
  package var credits: [Credit] = []
  package var receipts: [Receipt] = []
  package var reportedPayments: [ReportedPayment] = []
  package var closings: [Closing] = []
  package var reinstatements: [Reinstatement] = []
  package var redirections: [Redirection] = []
  package var charges: [Charge] = []

  package init() {}

  /// A document that is owed: an invoice, or a bill on the other side.
  package struct Claim {
    package var id: ID<Invoice>
    package var day: Day
    package var due: Day
    /// Greater than zero.
    package var amount: Money
    /// The claim that this one corrects and replaces (type 384).
    package var replaces: ID<Invoice>?
    package var discounts: [EarlyPaymentDiscount]

    package init(
      id: ID<Invoice>, day: Day, due: Day, amount: Money, replaces: ID<Invoice>? = nil,
      discounts: [EarlyPaymentDiscount] = []
    ) {
      self.id = id
      self.day = day
      self.due = due
      self.amount = amount
      self.replaces = replaces
      self.discounts = discounts
    }

    /// The most that may be kept back by a payment of `day`.
    func discount(on paid: Day) -> Money {
      discounts.most(on: paid, issued: day, of: amount)
    }
  }

  /// A credit note or a goodwill credit. Without a target it is applied to the oldest claims.
  package struct Credit {
    package var source: Allocation.Source
    package var day: Day
    /// Greater than zero.
    package var amount: Money
    package var target: ID<Invoice>?
    /// The list that it is from says how much of it is used: the rest is not applied to a claim
    /// that a list calls paid.
    package var isUseReported: Bool

    package init(
      source: Allocation.Source, day: Day, amount: Money, target: ID<Invoice>? = nil,
      isUseReported: Bool = false
    ) {
      self.source = source
      self.day = day
      self.amount = amount
      self.target = target
      self.isUseReported = isUseReported
    }
  }

  /// Money that came or went: a bank movement, or a payment that was recorded. Greater than zero
  /// pays claims; less than zero is money that went back and reopens them.
  package struct Receipt {
    package var source: Allocation.Source
    package var day: Day
    package var amount: Money
    package var targets: [ID<Invoice>]
    /// The claims that payer and amount point at, until a named one comes up. Money that names one
    /// of them takes its place.
    package var guesses: [ID<Invoice>]
    /// It is the client's money from its own day on, even if no claim is known by then.
    package var isPayerKnown: Bool
    /// Of money that went back: whether the claims it names are open again. Money that is not known
    /// to be a return of theirs only lessens what is on account.
    package var reopens: Bool
    /// What the bank took off before it booked `amount`, as the file states it: our cost. The
    /// claims are paid by so much more. Zero or greater; of money that went back, the charge that
    /// the bank added, which reopens nothing.
    package var charges: Money?
    /// What a person said that it pays of each target; empty: as the rules allot.
    package var parts: [ID<Invoice>: Money] = [:]
    /// A person said what it is for.
    package var isDecided = false

    package init(
      source: Allocation.Source, day: Day, amount: Money, targets: [ID<Invoice>],
      guesses: [ID<Invoice>] = [], isPayerKnown: Bool = false, reopens: Bool = true,
      charges: Money? = nil
    ) {
      self.source = source
      self.day = day
      self.amount = amount
      self.targets = targets
      self.guesses = guesses
      self.isPayerKnown = isPayerKnown
      self.reopens = reopens
      self.charges = charges
    }
  }

  /// A register reported that `paid` in all had come in for one claim by the end of `day`, or that
  /// so much of a credit note had been used.
  package struct ReportedPayment {
    package var claim: ID<Invoice>
    package var day: Day
    package var paid: Money

    package init(claim: ID<Invoice>, day: Day, paid: Money) {
      self.claim = claim
      self.day = day
      self.paid = paid
    }
  }

  /// A decision that a claim will not be collected: written off or void.
  package struct Closing {
    package var source: Allocation.Source
    package var claim: ID<Invoice>
    package var day: Day
    /// Nil: all that is open then.
    package var amount: Money?
    /// The claim should never have been: what it received goes back on account.
    package var isVoid: Bool
    /// A register reported it: a payment that it reports later takes its place.
    package var isReported: Bool

    package init(
      source: Allocation.Source, claim: ID<Invoice>, day: Day, amount: Money?, isVoid: Bool,
      isReported: Bool = false
    ) {
      self.source = source
      self.claim = claim
      self.day = day
      self.amount = amount
      self.isVoid = isVoid
      self.isReported = isReported
    }
  }
}

extension Account {
  /// A person takes back the last void, write-off or goodwill of a claim, from `day` on.
  package struct Reinstatement {
    package var claim: ID<Invoice>
    package var day: Day
    /// Of the event, which settles the order within a day.
    package var order: Int64

    package init(claim: ID<Invoice>, day: Day, order: Int64) {
      self.claim = claim
      self.day = day
      self.order = order
    }
  }

  /// What a notice of `day` asked for beside a claim: interest, fixed sums and fees to that day.
  /// Money for the claim beyond what is owed pays it from the next day on.
  package struct Charge {
    package var claim: ID<Invoice>
    package var day: Day
    /// Greater than zero; in the place of what earlier notices asked for. Nil: nothing any more.
    package var amount: Money?
    /// A notice was called back before it went: what the others ask for is all that was asked for.
    package var isRecall: Bool
    /// The day of the notice that asks for `amount`.
    package var asked: Day

    package init(
      claim: ID<Invoice>, day: Day, amount: Money?, isRecall: Bool = false, asked: Day? = nil
    ) {
      self.asked = asked ?? day
      self.claim = claim
      self.day = day
      self.amount = amount
      self.isRecall = isRecall
    }
  }

  /// From `day` on a bank movement is for something else: a person said so.
  package struct Redirection {
    package var source: Allocation.Source
    package var day: Day
    /// Which of two decisions of one day holds: the later one.
    package var order: Int64
    /// What it is in this account now; nil where it is another client's.
    package var receipt: Receipt?

    package init(source: Allocation.Source, day: Day, order: Int64, receipt: Receipt?) {
      self.source = source
      self.day = day
      self.order = order
      self.receipt = receipt
    }
  }
}

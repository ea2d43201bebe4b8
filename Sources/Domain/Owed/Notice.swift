/// One message to one client about all it owes in one currency.
package struct Notice: Hashable, Sendable {
  package var client: Client
  package var currency: Currency
  package var day: Day
  /// The stage that leads: the worst that a line is raised to today, counted from 1.
  package var level: Int
  /// The stage's name: the key of its wording.
  package var stage: String
  /// Sorted by due date, then number.
  package var lines: [Line]
  /// Credits set against the lines, each greater than zero.
  package var credits: [AccountCredit]
  /// Open amounts, interest and fees less credits.
  package var total: Money
  /// The last day on which payment is in time.
  package var payBy: Day
  /// ISO 639-1.
  package var language: String
  package var channel: Channel
  /// Invoices that were asked for at this stage or a worse one, or until a day that has not passed:
  /// not asked for here, as what was said of them stands, but not forgotten either.
  package var standing: [Standing] = []
  /// The law or contract behind interest and fixed sums, or empty where none are claimed.
  package var chargesBasis = ""
  /// The client is a person or a sole trader.
  package var isToIndividual = false
  /// What the business has made up its mind to do if nothing comes; a letter announces nothing
  /// else.
  package var consequences: [Consequence] = []
  /// What is on record about the invoices, for the letter to tell.
  package var record: [RecordedFact] = []
  /// Whether the client answered or paid anything since the invoices were issued, as far as is on
  /// record: a letter does not say then that nothing was heard.
  package var isHeardOf = false
  /// The client has let a later stage pass with another invoice, so that nobody expects an
  /// oversight.
  package var isPastFriendly = false
  /// The last day whose payments are known, if any bank data were read.
  package var paymentsKnownThrough: Day?

  package init(
    client: Client, currency: Currency, day: Day, level: Int, stage: String, lines: [Line],
    credits: [AccountCredit], total: Money, payBy: Day, language: String, channel: Channel
  ) {
    self.client = client
    self.currency = currency
    self.day = day
    self.level = level
    self.stage = stage
    self.lines = lines
    self.credits = credits
    self.total = total
    self.payBy = payBy
    self.language = language
    self.channel = channel
  }

  /// One invoice of a notice; amounts are in its currency.
  package struct Line: Hashable, Sendable {
    package var item: OpenItem
    /// The stage of this invoice by itself, from 1; 0 is one that is only listed.
    package var level: Int
    /// Negative before the due date.
    package var daysOverdue: Int
    package var interest: Money
    /// The fixed sum or the business's own fees, whichever is greater: a fixed sum covers the cost
    /// of reminders (directive 2011/7/EU art. 6 (3), section 288 (5) BGB).
    package var fee: Money
    /// What is asked for beside the invoice.
    package var charges: Money { interest + fee }
    /// What of `fee` the business itself charges, in this notice and earlier ones.
    package var houseFee: Money
    /// It is overdue as well, but has not come to the stage that leads: what the words say of
    /// earlier notices and of what follows is not about it.
    package var isBeside = false
    /// Reminders that went out about the invoice before this one.
    package var earlierReminders = 0
    /// What `interest` is the sum of.
    package var interestLines: [InterestLine] = []

    package init(item: OpenItem, level: Int, daysOverdue: Int, interest: Money, fee: Money) {
      self.item = item
      self.level = level
      self.daysOverdue = daysOverdue
      self.interest = interest
      self.fee = fee
      houseFee = .zero(fee.currency)
    }
  }

  /// An invoice that a letter only mentions.
  package struct Standing: Hashable, Sendable {
    package var item: OpenItem
    /// The day of the last notice about it.
    package var noticed: Day

    package init(item: OpenItem, noticed: Day) {
      self.item = item
      self.noticed = noticed
    }
  }

  /// What the total holds of invoices that only stand beside those that the words are about: open
  /// amounts and charges less the credits set on them, the earliest due first.
  package var besideTotal: Money {
    let credited = credits.payments(of: lines.map(\.item))
    return zip(lines, credited).filter(\.0.isBeside).map { line, credited in
      line.item.open + line.interest + line.fee - credited.map(\.amount).sum(currency)
    }.sum(currency)
  }

  /// What the last letter says will follow.
  package enum Consequence: String, Sendable, CaseIterable {
    /// No further deliveries on account. Once announced, it is recorded as well.
    case creditStop = "credit-stop"
    /// A collector or lawyer takes over.
    case collection
    case court
  }

  /// How a notice reaches the client.
  package enum Channel: String, Sendable, CaseIterable {
    case email, letter
    /// A person of the business calls; the notice is what to say.
    case phone
  }
}

/// That an invoice was named in a notice, on which day and at which level.
package struct NoticeRecord: Hashable, Sendable {
  package var invoice: ID<Invoice>
  package var client: ID<Client>
  package var day: Day
  /// The stage of the invoice by itself; 0 where it was only listed.
  package var level: Int
  /// The stage that led the notice.
  package var lead: Int
  /// The date to pay by that the notice gave; nil: what the policy says for its leading stage.
  package var payBy: Day?
  /// What the business had charged for notices about the invoice by then, this one included; nil:
  /// nothing.
  package var houseFee: Money?
  /// The name of the leading stage, and of the invoice's own: ladders change, names say what a
  /// letter was. Nil: not known.
  package var leadStage, stage: String?

  /// `lead` is `level` unless it is given.
  package init(
    invoice: ID<Invoice>, client: ID<Client>, day: Day, level: Int, lead: Int? = nil,
    payBy: Day? = nil, houseFee: Money? = nil, leadStage: String? = nil, stage: String? = nil
  ) {
    self.invoice = invoice
    self.client = client
    self.day = day
    self.level = level
    self.lead = lead ?? level
    self.payBy = payBy
    self.houseFee = houseFee
    self.leadStage = leadStage
    self.stage = stage
  }
}

/// What a bank line may be for, and what speaks for it. A person decides.
package struct MatchProposal: Hashable, Sendable {
  package var client: ID<Client>
  package var clientName: String
  package var invoices: [InvoiceNumber]
  /// What is open of the invoices.
  package var open: Money
  /// Best first.
  package var evidence: [MatchEvidence]

  package init(
    client: ID<Client>, clientName: String, invoices: [InvoiceNumber], open: Money,
    evidence: [MatchEvidence]
  ) {
    self.client = client
    self.clientName = clientName
    self.invoices = invoices
    self.open = open
    self.evidence = evidence.sorted { $0.weight > $1.weight }
  }

  /// How much speaks for it, for ranking alone.
  package var weight: Int { evidence.map(\.weight).reduce(0, +) }

  /// From this weight on it would be unkind to ask for the invoice before somebody has looked: the
  /// exact amount or the payer alone.
  package static let likely = 30
}

/// One thing that speaks for a proposal, or against it.
package enum MatchEvidence: Hashable, Sendable {
  /// The text names the invoice.
  case named(InvoiceNumber)
  /// The text has the last digits of its number.
  case lastDigits(InvoiceNumber)
  /// The payer's account paid this invoice of the client before; nil: others of its invoices.
  case accountPaid(InvoiceNumber?)
  case payerName
  /// The names have a word in common.
  case similarName
  case exactAmount
  case sumOfOpen(count: Int)
  case discountInTime(Money)
  /// The payment came so many days after the last one for the discount.
  case discountLate(Money, days: Int)
  /// A bank on the way may have kept so much.
  case feeMissing(Money)
  /// The payer is known to be this other client.
  case otherPayer(String)

  var weight: Int {
    switch self {
    case .named: 60
    case .accountPaid, .payerName: 40
    case .exactAmount, .sumOfOpen: 30
    case .discountInTime: 28
    case .lastDigits, .discountLate: 20
    case .feeMissing, .similarName: 12
    case .otherPayer: -30
    }
  }
}

/// A bank line that is set against no invoice, with what it may be for.
package struct UnmatchedLine: Hashable, Sendable {
  package var line: BankLine
  /// The client on whose account the money is; nil where it is nobody's yet.
  package var onAccountOf: String?
  /// Best first.
  package var proposals: [MatchProposal]

  package init(_ line: BankLine, onAccountOf: String? = nil, proposals: [MatchProposal] = []) {
    self.line = line
    self.onAccountOf = onAccountOf
    self.proposals = proposals
  }
}

/// Money that waits for a person in `match` and that may be for an open invoice.
package struct WaitingMoney: Hashable, Sendable {
  /// The number that `match` shows.
  package var line: ID<BankLine>
  package var amount: Money
  package var booked: Day
  /// The last day on which it keeps a reminder away, where nothing but an amount that several
  /// clients owe speaks for the invoice; nil: as long as nobody decides.
  package var lastDay: Day?

  package init(line: ID<BankLine>, amount: Money, booked: Day, lastDay: Day? = nil) {
    self.line = line
    self.amount = amount
    self.booked = booked
    self.lastDay = lastDay
  }

  /// How long an amount alone keeps reminders away, in days.
  package static let amountDays = 30

  /// The first of each invoice, by client and number.
  package typealias ByInvoice = [ID<Client>: [InvoiceNumber: WaitingMoney]]
}

/// What a bank line may be for, and what speaks for it. A person decides.
package struct MatchProposal: Hashable, Sendable {
  /// One invoice that the line may pay.
  package struct Part: Hashable, Sendable {
    package var client: ID<Client>
    package var clientName: String
    package var invoice: InvoiceNumber
    package var open: Money

    package init(client: ID<Client>, clientName: String, invoice: InvoiceNumber, open: Money) {
      self.client = client
      self.clientName = clientName
      self.invoice = invoice
      self.open = open
    }
  }

  /// One at least, all in one currency.
  package var parts: [Part]
  /// The strongest first.
  package var evidence: [MatchEvidence]

  package init(_ parts: [Part], evidence: [MatchEvidence]) {
    precondition(!parts.isEmpty, "a proposal of nothing")
    self.parts = parts
    self.evidence = evidence.sorted { $0.weight > $1.weight }
  }

  package var invoices: [InvoiceNumber] { parts.map(\.invoice) }

  /// What is open of the invoices.
  package var open: Money { parts.map(\.open).sum(parts[0].open.currency) }

  /// The names of the clients, each once.
  package var clientNames: [String] {
    parts.reduce(into: []) { names, part in
      if !names.contains(part.clientName) { names.append(part.clientName) }
    }
  }

  /// How much speaks for it.
  package var weight: Int { evidence.map(\.weight).reduce(0, +) }

  /// From this weight on it would be unkind to ask for the invoice before somebody has looked: the
  /// exact amount or the payer alone.
  package static let likely = 30

  /// Whether nothing but the amount speaks for it.
  package var isByAmountAlone: Bool { evidence.allSatisfy(\.isAmount) }

  /// Whether the amount fits what is open, and the payer's name or a number speaks for it, too:
  /// what `match --accept` books where it is the only candidate.
  package var isAcceptable: Bool {
    evidence.contains(where: \.isFittingAmount) && evidence.contains(where: \.isOfPayerOrNumber)
      && !evidence.contains(where: \.speaksAgainst) && clientNames.count == 1
  }
}

/// One thing that speaks for a proposal, or against it.
package enum MatchEvidence: Hashable, Sendable {
  /// The text names the invoice.
  case named(InvoiceNumber)
  /// The text gives the first and the last number of a row that the invoices are of.
  case inRange
  /// The text has the last digits of its number.
  case lastDigits(InvoiceNumber)
  /// The payer's account paid this invoice of the client before; nil: others of its invoices.
  case accountPaid(InvoiceNumber?)
  case payerName
  /// The text has the client's name.
  case nameInText
  /// The names have a word in common.
  case similarName
  case exactAmount
  case sumOfOpen(count: Int)
  /// The amount is what the client agreed to pay by a day.
  case agreedAmount
  /// The amount is the sum of invoices of several clients, as of a collected payment.
  case sumOfClients(count: Int)
  case discountInTime(Money)
  /// The payment came so many days after the last one for the discount.
  case discountLate(Money, days: Int)
  /// A bank on the way may have kept so much.
  case feeMissing(Money)
  /// The invoice is in another currency than the money.
  case otherCurrency
  /// The payer is known to be this other client.
  case otherPayer(String)

  package var weight: Int {
    switch self {
    case .named: 60
    case .inRange: 50
    case .accountPaid, .payerName, .nameInText: 40
    case .exactAmount, .sumOfOpen, .sumOfClients, .agreedAmount: 30
    case .discountInTime: 28
    case .lastDigits, .discountLate: 20
    case .feeMissing, .similarName: 12
    case .otherCurrency: 0
    case .otherPayer: -30
    }
  }

  var isAmount: Bool {
    switch self {
    case .exactAmount, .sumOfOpen, .discountInTime, .discountLate, .feeMissing, .agreedAmount: true
    default: false
    }
  }

  var isFittingAmount: Bool {
    switch self {
    case .exactAmount, .sumOfOpen, .discountInTime: true
    default: false
    }
  }

  var isOfPayerOrNumber: Bool {
    switch self {
    case .named, .inRange, .lastDigits, .accountPaid, .payerName, .nameInText: true
    default: false
    }
  }

  var speaksAgainst: Bool {
    switch self {
    case .otherPayer, .otherCurrency: true
    default: false
    }
  }
}

/// A bank line that is set against no invoice, with what it may be for.
package struct UnmatchedLine: Hashable, Sendable {
  package var line: BankLine
  /// The client on whose account the money is; nil where it is nobody's yet.
  package var onAccountOf: String?
  /// The one for which most speaks first.
  package var proposals: [MatchProposal]

  package init(_ line: BankLine, onAccountOf: String? = nil, proposals: [MatchProposal] = []) {
    self.line = line
    self.onAccountOf = onAccountOf
    self.proposals = proposals
  }

  /// The one proposal that `match --accept` books; nil where there is none, or more than one.
  package var acceptable: MatchProposal? {
    guard line.amount.isPositive, let first = proposals.first, first.isAcceptable,
      proposals.dropFirst().allSatisfy({ !$0.isAcceptable })
    else { return nil }
    return first
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

package import Accounting
package import Domain

extension Matching {
  /// A document as far as matching needs it.
  package struct Candidate: Hashable, Sendable {
    package var id: ID<Invoice>
    package var client: ID<Client>
    package var clientName: String
    package var kind: Invoice.Kind = .invoice
    package var number: String
    package var reference: String
    /// What the document adds to what is owed to us; below zero for credit notes and our own bills.
    package var claim: Money
    package var issueDate: Day
    package var due: Day
    /// The days on which a register says something of it was paid.
    package var settledDays: [Day]
    /// The number of the invoice it credits or corrects, or empty.
    package var credited = ""
    /// It takes the place of the invoice it names (type 384).
    package var isCorrection = false
    package var discounts: [EarlyPaymentDiscount] = []
    /// Of a credit: the list that it is from says how much of it is used.
    package var isUseReported = false
    /// Further texts that a payer may give.
    package var otherReferences: [String] = []
    /// What the client trades as.
    package var otherNames: [String] = []

    package init(
      id: ID<Invoice>, client: ID<Client>, clientName: String, number: String, reference: String,
      claim: Money, issueDate: Day, due: Day,
      settledDays: [Day] = []
    ) {
      self.id = id
      self.client = client
      self.clientName = clientName
      self.number = number
      self.reference = reference
      self.claim = claim
      self.issueDate = issueDate
      self.due = due
      self.settledDays = settledDays
    }

    /// As its account needs it: bills are turned around, so that both sides follow the same rules.
    package var document: OwedDocument {
      OwedDocument(
        id: id, kind: kind, number: number, day: issueDate, due: due,
        signedAmount: kind.isOurs ? claim : -claim, isCorrection: isCorrection,
        discounts: discounts, credited: credited, isUseReported: isUseReported)
    }

    /// Whether it is owed to us.
    package var isClaim: Bool { claim.isPositive && kind.isOurs }
  }

  /// A letter that asked a client for interest and fees as well.
  package struct Letter: Sendable {
    package var day: Day
    /// The day on which it was called back before it went; nil: it was not.
    package var until: Day?
    /// What it asked for beside each of its invoices.
    package var charges: [ID<Invoice>: Money]

    package init(day: Day, until: Day?, charges: [ID<Invoice>: Money]) {
      self.day = day
      self.until = until
      self.charges = charges
    }

    /// Whether money of a day may be an answer to it: half a year.
    func isAnswered(on paid: Day) -> Bool {
      day < paid && paid <= day + 180 && until.map { paid <= $0 } ?? true
    }
  }

  /// A part of what a client owes that it agreed to pay by a day.
  package struct Instalment: Sendable {
    /// Nil: it is for whatever the client owes.
    package var invoice: ID<Invoice>?
    package var amount: Money
    package var due: Day
    /// From when to when the plan runs; the last day is that before it was ended or replaced.
    package var agreed: Day
    package var ended: Day?
    /// The number of its plan: instalments of one plan may come together.
    package var plan: Int

    package init(
      invoice: ID<Invoice>?, amount: Money, due: Day, agreed: Day, ended: Day? = nil, plan: Int
    ) {
      self.invoice = invoice
      self.amount = amount
      self.due = due
      self.agreed = agreed
      self.ended = ended
      self.plan = plan
    }

    /// Whether money of a day may be meant for it: from the day of the plan to two months after the
    /// instalment's own day.
    func isAnswered(on paid: Day) -> Bool {
      agreed <= paid && paid <= due + 62 && ended.map { paid < $0 } ?? true
    }
  }

  /// What a person said about a line.
  package struct Decision: Sendable {
    package var line: ID<BankLine>
    /// The payer's account, and the name under which it paid.
    package var account: String
    package var payer: String
    /// Of the line.
    package var booked: Day
    package var amount: Money
    package var word: Movement.Decision

    package init(
      line: ID<BankLine>, account: String, payer: String, booked: Day, amount: Money,
      word: Movement.Decision
    ) {
      self.line = line
      self.account = account
      self.payer = payer
      self.booked = booked
      self.amount = amount
      self.word = word
    }

    var day: Day { word.day }
    var named: [ID<Invoice>] { word.documents }
    /// What the line pays of an invoice: as the person said, or the whole line where it names one.
    func part(of claim: ID<Invoice>) -> Money {
      word.amounts[claim] ?? (named == [claim] ? amount : .zero(amount.currency))
    }
    var isUndo: Bool { word.isUndo }
  }

  /// What a line is for.
  package struct Outcome: Equatable, Sendable {
    /// The documents the line names, surely.
    package var named: [ID<Invoice>] = []
    /// The claims it is for as far as its payer and amount tell, on its own day.
    package var guesses: [ID<Invoice>] = []
    /// The one client whose money it is on its own day, with or without a document.
    package var payer: ID<Client>?
    package var reason: Reason?

    package init(
      named: [ID<Invoice>] = [], guesses: [ID<Invoice>] = [], payer: ID<Client>? = nil,
      reason: Reason? = nil
    ) {
      self.named = named
      self.guesses = guesses
      self.payer = payer
      self.reason = reason
    }

    package static let nothing = Outcome()

    package static func sure(_ named: [ID<Invoice>], _ reason: Reason) -> Outcome {
      Outcome(named: named, reason: reason)
    }

    package var documents: [ID<Invoice>] { named + guesses }
  }

  /// Why a line is for what it is taken to be for, in words.
  package enum Reason: String, Sendable, CaseIterable {
    case structuredReference = "structured reference"
    case invoiceNumber = "invoice number in the text"
    case payerAndAmount = "payer and exact amount"
    case payerAndSum = "payer and the sum of open invoices"
    case payerAndLetter = "payer and the total of a letter"
    case payerAndDiscount = "payer and amount less the discount in time"
    case payerAndInstalment = "payer and an agreed instalment"
    case payerAndFee = "payer and amount less a bank's fee"
    case payer
    /// The payer is not surely the client; with the amount it is enough for a guess.
    case likePayer = "a name like the client's and a fitting amount"
    case returned = "a payment that came back"
    /// Not sure: it names invoices of several clients.
    case severalClients = "several clients"
    /// Not sure: a short number may be something else.
    case shortNumber = "short number"
    /// Not sure: it names an invoice of another client than the one that pays.
    case otherPayer = "number of another client"
    /// Not sure: it names an invoice in another currency.
    case otherCurrency = "invoice in another currency"
    /// Not sure: it names one invoice, but has the exact amount of another.
    case otherAmount = "exact amount of another invoice"
  }
}

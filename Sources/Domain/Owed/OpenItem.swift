/// An invoice that is not fully paid at the end of a day.
package struct OpenItem: Hashable, Sendable {
  package let id: ID<Invoice>
  package var number: InvoiceNumber
  package var client: ID<Client>
  package var issueDate: Day
  package var due: DueDate
  package var total: Money
  /// What is still owed; greater than zero.
  package var open: Money
  /// The money that came in on it, by day. Credits, write-offs and the like are not among it: they
  /// lessen what was ever owed.
  package var payments: [PartPayment] = []
  package var collection: Invoice.Collection
  /// Why the invoice is neither chased nor financed, if it is so.
  package var hold: Hold?
  package var verdict: Verdict?
  /// The advance that runs on it, if a financier gave one.
  package var financed: FinancedInvoice? {
    get { advance?.value }
    set { advance = newValue.map(Advance.running) }
  }
  /// Until when the claim can be enforced; nil where its law is not known.
  package var limitation: Limitation?
  private var advance: Advance?

  /// Kept apart from the item: few have one, and items are many and copied.
  private indirect enum Advance: Hashable, Sendable {
    case running(FinancedInvoice)

    var value: FinancedInvoice {
      switch self {
      case .running(let invoice): invoice
      }
    }
  }

  package init(
    id: ID<Invoice>, number: InvoiceNumber, client: ID<Client>, issueDate: Day, due: DueDate,
    total: Money, open: Money, collection: Invoice.Collection = .transfer, hold: Hold? = nil,
    verdict: Verdict? = nil
  ) {
    precondition(open.isPositive, "an open item owes something")
    self.id = id
    self.number = number
    self.client = client
    self.issueDate = issueDate
    self.due = due
    self.total = total
    self.open = open
    self.collection = collection
    self.hold = hold
    self.verdict = verdict
  }

  /// What was ever owed: what is open and what was paid on it.
  package var principal: Money {
    payments.isEmpty ? open : open + payments.map(\.amount).sum(open.currency)
  }

  /// Days past the due date at the end of `day`: 0 on the due date, negative before it.
  package func daysOverdue(on day: Day) -> Int { day - due.day }
}

/// A reason to leave an invoice alone for a while.
package enum Hold: Hashable, Sendable {
  case disputed(since: Day)
  /// The client promised to pay by `day`.
  case promised(by: Day)
  /// A promise or an instalment was due by `dueBy`, and the bank data end before it would show.
  case unseen(dueBy: Day, bankThrough: Day?)
  case held(until: Day)
  /// The client is insolvent: what is owed goes to its administrator, not to the post.
  case insolvent(since: Day)
  /// Instalments are agreed and kept so far. Apart from the others: few items have one.
  indirect case plan(PaymentPlan)
  /// We collect it ourselves, and the debit has not failed.
  case directDebit
  /// A financier advanced it and asks for the money itself.
  case financed(since: Day)
}

/// Money that came in on an invoice.
package struct PartPayment: Hashable, Sendable {
  /// When it came; if `isDated` is false, the day a list first reported it.
  package let day: Day
  /// False where a list says that it was paid, but not when.
  package let isDated: Bool
  /// Less than zero where it was taken back.
  package let amount: Money

  package init(_ amount: Money, on day: Day, isDated: Bool = true) {
    self.amount = amount
    self.day = day
    self.isDated = isDated
  }
}

/// Unapplied money of a client: an overpayment, a payment on account or the rest of a credit note.
package struct AccountCredit: Hashable, Sendable {
  package var client: ID<Client>
  /// Greater than zero.
  package var amount: Money
  package var day: Day
  /// The number of the credit note, or nil for a payment.
  package var creditNote: InvoiceNumber?

  package init(client: ID<Client>, amount: Money, day: Day, creditNote: InvoiceNumber? = nil) {
    self.client = client
    self.amount = amount
    self.day = day
    self.creditNote = creditNote
  }
}

extension [AccountCredit] {
  /// The credits as payments of items on the days on which they came: the earliest credit to the
  /// item due first. One list for each item, all of one client and currency; what is left when
  /// nothing is open any more is in none.
  package func payments(of items: [OpenItem]) -> [[PartPayment]] {
    var payments: [[PartPayment]] = items.map { _ in [] }
    guard !isEmpty else { return payments }
    var open = items.map(\.open)
    let order = items.indices.sorted {
      (items[$0].due.day, items[$0].number, $0) < (items[$1].due.day, items[$1].number, $1)
    }
    for credit in sorted(by: { $0.day < $1.day }) {
      var left = credit.amount
      for place in order where left.isPositive && open[place].isPositive {
        let part = Swift.min(left, open[place])
        payments[place].append(PartPayment(part, on: credit.day))
        open[place] -= part
        left -= part
      }
    }
    return payments
  }
}

/// What clients owe at the end of one day, with everything known by then and nothing later.
package struct Receivables: Sendable {
  package let asOf: Day
  package var clients: [ID<Client>: Client]
  /// Sorted by client, currency, due date, number.
  package var items: [OpenItem]
  package var credits: [AccountCredit]

  package init(
    asOf: Day, clients: [ID<Client>: Client], items: [OpenItem], credits: [AccountCredit]
  ) {
    self.asOf = asOf
    self.clients = clients
    self.items = items
    self.credits = credits
  }

  /// Every currency in which something is open or on account, by code.
  package var currencies: [Currency] {
    Set(items.map(\.open.currency)).union(credits.map(\.amount.currency)).sorted()
  }
}

package import Domain

/// A letter that is no reminder, and what it is about.
package struct Occasion: Hashable, Sendable {
  package var kind: Kind
  package var client: Client
  package var currency: Currency
  package var day: Day
  /// ISO 639-1.
  package var language: String
  /// Invoices listed, sorted by due date.
  package var items: [OpenItem] = []
  /// How much interest ran on an item so far; it is told below a statement, and not asked for.
  package var interest: [ID<Invoice>: [InterestLine]] = [:]
  /// What letters asked for beside an item, of what is not paid: part of a statement's total.
  package var charges: [ID<Invoice>: Money] = [:]
  /// Instalments of a plan, sorted by day.
  package var instalments: [PartPayment] = []
  package var credits: [AccountCredit] = []
  /// What was paid, credited or promised; nil where the letter names no amount.
  package var amount: Money?
  /// What came since a promise that was not kept.
  package var came: Money?
  /// What changed the balance in a period, of a statement that is to tell it.
  package var activity: AccountActivity?
  /// The client is a person or a sole trader.
  package var isToIndividual = false
  /// The last day whose payments are known, if any bank data were read.
  package var paymentsKnownThrough: Day?
  /// When it was paid, promised, or begins to hold.
  package var date: Day?
  /// Numbers of the invoices it is about, where they are not listed.
  package var numbers: [String] = []
  /// Days to pay, of a change of terms.
  package var termDays: Int?
  /// To whom the claims were assigned, and where to pay from now on.
  package var assignee: BankAccount?

  package typealias Kind = LetterKind

  package init(
    _ kind: Kind, client: Client, currency: Currency, day: Day, language: String
  ) {
    self.kind = kind
    self.client = client
    self.currency = currency
    self.day = day
    self.language = language
  }

  /// Invoices of a statement that the client disputes: listed, and not asked for.
  var disputed: [OpenItem] {
    guard kind == .statement else { return [] }
    return items.filter { if case .disputed = $0.hold { true } else { false } }
  }

  /// The key of the words of a statement that confirms that nothing is open.
  static let nothingOpen = "statement-nil"

  /// A statement with nothing open and nothing on account.
  private var isNil: Bool { kind == .statement && items.isEmpty && credits.isEmpty }

  /// The occasion in the form of the letters that ask for money.
  var notice: Notice {
    let zero = Money.zero(currency)
    let lines = items.map { item in
      var line = Notice.Line(
        item: item, level: 0, daysOverdue: item.daysOverdue(on: day), interest: zero, fee: zero)
      line.interestLines = interest[item.id] ?? []
      line.fee = charges[item.id] ?? zero
      return line
    }
    let open =
      lines.map { $0.item.open + $0.fee }.sum(currency) - credits.map(\.amount).sum(currency)
      - disputed.map { $0.open + (charges[$0.id] ?? zero) }.sum(currency)
    let total = instalments.isEmpty ? open : instalments.map(\.amount).sum(currency)
    var notice = Notice(
      client: client, currency: currency, day: day, level: 1,
      stage: isNil ? Self.nothingOpen : kind.rawValue, lines: lines,
      credits: credits, total: total, payBy: date ?? day, language: language, channel: .letter)
    notice.isToIndividual = isToIndividual
    notice.paymentsKnownThrough = paymentsKnownThrough
    return notice
  }
}

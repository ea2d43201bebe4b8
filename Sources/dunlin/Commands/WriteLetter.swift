import ArgumentParser
import Bookkeeping
import Domain
import Financing
import LedgerStore
import Letters
import Settings

struct WriteLetter: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "letter",
    abstract: "Write a letter that is no reminder: thanks, a statement, an apology …",
    discussion: """
      It is written in the client's language, as text, HTML and PDF, and noted in its history. \
      The figures are those on record: the last payment of thanks, the instalments of the plan, \
      the goodwill credit, the promise that was broken, the invoices in dispute.

      Example: dunlin letter statement "Harrow Bay Foods LLC"
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: """
      thanks, first-thanks, statement, plan, broken-promise, goodwill, dispute, terms, goodbye or \
      assignment.
      """)
  var kind: Occasion.Kind
  @Argument(help: "An invoice number, or a client's id or exact name.") var target: String
  @Option(help: "What was paid, such as 120.00 (default: the last payment).") var amount: String?
  @Option(
    help: "Currency of the amount (default: the invoice's, else the house's).",
    transform: GlobalOptions.currency)
  var currency: Currency?
  @Option(
    help: "When it begins to hold, YYYY-MM-DD.", transform: GlobalOptions.day)
  var date: Day?
  @Option(help: "Days to pay, of new terms.") var days: Int?
  @Option(help: "To whom the claims were assigned (default: who financed them).")
  var assignee: String?
  @Option(help: "The account of whom they were assigned to (default: the settings').")
  var iban: String?
  @Option(help: "Folder for the letter (default: the book's Letters).") var out: String?

  mutating func validate() throws {
    if amount != nil && ![.thanks, .firstThanks].contains(kind) {
      throw ValidationError("--amount goes with thanks; other letters take theirs from the book.")
    }
    let needs: [(Occasion.Kind, Bool, String)] = [
      (.goodbye, date != nil, "--date"), (.terms, date != nil && days != nil, "--date and --days"),
    ]
    for (kind, isThere, option) in needs where kind == self.kind && !isThere {
      throw ValidationError("A letter of this kind needs \(option).")
    }
  }

  func run() throws {
    let book = try Book(global)
    let target = try book.ledger.onlyTarget(named: target)
    let occasions = try occasions(target, book)
    let files = try book.write(
      occasions, below: out ?? Book.path(book.folder ?? ".", "Letters"),
      templates: book.templates(global), threads: 1)
    var event = ClientEvent(kind: .note, day: global.asOf, client: occasions[0].client.id)
    if case .invoice(let id, _, _) = target { event.invoice = id }
    event.letter = kind
    try book.ledger.record(event)
    for file in files.joined() { Console.out("Wrote \(file)\n") }
  }

  /// One; of a client's statement one for each currency in which anything is open or on account.
  private func occasions(_ target: Ledger.Target, _ book: Book) throws -> [Occasion] {
    let receivables = try book.receivables(asOf: global.asOf)
    var currencies: Set<Currency> = []
    if kind == .statement, case .client(let id) = target {
      for item in receivables.items where item.client == id {
        currencies.insert(item.open.currency)
      }
      for credit in receivables.credits where credit.client == id {
        currencies.insert(credit.amount.currency)
      }
    }
    guard currency == nil, !currencies.isEmpty else {
      return [try occasion(target, book, receivables, in: nil)]
    }
    return try currencies.sorted().map { try occasion(target, book, receivables, in: $0) }
  }

  private func occasion(
    _ target: Ledger.Target, _ book: Book, _ receivables: Receivables, in one: Currency?
  ) throws -> Occasion {
    let id: ID<Client>
    var own = book.settings.business.currency
    switch target {
    case .client(let client): id = client
    case .invoice(_, let client, let currency): (id, own) = (client, currency)
    }
    own = one ?? own
    guard let client = receivables.clients[id] else {
      throw Failure("the client is not known by that day", "Give a later --as-of.")
    }
    if let since = try book.ledger.insolvency(of: id, asOf: global.asOf) {
      throw Failure(
        "the client is insolvent since \(since): no letters go to it",
        "Register the claim with the administrator; nothing was written.")
    }
    let currency = self.currency ?? own
    var occasion = Occasion(
      kind, client: client, currency: currency, day: global.asOf,
      language: book.settings.language(of: client))
    if [.statement, .brokenPromise, .assignment].contains(kind) {
      occasion.items = receivables.items.filter { item in
        item.client == id && item.open.currency == currency && isAbout(item, target)
      }
      occasion.credits = receivables.credits.filter {
        kind == .statement && $0.client == id && $0.amount.currency == currency
      }
    }
    if kind == .statement { try requireAnything(in: occasion, target) }
    if case .invoice = target { occasion.numbers = [self.target] }
    occasion.amount = try amount.map { try money($0, currency) }
    occasion.date = date
    occasion.termDays = days
    try book.fill(&occasion, about: target)
    if kind == .assignment { occasion.assignee = try assignee(of: &occasion, book, currency) }
    return occasion
  }

  private func requireAnything(in occasion: Occasion, _ target: Ledger.Target) throws {
    var isAnything = !occasion.items.isEmpty
    if case .client = target { isAnything = isAnything || !occasion.credits.isEmpty }
    guard !isAnything else { return }
    let currency = currency == nil ? "" : " in \(occasion.currency)"
    throw Failure(
      "nothing is open\(currency) on \(self.target) on \(global.asOf)",
      "`dunlin history` shows what there was; no statement was written.")
  }

  /// Who financed the invoices that the letter lists, unless the command line says otherwise; then
  /// only that financier's are listed.
  private func assignee(
    of occasion: inout Occasion, _ book: Book, _ currency: Currency
  ) throws -> BankAccount {
    if let assignee, let iban {
      return BankAccount(iban: iban, name: assignee, currency: currency)
    }
    let name = assignee ?? occasion.items.lazy.compactMap(\.financed?.financier).first
    let terms = book.settings.financiers.first { $0.name == name && !$0.account.isEmpty }
    guard let name, let account = iban ?? terms?.account else {
      throw ValidationError(
        "A letter of this kind needs --assignee and --iban, or an invoice on record as financed "
          + "by a financier whose account stands in the settings.")
    }
    occasion.items.removeAll { assignee == nil && $0.financed?.financier != name }
    return BankAccount(iban: account, name: name, currency: currency)
  }

  private func isAbout(_ item: OpenItem, _ target: Ledger.Target) -> Bool {
    if case .invoice(let id, _, _) = target { item.id == id } else { true }
  }

  private func money(_ text: String, _ currency: Currency) throws -> Money {
    guard let money = Money(typed: text, currency) else {
      throw ValidationError(
        Money.doubt(typed: text, currency) ?? "'\(text)' is no amount such as 120.00.")
    }
    return money
  }
}

extension LetterKind: ExpressibleByArgument {}

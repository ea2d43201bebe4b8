import Domain
import Financing
import LedgerStore
import Letters
import Mailing
import Settings

/// What became of a letter that is not a reminder.
package struct WrittenLetter: Sendable {
  /// Its files; none where it was written before, to be mailed.
  package var files: [String]
  /// Nil where it was not to be mailed.
  package var mailing: Mailing?
}

extension Book {
  /// Writes a letter that is not a reminder, notes it in its client's history, and mails it if that
  /// is asked for: once a day for each currency, however often it is asked for.
  package func writeLetter(
    _ request: LetterRequest, notes: Note.Sink = { _ in }
  ) throws -> WrittenLetter {
    try request.check()
    let outbox = try request.mail.map { try Outbox(of: self, $0) }
    let target = try ledger.onlyTarget(named: request.target)
    let occasions = try RequestedLetter(
      book: self, request: request, target: target,
      receivables: try receivables(asOf: request.asOf)
    ).occasions()
    var event = ClientEvent(kind: .note, day: request.asOf, client: occasions[0].client.id)
    if case .invoice(let id, _, _) = target { event.invoice = id }
    event.letter = request.kind
    guard let outbox else {
      let files = try write(occasions, below: request.folder ?? letters, threads: 1)
      try ledger.record(event)
      if settings.mail != nil, !occasions[0].client.contact.email.isEmpty {
        notes(.notMailed(client: occasions[0].client.name))
      }
      return WrittenLetter(files: files.flatMap(\.files))
    }
    try outbox.tidy()
    let known = try ledger.messages(of: event, in: Set(occasions.map(\.currency)))
    if !known.isEmpty {
      return WrittenLetter(files: [], mailing: try outbox.send(only: Set(known), notes: notes))
    }
    let recipient = try mailRecipient(of: occasions[0].client)
    let files = try write(occasions, below: request.folder ?? letters, threads: 1)
    let messages = try ledger.record(
      event, mailing: zip(occasions, files).map { mailed($0, $1, to: recipient) })
    return WrittenLetter(
      files: files.flatMap(\.files),
      mailing: try outbox.send(only: Set(messages), notes: notes))
  }

  /// A written letter as it goes into the outbox.
  func mailed(
    _ occasion: Occasion, _ letter: (files: [String], subject: String), to recipient: String
  ) -> MailedLetter {
    MailedLetter(
      currency: occasion.currency, recipient: recipient, subject: letter.subject,
      files: letter.files.map(noted))
  }

  /// Where a letter to a client is mailed.
  private func mailRecipient(of client: Client) throws -> String {
    let email = client.contact.email
    guard MailAddress.list(email) != nil else {
      throw Failure(
        email.isEmpty
          ? "\(client.name) has no e-mail address"
          : "'\(email)' of \(client.name) is no e-mail address",
        "`dunlin clients import` takes a list with the column email; nothing was written.")
    }
    return email
  }
}

/// What a letter that was asked for is about.
private struct RequestedLetter {
  let book: Book
  let request: LetterRequest
  let target: Ledger.Target
  let receivables: Receivables

  /// One; of a client's statement one for each currency in which anything is open or on account, or
  /// changed in the period.
  func occasions() throws -> [Occasion] {
    var currencies: Set<Currency> = []
    if request.kind == .statement, case .client(let id) = target {
      for item in receivables.items where item.client == id {
        currencies.insert(item.open.currency)
      }
      for credit in receivables.credits where credit.client == id {
        currencies.insert(credit.amount.currency)
      }
    }
    if let from = request.from, case .client(let id) = target {
      currencies.formUnion(
        try book.ledger.currencies(of: id, from: from, through: request.through ?? request.asOf))
    }
    guard request.currency == nil, !currencies.isEmpty else {
      return [try occasion(in: nil)]
    }
    return try currencies.sorted().map { try occasion(in: $0) }
  }

  private func occasion(in one: Currency?) throws -> Occasion {
    let kind = request.kind
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
    if let since = try book.ledger.insolvency(of: id, asOf: request.asOf) {
      throw Failure(
        "the client is insolvent since \(since): no letters go to it",
        "Register the claim with the administrator; nothing was written.")
    }
    let currency = request.currency ?? own
    var occasion = Occasion(
      kind, client: client, currency: currency, day: request.asOf,
      language: book.settings.language(of: client))
    if [.statement, .brokenPromise, .assignment].contains(kind) {
      occasion.items = receivables.items.filter { item in
        item.client == id && item.open.currency == currency && isAbout(item)
      }
      occasion.credits = receivables.credits.filter {
        kind == .statement && $0.client == id && $0.amount.currency == currency
      }
    }
    if kind == .statement { try requireAnything(in: occasion) }
    if let from = request.from {
      occasion.activity = try book.activity(
        of: id, in: currency, from: from, through: request.through ?? request.asOf)
    }
    if case .invoice = target { occasion.numbers = [request.target] }
    occasion.amount = try request.amount.map {
      try Money(typed: $0, currency, expected: "'\($0)' is no amount such as 120.00.")
    }
    occasion.date = request.date
    occasion.termDays = request.termDays
    try book.fill(&occasion, about: target)
    if kind == .assignment { occasion.assignee = try assignee(of: &occasion, currency) }
    return occasion
  }

  private func requireAnything(in occasion: Occasion) throws {
    // Of a client it confirms that nothing is open.
    if case .client = target { return }
    guard occasion.items.isEmpty else { return }
    let currency = request.currency == nil ? "" : " in \(occasion.currency)"
    throw Failure(
      "nothing is open\(currency) on \(request.target) on \(request.asOf)",
      "`dunlin history` shows what there was; no statement was written.")
  }

  /// Who financed the invoices that the letter lists, unless the request says otherwise; then
  /// only that financier's are listed.
  private func assignee(
    of occasion: inout Occasion, _ currency: Currency
  ) throws -> BankAccount {
    let (assignee, iban) = (request.assignee, request.iban)
    if let assignee, let iban {
      return BankAccount(iban: iban, name: assignee, currency: currency)
    }
    let name = assignee ?? occasion.items.lazy.compactMap(\.financed?.financier).first
    let terms = book.settings.financiers.first { $0.name == name && !$0.account.isEmpty }
    guard let name, let account = iban ?? terms?.account else {
      throw InvalidRequest(
        "A letter of this kind needs --assignee and --iban, or an invoice on record as financed "
          + "by a financier whose account stands in the settings.")
    }
    occasion.items.removeAll { assignee == nil && $0.financed?.financier != name }
    return BankAccount(iban: account, name: name, currency: currency)
  }

  private func isAbout(_ item: OpenItem) -> Bool {
    if case .invoice(let id, _, _) = target { item.id == id } else { true }
  }
}

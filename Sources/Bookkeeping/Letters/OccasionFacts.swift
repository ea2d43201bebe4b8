import Domain
import LedgerStore
import Letters
import Settings

/// What the book has on record about the occasion of a letter, so that no letter says other things.
extension Book {
  /// Fills in what is not said on the command line.
  func fill(_ occasion: inout Occasion, about target: Ledger.Target) throws {
    occasion.isToIndividual = settings.isIndividual(occasion.client)
    occasion.paymentsKnownThrough =
      try ledger.bankDataEnds(asOf: occasion.day)[occasion.currency]
    switch occasion.kind {
    case .thanks, .firstThanks: try fillPayment(&occasion, target)
    case .plan: try fillPlan(&occasion, target)
    case .goodwill: try fillGoodwill(&occasion, target)
    case .brokenPromise: try fillPromise(&occasion, target)
    case .dispute: try fillDispute(&occasion, target)
    case .statement: try fillCharges(&occasion)
    case .terms, .goodbye, .assignment: break
    }
  }

  /// A statement comes to what letters asked for by its day, interest and fees among it.
  private func fillCharges(_ occasion: inout Occasion) throws {
    occasion.charges = try ledger.chargesAsked(of: occasion.client.id, asOf: occasion.day)
  }

  /// What changed the balance from `first` through `last`. The balance is what a reminder of the
  /// day would ask for, what is in dispute included: what is open, less what is on account, with
  /// the charges that letters asked for.
  func activity(
    of client: ID<Client>, in currency: Currency, from first: Day, through last: Day
  ) throws -> AccountActivity {
    let (opening, asked) = try balance(of: client, in: currency, on: first - 1)
    let (closing, askedNow) = try balance(of: client, in: currency, on: last)
    var entries = try ledger.activity(of: client, in: currency, from: first, through: last)
    // Charges that were paid come with the payment: they were asked for, too.
    let paid = entries.filter { $0.what == .chargePaid }.map(\.amount).sum(currency)
    entries.removeAll { $0.what == .chargePaid }
    let charges = askedNow - asked + paid
    if !charges.isZero {
      entries.append(AccountEntry(day: last, what: .charges, number: "", amount: charges))
    }
    let activity = AccountActivity(
      first: first, last: last, opening: opening, entries: entries, closing: closing)
    guard activity.isWhole else {
      throw Failure(
        "what changed the balance from \(first) to \(last) does not add up to it",
        "`dunlin check` looks for damage in the book; no statement was written.")
    }
    return activity
  }

  /// What a client owes in all, and what of it are charges.
  private func balance(
    of client: ID<Client>, in currency: Currency, on day: Day
  ) throws -> (all: Money, charges: Money) {
    let receivables = try receivables(asOf: day)
    let items = receivables.items.filter { $0.client == client && $0.open.currency == currency }
    let credits = receivables.credits.filter {
      $0.client == client && $0.amount.currency == currency
    }
    let asked = try ledger.chargesAsked(of: client, asOf: day)
    let charges = items.compactMap { asked[$0.id] }.sum(currency)
    let open = items.map(\.open).sum(currency) - credits.map(\.amount).sum(currency)
    return (open + charges, charges)
  }

  private func fillPayment(_ occasion: inout Occasion, _ target: Ledger.Target) throws {
    if occasion.amount == nil {
      occasion.amount = try ledger.lastPayment(
        of: target, in: occasion.currency, asOf: occasion.day)
    }
    guard occasion.amount != nil else {
      throw Failure(
        "no payment is on record", "Import the bank's file, or say --amount; nothing was written.")
    }
    try requireInOrder(occasion, target)
  }

  /// Thanks say that the account is in order, so nothing may be overdue in any currency, and what
  /// the thanks are for has to be paid in full.
  private func requireInOrder(_ occasion: Occasion, _ target: Ledger.Target) throws {
    let (client, day) = (occasion.client.id, occasion.day)
    let items = try receivables(asOf: day).items.filter { $0.client == client }
    let remedy = "Thanks say that the account is in order; nothing was written."
    if case .invoice(let id, _, _) = target, let item = items.first(where: { $0.id == id }) {
      throw Failure("\(item.number.text) is not paid: \(item.open) is open", remedy)
    }
    if let late = items.first(where: { $0.daysOverdue(on: day) > 0 }) {
      throw Failure(
        "the client still owes what is overdue, such as \(late.number.text) (\(late.open))", remedy)
    }
    if let charge = try ledger.unpaidCharges(of: client, asOf: day).first {
      throw Failure(
        "of what was asked for beside \(charge.invoice.text), \(charge.amount) is not paid", remedy)
    }
    guard occasion.kind == .firstThanks else { return }
    let entries = try ledger.payHistory(asOf: day).entries.filter { $0.client == client }
    let first = entries.min { $0.issueDate < $1.issueDate }
    if let first, first.settled == nil {
      throw Failure("the client's first invoice, of \(first.issueDate), is not paid", remedy)
    }
  }

  private func fillPlan(_ occasion: inout Occasion, _ target: Ledger.Target) throws {
    occasion.instalments = try ledger.instalments(of: target, asOf: occasion.day)
    guard let first = occasion.instalments.first else {
      throw Failure(
        "no plan of instalments is on record",
        "`dunlin record plan` takes the instalments; nothing was written.")
    }
    occasion.currency = first.amount.currency
  }

  private func fillGoodwill(_ occasion: inout Occasion, _ target: Ledger.Target) throws {
    guard let goodwill = try ledger.lastGoodwill(of: target, asOf: occasion.day) else {
      throw Failure(
        "no goodwill credit is on record",
        "`dunlin record goodwill` takes its amount; nothing was written.")
    }
    occasion.amount = goodwill.amount
    occasion.currency = goodwill.amount.currency
    if let invoice = goodwill.invoice { occasion.numbers = [invoice.text] }
    guard !occasion.numbers.isEmpty else {
      throw Failure(
        "the goodwill credit is about no invoice",
        "Name the invoice that the apology is about; nothing was written.")
    }
  }

  private func fillPromise(_ occasion: inout Occasion, _ target: Ledger.Target) throws {
    guard occasion.date == nil else { return }
    let promises = try ledger.promises(asOf: occasion.day)[occasion.client.id] ?? []
    let numbers = Set(occasion.items.map(\.number))
    let broken = promises.last { promise in
      promise.outcome == .broken && (promise.invoice.map(numbers.contains) ?? true)
    }
    guard let broken else {
      throw Failure(
        "no broken promise is on record",
        "`dunlin record promise` takes a promise; nothing was written.")
    }
    let waiting = try moneyWaiting(for: receivables(asOf: occasion.day))[occasion.client.id] ?? [:]
    if let money = occasion.items.compactMap({ waiting[$0.number] }).first {
      throw Failure(
        "\(money.amount) that came on \(money.booked) may be what was promised",
        "Settle it with `dunlin match \(money.line.rawValue)` first; nothing was written.")
    }
    occasion.date = broken.until
    occasion.came = occasion.items.flatMap(\.payments).filter { $0.day >= broken.day }
      .map(\.amount).sum(occasion.currency)
  }

  /// The letter says that nothing is reminded until there is an answer: so it is only about what is
  /// in dispute.
  private func fillDispute(_ occasion: inout Occasion, _ target: Ledger.Target) throws {
    let items = try receivables(asOf: occasion.day).items.filter { item in
      guard case .disputed = item.hold else { return false }
      if case .invoice(let id, _, _) = target { return item.id == id }
      return item.client == occasion.client.id
    }
    guard !items.isEmpty else {
      throw Failure(
        "no dispute of \(occasion.numbers.first?.printable ?? "the client") is on record",
        "`dunlin record dispute \(occasion.numbers.first?.printable ?? "INVOICE")` takes it; "
          + "nothing was written.")
    }
    occasion.numbers = items.map(\.number.text)
  }
}

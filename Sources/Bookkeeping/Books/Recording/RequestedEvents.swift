import Domain
import Financing
import LedgerStore
import Settings

/// The events that a request puts on record.
struct RequestedEvents {
  let book: Book
  let request: EventRequest
  let target: Ledger.Target

  /// The financier that the request means.
  var financier: AdvanceTerms? {
    book.settings.financiers.first { request.financier == nil || $0.name == request.financier }
  }

  func events() throws -> [ClientEvent] {
    guard request.kind != .plan else {
      let events = try request.instalments.map {
        try event(amount: $0.amount, until: $0.day)
      }
      guard request.again || Set(events).count == events.count else {
        throw InvalidRequest("Two instalments are the same; add up what is to be paid on one day.")
      }
      return events
    }
    let single = try event(amount: request.amount, until: request.by)
    let advances = AdvanceEvents(book: book, day: single.day)
    return switch request.kind {
    case .finance: try advances.advance(single, financier: request.financier, until: request.by)
    case .financeRelease: try advances.release(single)
    case .recourse: try advances.recourse(single)
    default: [single]
    }
  }

  /// The most that an event may take off its invoice: what is open by the end of its day. Nil where
  /// nothing bounds it: goodwill for a client is a credit on account.
  private func mostOpen(for event: ClientEvent) throws -> Money? {
    guard [.writeOff, .goodwill].contains(event.kind), event.invoice != nil,
      let amount = event.amount
    else { return nil }
    return try open(event) ?? .zero(amount.currency)
  }

  private func event(amount: String?, until: Day?) throws -> ClientEvent {
    let kind = request.kind
    let day = request.on ?? request.asOf
    var event: ClientEvent
    let own: Currency
    switch target {
    case .invoice(let id, let client, let currency):
      event = ClientEvent(kind: kind, day: day, client: client, invoice: id)
      own = currency
    case .client(let id):
      guard
        ![.writeOff, .void, .reinstate, .due, .finance, .financeRelease, .recourse].contains(kind)
      else {
        throw InvalidRequest("A \(kind.rawValue) is about one invoice; name its number.")
      }
      event = ClientEvent(kind: kind, day: day, client: id)
      own = book.settings.business.currency
    }
    let currency = request.currency ?? own
    let isAdvance = [.finance, .financeRelease, .recourse].contains(kind)
    if event.invoice != nil, currency != own, !isAdvance {
      throw InvalidRequest("The invoice is in \(own.code); so is what is recorded of it.")
    }
    event.amount = try amount.map {
      try Money(
        typed: $0, currency, expected: "--amount takes a number greater than zero such as 120.00.")
    }
    if let until, until < day, [.promise, .hold].contains(kind) {
      throw InvalidRequest(
        "--by \(until) is before \(day), the day of the \(kind.rawValue) itself.")
    }
    event.until = until
    event.note = request.note
    event.who = request.who
    return event
  }

  /// Records an event, in a dry run only what it would be.
  func record(_ event: ClientEvent) throws -> RecordedEvent {
    let (ledger, name) = (book.ledger, request.target)
    let open = try mostOpen(for: event)
    let running =
      event.kind == .release
      ? try ledger.running(about: event.invoice, of: event.client, asOf: event.day) : []
    if event.kind == .release && running.isEmpty { try requireAnythingToEnd(event) }
    let owed = event.kind == .payment && event.invoice != nil ? try self.open(event) : nil
    let reversed =
      event.kind == .reinstate
      ? try ledger.reversible(about: event.invoice, asOf: event.day)?.kind : nil
    let isNew = try request.isDryRun || ledger.record(event, again: request.again)
    if isNew, let open, let amount = event.amount, amount > open {
      throw Failure(
        "\(amount) is more than is open on \(name): \(open) on \(event.day)",
        event.kind == .goodwill
          ? "Name the client to give it as a credit on account; nothing was recorded."
          : "Leave --amount out to write off all that is open; nothing was recorded.")
    }
    var recorded = RecordedEvent(
      event: event, target: name, isNew: isNew, running: running, isDryRun: request.isDryRun)
    recorded.reversed = reversed
    if let owed, let amount = event.amount, isNew, amount > owed {
      if !request.isDryRun { recorded.bankDay = try ledger.bankDay(of: event) }
      recorded.excess = amount - owed
      recorded.isVoid = try ledger.reversible(about: event.invoice, asOf: event.day)?.kind == .void
    }
    return recorded
  }

  /// A release has to end something: what runs, or a promise whose day has passed.
  private func requireAnythingToEnd(_ event: ClientEvent) throws {
    let promises = try book.ledger.promises(asOf: event.day)[event.client] ?? []
    if promises.contains(where: { [.broken, .unknown].contains($0.outcome) }) { return }
    let name = request.target.printable
    if let last = try book.ledger.reversible(about: event.invoice, asOf: event.day) {
      throw Failure(
        "nothing runs about \(name) that a release could end",
        "`dunlin record reinstate \(name)` takes back the \(last.kind.rawValue) of \(last.day); "
          + "nothing was recorded.")
    }
    throw Failure(
      "nothing runs about \(name) that a release could end",
      "`dunlin history` shows what is on record; nothing was recorded.")
  }

  /// What is open of an event's invoice by the end of its day.
  private func open(_ event: ClientEvent) throws -> Money? {
    guard let amount = event.amount else { return nil }
    let item = try book.receivables(asOf: event.day).items.first { $0.id == event.invoice }
    return item?.open ?? Money.zero(amount.currency)
  }
}

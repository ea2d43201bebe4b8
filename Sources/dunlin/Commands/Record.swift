import ArgumentParser
import Bookkeeping
import Domain
import Financing
import Foundation
import LedgerStore
import Settings

struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record what happened: a payment, a promise, a dispute, a hold …",
    discussion: """
      Nothing recorded is changed later; `release` ends what was recorded last about the invoice, \
      or about the client as a whole, of all that still runs: a dispute, promise, plan, hold, stop \
      or insolvency. What was recorded before runs on, and another release ends that. A payment, \
      its return, goodwill or note may be about a client as a whole.

      finance is an advance that came on an invoice (amount and recourse day are those of the \
      financier's terms unless --amount and --by say otherwise); finance-release the rest that \
      came when the client had paid the financier, by which the invoice is paid; recourse the \
      advance that went back.

      Example: dunlin record promise BS-2026-0036 --by 2026-07-10 --note "phoned, Mrs Ray"
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: """
      payment, returned (it went back or did not hold), promise, plan, dispute, hold, release, \
      write-off, goodwill, note, stop, blacklist, insolvent, void, finance, finance-release or \
      recourse.
      """)
  var kind: ClientEvent.Kind
  @Argument(help: "An invoice number, or a client's id or exact name.") var target: String
  @Option(help: "The day it happened (default: as-of).", transform: GlobalOptions.day)
  var on: Day?
  @Option(
    help: "The day of a promise, the last day of a hold, or the recourse day of an advance.",
    transform: GlobalOptions.day)
  var by: Day?
  @Option(help: "How much, such as 120.00.") var amount: String?
  @Option(
    name: .customLong("instalment"),
    help: "One instalment of a plan, such as 2026-07-01=500.00; once each.")
  var instalments: [Instalment] = []
  @Option(
    help: "Currency of the amount, where the target is a client.",
    transform: GlobalOptions.currency)
  var currency: Currency?
  @Option(help: "Who advanced it, as the settings call it.") var financier: String?
  @Option(help: "Why, in your words.") var note = ""
  @Option(help: "Who says so.") var who = ""
  @Flag(help: "Record it even if the very same is recorded: it happened twice.") var again = false
  @Flag(help: "Show what would be recorded.") var dryRun = false

  mutating func validate() throws {
    if [.promise, .hold].contains(kind) && by == nil {
      throw ValidationError("A \(kind.rawValue) needs its day: --by YYYY-MM-DD.")
    }
    if (kind == .plan) == instalments.isEmpty {
      throw ValidationError("A plan, and only a plan, needs --instalment DAY=AMOUNT, once each.")
    }
    if kind == .dispute && amount != nil {
      throw ValidationError(
        "A dispute is about the whole invoice and takes no --amount: record it without, and no "
          + "reminder asks for the invoice. Once it is settled, record what you give up (goodwill, "
          + "write-off) and a release.")
    }
    if financier != nil && kind != .finance {
      throw ValidationError("--financier goes with finance.")
    }
    if [.payment, .returned, .goodwill, .financeRelease].contains(kind) && amount == nil {
      throw ValidationError("A \(kind.rawValue) needs --amount.")
    }
  }

  func run() throws {
    let book = try Book(global)
    let target = try book.ledger.onlyTarget(named: self.target)
    try book.ledger.transaction {
      for event in try events(for: target, of: book) { try record(event, in: book) }
    }
    if let on, on > global.asOf {
      Console.note("note: \(on) is after \(global.asOf); it counts from that day on")
    }
    if kind == .finance && financier(of: book)?.isDisclosed == true {
      Console.note(
        "note: the client has to be told: dunlin letter assignment \(self.target.printable)")
    }
  }

  private func financier(of book: Book) -> AdvanceTerms? {
    book.settings.financiers.first { financier == nil || $0.name == financier }
  }

  private func events(for target: Ledger.Target, of book: Book) throws -> [ClientEvent] {
    guard kind != .plan else {
      let events = try instalments.map {
        try event(for: target, of: book, amount: $0.amount, until: $0.day)
      }
      guard again || Set(events).count == events.count else {
        throw ValidationError("Two instalments are the same; add up what is to be paid on one day.")
      }
      return events
    }
    let single = try event(for: target, of: book, amount: amount, until: by)
    let advances = AdvanceEvents(book: book, day: single.day)
    return switch kind {
    case .finance: try advances.advance(single, financier: financier, until: by)
    case .financeRelease: try advances.release(single)
    case .recourse: try advances.recourse(single)
    default: [single]
    }
  }

  private func record(_ event: ClientEvent, in book: Book) throws {
    let open = try mostOpen(for: event, in: book)
    let running =
      event.kind == .release
      ? try book.ledger.running(about: event.invoice, of: event.client, asOf: event.day) : []
    let isNew = try dryRun || book.ledger.record(event, again: again)
    if isNew, let open, let amount = event.amount, amount > open {
      throw Failure(
        "\(amount) is more than is open on \(target): \(open) on \(event.day)",
        event.kind == .goodwill
          ? "Name the client to give it as a credit on account; nothing was recorded."
          : "Leave --amount out to write off all that is open; nothing was recorded.")
    }
    let amount = event.amount.map { " of \($0)" } ?? ""
    let until = event.until.map { " by \($0)" } ?? ""
    let verb = dryRun ? "Would record" : isNew ? "Recorded" : "Already recorded"
    Console.out(
      "\(verb): \(event.kind.rawValue)\(amount)\(until) for "
        + "\(target.printable) on \(event.day).\n")
    if event.kind == .release, isNew { explain(running) }
  }

  /// Says what a release ended of what ran before it, and what still runs.
  private func explain(_ running: [Ledger.RunningMark]) {
    guard let last = running.last else {
      return Console.out("Nothing ran that it could end.\n")
    }
    func words(_ mark: Ledger.RunningMark) -> String { "\(mark.kind.rawValue) of \(mark.day)" }
    Console.out("\(dryRun ? "It would end" : "It ended") the \(words(last)).\n")
    let others = running.dropLast().filter { !$0.kind.ends(with: last.kind) }
    if !others.isEmpty {
      let list = others.reversed().map { "the " + words($0) }.joined(separator: ", ")
      Console.out("What runs on: \(list); another release ends it.\n")
    }
  }

  /// The most that an event may take off its invoice: what is open by the end of its day. Nil where
  /// nothing bounds it: goodwill for a client is a credit on account.
  private func mostOpen(for event: ClientEvent, in book: Book) throws -> Money? {
    guard [.writeOff, .goodwill].contains(event.kind), event.invoice != nil,
      let amount = event.amount
    else { return nil }
    let item = try book.receivables(asOf: event.day).items.first { $0.id == event.invoice }
    return item?.open ?? Money.zero(amount.currency)
  }

  private func event(
    for target: Ledger.Target, of book: Book, amount: String?, until: Day?
  ) throws -> ClientEvent {
    let day = on ?? global.asOf
    var event: ClientEvent
    let own: Currency
    switch target {
    case .invoice(let id, let client, let currency):
      event = ClientEvent(kind: kind, day: day, client: client, invoice: id)
      own = currency
    case .client(let id):
      guard ![.writeOff, .void, .finance, .financeRelease, .recourse].contains(kind) else {
        throw ValidationError("A \(kind.rawValue) is about one invoice; name its number.")
      }
      event = ClientEvent(kind: kind, day: day, client: id)
      own = book.settings.business.currency
    }
    let currency = self.currency ?? own
    let isAdvance = [.finance, .financeRelease, .recourse].contains(kind)
    if event.invoice != nil, currency != own, !isAdvance {
      throw ValidationError("The invoice is in \(own.code); so is what is recorded of it.")
    }
    if let amount {
      guard let money = Money(typed: amount, currency) else {
        throw ValidationError(
          Money.doubt(typed: amount, currency)
            ?? "--amount takes a number greater than zero such as 120.00.")
      }
      event.amount = money
    }
    if let until, until < day, [.promise, .hold].contains(kind) {
      throw ValidationError(
        "--by \(until) is before \(day), the day of the \(kind.rawValue) itself.")
    }
    event.until = until
    event.note = note
    event.who = who
    return event
  }
}

extension ClientEvent.Kind: ExpressibleByArgument {}

/// `DAY=AMOUNT` of the command line.
struct Instalment: ExpressibleByArgument {
  let day: Day
  let amount: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let day = Day(iso: parts[0]) else { return nil }
    self.day = day
    amount = String(parts[1])
  }
}

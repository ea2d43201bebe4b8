import ArgumentParser
import Bookkeeping
import Domain
import Foundation

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
      due (the due date is --by), write-off, goodwill, note, stop, blacklist, insolvent, void, \
      reinstate (takes back a void, write-off or goodwill), finance, finance-release or recourse.
      """)
  var kind: ClientEvent.Kind
  @Argument(help: "An invoice number, or a client's id or exact name.") var target: String
  @Option(help: "The day it happened (default: as-of).", transform: GlobalOptions.day)
  var on: Day?
  @Option(
    help: "The day of a promise, a due date, the last day of a hold, or an advance's recourse day.",
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

  func validate() throws {
    do {
      try request.check()
    } catch {
      throw ValidationError(error.message)
    }
  }

  func run() throws {
    let recorded = try Book(global).record(request, notes: Console.note)
    for event in recorded { Console.out(event.text) }
  }

  private var request: EventRequest {
    var request = EventRequest(kind, about: target, asOf: global.asOf)
    request.on = on
    request.by = by
    request.amount = amount
    request.instalments = instalments.map { ($0.day, $0.amount) }
    request.currency = currency
    request.financier = financier
    request.note = note
    request.who = who
    request.again = again
    request.isDryRun = dryRun
    return request
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

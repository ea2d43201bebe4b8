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

      invoice enters one that exists only on paper, for a client of the book or a new one; the \
      invoice's own file takes its place once it is imported: dunlin record invoice R-17 "Grebe \
      Ltd" 120.00 --date 2026-06-01 --due 2026-07-01

      Example: dunlin record promise BS-2026-0036 --by 2026-07-10 --note "phoned, Mrs Ray"
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: """
      payment, returned (it went back or did not hold), promise, plan, dispute, hold, release, \
      due (the due date is --by, or stands behind the number), write-off, goodwill, note, stop, \
      blacklist, insolvent, void, reinstate or reverse (takes back a void, write-off or goodwill), \
      finance, finance-release, recourse, or invoice.
      """)
  var word: RecordWord
  @Argument(help: "An invoice number, or a client's id or exact name.") var target: String
  @Argument(help: "Of an invoice: its client and amount; of a due date: the day.")
  var more: [String] = []
  @Option(
    help: "The day of an invoice on paper (default: as-of).", transform: GlobalOptions.day)
  var date: Day?
  @Option(
    help: "The due date of an invoice on paper (default: by terms).", transform: GlobalOptions.day)
  var due: Day?
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
      switch word {
      case .invoice:
        guard more.count == 2 else {
          throw ValidationError(
            "An invoice needs its number, its client and its amount: record invoice R-17 \"Grebe "
              + "Ltd\" 120.00.")
        }
      case .event(let kind):
        guard more.isEmpty || kind == .due && more.count == 1 && by == nil else {
          throw ValidationError("Unexpected: \(more.joined(separator: " ")).")
        }
        guard date == nil && due == nil else {
          throw ValidationError("--date and --due go with invoice; a due date is --by.")
        }
        try request(kind).check()
      }
    } catch let error as InvalidRequest {
      throw ValidationError(error.message)
    }
  }

  func run() throws {
    let book = try Book(global)
    switch word {
    case .invoice: Console.out(try book.enter(invoice).text)
    case .event(let kind):
      let recorded = try book.record(try request(kind), notes: Console.note)
      for event in recorded { Console.out(event.text) }
    }
  }

  private var invoice: InvoiceRequest {
    var request = InvoiceRequest(
      number: target, client: more[0], amount: more[1], asOf: global.asOf)
    request.date = date
    request.due = due
    request.currency = currency
    request.isDryRun = dryRun
    return request
  }

  private func request(_ kind: ClientEvent.Kind) throws -> EventRequest {
    var request = EventRequest(kind, about: target, asOf: global.asOf)
    request.on = on
    request.by = try by ?? more.first.map(GlobalOptions.day)
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

/// What `record` puts on record.
enum RecordWord: ExpressibleByArgument {
  case event(ClientEvent.Kind)
  case invoice

  init?(argument: String) {
    if argument == "invoice" {
      self = .invoice
    } else if argument == "reverse" {
      self = .event(.reinstate)
    } else if let kind = ClientEvent.Kind(rawValue: argument) {
      self = .event(kind)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] {
    ClientEvent.Kind.allCases.map(\.rawValue) + ["reverse", "invoice"]
  }
}

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

import ArgumentParser
import Bookkeeping
import Domain
import Letters
import Reporting

struct WriteLetter: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "letter",
    abstract: "Write a letter that is no reminder: thanks, a statement, an apology …",
    discussion: """
      It is written in the client's language, as text, HTML and PDF, and noted in its history. \
      The figures are those on record: the last payment of thanks, the instalments of the plan, \
      the goodwill credit, the promise that was broken, the invoices in dispute.

      A statement lists what is open, or confirms that nothing is; with --from it also tells what \
      changed the balance: invoices, credits, payments, charges.

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
  @Option(
    help: "First day of a statement that tells what changed the balance.",
    transform: GlobalOptions.day)
  var from: Day?
  @Option(help: "Its last day (default: as-of).", transform: GlobalOptions.day) var to: Day?
  @Option(help: "Folder for the letter (default: the book's Letters).") var out: String?
  @Flag(help: "Mail it to the client, as the settings say; once a day.") var send = false
  @Flag(help: "Yes: the first mails of this book may go out.") var yes = false

  func validate() throws {
    do {
      try request.check()
    } catch {
      throw ValidationError(error.message)
    }
  }

  func run() throws {
    let written = try Book(global).writeLetter(request, notes: Console.note)
    for file in written.files { Console.out("Wrote \(file)\n") }
    guard let mailing = written.mailing else { return }
    Console.out(mailing.report.text)
    if mailing.isWithFaults { throw Failure.doneWithFaults }
  }

  private var request: LetterRequest {
    var request = LetterRequest(kind, about: target, asOf: global.asOf)
    request.amount = amount
    request.currency = currency
    request.date = date
    request.termDays = days
    request.assignee = assignee
    request.iban = iban
    request.from = from
    request.through = to
    request.folder = out
    if send {
      request.mail = global.mailRequest(isConfirmed: yes)
    }
    return request
  }
}

extension LetterKind: ExpressibleByArgument {}

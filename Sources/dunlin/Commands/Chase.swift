import ArgumentParser
import Bookkeeping
import Chasing
import Domain
import LedgerStore
import Reporting

struct Chase: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decide today's notices and write their letters.",
    discussion: """
      A notice is given once its letter is written; the next run does not give it again. --send \
      mails what is written; each message is sent once, and you are asked about one that may have \
      arrived.

      Example: dunlin chase --dry-run
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Option(help: "Folder for the letters (default: the book's Letters).") var out: String?
  @OptionGroup var chasing: ChaseOptions
  @OptionGroup var sending: SendOptions
  @Flag(help: "Show today's notices; write and record nothing.") var dryRun = false
  @Option(help: "Write today's letters on paper into one PDF file, too, for the printer.")
  var merge: String?
  @Flag(help: "List today's phone calls, with what to say; write and record nothing.")
  var calls = false
  @Option(help: "Say why an invoice is in a notice today, or why not.") var why: String?

  func validate() throws { try output.require(oneOf: .text, .json, .csv) }

  func run() throws {
    let book = try Book(global)
    var request = chasing.request(global)
    if calls { return try output.show(book.calls(request)) }
    if let why { return Console.out(wrapped(try book.reason(forNotice: why, request))) }
    try book.warnOfGaps(asOf: global.asOf, notes: Console.note)
    let mail = sending.request(global, isDryRun: dryRun)
    request.folder = out
    request.mergedFile = merge
    request.confirm = Console.confirmation
    request.isDryRun = dryRun || mail?.trialAddress != nil
    let outbox = try mail.map { try Outbox(of: book, $0) }
    try outbox?.check()
    if !request.isDryRun { try outbox?.tidy() }
    let chased = try book.chase(request, notes: Console.note)
    try output.show(chased.report(isDryRun: request.isDryRun))
    if chased.isDeclined { return Console.note("No letters were written.") }
    guard let outbox else { return }
    if let to = mail?.trialAddress, !dryRun {
      let sent = try outbox.sendTrial(of: chased.plan.notices, to: to, notes: Console.note)
      Console.out("\(counted(sent, "letter")) mailed to \(to) as a trial; nothing was recorded.\n")
    } else {
      let mailing = try outbox.send(notes: Console.note)
      Console.out(mailing.report.text)
      if mailing.isWithFaults { throw Failure.doneWithFaults }
    }
  }
}

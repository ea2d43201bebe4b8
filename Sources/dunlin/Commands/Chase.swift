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
      mails what is written; each message is sent once, and one of which nobody knows is asked for.

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
    if calls {
      return try output.show(
        book.calls(asOf: global.asOf, templates: book.templates(global), request: chasing.request))
    }
    if let why { return try explain(why, book) }
    try book.warnOfGaps(asOf: global.asOf, note: Console.note)
    let mailing = sending.isAsked ? try Sending(book, on: global.asOf) : nil
    try mailing?.check(sending)
    let isDryRun = dryRun || sending.to != nil
    if !isDryRun { try mailing?.tidy() }
    let chased = try book.chase(
      asOf: global.asOf, below: out ?? Book.path(book.folder ?? ".", "Letters"),
      templates: book.templates(global), request: chasing.request,
      threads: global.threads, isDryRun: isDryRun, note: Console.note)
    if let merge, !isDryRun, !chased.plan.notices.isEmpty {
      try book.merge(chased.plan.notices, into: merge, book.templates(global), note: Console.note)
    }
    try output.show(chased.report(isDryRun: isDryRun))
    if let to = sending.to, !dryRun {
      try mailing?.sendTrial(of: chased.plan.notices, book.templates(global), to: to)
    } else {
      try mailing?.run(sending, isDryRun: dryRun)
    }
  }

  private func explain(_ number: String, _ book: Book) throws {
    let plan = try book.plan(
      book.receivables(asOf: global.asOf), start: chasing.start, anyway: chasing.anyway)
    guard let answer = try plan.reason(for: number) ?? book.whyNotOpen(number, on: global.asOf)
    else {
      throw Failure(
        "no invoice has the number \(number)", "`dunlin ageing` shows who owes something.")
    }
    Console.out(wrapped(answer))
  }
}

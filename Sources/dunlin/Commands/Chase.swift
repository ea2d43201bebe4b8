import ArgumentParser
import Chasing
import Domain
import LedgerStore
import Reporting

struct Chase: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decide today's notices and write their letters.",
    discussion: """
      A notice is given once its letter is written; the next run does not give it again.

      Example: dunlin chase --dry-run
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Option(help: "Folder for the letters (default: the book's Letters).") var out: String?
  @Flag(help: "Show today's notices; write and record nothing.") var dryRun = false
  @Option(help: "Say why an invoice is in a notice today, or why not.") var why: String?

  func run() throws {
    let book = try Book(global)
    if let why { return try explain(why, book.plan(book.receivables(asOf: global.asOf))) }
    let (receivables, plan, files) = try book.chase(
      asOf: global.asOf, below: out ?? Book.path(book.folder ?? ".", "Letters"),
      templates: book.templates(global), isDryRun: dryRun)
    try output.show(
      ChaseReport(
        plan, day: global.asOf, files: files, clients: receivables.clients, isDryRun: dryRun))
  }

  private func explain(_ number: String, _ plan: ChasePlan) throws {
    guard let answer = plan.reason(for: number) else {
      throw Failure(
        "no open invoice has the number \(number)",
        "`dunlin ageing` shows who owes something; a paid invoice is never chased.")
    }
    Console.out(wrapped(answer))
  }
}

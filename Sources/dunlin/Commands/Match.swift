import ArgumentParser
import Domain
import LedgerStore
import Reporting

struct Match: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the money that came in and is set against no invoice, or settle a line.",
    discussion: """
      Each line is shown with the invoices it may be for and what speaks for them; nothing is \
      booked by it. The same holds for money that is on its payer's account.

      With a line's number and invoices, it says that the line pays them, from as-of on; --undo \
      takes the last such word back. Nothing recorded is changed later.

      Example: dunlin match 17 BS-2026-0036 BS-2026-0041 --note "phoned, Mrs Ray"
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Flag(help: "Leave the line to the rules again.") var undo = false
  @Flag(help: "Show whether it can be; record nothing.") var dryRun = false
  @Option(help: "Why, in your words.") var note = ""
  @Option(help: "Who says so.") var who = ""
  @Argument(help: "The number of a bank line.") var line: Int64?
  @Argument(help: "The numbers of the invoices it pays.") var invoices: [String] = []

  func validate() throws {
    if line == nil && undo { throw ValidationError("--undo takes the number of a line.") }
    if line != nil && invoices.isEmpty != undo {
      throw ValidationError("Name a line and its invoices, or a line and --undo.")
    }
  }

  func run() throws {
    let book = try Book(global)
    guard let line else {
      return try output.show(MatchReport(book.unmatchedLines(asOf: global.asOf)))
    }
    let ledger = book.ledger
    if dryRun {
      try ledger.withoutEffect { try decide(ID(line), ledger) }
    } else {
      try decide(ID(line), ledger)
    }
    Console.out(
      (dryRun ? "Would record: " : "Recorded: ")
        + (undo ? "line \(line) is left to the rules again" : "line \(line) pays ")
        + invoices.joined(separator: ", ").printable + ", from \(global.asOf) on.\n")
  }

  private func decide(_ line: ID<BankLine>, _ ledger: Ledger) throws {
    if undo {
      try ledger.withdrawDecision(on: line, on: global.asOf, note: note, who: who)
    } else {
      try ledger.decide(line, pays: invoices, on: global.asOf, note: note, who: who)
    }
  }
}

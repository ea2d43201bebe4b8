import ArgumentParser
import Bookkeeping
import Domain
import Reporting

struct Match: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the money that waits for a person, or settle a line.",
    discussion: """
      Each line is shown with the invoices it may be for, what speaks for them and the command \
      that settles it so; nothing is booked by it. The same holds for money that is on its payer's \
      account, and for money out to a client that nothing explains.

      With a line's number and invoices, it says that the line pays them, from as-of on. \
      INVOICE=AMOUNT says how much it pays of one, in the invoice's currency: the invoices may be \
      of several clients. --not-ours says that the line is for no invoice; other lines of its \
      payer do not wait any more. --undo takes the last such word back. Nothing recorded is \
      changed later.

      --accept books every line with one candidate whose sum fits and whose name or number speaks \
      for it.

      Examples: dunlin match 17 BS-2026-0036 BS-2026-0041 --note "phoned, Mrs Ray"
      dunlin match 23 BS-2026-0050=1190 BS-2026-0052=500
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var output: FormatOption
  @Flag(help: "Book each line that has exactly one candidate.") var accept = false
  @Flag(help: "The line is for no invoice.") var notOurs = false
  @Flag(help: "Leave the line to the rules again.") var undo = false
  @Flag(help: "Show what would be recorded; record nothing.") var dryRun = false
  @Option(help: "Why, in your words.") var note = ""
  @Option(help: "Who says so.") var who = ""
  @Argument(help: "The number of a bank line.") var line: Int64?
  @Argument(help: "The invoices it pays, each with =AMOUNT or without.") var invoices: [String] = []

  func validate() throws {
    let words = [accept, notOurs, undo].count { $0 }
    if words > 1 { throw ValidationError("Give one of --accept, --not-ours and --undo.") }
    if accept {
      if line != nil { throw ValidationError("--accept takes no line.") }
      return
    }
    if line == nil && words > 0 {
      throw ValidationError("--not-ours and --undo take the number of a line.")
    }
    if line != nil && invoices.isEmpty != (words > 0) {
      throw ValidationError("Name a line and its invoices, or a line and --not-ours or --undo.")
    }
  }

  func run() throws {
    let book = try Book(global)
    if accept {
      let accepted = try book.acceptMatches(
        asOf: global.asOf, note: note, who: who.isEmpty ? "match --accept" : who, isDryRun: dryRun)
      return Console.out(accepted.text)
    }
    guard let line else {
      let waiting = try book.waitingMoney(asOf: global.asOf)
      try output.show(waiting.report)
      if output.format == .text { Console.out(waiting.notOursText) }
      return
    }
    let decision = LineDecision(
      line: ID(line), asOf: global.asOf, undo ? .undone : notOurs ? .notOurs : .pays(invoices),
      note: note, who: who)
    try book.decide(decision, isDryRun: dryRun)
    Console.out("\(dryRun ? "Would record" : "Recorded"): \(decision.sentence)\n")
  }
}

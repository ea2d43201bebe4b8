import ArgumentParser
import Bookkeeping
import Domain
import LedgerStore
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
    if accept { return try acceptAll(book) }
    guard let line else {
      let waiting = try book.unmatchedLines(asOf: global.asOf)
      try output.show(MatchReport(waiting))
      let other = try book.ledger.linesNotOurs(asOf: global.asOf)
      if output.format == .text, !other.isEmpty {
        Console.out(Self.text(ofOther: other))
      }
      return
    }
    let ledger = book.ledger
    if dryRun {
      try ledger.withoutEffect { try decide(ID(line), ledger) }
    } else {
      try decide(ID(line), ledger)
    }
    Console.out(
      (dryRun ? "Would record: " : "Recorded: ") + "line \(line) "
        + (undo
          ? "is left to the rules again"
          : notOurs
            ? "is for no invoice" : "pays \(invoices.joined(separator: ", ").printable)")
        + ", from \(global.asOf) on.\n")
  }

  private func decide(_ line: ID<BankLine>, _ ledger: Ledger) throws {
    if undo {
      try ledger.withdrawDecision(on: line, on: global.asOf, note: note, who: who)
    } else if notOurs {
      try ledger.decideNotOurs(line, on: global.asOf, note: note, who: who)
    } else {
      try ledger.decide(
        line, pays: try invoices.map(Self.part), on: global.asOf, note: note, who: who)
    }
  }

  /// `INVOICE` or `INVOICE=AMOUNT`.
  private static func part(_ text: String) throws -> Ledger.LinePart {
    guard let mark = text.lastIndex(of: "="), mark != text.startIndex else {
      return Ledger.LinePart(number: text)
    }
    let printed = String(text[text.index(after: mark)...])
    guard let amount = try? ExactDecimal(printed) else {
      throw ValidationError("\(printed) is no amount such as 1234.50.")
    }
    return Ledger.LinePart(number: String(text[..<mark]), amount: amount)
  }

  private func acceptAll(_ book: Book) throws {
    // Of two lines for one invoice neither is surely the one.
    let all = try book.unmatchedLines(asOf: global.asOf)
      .compactMap { line in line.acceptable.map { (line: line.line, proposal: $0) } }
    let times = Dictionary(grouping: all.flatMap(\.proposal.parts)) { $0 }.mapValues(\.count)
    let accepted = all.filter { $0.proposal.parts.allSatisfy { times[$0] == 1 } }
    var table = TextTable([
      .right("line"), .left("booked"), .right("amount"), .left("from"), .soft("pays"),
    ])
    func record() throws {
      for (line, proposal) in accepted {
        guard let id = line.id else { continue }
        try book.ledger.decide(
          id, pays: proposal.invoices.map(\.text), on: global.asOf,
          note: note, who: who.isEmpty ? "match --accept" : who)
        table.add([
          "\(id.rawValue)", line.booked.description, line.amount.withCode,
          String(line.counterparty.printable.prefix(20)),
          proposal.invoices.map(\.text).joined(separator: ", ").printable,
        ])
      }
    }
    if dryRun { try book.ledger.withoutEffect(record) } else { try record() }
    guard !accepted.isEmpty else {
      return Console.out("No line has exactly one candidate; nothing was recorded.\n")
    }
    Console.out(
      table.text + (dryRun ? "Would record: " : "Recorded: ")
        + "\(counted(accepted.count, "line")), from \(global.asOf) on; `dunlin match --undo LINE` takes "
        + "one back.\n")
  }

  private static func text(ofOther lines: [BankLine]) -> String {
    "\nFor no invoice, as you said (`dunlin match --undo LINE` takes it back), with all of the same "
      + "payer:\n" + UnmatchedReport(lines).text
  }
}

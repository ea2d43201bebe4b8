package import Domain
import LedgerStore

/// What a person says of a bank line; it holds from its day on.
package struct LineDecision: Sendable {
  /// What the line is for.
  package enum Verdict: Hashable, Sendable {
    /// The line pays these invoices: each `INVOICE` or `INVOICE=AMOUNT`.
    case pays([String])
    /// The line is for no invoice.
    case notOurs
    /// The line is left to the rules again.
    case undone
  }

  package var line: ID<BankLine>
  /// The first day on which it holds.
  package var asOf: Day
  package var verdict: Verdict
  /// Why, in the person's words.
  package var note: String
  /// Who says so.
  package var who: String

  package init(
    line: ID<BankLine>, asOf: Day, _ verdict: Verdict, note: String = "", who: String = ""
  ) {
    self.line = line
    self.asOf = asOf
    self.verdict = verdict
    self.note = note
    self.who = who
  }

  /// `line 17 pays BS-2026-0036, from 2026-06-30 on.`
  package var sentence: String {
    let what =
      switch verdict {
      case .pays(let invoices): "pays \(invoices.joined(separator: ", ").printable)"
      case .notOurs: "is for no invoice"
      case .undone: "is left to the rules again"
      }
    return "line \(line.rawValue) \(what), from \(asOf) on."
  }
}

extension Book {
  /// Records a decision; in a dry run, only whether it can be.
  package func decide(_ decision: LineDecision, isDryRun: Bool = false) throws {
    func record() throws {
      let (line, day) = (decision.line, decision.asOf)
      let (note, who) = (decision.note, decision.who)
      switch decision.verdict {
      case .pays(let invoices):
        try ledger.decide(
          line, pays: try invoices.map(Ledger.LinePart.init(typed:)), on: day, note: note, who: who)
      case .notOurs: try ledger.decideNotOurs(line, on: day, note: note, who: who)
      case .undone: try ledger.withdrawDecision(on: line, on: day, note: note, who: who)
      }
    }
    if isDryRun { try ledger.withoutEffect(record) } else { try record() }
  }
}

extension Ledger.LinePart {
  /// `INVOICE` or `INVOICE=AMOUNT`.
  fileprivate init(typed text: String) throws {
    guard let mark = text.lastIndex(of: "="), mark != text.startIndex else {
      self.init(number: text)
      return
    }
    let printed = String(text[text.index(after: mark)...])
    guard let amount = try? ExactDecimal(printed) else {
      throw InvalidRequest("\(printed) is no amount such as 1234.50.")
    }
    self.init(number: String(text[..<mark]), amount: amount)
  }
}

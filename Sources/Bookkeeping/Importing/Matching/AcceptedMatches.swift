package import Domain
import LedgerStore
import Reporting

/// Bank lines that had exactly one candidate, and the invoices they pay.
package struct AcceptedMatches: Sendable {
  /// A line and what it pays.
  package struct Match: Sendable {
    package let line: BankLine
    package let invoices: [InvoiceNumber]
  }

  package let matches: [Match]
  package let asOf: Day
  /// Nothing was recorded.
  package let isDryRun: Bool

  /// A table for people.
  package var text: String {
    guard !matches.isEmpty else {
      return "No line has exactly one candidate; nothing was recorded.\n"
    }
    var table = TextTable([
      .right("line"), .left("booked"), .right("amount"), .left("from"), .soft("pays"),
    ])
    for match in matches {
      guard let id = match.line.id else { continue }
      table.add([
        "\(id.rawValue)", match.line.booked.description, match.line.amount.withCode,
        String(match.line.counterparty.printable.prefix(20)),
        match.invoices.map(\.text).joined(separator: ", ").printable,
      ])
    }
    return table.text + (isDryRun ? "Would record: " : "Recorded: ")
      + "\(counted(matches.count, "line")), from \(asOf) on; `dunlin match --undo LINE` takes "
      + "one back.\n"
  }
}

extension Book {
  /// Books every line that has exactly one candidate.
  package func acceptMatches(
    asOf day: Day, note: String, who: String, isDryRun: Bool = false
  ) throws -> AcceptedMatches {
    // Of two lines for one invoice neither is surely the one.
    let all = try unmatchedLines(asOf: day)
      .compactMap { line in line.acceptable.map { (line: line.line, proposal: $0) } }
    let times = Dictionary(grouping: all.flatMap(\.proposal.parts)) { $0 }.mapValues(\.count)
    let accepted = all.filter { $0.proposal.parts.allSatisfy { times[$0] == 1 } }
    func record() throws {
      for (line, proposal) in accepted {
        guard let id = line.id else { continue }
        try ledger.decide(
          id, pays: proposal.invoices.map(\.text), on: day, note: note, who: who)
      }
    }
    if isDryRun { try ledger.withoutEffect(record) } else { try record() }
    return AcceptedMatches(
      matches: accepted.map { .init(line: $0.line, invoices: $0.proposal.invoices) }, asOf: day,
      isDryRun: isDryRun)
  }
}

package import Domain
import LedgerStore
package import Reporting
import Settings

/// Money that waits for a person, and lines that a person said are for no invoice.
package struct WaitingLines: Sendable {
  /// Bank lines and money on account, each with what it may be for.
  package let lines: [UnmatchedLine]
  /// Lines that a person said are for no invoice.
  package let notOurs: [BankLine]

  /// The lines for people and programs.
  package var report: MatchReport { MatchReport(lines) }

  /// The lines that are for no invoice, for people; empty where there are none.
  package var notOursText: String {
    guard !notOurs.isEmpty else { return "" }
    return "\nFor no invoice, as you said (`dunlin match --undo LINE` takes it back), with all of "
      + "the same payer:\n" + UnmatchedReport(notOurs).text
  }
}

/// Money of the bank that waits for a person.
extension Book {
  /// Everything that `match` lists.
  package func waitingMoney(asOf day: Day) throws -> WaitingLines {
    WaitingLines(
      lines: try unmatchedLines(asOf: day), notOurs: try ledger.linesNotOurs(asOf: day))
  }

  /// Money that came in and is set against nothing; transfers between our own accounts and what
  /// financiers with a running advance pay left out.
  func unmatchedReceipts(asOf day: Day) throws -> [BankLine] {
    let isOther = try isOurOwnMoney(asOf: day)
    return try ledger.unmatchedReceipts(asOf: day).filter { !isOther($0) }
  }

  /// The same and money on account, with what it may be for.
  func unmatchedLines(asOf day: Day) throws -> [UnmatchedLine] {
    let isOther = try isOurOwnMoney(asOf: day)
    return try ledger.unmatchedLines(asOf: day).filter { !isOther($0.line) }
  }

  /// Money that may be for an open invoice, and that nobody has looked at yet.
  func moneyWaiting(for receivables: Receivables) throws -> WaitingMoney.ByInvoice {
    try ledger.moneyWaiting(
      for: receivables, isOther: try isOurOwnMoney(asOf: receivables.asOf))
  }

  /// Tells transfers between our accounts, and what financiers pay, which is recorded as such
  /// (`record finance`).
  private func isOurOwnMoney(asOf day: Day) throws -> (BankLine) -> Bool {
    let business = settings.business
    let ours = Set(business.accounts.map(\.iban))
    let financiers = Set(try ledger.financed(asOf: day).values.map { $0.financier.lowercased() })
    return { line in
      ours.contains(line.counterpartyAccount) || business.isUs(Party(name: line.counterparty))
        || financiers.contains(line.counterparty.lowercased())
    }
  }
}

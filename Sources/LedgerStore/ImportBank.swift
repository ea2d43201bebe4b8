import Domain
import GRDB

/// Bank statements of an import.
extension ImportSession {
  mutating func add(_ statement: BankStatement, _ fileID: Int64) throws {
    let isKnown = try Bool.fetchOne(
      db, sql: "SELECT 1 FROM statement WHERE account = ? AND name = ? AND file_id = ?",
      arguments: [statement.account, statement.id, fileID])
    if isKnown == nil {
      try db.run(
        """
        INSERT INTO statement (account, name, closing, closing_currency, closing_day, file_id)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          statement.account, statement.id, statement.closing?.minorUnits,
          statement.closing?.currency.code, statement.closingDay?.description, fileID,
        ])
    }
    var occurrences: [String: Int] = [:]
    for line in statement.lines {
      let identity = line.identity
      occurrences[identity, default: 0] += 1
      try db.run(
        """
        INSERT INTO bank_line (identity, occurrence, account, booked, amount, currency,
          counterparty, counterparty_account, reference_list, remittance, is_reversal, is_notice,
          entry_reference, traces, file_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (identity, occurrence) DO NOTHING
        """,
        [
          identity, occurrences[identity] ?? 1, line.account, line.booked.description,
          line.amount.minorUnits, line.amount.currency.code, line.counterparty,
          line.counterpartyAccount, line.references.joined(separator: "\n"), line.text,
          line.isReversal, line.isNotice, line.entryReference,
          line.traces.joined(separator: "\n"), fileID,
        ])
      if db.changesCount > 0 {
        newLines.insert(db.lastInsertedRowID)
        touchedAccounts.insert(line.account)
        summary.payments += 1
        filesWithLines.insert(fileID)
      } else {
        summary.alreadyKnown += 1
        meetAgain(
          try Int64.fetchOne(
            db.cachedStatement(
              sql: "SELECT file_id FROM bank_line WHERE identity = ? AND occurrence = ?"),
            arguments: [identity, occurrences[identity] ?? 1]))
      }
    }
  }

  /// Money that a notification and a statement both tell of is counted once.
  mutating func pairSamePayments() throws {
    guard !newLines.isEmpty else { return }
    let accounts = try db.notifiedAccounts().intersection(touchedAccounts)
    let same = try db.pairSamePayments(in: accounts)
    touched.formUnion(same.clients)
    filesWithLines.formUnion(same.files)
    for pair in same.pairs {
      let isOldMoney = !pair.dropped.allSatisfy(newLines.contains)
      let known = (isOldMoney ? pair.kept + pair.dropped : pair.dropped).count(
        where: newLines.contains)
      summary.payments -= known
      summary.alreadyKnown += known
    }
  }
}

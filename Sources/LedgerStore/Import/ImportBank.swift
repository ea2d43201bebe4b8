import Domain
import GRDB
import Matching

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
    let insert = try BulkStatement(
      db,
      """
      INSERT INTO bank_line (identity, occurrence, account, booked, amount, currency,
        counterparty, counterparty_account, reference_list, remittance, is_reversal, is_notice,
        entry_reference, traces, file_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (identity, occurrence) DO NOTHING
      """)
    let form = try db.form(of: fileID, statement.account)
    var occurrences: [String: Int64] = [:]
    for line in statement.lines {
      let identity = line.identity
      let place = (occurrences[identity] ?? 0) + 1
      occurrences[identity] = place
      // What is the same in another form is found later, by `SamePayments`: taken for a repetition
      // here, it could take the place of a second equal payment.
      let occurrence = place + Self.firstOccurrence(line, form)
      if occurrence != place, let known = try known(identity, place, line, form) {
        summary.alreadyKnown += 1
        meetAgain(known)
        continue
      }
      insert.set(1, identity)
      insert.set(2, occurrence)
      insert.set(3, line.account)
      insert.set(4, line.booked)
      insert.set(5, line.amount.minorUnits)
      insert.set(6, line.amount.currency.code)
      insert.set(7, line.counterparty)
      insert.set(8, line.counterpartyAccount)
      insert.set(9, line.references.joined(separator: "\n"))
      insert.set(10, line.text)
      insert.set(11, line.isReversal ? 1 : 0)
      insert.set(12, line.isNotice ? 1 : 0)
      insert.set(13, line.entryReference)
      insert.set(14, line.traces.joined(separator: "\n"))
      insert.set(15, fileID)
      try insert.run()
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
            arguments: [identity, occurrence]))
      }
    }
  }

  private static func firstOccurrence(_ line: BankLine, _ form: SamePayments.Form) -> Int64 {
    if line.isNotice { return 1_000_000_000 }
    return switch form {
    case .camt: 0
    case .ofx: 2_000_000_000
    case .csv: 3_000_000_000
    }
  }

  /// The file of the same line in books of before, which counted the lines of all forms together.
  private func known(
    _ identity: String, _ place: Int64, _ line: BankLine, _ form: SamePayments.Form
  ) throws -> Int64? {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT file_id, is_notice FROM bank_line WHERE identity = ? AND occurrence = ?"),
      arguments: [identity, place])
    guard let row, row["is_notice"] == line.isNotice else { return nil }
    let file: Int64 = row["file_id"]
    return try db.form(of: file, line.account) == form ? file : nil
  }

  /// Money that is told of twice, in different forms, is counted once.
  mutating func pairSamePayments() throws {
    guard !newLines.isEmpty else { return }
    let accounts = try db.twofoldAccounts().intersection(touchedAccounts)
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
